"""Who usually goes with what: proposed for the next trip, so that one press is enough while water rises.

A proposal and nothing more: it stands in the form, and `planning.crew` judges it like any other choice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cases.models import FieldMember, FieldVehicle
from cases.tours.domain.rights import tours_of
from cases.tours.vocabulary import TourState

if TYPE_CHECKING:
    from portal.actors import Officer

LOOKED_AT = 40
"""The newest trips that ended: more boats than one office has out in a day."""


@dataclass(frozen=True, slots=True)
class Usual:
    """A vehicle and the people who went with it last.

    Attributes:
        vehicle: key of a vehicle in service that nobody plans with now; None where they went without one.
        members: keys of people in service who are in no other trip, at least one.
    """

    vehicle: int | None
    members: tuple[int, ...]


def usual(actor: Officer) -> Usual | None:
    """Return who came back last with what and is free again; None where nobody is. Six queries.

    People who do not go any more or are out already are left away; a vehicle that is out is not proposed with others.

    Args:
        actor: for whose organization.
    """
    tours = tours_of(actor)
    out = list(tours.unfinished().prefetch_related("crew"))
    boats_out = {tour.vehicle_id for tour in out} - {None}
    people_out = {member.pk for tour in out for member in tour.crew.all()}
    us = actor.organization.pk
    boats = set(FieldVehicle.objects.in_service().filter(organization=us).values_list("pk", flat=True))
    people = set(FieldMember.objects.in_service().filter(organization=us).values_list("pk", flat=True))
    ended = tours.filter(state=TourState.ENDED).order_by("-ended_at", "-pk").prefetch_related("crew")
    for tour in ended[:LOOKED_AT]:
        if tour.vehicle_id is not None and tour.vehicle_id not in boats - boats_out:
            continue
        members = [one.pk for one in tour.crew.all() if one.pk in people - people_out]
        if members:
            return Usual(tour.vehicle_id, tuple(members))
    return None
