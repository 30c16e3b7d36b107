"""Planning and recording help at the desk: all that was given, its receipt, and what the committee hears of (S1.10, S2.34)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from cases.domain import plan, services, visits
from cases.machine.vocabulary import WaitingState
from cases.models import AssistanceRecord, Case, HelpService, PlanItem
from cases.vocabulary import PlanState
from portal.thai.dates import BE_OFFSET
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import World, working_case, working_crisis_case
from tests.files.samples import encoded


def address(case: Case, verb: str) -> str:
    return reverse("desk:act", kwargs={"reference": case.reference, "verb": verb})


def day(name: str, on: dt.date) -> dict[str, str]:
    return {
        f"{name}_day": str(on.day),
        f"{name}_month": str(on.month),
        f"{name}_year": str(on.year + BE_OFFSET),
    }


def given(**values: str) -> dict[str, object]:
    base = {"category": "disaster", "kind": "in_kind", "persons": "3", "households": "1"}
    return base | day("given_on", timezone.localdate()) | values


def picture(name: str = "ใบรับ.png", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or encoded(Image.new("RGB", (40, 30), "red"), "PNG"), "image/png")


@pytest.fixture
def case(world: World) -> Case:
    return working_case(world)


def test_all_that_was_given_is_kept_with_its_receipt(world: World, case: Case, login: Login):
    values = {
        "quantity": "๑,๒๐๐",
        "unit": "ขวด",
        "fund": "donation",
        "amount_baht": "๓,๕๐๐",
        "receipt": picture(),
    }
    answer = login(world.local.officer).post(address(case, "record_help"), given(**values))
    assert answer.status_code == 302, soup(answer).get_text()
    record = AssistanceRecord.objects.get()
    assert (record.quantity_words, record.fund, record.amount_baht) == ("1200 ขวด", "donation", 3500)
    assert record.receipt.case == case
    assert not record.before_committee


def test_what_is_no_picture_is_refused_and_nothing_is_kept(world: World, case: Case, login: Login):
    fake = picture(content=b"<script>alert(1)</script>")
    answer = login(world.local.officer).post(address(case, "record_help"), given(receipt=fake))
    assert answer.status_code == 200
    assert soup(answer).select(".field--error")
    assert not AssistanceRecord.objects.exists()


def test_help_that_could_not_wait_becomes_a_task_of_the_committee(world: World, case: Case, login: Login):
    client = login(world.local.officer)
    decided = given(before_committee="on", committee_decision="1/2570")
    assert client.post(address(case, "record_help"), decided).status_code == 200
    assert client.post(address(case, "record_help"), given(before_committee="on")).status_code == 302
    item = case.committee_items.get()
    assert item.state == WaitingState.SUBMITTED
    assert case.duties.running().filter(waiting=item.number).count() == 1


def test_who_has_no_committee_is_not_asked(world: World, login: Login):
    case = working_crisis_case(world)
    page = soup(login(world.lead.officer).get(address(case, "record_help")))
    assert page.select_one("[name=kind]")
    assert not page.select_one("[name=before_committee]")


def test_a_service_is_planned_done_and_another_given_up(world: World, case: Case, login: Login):
    services.load_services()
    client = login(world.local.officer)
    first, second = HelpService.objects.order_by("pk")[:2]
    soon = timezone.localdate() + dt.timedelta(days=3)
    assert client.post(address(case, "plan_help"), {"service": first.pk}).status_code == 200
    for service in (first, second):
        values = {"service": service.pk, "by": world.local.organization.pk} | day("due_on", soon)
        assert client.post(address(case, "plan_help"), values).status_code == 302
    one, two = PlanItem.objects.order_by("pk")
    assert client.post(address(case, "record_help"), given(plan_item=str(one.pk))).status_code == 302
    assert client.post(address(case, "plan_help"), {"drop": two.pk, "details": ""}).status_code == 200
    assert (
        client.post(address(case, "plan_help"), {"drop": two.pk, "details": "ย้ายออกไปแล้ว"}).status_code == 302
    )
    assert list(PlanItem.objects.order_by("pk").values_list("state", flat=True)) == [
        PlanState.DONE,
        PlanState.DROPPED,
    ]


def test_only_who_works_on_the_case_can_be_named_in_its_plan(world: World, case: Case, login: Login):
    services.load_services()
    values = {"service": HelpService.objects.first().pk, "by": world.other_local.organization.pk}
    soon = day("due_on", timezone.localdate() + dt.timedelta(days=3))
    answer = login(world.local.officer).post(address(case, "plan_help"), values | soon)
    assert answer.status_code == 200
    assert not PlanItem.objects.exists()


def test_pictures_of_a_unit_are_made_anew_and_belong_to_the_case(world: World, case: Case, login: Login):
    visit = visits.dispatch(case=case, actor=world.local.officer)
    client = login(world.local.officer)
    report = reverse("desk:field_report", kwargs={"reference": case.reference, "number": visit.number})
    many = {"photos": [picture(f"{number}.png") for number in range(6)], "result": "visit_helped"}
    assert "ครั้งละไม่เกิน 5 รูป" in soup(client.post(report, many)).get_text()
    bad = {"photos": [picture(), picture(content=b"MZ not a picture")], "result": "visit_helped"}
    assert client.post(report, bad).status_code == 200
    assert not case.files.exists()
    good = {"photos": [picture(), picture("อีกรูป.png")], "result": "visit_helped"}
    assert client.post(report, good).status_code == 302
    assert case.files.count() == 2
    visit.refresh_from_db()
    assert visit.state == WaitingState.DONE


def test_the_page_of_the_case_shows_plan_and_help_with_all_that_was_given(
    world: World, case: Case, login: Login
):
    services.load_services()
    soon = timezone.localdate() + dt.timedelta(days=3)
    plan.plan_help(
        case=case,
        actor=world.local.officer,
        service=HelpService.objects.filter(kind="shelter")[0],
        by=world.local.organization,
        due_on=soon,
        details="สองคืน",
    )
    login(world.local.officer).post(
        address(case, "record_help"), given(quantity="2", unit="ชุด", fund="reserve", before_committee="on")
    )
    page = soup(login(world.local.officer).get(reverse("desk:case", args=[case.reference])))
    text = page.select_one("main").get_text(" ", strip=True)
    for words in ("ที่พักชั่วคราว", "สองคืน", "2 ชุด", "งบกลาง", "ช่วยก่อนมติคณะกรรมการ"):
        assert words in text, words
