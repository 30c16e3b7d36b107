"""What was left open when an event ended can enter the next one, and the one that is over goes on counting it (end_repair)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from cases.errors import GuardFailed
from cases.events.desk.report import table
from cases.events.domain import attaching, choosing, declaring
from cases.events.domain.attaching import members
from cases.events.domain.summing import summary_of
from cases.events.models import Event, EventCase
from cases.events.vocabulary import Way
from cases.models import Case
from portal.vocabulary import ProblemType
from tests.cases import factories
from tests.cases.desk.conftest import Login
from tests.cases.events.conftest import NOW, OURS, Declare
from tests.cases.factories import World

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def asked(**values) -> Case:
    return factories.CaseFactory(**({"problem": ProblemType.DISASTER, "subdistrict_code": OURS} | values))


def over(event: Event, areas: World, now) -> None:
    now.move_to(NOW + HOUR)
    declaring.close(actor=areas.center.supervisor, event=event, ended_at=NOW + HOUR, reason="น้ำลด")
    event.refresh_from_db()


def test_a_new_event_takes_in_what_is_open_of_one_that_is_over_and_both_count_it(
    event: Event, declared: Declare, areas: World, now
) -> None:
    case = asked()
    helped = factories.followed_case(areas, case=factories.working_case(areas, subdistrict_code=OURS))
    closed = factories.closed_case(areas, case=factories.closing_case(areas, case=helped))
    over(event, areas, now)
    before = table(summary_of(event))
    later = declared(name="น้ำท่วมรอบสอง")
    assert [(one.case, one.way) for one in members(later)] == [(case, Way.AREA)]
    assert {one.case for one in members(event)} == {case, closed}, "the one that is over lost nothing"
    assert members(event).get(case=case).left_with == areas.center.organization
    assert table(summary_of(event)) == before
    assert summary_of(event).taken_out == 0
    assert EventCase.objects.filter(case=case, until=None).get().event == later


def test_an_officer_puts_what_was_left_of_an_event_that_is_over_into_another(
    event: Event, declared: Declare, areas: World, now
) -> None:
    case, actor = asked(), areas.center.officer
    over(event, areas, now)
    later = declared(starts_at=NOW + HOUR / 2)
    assert not members(later).exists(), "it came before the later one began"
    row = choosing.put_in(actor=actor, event=later, case=case, reason="บ้านยังท่วมอยู่")
    assert (members(later).get(), row.way) == (row, Way.OFFICER)
    assert members(event).get().case == case
    third = declared(starts_at=NOW + HOUR / 2)
    with pytest.raises(GuardFailed):
        choosing.put_in(actor=actor, event=third, case=case, reason="x")
    choosing.take_out(actor=actor, event=later, case=case, reason="ไม่เกี่ยว")
    assert members(event).get().case == case
    assert not members(later).exists()


def test_what_was_taken_out_of_an_event_is_not_counted_there_after_its_end(
    event: Event, areas: World, now
) -> None:
    case = asked()
    choosing.take_out(actor=areas.center.officer, event=event, case=case, reason="ไม่เกี่ยวกับน้ำ")
    kept = asked()
    over(event, areas, now)
    assert [one.case for one in members(event)] == [kept]
    assert summary_of(event).taken_out == 1


def test_what_slipped_in_after_the_end_is_not_counted_by_two_events(
    event: Event, declared: Declare, areas: World, now
) -> None:
    over(event, areas, now)
    now.move_to(NOW + 2 * HOUR)
    late = asked()
    EventCase.objects.create(event=event, case=late, way=Way.AREA, since=NOW + 2 * HOUR)
    later = declared(starts_at=NOW)
    assert members(later).get().case == late
    assert not members(event).exists()
    assert attaching.repair_ended() == 0


def test_the_page_and_the_filter_of_an_event_that_is_over_still_show_what_went_on(
    event: Event, declared: Declare, areas: World, login: Login, now
) -> None:
    case = asked()
    over(event, areas, now)
    declared(name="น้ำท่วมรอบสอง")
    client = login(areas.center.officer)
    page = client.get(reverse("events:cases", args=[event.slug])).content.decode()
    assert case.reference in page
    assert "ทำต่อในสถานการณ์อื่นแล้ว" in page
    board = client.get(reverse("events:board", args=[event.slug])).content.decode()
    assert "เมื่อปิดสถานการณ์ ยังเปิดอยู่ 1 เรื่อง" in board
    listed = client.get(f"{reverse('desk:worklist')}?list=all&event={event.slug}").content.decode()
    assert case.reference in listed
