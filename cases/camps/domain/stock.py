"""Relief of an event: what came, was given, moved and corrected. What is there is a sum, and never below none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cases.camps.domain.rights import families_of, keeps_camps
from cases.camps.models import EntryWords, Family, Goods, GoodsEntry
from cases.camps.vocabulary import GOING_OUT, EntryKind
from cases.errors import GuardFailed, NotAllowed
from cases.events.models import Event, Shelter
from portal.audit import services as audit
from portal.organizations.models import Organization
from portal.thai.dates import format_datetime, to_bangkok

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.actors import Officer, System

MOST = 1_000_000
MOST_CHANGES = 40
"""Times that what a vehicle has with it may change: more often nobody loads one."""
MOST_GOODS = 60
LONGEST_NAME, LONGEST_UNIT, LONGEST_WHY = 80, 40, 300


@dataclass(frozen=True, slots=True)
class Place:
    """Where goods lie: in a shelter, or at an office of the event.

    Attributes:
        shelter: one of the two,
        organization: or the other.
    """

    shelter: Shelter | None = None
    organization: Organization | None = None

    @property
    def key(self) -> str:
        """By what a form names it."""
        return f"s{self.shelter.pk}" if self.shelter else f"o{self.organization.pk}"  # type: ignore[union-attr]

    @property
    def label(self) -> str:
        """Its name."""
        return self.shelter.display_name if self.shelter else self.organization.display_name  # type: ignore[union-attr]


def places_of(event: Event) -> list[Place]:
    """Return where goods of an event may lie: its shelters, then its offices; two queries."""
    shelters = [Place(shelter=one) for one in event.shelters.all()]
    offices = Organization.objects.filter(
        Q(pk=event.organization_id) | Q(pk__in=event.parties.values("organization"))
    )
    return [*shelters, *(Place(organization=one) for one in offices.order_by("pk"))]


def may_take(actor: Officer, place: Place) -> bool:
    """Whether somebody who keeps the shelters of the event writes entries of a place: of all shelters, and of their own office."""
    return place.organization is None or place.organization.pk == actor.organization.pk


def entries_of(actor: Officer, event: Event) -> QuerySet[GoodsEntry]:
    """Return the entries of an event that somebody may see; the one door to them."""
    rows = GoodsEntry.objects.filter(goods__event=event)
    return rows if keeps_camps(actor, event) else rows.none()


def balances(event: Event) -> dict[tuple[int, str], int]:
    """Return how much of each kind lies where: key of the goods and `Place.key` → quantity; one query."""
    rows = (
        GoodsEntry.objects.filter(goods__event=event)
        .order_by()
        .values("goods", "shelter", "organization")
        .annotate(there=Sum("quantity"))
    )
    return {
        (row["goods"], f"s{row['shelter']}" if row["shelter"] else f"o{row['organization']}"): row["there"]
        for row in rows
    }


def _there(goods: Goods, place: Place) -> int:
    rows = goods.entries.filter(shelter=place.shelter, organization=place.organization)
    return rows.aggregate(there=Sum("quantity"))["there"] or 0


@transaction.atomic
def add_goods(*, actor: Officer, event: Event, name: str, unit: str) -> Goods:
    """Let an event have one more kind of goods; the same name is the same kind.

    Args:
        actor: keeps the shelters of the event.
        event: whose.
        name: as people say it.
        unit: in which it is counted.

    Raises:
        NotAllowed: for anybody else.
        GuardFailed: without a name or a unit, too long, too many, or the name stands with another unit.
    """
    if not keeps_camps(actor, event):
        raise NotAllowed("camp_goods")
    name, unit = " ".join(name.split()), " ".join(unit.split())
    if not name or len(name) > LONGEST_NAME:
        raise GuardFailed(_("กรอกชื่อสิ่งของ ไม่เกิน 80 ตัวอักษร"), field="name")
    if not unit or len(unit) > LONGEST_UNIT:
        raise GuardFailed(_("กรอกหน่วยนับ เช่น ชุด ขวด ผืน"), field="unit")
    Event.objects.select_for_update().get(pk=event.pk)
    known = Goods.objects.filter(event=event, name=name).first()
    if known is not None:
        if known.unit != unit:
            words = _("สิ่งของนี้นับเป็น “%(unit)s” อยู่แล้ว ใช้ชื่ออื่น เช่น ใส่ขนาดไว้ในชื่อ")
            raise GuardFailed(words % {"unit": known.unit}, field="unit")
        return known
    if Goods.objects.filter(event=event).count() >= MOST_GOODS:
        raise GuardFailed(_("มีสิ่งของครบ 60 ชนิดแล้ว"), field="name")
    made = Goods.objects.create(event=event, name=name, unit=unit, made_by=actor.person)
    audit.record(actor=actor, action="camp.goods", subject=event.slug, data={"goods": made.pk})
    return made


def _locked(actor: Officer, goods: Goods, *places: Place) -> Goods:
    """Return goods under their lock: all entries of one kind come one after the other, so no sum is read between two.

    Raises:
        NotAllowed: the event is none of theirs, or a place is of another one.
    """
    event = goods.event
    if not keeps_camps(actor, event):
        raise NotAllowed("camp_stock")
    known = {one.key for one in places_of(event)}
    if any(one.key not in known for one in places):
        raise NotAllowed("camp_stock")
    return Goods.objects.select_for_update(of=("self",)).select_related("event").get(pk=goods.pk)


def _enough(quantity: int) -> None:
    if not 1 <= quantity <= MOST:
        raise GuardFailed(_("กรอกจำนวนเป็นตัวเลขตั้งแต่ 1"), field="quantity")


def _left(goods: Goods, place: Place, taken: int) -> None:
    """Refuse what would leave less than none."""
    there = _there(goods, place)
    if taken > there:
        words = _("ที่ %(place)s มี%(goods)sเหลือ %(there)s %(unit)s บันทึกมากกว่านี้ไม่ได้")
        told = {"place": place.label, "goods": goods.name, "there": there, "unit": goods.unit}
        raise GuardFailed(words % told, field="quantity")


def _write(
    actor: Officer, goods: Goods, place: Place, kind: EntryKind, quantity: int, token: UUID, **more: object
) -> GoodsEntry:
    """Write one entry; `quantity` with its sign."""
    made = GoodsEntry.objects.create(
        goods=goods,
        kind=kind,
        quantity=quantity,
        shelter=place.shelter,
        organization=place.organization,
        person=actor.person,
        token=token,
        **more,
    )
    audit.record(
        actor=actor,
        action=f"camp.goods_{kind.value}",
        subject=goods.event.slug,
        data={"entry": made.pk, "quantity": quantity},
    )
    return made


def _mine(actor: Officer, place: Place) -> None:
    if not may_take(actor, place):
        raise NotAllowed("camp_stock")


@transaction.atomic
def receive(*, actor: Officer, goods: Goods, place: Place, quantity: int, token: UUID) -> GoodsEntry:
    """Write down that goods came from outside. The same token means the same entry.

    Args:
        actor: keeps the shelters of the event; of an office its own people.
        goods: of the event.
        place: where they lie now.
        quantity: at least 1.
        token: one for each form.

    Raises:
        NotAllowed: for anybody else.
        GuardFailed: the number cannot be.
    """
    locked = _locked(actor, goods, place)
    _mine(actor, place)
    if (known := GoodsEntry.objects.filter(token=token, goods=locked).first()) is not None:
        return known
    _enough(quantity)
    return _write(actor, locked, place, EntryKind.RECEIVED, quantity, token)


def given_today(
    goods: Goods, family: Family, now: dt.datetime | None = None
) -> tuple[int, dt.datetime | None]:
    """Return how much of a kind a family got today, wherever, corrections counted, and when the last time was.

    Args:
        goods: which kind.
        family: to whom.
        now: the moment; its day in Thailand counts.
    """
    midnight = to_bangkok(now or timezone.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = GoodsEntry.objects.filter(goods=goods, family=family)
    of_today = rows.filter(Q(at__gte=midnight, corrects=None) | Q(corrects__at__gte=midnight))
    number = -(of_today.aggregate(there=Sum("quantity"))["there"] or 0)
    last = of_today.filter(corrects=None).values_list("at", flat=True).first()
    return number, last if number else None


@transaction.atomic
def give(
    *,
    actor: Officer,
    goods: Goods,
    place: Place,
    quantity: int,
    token: UUID,
    family: Family | None = None,
    people: int = 0,
    why: str = "",
) -> GoodsEntry:
    """Write down what was given to a family, or to so many people without a name. The same token means the same entry.

    Args:
        actor: keeps the shelters of the event; of an office its own people.
        goods: of the event.
        place: from where.
        quantity: at least 1.
        token: one for each form.
        family: of the event, where it is known.
        people: how many, where no family is named.
        why: needed where the family got the same kind today already.

    Raises:
        NotAllowed: for anybody else, or the family is none of theirs.
        GuardFailed: less is there, nobody gets it, or it is the second time today and no word says why.
    """
    locked = _locked(actor, goods, place)
    _mine(actor, place)
    if family is not None and not families_of(actor, locked.event).filter(pk=family.pk).exists():
        raise NotAllowed("camp_stock")
    if (known := GoodsEntry.objects.filter(token=token, goods=locked).first()) is not None:
        return known
    _enough(quantity)
    why = _words(why)
    if family is None and not 1 <= people <= MOST:
        raise GuardFailed(_("บอกว่าให้กี่คน"), field="people")
    if family is not None and not why:
        number, last = given_today(locked, family)
        if last is not None:
            words = _("วันนี้ครอบครัวนี้ได้%(goods)sแล้ว %(number)s %(unit)s เมื่อ %(at)s ถ้าให้อีก บอกเหตุผล")
            told = {"goods": locked.name, "number": number, "unit": locked.unit, "at": format_datetime(last)}
            raise GuardFailed(words % told, field="why")
    _left(locked, place, quantity)
    made = _write(
        actor,
        locked,
        place,
        EntryKind.GIVEN,
        -quantity,
        token,
        family=family,
        people=family.people if family is not None else people,
    )
    if why:
        EntryWords.objects.create(entry=made, why=why)
    return made


def _words(why: str) -> str:
    why = why.strip()
    if len(why) > LONGEST_WHY:
        raise GuardFailed(_("ข้อความยาวเกินไป"), field="why")
    return why


@transaction.atomic
def move(
    *, actor: Officer, goods: Goods, origin: Place, target: Place, quantity: int, token: UUID
) -> GoodsEntry:
    """Move goods from one place of the event to another; returns the entry of the place they left.

    Args:
        actor: keeps the shelters of the event; from an office its own people.
        goods: of the event.
        origin: where they lie.
        target: where they lie then.
        quantity: at least 1.
        token: one for each form.

    Raises:
        NotAllowed: for anybody else.
        GuardFailed: less is there, or it is the same place.
    """
    locked = _locked(actor, goods, origin, target)
    _mine(actor, origin)
    if (known := GoodsEntry.objects.filter(token=token, goods=locked).first()) is not None:
        return known
    _enough(quantity)
    if origin.key == target.key:
        raise GuardFailed(_("เลือกที่ปลายทางอื่น"), field="target")
    _left(locked, origin, quantity)
    sent = _write(actor, locked, origin, EntryKind.SENT, -quantity, token)
    _write(actor, locked, target, EntryKind.BROUGHT, quantity, uuid5(token, "brought"), partner=sent)
    return sent


@transaction.atomic
def keep_out(*, actor: Officer | System, goods: Goods, place: Place, quantity: int, name: UUID) -> int:
    """Let so much of a kind be out with a vehicle: the difference to what is out leaves the place or comes back.

    What is out under a name is the sum of its entries, so saying it twice changes nothing. No more leaves than is there.

    Args:
        actor: whose act it belongs to, which has been allowed already; the portal, where nobody ended a trip.
        goods: of the event.
        place: from where.
        quantity: how much is out now, or was given.
        name: of the load.

    Returns:
        how much is out then.
    """
    locked = Goods.objects.select_for_update(of=("self",)).select_related("event").get(pk=goods.pk)
    tokens = [uuid5(name, str(number)) for number in range(MOST_CHANGES)]
    entries = list(GoodsEntry.objects.filter(token__in=tokens, goods=locked).order_by("pk"))
    corrected = GoodsEntry.objects.filter(corrects__in=entries).aggregate(more=Sum("quantity"))["more"] or 0
    out = -(sum(one.quantity for one in entries) + corrected)
    more = min(quantity - out, max(_there(locked, place), 0))
    person = actor.person or (entries[0].person if entries else None)
    if not more or person is None or len(entries) == MOST_CHANGES:
        return out
    kind = EntryKind.SENT if more > 0 else EntryKind.BROUGHT
    made = GoodsEntry.objects.create(
        goods=locked,
        kind=kind,
        quantity=-more,
        shelter=place.shelter,
        organization=place.organization,
        person=person,
        token=tokens[len(entries)],
    )
    data = {"entry": made.pk, "quantity": made.quantity}
    audit.record(actor=actor, action=f"camp.goods_{kind.value}", subject=locked.event.slug, data=data)
    return out + more


def place_of(entry: GoodsEntry) -> Place:
    """Return where an entry stands."""
    return Place(entry.shelter, entry.organization)


def amount_of(entry: GoodsEntry) -> int:
    """Return how much an entry says now, corrections counted, without its sign."""
    return abs(entry.quantity + (entry.corrections.aggregate(more=Sum("quantity"))["more"] or 0))


@transaction.atomic
def correct(*, actor: Officer, entry: GoodsEntry, right: int, why: str, token: UUID) -> GoodsEntry | None:
    """Correct how much an entry says, by a second entry; both ends of what was moved. None where it says so already.

    Args:
        actor: who may write entries of the place where it began.
        entry: no correction itself.
        right: how much it was; 0: it never happened.
        why: required.
        token: one for each form.

    Raises:
        NotAllowed: for anybody else.
        GuardFailed: without a word why, or a place would hold less than none.
    """
    if entry.corrects_id is not None or entry.kind == EntryKind.BROUGHT:
        raise NotAllowed("camp_stock")
    place = place_of(entry)
    locked = _locked(actor, entry.goods, place)
    _mine(actor, place)
    if (known := GoodsEntry.objects.filter(token=token, goods=locked).first()) is not None:
        return known
    if not 0 <= right <= MOST:
        raise GuardFailed(_("กรอกจำนวนเป็นตัวเลขตั้งแต่ 0"), field="quantity")
    why = _words(why)
    if not why:
        raise GuardFailed(_("บอกเหตุผลที่แก้"), field="why")
    more = right - amount_of(entry)
    if not more:
        return None
    kind = EntryKind(entry.kind)
    sign = -1 if kind in GOING_OUT else 1
    if sign * more < 0:
        _left(locked, place, abs(more))
    made = _write(actor, locked, place, kind, sign * more, token, corrects=entry, family=entry.family)
    EntryWords.objects.create(entry=made, why=why)
    other = GoodsEntry.objects.filter(partner=entry).select_related("shelter", "organization").first()
    if other is not None:
        target = place_of(other)
        if more < 0:
            _left(locked, target, -more)
        _write(actor, locked, target, EntryKind.BROUGHT, more, uuid5(token, "brought"), corrects=other)
    return made


def ledger(event: Event) -> list[list[object]]:
    """Return the entries of an event for a spreadsheet, the oldest first: no name, no number of a family, no words.

    A file holds the newest `MOST_LINES`; where there are more, its last line says how many older ones are not in it.

    Returns:
        Lines in the order of `LEDGER_HEAD`.
    """
    rows = GoodsEntry.objects.filter(goods__event=event).select_related("goods", "shelter", "organization")
    newest = list(rows.order_by("-at", "-pk")[:MOST_LINES])
    left = rows.count() - len(newest) if len(newest) == MOST_LINES else 0
    more = [[_t("ไม่รวมรายการที่เก่ากว่านี้ %(number)d รายการ") % {"number": left}]] if left else []
    return [*_lines(reversed(newest)), *more]


def _lines(entries: Iterable[GoodsEntry]) -> list[list[object]]:
    return [
        [
            to_bangkok(one.at).strftime("%Y-%m-%d %H:%M"),
            place_of(one).label,
            one.goods.name,
            EntryKind(one.kind).label,
            _t("แก้ไข") if one.corrects_id else "",
            one.quantity,
            one.goods.unit,
            one.people or "",
        ]
        for one in entries
    ]


MOST_LINES = 20_000
"""Entries in one file: more than a flood of a province writes in a month."""
LEDGER_HEAD = (
    _("เวลา"),
    _("ที่"),
    _("สิ่งของ"),
    _("รายการ"),
    _("แก้ไข"),
    _("จำนวน"),
    _("หน่วยนับ"),
    _("ให้กี่คน"),
)
