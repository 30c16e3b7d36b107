"""Taking a household down, changing, asking again, and taking it out for good."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.domain.found_anew import Kept
from cases.domain.overview import is_center
from cases.errors import GuardFailed, NotAllowed
from cases.vulnerable.domain.accounting import follow_home, forget_home, leave_over
from cases.vulnerable.domain.order import beginning_of, hold, put_in_order
from cases.vulnerable.domain.places import (
    form_digest,
    home_key,
    key_digest,
    name_keys,
    phone_keys,
    village_key,
    village_of,
)
from cases.vulnerable.domain.rights import homes_of, keeper_of, keeps
from cases.vulnerable.domain.terms import EDITION, TERM_MONTHS, newest_that_is
from cases.vulnerable.models import Agreement, Home, Need, Removal, Withdrawn
from cases.vulnerable.vocabulary import AgreedBy, AgreedHow, EntryWay, Occasion, RemovalReason
from portal.accounts.models import KeptForm
from portal.actors import Officer
from portal.audit import services as audit
from portal.letters.models import PrintOrder
from portal.letters.printing import forget
from portal.thai.dates import bangkok_today

if TYPE_CHECKING:
    from portal.actors import Actor

MOST_PEOPLE = 99
LIST_KIND = "first"
"""Of the papers that were drawn of an event's lists; their subject begins with the key of the event."""
LONGEST = {"name": 150, "phone": 120, "other_contact": 200, "moo": 20, "place_detail": 500, "note": 500}


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What is known of a household; fields as in `Home`, texts as typed, needs by their slugs."""

    name: str
    subdistrict: str
    needs: Sequence[str]
    phone: str = ""
    other_contact: str = ""
    people: int | None = None
    moo: str = ""
    place_detail: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """That somebody agreed after the words of `terms.WORDS` were read to them; fields as in `Agreement`."""

    by: AgreedBy
    how: AgreedHow
    on: dt.date
    name: str = ""


class AlreadyThereError(GuardFailed):
    """The same house stands in the register; it is asked again or changed instead.

    Attributes:
        home: the key of its row.
    """

    def __init__(self, home: int) -> None:
        super().__init__(_("ครัวเรือนนี้อยู่ในทะเบียนแล้ว เปิดดูแล้วยืนยันหรือแก้ไขแทน"), field="place_detail")
        self.home = home


@transaction.atomic
def enter(
    *,
    actor: Officer,
    details: Details,
    agreed: Agreed,
    token: UUID,
    way: EntryWay = EntryWay.OFFICER,
) -> Home:
    """Take a household down. The same token always means the same one.

    Args:
        actor: of a local administration or a center.
        details: what is known.
        agreed: who agreed.
        token: one for each form or line of a list.
        way: how it came.

    Raises:
        NotAllowed: for anybody else.
        AlreadyThereError: the same house stands there.
        GuardFailed: something is missing, the place is none of theirs, or they withdrew what they had agreed to.
    """
    if not keeps(actor):
        raise NotAllowed("enter_home")
    if (known := Home.objects.filter(token=token).first()) is not None:
        if known.entered_by_id != actor.person.pk:
            raise NotAllowed("enter_home")
        return known
    check_details(details)
    check_agreed(agreed)
    keeper = keeper_of(actor, details.subdistrict)
    if keeper is None:
        raise GuardFailed(_("ตำบลนี้ไม่อยู่ในพื้นที่ที่หน่วยงานของคุณดูแล"), field="place")
    hold(village_key(details.subdistrict, village_of(details)))
    home = Home(organization=keeper, token=token, way=way, entered_by=actor.person, agreed_on=agreed.on)
    _fill(home, details)
    _save_once(home)
    # Asked last: who stands there again is told so, and a withdrawal that was under way has ended by now.
    _check_withdrawn(home, agreed, way)
    home.needs.set(_needs(details))
    _write_agreement(home, agreed, actor, token, Occasion.ENTERED)
    audit.record(actor=actor, action="first.entered", subject=subject_of(home), organization=keeper)
    return home


@transaction.atomic
def change(*, actor: Officer, home: Home, details: Details, only: Collection[str] | None = None) -> Home:
    """Correct what is known of a household; the term does not begin anew by it. Rows of running events go with it.

    Where it passes to another organization, rows of events that are over lead to nobody any more: they stand with who kept
    it then.

    Args:
        actor: who may see it.
        home: the household.
        details: what is known now.
        only: names of the details that somebody corrected; of the others what stands there by now stays. None for all.

    Raises:
        NotAllowed: it is none of theirs.
        AlreadyThereError, GuardFailed: as in `enter`.
    """
    _may_keep(actor, home, "change_home")
    check_details(details)
    hold(beginning_of(home.place_key), village_key(details.subdistrict, village_of(details)))
    locked = _locked(home)
    kept_before = locked.organization_id
    if only is not None:
        details = _corrected(locked, details, only)
        # Its village may be another one by now; held again it costs nothing.
        hold(village_key(details.subdistrict, village_of(details)))
    if details.subdistrict != locked.subdistrict_code:
        keeper = keeper_of(actor, details.subdistrict)
        if keeper is None:
            raise GuardFailed(_("ตำบลนี้ไม่อยู่ในพื้นที่ที่หน่วยงานของคุณดูแล"), field="place")
        locked.organization = keeper
    _fill(locked, details)
    locked.changed_at = timezone.now()
    _save_once(locked)
    moved = follow_home(locked)
    if locked.organization_id != kept_before:
        # What was drawn for those who kept it before is not theirs any more.
        forget_lists([*moved, *leave_over(locked)])
    locked.needs.set(_needs(details))
    audit.record(
        actor=actor, action="first.changed", subject=subject_of(home), organization=home.organization
    )
    return locked


@transaction.atomic
def refresh(*, actor: Officer, home: Home, agreed: Agreed, token: UUID) -> Agreement:
    """Write down that somebody agreed again: the term begins anew. The same token means the same agreement.

    Raises:
        NotAllowed: it is none of theirs.
        GuardFailed: the day cannot be, or lies before the newest agreement.
    """
    _may_keep(actor, home, "refresh_home")
    locked = _locked(home)
    if (known := Agreement.objects.filter(token=token, home=locked).first()) is not None:
        return known
    check_agreed(agreed)
    if agreed.on < locked.agreed_on:
        raise GuardFailed(_("มีการยืนยันที่ใหม่กว่าวันนี้แล้ว"), field="agreed_on")
    made = _write_agreement(locked, agreed, actor, token, Occasion.REFRESHED)
    Home.objects.filter(pk=locked.pk).update(agreed_on=agreed.on, reminded=0, reminded_on=None)
    audit.record(
        actor=actor, action="first.refreshed", subject=subject_of(home), organization=home.organization
    )
    return made


@transaction.atomic
def remove(*, actor: Actor, home: int, reason: RemovalReason) -> bool:
    """Take a household out and erase what was known of it; False when that was done before.

    Kept is that one left, when and why. What an officer had begun to type about it goes too.

    Args:
        actor: an officer whose door showed it, or the system.
        home: key of the household.
        reason: why.

    Raises:
        NotAllowed: an officer to whom it is none of theirs.
    """
    found = Home.objects.select_for_update(of=("self",)).select_related("organization")
    row = found.filter(pk=home).first()
    if row is None:
        return False
    if isinstance(actor, Officer):
        _may_keep(actor, row, "remove_home")
    person = actor.person if isinstance(actor, Officer) else None
    Removal.objects.create(organization=row.organization, number=row.pk, reason=reason, person=person)
    if reason is RemovalReason.WITHDRAWN:
        Withdrawn.objects.create(key=row.key, form_key=form_digest(row.token), on=bangkok_today())
    KeptForm.objects.filter(path__contains=f"/desk/first/{row.pk}/").delete()
    audit.record(
        actor=actor,
        action="first.removed",
        subject=subject_of(row),
        organization=row.organization,
        data={"reason": reason.value},
    )
    forget_lists(forget_home(row.pk))
    row.delete()
    return True


def forget_lists(events: Sequence[int]) -> int:
    """Forget what was drawn of the lists of some events, because somebody on them left or moved; drawn again in a minute.

    Args:
        events: keys.
    """
    wanted = Q()
    for event in events:
        wanted |= Q(subject__startswith=f"{event}:")
    return forget(PrintOrder.objects.filter(wanted, kind=LIST_KIND)) if wanted else 0


def subject_of(home: Home) -> str:
    """Return by what the audit trail names a household: a number that leads to nobody once the row is gone."""
    return f"first:{home.pk}"


def check_details(details: Details) -> None:
    """Refuse what cannot be kept.

    Raises:
        GuardFailed: name, place or need is missing, something is too long, a need does not exist.
    """
    if not details.name.strip():
        raise GuardFailed(_("เขียนชื่อผู้ที่ต้องช่วยก่อน หรือชื่อที่คนในหมู่บ้านเรียก"), field="name")
    for name, longest in LONGEST.items():
        if len(getattr(details, name).strip()) > longest:
            raise GuardFailed(_("ข้อความยาวเกินไป"), field=name)
    if len(details.subdistrict) != 6:
        raise GuardFailed(_("เลือกตำบล ทะเบียนต้องรู้ว่าบ้านอยู่ตำบลใด"), field="place")
    if not (details.place_detail.strip() or details.moo.strip()):
        raise GuardFailed(_("เขียนบ้านเลขที่ หมู่ที่ หรือจุดสังเกต ให้ผู้ที่ไม่เคยไปหาเจอ"), field="place_detail")
    if details.people is not None and not 1 <= details.people <= MOST_PEOPLE:
        raise GuardFailed(_("จำนวนคนในบ้านต้องอยู่ระหว่าง 1 ถึง 99"), field="people")
    wanted = set(details.needs)
    if not wanted or Need.objects.filter(slug__in=wanted).count() != len(wanted):
        raise GuardFailed(_("เลือกอย่างน้อยหนึ่งข้อว่าทำไมต้องช่วยก่อน"), field="needs")


def check_agreed(agreed: Agreed) -> None:
    """Refuse an agreement that cannot be.

    Raises:
        GuardFailed: it lies in the future or is too old to hold, or nobody is named who agreed for another.
    """
    today = bangkok_today()
    if agreed.on > today:
        raise GuardFailed(_("วันที่ยินยอมต้องไม่อยู่ในอนาคต"), field="agreed_on")
    if agreed.on <= newest_that_is(TERM_MONTHS, today):
        raise GuardFailed(_("ความยินยอมเก่ากว่า 12 เดือน ต้องถามใหม่"), field="agreed_on")
    if agreed.by != AgreedBy.SELF and not agreed.name.strip():
        raise GuardFailed(_("เขียนชื่อผู้ให้ความยินยอมแทน"), field="agreed_name")
    if len(agreed.name.strip()) > LONGEST["name"]:
        raise GuardFailed(_("ข้อความยาวเกินไป"), field="agreed_name")


def _check_withdrawn(home: Home, agreed: Agreed, way: EntryWay) -> None:
    """Refuse what somebody agreed to before they withdrew: a list or a form of then would bring them back unasked.

    Of the day itself a new form is taken: an officer says by it that the words were read once more, and who changes their
    mind at the door may. A list of that day says nothing of the hour, nor does the form that was sent before.

    Raises:
        GuardFailed: they withdrew, and nobody asked them again.
    """
    later = "on__gte" if way is EntryWay.IMPORT else "on__gt"
    same = Q(form_key=form_digest(home.token), on__gte=agreed.on) | Q(key=home.key, **{later: agreed.on})
    if Withdrawn.objects.filter(same).exists():
        raise GuardFailed(_("ครัวเรือนนี้ถอนความยินยอมแล้ว ต้องขอความยินยอมใหม่"), field="agreed_on")


def _may_keep(actor: Officer, home: Home, what: str) -> None:
    """Refuse whoever may not see it, but for a center of its district: people call there, and its door knows whom."""
    if not keeps(actor):
        raise NotAllowed(what)
    us = actor.organization
    near = is_center(actor) and home.subdistrict_code.startswith(us.district_code or us.province_code)
    if not (near or homes_of(actor).filter(pk=home.pk).exists()):
        raise NotAllowed(what)


def _locked(home: Home) -> Home:
    found = Home.objects.select_for_update(of=("self",)).select_related("organization")
    row = found.filter(pk=home.pk).first()
    if row is None:
        raise GuardFailed(_("ครัวเรือนนี้ออกจากทะเบียนแล้ว"))
    return row


def _corrected(home: Home, details: Details, only: Collection[str]) -> Details:
    """Return what stands of a household with only some of its details replaced."""
    stood = Details(
        name=home.name,
        subdistrict=home.subdistrict_code,
        needs=[need.slug for need in home.needs.all()],
        phone=home.phone,
        other_contact=home.other_contact,
        people=home.people,
        moo=home.moo,
        place_detail=home.place_detail,
        note=home.note,
    )
    return replace(stood, **{name: getattr(details, name) for name in only})


def _fill(home: Home, details: Details) -> None:
    """Put what is known into a row, with the keys that follow from it."""
    home.name, home.phone = details.name.strip(), details.phone.strip()
    home.other_contact, home.people = details.other_contact.strip(), details.people
    home.subdistrict_code, home.moo = details.subdistrict, village_of(details) or details.moo.strip()
    home.place_detail, home.note = details.place_detail.strip(), details.note.strip()
    for column, digest in digests_of(home).items():
        setattr(home, column, digest)
    put_in_order(home, village_of(details))


def digests_of(home: Home) -> dict[str, str]:
    """Return what of a row the key for finding makes."""
    known = Details(
        name=home.name,
        subdistrict=home.subdistrict_code,
        needs=(),
        phone=home.phone,
        moo=home.moo,
        place_detail=home.place_detail,
    )
    return {
        "key": key_digest(home_key(known)),
        "phone_keys": phone_keys(home.phone, home.other_contact),
        "name_keys": name_keys(home.name),
    }


DIGESTS = Kept("households that need help first", Home.objects.all, digests_of)


def _save_once(home: Home) -> None:
    try:
        with transaction.atomic():
            home.save()
    except IntegrityError as error:
        same = Home.objects.filter(organization=home.organization, key=home.key).exclude(pk=home.pk).first()
        if same is None:
            raise
        raise AlreadyThereError(same.pk) from error


def _needs(details: Details) -> list[Need]:
    return list(Need.objects.filter(slug__in=set(details.needs)))


def _write_agreement(
    home: Home, agreed: Agreed, actor: Officer, token: UUID, occasion: Occasion
) -> Agreement:
    return Agreement.objects.create(
        home=home,
        token=token,
        occasion=occasion,
        by=agreed.by,
        name="" if agreed.by == AgreedBy.SELF else agreed.name.strip(),
        how=agreed.how,
        on=agreed.on,
        edition=EDITION,
        officer=actor.person,
    )
