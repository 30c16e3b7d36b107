"""Families come, go to another shelter, leave, are counted again; the count at the door follows in the same transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.camps.domain.counting import families_to_add
from cases.camps.domain.following import follow
from cases.camps.domain.knowing import alike, keep_terms
from cases.camps.domain.rights import families_of, keeps_camps
from cases.camps.models import AGES, Family, FamilyMove
from cases.camps.vocabulary import Leaving, MoveKind
from cases.domain.visits import Moment, PhoneTime, time_of
from cases.errors import GuardFailed, NotAllowed
from cases.events.domain import sheltering
from cases.events.domain.sheltering import inside_of, not_named
from cases.events.models import Event, Shelter
from cases.vulnerable.models import Need
from portal.audit import services as audit
from portal.thai.phone import kept_phones

if TYPE_CHECKING:
    from portal.actors import Officer

LONGEST_NAME, LONGEST_PHONE, LONGEST_OTHERS, LONGEST_PLACE, LONGEST_NOTE = 150, 120, 1000, 200, 500
MOST_PEOPLE = 99


class AlikeFoundError(GuardFailed):
    """Families that may be the same stand there already: somebody has to look at them first.

    Attributes:
        families: which.
    """

    def __init__(self, families: list[Family]) -> None:
        super().__init__(_("อาจเป็นครอบครัวที่บันทึกไว้แล้ว ดูก่อนบันทึก"), field="name")
        self.families = families


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What is told at the counter.

    Attributes:
        name: of whoever speaks for the family.
        ages: how many are how old, in the order of `AGES`.
        phone: theirs.
        others: names of the others, one a line; only where they want to be found by them.
        subdistrict: code of where they come from; "" where it lies outside of the event.
        place: village or place in words.
        needs: slugs of the kinds of need.
        note: what whoever keeps the shelter must know.
        is_counted: the door counted these people before.
    """

    name: str
    ages: tuple[int, int, int, int]
    phone: str = ""
    others: str = ""
    subdistrict: str = ""
    place: str = ""
    needs: tuple[str, ...] = ()
    note: str = ""
    is_counted: bool = False


def _locked(shelters: Iterable[Shelter | None]) -> None:
    """Lock shelters, always in the same order, so that two families that change places do not wait for each other."""
    keys = sorted({one.pk for one in shelters if one is not None})
    list(Shelter.objects.select_for_update().filter(pk__in=keys).order_by("pk"))


def _check(arrival: Arrival) -> None:
    lengths = (
        ("name", arrival.name, LONGEST_NAME),
        ("phone", arrival.phone, LONGEST_PHONE),
        ("others", arrival.others, LONGEST_OTHERS),
        ("place", arrival.place, LONGEST_PLACE),
        ("note", arrival.note, LONGEST_NOTE),
    )
    if not arrival.name.strip():
        raise GuardFailed(_("กรอกชื่อผู้แทนครอบครัว"), field="name")
    for name, words, longest in lengths:
        if len(words.strip()) > longest:
            raise GuardFailed(_("ข้อความยาวเกินไป"), field=name)
    _check_ages(arrival.ages)


def _check_ages(ages: tuple[int, ...]) -> None:
    if any(one < 0 for one in ages) or not 1 <= sum(ages) <= MOST_PEOPLE:
        raise GuardFailed(_("ครอบครัวมี 1 ถึง 99 คน กรอกจำนวนตามช่วงอายุ"), field="adults")


def _in_event(shelter: Shelter, event: Event) -> None:
    if shelter.event_id != event.pk:
        raise GuardFailed(_("ศูนย์พักพิงนี้เป็นของสถานการณ์อื่น"), field="shelter")


@transaction.atomic
def arrive(
    *,
    actor: Officer,
    event: Event,
    shelter: Shelter,
    arrival: Arrival,
    token: UUID,
    seen: frozenset[int] = frozenset(),
    phone: PhoneTime | None = None,
    is_adopted: bool = False,
) -> Family:
    """Take a family in. The same token means the same family, so a form sent twice counts once.

    Nobody comes when the event is over; who came before its end, and whose entry arrives after it, was there all the same.

    Args:
        actor: keeps the shelters of the event.
        event: that runs, or ran when the family came.
        shelter: of the event.
        arrival: what was told.
        token: one for each form.
        seen: numbers of families that somebody looked at and says are others.
        phone: when, by the phone at the counter; now where nothing is said.
        is_adopted: somebody looked at what the phone wrote. Of a family whose time nobody can tell they say that it came in time.

    Raises:
        NotAllowed: for anybody else.
        AlikeFoundError: families that may be the same, which nobody has looked at.
        GuardFailed: something cannot be; nothing was written.
    """
    if not keeps_camps(actor, event) or shelter.event_id != event.pk:
        raise NotAllowed("camp_arrive")
    # Numbers of an event are given one after the other, and two counters see each other's families.
    locked = Event.objects.select_for_update().get(pk=event.pk)
    if (known := Family.objects.filter(token=token).first()) is not None:
        return known
    moment = time_of(phone, earliest=event.starts_at, received=timezone.now())
    if locked.ended_at is not None and is_adopted and not moment.is_certain:
        moment = Moment(min(moment.at, locked.ended_at), is_certain=False)
    elif locked.ended_at is not None and moment.at >= locked.ended_at:
        raise GuardFailed(_("สถานการณ์ปิดแล้ว รับครอบครัวเพิ่มไม่ได้"))
    _check(arrival)
    here = families_of(actor, event)
    found = [one for one in alike(here, name=arrival.name, phone=arrival.phone) if one.number not in seen]
    if found:
        raise AlikeFoundError(found)
    _locked([shelter])
    last = Family.objects.filter(event=event).aggregate(last=Max("number"))["last"] or 0
    family = Family(
        event=event,
        token=token,
        number=last + 1,
        name=arrival.name.strip(),
        phone=kept_phones(arrival.phone, longest=LONGEST_PHONE),
        others=arrival.others.strip(),
        place=arrival.place.strip(),
        note=arrival.note.strip(),
        subdistrict_code=arrival.subdistrict,
        entered_by=actor.person,
        **dict(zip(AGES, arrival.ages, strict=True)),
    )
    _count_in(actor, family, shelter, token, is_counted=arrival.is_counted)
    family.shelter = shelter
    family.save()
    family.needs.set(Need.objects.filter(slug__in=arrival.needs))
    keep_terms(family)
    _written(actor, family, MoveKind.ARRIVED, token, people=family.people, target=shelter, at=moment.at)
    return family


def _count_in(actor: Officer, family: Family, shelter: Shelter, token: UUID, *, is_counted: bool) -> None:
    """Let the door count a family that comes; before it is named there. Whom it counted already, it counts no more."""
    people, families = family.people, 1
    if is_counted:
        people, more = 0, families_to_add(not_named(inside_of([shelter])[shelter.pk], shelter), family.people)
        if more is None:
            raise GuardFailed(_("ที่ประตูนับคนที่ยังไม่มีชื่อไว้น้อยกว่าครอบครัวนี้ เลือกว่ายังไม่ได้นับ"), field="is_counted")
        families = more
    if people or families:
        _door(actor, family.event, shelter, people, families, token, "in")


def _door(
    actor: Officer, event: Event, shelter: Shelter, people: int, families: int, token: UUID, way: str
) -> None:
    sheltering.move(
        actor=actor,
        event=event,
        shelter=shelter,
        people=people,
        families=families,
        token=uuid5(token, way),
    )


def _count_out(actor: Officer, family: Family, origin: Shelter, token: UUID) -> None:
    """Let the door count a family that goes; after it is not named there any more."""
    _door(actor, family.event, origin, -family.people, -1, token, "out")


def _mine(actor: Officer, family: Family, *others: Shelter | None) -> tuple[Family, Shelter | None]:
    """Return a family under its lock, with where it is; the shelters are locked before it.

    Raises:
        NotAllowed: it is none of theirs.
        GuardFailed: it went somewhere else in this moment.
    """
    if not families_of(actor, family.event).filter(pk=family.pk).exists():
        raise NotAllowed("camp_family")
    origin = family.shelter
    _locked([origin, *others])
    locked = (
        Family.objects.select_for_update(of=("self",)).select_related("event", "shelter").get(pk=family.pk)
    )
    if locked.shelter_id != (origin.pk if origin else None):
        raise GuardFailed(_("ครอบครัวนี้เพิ่งย้าย เปิดหน้านี้ใหม่แล้วดูอีกครั้ง"))
    return locked, locked.shelter


def _written(
    actor: Officer,
    family: Family,
    kind: MoveKind,
    token: UUID,
    *,
    people: int,
    origin: Shelter | None = None,
    target: Shelter | None = None,
    leaving: Leaving | None = None,
    at: dt.datetime | None = None,
) -> FamilyMove:
    row = FamilyMove.objects.create(
        family=family,
        kind=kind,
        origin=origin,
        target=target,
        leaving=leaving.value if leaving else "",
        people=people,
        at=at or timezone.now(),
        person=actor.person,
        token=token,
    )
    follow(actor, family, row)
    audit.record(
        actor=actor,
        action=f"camp.{kind.value}",
        subject=f"{family.event.slug}/{family.number}",
        data={"people": people},
    )
    return row


def _again(family: Family, token: UUID) -> FamilyMove | None:
    """Return what was written by the same form before."""
    return FamilyMove.objects.filter(family=family, token=token).first()


@transaction.atomic
def move(*, actor: Officer, family: Family, target: Shelter, token: UUID) -> FamilyMove:
    """Let a whole family go to another shelter of the event, or come back to one after it left.

    Args:
        actor: keeps the shelters of the event.
        family: as it was read.
        target: where it is now.
        token: one for each form.

    Raises:
        NotAllowed: it is none of theirs.
        GuardFailed: it is there already, the shelter is of another event, or it just moved.
    """
    if (known := _again(family, token)) is not None:
        return known
    locked, origin = _mine(actor, family, target)
    _in_event(target, locked.event)
    if origin is not None and origin.pk == target.pk:
        raise GuardFailed(_("ครอบครัวอยู่ที่ศูนย์นี้อยู่แล้ว"), field="shelter")
    if not locked.event.is_running:
        raise GuardFailed(_("สถานการณ์ปิดแล้ว ย้ายไม่ได้ บันทึกการออกได้"), field="shelter")
    if origin is not None:
        locked.shelter = None
        locked.save(update_fields=["shelter"])
        _count_out(actor, locked, origin, token)
    _count_in(actor, locked, target, token, is_counted=False)
    locked.shelter = target
    locked.save(update_fields=["shelter"])
    kind = MoveKind.MOVED if origin is not None else MoveKind.ARRIVED
    return _written(actor, locked, kind, token, people=locked.people, origin=origin, target=target)


@transaction.atomic
def leave(*, actor: Officer, family: Family, leaving: Leaving, token: UUID) -> FamilyMove:
    """Let a whole family leave the shelters. That goes after the end of the event too: somebody is the last one.

    Args:
        actor: keeps the shelters of the event.
        family: as it was read.
        leaving: where it goes.
        token: one for each form.

    Raises:
        NotAllowed: it is none of theirs.
        GuardFailed: it is in no shelter, or it just moved.
    """
    if (known := _again(family, token)) is not None:
        return known
    locked, origin = _mine(actor, family)
    if origin is None:
        raise GuardFailed(_("ครอบครัวนี้ออกไปแล้ว"), field="leaving")
    locked.shelter = None
    locked.save(update_fields=["shelter"])
    _count_out(actor, locked, origin, token)
    return _written(actor, locked, MoveKind.LEFT, token, people=locked.people, origin=origin, leaving=leaving)


@transaction.atomic
def count_again(
    *, actor: Officer, family: Family, ages: tuple[int, int, int, int], token: UUID
) -> FamilyMove | None:
    """Correct how many a family are: somebody came after it, was born, went to hospital alone.

    Args:
        actor: keeps the shelters of the event.
        family: as it was read.
        ages: in the order of `AGES`.
        token: one for each form.

    Returns:
        The move; None where nothing changed.

    Raises:
        NotAllowed: it is none of theirs.
        GuardFailed: nobody would be left, or too many, or it just moved.
    """
    if (known := _again(family, token)) is not None:
        return known
    _check_ages(ages)
    locked, origin = _mine(actor, family)
    before = tuple(getattr(locked, name) for name in AGES)
    if before == tuple(ages):
        return None
    more = sum(ages) - sum(before)
    if origin is not None and more > 0:
        _door(actor, locked.event, origin, more, 0, token, "count")
    for name, number in zip(AGES, ages, strict=True):
        setattr(locked, name, number)
    locked.save(update_fields=[*AGES])
    if origin is not None and more < 0:
        _door(actor, locked.event, origin, more, 0, token, "count")
    return _written(actor, locked, MoveKind.COUNTED, token, people=more, origin=origin, target=origin)
