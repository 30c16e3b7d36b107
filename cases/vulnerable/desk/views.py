"""The register at the desk: the list, taking down, one household with its agreements, asking again, taking out, a copy."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages as notes
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from cases.desk.frame import desk_page
from cases.errors import CaseError, GuardFailed
from cases.vulnerable.desk.entry import HERE
from cases.vulnerable.desk.forms import (
    AgreedForm,
    CopyForm,
    EntryForm,
    FindForm,
    HomeForm,
    ListForm,
    NeedForm,
    RemoveForm,
)
from cases.vulnerable.desk.presenting import line_of, village_words
from cases.vulnerable.domain import copying, importing, keeping, reading
from cases.vulnerable.domain.rights import (
    followed,
    found_by_name,
    found_by_phone,
    homes_of,
    keeps,
    keeps_vocabulary,
)
from cases.vulnerable.domain.terms import WORDS
from cases.vulnerable.models import Home, Need
from cases.vulnerable.vocabulary import RemovalReason
from portal.accounts import kept
from portal.audit import services as audit
from portal.organizations.importing.reading import ImportFileError
from portal.thai.dates import bangkok_today
from portal.thai.phone import numbers_in
from portal.web.access import staff_only
from portal.web.downloads import file_response
from portal.web.keyset import keyed
from portal.web.typed import takes_words

PAGE_SIZE = 50
MOST_FOUND = 20
HEARD_KEY = "first.heard"
HEARD_FOR = dt.timedelta(minutes=15)
"""So long a center sees a household that was found by its telephone: as long as a call lasts."""


def _heard(request: HttpRequest) -> list[int]:
    """Return the households that somebody found by telephone lately."""
    kept_here = request.session.get(HEARD_KEY) or {}
    limit = (timezone.now() - HEARD_FOR).timestamp()
    return [int(pk) for pk, at in kept_here.items() if at > limit]


def home_or_404(request: HttpRequest, pk: int) -> Home:
    """Return a household that the reader may see.

    Raises:
        Http404: there is none of that number, or it is none of theirs.
    """
    found = homes_of(request.actor, heard=_heard(request)).filter(pk=pk).prefetch_related("needs").first()
    if found is None:
        raise Http404
    return found


def _refused(form: Any, error: GuardFailed) -> None:
    form.add_error(error.field if error.field in form.fields else None, str(error.message))


@staff_only
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """List the households of one's area by village; who looked is on record."""
    actor = request.actor
    if not keeps(actor):
        raise Http404
    today = bangkok_today()
    mine = homes_of(actor)
    chosen = {name: request.GET.get(name, "") for name in ("village", "need", "old")}
    villages, needs = reading.villages_of(mine, today), list(Need.objects.all())
    known = reading.is_known(chosen, villages=[one.value for one in villages], needs=needs)
    rows = reading.narrowed(mine, chosen, today).prefetch_related("needs") if known else mine.none()
    page = keyed(request, rows, reading.BY_PLACE, PAGE_SIZE)
    lines = [line_of(home, today) for home in page.rows]
    reading.note_list(actor, len(lines))
    context = {
        "page": page,
        "lines": lines,
        "villages": [
            (one, village_words(one.subdistrict, one.moo), one.value == chosen["village"]) for one in villages
        ],
        "needs": [(one, one.slug == chosen["need"]) for one in needs],
        "only_old": bool(chosen["old"]),
        "total": sum(one.homes for one in villages),
        "old": sum(one.old for one in villages),
        "is_narrowed": any(chosen.values()),
        "keeps_vocabulary": keeps_vocabulary(actor),
        "events": list(followed(actor).filter(ended_at=None)),
    }
    return desk_page(request, "desk/first/listing.html", context, here=HERE)


@takes_words(EntryForm, fills=True)
@staff_only
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Take a household down; sent twice it is still one."""
    actor = request.actor
    if not keeps(actor):
        raise Http404
    before = kept.kept_for(request) if request.method == "GET" else None
    initial = before.initial(EntryForm) if before else {}
    form = EntryForm(request.POST or None, actor=actor, initial=initial)
    known = None
    if request.method == "POST" and form.is_valid():
        try:
            home = keeping.enter(
                actor=actor,
                details=form.details(),
                agreed=form.agreement(),
                token=form.cleaned_data["token"],
            )
        except keeping.AlreadyThereError as error:
            _refused(form, error)
            known = homes_of(actor).filter(pk=error.home).first()
        except GuardFailed as error:
            _refused(form, error)
        except CaseError as error:
            raise Http404 from error
        else:
            notes.success(request, _("ขึ้นทะเบียนแล้ว"))
            if "next" in request.POST:
                return redirect("first:new")
            # What a center heard for a local administration is that one's to see.
            is_ours = homes_of(actor).filter(pk=home.pk).exists()
            return redirect("first:home", pk=home.pk) if is_ours else redirect("first:listing")
    context = {"form": form, "words": WORDS, "known": known, "is_restored": bool(before)}
    return desk_page(request, "desk/first/new.html", context, here=HERE)


@staff_only
@require_GET
def home(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one household, who agreed when and how, and what can be done."""
    found = home_or_404(request, pk)
    reading.note_reading(request.actor, found)
    context = {
        "line": line_of(found, bangkok_today()),
        "agreements": list(found.agreements.select_related("officer")),
    }
    return desk_page(request, "desk/first/home.html", context, here=HERE)


def _form_page(request: HttpRequest, home: Home, form: Any, **words: Any) -> HttpResponse:
    context = {"form": form, "home": home, "line": line_of(home, bangkok_today()), **words}
    return desk_page(request, "desk/first/form.html", context, here=HERE)


@takes_words(HomeForm)
@staff_only
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what is known."""
    found = home_or_404(request, pk)
    form = HomeForm(request.POST or None, actor=request.actor, home=found)
    if request.method == "POST" and form.is_valid():
        try:
            keeping.change(actor=request.actor, home=found, details=form.details(), only=form.corrected())
        except GuardFailed as error:
            _refused(form, error)
        except CaseError as error:
            raise Http404 from error
        else:
            notes.success(request, _("บันทึกแล้ว"))
            return redirect("first:home", pk=pk)
    return _form_page(request, found, form, title=_("แก้ไขข้อมูล"), button=_("บันทึก"), lede="", has_place=True)


@takes_words(AgreedForm)
@staff_only
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def refresh(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that somebody agreed again."""
    found = home_or_404(request, pk)
    form = AgreedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            keeping.refresh(
                actor=request.actor,
                home=found,
                agreed=form.agreement(),
                token=form.cleaned_data["token"],
            )
        except GuardFailed as error:
            _refused(form, error)
        except CaseError as error:
            raise Http404 from error
        else:
            notes.success(request, _("ยืนยันแล้ว จะถามอีกครั้งใน 12 เดือน"))
            return redirect("first:home", pk=pk)
    return _form_page(request, found, form, title=_("ถามอีกครั้ง"), button=_("ยืนยันอีก 12 เดือน"), lede=WORDS)


@takes_words(RemoveForm)
@staff_only
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a household out; everything known of it is erased at once."""
    found = home_or_404(request, pk)
    form = RemoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            keeping.remove(
                actor=request.actor, home=found.pk, reason=RemovalReason(form.cleaned_data["reason"])
            )
        except CaseError as error:
            raise Http404 from error
        notes.success(request, _("ลบออกจากทะเบียนแล้ว"))
        return redirect("first:listing")
    return _form_page(
        request,
        found,
        form,
        title=_("นำออกจากทะเบียน"),
        button=_("ลบทันที"),
        lede=_("ชื่อ ที่อยู่ โทรศัพท์ และความยินยอมจะถูกลบทันทีและเอาคืนไม่ได้ คนในบ้านยังขอความช่วยเหลือได้ตามปกติ"),
    )


@takes_words(CopyForm)
@staff_only
@require_http_methods(["GET", "POST"])
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out what is known of a household to its own people."""
    found = home_or_404(request, pk)
    form = CopyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            content = copying.copy_for(
                actor=request.actor, home=found, identified=form.cleaned_data["identified"]
            )
        except GuardFailed as error:
            _refused(form, error)
        except CaseError as error:
            raise Http404 from error
        else:
            return file_response(content, name=f"first-{found.pk}.zip", content_type="application/zip")
    return _form_page(
        request,
        found,
        form,
        title=_("สำเนาข้อมูลของเจ้าของ"),
        button=_("ออกสำเนา"),
        lede=_("ข้อมูลในทะเบียน ความยินยอม และหน่วยงานที่เปิดดู ให้เจ้าของข้อมูลหรือผู้แทนเท่านั้น"),
    )


@takes_words(FindForm)
@staff_only
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Find a household by telephone or name; a center finds any of its district by the number that calls, to withdraw it."""
    actor = request.actor
    if not keeps(actor):
        raise Http404
    form = FindForm(request.POST or None)
    lines: list[Any] = []
    if request.method == "POST" and form.is_valid():
        lines = _found(request, form.cleaned_data["q"])
    context = {"form": form, "lines": lines, "is_asked": request.method == "POST" and form.is_valid()}
    return desk_page(request, "desk/first/find.html", context, here=HERE)


def _found(request: HttpRequest, typed: str) -> list[Any]:
    actor, today = request.actor, bangkok_today()
    numbers = numbers_in(typed)
    if numbers:
        found = list(found_by_phone(actor, numbers).prefetch_related("needs")[:MOST_FOUND])
        now = timezone.now().timestamp()
        request.session[HEARD_KEY] = {str(home.pk): now for home in found}
        audit.record(actor=actor, action="first.find", data={"homes": len(found)})
    else:
        found = found_by_name(actor, typed, MOST_FOUND)
        reading.note_list(actor, len(found))
    return [line_of(home, today) for home in found]


@takes_words(ListForm)
@staff_only
@require_http_methods(["GET", "POST"])
def take_list(request: HttpRequest) -> HttpResponse:
    """Try a list, or take it in, and say of every refused line why."""
    actor = request.actor
    if not keeps(actor):
        raise Http404
    form = ListForm(request.POST or None, request.FILES or None)
    taken = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"list{Path(file.name).suffix.lower()}"
            path.write_bytes(file.read())
            try:
                taken = importing.take(actor=actor, path=path, tries="keep" not in request.POST)
            except (ImportFileError, GuardFailed) as error:
                form.add_error("file", str(error))
    return desk_page(
        request, "desk/first/list.html", {"form": form, "taken": taken, "words": WORDS}, here=HERE
    )


@takes_words(NeedForm)
@staff_only
@require_http_methods(["GET", "POST"])
def needs(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Say which kinds of need there are: one is added, renamed, or not offered any more."""
    if not keeps_vocabulary(request.actor):
        raise Http404
    row = Need.objects.filter(pk=pk).first() if pk is not None else Need()
    if row is None:
        raise Http404
    form = NeedForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        _keep_need(request, form.instance)
        notes.success(request, _("บันทึกแล้ว"))
        return redirect("first:needs")
    context = {"form": form, "needs": list(Need.objects.all()), "row": row}
    return desk_page(request, "desk/first/needs.html", context, here=HERE)


def _keep_need(request: HttpRequest, need: Need) -> None:
    with transaction.atomic():
        need.slug = need.slug or f"need-{Need.objects.count() + 1}"
        need.save()
        audit.record(actor=request.actor, action="first.need", subject=need.slug)
