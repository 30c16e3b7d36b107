"""What those do who were told that something is late: press for it, and write down what they found out (S2.48, S2.55)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.domain import alarms, notify, working
from cases.domain.act import lock_case
from cases.domain.alarms import alarms_since
from cases.domain.queries.late import ended_known_to, late_known_to
from cases.errors import GuardFailed, NotAllowed
from cases.machine.lateness import LEVELS
from cases.machine.vocabulary import Verb
from cases.models import Alarm, AlarmNotice, CaseEvent, Duty, LateFinding
from cases.vocabulary import AlarmPurpose, LateCause
from portal.audit import services as audit

if TYPE_CHECKING:
    from cases.models import Case
    from portal.actors import Officer

BETWEEN_URGES = dt.timedelta(hours=24)
"""How long an organization waits before it presses for the same case again."""
LONGEST_NOTE = 1000


def waited_for(case: Case, actor: Officer) -> list[Duty]:
    """Return what other organizations have to do now: of each of them what is due first."""
    others = case.duties.running().exclude(organization=actor.organization).select_related("organization")
    first: dict[int, Duty] = {}
    for duty in others.order_by("due_at", "pk"):
        first.setdefault(duty.organization_id, duty)
    return list(first.values())


def alarms_of(duty: Duty) -> list[Alarm]:
    """Return the alarms that rang for a duty at its organization, the lowest level first."""
    return list(alarms_since(duty, duty.late_from or duty.due_at).order_by("level"))


def may_urge(*, duty: Duty, actor: Officer) -> bool:
    """Whether somebody may press for a duty: was told so that they follow it, and is not late themselves."""
    return (
        duty.organization_id != actor.organization.pk
        and late_known_to(actor).filter(pk=duty.pk).exists()
        and _was_told(duty, actor, AlarmPurpose.ACT, AlarmPurpose.KNOW)
    )


def may_find_out(*, duty: Duty, actor: Officer) -> bool:
    """Whether somebody writes down why it is late, or was: at the third level, who was told to follow it."""
    known = late_known_to(actor) if duty.is_running else ended_known_to(actor)
    return known.filter(pk=duty.pk).exists() and _was_told(duty, actor, AlarmPurpose.ACT, level=LEVELS)


def _was_told(duty: Duty, actor: Officer, *purposes: AlarmPurpose, level: int | None = None) -> bool:
    found = AlarmNotice.objects.filter(
        alarm__in=alarms_since(duty, duty.late_from or duty.due_at),
        organization=actor.organization.pk,
        purpose__in=purposes,
    )
    return (found if level is None else found.filter(alarm__level=level)).exists()


@transaction.atomic
def press(*, case: Case, actor: Officer) -> Case:
    """Press for what others have to do in a case; they are written to, and the history says who pressed (S2.55).

    Args:
        case: that the actor may know of.
        actor: whose organization waits.

    Raises:
        NotAllowed: the table does not allow it.
        GuardFailed: nobody else has anything to do, or the organization pressed for this case within the last day.
    """
    locked = lock_case(case)
    duties = waited_for(locked, actor)
    if not duties:
        raise GuardFailed(_("ตอนนี้ไม่มีหน่วยงานอื่นที่ต้องทำเรื่องนี้ จึงไม่มีใครให้เร่งรัด"))
    return _press(locked, actor, duties)


def _press(case: Case, actor: Officer, duties: list[Duty]) -> Case:
    """Write down that an organization presses, at most once a day, and write to those that have these duties."""
    recent = CaseEvent.objects.filter(
        case=case, verb=Verb.URGE, organization=actor.organization, at__gt=timezone.now() - BETWEEN_URGES
    )
    if recent.exists():
        raise GuardFailed(_("หน่วยงานของคุณเร่งรัดเรื่องนี้แล้วภายใน 24 ชั่วโมงที่ผ่านมา"))
    case = working.urge(case=case, actor=actor)
    for duty in duties:
        notify.tell_body(case=case, body=duty.organization, template="case_urged", due=duty.due_at)
    return case


@transaction.atomic
def urge(*, duty: Duty, actor: Officer) -> None:
    """Press for something that is late; the organization is written to, and the history says who pressed (S2.55).

    Args:
        duty: that is late.
        actor: who was told of it.

    Raises:
        NotAllowed: they were not told, or are late themselves.
        GuardFailed: their organization pressed for this case within the last day.
    """
    case = lock_case(duty.case)
    if not may_urge(duty=duty, actor=actor):
        raise NotAllowed(Verb.URGE)
    _press(case, actor, [duty])


@transaction.atomic
def record_finding(*, duty: Duty, actor: Officer, cause: LateCause, note: str = "") -> LateFinding:
    """Write down why nothing happened; reports name the cause, the note stays within the organization (S2.48).

    Args:
        duty: that is late at the third level, or was when it ended.
        actor: who was told to follow it.
        cause: what was found.
        note: more words.

    Raises:
        NotAllowed: they were not told.
        GuardFailed: the note is too long.
    """
    if not may_find_out(duty=duty, actor=actor):
        raise NotAllowed("record_finding")
    note = note.strip()
    if len(note) > LONGEST_NOTE:
        raise GuardFailed(_("ข้อความยาวเกิน 1,000 ตัวอักษร"), field="note")
    finding = LateFinding.objects.create(
        alarm=alarms_of(duty)[-1],
        organization=actor.organization,
        person=actor.person,
        cause=cause,
        note=note,
    )
    audit.record(actor=actor, action="case.late_finding", subject=duty.case.reference, data={"cause": cause})
    return finding


@transaction.atomic
def take_over(*, case: Case, actor: Officer, note: str, base: str | None = None) -> Case:
    """Let the center work on what lies still, after everybody whom it concerns was told how late it is (S2.48).

    A general case can be taken over on a Sunday, before its third alarm has rung in office hours: then it rings now, so
    that the report to which the mail to the governor leads is there. Arguments and errors as for `working.take_over`.
    """
    alarms.ring_reached(lock_case(case))
    return working.take_over(case=case, actor=actor, note=note, base=base)


def own_findings(*, duty: Duty, actor: Officer) -> list[LateFinding]:
    """Return what the actor's own organization found out about something late, the newest first."""
    found = LateFinding.objects.filter(alarm__in=alarms_of(duty), organization=actor.organization)
    return list(found.select_related("person"))
