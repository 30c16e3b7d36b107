"""A form that can be filled in again and again does its act once, however often one page is sent (R03)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.domain import services
from cases.machine.vocabulary import Stage
from cases.models import AssistanceRecord, Case, CaseFile, CaseNote, FollowUp, HelpService, PlanItem, Question
from tests.cases.desk.conftest import soup
from tests.cases.desk.test_help_forms import address, day, given, picture
from tests.cases.factories import World, followed_case, working_case


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """The day does not change while a test runs."""
    with time_machine.travel(dt.datetime(2026, 11, 26, 5, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def case(world: World) -> Case:
    return working_case(world)


def drawn(client: Client, case: Case, verb: str) -> dict[str, str]:
    """What goes along hidden with the form as it was drawn."""
    form = soup(client.get(address(case, verb))).select_one("main form.form")
    hidden = {one["name"]: one.get("value", "") for one in form.select("input[type=hidden]")}
    assert hidden["token"]
    return {name: hidden[name] for name in ("base", "token")}


def soon(days: int = 3) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def sent_twice(client: Client, case: Case, verb: str, values: dict[str, object]) -> list[int]:
    page = drawn(client, case, verb)
    return [client.post(address(case, verb), page | values).status_code for _twice in range(2)]


def test_help_that_is_sent_twice_counts_once_with_its_money_and_its_receipt(
    case: Case, at_local: Client
) -> None:
    page = drawn(at_local, case, "record_help")
    for _twice in range(2):
        values = page | given(kind="cash", amount_baht="3,000", receipt=picture())
        answer = at_local.post(address(case, "record_help"), values, follow=True)
        assert "บันทึกแล้ว" in soup(answer).get_text()
    assert AssistanceRecord.objects.get().amount_baht == 3000
    assert CaseFile.objects.count() == 1


def test_the_second_of_two_presses_is_no_error_when_the_first_changed_the_case(
    world: World, case: Case, at_local: Client
) -> None:
    values = given() | day("follow_up_on", soon(14))
    assert sent_twice(at_local, case, "record_help", values) == [302, 302]
    case.refresh_from_db()
    assert case.stage == Stage.FOLLOWING_UP
    assert AssistanceRecord.objects.count() == FollowUp.objects.count() == 1


def test_help_that_does_a_line_of_the_plan_is_sent_twice_without_an_error(
    world: World, case: Case, at_local: Client
) -> None:
    services.load_services()
    planned = {"service": HelpService.objects.first().pk, "by": world.local.organization.pk}
    assert sent_twice(at_local, case, "plan_help", planned | day("due_on", soon())) == [302, 302]
    item = PlanItem.objects.get()
    assert sent_twice(at_local, case, "record_help", given(plan_item=str(item.pk))) == [302, 302]
    assert AssistanceRecord.objects.get().plan_item == item


def test_who_goes_back_and_writes_down_other_help_has_recorded_both(case: Case, at_local: Client) -> None:
    """The page of before has the token of before; its new words are not answered with what was kept then."""
    page = drawn(at_local, case, "record_help")
    for amount in ("100", "200"):
        values = page | given(kind="cash", amount_baht=amount)
        assert at_local.post(address(case, "record_help"), values).status_code == 302
    assert sorted(AssistanceRecord.objects.values_list("amount_baht", flat=True)) == [100, 200]


def test_the_same_help_given_again_is_recorded_again_from_a_new_page(case: Case, at_local: Client) -> None:
    for _again in range(2):
        values = drawn(at_local, case, "record_help") | given()
        assert at_local.post(address(case, "record_help"), values).status_code == 302
    assert AssistanceRecord.objects.count() == 2


@pytest.mark.parametrize(
    ("verb", "values", "table"),
    [
        ("note", {"text": "โทรแล้วไม่รับ", "readers": "internal"}, CaseNote),
        ("log_call", {"outcome": "needs", "text": "ขอยา", "readers": "shared"}, CaseNote),
        ("ask", {"question": "บ้านอยู่ตรงไหน"}, Question),
    ],
)
def test_what_is_written_and_sent_twice_stands_there_once(
    case: Case, at_local: Client, verb: str, values: dict[str, object], table: type
) -> None:
    assert sent_twice(at_local, case, verb, values) == [302, 302]
    found = table.objects.filter(**({"case": case} if table is Question else {"event__case": case}))
    assert found.filter(**({} if table is Question else {"event__verb": verb})).count() == 1


def test_a_file_that_is_sent_twice_is_attached_once(case: Case, at_local: Client) -> None:
    page = drawn(at_local, case, "add_file")
    for _twice in range(2):
        values = page | {"file": picture(), "note": "หลังคา", "readers": "shared"}
        assert at_local.post(address(case, "add_file"), values).status_code == 302
    assert CaseFile.objects.count() == case.events.filter(verb="add_file").count() == 1


def test_a_day_of_following_up_that_is_sent_twice_is_one(world: World, at_local: Client) -> None:
    case = followed_case(world)
    before = case.follow_ups.count()
    assert sent_twice(at_local, case, "plan_followup", day("on", soon(5))) == [302, 302]
    assert case.follow_ups.count() == before + 1


def test_a_token_that_is_none_is_asked_about_and_one_of_another_case_hides_nothing(
    world: World, case: Case, at_local: Client
) -> None:
    wrong = at_local.post(address(case, "note"), {"text": "ก", "readers": "internal", "token": "x"})
    assert wrong.status_code == 200
    page = drawn(at_local, case, "note") | {"text": "ก", "readers": "internal"}
    other = working_case(world)
    for one in (case, other):
        assert at_local.post(address(one, "note"), page).status_code == 302
    assert CaseNote.objects.filter(event__verb="note").count() == 2


def test_the_case_page_is_where_the_second_press_leads(case: Case, at_local: Client) -> None:
    page = drawn(at_local, case, "note") | {"text": "ก", "readers": "internal"}
    for _twice in range(2):
        answer = at_local.post(address(case, "note"), page)
        assert answer.url == reverse("desk:case", args=[case.reference])
