"""The page of one request: everything that its forms and its answers share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.domain import trail
from cases.domain.queries import tracking
from cases.domain.queries.tracking import Offered, Progress
from cases.intake import status_words as words
from cases.intake.forms.tracking import (
    ActForm,
    AddFilesForm,
    AnswerForm,
    ChangeContactForm,
    ConsentForm,
    MessageForm,
    ObjectForm,
    RateForm,
    ReopenForm,
    StayForm,
    WithdrawForm,
)
from cases.intake.status_parts import parts_of
from cases.intake.timeline import timeline
from portal.files import ACCEPT

KEY = "tracked_request"
LAST_KEY = "tracked_last"
"""Reference of the request that was opened last in this session, also when it is shown no more."""
WORDS_KEY = "tracked_words"
"""What was typed when the page was open for too long: the form's name, its values, of which request, when, and on which
page, for a form that does not stand on the status page."""
WORDS_WAIT = timedelta(minutes=10)
"""So long words wait of which nobody knows any more to which request they belong: the session had ended."""
LONGEST_KEPT = 20_000
"""Characters of one field that are kept until the codes are given again; ten times what a form takes."""
OTHER = gettext_lazy("หน้านี้เปิดไว้สำหรับอีกเรื่องหนึ่ง จึงยังไม่ได้ส่งอะไร เปิดเรื่องนั้นด้วยรหัสทั้งสองแล้วส่งอีกครั้ง")
"""Why a form is not taken that was drawn for another request."""
DONE_KEY = "tracked_done"
"""The form that was sent last, until the page has confirmed it."""
SHOWN_FOR = timedelta(minutes=15)
"""How long a visitor's session shows a request before the codes are asked again."""
FORMS: tuple[type[ActForm], ...] = (
    AnswerForm,
    ObjectForm,
    RateForm,
    ReopenForm,
    MessageForm,
    AddFilesForm,
    ChangeContactForm,
    ConsentForm,
    StayForm,
    WithdrawForm,
)
"""Every form of the page."""


@dataclass(frozen=True, slots=True)
class Open:
    """A form that is offered, and whether its fold stands open: with errors, or with words that wait in it."""

    form: ActForm
    is_unfolded: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """What was written down when the request came in.

    Attributes:
        code: its fingerprint in short, made now; on the receipt stands the one of then.
        day: into whose root it went; None while that day is not over.
    """

    code: str
    day: date | None

    @classmethod
    def of(cls, progress: Progress) -> Proof:
        """Return the proof of a request."""
        event = trail.first_event(progress.case)
        digest = trail.fingerprint(event)
        sealed = trail.sealed_day(event, digest)
        return cls(trail.in_short(digest), sealed.day if sealed else None)


def mark_of(reference: str) -> str:
    """Return by what a form says to which request it belongs: no reference, for a page may be of a restricted one."""
    return salted_hmac("cases.intake.form-of", reference).hexdigest()[:16]


def is_of_another(request: HttpRequest, progress: Progress) -> bool:
    """Whether a form was drawn for another request than the one that this session shows now.

    A volunteer, or a whole shelter, opens one after the other in one browser; the form in an older tab goes on standing there. A
    form without the mark, of a page from before, belongs to what is shown.
    """
    given = request.POST.get("of", "")
    return bool(given) and not constant_time_compare(given, mark_of(progress.case.reference))


def of_in(request: HttpRequest, progress: Progress) -> str:
    """Return the mark for a form that is drawn: what was sent for another request keeps its own, so that it is never sent for this one."""
    return request.POST["of"] if is_of_another(request, progress) else mark_of(progress.case.reference)


def tracked(request: HttpRequest) -> Progress | None:
    """Return the progress of the request that this session has opened, as long as its secret is still the same."""
    opened = request.session.get(KEY)
    if opened is None:
        return None
    progress = tracking.progress(reference=opened["reference"], secret_hash=opened["secret_hash"])
    if progress is None or timezone.now() - datetime.fromisoformat(opened["at"]) > SHOWN_FOR:
        del request.session[KEY]
        return None
    return progress


def typed_in(form: ActForm) -> dict[str, str]:
    """Return what was typed into the boxes of a form, as it is."""
    return {
        name: str(form[name].value() or "")[:LONGEST_KEPT]
        for name in form.fields
        if name not in {"token", "files", "sure"}
    }


def keep_words(request: HttpRequest, act: str, values: dict[str, str], *, page: str = "") -> None:
    """Keep what was typed until both codes of the same request are given again; somebody else may come before that.

    Args:
        request: of a visitor whose page is shown no more.
        act: name of the form.
        values: name of the field → words.
        page: name of the address on which the form stands; "" for the status page.
    """
    # Of the request whose page it was, which need not be the last that was opened here.
    last = request.session.get(LAST_KEY, "")
    of = request.POST.get("of", "") or (last and mark_of(last))
    kept = {"act": act, "values": values, "of": of, "at": timezone.now().isoformat(), "page": page}
    request.session[WORDS_KEY] = kept


def _kept_words(request: HttpRequest, progress: Progress) -> dict[str, Any]:
    """Return what was typed for this request and could not be sent; of another one it goes unread."""
    kept: dict[str, Any] = request.session.pop(WORDS_KEY, {})
    return kept if _is_for(kept, progress) else {}


def _is_for(kept: dict[str, Any], progress: Progress) -> bool:
    """Say whether words that were kept belong to the request that is shown now."""
    # What was kept before an upgrade says neither when nor of which request: it comes back, as it did.
    at, of = kept.get("at"), kept.get("of")
    is_new = at is None or timezone.now() - datetime.fromisoformat(at) <= WORDS_WAIT
    reference = progress.case.reference
    return of in (mark_of(reference), reference) or (not of and is_new)


def page_of_words(request: HttpRequest, progress: Progress) -> str:
    """Return the name of the page on which words wait for the request that is shown now; each time they lead there once.

    A page that cannot take them any more sends back to the status page, where they can be copied.
    """
    kept: dict[str, Any] = request.session.get(WORDS_KEY, {})
    page: str = kept.get("page", "")
    if not page or not _is_for(kept, progress):
        return ""
    request.session[WORDS_KEY] = kept | {"page": ""}
    return page


def words_for(request: HttpRequest, progress: Progress, form: type[ActForm]) -> dict[str, str]:
    """Return with what a form on a page of its own is filled; what was typed for another request goes unread."""
    if request.session.get(WORDS_KEY, {}).get("act") != form.name:
        return {}
    values: dict[str, str] = _kept_words(request, progress).get("values", {})
    return values


def _names(may: Offered, *, is_asked: bool) -> set[str]:
    """Return the names of the forms that are offered now."""
    offered = {
        "answer": is_asked,
        "object": may.object,
        "rate": may.rate,
        "reopen": may.reopen,
        "message": may.message,
        "files": may.message,
        "contact": may.message,
        "consent": may.refuse,
        "stay": may.stay,
        "withdraw": may.withdraw,
    }
    return {name for name, is_offered in offered.items() if is_offered}


def show(
    request: HttpRequest,
    progress: Progress,
    form: ActForm | None = None,
    *,
    errors: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw the page.

    Args:
        request: of the visitor.
        progress: what they may know.
        form: one that was sent and not taken, with its errors; it comes back whether it is still offered or not.
        errors: more that went wrong, without a field.
        status: of the answer.
    """
    now = timezone.now()
    kept = _kept_words(request, progress) if form is None else {}
    done: str = request.session.pop(DONE_KEY, "") if form is None else ""
    offered = _names(progress.may, is_asked=progress.question is not None)
    forms = {}
    for kind in FORMS:
        if form is not None and kind is type(form):
            forms[kind.name] = Open(form, is_unfolded=True)
        elif kind.name in offered:
            mine = kept.get("act") == kind.name
            forms[kind.name] = Open(kind(initial=kept["values"] if mine else {}), is_unfolded=mine)
    for one in (one.form for one in forms.values() if isinstance(one.form, ChangeContactForm)):
        if progress.is_restricted or progress.case.is_crisis:
            one.asks_for_no_texts()
    lost = kept.get("act") if kept and kept["act"] not in forms else ""
    context = {
        "page_name": _("สถานะเรื่อง"),
        "progress": progress,
        "proof": Proof.of(progress),
        "form": form,
        "of": of_in(request, progress),
        "errors": errors or [],
        "forms": forms,
        "accept": ACCEPT,
        "kept_words": "\n".join(value for value in kept["values"].values() if value) if lost else "",
        "confirmation": words.confirmation(done, progress),
        "sensitive": progress.is_restricted,
        "steps": timeline(progress, due=next((one.due for one in progress.next if one.due >= now), None)),
        "next_lines": words.next_lines(progress, now),
        "help_lines": words.help_lines(progress),
        "plan_lines": words.plan_lines(progress),
        "usual_words": words.usual_words(progress),
        "ending": words.ending(progress),
        "parts": parts_of(progress),
        "said": words.conversation_lines(progress),
        "withdraw_warning": words.withdraw_warning(progress),
    }
    return render(request, "intake/status.html", context, status=status)
