"""Ending an event: what still stands is shown and known, and a second person who decides confirms (many.md, end_event).

Whoever directs the event asks; another person who decides at the organization confirms. Until then the event goes on, which
harms nobody: nothing of it ends by itself. Where nobody else could confirm, one person closes it and the story says so.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases.errors import GuardFailed, NotAllowed
from cases.events.domain import attaching, declaring, story
from cases.events.domain.declaring import locked
from cases.events.domain.rights import leads
from cases.events.domain.standing import standing_in
from cases.events.models import Decision, Event
from cases.events.vocabulary import Decided
from portal.accounts.functions import SUPERVISION
from portal.accounts.models import Appointment
from portal.audit import services as audit
from portal.outbox.services import enqueue
from portal.web.links import absolute

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.accounts.models import User
    from portal.actors import Officer


def others_who_decide(event: Event, person: User) -> QuerySet[Appointment]:
    """Return the appointments by which somebody other than a person decides at the organization that directs the event."""
    there = Appointment.objects.in_force().filter(organization=event.organization_id, user__is_active=True)
    return there.giving(*SUPERVISION).exclude(user=person)


def may_confirm(actor: Officer, event: Event) -> bool:
    """Whether somebody may confirm the end that another person asked for: who decides at the organization of the event."""
    return (
        event.is_end_asked
        and actor.supervises
        and leads(actor, event)
        and actor.person.pk != event.end_asked_by_id
    )


def asked_of(event: Event) -> Decision | None:
    """Return by which decision the end was asked for that nobody confirmed yet; None where nobody asked."""
    if not event.is_end_asked:
        return None
    rows = event.decisions.filter(kind=Decided.END_ASKED)
    return rows.select_related("person", "organization").order_by("-pk").first()


def last_in(event: Event) -> dt.datetime | None:
    """Return when the newest request of the event came; None where none did."""
    newest: dt.datetime | None = attaching.members(event).aggregate(at=Max("case__received_at"))["at"]
    return newest


def _known(event: Event, ended_at: dt.datetime, *, knows: bool, late_out: bool) -> dict[str, object]:
    """Return what stands and is known to who ends the event, as its story keeps it.

    Raises:
        GuardFailed: something stands, or came later than the end, and nobody said that this is known.
    """
    standing = standing_in(event)
    if standing and not knows:
        raise GuardFailed(_("อ่านรายการที่ยังค้างด้านบน แล้วเลือกว่าทราบแล้ว"), field="knows")
    late = attaching.members(event).filter(case__received_at__gte=ended_at).count()
    if late and not late_out:
        words = ngettext(
            "มีคำขอ %(count)d เรื่องที่มาหลังเวลาสิ้นสุดนี้ ตรวจเวลาอีกครั้ง ถ้าถูกต้องแล้วให้เลือกช่องนี้",
            "มีคำขอ %(count)d เรื่องที่มาหลังเวลาสิ้นสุดนี้ ตรวจเวลาอีกครั้ง ถ้าถูกต้องแล้วให้เลือกช่องนี้",
            late,
        )
        raise GuardFailed(words % {"count": late}, field="late_out")
    return {"standing": standing}


@transaction.atomic
def end(
    *,
    actor: Officer,
    event: Event,
    ended_at: dt.datetime,
    reason: str,
    knows: bool = False,
    late_out: bool = False,
) -> Event:
    """Ask for the end of an event; where nobody else could confirm it, close it. Asking twice for the same asks once.

    Args:
        actor: who directs it.
        event: running.
        ended_at: when it was over.
        reason: why it is closed.
        knows: they read what still stands.
        late_out: they know that requests came later than this end and will be taken out.

    Raises:
        NotAllowed: for anybody else.
        GuardFailed: see `declaring.check_end`; what stands is not known; or another end waits for its second person.
    """
    event = locked(actor, event, "close_event")
    others = others_who_decide(event, actor.person)
    asked = asked_of(event)
    if asked is not None and asked.person_id == actor.person.pk and _says(asked, ended_at, reason):
        return event
    if asked is not None and others.exists():
        raise GuardFailed(_("มีผู้ขอปิดสถานการณ์นี้แล้ว รอคนที่สองยืนยัน"))
    declaring.check_end(event, ended_at, reason)
    known = _known(event, ended_at, knows=knows, late_out=late_out)
    if not others.exists():
        alone = known | {"alone": True}
        return declaring.close(actor=actor, event=event, ended_at=ended_at, reason=reason, known=alone)
    event.end_asked_at, event.end_asked_by = timezone.now(), actor.person
    event.save(update_fields=["end_asked_at", "end_asked_by"])
    what = known | {"ended_at": ended_at.isoformat(), "late_out": late_out}
    decision = story.write(event=event, actor=actor, kind=Decided.END_ASKED, reason=reason, what=what)
    _tell_others(event, others, decision)
    audit.record(actor=actor, action="event.end_asked", subject=event.slug, purpose=reason.strip())
    return event


def _tell_others(event: Event, others: QuerySet[Appointment], decision: Decision) -> None:
    """Write to whoever may confirm: that somebody asked, and where; nothing of any case."""
    with translation.override("th"):
        link = absolute(reverse("events:close", kwargs={"event": event.slug}))
    addresses = others.exclude(user__email="").order_by("user").values_list("user", "user__email").distinct()
    for person, address in addresses:
        enqueue(
            template="event_end_asked",
            to=address,
            context={"link": link, "body_name": event.organization.display_name},
            dedup_key=f"event-end-asked:{decision.pk}:{person}",
            organization=event.organization,
        )


def _says(asked: Decision, ended_at: dt.datetime, reason: str) -> bool:
    return asked.reason == reason.strip() and end_of(asked) == ended_at


def end_of(asked: Decision) -> dt.datetime:
    """Return for when the end was asked for."""
    return dt.datetime.fromisoformat(asked.what["ended_at"])


@transaction.atomic
def confirm(*, actor: Officer, event: Event, knows: bool = False, late_out: bool = False) -> Event:
    """Close an event as another person asked for; everything is looked at again.

    Args:
        actor: who decides at the organization of the event, and did not ask.
        event: for whose end somebody asked.
        knows: they read what still stands.
        late_out: they know that requests came later than this end and will be taken out.

    Raises:
        NotAllowed: for anybody else.
        GuardFailed: nobody asks any more; or as in `end`.
    """
    event = locked(actor, event, "close_event")
    asked = asked_of(event)
    if asked is None:
        raise GuardFailed(_("ไม่มีคำขอปิดสถานการณ์ที่รอยืนยัน"))
    if not may_confirm(actor, event):
        raise NotAllowed("confirm_end")
    ended_at = end_of(asked)
    declaring.check_end(event, ended_at, asked.reason)
    known = _known(event, ended_at, knows=knows, late_out=late_out)
    known |= {"asked_by": asked.person_id}
    return declaring.close(actor=actor, event=event, ended_at=ended_at, reason=asked.reason, known=known)


@transaction.atomic
def leave(*, actor: Officer, event: Event, reason: str) -> Event:
    """Let an event go on for whose end somebody asked.

    Args:
        actor: who directs it: who asked, or anybody else.
        event: running.
        reason: why it does not end.

    Raises:
        NotAllowed: for anybody else.
        GuardFailed: nobody asks any more, or the reason is missing.
    """
    event = locked(actor, event, "close_event")
    if not event.is_end_asked:
        raise GuardFailed(_("ไม่มีคำขอปิดสถานการณ์ที่รอยืนยัน"))
    if not reason.strip():
        raise GuardFailed(_("เขียนว่าทำไมสถานการณ์ยังไม่สิ้นสุด"), field="reason")
    event.end_asked_at = event.end_asked_by = None
    event.save(update_fields=["end_asked_at", "end_asked_by"])
    story.write(event=event, actor=actor, kind=Decided.END_LEFT, reason=reason)
    audit.record(actor=actor, action="event.end_left", subject=event.slug, purpose=reason.strip())
    return event
