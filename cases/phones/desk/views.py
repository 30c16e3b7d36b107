"""What phones left for a person, and the phones of a unit; the page on the phone itself holds nothing of anybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.desk.frame import desk_page
from cases.desk.lookup import note_reading
from cases.domain.field_unit import may_keep_unit
from cases.errors import CaseError
from cases.phones.desk.entry import HERE
from cases.phones.desk.forms import AdoptForm, DismissForm, FileForm
from cases.phones.domain import judging, resolving, taking
from cases.phones.domain.content import open_entry
from cases.phones.domain.judging import PutAside
from cases.phones.domain.kinds import Alike, kind_of
from cases.phones.domain.schema import in_words
from cases.phones.domain.sealing import UnreadableError
from cases.phones.models import Entry, Missing, Stream
from cases.phones.tasks import judge_what_phones_sent
from portal.actors import Officer
from portal.page_cache.rooms import Room
from portal.queue.enqueueing import enqueue_once
from portal.web.access import public_page, staff_only
from portal.web.keyset import Key, keyed
from portal.web.typed import takes_words

PAGE_SIZE = 25
OLDEST_FIRST = (Key("received_at"), Key("pk"))
MOST_PHONES = 50


@dataclass(frozen=True, slots=True)
class Side:
    """One field of an entry beside what stands in the case.

    Attributes:
        label: of the field.
        written: on the phone.
        stands: in the case now; "" where nothing is replaced.
    """

    label: str
    written: str
    stands: str


@dataclass(frozen=True, slots=True)
class Aside:
    """An entry that waits for a person.

    Attributes:
        entry: which.
        label: what was to be done by it.
        sides: what was written.
        is_set: whether something is replaced by it.
        may_adopt: it can be read and its kind is known.
        alike: what may be the same, to be looked at first.
        stands: digest of what a set replaces, as this page shows it.
    """

    entry: Entry
    label: str
    sides: tuple[Side, ...] = ()
    is_set: bool = False
    may_adopt: bool = False
    alike: Sequence[Alike] = ()
    stands: str = ""

    @property
    def seen(self) -> str:
        """What a press on "record it" sends: keys of what this page shows."""
        return ",".join(str(one.key) for one in self.alike)


def _label(entry: Entry) -> str:
    kind = kind_of(entry.kind)
    return str(kind.label) if kind is not None else _("ไม่รู้ชนิด")


def _opened(entry: Entry, reader: Officer) -> Aside:
    """Open an entry for somebody for whom it waits; beside it stands only what they may read."""
    try:
        content = open_entry(entry)
    except UnreadableError:
        return Aside(entry, _label(entry))
    try:
        kind, found = resolving.what_it_is_to(reader, content)
    except PutAside:
        raw = tuple(Side(name, words, "") for name, words in content.fields.items() if words)
        return Aside(entry, _label(entry), raw)
    form = kind.form(found, content.fields)
    labels = {str(bound.label): bound.name for bound in form}
    stands = kind.stands(found)
    sides = tuple(Side(label, words, stands.get(labels[label], "")) for label, words in in_words(form))
    alike = kind.alike(found, form, reader) if form.is_valid() else ()
    shown = resolving.digest_of(stands) if kind.is_set else ""
    return Aside(entry, str(kind.label), sides, kind.is_set, may_adopt=True, alike=alike, stands=shown)


@public_page(max_age=0, rooms=(Room.FRAME,))
def app(request: HttpRequest) -> HttpResponse:
    """The page that works without a signal. It is the same for everybody and says nothing of anybody: phones keep it."""
    return render(request, "desk/phones/app.html")


@staff_only
@require_GET
def aside(request: HttpRequest) -> HttpResponse:
    """List what waits for a person, what phones lost, and the phones of the unit."""
    actor = request.actor
    if not (resolving.may_decide(actor) or may_keep_unit(actor)):
        raise Http404
    waiting = resolving.waiting_for(actor).select_related("author", "case")
    page = keyed(request, waiting, OLDEST_FIRST, PAGE_SIZE)
    context = {
        "page": page,
        "rows": [(entry, _label(entry)) for entry in page.rows],
        "missing": resolving.missing_of(actor).select_related("stream__owner"),
        "phones": _phones(actor).select_related("owner")[:MOST_PHONES],
    }
    return desk_page(request, "desk/phones/list.html", context, here=HERE)


def _phones(actor: Officer) -> Any:
    """Return the phones of an officer's organization; of one who only goes out, the own ones."""
    phones = Stream.objects.filter(organization=actor.organization)
    return phones if resolving.may_decide(actor) else phones.filter(owner=actor.person)


@takes_words(FileForm)
@staff_only
@require_http_methods(["GET", "POST"])
def hand_in(request: HttpRequest) -> HttpResponse:
    """Take the file of a phone that cannot send: the same entries, sealed; whoever hands it in, and however often."""
    if not (resolving.may_decide(request.actor) or may_keep_unit(request.actor)):
        raise Http404
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        stream = taking.take_file(content=form.cleaned_data["file"], actor=request.actor)
        if not judging.judge(stream, most=judging.AT_ONCE):
            transaction.on_commit(lambda: enqueue_once(judge_what_phones_sent))
        messages.success(request, _("รับไฟล์แล้ว จากเครื่องนี้ถึงศูนย์แล้ว %(number)s รายการ") % {"number": stream.mark})
        return redirect("phones:aside")
    status = 422 if form.errors else 200
    return desk_page(request, "desk/phones/file.html", {"form": form}, here=HERE, status=status)


def _id(key: str) -> UUID:
    """Read an id of an address.

    Raises:
        Http404: it is none.
    """
    try:
        return UUID(key)
    except ValueError as error:
        raise Http404 from error


def _entry_or_404(actor: Officer, key: str) -> Entry:
    """Return an entry that waits for an officer.

    Raises:
        Http404: there is none, or it waits for somebody else; nobody can tell the two apart.
    """
    found = (
        resolving.waiting_for(actor)
        .select_related("author", "case", "organization")
        .filter(pk=_id(key))
        .first()
    )
    if found is None:
        raise Http404
    return found


@takes_words(DismissForm)
@staff_only
@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, key: str) -> HttpResponse:
    """Show one entry beside what stands, and dismiss it with a reason."""
    found = _entry_or_404(request.actor, key)
    form = DismissForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            resolving.dismiss(entry=found, actor=request.actor, reason=form.cleaned_data["reason"])
        except CaseError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("บันทึกแล้ว ผู้เขียนจะเห็นเหตุผลในโทรศัพท์"))
            return redirect("phones:aside")
    if found.case is not None:
        note_reading(request.actor, found.case)
    status = 422 if form.errors else 200
    context = {"aside": _opened(found, request.actor), "form": form}
    return desk_page(request, "desk/phones/entry.html", context, here=HERE, status=status)


@takes_words(AdoptForm)
@staff_only
@require_POST
def adopt(request: HttpRequest, key: str) -> HttpResponse:
    """Do now what was written. What is alike or stands there and was not on the page leads back to it."""
    found = _entry_or_404(request.actor, key)
    form = AdoptForm(request.POST)
    try:
        resolving.adopt(entry=found, actor=request.actor, seen=form.keys(), stands=form.shown())
    except CaseError as error:
        messages.warning(request, str(error.message))
        return redirect("phones:entry", key=key)
    messages.success(request, _("บันทึกในเรื่องแล้ว"))
    return redirect("phones:aside")


@takes_words(forms.Form)
@staff_only
@require_POST
def asked(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the author was asked for what a phone lost."""
    missing = Missing.objects.filter(pk=pk).first()
    try:
        if missing is None:
            raise Http404
        resolving.asked(missing=missing, actor=request.actor)
    except CaseError as error:
        raise Http404 from error
    return redirect("phones:aside")


@takes_words(forms.Form)
@staff_only
@require_POST
def phone(request: HttpRequest, key: str, what: str) -> HttpResponse:
    """Say that a phone is lost, or found again."""
    stream = _phones(request.actor).filter(pk=_id(key)).first()
    if stream is None or what not in ("lost", "found"):
        raise Http404
    if what == "lost":
        taking.lose(stream=stream, actor=request.actor)
        messages.success(request, _("เมื่อโทรศัพท์นี้ติดต่อศูนย์ สิ่งที่อ่านได้ในเครื่องจะถูกลบก่อน สิ่งที่ยังไม่ส่งยังมาถึง"))
    else:
        taking.find_again(stream=stream)
    return redirect("phones:aside")
