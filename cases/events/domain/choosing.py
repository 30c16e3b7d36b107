"""Officers correct what belongs to an event: a request is put in or taken out with a reason.

Written in the case's own history through the machine (the verb `note`), in the same transaction: whoever may not write a note
there may not do this. Nothing else of the case changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.domain.act import lock_case
from cases.domain.working import add_note
from cases.errors import GuardFailed, NotAllowed
from cases.events.domain.attaching import await_reading, go_on
from cases.events.domain.rights import may_tell
from cases.events.domain.ringing import tell_of_danger_in_its_event
from cases.events.domain.rules import may_be_attached
from cases.events.models import Event, EventCase
from cases.events.vocabulary import Way
from cases.models import Case
from cases.vocabulary import Visibility
from portal.audit import services as audit

if TYPE_CHECKING:
    from portal.actors import Officer

LONGEST = 300


def _checked(actor: Officer, event: Event, case: Case, reason: str) -> str:
    if not may_tell(actor, event) or not Case.objects.visible_to(actor, among=Q(pk=case.pk)).exists():
        raise NotAllowed("choose_event")
    if not event.is_running:
        raise GuardFailed(_("สถานการณ์นี้ปิดไปแล้ว"))
    reason = reason.strip()
    if not reason or len(reason) > LONGEST:
        raise GuardFailed(_("เขียนเหตุผล ไม่เกิน 300 ตัวอักษร"), field="reason")
    return reason


def _noted(actor: Officer, case: Case, words: str, event: Event, reason: str) -> None:
    add_note(
        case=case,
        actor=actor,
        text=words % {"event": event.name, "reason": reason},
        readers=Visibility.SHARED,
    )


@transaction.atomic
def put_in(*, actor: Officer, event: Event, case: Case, reason: str) -> EventCase:
    """Put a request into an event. One that stands there already stays as it is; one of an event that is over goes on here.

    Args:
        actor: of an organization of the event, who may read the case.
        event: running.
        case: general and not restricted: of others the board would tell.
        reason: why it belongs there.

    Raises:
        NotAllowed: for anybody else.
        GuardFailed: it belongs to another running event, is a crisis or restricted, or the reason is missing.
    """
    reason = _checked(actor, event, case, reason)
    # The case first, as whoever tells of danger in it does.
    lock_case(case)
    if not may_be_attached(crisis=case.is_crisis, restricted=case.is_restricted):
        raise GuardFailed(_("เรื่องปัญหาสังคมและเรื่องปกปิดไม่รวมในสถานการณ์"), field="reference")
    running = EventCase.objects.filter(case=case, until=None, event__ended_at=None)
    standing = running.select_related("event").first()
    if standing is not None and standing.event_id == event.pk:
        return standing
    if standing is not None:
        raise GuardFailed(_("เรื่องนี้อยู่ในสถานการณ์อื่นแล้ว"), field="reference")
    go_on([case.pk])
    row = EventCase.objects.create(
        event=event,
        case=case,
        way=Way.OFFICER,
        since=timezone.now(),
        person=actor.person,
        reason=reason,
    )
    await_reading(event, [case.pk])
    if case.danger_now and not case.is_closed:
        tell_of_danger_in_its_event(case)
    with translation.override("th"):
        _noted(actor, case, gettext("เพิ่มเข้าสถานการณ์ “%(event)s”: %(reason)s"), event, reason)
    audit.record(actor=actor, action="event.put_in", subject=case.reference, data={"event": event.slug})
    return row


@transaction.atomic
def take_out(*, actor: Officer, event: Event, case: Case, reason: str) -> None:
    """Take a request out of an event; it goes on as it is.

    Args:
        actor: of an organization of the event, who may read the case.
        event: running.
        case: which.
        reason: why it does not belong there.

    Raises:
        NotAllowed: for anybody else.
        GuardFailed: it does not stand there, or the reason is missing.
    """
    reason = _checked(actor, event, case, reason)
    # The case first, as whoever tells of danger in it does.
    lock_case(case)
    rows = EventCase.objects.filter(event=event, case=case, until=None)
    if not rows.update(until=timezone.now(), taken_out_by=actor.person, taken_out=reason):
        raise GuardFailed(_("เรื่องนี้ไม่ได้อยู่ในสถานการณ์นี้"), field="reference")
    with translation.override("th"):
        _noted(actor, case, gettext("นำออกจากสถานการณ์ “%(event)s”: %(reason)s"), event, reason)
    audit.record(actor=actor, action="event.take_out", subject=case.reference, data={"event": event.slug})
