"""On the way: the trip leaves, arrives at a house, hands in what became of it. Each act is small and may come twice or late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.domain import assistance, visits
from cases.domain.once import once
from cases.domain.visits import OnSite, PhoneTime, Step
from cases.errors import GuardFailed, NotAllowed
from cases.machine.vocabulary import Verb
from cases.tours.domain import stocking
from cases.tours.domain.planning import locked
from cases.tours.models import Load, LoadGiven, Stop, Tour
from cases.tours.vocabulary import NOTHING_GIVEN, SAYS_ENOUGH, SENT, TourState
from cases.vocabulary import AssistanceCategory, AssistanceKind
from portal.audit import services as audit
from portal.thai.dates import bangkok_today

if TYPE_CHECKING:
    from cases.models import Visit
    from portal.actors import Officer

MOST_OF_ONE = 10_000
CONTRARY = _("ผลบอกว่าไม่ได้ช่วย แต่กรอกว่าให้ของ แก้อย่างใดอย่างหนึ่ง")


@transaction.atomic
def set_out(*, tour: Tour, actor: Officer) -> None:
    """The trip has left; a second time changes nothing.

    Raises:
        NotAllowed: it is another organization's.
        GuardFailed: it was not sent yet, or it has ended.
    """
    found = locked(tour, actor, *SENT)
    if found.state == TourState.READY:
        _go(found, actor, timezone.now())


def _go(found: Tour, actor: Officer, at: dt.datetime) -> None:
    found.state, found.set_out_at = TourState.ROAD, at
    found.save(update_fields=["state", "set_out_at"])
    stocking.take_along(found, actor)
    audit.record(actor=actor, action="tour.out", subject=f"tour:{found.pk}")


def leave(tour: int, actor: Officer, at: dt.datetime) -> Tour:
    """Let a trip be out of whose houses a unit speaks, and return it locked; within a transaction, the case locked.

    Whoever is at a house has left. A trip that is still being sent to its last houses is out as well: the unit is sent to them
    all the same.

    Args:
        tour: key of a trip whose unit was sent.
        actor: of the unit.
        at: when it did what it speaks of.
    """
    # Asked anew: since the page read the stop its trip may have ended, and a late result is taken all the same.
    found = Tour.objects.select_for_update().get(pk=tour)
    if found.state in (TourState.SENDING, TourState.READY):
        _go(found, actor, at)
    return found


def when(visit: Visit, phone: PhoneTime | None) -> dt.datetime:
    """Return when a unit did what it speaks of, as near as the portal can tell."""
    now = timezone.now()
    if phone is None:
        return now
    return visits.time_of(phone, earliest=visits.latest_step(visit), received=now).at


def arrive(*, stop: Stop, actor: Officer, token: UUID, phone: PhoneTime | None = None) -> None:
    """The crew is at a house; a second time changes nothing.

    Who says so without having said that they left, left as well (`by_visit.follow_step`).

    Args:
        stop: of a trip of the actor's organization.
        actor: of the unit.
        token: of the form, which may come twice.
        phone: when, by the phone.

    Raises:
        CaseError: nothing was written.
    """
    visit = _visit(stop, actor)
    visits.take_step(step=Step.ARRIVE, visit=visit, actor=actor, token=token, phone=phone)


def _visit(stop: Stop, actor: Officer) -> Visit:
    if stop.tour.organization_id != actor.organization.pk:
        raise NotAllowed(Verb.ARRIVE)
    if stop.visit is None:
        raise GuardFailed(stop.left or _("ยังไม่ได้ส่งหน่วยไปจุดนี้"))
    return stop.visit


def _leave(stop: Stop, actor: Officer, at: dt.datetime) -> None:
    leave(stop.tour_id, actor, at)


def hand_in(
    *,
    stop: Stop,
    actor: Officer,
    token: UUID,
    done: OnSite,
    given: Mapping[int, int] | None = None,
    persons: int = 1,
    before_committee: bool = False,
) -> bool:
    """Keep what became of a house, once, however often it is sent: help from the load, other help, result, note, pictures.

    All of it is one transaction of one case. What comes after the visit was ended by somebody else stands beside it.

    Args:
        stop: of a trip of the actor's organization.
        actor: of the unit.
        token: random, one for each form.
        done: result, note, pictures, help that was not in the load.
        given: key of a load → how many of it.
        persons: for how many people.
        before_committee: it could not wait for the committee of the local administration.

    Returns:
        Whether it was kept now, and not before.

    Raises:
        CaseError: nothing was written.
        OSError: the disk has no room; nothing was written.
    """
    visit = _visit(stop, actor)
    lines = lines_of(stop, given or {})
    if done.result in NOTHING_GIVEN and (lines or done.given is not None):
        raise GuardFailed(CONTRARY, field="result")
    if not lines and done.given is None and done.result is None:
        raise GuardFailed(_("บอกว่าให้อะไร หรือผลเป็นอย่างไร"), field="result")
    done = _in_words(stop, done)

    def act(identity: str) -> None:
        # The case is locked already, then the trip, then goods: the order of all who need them. Whoever ends the trip at this
        # moment waits, and counts what is given here; or has ended it, and what is given here leaves the book below.
        _leave(stop, actor, when(visit, done.phone))
        tour = Tour.objects.select_for_update().get(pk=stop.tour_id) if lines else None
        # Read again under the lock of the trip: the desk may have taken one of them off since.
        for load, quantity in lines_of(stop, given or {}):
            help_given = help_of(load, quantity, stop, persons, before_committee)
            give(stop, visit, actor, load, help_given, done.phone, identity)
            identity = ""
        if tour is not None:
            settle(tour, actor)
        visits.hand_in(visit, actor, done, identity)

    return once(case=visit.case, token=token, what=f"visit:{visit.number}", act=act)


def give(
    stop: Stop,
    visit: Visit,
    actor: Officer,
    load: Load,
    given: assistance.Help,
    phone: PhoneTime | None,
    identity: str,
) -> None:
    """Keep that a house got of a load: help on record, and off the load; both or neither, in the caller's transaction.

    Args:
        stop: the house.
        visit: its visit.
        actor: of the unit.
        load: of its trip.
        given: how many of it, and for whom.
        phone: when, by the phone.
        identity: of the event, when it may come twice.
    """
    assert given.quantity is not None
    record = visits.give_on_site(visit=visit, actor=actor, given=given, phone=phone, identity=identity)
    LoadGiven.objects.create(load=load, stop=stop, record=record, quantity=int(given.quantity))


def settle(tour: Tour, actor: Officer) -> None:
    """After something was given of a trip that counts as back already: it leaves the book after all."""
    if tour.state == TourState.ENDED:
        stocking.bring_back(tour, actor)


def _in_words(stop: Stop, done: OnSite) -> OnSite:
    """Return the same with words where the result says all that there is to say: nobody types on a boat what a button said.

    What others have to go on with is still asked for in words.
    """
    if done.result not in SAYS_ENOUGH or done.note.strip():
        return done
    words = _("เที่ยว %(name)s จุดที่ %(number)d: %(result)s") % {
        "name": stop.tour.name or stop.tour.pk,
        "number": stop.number,
        "result": done.result.label,
    }
    return replace(done, note=words)


def lines_of(stop: Stop, given: Mapping[int, int]) -> list[tuple[Load, int]]:
    """Return what was given of the load, of which it was any.

    Raises:
        GuardFailed: it is not on this trip, or no number.
    """
    wanted = {key: quantity for key, quantity in given.items() if quantity}
    loads = {load.pk: load for load in stop.tour.loads.filter(pk__in=wanted)}
    if set(wanted) != set(loads):
        raise GuardFailed(_("ของนี้ไม่ได้อยู่ในเที่ยวนี้"), field="result")
    if not all(0 < quantity <= MOST_OF_ONE for quantity in wanted.values()):
        raise GuardFailed(_("จำนวนที่ให้ต้องเป็น 1 ถึง 10,000"), field="result")
    return [(loads[key], quantity) for key, quantity in sorted(wanted.items())]


def help_of(load: Load, quantity: int, stop: Stop, persons: int, before_committee: bool) -> assistance.Help:
    """Return what a house got of a load, as help on record."""
    return assistance.Help(
        given_on=bangkok_today(),
        category=assistance.CATEGORY_OF.get(stop.case.problem, AssistanceCategory.OTHER),
        kind=AssistanceKind(load.kind),
        description=load.name,
        quantity=Decimal(quantity),
        unit=load.unit,
        persons=persons,
        households=1,
        before_committee=before_committee,
    )


def usual_of(tour: Tour) -> dict[int, int]:
    """Return what a household usually gets: key of a load → how many."""
    return {load.pk: load.usual for load in tour.loads.all() if load.usual}


def look_at(*, stop: Stop, actor: Officer) -> None:
    """Somebody at the desk has seen a result that needs somebody; a second time changes nothing.

    Raises:
        NotAllowed: it is another organization's.
    """
    if stop.tour.organization_id != actor.organization.pk:
        raise NotAllowed(Verb.NOTE)
    Stop.objects.filter(pk=stop.pk, looked_at=None).update(looked_by=actor.person, looked_at=timezone.now())
