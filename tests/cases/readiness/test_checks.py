"""Looks at a unit's checklist: only added, the newest says how it stands, appointments answer for people (S2.05, S2.06, S2.58)."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from cases.readiness.domain import checks
from cases.readiness.domain.checks import NotOurUnitError, lacks, record_check, standing_of, with_gaps
from cases.readiness.domain.reach import units_below
from cases.readiness.models import ReadinessCheck
from cases.readiness.vocabulary import ASKED, Item, State
from portal.accounts.functions import Function
from portal.audit.models import AuditEntry
from portal.audit.models.append_only import AppendOnlyError
from portal.files.scanning import EICAR
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from tests.accounts.factories import OrganizationFactory, officer
from tests.cases.factories import World
from tests.cases.readiness.conftest import NOW, TODAY, found, photo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False):
        yield


def stands(unit: Organization, item: Item) -> checks.Standing:
    return next(one for one in standing_of(unit) if one.item == item)


def test_every_item_says_what_is_asked_and_which_letter_asks_for_it() -> None:
    assert set(ASKED) == set(Item)
    assert all(
        str(one.words).strip() and "0891.3" in str(one.source) or "ข้อ 9" in str(one.source)
        for one in ASKED.values()
    )


def test_what_nobody_looked_at_is_neither_ready_nor_missing(world: World) -> None:
    one = stands(world.local.organization, Item.PLACE)
    assert (one.state, one.check, one.is_ready) == (None, None, False)


def test_the_last_word_counts_and_those_before_stay(world: World) -> None:
    unit, actor = world.local.organization, world.local.officer
    record_check(unit=unit, actor=actor, found=found(state=State.MISSING, remark="ไม่มีห้อง"))
    record_check(
        unit=unit, actor=actor, found=found(state=State.READY, checked_on=TODAY - dt.timedelta(days=3))
    )
    assert stands(unit, Item.PLACE).state == State.READY
    assert unit.readiness.count() == 2
    assert stands(world.other_local.organization, Item.PLACE).state is None


def test_the_same_look_twice_is_one(world: World) -> None:
    unit, actor = world.local.organization, world.local.officer
    with_photo = found(photo=photo(b"\x89PNG-1"))
    first = record_check(unit=unit, actor=actor, found=with_photo)
    assert record_check(unit=unit, actor=actor, found=with_photo) == first
    assert record_check(unit=unit, actor=actor, found=found(photo=photo(b"\x89PNG-2"))) != first
    assert unit.readiness.count() == 2


@pytest.mark.parametrize("lacks", ["contact_name", "contact_phone"])
def test_a_car_without_a_driver_to_call_is_not_ready(world: World, lacks: str) -> None:
    """S2.58: vehicle and driver contact."""
    known = {"contact_name": "นายขับ", "contact_phone": "081 000 0000"} | {lacks: " "}
    asked = {"unit": world.local.organization, "actor": world.local.officer}
    with pytest.raises(ValidationError) as caught:
        record_check(**asked, found=found(Item.VEHICLE, **known))
    assert set(caught.value.message_dict) == {lacks}
    assert record_check(**asked, found=found(Item.VEHICLE, State.PARTLY, remark="ไม่มีคนขับ", **known)).pk


def test_both_dates_of_the_letter_are_told() -> None:
    """The letter says the 9th, the province's letter says that it is of the 2nd (requirements.md, 6)."""
    assert all(day in str(ASKED[Item.PLACE].source) for day in ("9 กันยายน 2556", "2 กันยายน 2556"))
    assert all(month in str(ASKED[Item.SIGN].source) for month in ("สิงหาคม 2556", "กันยายน 2556"))


def test_a_look_is_on_record_without_its_words(world: World) -> None:
    record_check(
        unit=world.local.organization,
        actor=world.local.officer,
        found=found(Item.VEHICLE, contact_name="คะนารี คนขับ", remark="คะนารี"),
    )
    entry = AuditEntry.objects.get(action="readiness.check")
    assert entry.data == {"item": "vehicle", "state": "ready"}


@pytest.mark.parametrize(
    "sql", ["UPDATE readiness_readinesscheck SET state = 'missing'", "DELETE FROM readiness_readinesscheck"]
)
def test_nobody_rewrites_a_look(world: World, sql: str) -> None:
    row = record_check(unit=world.local.organization, actor=world.local.officer, found=found())
    with pytest.raises(AppendOnlyError):
        row.save()
    with pytest.raises(AppendOnlyError):
        ReadinessCheck.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert ReadinessCheck.objects.get().state == State.READY


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"checked_on": TODAY + dt.timedelta(days=1)}, "checked_on"),
        ({"checked_on": dt.date(1483, 11, 20)}, "checked_on"),
        ({"state": State.MISSING}, "remark"),
        ({"state": State.PARTLY, "remark": "  "}, "remark"),
        ({"photo": photo(b"%PDF", "application/pdf")}, "photo"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(world: World, values: dict, field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        record_check(unit=world.local.organization, actor=world.local.officer, found=found(**values))
    assert list(refused.value.message_dict) == [field]
    assert not ReadinessCheck.objects.exists()


def test_what_the_scanner_finds_is_not_kept(world: World, settings) -> None:
    settings.KLANG = {**settings.KLANG, "SCANNER": "portal.files.scanning.Trial"}
    unit, actor = world.local.organization, world.local.officer
    with pytest.raises(ValidationError):
        record_check(unit=unit, actor=actor, found=found(photo=photo(EICAR)))
    record_check(unit=unit, actor=actor, found=found(photo=photo(b"\x89PNG")))
    settings.KLANG = {**settings.KLANG, "SCANNER": "portal.files.scanning.Clamd 127.0.0.1 1"}
    with pytest.raises(ValidationError, match="ยังไม่ตอบ"):
        record_check(unit=unit, actor=actor, found=found(photo=photo(b"\x89PNG-3")))
    assert ReadinessCheck.objects.count() == 1


def test_appointments_answer_for_people_at_both_levels(world: World) -> None:
    """S2.58, S2.60: no tick is asked for what an order says; a unit without accounts names people by hand."""
    unit = world.local.organization
    command, operation = stands(unit, Item.COMMAND), stands(unit, Item.OPERATION)
    assert [one.user for one in command.holders] == [world.local.supervisor.person]
    assert world.local.officer.person in [one.user for one in operation.holders]
    alone = OrganizationFactory()
    officer(alone, functions=[Function.INTAKE])
    assert stands(alone, Item.OPERATION).is_ready
    assert stands(alone, Item.COMMAND).state is None


def test_an_appointment_that_ended_answers_nothing(world: World) -> None:
    appointment = world.local.supervisor.appointment
    appointment.valid_until = TODAY - dt.timedelta(days=1)
    appointment.save()
    assert stands(world.local.organization, Item.COMMAND).state is None


def test_the_list_of_gaps_and_the_unit_say_the_same(world: World, province) -> None:
    """The condition in SQL and the state in Python are two readings of one rule."""
    bare = OrganizationFactory()
    record_check(unit=bare, actor=province, found=found(Item.SIGN))
    record_check(unit=bare, actor=province, found=found(Item.COMMAND, contact_name="ปลัด"))
    record_check(unit=world.local.organization, actor=world.local.officer, found=found(Item.SIGN))
    record_check(
        unit=world.local.organization,
        actor=world.local.officer,
        found=found(Item.SIGN, State.PARTLY, remark="หลุด"),
    )
    units = with_gaps(units_below(province))
    told = checks.standings(units)
    assert len(told) == 3
    for item in Item:
        lacking = {unit.pk for unit in units.filter(lacks(item))}
        assert lacking == {
            pk for pk, items in told.items() if not next(one for one in items if one.item == item).is_ready
        }, item


# --- who ----------------------------------------------------------------------------------------------------------------


def test_each_office_reaches_the_units_below_it_and_no_other(world: World, province, elsewhere) -> None:
    unit, far = world.local.organization, OrganizationFactory(province_code="80", district_code="8001")
    near = OrganizationFactory(district_code="8102")
    ours = {world.local.organization.pk, world.other_local.organization.pk}

    def below(actor) -> set[int]:
        return set(units_below(actor).values_list("pk", flat=True))

    kinds = OrganizationType
    district = officer(OrganizationFactory(type=kinds.DISTRICT_LOCAL_OFFICE), functions=[Function.REPORTING])
    department = officer(
        OrganizationFactory(type=kinds.DLA, province_code="10", district_code=""),
        functions=[Function.REPORTING],
    )
    assert below(province) == ours | {near.pk}
    assert below(elsewhere) == {far.pk}
    assert below(district) == below(world.center.officer) == ours
    assert below(department) == ours | {near.pk, far.pk}
    assert below(world.local.officer) == below(world.hospital.officer) == set()
    unit.is_active = False
    unit.save()
    assert unit.pk not in below(province)


def test_only_those_in_reach_write_and_only_by_their_order(world: World, province, elsewhere) -> None:
    unit = world.local.organization
    reader = officer(unit, functions=[Function.VIEW])
    for actor in (world.other_local.officer, world.hospital.supervisor, elsewhere, reader):
        with pytest.raises(NotOurUnitError):
            record_check(unit=unit, actor=actor, found=found())
    assert not ReadinessCheck.objects.exists()
    row = record_check(unit=unit, actor=province, found=found())
    assert (row.recorded_for, row.recorded_by) == (province.organization, province.person)


def test_what_takes_in_no_reports_has_no_checklist(world: World) -> None:
    with pytest.raises(NotOurUnitError):
        record_check(unit=world.lead.organization, actor=world.lead.officer, found=found())
    world.lead.organization.is_frontline1 = True
    world.lead.organization.save()
    assert record_check(unit=world.lead.organization, actor=world.lead.officer, found=found()).pk
