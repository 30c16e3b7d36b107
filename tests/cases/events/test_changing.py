"""A running event grows with the water, and somebody else directs it when its duty officer falls ill (many.md, change_event)."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from cases.errors import GuardFailed, NotAllowed
from cases.events.domain import changing, choosing, declared, ringing, roster
from cases.events.domain.attaching import members
from cases.events.domain.rights import events_of, may_tell
from cases.events.models import Decision, Event, EventCase
from cases.events.vocabulary import Decided, Way
from cases.models import Case
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.organizations.models import ServiceArea
from portal.outbox.models import OutboxMessage
from portal.vocabulary import ProblemType
from tests.accounts.factories import officer
from tests.cases import factories
from tests.cases.desk.conftest import Login, soup
from tests.cases.events.conftest import DRY, NOW, OURS, THEIRS, Declare
from tests.cases.factories import CANARIES, World
from tests.helpers import assert_same_queries

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def flooded(place: str = THEIRS, **values) -> Case:
    return factories.CaseFactory(**({"problem": ProblemType.DISASTER, "subdistrict_code": place} | values))


def change(event: Event, actor, **values) -> Event:
    given = {"reason": "น้ำถึงตำบลถัดไป", "token": uuid.uuid4()} | values
    return changing.change(actor=actor, event=event, **given)


def text_of(response) -> str:
    return soup(response).get_text(" ", strip=True)


def test_an_area_grows_and_what_came_from_there_since_the_event_began_belongs_to_it(
    event: Event, areas: World, now
) -> None:
    now.move_to(NOW - 8 * HOUR)
    flooded()
    now.move_to(NOW - 2 * HOUR)
    before = flooded()
    now.move_to(NOW)
    assert not members(event).exists()
    grown = change(event, areas.center.supervisor, subdistricts=[THEIRS])
    assert [one.subdistrict_code for one in grown.areas.all()] == [OURS, THEIRS]
    assert [(one.case, one.way) for one in members(event)] == [(before, Way.AREA)]
    after = flooded()
    assert {one.case for one in members(event)} == {before, after}
    row = Decision.objects.get()
    assert (row.kind, row.reason, row.person) == (
        Decided.CHANGED,
        "น้ำถึงตำบลถัดไป",
        areas.center.supervisor.person,
    )
    assert (row.what["subdistricts"], row.what["attached"]) == ([THEIRS], 1)
    entry = AuditEntry.objects.get(action="event.change")
    assert (entry.subject, entry.purpose) == (event.slug, "น้ำถึงตำบลถัดไป")


def test_what_officers_took_out_is_not_brought_back_when_the_area_grows(event: Event, areas: World) -> None:
    other = flooded()
    choosing.put_in(actor=areas.center.officer, event=event, case=other, reason="ริมคลองเดียวกัน")
    choosing.take_out(actor=areas.center.officer, event=event, case=other, reason="ไม่เกี่ยวกับน้ำ")
    change(event, areas.center.supervisor, subdistricts=[THEIRS])
    assert not members(event).exists()


def test_danger_in_the_new_place_is_told_at_once_and_no_other_a_second_time(
    event: Event, areas: World
) -> None:
    areas.center.supervisor.person.email = "duty@example.org"
    areas.center.supervisor.person.save()
    flooded(OURS, danger_now=True)
    OutboxMessage.objects.all().delete()
    known = flooded(danger_now=True)
    change(event, areas.center.supervisor, subdistricts=[THEIRS])
    mails = OutboxMessage.objects.filter(template="event_danger")
    assert [one.context["reference"] for one in mails] == [known.reference]


def test_organizations_join_with_the_area_that_they_serve_and_none_is_taken_away(
    event: Event, areas: World
) -> None:
    ours, theirs = areas.local, areas.other_local
    assert not may_tell(theirs.officer, event)
    change(event, areas.center.supervisor, organizations=[theirs.organization])
    assert may_tell(theirs.officer, event)
    assert event in events_of(theirs.officer)
    assert {one.subdistrict_code for one in event.areas.all()} == {OURS, THEIRS}
    change(event, areas.center.supervisor, organizations=[ours.organization, theirs.organization])
    assert {one.organization for one in event.parties.all()} == {
        areas.center.organization,
        ours.organization,
        theirs.organization,
    }


def test_rooms_open_what_is_missing_when_the_area_grows(
    event: Event, areas: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[set[str]] = []
    monkeypatch.setattr(declared, "_listeners", [])
    declared.register(lambda one: told.append({row.subdistrict_code for row in one.areas.all()}))
    change(event, areas.center.supervisor, subdistricts=[DRY])
    assert told == [{OURS, DRY}]
    change(event, areas.center.supervisor, direct=True)
    assert len(told) == 1, "where the area stays nothing is opened"


def test_who_directs_it_is_replaced_and_hears_of_it_from_then_on(event: Event, areas: World) -> None:
    head, colleague = areas.center.supervisor, areas.center.officer
    for one in (head, colleague):
        one.person.email = f"person-{one.person.pk}@example.org"
        one.person.save()
    change(event, head, duty_officer=colleague.person, stand_in=head.person, direct=True)
    event.refresh_from_db()
    assert (event.duty_officer, event.stand_in, event.direct) == (colleague.person, head.person, True)
    assert roster.leaders(event) == [colleague.person, head.person]
    event.review_on = NOW.date()
    event.save()
    ringing.remind_of_review()
    mails = OutboxMessage.objects.filter(template="event_review")
    assert {one.to for one in mails} == {colleague.person.email, head.person.email}
    change(event, colleague, stand_in=None)
    event.refresh_from_db()
    assert event.stand_in is None, "the new duty officer directs it"
    assert Decision.objects.last().what["stand_in"] is None


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"reason": " ", "subdistricts": [THEIRS]}, "reason"),
        ({}, "subdistricts"),
        ({"subdistricts": [OURS]}, "subdistricts"),
        ({"subdistricts": ["819999"]}, "subdistricts"),
    ],
)
def test_a_change_without_a_reason_or_without_a_change_is_refused(
    event: Event, areas: World, values, field
) -> None:
    with pytest.raises(GuardFailed) as refused:
        change(event, areas.center.supervisor, **values)
    assert refused.value.field == field
    assert not Decision.objects.exists()


def test_only_who_directs_a_running_event_changes_it_and_only_with_people_of_the_office(
    event: Event, declared: Declare, areas: World
) -> None:
    for actor in (areas.center.officer, areas.local.supervisor, areas.hospital.supervisor):
        with pytest.raises(NotAllowed):
            change(event, actor, subdistricts=[THEIRS])
    for name in ("duty_officer", "stand_in"):
        with pytest.raises(GuardFailed) as refused:
            change(event, areas.center.supervisor, **{name: areas.local.officer.person})
        assert refused.value.field == name
    theirs = declared(actor=areas.local.supervisor, subdistricts=[OURS])
    with pytest.raises(GuardFailed):
        change(theirs, areas.local.supervisor, subdistricts=[THEIRS])
    ServiceArea.objects.create(organization=areas.local.organization, subdistrict_code=DRY)
    change(theirs, areas.local.supervisor, subdistricts=[DRY])
    Event.objects.update(ended_at=NOW, ended_by=event.declared_by, ending="x")
    with pytest.raises(GuardFailed):
        change(event, areas.center.supervisor, subdistricts=[THEIRS])


def test_the_same_form_twice_is_one_change(event: Event, areas: World) -> None:
    token = uuid.uuid4()
    flooded()
    for _twice in range(2):
        change(event, areas.center.supervisor, subdistricts=[THEIRS], token=token)
    assert Decision.objects.count() == members(event).count() == 1


def test_a_decision_stays_as_it_was(event: Event, areas: World) -> None:
    change(event, areas.center.supervisor, direct=True)
    for act in (
        lambda: Decision.objects.update(reason="x"),
        lambda: Decision.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


# The page -----------------------------------------------------------------------------------------------------------


def sent_as_it_stands(page) -> dict[str, object]:
    form = page.select_one("main form.form")
    boxes: dict[str, object] = {
        box["name"]: box.get("value", "") for box in form.select("input:not([type=checkbox])")
    }
    boxes |= {box["name"]: "on" for box in form.select("input[type=checkbox][checked]")}
    return boxes | {box["name"]: box.select_one("[selected]")["value"] for box in form.select("select")}


def test_the_page_adds_what_is_new_and_the_story_says_who_and_why(
    event: Event, areas: World, login: Login
) -> None:
    client = login(areas.center.supervisor)
    address = reverse("events:change", args=[event.slug])
    assert address in client.get(reverse("events:board", args=[event.slug])).content.decode()
    page = soup(client.get(address))
    offered = {box["value"] for box in page.select("input[name=subdistricts]")}
    assert THEIRS in offered
    assert OURS not in offered, "what it has already is not offered"
    given = sent_as_it_stands(page) | {
        "subdistricts": [DRY],
        "organizations": [areas.other_local.organization.pk],
        "stand_in": areas.center.officer.person.pk,
        "reason": "น้ำถึงแล้ว",
    }
    refused = client.post(address, given | {"reason": ""})
    assert refused.status_code == 200
    assert "ข้อผิดพลาด" in refused.content.decode()
    for _twice in range(2):
        assert client.post(address, given)["Location"] == reverse("events:board", args=[event.slug])
    assert {one.subdistrict_code for one in event.areas.all()} == {OURS, DRY, THEIRS}
    event.refresh_from_db()
    assert (event.duty_officer, event.stand_in) == (
        areas.center.supervisor.person,
        areas.center.officer.person,
    )
    story = text_of(client.get(reverse("events:report", args=[event.slug])))
    for words in (
        "น้ำถึงแล้ว",
        areas.other_local.organization.display_name,
        areas.center.supervisor.person.display_name,
        areas.center.officer.person.display_name,
    ):
        assert words in story
    public = text_of(client.get(reverse("event:page", args=[event.slug])))
    assert "น้ำถึงแล้ว" not in public


def test_an_older_page_does_not_put_back_who_was_replaced_meanwhile(
    event: Event, areas: World, login: Login
) -> None:
    client = login(areas.center.supervisor)
    address = reverse("events:change", args=[event.slug])
    older = sent_as_it_stands(soup(client.get(address)))
    change(event, areas.center.supervisor, duty_officer=areas.center.officer.person, direct=True)
    assert client.post(address, older | {"subdistricts": [DRY], "reason": "น้ำถึง"}).status_code == 302
    event.refresh_from_db()
    assert (event.duty_officer, event.direct) == (areas.center.officer.person, True)


def test_others_do_not_find_the_page(event: Event, areas: World, login: Login) -> None:
    address = reverse("events:change", args=[event.slug])
    for actor in (areas.center.officer, areas.local.supervisor, areas.hospital.supervisor):
        assert login(actor).get(address).status_code == 404
        assert login(actor).post(address, {"subdistricts": [DRY], "reason": "x"}).status_code == 404
    Event.objects.update(ended_at=NOW, ended_by=event.declared_by, ending="x")
    assert login(areas.center.supervisor).get(address).status_code == 404
    assert not Decision.objects.exists()


def test_the_story_costs_the_same_however_long_it_is_and_tells_nothing_of_requests(
    event: Event, areas: World, login: Login
) -> None:
    head = areas.center.supervisor
    client = login(head)
    flooded(danger_now=True)
    people = [officer(areas.center.organization, Role.CENTER_OFFICER).person for _each in range(4)]
    change(
        event, head, subdistricts=[THEIRS], stand_in=people.pop(), organizations=[areas.local.organization]
    )

    def more() -> None:
        change(event, head, stand_in=people.pop())

    address = reverse("events:report", args=[event.slug])
    assert_same_queries(lambda: client.get(address), more)
    page = client.get(address).content.decode()
    assert not [one for one in CANARIES if one in page]
    assert Case.objects.get().reference not in page
    assert EventCase.objects.count() == 1
