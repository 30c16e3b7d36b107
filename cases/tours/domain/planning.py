"""A trip is made: its stops, its crew, what is loaded; changed as long as it has not ended."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.domain.act import lock_case
from cases.errors import GuardFailed, NotAllowed
from cases.machine.vocabulary import ALIVE, Verb
from cases.models import Case, FieldMember, FieldVehicle
from cases.tours.domain import choosing, stocking
from cases.tours.domain.rights import may_tour
from cases.tours.domain.rules import arranged, districts
from cases.tours.models import Load, Stop, Tour
from cases.tours.vocabulary import SENT, Left, TourState
from cases.vocabulary import AssistanceKind
from portal.accounts.models import Appointment
from portal.audit import services as audit

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from cases.events.models import Event
    from portal.actors import Officer
    from portal.organizations.models import Organization

LONGEST = dt.timedelta(hours=24)
USUAL = dt.timedelta(hours=8)
MOST_CREW = 30
MOST_LOADS = 12
CHANGED_MEANWHILE = _("มีผู้แก้เที่ยวนี้หลังจากเปิดหน้านี้ ดูสิ่งที่บันทึกไว้ตอนนี้ ถ้าจะใช้ตามที่กรอกไว้ กดอีกครั้ง")


@dataclass(frozen=True, slots=True)
class Loaded:
    """One line of what is taken along.

    Attributes:
        kind: what it counts as when it is given.
        name: as the crew calls it.
        unit: in what it is counted.
        quantity: how many are loaded.
        usual: how many a household usually gets; 0 where that differs.
    """

    kind: AssistanceKind
    name: str
    unit: str
    quantity: int
    usual: int = 0


def begin(
    *,
    actor: Officer,
    cases: QuerySet[Case],
    most: int = choosing.USUAL_STOPS,
    event: Event | None = None,
    name: str = "",
    token: UUID,
) -> Tour:
    """Make a trip of a choice of cases, as they are now. The same token means the same trip.

    Args:
        actor: who works on cases or is in the field.
        cases: of a selection, a filter or an event; what gets no stop is counted with its reason.
        most: how many stops.
        event: for which it goes; None outside of one.
        name: as the office calls it; made by the portal where nobody says.
        token: one for each form.

    Raises:
        NotAllowed: for anybody else.
        GuardFailed: none of the cases gets a stop.
    """
    if not may_tour(actor) or actor.appointment is None:
        raise NotAllowed(Verb.DISPATCH)
    if (known := _by_token(actor, token)) is not None:
        return known
    choice = choosing.choose(actor=actor, cases=cases, most=most)
    if not choice.keys:
        raise GuardFailed(_why_none(choice))
    now = timezone.now()
    try:
        with transaction.atomic():
            tour = Tour.objects.create(
                organization=actor.organization,
                event=event,
                name=name.strip(),
                starts_at=now,
                back_by=now + USUAL,
                left={reason.value: number for reason, number in choice.left.items()},
                made_by=actor.person,
                appointment=actor.appointment,
                token=token,
            )
            Stop.objects.bulk_create(
                Stop(tour=tour, case_id=key, number=number, position=number)
                for number, key in enumerate(choice.keys, start=1)
            )
            audit.record(actor=actor, action="tour.make", subject=f"tour:{tour.pk}")
            return tour
    except IntegrityError:
        # The same form twice in one moment; the other was faster.
        if (known := _by_token(actor, token)) is not None:
            return known
        raise


def _by_token(actor: Officer, token: UUID) -> Tour | None:
    return Tour.objects.filter(token=token, organization=actor.organization.pk).first()


def _why_none(choice: choosing.Choice) -> str:
    """Say that nothing is left to go to, and the most frequent reason."""
    if not choice.left:
        return str(_("ไม่มีเรื่องที่รอให้ไปหา"))
    reason = max(choice.left, key=lambda one: choice.left[one])
    return str(_("ไม่มีเรื่องที่จัดเที่ยวได้: %(reason)s") % {"reason": Left(reason).label})


def locked(tour: Tour, actor: Officer, *states: TourState) -> Tour:
    """Return a trip of the actor's organization locked, in one of some states; within a transaction.

    Raises:
        NotAllowed: it is another organization's.
        GuardFailed: it is in another state.
    """
    found = Tour.objects.select_for_update().get(pk=tour.pk)
    if not may_tour(actor) or found.organization_id != actor.organization.pk:
        raise NotAllowed(Verb.DISPATCH)
    if found.state not in states:
        raise GuardFailed(_("ตอนนี้เที่ยวนี้ “%(state)s”") % {"state": found.get_state_display()})
    return found


@transaction.atomic
def crew(
    *,
    tour: Tour,
    actor: Officer,
    name: str,
    vehicle: FieldVehicle | None,
    members: Sequence[FieldMember],
    starts_at: dt.datetime,
    back_by: dt.datetime,
    note: str = "",
    loads: Iterable[Loaded] | None = None,
    seen: str = "",
) -> Tour:
    """Say who goes with what, when, and what is loaded; also of a trip that is out: the visits still to come follow.

    Args:
        tour: not ended.
        actor: of its organization.
        name: as the office calls it; "" lets the portal name it.
        vehicle: of the organization.
        members: who goes.
        starts_at: when it leaves.
        back_by: when it is back; a day later at most.
        note: what for, the same for every house, without a word of any person.
        loads: all lines of what is taken along; None leaves them as they are.
        seen: the mark of the trip as it was when somebody looked at it (`mark_of`); "" where nobody did.

    Raises:
        NotAllowed: for anybody else.
        GuardFailed: somebody cannot go, or the times cannot be, or somebody else changed the trip since it was looked at.
    """
    found = locked(tour, actor, TourState.DRAFT, *SENT)
    was = mark_of(found)
    members = list(members)
    _check_times(starts_at, back_by)
    _check_crew(found.organization, vehicle, members)
    _hold(vehicle, members)
    _check_free(found, vehicle, members, starts_at, back_by)
    found.name, found.vehicle, found.note = name.strip(), vehicle, note.strip()
    found.starts_at, found.back_by = starts_at, back_by
    found.save()
    found.crew.set(members)
    if loads is not None:
        _load(found, actor, list(loads))
    # The same form twice finds what it wrote itself, and undoes nothing.
    if seen and seen != was != mark_of(found):
        raise GuardFailed(CHANGED_MEANWHILE, field="seen")
    if loads is not None and found.state == TourState.ROAD:
        stocking.take_along(found, actor)
    for stop in found.stops.filter(visit__state__in=ALIVE).select_related("visit"):
        assert stop.visit is not None
        stop.visit.vehicle = vehicle
        stop.visit.save(update_fields=["vehicle"])
        stop.visit.crew.set(members)
    audit.record(actor=actor, action="tour.crew", subject=f"tour:{found.pk}")
    return found


def mark_of(tour: Tour) -> str:
    """Return a mark of who goes with what, when and what is loaded, which changes with any of them; two queries."""
    said = (
        *(tour.name, tour.vehicle_id, tour.starts_at.timestamp(), tour.back_by.timestamp(), tour.note),
        sorted(tour.crew.values_list("pk", flat=True)),
        sorted(tour.loads.values_list("kind", "name", "unit", "quantity", "usual")),
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _check_times(starts_at: dt.datetime, back_by: dt.datetime) -> None:
    if not starts_at < back_by <= starts_at + LONGEST:
        raise GuardFailed(_("เที่ยวต้องกลับหลังออก และไม่ยาวเกิน 24 ชั่วโมง"), field="back_by")


def _check_crew(
    organization: Organization, vehicle: FieldVehicle | None, members: Sequence[FieldMember]
) -> None:
    for one in [*members, *([vehicle] if vehicle is not None else [])]:
        if one.organization_id != organization.pk or one.ended_at is not None:
            raise GuardFailed(_("เลือกคนและยานพาหนะของหน่วยงานคุณเท่านั้น"), field="members")
    if not members:
        raise GuardFailed(_("เลือกผู้ออกหน่วยอย่างน้อยหนึ่งคน"), field="members")
    if len(members) > MOST_CREW:
        raise GuardFailed(_("เลือกผู้ออกหน่วยได้ไม่เกิน 30 คน"), field="members")
    if gone := ended_of(members):
        names = ", ".join(one.name for one in gone)
        raise GuardFailed(_("คำสั่งแต่งตั้งสิ้นสุดแล้ว: %(names)s") % {"names": names}, field="members")


def ended_of(members: Iterable[FieldMember]) -> list[FieldMember]:
    """Return those who have an account by which they may no longer act for the organization; one query."""
    with_account = [one for one in members if one.person_id is not None]
    if not with_account:
        return []
    in_force = set(
        Appointment.objects.in_force()
        .filter(
            user__in=[one.person_id for one in with_account],
            organization__in={one.organization_id for one in with_account},
        )
        .values_list("user", "organization")
    )
    return [one for one in with_account if (one.person_id, one.organization_id) not in in_force]


def _hold(vehicle: FieldVehicle | None, members: Sequence[FieldMember]) -> None:
    """Let no other trip take the same boat or people until this one is written: after the trip the boat, then people by key."""
    # Not their keys: whoever sends a unit only names them, and need not wait.
    if vehicle is not None:
        list(FieldVehicle.objects.select_for_update(no_key=True).filter(pk=vehicle.pk))
    people = FieldMember.objects.filter(pk__in=[one.pk for one in members])
    list(people.select_for_update(no_key=True).order_by("pk"))


def _check_free(
    tour: Tour,
    vehicle: FieldVehicle | None,
    members: Sequence[FieldMember],
    starts_at: dt.datetime,
    back_by: dt.datetime,
) -> None:
    """Nobody and no boat is in two trips at one time."""
    others = (
        Tour.objects.unfinished()
        .filter(organization=tour.organization_id, starts_at__lt=back_by, back_by__gt=starts_at)
        .exclude(pk=tour.pk)
    )
    if vehicle is not None and others.filter(vehicle=vehicle).exists():
        raise GuardFailed(_("ยานพาหนะนี้อยู่ในเที่ยวอื่นในเวลานี้"), field="vehicle")
    busy = FieldMember.objects.filter(
        pk__in=[one.pk for one in members], tours__in=others.values("pk")
    ).distinct()
    if names := ", ".join(one.name for one in busy):
        raise GuardFailed(_("อยู่ในเที่ยวอื่นในเวลานี้: %(names)s") % {"names": names}, field="members")


def _load(tour: Tour, actor: Officer, lines: Sequence[Loaded]) -> None:
    """Keep what is loaded; a line of which something was given already stays with its name."""
    if len(lines) > MOST_LOADS:
        raise GuardFailed(_("ลงของได้ไม่เกิน 12 รายการ"), field="loads")
    wanted = {(line.kind.value, line.name.strip(), line.unit.strip()): line for line in lines}
    for load in tour.loads.all():
        line = wanted.pop((load.kind, load.name, load.unit), None)
        if line is not None:
            load.quantity, load.usual = line.quantity, line.usual
            load.save(update_fields=["quantity", "usual"])
        elif load.given.exists():
            raise GuardFailed(
                _("ให้ “%(name)s” ไปแล้ว เอาออกจากรายการไม่ได้") % {"name": load.name}, field="loads"
            )
        else:
            stocking.unload(load, tour, actor)
            load.delete()
    Load.objects.bulk_create(
        Load(tour=tour, kind=kind, name=name, unit=unit, quantity=line.quantity, usual=line.usual)
        for (kind, name, unit), line in wanted.items()
    )


@transaction.atomic
def add(*, tour: Tour, actor: Officer, case: Case) -> Stop:
    """Put one more house on a trip, also while it is out; it goes behind the others, in danger before them.

    Twice the same changes nothing. What is out already has its unit sent by `sending.work`.

    Raises:
        NotAllowed: for anybody else.
        GuardFailed: the case gets no stop, or the trip has as many as it can.
    """
    # The case before the trip, as whoever hands in a result: a new stop names the case, so it would wait for it below.
    lock_case(case)
    found = locked(tour, actor, TourState.DRAFT, *SENT)
    if (known := found.stops.filter(case=case, left="").first()) is not None:
        return known
    numbers = found.stops.aggregate(number=Max("number"), position=Max("position"))
    if found.stops.filter(left="").count() >= choosing.MOST_STOPS:
        raise GuardFailed(_("เที่ยวหนึ่งมีได้ไม่เกิน 60 จุด"), field="reference")
    choice = choosing.choose(actor=actor, cases=Case.objects.filter(pk=case.pk), most=1)
    if not choice.keys:
        raise GuardFailed(_why_none(choice), field="reference")
    found.stops.filter(case=case).delete()
    stop = Stop.objects.create(
        tour=found,
        case=case,
        number=(numbers["number"] or 0) + 1,
        position=(numbers["position"] or 0) + 1,
    )
    audit.record(actor=actor, action="tour.add", subject=case.reference, data={"tour": found.pk})
    return stop


@transaction.atomic
def take_out(*, tour: Tour, actor: Officer, stop: Stop) -> None:
    """Take a house off a trip that was not sent; it stays in the lists. A second time changes nothing.

    Raises:
        NotAllowed: for anybody else.
        GuardFailed: the unit was sent already: then its visit is ended.
    """
    found = locked(tour, actor, TourState.DRAFT)
    found.stops.filter(pk=stop.pk, visit=None).delete()


@transaction.atomic
def arrange(*, tour: Tour, actor: Officer, wished: Mapping[int, int]) -> None:
    """Put the houses into the order that a person wishes; danger stays before the rest.

    Args:
        tour: not ended.
        actor: of its organization.
        wished: key of a stop → number; stops that are not named go last, as they were.

    Raises:
        NotAllowed, GuardFailed: nothing was written.
    """
    found = locked(tour, actor, TourState.DRAFT, *SENT)
    stops = {stop.pk: stop for stop in found.stops.select_related("case")}
    given = {pk: wished.get(pk, choosing.MOST_LOOKED_AT) for pk in stops}
    order = arranged(given, (pk for pk, stop in stops.items() if stop.case.danger_now))
    for position, pk in enumerate(order, start=1):
        stops[pk].position = position
    Stop.objects.bulk_update(stops.values(), ["position"])


def crossed(tour: Tour) -> list[str]:
    """Return the codes of the districts through which a trip goes; two queries."""
    cases = Case.objects.filter(pk__in=tour.stops.filter(left="").values("case"))
    return districts(choosing.spots_of(cases))


@transaction.atomic
def drop(*, tour: Tour, actor: Officer) -> None:
    """Give up a trip of which no unit was sent. A second time changes nothing.

    Raises:
        NotAllowed, GuardFailed: nothing was written.
    """
    if Tour.objects.filter(pk=tour.pk, state=TourState.DROPPED).exists():
        return
    found = locked(tour, actor, TourState.DRAFT)
    found.state, found.ended_at, found.ended_by = TourState.DROPPED, timezone.now(), actor.person
    found.save()
    audit.record(actor=actor, action="tour.drop", subject=f"tour:{found.pk}")
