"""The pages of call lists: what a caller sees and nothing else, one press a number, sums (issue 14, part 5; privacy 1, 7)."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from cases.calls.domain import following, taking
from cases.calls.models import Call, CallList, CallRow
from cases.calls.vocabulary import CODES, Column, RowState
from cases.events.models import Event
from cases.mass.models import MassAct
from cases.vocabulary import CallOutcome, ContactWay
from portal.accounts.roles import Role
from portal.actors import Officer
from portal.audit.models import AuditEntry
from portal.vocabulary import ProblemType
from tests.accounts.factories import officer
from tests.cases import factories
from tests.cases.calls.conftest import Flooded, Listed, step_back
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import CANARY_EMAIL, CANARY_NAME, CANARY_STORY, World
from tests.helpers import assert_same_queries, count_queries
from tests.keyed import assert_pages_by_key


def url(name: str, calls: CallList, **values: int) -> str:
    return reverse(f"calls:{name}", kwargs={"pk": calls.pk} | values)


def code_of(row: CallRow, code: CallOutcome, **values: str) -> dict[str, str]:
    return {"row": str(row.pk), "code": code.value, "token": str(uuid.uuid4())} | values


def text_of(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined]


def test_a_caller_sees_what_a_call_needs_and_nothing_else(
    at_center: Client, flooded: Flooded, listed: Listed
) -> None:
    """Name, place, number to tap, what must not be done; no story, no mail, no other person (privacy 7)."""
    case = flooded(
        reporter={"phone": "081-770-0131", "contact_note": "แฟนอยู่บ้านหลังหกโมง"},
        affected={"name": "ยายบุญมา", "is_reporter": False},
    )
    calls = listed(case)
    listing = text_of(at_center.get(url("progress", calls)))
    assert "xxx-xxx-x131" in listing
    assert "081-770-0131" not in listing
    assert CANARY_NAME not in listing
    answer = at_center.post(url("take", calls), follow=True)
    page = soup(answer)
    assert [link["href"] for link in page.select(".call-number")] == ["tel:+66817700131"]
    words = page.get_text()
    assert CANARY_NAME in words
    assert "แฟนอยู่บ้านหลังหกโมง" in words
    for hidden in (CANARY_STORY, CANARY_EMAIL, "ยายบุญมา"):
        assert hidden not in words
    assert CANARY_NAME not in page.title.get_text()
    assert [button["data-digit"] for button in page.select(".call-codes button")] == list("1234567")


def test_one_press_ends_a_call_and_the_next_number_follows(
    at_center: Client, flooded: Flooded, listed: Listed
) -> None:
    first, then = flooded(), flooded()
    calls = listed(first, then)
    at_center.post(url("take", calls))
    row = calls.rows.get(case=first)
    answer = at_center.post(url("call", calls), code_of(row, CallOutcome.NEEDS, note="ขอยา"), follow=True)
    assert then.reference in text_of(answer)
    assert "ส่งให้ผู้รับผิดชอบเรื่องอ่านแล้ว" in text_of(answer)
    made = Call.objects.get()
    assert reverse("calls:correct", args=[calls.pk, made.pk]) in text_of(answer)
    row = calls.rows.get(case=then)
    answer = at_center.post(url("call", calls), code_of(row, CallOutcome.SAFE, stop="on"))
    assert answer.url == url("progress", calls)
    assert at_center.post(url("take", calls)).url == url("progress", calls), "nobody is left"


def test_a_form_without_a_code_and_one_whose_time_is_over_keep_the_words(
    at_center: Client, flooded: Flooded, listed: Listed
) -> None:
    case = flooded()
    calls = listed(case)
    at_center.post(url("take", calls))
    row = calls.rows.get()
    page = text_of(at_center.post(url("call", calls), {"row": row.pk, "note": "ขอยาเบาหวาน"}))
    assert "ขอยาเบาหวาน" in page
    assert "tel:" in page
    at_center.post(url("back", calls))
    page = text_of(at_center.post(url("call", calls), {"row": row.pk, "note": "ขอยาเบาหวาน"}))
    assert "ขอยาเบาหวาน" in page
    assert "tel:" not in page, "the number is another's now"
    case.grants.update(until=case.received_at)
    page = text_of(at_center.post(url("call", calls), code_of(row, CallOutcome.NEEDS, note="ขอยาเบาหวาน")))
    assert "ขอยาเบาหวาน" in page
    assert not Call.objects.exists()


def test_danger_with_another_code_is_asked_about_and_everything_typed_stays(
    at_center: Client, flooded: Flooded, listed: Listed
) -> None:
    calls = listed(flooded())
    at_center.post(url("take", calls))
    row = calls.rows.get()
    form = code_of(row, CallOutcome.WRONG_NUMBER, danger="on", note="คนรับบอกว่าน้ำถึงอก", stop="on")
    page = soup(at_center.post(url("call", calls), form))
    assert "เลือก “ต้องการความช่วยเหลือ” หรือเอาเครื่องหมายออก" in page.select_one(".error-summary").get_text()
    assert page.select_one("textarea[name=note]").get_text().strip() == "คนรับบอกว่าน้ำถึงอก"
    assert all(page.select_one(f"input[name={name}]").has_attr("checked") for name in ("danger", "stop"))
    assert page.select(".call-number"), "the number is still in this hand"
    assert not Call.objects.exists()


def test_who_stepped_back_reads_that_a_colleague_has_to_call_and_keeps_the_words(
    at_center: Client, areas: World, flooded: Flooded, listed: Listed, second: Officer
) -> None:
    case = flooded()
    calls = listed(case)
    at_center.post(url("take", calls))
    row = calls.rows.get()
    step_back(areas, case)
    page = text_of(at_center.post(url("call", calls), code_of(row, CallOutcome.NEEDS, note="ขอยาเบาหวาน")))
    assert "ให้เพื่อนร่วมงานโทรรายนี้" in page
    assert "ขอยาเบาหวาน" in page
    assert "บันทึกผลได้เลย" not in page
    assert "tel:" not in page
    assert taking.take(calls=calls, actor=second) == row


def test_the_second_person_decides_and_the_first_only_reads(
    at_center: Client, login: Login, flooded: Flooded, listed: Listed, second: Officer
) -> None:
    calls = listed(flooded())
    at_center.post(url("take", calls))
    row = calls.rows.get()
    at_center.post(url("call", calls), code_of(row, CallOutcome.DIED))
    look = url("look", calls, number=row.pk)
    assert look in text_of(at_center.get(url("progress", calls)))
    assert "tel:" not in text_of(at_center.get(look))
    form = {"answer": "yes", "note": "ถามผู้ใหญ่บ้าน"}
    assert "คนที่โทรยืนยันเองไม่ได้" in text_of(at_center.post(look, form))
    other = login(second)
    assert "tel:" in text_of(other.get(look))
    assert other.post(look, {"answer": "yes", "note": ""}).status_code == 200
    assert other.post(look, form).url == url("progress", calls)
    row.refresh_from_db()
    assert row.state == RowState.DONE
    assert "มีคนตรวจรายนี้ไปแล้ว" in text_of(other.post(look, form, follow=True))


def test_lists_begin_from_an_event_from_who_waits_and_from_a_list_of_work(
    at_center: Client, flooded: Flooded, event: Event
) -> None:
    cases = [flooded() for _ in range(3)]
    board = text_of(at_center.get(reverse("events:board", args=[event.slug])))
    assert f"{reverse('calls:new')}?event={event.slug}" in board
    new = reverse("calls:new")
    assert f'value="{event.slug}"' in text_of(at_center.get(f"{new}?event={event.slug}"))
    form = {"whom": event.slug, "token": str(uuid.uuid4())}
    for _twice in range(2):
        at_center.post(new, form)
    made = CallList.objects.get()
    assert (made.event, made.rows.count()) == (event, 3)
    assert made.name.startswith(event.name)
    again = at_center.post(new, {"whom": "waiting"})
    assert again.status_code == 200, "all of them stand on the first list"
    made.rows.update(state=RowState.LEFT, code="list_ended")
    at_center.post(reverse("calls:from_list"), {"case": [cases[0].reference]})
    at_center.post(reverse("calls:from_list"), {"whole": "1", "query": "list=fresh"})
    assert list(CallList.objects.order_by("pk").values_list("source", flat=True)) == [
        "event",
        "selection",
        "filter",
    ]
    assert at_center.post(reverse("calls:from_list"), {"case": ["0000-0000"]}).url == reverse("desk:worklist")


def test_who_was_not_reached_is_visited_by_one_act(
    at_center: Client, flooded: Flooded, listed: Listed
) -> None:
    calls = listed(flooded(), flooded(reporter={"phone": ""}, danger_now=True))
    page = text_of(at_center.get(f"{url('progress', calls)}?column={Column.VISIT}"))
    assert url("visits", calls) in page
    answer = at_center.post(url("visits", calls))
    mass = MassAct.objects.get()
    assert answer.url == reverse("mass:plan", args=[mass.pk, "dispatch"])
    assert mass.outcomes.count() == 1


def test_a_list_ends_by_a_button_never_over_danger(
    at_center: Client, flooded: Flooded, listed: Listed
) -> None:
    calm, urgent = listed(flooded()), listed(flooded(danger_now=True))
    for calls in (calm, urgent):
        at_center.post(url("end", calls))
        calls.refresh_from_db()
    assert (calm.ended_at is None, urgent.ended_at is None) == (False, True)
    assert calm.name in text_of(at_center.get(reverse("calls:listing")))


def test_to_everybody_else_a_list_does_not_exist(
    areas: World, login: Login, flooded: Flooded, listed: Listed
) -> None:
    """404 for another office, for editors, for who only watches; the numbers of who may not call stay masked (privacy 1)."""
    calls = listed(flooded())
    row = calls.rows.get()
    strangers = (
        areas.local.officer,
        officer(areas.center.organization, Role.CONTENT_EDITOR),
        officer(areas.center.organization, Role.PROVINCE_ADMIN),
    )
    paths = [
        *(url(name, calls) for name in ("progress", "take", "call", "back", "end", "visits")),
        url("look", calls, number=row.pk),
        url("correct", calls, number=1),
    ]
    for stranger in strangers:
        client = login(stranger)
        for path in paths:
            assert {client.get(path).status_code, client.post(path).status_code} <= {404, 405}, path
    assert login(strangers[1]).get(reverse("calls:listing")).status_code == 404
    assert CallRow.objects.get() == row


def test_reading_a_restricted_case_by_its_call_is_on_record(
    areas: World, login: Login, listed: Listed
) -> None:
    """S2.42: a crisis is called by its safe contact only, and every reading is recorded."""
    reporter = {"phone": "081-770-0131", "contact_way": ContactWay.PHONE, "contact_time": "เช้าก่อนเก้าโมง"}
    case = factories.working_crisis_case(areas, problem=ProblemType.VIOLENCE, reporter=reporter)
    calls = listed(case, actor=areas.lead.officer)
    page = text_of(login(areas.lead.officer).post(url("take", calls), follow=True))
    assert "เช้าก่อนเก้าโมง" in page
    assert "อย่าบอกคนที่รับสายว่าโทรจากหน่วยงานใด" in page
    assert AuditEntry.objects.filter(action="case.read", subject=case.reference).exists()


def test_the_page_costs_the_same_with_one_and_with_three(
    at_center: Client, flooded: Flooded, listed: Listed
) -> None:
    one, three = listed(flooded()), listed(flooded(), flooded(), flooded())
    counts = []
    for calls in (one, three):
        at_center.get(url("progress", calls))
        counts.append(count_queries(lambda calls=calls: at_center.get(url("progress", calls))))
    assert counts[0] == counts[1]


def test_the_lists_cost_the_same_with_one_and_with_three(
    at_center: Client, flooded: Flooded, listed: Listed
) -> None:
    listed(flooded())
    assert_same_queries(
        lambda: at_center.get(reverse("calls:listing")), lambda: [listed(flooded()) for _ in range(2)]
    )


def test_every_code_has_its_button_in_both_languages(
    at_center: Client, flooded: Flooded, listed: Listed
) -> None:
    calls = listed(flooded())
    at_center.post(url("take", calls))
    for path in (url("call", calls), f"/en{url('call', calls)}"):
        buttons = soup(at_center.get(path)).select(".call-codes button")
        assert [button["value"] for button in buttons] == [code.value for code in CODES]


def test_lists_that_ended_and_the_rows_of_a_list_page_by_key(
    at_center: Client, areas: World, flooded: Flooded, listed: Listed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.calls.desk.lists.PAGE_SIZE", 1)
    cases = [flooded() for _each in range(3)]
    calls = listed(*cases)
    address = f"{url('progress', calls)}?column={Column.FRESH}"
    rows = assert_pages_by_key(
        at_center, address, CallRow, rows="section[aria-labelledby=rows] li", figures=True
    )
    assert [case.reference in row for case, row in zip(cases, rows, strict=True)] == [True] * 3
    assert "(3)" in soup(at_center.get(address)).select_one("#rows").get_text()
    following.end_list(calls=calls, actor=areas.center.officer)
    for name in ("คืนแรก", "คืนที่สอง"):
        following.end_list(calls=listed(flooded(), name=name), actor=areas.center.officer)
    assert_pages_by_key(at_center, reverse("calls:listing"), CallList, rows="ul:has(+ .pagination) > li")
