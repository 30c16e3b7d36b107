"""The history of a case as its page shows it: who did what when, newest first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.desk.names import brief
from cases.machine.vocabulary import DutyKind, Stage, Verb
from cases.models import Case, CaseEvent
from cases.vocabulary import (
    AssistanceKind,
    CallOutcome,
    ClosureReason,
    Confidentiality,
    HandoverReason,
    Rating,
    ReturnReason,
    Severity,
    SuccessionReason,
    Track,
    Visibility,
)
from portal.accounts.roles import Role
from portal.actors import Officer
from portal.thai.dates import format_datetime
from portal.vocabulary import ProblemType

_REASONS = (
    SuccessionReason,
    ReturnReason,
    HandoverReason,
    ClosureReason,
    AssistanceKind,
    Rating,
    CallOutcome,
)
_FIELDS = {
    "problem": ProblemType,
    "severity": Severity,
    "confidentiality": Confidentiality,
    "track": Track,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history.

    Attributes:
        event: what happened.
        title: the act in words.
        who: person, role and organization, or the citizen, or the system.
        reason: from the act's closed list, in words.
        changes: "ความเร่งด่วน: ปกติ → เร่งด่วน"; deadlines that moved, likewise.
        note: what the person wrote, when the reader may read it.
        readers: who else reads the note; "" where there is none to read.
        target: the body that a referral asked, when it is not the one that acted.
    """

    event: CaseEvent
    title: str
    who: str
    reason: str
    changes: tuple[str, ...]
    note: str
    readers: str
    target: str


def events_of(case: Case) -> QuerySet[CaseEvent]:
    """The events with all that `entries` needs, newest first."""
    return (
        case.events.select_related(
            "user", "organization", "holder", "referral__target", "referral__sender", "note"
        )
        .order_by("-sequence")
        .all()
    )


def may_read(event: CaseEvent, case: Case, actor: Officer) -> bool:
    """Whether the actor's body may read an entry: internal ones are for the holder and for their own author."""
    if event.visibility != Visibility.INTERNAL:
        return True
    return actor.organization.pk in {case.holder_id, event.organization_id}


def may_read_note(event: CaseEvent, actor: Officer) -> bool:
    """Whether the actor's organization may read what was written: the writer said who does.

    What a citizen wrote, and what nobody of an office did, is for everybody who reads the entry.
    """
    if event.organization_id is None or event.note.readers != Visibility.INTERNAL:
        return True
    return event.organization_id == actor.organization.pk


def reason_words(code: str) -> str:
    """Return the words of a reason of any closed list; the code itself when no list knows it."""
    for choices in _REASONS:
        if code in choices.values:
            return str(choices(code).label)
    return code


def change_words(changes: dict[str, list[str]]) -> tuple[str, ...]:
    """Return values before and after in words; what is not one of the known fields stays out."""
    lines = []
    for name, choices in _FIELDS.items():
        before_after = changes.get(name)
        if before_after:
            before, after = (
                str(choices(value).label) if value in choices.values else value for value in before_after
            )
            label = Case._meta.get_field(name).verbose_name
            lines.append(f"{label}: {before} → {after}")
    return tuple(lines)


def due_words(dues: list[dict[str, str]]) -> tuple[str, ...]:
    """Return deadlines that moved, with the old and the new time."""
    return tuple(
        "{kind}: {was} → {due}".format(
            kind=DutyKind(entry["kind"]).label,
            was=format_datetime(dt.datetime.fromisoformat(entry["was"])),
            due=format_datetime(dt.datetime.fromisoformat(entry["due"])),
        )
        for entry in dues
    )


def _who(event: CaseEvent) -> str:
    """Person, role and organization of an officer; who it was, in one word, where nobody of an office acted."""
    if event.organization is None:
        return str(event.get_actor_kind_display())
    if event.user is None:
        return f"{brief(event.organization)} ({event.get_actor_kind_display()})"
    role = str(Role(event.role).label) if event.role in Role.values else event.role
    return " · ".join(part for part in (event.user.display_name, role, brief(event.organization)) if part)


def _target(event: CaseEvent) -> str:
    """The other body of a referral, seen from the one that acted; nothing when a body answers for itself."""
    if event.verb == Verb.SUCCEED and event.referral is None:
        return brief(event.holder)
    if event.referral is None or event.referral.target_id == event.organization_id:
        return ""
    return brief(event.referral.target)


def _title(event: CaseEvent) -> str:
    moved = event.from_stage != event.to_stage and event.from_stage
    label = str(event.get_verb_display())
    return f"{label} ({Stage(event.to_stage).label})" if moved else label


def entries(case: Case, actor: Officer) -> list[Entry]:
    """Return the history that this actor may read. Four tables, one query."""
    return [_entry(event, actor) for event in events_of(case) if may_read(event, case, actor)]


def _entry(event: CaseEvent, actor: Officer) -> Entry:
    has_note = hasattr(event, "note") and may_read_note(event, actor)
    return Entry(
        event=event,
        title=_title(event),
        who=_who(event),
        reason=reason_words(event.reason) if event.reason else "",
        changes=change_words(event.changes) + due_words(event.changes.get("dues", [])),
        note=event.note.text if has_note else "",
        readers=_readers(event) if has_note else "",
        target=_target(event),
    )


def _readers(event: CaseEvent) -> str:
    """Say who reads a note, so that nobody has to guess before writing the next one."""
    if event.note.readers == Visibility.INTERNAL and event.organization is not None:
        return _("อ่านได้เฉพาะ %(organization)s") % {"organization": brief(event.organization)}
    if event.note.readers == Visibility.PUBLIC:
        return _("ผู้แจ้งอ่านได้ด้วย")
    return _("อ่านได้ทุกหน่วยงานที่ทำเรื่องนี้")
