"""Results that come on paper: typed by the number of the stop, and harmless when the same sheet is scanned twice.

A stop that has a result by then keeps it, whatever the paper says: the line is refused in words, and nothing of it counts.
What was given counts on the day on which the boat was there, and not on that on which somebody types it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.domain import visits
from cases.domain.visits import OnSite, PhoneTime
from cases.errors import GuardFailed
from cases.machine.vocabulary import ALIVE
from cases.tours.domain.riding import hand_in
from cases.tours.models import Stop, Tour
from portal.thai.dates import format_datetime

if TYPE_CHECKING:
    from cases.models import Visit
    from portal.actors import Officer

ON_A_SHEET = 6
"""Stops on one page of the paper, as many as can be written on with a wet pencil, and lines that are typed at once."""


def paper_token(stop: Stop) -> UUID:
    """Return the token of a stop's line on paper: the same however often the sheet is scanned."""
    return uuid5(stop.tour.token, f"paper:{stop.number}")


def begins_at(tour: Tour, now: dt.datetime) -> dt.datetime:
    """Return before when nobody of a trip was at a house: when it left, or should have, whichever is earlier; a whole minute.

    Where nobody says another time, a sheet counts as written then: what was reported afterwards waits for the next boat, and
    nobody falls off it. A boat that left before its time and is typed in before it counts from when its trip was made.
    """
    left = min(tour.starts_at, tour.set_out_at or tour.starts_at)
    return (left if left <= now else tour.made_at).replace(second=0, microsecond=0)


@transaction.atomic
def type_in(
    *,
    stop: Stop,
    actor: Officer,
    done: OnSite,
    given: Mapping[int, int],
    persons: int = 1,
    before_committee: bool = False,
    at: dt.datetime | None = None,
) -> bool:
    """Keep a line of the paper.

    Args:
        stop: of a trip of the actor's organization.
        actor: who types it.
        done: result and note.
        given: key of a load → how many of it.
        persons: for how many people.
        before_committee: it could not wait for the committee of the local administration.
        at: when the boat was there; None for now.

    Returns:
        Whether it was kept now, and not when the sheet was scanned before.

    Raises:
        GuardFailed: the stop has a result by another way: it stays.
        CaseError: nothing was written.
    """
    # Not its key: who hands in a result by another way holds the case and names the stop, and this waits for the case.
    locked = Stop.objects.select_for_update(no_key=True).get(pk=stop.pk)
    visit = stop.visit
    if locked.visit_id is None or visit is None:
        raise GuardFailed(locked.left or _("ยังไม่ได้ส่งหน่วยไปจุดนี้"))
    visit.refresh_from_db(fields=["state", "result", "set_out_at", "arrived_at", "ended_at"])
    kept: dict[str, Any] = {"token": paper_token(stop), "done": done, "given": given, "persons": persons}
    if visit.state in ALIVE:
        if at is not None:
            kept["done"] = replace(done, phone=_written(at, visit))
        return hand_in(stop=stop, actor=actor, before_committee=before_committee, **kept)
    if was_typed(stop):
        return False
    ended = format_datetime(visit.ended_at) if visit.ended_at is not None else ""
    raise GuardFailed(
        _("จุดนี้มีผลแล้ว “%(result)s” %(at)s ไม่บันทึกซ้ำ ถ้าไม่ตรงกันแก้ที่หน้าเรื่อง")
        % {"result": visit.get_result_display(), "at": ended}
    )


def _written(at: dt.datetime, visit: Visit) -> PhoneTime:
    """Return a time on paper as verbs take it: not before what the unit did last, of which the paper knows nothing."""
    return PhoneTime(max(at, visits.latest_step(visit)), timezone.now())


def was_typed(stop: Stop) -> bool:
    """Whether the line of the paper was kept already."""
    assert stop.visit is not None
    identity = uuid5(paper_token(stop), f"visit:{stop.visit.number}:{stop.case.reference}")
    return stop.case.events.filter(identity=str(identity)).exists()
