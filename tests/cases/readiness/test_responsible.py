"""Who is in charge of which problem and function: by order, by name, and what is missing (S2.02, S2.60)."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from cases.errors import GuardFailed
from cases.readiness.domain.checks import NotOurUnitError
from cases.readiness.domain.reach import units_below
from cases.readiness.domain.responsible import (
    LACKS_DEPUTIES,
    LACKS_PEOPLE,
    LACKS_PHONE,
    PROBLEMS,
    name_responsible,
    people_of,
    take_off,
    with_people,
)
from cases.readiness.models import ResponsiblePerson
from portal.accounts.functions import Function
from portal.organizations.models import Organization
from portal.vocabulary import ProblemType
from tests.accounts.factories import OrganizationFactory, officer
from tests.cases.desk.conftest import soup
from tests.cases.factories import World
from tests.cases.readiness.conftest import NOW, TODAY, Login
from tests.helpers import assert_same_queries

pytestmark = pytest.mark.django_db
VIOLENCE = ProblemType.VIOLENCE


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False):
        yield


def standing(unit: Organization):
    return people_of([unit])[unit.pk]


def names(unit: Organization, problem: ProblemType = VIOLENCE) -> list[str]:
    return [one.name for one in next(row for row in standing(unit).problems if row.problem == problem).people]


def at(unit: Organization) -> str:
    return reverse("readiness:people", args=[unit.pk])


def test_an_order_that_lets_somebody_take_in_reports_is_enough(world: World) -> None:
    found = standing(world.local.organization)
    assert found.uncovered == ()
    assert [row.problem for row in found.problems] == list(PROBLEMS) and len(PROBLEMS) == 4
    assert str(world.local.officer.person) in names(world.local.organization)
    assert all(one.by_order for one in found.problems[0].people)
    assert found.problems[0].deputies == ()


def test_a_deputy_by_order_stands_in_for_every_problem(world: World) -> None:
    deputy = officer(world.local.organization, functions=[Function.DEPUTY])
    assert {row.deputies[0].name for row in standing(world.local.organization).problems} == {
        str(deputy.person)
    }


def test_who_is_named_for_a_problem_comes_before_the_orders_and_only_there(world: World, province) -> None:
    unit = world.local.organization
    name_responsible(
        unit=unit, actor=world.local.officer, problem=VIOLENCE, name="ครูน้อย", phone="0-7561-1899"
    )
    assert names(unit) == ["ครูน้อย"]
    assert "ครูน้อย" not in names(unit, ProblemType.CHILD_LABOR)
    name_responsible(unit=unit, actor=province, name="ครูใหญ่")
    assert names(unit) == ["ครูน้อย", "ครูใหญ่"]
    assert names(unit, ProblemType.CHILD_LABOR) == ["ครูใหญ่"]


def test_a_unit_without_anybody_has_four_gaps_and_a_name_closes_one(province) -> None:
    unit = OrganizationFactory()
    assert standing(unit).uncovered == PROBLEMS
    name_responsible(unit=unit, actor=province, problem=VIOLENCE, name="กำนัน")
    assert set(standing(unit).uncovered) == set(PROBLEMS) - {VIOLENCE}
    name_responsible(unit=unit, actor=province, is_deputy=True, name="รอง")
    assert set(standing(unit).uncovered) == set(PROBLEMS) - {VIOLENCE}


def test_who_has_left_the_unit_is_not_in_charge_any_more(world: World) -> None:
    unit = world.local.organization
    name_responsible(
        unit=unit, actor=world.local.officer, problem=VIOLENCE, person=world.local.supervisor.person
    )
    assert names(unit) == [str(world.local.supervisor.person)]
    appointment = world.local.supervisor.appointment
    appointment.valid_until = TODAY - dt.timedelta(days=1)
    appointment.save()
    assert names(unit) == [str(world.local.officer.person)]


def test_the_condition_of_a_gap_says_what_the_unit_says(world: World, province) -> None:
    partly, all_by_name = OrganizationFactory(), OrganizationFactory()
    name_responsible(unit=partly, actor=province, problem=VIOLENCE, name="ก")
    name_responsible(unit=all_by_name, actor=province, name="ข")
    reader = OrganizationFactory()
    officer(reader, functions=[Function.VIEW])
    units = with_people(units_below(province))
    told = {pk for pk, one in people_of(units).items() if one.uncovered}
    assert told == {partly.pk, reader.pk}
    assert set(units.filter(LACKS_PEOPLE).values_list("pk", flat=True)) == told


def test_the_conditions_of_deputy_and_phone_say_what_the_unit_says(world: World, province) -> None:
    """S2.02: responsible officer, deputy and phone, each of them a gap that the province sees."""

    def unit(*functions: Function, phone: str = "") -> Organization:
        made = OrganizationFactory()
        for function in functions:
            one = officer(made, functions=[function])
            type(one.person).objects.filter(pk=one.person.pk).update(phone=phone)
        return made

    def named(where: Organization, **values: object) -> None:
        name_responsible(unit=where, actor=province, **{"name": "ก", **values})

    called, silent, covered = unit(Function.WORK, phone="075-1"), unit(Function.WORK), unit(Function.DEPUTY)
    by_deputy, hidden, some, by_account = (
        unit(Function.WORK),
        unit(Function.WORK, phone="075-1"),
        unit(),
        unit(),
    )
    named(by_deputy, is_deputy=True, phone="075-2")
    named(hidden, problem=VIOLENCE)
    named(some, problem=VIOLENCE, phone="075-3")
    named(some, problem=ProblemType.CHILD_LABOR, is_deputy=True)
    one = officer(by_account, functions=[Function.VIEW])
    name_responsible(unit=by_account, actor=province, person=one.person)
    units = with_people(units_below(province))
    standings = people_of(units)
    without_deputy = {pk for pk, each in standings.items() if each.without_deputy}
    without_phone = {pk for pk, each in standings.items() if each.without_phone}
    assert not without_deputy & {covered.pk, by_deputy.pk}
    assert {called.pk, silent.pk, hidden.pk, some.pk, by_account.pk} <= without_deputy
    assert {silent.pk, covered.pk, hidden.pk, by_account.pk} <= without_phone
    assert not without_phone & {called.pk, by_deputy.pk, some.pk}
    assert set(units.filter(LACKS_DEPUTIES).values_list("pk", flat=True)) == without_deputy
    assert set(units.filter(LACKS_PHONE).values_list("pk", flat=True)) == without_phone
    type(one.person).objects.filter(pk=one.person.pk).update(phone="075-4")
    assert by_account.pk not in set(units.filter(LACKS_PHONE).values_list("pk", flat=True))


@pytest.mark.parametrize(("values", "field"), [({}, "name"), ({"name": "  "}, "name")])
def test_nobody_is_nobody(world: World, values: dict, field: str) -> None:
    with pytest.raises(GuardFailed) as refused:
        name_responsible(unit=world.local.organization, actor=world.local.officer, **values)
    assert refused.value.field == field


def test_only_people_of_the_unit_are_named_by_their_account(world: World) -> None:
    with pytest.raises(GuardFailed) as refused:
        name_responsible(
            unit=world.local.organization, actor=world.local.officer, person=world.hospital.officer.person
        )
    assert refused.value.field == "person"
    assert not ResponsiblePerson.objects.exists()


def test_naming_twice_is_one_row_and_taking_off_twice_is_one_end(world: World) -> None:
    unit, actor = world.local.organization, world.local.officer
    values = {"unit": unit, "actor": actor, "person": actor.person, "problem": VIOLENCE}
    row = name_responsible(**values)
    assert name_responsible(**values) == row
    by_name = {"unit": unit, "actor": actor, "name": "ครู"}
    assert name_responsible(**by_name) == name_responsible(**by_name)
    with pytest.raises(IntegrityError), transaction.atomic():
        ResponsiblePerson.objects.create(
            unit=unit, problem=VIOLENCE, person=actor.person, named_by=actor.person
        )
    take_off(row=row, actor=actor)
    ended = ResponsiblePerson.objects.get(pk=row.pk).ended_at
    with time_machine.travel(NOW + dt.timedelta(hours=1), tick=False):
        take_off(row=row, actor=actor)
    assert ResponsiblePerson.objects.get(pk=row.pk).ended_at == ended is not None
    assert name_responsible(**values) != row


def test_strangers_name_nobody_and_take_nobody_off(world: World, elsewhere) -> None:
    row = name_responsible(unit=world.local.organization, actor=world.local.officer, name="ครู")
    reader = officer(world.local.organization, functions=[Function.VIEW])
    for actor in (world.other_local.supervisor, world.hospital.officer, elsewhere, reader):
        with pytest.raises(NotOurUnitError):
            name_responsible(unit=world.local.organization, actor=actor, name="x")
        with pytest.raises(NotOurUnitError):
            take_off(row=row, actor=actor)
    assert ResponsiblePerson.objects.get().ended_at is None


# --- pages --------------------------------------------------------------------------------------------------------------


def test_a_unit_names_somebody_and_takes_them_off_again(world: World, login: Login) -> None:
    unit, client = world.local.organization, login(world.local.officer)
    answer = client.post(at(unit), {"problem": VIOLENCE, "name": "ครูน้อย", "phone": "0-7561-1899"})
    assert answer.status_code == 302
    page = soup(client.get(at(unit)))
    assert page.select_one("a[href='tel:+6675611899']")
    form = page.select_one("td form")
    assert client.post(form["action"]).status_code == 302
    assert "ครูน้อย" not in soup(client.get(at(unit))).get_text()


def test_what_is_missing_stands_in_words(world: World, login: Login, province) -> None:
    bare = OrganizationFactory()
    text = soup(login(province).get(at(bare))).get_text(" ", strip=True)
    assert text.count("ยังไม่มีผู้รับผิดชอบ") == 4
    assert text.count("ยังไม่มีคำสั่งแต่งตั้ง") == 5
    assert "ยังไม่มีเบอร์โทรศัพท์" not in text
    own = soup(login(world.local.officer).get(at(world.local.organization))).get_text(" ", strip=True)
    assert own.count("ยังไม่มีเบอร์โทรศัพท์") == 4
    assert own.count("ยังไม่มีผู้รับผิดชอบ") == 0


def test_a_person_who_works_elsewhere_cannot_be_chosen(world: World, login: Login) -> None:
    unit, client = world.local.organization, login(world.local.officer)
    answer = client.post(at(unit), {"person": world.hospital.officer.person.pk, "name": "ที่พิมพ์ไว้"})
    page = soup(answer)
    assert page.select_one("details[open] [name=name]")["value"] == "ที่พิมพ์ไว้"
    assert str(world.hospital.officer.person) not in page.get_text()
    assert not ResponsiblePerson.objects.exists()


def test_the_people_of_another_unit_do_not_exist(world: World, login: Login, elsewhere) -> None:
    row = name_responsible(unit=world.local.organization, actor=world.local.officer, name="คะนารี")
    end = reverse("readiness:people_end", args=[world.local.organization.pk, row.pk])
    for stranger in (world.other_local.officer, world.hospital.officer, elsewhere):
        client = login(stranger)
        assert client.get(at(world.local.organization)).status_code == 404
        assert client.post(at(world.local.organization), {"name": "x"}).status_code == 404
        assert client.post(end).status_code == 404
    through_own = reverse("readiness:people_end", args=[world.other_local.organization.pk, row.pk])
    assert login(world.other_local.officer).post(through_own).status_code == 404
    reader = login(officer(world.local.organization, functions=[Function.VIEW]))
    assert reader.get(at(world.local.organization)).status_code == 200
    assert reader.post(at(world.local.organization), {"name": "x"}).status_code == 404
    assert reader.post(end).status_code == 404
    assert ResponsiblePerson.objects.get().ended_at is None


def test_the_province_finds_the_units_where_a_problem_has_nobody(
    world: World, login: Login, province
) -> None:
    bare = OrganizationFactory(name_th="อบต.เปล่า")
    client = login(province)
    page = soup(client.get(reverse("readiness:gaps"), {"gap": "people"}))
    rows = [row.get_text(" ", strip=True) for row in page.select("tbody tr")]
    assert len(rows) == 1 and "อบต.เปล่า" in rows[0]
    assert "ยังไม่มีผู้รับผิดชอบ: ตั้งครรภ์ไม่พร้อม, การค้ามนุษย์" in rows[0]
    name_responsible(unit=bare, actor=province, name="กำนัน")
    assert not soup(client.get(reverse("readiness:gaps"), {"gap": "people"})).select("tbody tr")


def test_the_province_finds_the_units_without_a_deputy_or_a_number(
    world: World, login: Login, province
) -> None:
    quiet = OrganizationFactory(name_th="อบต.เงียบ")
    officer(quiet, functions=[Function.WORK])
    client = login(province)

    def rows(gap: str) -> list[str]:
        page = soup(client.get(reverse("readiness:gaps"), {"gap": gap}))
        return [row.get_text(" ", strip=True) for row in page.select("tbody tr") if "อบต.เงียบ" in row.text]

    for gap in ("deputies", "phone"):
        (row,) = rows(gap)
        assert "ยังไม่มีผู้ทำการแทน" in row and "ยังไม่มีเบอร์โทรศัพท์" in row
        assert "ยังไม่มีผู้รับผิดชอบ" not in row
    name_responsible(unit=quiet, actor=province, name="รอง", is_deputy=True, problem=VIOLENCE, phone="075-1")
    assert "ยังไม่มีผู้ทำการแทน: ตั้งครรภ์ไม่พร้อม" in rows("deputies")[0]
    name_responsible(unit=quiet, actor=province, name="รอง", is_deputy=True, phone="075-1")
    assert not rows("deputies")
    assert not rows("phone")


def test_the_provincial_office_says_who_is_responsible_there(
    world: World, login: Login, province, elsewhere
) -> None:
    """S2.02 names it before the municipalities; it has no checklist of a unit."""
    office, client = province.organization, login(province)
    home = client.get(reverse("readiness:home")).content.decode()
    assert at(office) in home
    assert reverse("readiness:checklist", args=[office.pk]) not in home
    assert client.get(reverse("readiness:checklist", args=[office.pk])).status_code == 404
    assert "ยังไม่มีผู้รับผิดชอบ" in client.get(at(office)).content.decode()
    values = {"name": "ท้องถิ่นจังหวัด", "phone": "0-7561-1899"}
    assert client.post(at(office), values).status_code == 302
    assert names(office) == ["ท้องถิ่นจังหวัด"]
    row = ResponsiblePerson.objects.get()
    end = reverse("readiness:people_end", args=[office.pk, row.pk])
    for stranger in (elsewhere, world.local.officer, world.hospital.officer):
        assert login(stranger).get(at(office)).status_code == 404
        assert login(stranger).post(at(office), values).status_code == 404
        assert login(stranger).post(end).status_code == 404
        with pytest.raises(NotOurUnitError):
            name_responsible(unit=office, actor=stranger, name="x")
    assert login(province).post(end).status_code == 302
    assert standing(office).uncovered == PROBLEMS


def test_naming_more_people_costs_no_more_queries(world: World, login: Login) -> None:
    client, unit, actor = login(world.local.officer), world.local.organization, world.local.officer

    def grow() -> None:
        for number in range(3):
            name_responsible(unit=unit, actor=actor, name=f"คน {number}")

    assert_same_queries(lambda: client.get(at(unit)), grow)


def test_a_corrected_number_or_place_of_the_same_person_is_kept(world: World) -> None:
    """Somebody in a crisis is told the number; "saved" must not mean the old one."""
    unit, actor = world.local.organization, world.local.officer
    values = {"unit": unit, "actor": actor, "person": actor.person, "problem": VIOLENCE}
    first = name_responsible(**values, phone="075-111-111", position="นักพัฒนาชุมชน")
    second = name_responsible(**values, phone="075-222-222")
    assert second != first
    assert (second.phone, second.position) == ("075-222-222", "นักพัฒนาชุมชน")
    assert ResponsiblePerson.objects.get(pk=first.pk).ended_at is not None, "it stays as a record"
    assert name_responsible(**values, phone="075-222-222") == second
    assert name_responsible(**values) == second, "what is left empty stays as it was"
    third = name_responsible(**values, is_deputy=True)
    assert third.is_deputy and third.phone == "075-222-222"
    assert unit.responsible.filter(ended_at=None, problem=VIOLENCE).count() == 1
