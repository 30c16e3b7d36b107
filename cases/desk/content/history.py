"""The history of a case as its page shows it: who did what when, newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.desk.names import brief
from cases.domain.view import Part
from cases.domain.view.parts import Entry as Event
from cases.domain.view.parts import Note
from cases.machine.vocabulary import DutyKind, Verb
from cases.models import Case
from cases.vocabulary import (
    AssistanceKind,
    CallOutcome,
    ClosureReason,
    Confidentiality,
    Consent,
    HandoverReason,
    PlanState,
    Rating,
    ReturnReason,
    Severity,
    SuccessionReason,
    Told,
    Track,
    Visibility,
    VisitResult,
)
from portal.accounts.roles import Role
from portal.organizations import areas
from portal.thai.dates import format_datetime
from portal.vocabulary import ProblemType

_REASONS = (
    *(SuccessionReason, ReturnReason, HandoverReason, ClosureReason, AssistanceKind, Rating),
    *(CallOutcome, VisitResult, PlanState, Told),
)
_FIELDS = {
    "problem": ProblemType,
    "severity": Severity,
    "confidentiality": Confidentiality,
    "track": Track,
    "consent": Consent,
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

    event: Event
    title: str
    who: str
    reason: str
    changes: tuple[str, ...]
    note: str
    readers: str
    target: str


def reason_words(code: str) -> str:
    """Return the words of a reason of any closed list; the code itself when no list knows it."""
    for choices in _REASONS:
        if code in choices.values:
            return str(choices(code).label)
    return code


MARKED, LOWERED = gettext_lazy("บันทึกว่ามีอันตรายตอนนี้"), gettext_lazy("อ่านแล้ว บันทึกว่าไม่มีอันตรายตอนนี้")


def change_words(changes: Mapping[str, Any]) -> tuple[str, ...]:
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
    if place := changes.get("place"):
        lines.append(place_words(*place))
    if (danger := changes.get("danger_now")) is not None:
        lines.append(str(MARKED if danger[-1] else LOWERED))
    return tuple(lines)


def place_words(before: str, after: str) -> str:
    """Return a place that is another one in words: "สถานที่: ต.ปากน้ำ … → ต.เขาคราม …"."""
    was, lies = (areas.full_name(code) or _("ไม่ทราบ") for code in (before, after))
    return _("สถานที่: %(before)s → %(after)s") % {"before": was, "after": lies}


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


def _who(event: Event) -> str:
    """Person, role and organization of an officer; who it was, in one word, where nobody of an office acted."""
    if event.organization is None:
        return str(event.actor_kind.label)
    if not event.user:
        return f"{brief(event.organization)} ({event.actor_kind.label})"
    role = str(Role(event.role).label) if event.role in Role.values else event.role
    return " · ".join(part for part in (event.user, role, brief(event.organization)) if part)


def _target(event: Event) -> str:
    """The other body of a referral, seen from the one that acted; nothing when a body answers for itself."""
    if event.reason == SuccessionReason.PERSON_LEFT:
        return ""
    if event.verb == Verb.SUCCEED and event.target is None:
        return brief(event.holder)
    if event.target is None or event.target == event.organization:
        return ""
    return brief(event.target)


def _title(event: Event) -> str:
    moved = event.from_stage != event.to_stage and event.from_stage
    if event.reason == SuccessionReason.PERSON_LEFT:
        # Nobody took anything over from an office; what one person had to do is for others.
        return _("จัดงานที่ค้างใหม่")
    label = str(Verb(event.verb).label)
    return f"{label} ({event.to_stage.label})" if moved else label


def entries(view: Part) -> list[Entry]:
    """Return the history that a view has, in words."""
    return [_entry(event) for event in view.entries]


def _entry(event: Event) -> Entry:
    return Entry(
        event=event,
        title=_title(event),
        who=_who(event),
        reason=reason_words(event.reason) if event.reason else "",
        changes=change_words(event.changes) + due_words(event.changes.get("dues", [])),
        note=event.note.text if event.note is not None else "",
        readers=_readers(event, event.note) if event.note is not None else "",
        target=_target(event),
    )


def _readers(event: Event, note: Note) -> str:
    """Say who reads a note, so that nobody has to guess before writing the next one."""
    if note.readers == Visibility.INTERNAL and event.organization is not None:
        return _("อ่านได้เฉพาะ %(organization)s") % {"organization": brief(event.organization)}
    if note.readers == Visibility.PUBLIC:
        return _("ผู้แจ้งอ่านได้ด้วย")
    return _("อ่านได้ทุกหน่วยงานที่ทำเรื่องนี้")
