"""Declaring an event, looking at it again, and closing it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from cases.domain.overview import is_center
from cases.domain.queries.people import people_of
from cases.errors import GuardFailed, NotAllowed
from cases.events.domain import attaching, declared, ended, story
from cases.events.domain.nobody_took import in_danger
from cases.events.domain.rights import leads, may_declare
from cases.events.domain.rules import review_day
from cases.events.models import Event, EventArea, EventOrganization
from cases.events.vocabulary import Decided, EventKind
from cases.machine.vocabulary import Stage
from cases.models import Case
from portal.audit import services as audit
from portal.organizations.areas import is_area
from portal.organizations.models import Organization, ServiceArea
from portal.thai.dates import be_year, to_bangkok

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.actors import Officer

EARLIEST = dt.timedelta(days=31)
"""How far back an event may begin when it is declared: the water came before the order."""
MOST_AREAS = 300
"""Subdistricts; more than any province of the south has."""
NOT_OURS = {
    "duty_officer": _("ผู้อำนวยการเวรต้องเป็นเจ้าหน้าที่ของหน่วยงานที่ประกาศ"),
    "stand_in": _("ผู้แทนต้องเป็นเจ้าหน้าที่ของหน่วยงานที่ประกาศ"),
}
"""What is said where somebody of another organization is to direct an event, by field."""


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """What an event is declared with.

    Attributes:
        kind: what happens.
        name: in Thai, as people call it.
        name_en: the same in English, "" where nobody wrote it.
        reason: why it is declared.
        starts_at: when it began.
        expected_end: the day on which its end is expected; None where nobody can say.
        subdistricts: codes of its area.
        organizations: that work in it; the area that they serve counts too.
        duty_officer: who directs it.
        stand_in: who does when the duty officer cannot.
        advice: what to do, line by line, in Thai.
        advice_en: the same in English.
        phone: at which the event is answered.
        direct: requests by the short form go straight to the local administration of the place (`receiving`).
    """

    kind: EventKind
    name: str
    reason: str
    starts_at: dt.datetime
    duty_officer: User
    name_en: str = ""
    expected_end: dt.date | None = None
    subdistricts: Sequence[str] = ()
    organizations: Sequence[Organization] = ()
    stand_in: User | None = None
    advice: str = ""
    advice_en: str = ""
    phone: str = ""
    direct: bool = False


def declare(*, actor: Officer, declaration: Declaration, token: UUID) -> Event:
    """Declare an event. The same token means the same event, however often it is sent.

    What came from its area since it began is attached within the same transaction.

    Args:
        actor: who decides at a center, or at a local administration for its own area.
        declaration: what it says.
        token: one for each form.

    Raises:
        NotAllowed: for anybody else.
        GuardFailed: something is missing, or the area is not the actor's.
    """
    if not may_declare(actor):
        raise NotAllowed("declare_event")
    if (known := Event.objects.filter(token=token).first()) is not None:
        return known
    area = _area(actor, declaration)
    _check(actor, declaration)
    try:
        with transaction.atomic():
            return _keep(actor, declaration, area, token)
    except IntegrityError:
        # The same form twice in one moment; the other was faster.
        if (known := Event.objects.filter(token=token).first()) is not None:
            return known
        raise


def _keep(actor: Officer, declaration: Declaration, area: Sequence[str], token: UUID) -> Event:
    today = to_bangkok(timezone.now()).date()
    start = to_bangkok(declaration.starts_at).date()
    event = Event.objects.create(
        slug=_slug(declaration.kind, start),
        kind=declaration.kind,
        name=declaration.name.strip(),
        name_en=declaration.name_en.strip(),
        reason=declaration.reason.strip(),
        organization=actor.organization,
        declared_by=actor.person,
        duty_officer=declaration.duty_officer,
        stand_in=declaration.stand_in,
        starts_at=declaration.starts_at,
        expected_end=declaration.expected_end,
        review_on=review_day(start, declaration.expected_end, today),
        advice=declaration.advice.strip(),
        advice_en=declaration.advice_en.strip(),
        phone=declaration.phone.strip(),
        direct=declaration.direct,
        token=token,
    )
    EventArea.objects.bulk_create(EventArea(event=event, subdistrict_code=code) for code in area)
    ours = {one.pk for one in declaration.organizations} | {actor.organization.pk}
    EventOrganization.objects.bulk_create(
        EventOrganization(event=event, organization_id=pk) for pk in sorted(ours)
    )
    attached = attaching.attach_earlier(event, area)
    declared.tell(event)
    audit.record(actor=actor, action="event.declare", subject=event.slug, data={"attached": attached})
    return event


def _slug(kind: EventKind, start: dt.date) -> str:
    """Return an address that tells kind, year and number of the event: "flood-2569-2"."""
    base = f"{kind.value}-{be_year(start)}-"
    taken = Event.objects.filter(slug__startswith=base).values_list("slug", flat=True)
    numbers = [int(slug.removeprefix(base)) for slug in taken if slug.removeprefix(base).isdigit()]
    return f"{base}{max(numbers, default=0) + 1}"


def served_by(organizations: Sequence[Organization]) -> set[str]:
    """Return the subdistricts that organizations serve."""
    rows = ServiceArea.objects.filter(organization__in=[one.pk for one in organizations])
    return set(rows.values_list("subdistrict_code", flat=True))


def _area(actor: Officer, declaration: Declaration) -> list[str]:
    area = set(declaration.subdistricts) | served_by(declaration.organizations)
    if not area:
        raise GuardFailed(_("เลือกตำบล หรือหน่วยงานที่ดูแลพื้นที่ อย่างน้อยหนึ่งแห่ง"), field="subdistricts")
    check_area(actor, area)
    return sorted(area)


def check_area(actor: Officer, area: AbstractSet[str], *, besides: int = 0) -> None:
    """Refuse an area that cannot be, or is not the actor's to declare.

    Args:
        actor: who declares an event or lets one grow.
        area: its subdistricts, or those that are added.
        besides: how many it has already.

    Raises:
        GuardFailed: a subdistrict does not exist, there are too many, or it is none of the local administration's.
    """
    if len(area) + besides > MOST_AREAS or not all(is_area(code, "subdistrict") for code in area):
        raise GuardFailed(_("ตำบลที่เลือกไม่มีอยู่ หรือมากเกิน 300 ตำบล"), field="subdistricts")
    if not is_center(actor) and not area <= served_by([actor.organization]):
        raise GuardFailed(_("อปท. ประกาศได้เฉพาะพื้นที่ของตน หลายพื้นที่ให้ศูนย์ประกาศ"), field="subdistricts")


def _check(actor: Officer, declaration: Declaration) -> None:
    now = timezone.now()
    if not declaration.name.strip() or not declaration.reason.strip():
        raise GuardFailed(_("เขียนชื่อสถานการณ์และเหตุผลที่ประกาศ"), field="name")
    if not now - EARLIEST <= declaration.starts_at <= now:
        raise GuardFailed(_("เวลาเริ่มต้องไม่อยู่ในอนาคต และย้อนหลังไม่เกิน 31 วัน"), field="starts_at")
    _check_end(declaration.expected_end)
    check_people(actor, {"duty_officer": declaration.duty_officer, "stand_in": declaration.stand_in})


def check_people(actor: Officer, chosen: Mapping[str, User | None]) -> None:
    """Refuse who is to direct an event and does not work on cases in the organization that declares it.

    Args:
        actor: of that organization.
        chosen: `duty_officer`, `stand_in` or both.

    Raises:
        GuardFailed: somebody is of another organization.
    """
    people = set(people_of(actor).values_list("pk", flat=True))
    for name, person in chosen.items():
        if person is not None and person.pk not in people:
            raise GuardFailed(NOT_OURS[name], field=name)


def _check_end(day: dt.date | None) -> None:
    if day is not None and day < to_bangkok(timezone.now()).date():
        raise GuardFailed(_("วันที่คาดว่าสิ้นสุดต้องไม่เป็นวันที่ผ่านไปแล้ว"), field="expected_end")


@transaction.atomic
def review(*, actor: Officer, event: Event, expected_end: dt.date | None, reason: str) -> Event:
    """Look at a running event again: it goes on, and the next day to look is set.

    Args:
        actor: who directs it.
        event: which.
        expected_end: as it is expected now.
        reason: why it goes on.

    Raises:
        NotAllowed: for anybody else.
        GuardFailed: it was closed, no reason is given, or the day is over.
    """
    event = locked(actor, event, "review_event")
    if not reason.strip():
        raise GuardFailed(_("เขียนว่าทำไมสถานการณ์ยังไม่สิ้นสุด"), field="reason")
    _check_end(expected_end)
    today = to_bangkok(timezone.now()).date()
    event.expected_end = expected_end
    event.review_on = review_day(today, expected_end, today)
    event.save(update_fields=["expected_end", "review_on"])
    story.write(event=event, actor=actor, kind=Decided.REVIEWED, reason=reason)
    audit.record(actor=actor, action="event.review", subject=event.slug, purpose=reason.strip())
    return event


def locked(actor: Officer, event: Event, verb: str) -> Event:
    """Return a running event whose row is held, for somebody who directs it.

    Args:
        actor: who directs it.
        event: which.
        verb: that is refused to anybody else.

    Raises:
        NotAllowed: for anybody else.
        GuardFailed: it was closed.
    """
    found = Event.objects.select_for_update().get(pk=event.pk)
    if not leads(actor, found):
        raise NotAllowed(verb)
    if not found.is_running:
        raise GuardFailed(_("สถานการณ์นี้ปิดไปแล้ว"))
    return found


def check_end(event: Event, ended_at: dt.datetime, reason: str) -> None:
    """Refuse an end that cannot be.

    Args:
        event: running, its row held.
        ended_at: when it was over.
        reason: why it is closed.

    Raises:
        GuardFailed: somebody in danger waits, the reason is missing, or the time cannot be.
    """
    now = timezone.now()
    if not reason.strip():
        raise GuardFailed(_("เขียนเหตุผลที่ปิดสถานการณ์"), field="reason")
    if not event.starts_at <= ended_at <= now:
        raise GuardFailed(_("เวลาสิ้นสุดต้องอยู่หลังเวลาเริ่ม และไม่อยู่ในอนาคต"), field="ended_at")
    if waiting := attaching.members(event).filter(in_danger()).count():
        words = _("ยังมีผู้มีอันตรายที่ไม่มีใครรับไปทำ หรือแจ้งใหม่และยังไม่มีใครอ่าน %(count)d เรื่อง ดำเนินการก่อนปิด")
        raise GuardFailed(words % {"count": waiting})


@transaction.atomic
def close(
    *,
    actor: Officer,
    event: Event,
    ended_at: dt.datetime,
    reason: str,
    known: Mapping[str, object] | None = None,
) -> Event:
    """Close an event; what is open in it goes back to its ordinary course at whoever holds it, and is listed.

    Nothing of a case changes: each open case keeps the duty that drives it (docs/events.md, end_repair). What came after the end
    never belonged to the event and is taken out of it (late_in).

    Who comes from a page comes through `ending`, which asks first what still stands and whether a second person confirms.

    Args:
        actor: who directs it.
        event: which.
        ended_at: when it was over.
        reason: why it is closed.
        known: what still stood and was known to who closed it; codes and counts, kept in the story of the event.

    Raises:
        NotAllowed: for anybody else.
        GuardFailed: it was closed, somebody in danger waits, the reason is missing, or the time cannot be.
    """
    event = locked(actor, event, "close_event")
    check_end(event, ended_at, reason)
    now = timezone.now()
    rows = attaching.members(event)
    late = attaching.members(event).filter(case__received_at__gte=ended_at)
    with translation.override("th"):
        words = str(_("มาหลังสถานการณ์สิ้นสุด"))
    taken_out = late.update(until=now, taken_out_by=actor.person, taken_out=words)
    holder = Case.objects.filter(pk=OuterRef("case")).values("holder")[:1]
    left = rows.exclude(case__stage=Stage.CLOSED).update(left_with=Subquery(holder))
    event.ended_at, event.ended_by, event.ending = ended_at, actor.person, reason.strip()
    event.save(update_fields=["ended_at", "ended_by", "ending"])
    story.write(
        event=event,
        actor=actor,
        kind=Decided.ENDED,
        reason=reason,
        what={"left": left, "late": taken_out} | dict(known or {}),
    )
    ended.tell(event)
    audit.record(
        actor=actor, action="event.close", subject=event.slug, purpose=reason.strip(), data={"left": left}
    )
    return event
