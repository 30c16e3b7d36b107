"""An event is declared by an appointed person, looked at again, and closed by one; nothing in it ends silently."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, transaction
from django.db.models import ProtectedError

from cases.domain import screening
from cases.domain.intake_many import submit_many
from cases.errors import GuardFailed, NotAllowed
from cases.events.domain import declaring, telling
from cases.events.domain.attaching import members
from cases.events.domain.board import board_of
from cases.events.domain.rights import events_of
from cases.events.domain.waiting import count_waits
from cases.events.models import Event, EventCase, KnownFact
from cases.events.vocabulary import Column, Way
from cases.models import Case, CaseEvent
from cases.vocabulary import Channel, Severity
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.organizations.vocabulary import OrganizationType
from portal.vocabulary import ProblemType
from tests.accounts.factories import OrganizationFactory, officer
from tests.cases import factories
from tests.cases.events.conftest import DRY, NOW, OURS, THEIRS, Declare
from tests.cases.factories import World
from tests.helpers import assert_same_queries

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def flooded(**values) -> Case:
    return factories.CaseFactory(**({"problem": ProblemType.DISASTER, "subdistrict_code": OURS} | values))


def screened(areas: World, case: Case) -> Case:
    return screening.screen_case(
        case=case, actor=areas.center.officer, problem=ProblemType.DISASTER, severity=Severity.EMERGENCY
    )


def taken(areas: World, case: Case) -> Case:
    return screening.take_on(case=screened(areas, case), actor=areas.center.officer)


# Declaring ----------------------------------------------------------------------------------------------------------


def test_an_event_has_area_time_organizations_duty_officer_and_reason(
    declared: Declare, areas: World
) -> None:
    event = declared(
        subdistricts=[DRY],
        organizations=[areas.local.organization, areas.other_local.organization],
        stand_in=areas.center.officer.person,
    )
    assert event.slug == "flood-2569-1"
    assert [one.subdistrict_code for one in event.areas.all()] == [OURS, DRY, THEIRS]
    assert {one.organization for one in event.parties.all()} == {
        areas.center.organization,
        areas.local.organization,
        areas.other_local.organization,
    }
    assert (event.duty_officer, event.stand_in) == (
        areas.center.supervisor.person,
        areas.center.officer.person,
    )
    assert AuditEntry.objects.get(action="event.declare").subject == event.slug


def test_the_same_form_twice_is_one_event_and_another_form_gets_the_next_number(declared: Declare) -> None:
    token = uuid.uuid4()
    assert declared(token=token) == declared(token=token)
    assert declared().slug == "flood-2569-2"
    assert Event.objects.count() == 2


def test_an_event_without_an_end_goes_on_and_is_looked_at_again(event: Event, areas: World, now) -> None:
    assert event.review_on == dt.date(2026, 12, 3)
    now.move_to(NOW + dt.timedelta(days=40))
    event.refresh_from_db()
    assert event.is_running
    case = flooded()
    assert members(event).get().case == case, "people still ask, so it still takes them in"
    declaring.review(actor=areas.center.supervisor, event=event, expected_end=None, reason="น้ำยังสูง")
    event.refresh_from_db()
    assert event.review_on == dt.date(2027, 1, 12)
    with pytest.raises(GuardFailed):
        declaring.review(actor=areas.center.supervisor, event=event, expected_end=None, reason=" ")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"subdistricts": []}, "subdistricts"),
        ({"subdistricts": ["819999"]}, "subdistricts"),
        ({"reason": " "}, "name"),
        ({"starts_at": NOW + HOUR}, "starts_at"),
        ({"starts_at": NOW - dt.timedelta(days=40)}, "starts_at"),
        ({"expected_end": dt.date(2026, 11, 25)}, "expected_end"),
    ],
)
def test_what_is_missing_or_cannot_be_is_said(declared: Declare, values, field) -> None:
    with pytest.raises(GuardFailed) as refused:
        declared(**values)
    assert refused.value.field == field
    assert not Event.objects.exists()


def test_the_duty_officer_is_somebody_of_the_office(declared: Declare, areas: World) -> None:
    for name in ("duty_officer", "stand_in"):
        with pytest.raises(GuardFailed) as refused:
            declared(**{name: areas.local.officer.person})
        assert refused.value.field == name


def test_who_decides_declares_and_a_local_administration_only_for_its_own_area(
    declared: Declare, areas: World
) -> None:
    for actor in (areas.center.officer, areas.local.officer, areas.hospital.supervisor):
        with pytest.raises(NotAllowed):
            declared(actor=actor)
    assert declared(actor=areas.local.supervisor).organization == areas.local.organization
    with pytest.raises(GuardFailed):
        declared(actor=areas.local.supervisor, subdistricts=[OURS, THEIRS])


# What belongs to it -------------------------------------------------------------------------------------------------


def test_requests_of_its_place_and_time_are_attached_however_they_came(event: Event, areas: World) -> None:
    by_web = flooded()
    at_counter = flooded(actor=areas.local.officer)
    by_phone = flooded(actor=areas.local.officer, channel=Channel.DIRECT_PHONE)
    other_problem = flooded(problem=ProblemType.QUALITY_OF_LIFE)
    listed = submit_many(
        [(factories.submission(subdistrict_code=OURS, channel=Channel.SURVEY), uuid.uuid4())],
        areas.local.officer,
    )
    flooded(subdistrict_code=THEIRS)
    flooded(subdistrict_code=DRY)
    found = members(event)
    assert {one.case for one in found} == {by_web, at_counter, by_phone, other_problem, *listed}
    assert {one.way for one in found} == {Way.AREA}


def test_what_came_since_it_began_is_attached_when_it_is_declared(declared: Declare, now) -> None:
    now.move_to(NOW - 8 * HOUR)
    flooded()
    now.move_to(NOW - 5 * HOUR)
    before = flooded()
    now.move_to(NOW)
    event = declared()
    assert [one.case for one in members(event)] == [before]


def test_crisis_and_restricted_requests_are_never_attached_by_the_portal(
    event: Event, declared: Declare
) -> None:
    for problem in (ProblemType.VIOLENCE, ProblemType.UNSURE):
        flooded(problem=problem)
    assert not members(event).exists()
    assert not members(declared()).exists()


def test_the_form_attaches_a_request_whose_place_is_told_in_words(event: Event) -> None:
    words = {"subdistrict_code": "", "place_detail": "หลังวัด ใต้สะพาน"}
    case = flooded(occasion=event.slug, **words)
    flooded(**words)
    flooded(occasion=event.slug, subdistrict_code=THEIRS)
    assert [(one.case, one.way) for one in members(event)] == [(case, Way.FORM)]


def test_a_case_stands_in_one_event_and_of_two_in_the_later(event: Event, declared: Declare) -> None:
    later = declared(starts_at=NOW - HOUR)
    case = flooded()
    assert members(later).get().case == case
    assert not members(event).exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        EventCase.objects.create(event=event, case=case, way=Way.AREA, since=NOW)


def test_attaching_changes_nothing_of_the_case(areas: World, declared: Declare) -> None:
    before = flooded()
    history = list(CaseEvent.objects.filter(case=before).values())
    kept = Case.objects.filter(pk=before.pk).values().get()
    declared(starts_at=NOW - HOUR)
    assert Case.objects.filter(pk=before.pk).values().get() == kept
    assert list(CaseEvent.objects.filter(case=before).values()) == history
    assert EventCase.objects.filter(case=before, until=None).exists()


# The board ----------------------------------------------------------------------------------------------------------


def test_the_oldest_danger_that_nobody_took_stands_first_and_sums_add_up(
    event: Event, areas: World, now
) -> None:
    later = flooded(danger_now=True)
    flooded()
    now.move_to(NOW - 3 * HOUR)
    oldest = flooded(danger_now=True)
    taken(areas, flooded(danger_now=True))
    now.move_to(NOW)
    shown = board_of(event, areas.center.officer)
    assert [one.reference for one in shown.dangers] == [oldest.reference, later.reference]
    assert (shown.danger_waiting, shown.danger_open, shown.sums.of()) == (2, 3, 4)
    assert shown.oldest == NOW - 3 * HOUR
    assert shown.sums.of(areas.center.organization.pk, Column.WAITING) == 3


def test_of_a_foreign_request_the_board_tells_holder_and_time_only(
    event: Event, declared: Declare, areas: World
) -> None:
    wide = declared(organizations=[areas.local.organization], subdistricts=[OURS], starts_at=NOW - HOUR)
    flooded(danger_now=True)
    shown = board_of(wide, areas.local.officer)
    assert [(one.reference, one.place, one.holder) for one in shown.dangers] == [
        (None, "", areas.center.organization)
    ]


def test_the_board_costs_the_same_for_one_request_and_for_many(event: Event, areas: World) -> None:
    def more() -> None:
        for _ in range(2):
            flooded(danger_now=True)

    more()
    assert_same_queries(lambda: board_of(event, areas.center.officer), more)


def test_only_its_organizations_and_the_governor_of_its_province_see_the_board(
    event: Event, areas: World
) -> None:
    governor = officer(
        OrganizationFactory(type=OrganizationType.GOVERNOR, province_code="81", district_code=""), Role.VIEWER
    )
    elsewhere = officer(
        OrganizationFactory(type=OrganizationType.GOVERNOR, province_code="84", district_code=""), Role.VIEWER
    )
    sees = {
        actor: events_of(actor).filter(pk=event.pk).exists() for actor in (areas.center.officer, governor)
    }
    assert all(sees.values())
    for actor in (areas.local.officer, areas.hospital.officer, elsewhere):
        assert not events_of(actor).filter(pk=event.pk).exists()


# The end ------------------------------------------------------------------------------------------------------------


def test_closing_hands_what_is_open_back_to_its_holder_and_ends_nothing(
    event: Event, areas: World, now
) -> None:
    case = flooded()
    duties = list(case.duties.running().values())
    now.move_to(NOW + 2 * HOUR)
    after = flooded()
    declaring.close(actor=areas.center.supervisor, event=event, ended_at=NOW + HOUR, reason="น้ำลดแล้ว")
    event.refresh_from_db()
    assert (event.ended_at, event.is_running) == (NOW + HOUR, False)
    assert [(one.case, one.left_with) for one in members(event)] == [(case, areas.center.organization)]
    assert not EventCase.objects.filter(case=after, until=None).exists(), (
        "what came after the end never belonged to it"
    )
    case.refresh_from_db()
    assert not case.is_closed
    assert list(case.duties.running().values()) == duties
    flooded()
    assert members(event).count() == 1


def test_nobody_closes_an_event_while_somebody_in_danger_waits(event: Event, areas: World) -> None:
    flooded(danger_now=True)
    with pytest.raises(GuardFailed, match="อันตราย"):
        declaring.close(actor=areas.center.supervisor, event=event, ended_at=NOW, reason="น้ำลด")
    event.refresh_from_db()
    assert event.is_running


@pytest.mark.parametrize(
    "values", [{"reason": " "}, {"ended_at": NOW + HOUR}, {"ended_at": NOW - dt.timedelta(days=1)}]
)
def test_an_end_has_a_reason_and_a_possible_time(event: Event, areas: World, values) -> None:
    with pytest.raises(GuardFailed):
        declaring.close(
            **({"actor": areas.center.supervisor, "event": event, "ended_at": NOW, "reason": "x"} | values)
        )


def test_only_who_directs_it_closes_it_and_once(event: Event, areas: World) -> None:
    for actor in (areas.center.officer, areas.local.supervisor):
        with pytest.raises(NotAllowed):
            declaring.close(actor=actor, event=event, ended_at=NOW, reason="x")
    declaring.close(actor=areas.center.supervisor, event=event, ended_at=NOW, reason="x")
    with pytest.raises(GuardFailed):
        declaring.close(actor=areas.center.supervisor, event=event, ended_at=NOW, reason="x")


# What is told -------------------------------------------------------------------------------------------------------


def test_what_is_known_is_never_changed_only_corrected(event: Event, areas: World) -> None:
    wrong = telling.tell(actor=areas.center.officer, event=event, words="สะพานขาด", token=uuid.uuid4())
    right = telling.tell(
        actor=areas.center.officer, event=event, words="สะพานใช้ได้", corrects=wrong.pk, token=uuid.uuid4()
    )
    assert right.corrects == wrong
    for change in (
        lambda: KnownFact.objects.filter(pk=wrong.pk).update(words="x"),
        lambda: KnownFact.objects.filter(pk=right.pk).delete(),
    ):
        with pytest.raises((DatabaseError, ProtectedError)), transaction.atomic():
            change()
    token = uuid.uuid4()
    first = telling.tell(actor=areas.center.officer, event=event, words="ก", token=token)
    assert telling.tell(actor=areas.center.officer, event=event, words="ข", token=token) == first
    with pytest.raises(NotAllowed):
        telling.tell(actor=areas.hospital.officer, event=event, words="ก", token=uuid.uuid4())


def test_waiting_is_counted_every_ten_minutes_and_kept_with_the_event(
    event: Event, areas: World, now
) -> None:
    for _ in range(5):
        flooded()
    assert count_waits() == 1
    event.refresh_from_db()
    assert (event.waited, event.still_waiting, event.waits_at) == (None, 5, NOW)
    assert count_waits() == 0
    now.move_to(NOW + dt.timedelta(minutes=30))
    read = [screened(areas, case) for case in Case.objects.all()[:3]]
    assert count_waits() == 1
    event.refresh_from_db()
    assert (event.waited, event.still_waiting) == (None, 5), "who was only read still waits"
    now.move_to(NOW + dt.timedelta(minutes=40))
    for case in read:
        screening.take_on(case=case, actor=areas.center.officer)
    now.move_to(NOW + dt.timedelta(minutes=50))
    assert count_waits() == 1
    event.refresh_from_db()
    assert (event.waited, event.waited_danger, event.still_waiting) == (40, None, 2)
