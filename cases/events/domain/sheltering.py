"""How many people are in a shelter: who came and who left, counted by whoever keeps the door."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from cases.errors import GuardFailed, NotAllowed
from cases.events.domain.rights import may_tell
from cases.events.models import Event, Shelter, ShelterMove
from portal.audit import services as audit

if TYPE_CHECKING:
    from portal.actors import Officer

MOST_AT_ONCE = 2000

Named = Callable[[Iterable[int]], "dict[int, Inside]"]
"""Takes keys of shelters; returns who of those inside is named, families and people."""
_naming: list[Named] = []


def register(named: Named) -> None:
    """Let a room above this one name people in shelters; the same one a second time counts once.

    Whom it names leaves by it and not as a number, so that names and numbers never disagree.
    """
    if named not in _naming:
        _naming.append(named)


@dataclass(frozen=True, slots=True)
class Inside:
    """Who is in a shelter.

    Attributes:
        people: how many.
        families: in how many families.
        room_for: for how many there is room; None where nobody said.
    """

    people: int = 0
    families: int = 0
    room_for: int | None = None

    @property
    def free(self) -> int | None:
        """For how many more there is room, never fewer than none; None where nobody said."""
        return None if self.room_for is None else max(0, self.room_for - self.people)


def after(inside: Inside, people: int, families: int) -> Inside | None:
    """Return who is inside after a move; None where more would leave than are there, or families without people stay.

    Args:
        inside: before it.
        people: came (more than 0) or left (fewer).
        families: came or left.
    """
    there, homes = inside.people + people, inside.families + families
    if there < 0 or homes < 0 or homes > there:
        return None
    return Inside(there, homes, inside.room_for)


def not_named(inside: Inside, shelter: Shelter) -> Inside:
    """Return who of those inside is a number only.

    Args:
        inside: all.
        shelter: where.
    """
    people, families = inside.people, inside.families
    for named in _naming:
        there = named([shelter.pk])[shelter.pk]
        people, families = people - there.people, families - there.families
    return Inside(people, families)


def inside_of(shelters: Iterable[Shelter]) -> dict[int, Inside]:
    """Return who is in each shelter; one query."""
    found = list(shelters)
    sums = (
        ShelterMove.objects.filter(shelter__in=[one.pk for one in found])
        .order_by()
        .values("shelter")
        .annotate(people_sum=Sum("people"), families_sum=Sum("families"))
    )
    by_shelter = {row["shelter"]: (row["people_sum"], row["families_sum"]) for row in sums}
    return {one.pk: Inside(*by_shelter.get(one.pk, (0, 0)), room_for=one.room_for) for one in found}


@transaction.atomic
def move(
    *, actor: Officer, event: Event, shelter: Shelter, people: int, families: int, token: UUID
) -> ShelterMove:
    """Count people who came or left. The same token means the same move, so a list counted twice counts once.

    Args:
        actor: of an organization of the event.
        event: of the shelter.
        shelter: which.
        people: how many came; fewer than 0: how many left.
        families: the same in families.
        token: one for each form.

    Raises:
        NotAllowed: for anybody else.
        GuardFailed: nobody moved, or more would leave than are there.
    """
    if not may_tell(actor, event) or shelter.event_id != event.pk:
        raise NotAllowed("move_shelter")
    locked = Shelter.objects.select_for_update().get(pk=shelter.pk)
    if (known := ShelterMove.objects.filter(token=token).first()) is not None:
        return known
    if not (people or families) or people * families < 0 or abs(people) > MOST_AT_ONCE:
        raise GuardFailed(_("กรอกจำนวนคน และจำนวนครอบครัวที่เข้าหรือออกด้วยกัน"), field="people")
    inside = inside_of([locked])[locked.pk]
    if after(inside, people, families) is None:
        raise GuardFailed(_("จำนวนที่ออกมากกว่าที่มีอยู่ ตรวจตัวเลขอีกครั้ง"), field="people")
    if after(not_named(inside, locked), people, families) is None:
        raise GuardFailed(_("ที่เหลือเป็นครอบครัวที่มีชื่อ บันทึกการออกที่รายชื่อครอบครัว"), field="people")
    row = ShelterMove.objects.create(
        shelter=locked, people=people, families=families, person=actor.person, token=token
    )
    audit.record(
        actor=actor,
        action="event.shelter_move",
        subject=event.slug,
        data={"shelter": locked.pk, "people": people},
    )
    return row
