"""The phone page of the mobile unit: one act after the other, nothing of what the unit need not know (S1.06, privacy 1)."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from cases.domain import field_unit, visits, working
from cases.machine.vocabulary import WaitingState
from cases.models import AssistanceRecord, FieldMember, Visit
from cases.vocabulary import Visibility
from portal.accounts.functions import Function
from tests.accounts.factories import officer
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import CANARY_STORY, World, working_case, working_crisis_case

MINUTE = 60_000


@pytest.fixture
def driver(world: World):
    return officer(world.local.organization, functions=[Function.FIELD])


@pytest.fixture
def visit(world: World, driver) -> Visit:
    case = working_case(world)
    working.add_note(
        case=case, actor=world.local.officer, text="บันทึกของสำนักงานเท่านั้น", readers=Visibility.INTERNAL
    )
    member = field_unit.add_member(actor=world.local.officer, name="คนขับ (สมมติ)", person=driver.person)
    return visits.dispatch(case=case, actor=world.local.officer, crew=[member], note="พาเรือไปรับ")


def address(name: str, visit: Visit, **more: str) -> str:
    return reverse(f"desk:{name}", kwargs={"reference": visit.case.reference, "number": visit.number} | more)


def fields(form) -> dict[str, str]:
    return {box["name"]: box.get("value", "") for box in form.select("input[name]")}


def test_the_driver_walks_from_out_to_helped_with_one_button_each(visit: Visit, driver, login: Login):
    client = login(driver)
    page = soup(client.get(reverse("desk:field")))
    (form,) = page.select(".visit-card form")
    assert form.button.get_text(strip=True) == "ออกเดินทาง"
    now = int(timezone.now().timestamp() * 1000)
    sent = fields(form) | {"pressed_at": str(now), "sent_at": str(now)}
    for _twice in range(2):
        assert client.post(form["action"], sent).status_code == 302
    (form,) = soup(client.get(address("field_visit", visit))).select("form[data-phone-time]")
    assert form.button.get_text(strip=True) == "ถึงแล้ว"
    client.post(form["action"], fields(form))
    visit.refresh_from_db()
    assert visit.set_out_at is not None and visit.arrived_at is not None
    report = soup(client.get(address("field_visit", visit))).select_one("a.button--wide[href$='report/']")
    form = soup(client.get(report["href"])).select_one("form[data-phone-time]")
    token = form.select_one("[name=token]")["value"]
    given = {
        "token": token,
        "kind": "in_kind",
        "quantity": "๒",
        "unit": "ชุด",
        "persons": "4",
        "result": "visit_helped",
    }
    answer = client.post(report["href"], given)
    assert answer.status_code == 302, soup(answer).get_text()
    client.post(report["href"], given)
    record = AssistanceRecord.objects.get()
    assert (record.quantity_words, record.persons) == ("2 ชุด", 4)
    visit.refresh_from_db()
    assert visit.state == WaitingState.DONE


def test_it_works_without_a_script_and_without_any_time(visit: Visit, driver, login: Login):
    client = login(driver)
    (form,) = soup(client.get(reverse("desk:field"))).select(".visit-card form")
    sent = fields(form) | {"pressed_at": "เมื่อกี้", "sent_at": "9" * 40}
    assert client.post(form["action"], sent).status_code == 302
    visit.refresh_from_db()
    assert visit.set_out_at is not None


def test_the_unit_reads_what_its_part_needs_and_no_more(visit: Visit, driver, login: Login):
    text = soup(login(driver).get(address("field_visit", visit))).get_text(" ")
    assert "พาเรือไปรับ" in text
    assert "081-770-0131" in text
    assert CANARY_STORY not in text


def test_a_number_is_dialled_and_the_map_opened_by_the_phone_itself(visit: Visit, driver, login: Login):
    page = soup(login(driver).get(address("field_visit", visit)))
    assert page.select_one("a[href^='tel:+66817700131']")
    link = page.select_one("a[href^='geo:0,0?q=']")["href"]
    assert "http" not in link
    title = page.title.get_text()
    assert "คะนารี" not in title


def test_a_restricted_place_is_handed_to_no_other_app(world: World, login: Login):
    case = working_crisis_case(world)
    visit = visits.dispatch(case=case, actor=world.lead.officer)
    page = soup(login(world.lead.officer).get(address("field_visit", visit)))
    assert not page.select("a[href^='geo:']")
    assert case.reference in page.get_text()


def test_ones_own_visits_come_before_those_of_others(world: World, visit: Visit, driver, login: Login):
    other = visits.dispatch(case=working_case(world), actor=world.local.officer)
    member = FieldMember.objects.create(organization=world.local.organization, name="อีกคน")
    third = visits.dispatch(case=working_case(world), actor=world.local.officer, crew=[member])
    page = soup(login(driver).get(reverse("desk:field")))
    lists = [
        [a.get_text(strip=True) for a in one.select(".visit-reference")] for one in page.select(".visit-list")
    ]
    assert sorted(lists[0]) == sorted([visit.case.reference, other.case.reference])
    assert lists[1] == [third.case.reference]


def test_a_visit_of_another_organization_does_not_exist(world: World, visit: Visit, login: Login):
    client = login(world.center.officer)
    assert client.get(address("field_visit", visit)).status_code == 404
    assert client.post(address("field_step", visit, step="out"), {"token": uuid.uuid4()}).status_code == 404
    assert client.get(address("field_report", visit)).status_code == 404


def test_what_comes_too_late_is_given_back(visit: Visit, driver, login: Login):
    client = login(driver)
    visits.record_on_site(
        visit=visit,
        actor=driver,
        token=uuid.uuid4(),
        done=visits.OnSite(result=visits.VisitResult.HELPED),
    )
    answer = client.post(address("field_step", visit, step="there"), {"token": uuid.uuid4()})
    assert answer.status_code == 409
    assert "ยังไม่ได้บันทึก" in soup(answer).h1.get_text()


def test_the_lists_are_kept_on_one_page(world: World, login: Login):
    client = login(world.local.officer)

    def add(what: str, **data: str) -> HttpResponse:
        given = {f"{what}-{name}": value for name, value in data.items()}
        return client.post(reverse("desk:roster_add", args=[what]), given)

    assert add("member", name="ก้อง (สมมติ)", skill="คนขับ", phone="๐๘๑-๒๓๔-๕๖๗๘").status_code == 302
    assert add("vehicle", name="เรือท้องแบน", plate="", seats="6").status_code == 302
    member = FieldMember.objects.get()
    today = timezone.localdate()
    day = f"{today.day}/{today.month}/{today.year + 543}"
    late = today + dt.timedelta(days=1)
    ends = f"{late.day}/{late.month}/{late.year + 543} 08:30"
    assert add("shift", member=str(member.pk), starts=f"{day} 00:00", ends=ends).status_code == 302
    page = soup(client.get(reverse("desk:roster")))
    assert "ก้อง (สมมติ)" in page.select_one(".case-block").get_text()
    assert page.select_one("a[href='tel:+66812345678']")
    shift = member.shifts.get()
    assert client.post(reverse("desk:roster_end", args=["shift", shift.pk])).status_code == 302
    assert "ไม่มีใครลงเวร" in soup(client.get(reverse("desk:roster"))).get_text()
    stranger = login(world.other_local.officer)
    assert stranger.post(reverse("desk:roster_end", args=["member", member.pk])).status_code == 404
    assert add("member", name="").status_code == 200
