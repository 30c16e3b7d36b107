"""A family in a shelter is a household of the register when an officer says so; then the four figures follow."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
import time_machine
from django.utils import timezone

from cases.camps.domain import coming, following, forgetting, knowing
from cases.camps.domain.rights import families_of
from cases.camps.models import Family, FamilyTerm
from cases.camps.vocabulary import Leaving
from cases.errors import GuardFailed, NotAllowed
from cases.events.models import Event, Shelter
from cases.vulnerable.domain.accounting import open_rows
from cases.vulnerable.models import Account, Home
from cases.vulnerable.vocabulary import Source, Status
from portal.audit.models import AuditEntry
from tests.cases.camps.conftest import NAME, OTHER, PHONE, SECRETS, Takes
from tests.cases.domain.test_erasing import dump
from tests.cases.factories import World
from tests.cases.vulnerable.test_accounting import seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(home: Home, event: Event) -> Account:
    """The household of the register, in the event."""
    open_rows(event)
    return Account.objects.get(home=home, event=event)


def test_nothing_is_linked_by_itself_and_the_figures_follow_what_an_officer_says(
    takes: Takes, account: Account, shelters: list[Shelter], areas: World, now: time_machine.Coordinates
) -> None:
    actor = areas.local.officer
    family = takes(phone=PHONE)
    account.refresh_from_db()
    assert family.account is None and account.status == Status.NOT_REACHED
    assert following.proposed(actor, family) == [account]
    assert following.proposed(areas.other_local.officer, family) == []

    for _ in range(2):
        following.link(actor=actor, family=family, account=account)
    account.refresh_from_db()
    mark = account.marks.get()
    assert (account.status, mark.source, mark.shelter) == (Status.MOVED, Source.SHELTER, shelters[0])

    # Whoever keeps the next shelter moves them on without seeing the household.
    family.refresh_from_db()
    now.shift(3600)
    coming.move(actor=actor, family=family, target=shelters[1], token=uuid.uuid4())
    family.refresh_from_db()
    assert account.marks.first().shelter == shelters[1]
    now.shift(3600)
    coming.leave(actor=actor, family=family, leaving=Leaving.HOME, token=uuid.uuid4())
    account.refresh_from_db()
    assert account.status == Status.SAFE and account.marks.count() == 3


def test_a_household_is_one_family_and_is_linked_by_whoever_sees_both(
    takes: Takes, account: Account, areas: World
) -> None:
    family, other = takes(), takes(name="นายอื่น ไกล", phone="", others="")
    for stranger in (areas.other_local.officer, areas.hospital.officer):
        with pytest.raises(NotAllowed):
            following.link(actor=stranger, family=family, account=account)
    following.link(actor=areas.local.officer, family=family, account=account)
    with pytest.raises(GuardFailed):
        following.link(actor=areas.local.officer, family=other, account=account)
    following.unlink(actor=areas.local.officer, family=family)
    following.link(actor=areas.local.officer, family=other, account=account)


def test_who_a_family_is_ends_no_need_that_was_seen_after_it_came(
    takes: Takes, account: Account, areas: World, now: time_machine.Coordinates
) -> None:
    """Taken in at eight, in danger at ten, said to be one household at noon: the newest observation holds (many.md B3)."""
    actor = areas.local.officer
    seen(actor, account, Status.NEEDS, danger=True, text="ยายยังอยู่บนหลังคา")
    now.shift(3600)
    family = takes(phone=PHONE)
    came = timezone.now()
    now.shift(2 * 3600)
    seen(actor, account, Status.NEEDS, danger=True, text="ยายกลับไปที่บ้าน")
    now.shift(2 * 3600)
    following.link(actor=actor, family=family, account=account)
    account.refresh_from_db()
    mark = account.marks.get(source=Source.SHELTER)
    assert (mark.observed_at, mark.recorded_at) == (came, timezone.now())
    assert (account.status, account.is_danger) == (Status.NEEDS, True)


def test_who_a_family_is_ends_what_they_needed_before_they_came(
    takes: Takes, account: Account, areas: World, now: time_machine.Coordinates
) -> None:
    seen(areas.local.officer, account, Status.NEEDS)
    now.shift(3600)
    family = takes(phone=PHONE)
    now.shift(3600)
    following.link(actor=areas.local.officer, family=family, account=account)
    account.refresh_from_db()
    assert account.status == Status.MOVED


def test_one_that_went_nobody_knows_where_changes_no_figure(
    takes: Takes, account: Account, areas: World
) -> None:
    family = takes()
    following.link(actor=areas.local.officer, family=family, account=account)
    family.refresh_from_db()
    coming.leave(actor=areas.local.officer, family=family, leaving=Leaving.UNKNOWN, token=uuid.uuid4())
    assert account.marks.count() == 1


@pytest.mark.parametrize("typed", ["ลับสุด คะนารี", "คะนารี", "ด.ช.คะนารี", "4471", "770 4471", PHONE])
def test_an_officer_of_the_event_finds_who_is_asked_for_and_the_look_is_on_record(
    takes: Takes, event: Event, areas: World, typed: str
) -> None:
    family = takes()
    takes(name="นายอื่น ไกล", phone="089-999-9999", others="")
    for actor, found in ((areas.local.officer, [family]), (areas.hospital.officer, [])):
        rows = families_of(actor, event)
        assert knowing.find(actor=actor, families=rows, typed=typed, event=event.slug) == found
    looks = AuditEntry.objects.filter(action="camp.find")
    assert looks.count() == 2 and not any(typed in str(one.data) for one in looks)


@pytest.mark.parametrize("typed", ["", "ก", "471", "1234", "คะนา", "คะนารี ไกล"])
def test_what_is_no_whole_word_and_no_four_digits_finds_nobody(
    takes: Takes, event: Event, areas: World, typed: str
) -> None:
    takes()
    rows = families_of(areas.local.officer, event)
    assert knowing.find(actor=areas.local.officer, families=rows, typed=typed, event=event.slug) == []


def test_no_name_lies_open_in_any_table_and_ninety_days_after_the_event_none_at_all(
    takes: Takes, event: Event, account: Account, areas: World
) -> None:
    family = takes()
    following.link(actor=areas.local.officer, family=family, account=account)
    lying = dump()
    assert not any(word in lying for word in (NAME, OTHER, "แพ้ถั่วคะนารี", "บ้านคลองแห้ง"))
    event.ended_at, event.ended_by, event.ending = event.declared_at, event.declared_by, "น้ำลด"
    event.save()
    for days, gone in ((89, False), (91, True)):
        with time_machine.travel(event.ended_at + dt.timedelta(days=days), tick=False):
            assert forgetting.forget_old() == int(gone)
            assert forgetting.forget_old() == 0
        left = Family.objects.get(pk=family.pk)
        assert (left.name == "") is gone and (left.account is None) is gone
        assert FamilyTerm.objects.exists() is not gone
    assert left.people == 5 and left.moves.count() == 1
    assert not any(getattr(left, name) in SECRETS for name in ("name", "phone", "others", "note", "place"))
