"""Notices at the desk: an office writes, the center's publishers read, and whoever may puts them before the public (S1.11)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from announcements.desk.forms import FileForm, NoticeForm, ReasonForm
from announcements.domain import notice_files, offices
from announcements.domain.offices import NoticeError
from announcements.domain.rights import is_ours, may_decide, may_publish, may_write, publishes_directly
from announcements.models import OfficeNotice
from announcements.vocabulary import NoticeState
from cases.desk.frame import desk_page
from cases.desk.rail import Counted, Entry, Group
from portal.actors import Officer
from portal.web.access import staff_only
from portal.web.dates import shown_date
from portal.web.keyset import keyed, newest
from portal.web.typed import takes_words

HERE = "notices"
PAGE_SIZE = 25
SHOWN = "shown"
"""Goes along with a decision: the mark of the text that its page showed."""
STEPS: dict[str, tuple[Callable[..., None], Any]] = {
    "propose": (offices.propose, gettext_lazy("เสนอศูนย์แล้ว ประกาศจะขึ้นเมื่อศูนย์เผยแพร่")),
    "take-back": (offices.take_back, gettext_lazy("ถอนการเสนอแล้ว แก้ต่อได้")),
    "publish": (offices.publish, gettext_lazy("เผยแพร่แล้ว")),
    "take-down": (offices.take_down, gettext_lazy("ปลดประกาศแล้ว ประชาชนไม่เห็นแล้ว")),
}
"""What one press does, and what is said then."""


def counted(actor: Officer, now: dt.datetime) -> Counted:
    """Return the proposals that wait, for those who have to decide."""
    return {HERE: offices.waiting(actor)} if may_decide(actor) else {}


def entry(actor: Officer, here: str, numbers: Mapping[str, int]) -> Entry | None:
    """Return the entry of the rail; None for whom it is not."""
    if not (may_write(actor) or may_decide(actor)):
        return None
    return Entry(
        reverse("notices:list"),
        gettext_lazy("ประกาศของหน่วยงาน"),
        is_here=here == HERE,
        count=numbers.get(HERE),
        group=Group.PEOPLE,
    )


@staff_only
@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """List the notices of the own office; for the center's publishers those that were proposed."""
    actor = _allowed(request)
    found = offices.notices(actor)
    context = {
        "notices": keyed(request, found, newest("written_at"), PAGE_SIZE),
        "may_write": may_write(actor),
        "shows_office": may_decide(actor),
        "directly": publishes_directly(),
    }
    return desk_page(request, "desk/notices/list.html", context, here=HERE)


@takes_words(NoticeForm)
@staff_only
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a new notice."""
    actor = _allowed(request)
    if not may_write(actor):
        raise Http404
    form = NoticeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            token = form.cleaned_data["token"] or form.initial["token"]
            notice = offices.begin(actor, form.words, token=token)
        except NoticeError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("บันทึกร่างแล้ว ยังไม่มีใครนอกหน่วยงานเห็น"))
            return redirect("notices:show", pk=notice.pk)
    return desk_page(
        request,
        "desk/notices/form.html",
        {"form": form, "notice": None, "heading": _("เขียนประกาศ")},
        here=HERE,
    )


@staff_only
@require_GET
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one notice with its latest text, and what may be done with it."""
    return _page(request, _notice(request, pk))


@takes_words(NoticeForm)
@staff_only
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the next text of a notice."""
    notice = _own(request, pk)
    page = offices.latest(notice)
    form = NoticeForm(request.POST or None, notice=notice, page=page)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            offices.rewrite(
                request.actor, notice, form.words, version=notice.version if version is None else version
            )
        except NoticeError as error:
            form.add_error(None, str(error.message))
            # What was typed stays; the next press knows of the text of the other one.
            form.data = form.data.copy()
            form.data["version"] = str(_own(request, pk).version)
        else:
            messages.success(request, _("บันทึกแล้ว"))
            return redirect("notices:show", pk=pk)
    return desk_page(
        request,
        "desk/notices/form.html",
        {"form": form, "notice": notice, "heading": _("แก้ประกาศ")},
        here=HERE,
    )


@staff_only
@require_POST
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Propose a notice, take the proposal back, publish it, or take it down."""
    if step not in STEPS:
        raise Http404
    act, said = STEPS[step]
    notice = _notice(request, pk)
    # Only of what goes before the public it matters which text was read.
    read = {"shown": request.POST.get(SHOWN, "")} if step == "publish" else {}
    try:
        act(request.actor, notice, **read)
    except NoticeError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, str(said))
    return redirect("notices:show", pk=pk)


@takes_words(ReasonForm)
@staff_only
@require_POST
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a proposal back to the office."""
    notice = _notice(request, pk)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            offices.give_back(
                request.actor, notice, reason=form.cleaned_data["reason"], shown=request.POST.get(SHOWN, "")
            )
        except NoticeError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error.message))
        else:
            messages.success(request, _("ส่งกลับให้หน่วยงานแก้แล้ว"))
            return redirect("notices:list")
    return _page(request, notice, reason=form)


@takes_words(FileForm)
@staff_only
@require_POST
def add_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a file to a notice."""
    notice = _own(request, pk)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data
        try:
            notice_files.attach(request.actor, notice, given["file"], title=given["title"])
        except NoticeError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error.message))
        else:
            messages.success(request, _("แนบไฟล์แล้ว"))
            return redirect("notices:show", pk=pk)
    return _page(request, notice, file=form)


@staff_only
@require_POST
def remove_file(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take a file, known by the number of its document, out of a notice."""
    notice = _own(request, pk)
    try:
        notice_files.detach(request.actor, notice, document=number)
    except NoticeError as error:
        messages.error(request, str(error.message))
    return redirect("notices:show", pk=pk)


def _page(
    request: HttpRequest,
    notice: OfficeNotice,
    *,
    reason: ReasonForm | None = None,
    file: FileForm | None = None,
) -> HttpResponse:
    actor = request.actor
    shown = offices.shown_to(actor, notice)
    text, own = shown.text, is_ours(actor, notice)
    state = NoticeState(notice.state)
    decides = may_decide(actor) and state == NoticeState.WAITING
    unsent = state in {NoticeState.DRAFT, NoticeState.RETURNED, NoticeState.DOWN}
    context = {
        "notice": notice,
        "state": state.label if own else notice.state_for_others,
        "latest": text,
        "shown": shown.mark,
        "facts": [
            (_("เลขที่ประกาศ"), text.number),
            (_("ประกาศ ณ วันที่"), shown_date(text.issued_on)),
            (_("ปิดประกาศตั้งแต่"), shown_date(text.shown_from)),
            (_("ปิดประกาศถึง"), shown_date(text.shown_until) if text.shown_until else _("ไม่มีกำหนด")),
        ],
        "attachments": list(text.attachments.all()),
        "has_older_text": notice.page.live and state != NoticeState.PUBLIC and bool(shown.mark),
        "is_being_rewritten": not own and state == NoticeState.DRAFT,
        "may_change": own and state != NoticeState.WAITING,
        "may_publish": decides or (own and may_publish(actor) and state != NoticeState.PUBLIC),
        "may_propose": own and unsent and not may_publish(actor),
        "may_take_back": own and state == NoticeState.WAITING,
        "may_take_down": notice.page.live and ((own and actor.supervises) or may_decide(actor)),
        "decides": decides,
        "reason_form": reason or ReasonForm(),
        "file_form": file or FileForm(),
        "form": reason if reason is not None else file,
    }
    return desk_page(request, "desk/notices/notice.html", context, here=HERE)


def _allowed(request: HttpRequest) -> Officer:
    actor: Officer = request.actor
    if not (may_write(actor) or may_decide(actor)):
        raise Http404
    return actor


def _notice(request: HttpRequest, pk: int) -> OfficeNotice:
    found = offices.notices(_allowed(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _own(request: HttpRequest, pk: int) -> OfficeNotice:
    found = _notice(request, pk)
    if not is_ours(request.actor, found):
        raise Http404
    return found
