"""The end of an event: what stands is shown and known before, and a second person confirms (many.md, end_event)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from cases.errors import GuardFailed, NotAllowed
from cases.events.domain import ended, ending, standing
from cases.events.domain.attaching import members
from cases.events.domain.standing import standing_in
from cases.events.models import Decision, Event
from cases.events.vocabulary import Decided
from cases.models import Case
from portal.accounts.models import Appointment
from portal.accounts.roles import Role
from portal.actors import Officer
from portal.audit.models import AuditEntry
from portal.outbox.models import OutboxMessage
from portal.vocabulary import ProblemType
from tests.accounts.factories import officer
from tests.cases import factories
from tests.cases.desk.conftest import Login, soup
from tests.cases.events.conftest import NOW, OURS, Declare
from tests.cases.factories import CANARIES, World
from tests.helpers import assert_same_queries

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def asked(**values) -> Case:
    return factories.CaseFactory(**({"problem": ProblemType.DISASTER, "subdistrict_code": OURS} | values))


@pytest.fixture
def deputy(areas: World) -> Officer:
    """A second person who decides at the center."""
    made = officer(areas.center.organization, Role.CENTER_HEAD)
    made.person.email = "deputy@example.org"
    made.person.save()
    return made


def end(event: Event, actor: Officer, **values) -> Event:
    given = {"ended_at": NOW, "reason": "น้ำลดแล้ว", "knows": True, "late_out": True} | values
    return ending.end(actor=actor, event=event, **given)


def text_of(response) -> str:
    return soup(response).get_text(" ", strip=True)


# What stands --------------------------------------------------------------------------------------------------------


def test_who_ends_an_event_knows_what_still_stands_and_the_story_keeps_it(
    event: Event, areas: World, now
) -> None:
    now.move_to(NOW - HOUR)
    case = asked()
    now.move_to(NOW)
    with pytest.raises(GuardFailed) as refused:
        end(event, areas.center.supervisor, knows=False)
    assert refused.value.field == "knows"
    assert end(event, areas.center.supervisor).ended_at == NOW
    row = Decision.objects.get(kind=Decided.ENDED)
    assert (row.what["standing"], row.what["left"], row.what["late"]) == ({"cases": 1}, 1, 0)
    event.refresh_from_db()
    assert members(event).get().case == case


def test_an_end_before_the_newest_request_is_said_to_be_meant(event: Event, areas: World, now) -> None:
    """A slip in the time takes every request since out of the event, and there is no way back."""
    early = asked()
    now.move_to(NOW + 2 * HOUR)
    asked()
    with pytest.raises(GuardFailed, match="1 เรื่อง") as refused:
        end(event, areas.center.supervisor, ended_at=NOW + HOUR, late_out=False)
    assert refused.value.field == "late_out"
    event.refresh_from_db()
    assert event.is_running and members(event).count() == 2
    end(event, areas.center.supervisor, ended_at=NOW + HOUR)
    event.refresh_from_db()
    assert [one.case for one in members(event)] == [early]
    assert Decision.objects.get().what["late"] == 1


def test_nothing_that_stands_needs_no_word(event: Event, areas: World) -> None:
    end(event, areas.center.supervisor, knows=False, late_out=False)
    event.refresh_from_db()
    assert not event.is_running


def test_rooms_say_what_stands_and_hear_of_the_end(
    event: Event, areas: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing, "_counters", [])
    monkeypatch.setattr(standing, "_kinds", {})
    monkeypatch.setattr(ended, "_listeners", [])
    told: list[Event] = []
    ended.register(told.append)
    kind = standing.Kind("เรือ", "กลับเอง")

    def boats(_event: Event) -> dict[str, int]:
        return {"boats": 2, "none": 0}

    for _twice in range(2):
        standing.register({"boats": kind}, boats)
    assert standing_in(event) == {"boats": 2}
    assert standing.in_words({"boats": 2, "forgotten": 7}) == [(kind, 2)]
    end(event, areas.center.supervisor)
    assert told == [event]
    assert Decision.objects.get().what["standing"] == {"boats": 2}


# A second person ----------------------------------------------------------------------------------------------------


def test_an_event_ends_when_a_second_person_who_decides_confirms(
    event: Event, areas: World, deputy: Officer, now
) -> None:
    head = areas.center.supervisor
    asked()
    end(event, head, ended_at=NOW, late_out=True)
    event.refresh_from_db()
    assert event.is_running and event.is_end_asked
    assert [one.to for one in OutboxMessage.objects.filter(template="event_end_asked")] == [
        "deputy@example.org"
    ]
    later = asked()
    assert members(event).filter(case=later).exists(), "it goes on until somebody confirms"
    for actor in (head, areas.center.officer, areas.local.supervisor):
        with pytest.raises(NotAllowed):
            ending.confirm(actor=actor, event=event, knows=True, late_out=True)
    with pytest.raises(GuardFailed):
        ending.confirm(actor=deputy, event=event)
    now.move_to(NOW + HOUR)
    ending.confirm(actor=deputy, event=event, knows=True, late_out=True)
    event.refresh_from_db()
    assert (event.ended_at, event.ended_by, event.ending) == (NOW, deputy.person, "น้ำลดแล้ว")
    assert [one.kind for one in event.decisions.all()] == [Decided.END_ASKED, Decided.ENDED]
    assert Decision.objects.last().what["asked_by"] == head.person.pk
    assert AuditEntry.objects.filter(action__in=("event.end_asked", "event.close")).count() == 2


def test_what_was_asked_twice_is_asked_once_and_another_end_waits(
    event: Event, areas: World, deputy: Officer
) -> None:
    head = areas.center.supervisor
    for _twice in range(2):
        end(event, head)
    assert Decision.objects.count() == 1
    for actor, values in ((head, {"reason": "อีกเหตุผล"}), (deputy, {})):
        with pytest.raises(GuardFailed):
            end(event, actor, **values)


def test_danger_that_came_meanwhile_keeps_the_event_open(event: Event, areas: World, deputy: Officer) -> None:
    end(event, areas.center.supervisor)
    asked(danger_now=True)
    with pytest.raises(GuardFailed, match="อันตราย"):
        ending.confirm(actor=deputy, event=event, knows=True, late_out=True)
    event.refresh_from_db()
    assert event.is_running


def test_an_end_that_was_asked_for_can_be_left(event: Event, areas: World, deputy: Officer) -> None:
    end(event, areas.center.supervisor)
    with pytest.raises(GuardFailed):
        ending.leave(actor=deputy, event=event, reason=" ")
    with pytest.raises(NotAllowed):
        ending.leave(actor=areas.center.officer, event=event, reason="x")
    ending.leave(actor=deputy, event=event, reason="ฝนตกอีก")
    event.refresh_from_db()
    assert event.is_running and not event.is_end_asked
    for act in (
        lambda: ending.leave(actor=deputy, event=event, reason="x"),
        lambda: ending.confirm(actor=deputy, event=event, knows=True, late_out=True),
    ):
        with pytest.raises(GuardFailed):
            act()
    end(event, deputy)
    assert [one.kind for one in event.decisions.all()] == [
        Decided.END_ASKED,
        Decided.END_LEFT,
        Decided.END_ASKED,
    ]


def test_where_nobody_else_could_confirm_one_person_ends_it_and_the_story_says_so(
    event: Event, areas: World, deputy: Officer
) -> None:
    head = areas.center.supervisor
    end(event, head)
    Appointment.objects.filter(user=deputy.person).update(valid_until=NOW.date() - dt.timedelta(days=1))
    end(event, head, reason="น้ำลดแล้วจริง")
    event.refresh_from_db()
    assert not event.is_running
    assert Decision.objects.last().what["alone"] is True


def test_a_duty_officer_who_does_not_decide_asks_and_who_decides_confirms(
    declared: Declare, areas: World
) -> None:
    event = declared(duty_officer=areas.center.officer.person)
    end(event, areas.center.officer)
    event.refresh_from_db()
    assert event.is_end_asked
    ending.confirm(actor=areas.center.supervisor, event=event, knows=True, late_out=True)
    event.refresh_from_db()
    assert event.ended_by == areas.center.supervisor.person


# The page -----------------------------------------------------------------------------------------------------------


def test_the_page_shows_what_stands_and_what_becomes_of_it_and_asks_for_a_tick(
    event: Event, areas: World, login: Login, now
) -> None:
    now.move_to(NOW - HOUR)
    case = asked()
    now.move_to(NOW)
    client = login(areas.center.supervisor)
    address = reverse("events:close", args=[event.slug])
    page = client.get(address)
    for words in ("เรื่องที่ยังไม่ปิด 1", "กำหนดเวลาเดิมเดินต่อ", "คำขอล่าสุดในสถานการณ์มาเมื่อ", "ปิดโดยคนเดียว"):
        assert words in text_of(page)
    assert not [one for one in (*CANARIES, case.reference) if one in page.content.decode()]
    given = {"ended_at": "26/11/2569 10:59", "reason": "น้ำลด"}
    refused = client.post(address, given)
    assert "แล้วเลือกว่าทราบแล้ว" in text_of(refused)
    assert "น้ำลด" in refused.content.decode(), "what was typed comes back"
    assert client.post(address, given | {"knows": "on"})["Location"] == reverse(
        "events:board", args=[event.slug]
    )
    event.refresh_from_db()
    assert not event.is_running
    story = text_of(client.get(reverse("events:report", args=[event.slug])))
    for words in ("เรื่องที่ยังไม่ปิด: 1", "ปิดโดยคนเดียว", "น้ำลด"):
        assert words in story


def test_two_persons_end_it_by_their_pages(event: Event, areas: World, deputy: Officer, login: Login) -> None:
    asked()
    head, other = login(areas.center.supervisor), login(deputy)
    address = reverse("events:close", args=[event.slug])
    confirm, leave = (
        reverse(f"events:{name}", args=[event.slug]) for name in ("close_confirm", "close_leave")
    )
    given = {"ended_at": "26/11/2569 10:30", "reason": "น้ำลด", "knows": "on", "late_out": "on"}
    assert head.post(address, given).status_code == 302
    board = text_of(other.get(reverse("events:board", args=[event.slug])))
    assert "รอคนที่สองยืนยันการปิด" in board
    mine = soup(head.get(address))
    assert not mine.select(f"form[action='{confirm}']")
    assert not mine.select(f"form[action='{address}']")
    assert mine.select(f"form[action='{leave}']")
    assert head.post(confirm, {"knows": "on", "late_out": "on"}).status_code == 404
    theirs = soup(other.get(address))
    assert theirs.select(f"form[action='{confirm}']")
    assert areas.center.supervisor.person.display_name in theirs.get_text()
    ids = [one["id"] for one in theirs.select("[id]")]
    assert len(ids) == len(set(ids))
    assert other.post(leave, {"reason": ""}).status_code == 200
    refused = other.post(confirm, {"late_out": "on"})
    assert "แล้วเลือกว่าทราบแล้ว" in text_of(refused)
    assert other.post(confirm, {"knows": "on", "late_out": "on"}).status_code == 302
    event.refresh_from_db()
    assert (event.is_running, event.ended_by) == (False, deputy.person)
    for name in ("close_confirm", "close_leave"):
        assert other.post(reverse(f"events:{name}", args=[event.slug]), {}).status_code == 404


def test_who_does_not_direct_an_event_finds_no_page_of_its_end(
    event: Event, areas: World, deputy: Officer, login: Login
) -> None:
    end(event, areas.center.supervisor)
    for actor in (areas.center.officer, areas.local.supervisor, areas.hospital.supervisor):
        client = login(actor)
        assert client.get(reverse("events:close", args=[event.slug])).status_code == 404
        for name in ("close", "close_confirm", "close_leave"):
            assert (
                client.post(reverse(f"events:{name}", args=[event.slug]), {"reason": "x"}).status_code == 404
            )
    event.refresh_from_db()
    assert event.is_end_asked


def test_the_page_costs_the_same_however_much_stands(event: Event, areas: World, login: Login) -> None:
    client = login(areas.center.supervisor)
    asked()

    def more() -> None:
        for _each in range(2):
            asked()

    assert_same_queries(lambda: client.get(reverse("events:close", args=[event.slug])), more)
