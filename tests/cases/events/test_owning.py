"""Danger that nobody took: shown until somebody has, told where it is sent, and rung up its ladder by day and night (own_danger)."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
import time_machine

from cases.domain import asking, closure, referral, screening, visits, working
from cases.domain.queries.standing import Times
from cases.errors import GuardFailed
from cases.events import tasks as event_tasks
from cases.events.desk import entry
from cases.events.domain import choosing, declaring, owning, roster
from cases.events.domain.board import board_of
from cases.events.models import Event, EventCase
from cases.events.vocabulary import Column
from cases.machine.vocabulary import Stage
from cases.models import Case, Referral
from cases.vocabulary import (
    CallOutcome,
    ClosureReason,
    Consent,
    HandoverReason,
    Outcome,
    ReturnReason,
    Severity,
)
from portal.accounts.models import User
from portal.actors import Citizen, Officer
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from portal.outbox.models import OutboxMessage
from portal.vocabulary import ProblemType
from tests.accounts.factories import OrganizationFactory
from tests.cases import factories
from tests.cases.desk.conftest import Login
from tests.cases.events.conftest import OURS, Declare
from tests.cases.factories import CANARIES, World

pytestmark = pytest.mark.django_db
FRIDAY_EVENING = dt.datetime(2026, 11, 27, 11, 5, tzinfo=dt.UTC)
"""18:05 in Bangkok, when offices are closed until Monday."""
MINUTE = dt.timedelta(minutes=1)


def asked(**values) -> Case:
    return factories.CaseFactory(
        **({"problem": ProblemType.DISASTER, "subdistrict_code": OURS, "consent": Consent.GIVEN} | values)
    )


def in_danger(**values) -> Case:
    return asked(danger_now=True, **values)


def screened(areas: World, case: Case) -> Case:
    return screening.screen_case(
        case=case, actor=areas.center.officer, problem=ProblemType.DISASTER, severity=Severity.EMERGENCY
    )


def sent_on(areas: World, case: Case) -> Referral:
    return referral.refer_case(
        case=screened(areas, case),
        target=areas.local.organization,
        actor=areas.center.officer,
        reason=HandoverReason.PROPER_AREA,
        consent=Consent.GIVEN,
    )


def worked_on(areas: World, **values) -> Case:
    """A request that the local administration works on, in danger or not."""
    accepted = referral.accept_referral(referral=sent_on(areas, asked(**values)), actor=areas.local.officer)
    return Case.objects.get(pk=accepted.case_id)


def told(*templates: str) -> list[tuple[str, str]]:
    rows = OutboxMessage.objects.filter(template__in=templates or ("event_danger",)).order_by("pk")
    return [(one.template, one.to) for one in rows]


def waiting_mails() -> list[str]:
    return [to for _template, to in told("event_danger_waits", "event_danger_report")]


def call(case: Case, actor: Officer, *, danger: bool = True) -> None:
    """Somebody is told on the telephone that there is danger."""
    working.log_call(case=case, actor=actor, text="น้ำถึงอก", outcome=CallOutcome.NEWS, danger=danger)


@pytest.fixture
def people(areas: World) -> World:
    """Everybody of the offices has an address, and so have the offices."""
    for body in areas.everybody:
        Organization.objects.filter(pk=body.organization.pk).update(email=office(body.organization))
        for one in (body.officer, body.supervisor):
            User.objects.filter(pk=one.person.pk).update(email=mail(one))
            one.person.refresh_from_db()
    return areas


def mail(one: Officer) -> str:
    return f"person-{one.person.pk}@example.org"


def office(organization: Organization) -> str:
    return f"office-{organization.pk}@example.org"


@pytest.fixture
def night(people: World, declared: Declare, now: time_machine.Coordinates) -> Event:
    """A flood on a Friday evening, in which the local administration is at work."""
    now.move_to(FRIDAY_EVENING)
    return declared(
        organizations=[people.local.organization], starts_at=FRIDAY_EVENING - dt.timedelta(hours=6)
    )


def on_duty(event: Event, actor: Officer) -> None:
    given = {"starts_at": FRIDAY_EVENING - MINUTE, "ends_at": FRIDAY_EVENING + dt.timedelta(hours=12)}
    roster.plan(actor=actor, event=event, person=actor.person, token=uuid.uuid4(), **given)


def later(now: time_machine.Coordinates, minutes: int) -> None:
    """Let so many minutes go by since that evening began, and let the job come twice."""
    now.move_to(FRIDAY_EVENING + minutes * MINUTE)
    for _twice in range(2):
        event_tasks.follow_events.call()


# Nobody took it -------------------------------------------------------------------------------------------------------


def test_what_was_screened_or_sent_on_waits_until_an_office_accepts_it(
    night: Event, people: World, now: time_machine.Coordinates
) -> None:
    pending = sent_on(people, in_danger())
    center, local = people.center.organization.pk, people.local.organization.pk

    def shown() -> tuple[int, int, int, bool]:
        board = board_of(night, people.center.officer)
        counted = entry.counted(people.center.officer, Times(now=FRIDAY_EVENING))[entry.HERE].count()
        return len(board.dangers), board.danger_waiting, counted, board.oldest is not None

    assert shown() == (1, 1, 1, True)
    sums = board_of(night, people.center.officer).sums
    assert (sums.of(center, Column.WAITING), sums.of(column=Column.WORKING)) == (1, 0)
    with pytest.raises(GuardFailed, match="อันตราย"):
        declaring.close(actor=people.center.supervisor, event=night, ended_at=FRIDAY_EVENING, reason="น้ำลด")
    referral.accept_referral(referral=pending, actor=people.local.officer)
    assert shown() == (0, 0, 0, False)
    assert board_of(night, people.center.officer).sums.of(local, Column.WORKING) == 1
    declaring.close(actor=people.center.supervisor, event=night, ended_at=FRIDAY_EVENING, reason="น้ำลด")


# Where it is sent -----------------------------------------------------------------------------------------------------


def test_who_is_on_duty_where_danger_is_sent_is_told_at_once(night: Event, people: World) -> None:
    on_duty(night, people.center.officer)
    on_duty(night, people.local.officer)
    case = in_danger()
    assert told() == [("event_danger", mail(people.center.officer))]
    sent_on(people, case)
    assert told()[1:] == [("event_danger", mail(people.local.officer))]
    message = OutboxMessage.objects.filter(template="event_danger").latest("pk")
    assert message.context["body_name"] == people.local.organization.display_name
    assert not [canary for canary in CANARIES if canary in str(message.context)]


def test_danger_that_comes_back_is_told_where_it_lies_again(night: Event, people: World) -> None:
    on_duty(night, people.center.officer)
    on_duty(night, people.local.officer)
    pending = sent_on(people, in_danger())
    before = len(told())
    referral.return_referral(
        referral=pending, actor=people.local.officer, reason=ReturnReason.WRONG_AREA, note="อยู่อีกตำบล"
    )
    assert told()[before:] == [("event_danger", mail(people.center.officer))]


def test_what_is_sent_on_without_danger_or_outside_of_an_event_tells_nobody_on_duty(
    night: Event, people: World
) -> None:
    on_duty(night, people.local.officer)
    sent_on(people, asked())
    sent_on(people, in_danger(subdistrict_code="810103"))
    assert not told()


def test_no_address_stands_in_plain_letters_beside_a_message(night: Event, people: World) -> None:
    in_danger()
    later_key = OutboxMessage.objects.get(template="event_danger").dedup_key
    assert "@" not in later_key


def test_an_organization_that_must_not_know_hears_nothing_of_danger_in_its_own_event(
    people: World, declared: Declare, now: time_machine.Coordinates
) -> None:
    now.move_to(FRIDAY_EVENING)
    event = declared(actor=people.local.supervisor, starts_at=FRIDAY_EVENING - dt.timedelta(hours=1))
    on_duty(event, people.local.officer)
    case = in_danger(avoid_local=True)
    assert case.excluded == [people.local.organization.pk]
    later(now, 70)
    heard = {to for _template, to in told("event_danger", "event_danger_waits", "event_danger_report")}
    assert heard
    assert not heard & {
        mail(people.local.officer),
        mail(people.local.supervisor),
        office(people.local.organization),
    }


# The ladder -----------------------------------------------------------------------------------------------------------


def test_danger_that_nobody_takes_rings_at_night_once_a_step_up_to_the_governor(
    night: Event, people: World, now: time_machine.Coordinates
) -> None:
    governor = OrganizationFactory(
        type=OrganizationType.GOVERNOR, province_code="81", district_code="", email="governor@example.org"
    )
    on_duty(night, people.local.officer)
    pending = sent_on(people, in_danger())
    later(now, 9)
    assert waiting_mails() == []
    later(now, 10)
    assert sorted(waiting_mails()) == sorted([mail(people.local.officer), night.duty_officer.email])
    later(now, 19)
    first = len(waiting_mails())
    later(now, 20)
    center = set(waiting_mails()[first:])
    assert office(people.center.organization) in center
    assert mail(people.center.supervisor) in center
    second = len(waiting_mails())
    later(now, 59)
    assert len(waiting_mails()) == second
    later(now, 60)
    later(now, 24 * 60)
    assert told("event_danger_report") == [("event_danger_report", governor.email)]
    assert len(waiting_mails()) == second + 1
    rows = OutboxMessage.objects.filter(template__in=("event_danger_waits", "event_danger_report"))
    assert not [canary for canary in CANARIES if canary in str([one.context for one in rows])]
    assert {one.context["reference"] for one in rows} == {pending.case.reference}
    report = rows.get(template="event_danger_report")
    assert pending.case.reference not in report.context["link"], "who reads no case is led to the board"
    assert f"/events/{night.slug}/" in report.context["link"]


def test_a_job_that_comes_late_rings_every_step_that_was_missed(
    night: Event, people: World, now: time_machine.Coordinates
) -> None:
    in_danger()
    later(now, 65)
    assert EventCase.objects.get().danger_steps == 3
    assert night.duty_officer.email in waiting_mails()
    assert office(people.center.organization) in waiting_mails()
    heard = len(waiting_mails())
    later(now, 300)
    assert len(waiting_mails()) == heard


@pytest.mark.parametrize("how", ["accepted", "lowered", "underway", "closed event"])
def test_nobody_is_rung_for_danger_that_somebody_took(
    how: str, night: Event, people: World, now: time_machine.Coordinates
) -> None:
    case = in_danger()
    if how == "accepted":
        referral.accept_referral(referral=sent_on(people, case), actor=people.local.officer)
    elif how == "lowered":
        screening.screen_case(
            case=case,
            actor=people.center.officer,
            problem=ProblemType.DISASTER,
            severity=Severity.URGENT,
            danger=False,
        )
    elif how == "underway":
        visits.dispatch(case=case, actor=people.center.officer, note="เรือไปแล้ว")
    else:
        Event.objects.update(ended_at=FRIDAY_EVENING, ended_by=night.declared_by, ending="x")
    later(now, 70)
    assert waiting_mails() == []


def test_who_calls_again_about_danger_that_nobody_took_puts_no_step_off(
    night: Event, people: World, now: time_machine.Coordinates
) -> None:
    case = in_danger()
    for minutes in (8, 9):
        now.move_to(FRIDAY_EVENING + minutes * MINUTE)
        call(case, people.center.officer)
    later(now, 10)
    assert waiting_mails() == [night.duty_officer.email]


def test_danger_that_becomes_known_later_climbs_from_then_on(
    night: Event, people: World, now: time_machine.Coordinates
) -> None:
    case = asked()
    later(now, 120)
    call(case, people.center.officer)
    later(now, 129)
    assert waiting_mails() == []
    later(now, 130)
    assert waiting_mails() == [night.duty_officer.email]


def test_one_run_rings_a_bounded_number_and_the_next_one_goes_on(
    night: Event, people: World, now: time_machine.Coordinates, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        in_danger()
    monkeypatch.setattr(owning, "MOST_AT_ONCE", 2)
    now.move_to(FRIDAY_EVENING + 10 * MINUTE)
    assert [owning.ring_danger() for _run in range(3)] == [2, 1, 0]


def test_a_request_that_is_opened_again_in_danger_rings_anew_and_not_for_the_time_it_was_closed(
    night: Event, people: World, now: time_machine.Coordinates
) -> None:
    case = in_danger()
    screening.reject_case(
        case=case, actor=people.center.officer, reason=ClosureReason.OUT_OF_SCOPE, note="แจ้งผิดเรื่อง"
    )
    later(now, 24 * 60)
    before = len(told())
    closure.reopen_case(case=case, actor=people.center.supervisor, note="ยังอยู่บนหลังคา")
    case.refresh_from_db()
    assert case.stage == Stage.RECEIVED
    assert len(told()) == before + 1
    later(now, 24 * 60 + 9)
    assert waiting_mails() == []
    later(now, 24 * 60 + 10)
    assert waiting_mails() == [night.duty_officer.email]


# Danger that is told of what is worked on -----------------------------------------------------------------------------


def dangers(event: Event, reader: Officer) -> list[tuple[str | None, bool]]:
    return [(one.reference, one.is_told_later) for one in board_of(event, reader).dangers]


def test_danger_told_of_what_is_worked_on_waits_until_its_holder_has_read_it(
    night: Event, people: World, now: time_machine.Coordinates
) -> None:
    on_duty(night, people.local.officer)
    case, reader = worked_on(people), people.local.officer
    assert dangers(night, reader) == []
    later(now, 30)
    call(case, people.local.supervisor)
    assert told()[-1] == ("event_danger", mail(reader))
    board = board_of(night, reader)
    assert dangers(night, reader) == [(case.reference, True)]
    assert board.dangers[0].since == FRIDAY_EVENING + 30 * MINUTE
    with pytest.raises(GuardFailed, match="อันตราย"):
        declaring.close(
            actor=people.center.supervisor, event=night, ended_at=FRIDAY_EVENING + MINUTE, reason="น้ำลด"
        )
    later(now, 40)
    assert mail(reader) in waiting_mails()
    case.refresh_from_db()
    asking.acknowledge(case=case, actor=reader, seen=case.version)
    assert dangers(night, reader) == []
    asking.send_message(case=case, actor=Citizen(case.reference), text="ขอบคุณ")
    assert dangers(night, reader) == [], "what is said after it was read is no new danger"
    heard = len(waiting_mails())
    later(now, 300)
    assert len(waiting_mails()) == heard
    call(case, people.local.supervisor)
    assert dangers(night, reader) == [(case.reference, True)], "the same danger told once more is new"


def test_danger_that_was_told_again_after_a_page_was_drawn_stays_unread(night: Event, people: World) -> None:
    """Also where the case was in danger before: who reads an older page has not heard the second call."""
    case, reader = worked_on(people, danger_now=True), people.local.officer
    call(case, people.local.supervisor)
    seen = Case.objects.get(pk=case.pk).version
    call(case, people.local.supervisor)
    asking.acknowledge(case=case, actor=reader, seen=seen)
    assert dangers(night, reader) == [(case.reference, True)]
    asking.acknowledge(case=case, actor=reader, seen=Case.objects.get(pk=case.pk).version)
    assert dangers(night, reader) == []


def test_danger_that_was_told_before_the_event_waits_there_too(
    people: World, declared: Declare, now: time_machine.Coordinates
) -> None:
    """The call came at six; the event is declared, or grows, or takes the case in, a little later."""
    now.move_to(FRIDAY_EVENING)
    case, other, reader = worked_on(people), worked_on(people), people.local.officer
    call(case, people.local.supervisor)
    asking.send_message(case=other, actor=Citizen(other.reference), text="ขอบคุณ")
    now.move_to(FRIDAY_EVENING + MINUTE)
    event = declared(
        organizations=[people.local.organization], starts_at=FRIDAY_EVENING - dt.timedelta(hours=6)
    )
    assert dangers(event, reader) == [(case.reference, True)]
    choosing.take_out(actor=reader, event=event, case=case, reason="ไม่ใช่น้ำท่วม")
    assert dangers(event, reader) == []
    choosing.put_in(actor=reader, event=event, case=case, reason="เป็นน้ำท่วม")
    assert dangers(event, reader) == [(case.reference, True)]
    later(now, 12)
    assert waiting_mails(), "the ladder climbs from then on"
    case.refresh_from_db()
    asking.acknowledge(case=case, actor=reader, seen=case.version)
    assert dangers(event, reader) == []


def test_danger_that_nobody_had_read_when_a_case_was_closed_is_no_news_when_it_is_opened_again(
    night: Event, people: World
) -> None:
    case = worked_on(people)
    call(case, people.local.supervisor)
    case.refresh_from_db()
    approval = closure.request_closure(
        case=case,
        actor=people.local.officer,
        reason=ClosureReason.WITHDRAWN,
        outcome=Outcome.WITHDRAWN,
        note="ผู้แจ้งขอถอนเรื่อง",
    )
    case = closure.approve(approval=approval, actor=people.local.supervisor)
    case = closure.reopen_case(case=case, actor=people.local.supervisor, note="หลังคายังรั่ว")
    assert case.stage == Stage.WORKING
    asking.send_message(case=case, actor=Citizen(case.reference), text="ขอบคุณ")
    assert dangers(night, people.local.officer) == []


def test_a_part_of_what_somebody_works_on_wakes_nobody(night: Event, people: World) -> None:
    on_duty(night, people.center.officer)
    case = worked_on(people, danger_now=True)
    before = len(told())
    referral.refer_jointly(
        case=case,
        target=people.hospital.organization,
        actor=people.local.officer,
        consent=Consent.GIVEN,
        request="ตรวจร่างกาย",
    )
    assert len(told()) == before


def test_the_board_says_of_which_danger_nobody_has_read(night: Event, people: World, login: Login) -> None:
    case = worked_on(people)
    call(case, people.local.supervisor)
    page = login(people.local.officer).get(f"/desk/events/{night.slug}/").content.decode()
    assert case.reference in page
    assert "แจ้งอันตรายใหม่ ยังไม่มีใครอ่าน" in page
