"""Statuses as the desk shows them: the words, and the tone of the mark beside them (components/status.html)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.domain.view import Summary
from cases.machine.vocabulary import Stage, WaitingState
from cases.models import Case
from cases.vocabulary import ClosureReason, Severity
from portal.web.language import label_of


@dataclass(frozen=True, slots=True)
class Status:
    """One status of a page or a row.

    Attributes:
        text: the words.
        tone: of components/status.html.
        note: more words after them; "" where nothing is to be added.
    """

    text: str | Promise
    tone: str
    note: str | Promise = ""


_SEVERITY_TONES = {Severity.URGENT: "warn", Severity.EMERGENCY: "danger"}
_WAITING_TONES = {
    WaitingState.SENT: "info",
    WaitingState.ACCEPTED: "ok",
    WaitingState.OPEN: "info",
    WaitingState.DISPATCHED: "info",
    WaitingState.SUBMITTED: "info",
    WaitingState.RETURNED: "warn",
    WaitingState.RECALLED: "off",
    WaitingState.FORWARDED_ON: "ok",
    WaitingState.DONE: "ok",
    WaitingState.NOTED: "ok",
    WaitingState.ANSWERED: "ok",
    WaitingState.EXPIRED: "warn",
    WaitingState.APPROVED: "ok",
    WaitingState.REFUSED: "warn",
    WaitingState.RECORDED: "ok",
    WaitingState.DECIDED: "ok",
    WaitingState.CANCELLED: "off",
    WaitingState.WITHDRAWN: "off",
}


def severity_status(severity: str) -> Status | None:
    """Return the severity of a case (a value of `Severity`); None for the normal one, which needs no words."""
    found = Severity(severity)
    return Status(label_of(found), _SEVERITY_TONES[found]) if found in _SEVERITY_TONES else None


def waiting_status(state: WaitingState) -> Status:
    """Return how something that waits, or waited, stands."""
    return Status(state.label, _WAITING_TONES[state])


def case_status(case: Case | Summary) -> Status:
    """Return where a case stands; a closed one says why it was closed, where the reader may know."""
    stage = Stage(case.stage)
    reason = getattr(case, "closure_reason", "")
    return (
        Status(stage.label, "off", ClosureReason(reason).label if reason else "")
        if stage == Stage.CLOSED
        else Status(stage.label, "info")
    )


def case_statuses(case: Case | Summary) -> list[Status]:
    """Return what stands under the title of a case: where it stands, and that every reading of it is recorded."""
    secret = [Status(_("ปกปิด: การเปิดอ่านถูกบันทึก"), "crisis")] if case.is_restricted else []
    return [case_status(case), *secret]
