"""What somebody decides about: what was asked, on which terms, and what has come since (row 18)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.desk.content import history
from cases.desk.names import brief
from cases.domain.places import place_of
from cases.domain.view import Part
from cases.machine.vocabulary import ApprovalSubject, DutyKind, Verb, WaitingKind
from cases.models import Approval, Case, CaseNote
from cases.vocabulary import ClosureReason, Confidentiality, Consent, Outcome, Severity
from portal.organizations.models import Organization
from portal.thai.dates import format_datetime
from portal.vocabulary import ProblemType

ASKED_BY = {
    ApprovalSubject.CLOSE: Verb.REQUEST_CLOSURE,
    ApprovalSubject.REFUSE: Verb.REQUEST_REFUSAL,
    ApprovalSubject.LOWER: Verb.REQUEST_LOWERING,
    ApprovalSubject.DISCLOSE: Verb.REQUEST_DISCLOSURE,
    ApprovalSubject.MORE_TIME: Verb.REQUEST_MORE_TIME,
}
_NEW_VALUES = {"problem": ProblemType, "severity": Severity, "confidentiality": Confidentiality}
_CODES = {"reason": ClosureReason, "outcome": Outcome, "ground": Consent}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page of a decision shows.

    Attributes:
        subject: for what a decision is asked.
        who: who asked.
        words: why, as they wrote it.
        terms: what is done when it is granted, line by line.
        since: what has happened since that the reader may read, newest first.
        disputed: the reporter objects.
    """

    subject: str
    who: str
    words: str
    terms: tuple[str, ...]
    since: tuple[history.Entry, ...]
    disputed: bool


def asked(approval: Approval, case: Case, view: Part) -> Asked:
    """Return what a request says, for whoever decides.

    Args:
        approval: with who asked, and for which organization.
        case: which.
        view: what the one who decides reads of it.
    """
    entries = history.entries(view)
    verb = ASKED_BY[ApprovalSubject(approval.subject)]
    by_requester = [
        one for one in entries if one.event.verb == verb and one.event.user_id == approval.requester_id
    ]
    start = _which_asked(by_requester, approval, case)
    since = [one for one in entries if start is not None and one.event.sequence > start.event.sequence]
    return Asked(
        subject=str(approval.get_subject_display()),
        who=f"{approval.requester.display_name} · {brief(approval.requesting)}",
        # Whoever decides reads why it was asked, also where the words were meant for the own office.
        words=_words(case, start.event.sequence) if start is not None else "",
        terms=terms_in_words(approval, case),
        since=tuple(since),
        disputed=approval.disputed,
    )


def _which_asked(found: list[history.Entry], approval: Approval, case: Case) -> history.Entry | None:
    """Return the entry by which a decision was asked for: of several by one person the one at which its duty began.

    More time can be asked for two duties at once, and each wish has reasons of its own.
    """
    if len(found) < 2:
        return found[0] if found else None
    began = case.duties.filter(waiting=approval.number).order_by("number").first()
    return next((one for one in found if began is not None and one.event.at == began.started_at), found[0])


def _words(case: Case, sequence: int) -> str:
    found = CaseNote.objects.filter(event__case=case, event__sequence=sequence)
    note = found.first()
    return note.text if note is not None else ""


def terms_in_words(approval: Approval, case: Case) -> tuple[str, ...]:
    """Return what is to be done when it is granted."""
    lines = []
    for name, value in approval.terms.items():
        if name in _NEW_VALUES:
            choices = _NEW_VALUES[name]
            before = choices(getattr(case, name)).label
            lines.append(f"{Case._meta.get_field(name).verbose_name}: {before} → {choices(value).label}")
        elif name in _CODES and value in _CODES[name].values:
            lines.append(str(_CODES[name](value).label))
        elif name == "place":
            lines.append(history.place_words(place_of(case), value))
        elif name == "due":
            lines.append(_("ขอถึง %(due)s") % {"due": format_datetime(dt.datetime.fromisoformat(value))})
    if approval.subject == ApprovalSubject.DISCLOSE:
        target = Organization.objects.filter(pk=approval.about).first()
        if target is not None:
            lines.insert(0, _("ส่งให้ %(target)s") % {"target": target.display_name})
        lines.append(str(WaitingKind(approval.terms["mode"]).label))
    if approval.subject == ApprovalSubject.MORE_TIME:
        duty = case.duties.filter(number=approval.about).first()
        if duty is not None:
            was = {"what": DutyKind(duty.kind).label, "due": format_datetime(duty.due_at)}
            lines.insert(0, _("%(what)s กำหนดเดิม %(due)s") % was)
    return tuple(lines)
