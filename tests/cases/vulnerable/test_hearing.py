"""What calls, boats and digits hear where a request is worked on reaches the four figures (issue 14, points 5 and 6)."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from cases.calls.domain import ending, making, taking
from cases.calls.models import Call
from cases.calls.vocabulary import Source as Chosen
from cases.domain import asking, screening, visits
from cases.domain.verifying import faults_of
from cases.domain.visits import OnSite, PhoneTime
from cases.domain.working import log_call
from cases.events.models import Event
from cases.models import Case, Visit
from cases.vocabulary import CallOutcome, Confidentiality, Severity, VisitResult
from cases.vulnerable.domain.requesting import make_case, may_request
from cases.vulnerable.models import Home, Mark
from cases.vulnerable.vocabulary import Source, Status
from portal.actors import Citizen, System
from portal.vocabulary import ProblemType
from tests.cases.desk.conftest import Login
from tests.cases.events.conftest import NOW
from tests.cases.factories import World
from tests.cases.vulnerable.test_accounting import row_of, seen, sums, text_of

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def case(home: Home, event: Event, areas: World, now) -> Case:
    """A need of the household that became a request; an hour ago."""
    actor = areas.local.officer
    seen(actor, row_of(home), Status.NEEDS, text="ยาหมด")
    made = make_case(actor=actor, account=row_of(home))
    now.shift(3600)
    return made


def sent(case: Case, areas: World) -> Visit:
    """Take the request on and send a boat."""
    actor = areas.local.officer
    screening.screen_case(case=case, actor=actor, problem=ProblemType.DISASTER, severity=Severity.URGENT)
    screening.take_on(case=Case.objects.get(pk=case.pk), actor=actor)
    return visits.dispatch(case=Case.objects.get(pk=case.pk), actor=actor, note="ไปดู")


def newest(home: Home) -> Mark:
    return row_of(home).marks.order_by("-pk")[0]


@pytest.mark.parametrize(
    ("result", "status"),
    [
        (VisitResult.HELPED, Status.SAFE),
        (VisitResult.NOT_NEEDED, Status.SAFE),
        (VisitResult.MOVED, Status.MOVED),
        (VisitResult.HELPED_PARTLY, Status.NEEDS),
        (VisitResult.HANDED_UP, Status.NEEDS),
    ],
)
def test_a_boat_says_how_they_were_and_the_board_knows(
    case: Case, home: Home, event: Event, areas: World, result: VisitResult, status: Status
) -> None:
    visits.end_visit(visit=sent(case, areas), actor=areas.local.officer, result=result, note="พบที่บ้าน")
    row, mark = row_of(home), newest(home)
    assert (row.status, row.seen_at) == (status, NOW + HOUR)
    assert (mark.source, mark.person, hasattr(mark, "words")) == (
        Source.VISIT,
        areas.local.officer.person,
        False,
    )
    assert sum(sums(event)) == 1
    assert faults_of(Case.objects.get(pk=case.pk)) == []


@pytest.mark.parametrize(
    "result",
    [VisitResult.NOBODY_THERE, VisitResult.TURNED_BACK, VisitResult.REFUSED, VisitResult.DIED],
)
def test_who_met_nobody_or_was_sent_away_ends_no_need(
    case: Case, home: Home, areas: World, result: VisitResult
) -> None:
    visits.end_visit(visit=sent(case, areas), actor=areas.local.officer, result=result, note="ไม่พบใคร")
    assert row_of(home).status == Status.NEEDS
    assert Mark.objects.count() == 1


def test_what_a_phone_brings_late_counts_when_it_was_seen(case: Case, home: Home, areas: World, now) -> None:
    """At 12.00 helped, at 12.20 the water came back and they called, at 12.30 the boat finds a signal (recompute)."""
    actor, visit = areas.local.officer, sent(case, areas)
    now.shift(3600)
    helped, sent_at = NOW + HOUR + dt.timedelta(minutes=30), NOW + 2 * HOUR
    seen(actor, row_of(home), Status.NEEDS, observed_at=helped + dt.timedelta(minutes=20))
    visits.end_visit(
        visit=visit, actor=actor, result=VisitResult.HELPED, phone=PhoneTime(helped, sent_at), note=""
    )
    assert newest(home).observed_at == helped
    assert row_of(home).status == Status.NEEDS


def test_a_result_that_comes_after_the_trip_had_ended_is_known_all_the_same(
    case: Case, home: Home, areas: World, now
) -> None:
    actor, visit = areas.local.officer, sent(case, areas)
    now.shift(3600)
    visits.end_visit(visit=visit, actor=System(), result=VisitResult.NO_RESULT, note="เที่ยวจบ")
    assert row_of(home).status == Status.NEEDS
    token, met = uuid.uuid4(), NOW + HOUR + dt.timedelta(minutes=20)
    done = OnSite(result=VisitResult.MOVED, note="ไปบ้านลูก", phone=PhoneTime(met, NOW + 2 * HOUR))
    for _twice in range(2):
        visits.record_on_site(visit=visit, actor=actor, token=token, done=done)
    assert row_of(home).status == Status.MOVED
    assert Mark.objects.filter(source=Source.VISIT).count() == 1


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        (CallOutcome.SAFE, Status.SAFE),
        (CallOutcome.MOVED, Status.MOVED),
        (CallOutcome.NEEDS, Status.NEEDS),
    ],
)
def test_a_call_of_the_request_says_how_they_are(
    case: Case, home: Home, areas: World, outcome: CallOutcome, status: Status
) -> None:
    log_call(case=case, actor=areas.local.officer, text="คุยแล้ว", outcome=outcome)
    row = row_of(home)
    assert (row.status, row.seen_at, newest(home).source) == (status, NOW + HOUR, Source.CALL)
    assert not may_request(row), "a need that its own request knows of is no other request"


@pytest.mark.parametrize(
    "outcome",
    [
        *(CallOutcome.NO_ANSWER, CallOutcome.REFUSED, CallOutcome.WRONG_NUMBER, CallOutcome.DIED),
        *(CallOutcome.NEWS, CallOutcome.TOLD, CallOutcome.ANOTHER_ANSWERED),
    ],
)
def test_a_call_that_does_not_say_how_they_are_changes_no_figure(
    case: Case, home: Home, areas: World, outcome: CallOutcome
) -> None:
    log_call(case=case, actor=areas.local.officer, text="โทรแล้ว", outcome=outcome)
    assert Mark.objects.count() == 1
    assert row_of(home).status == Status.NEEDS


def test_danger_that_is_heard_with_news_is_a_need_in_danger(case: Case, home: Home, areas: World) -> None:
    log_call(case=case, actor=areas.local.officer, text="น้ำถึงอก", outcome=CallOutcome.NEWS, danger=True)
    row = row_of(home)
    assert (row.status, row.is_danger) == (Status.NEEDS, True)
    assert Case.objects.count() == 1


def test_a_digit_ends_no_need_and_says_who_needs_help_again(
    case: Case, home: Home, areas: World, now, login: Login
) -> None:
    """Sticky: *needs* is ended by somebody who saw or spoke to them (many.md B3)."""
    log_call(case=case, actor=System(), text="1", outcome=CallOutcome.SAFE)
    assert row_of(home).status == Status.NEEDS
    assert (newest(home).source, newest(home).person) == (Source.DIGIT, None)
    now.shift(60)
    log_call(case=case, actor=areas.local.officer, text="ดีแล้ว", outcome=CallOutcome.SAFE)
    assert row_of(home).status == Status.SAFE
    now.shift(60)
    log_call(case=case, actor=System(), text="2", outcome=CallOutcome.NEEDS)
    assert row_of(home).status == Status.NEEDS
    page = login(areas.local.officer).get(f"/desk/first/event/{row_of(home).event.slug}/1/")
    assert "บันทึกโดย ระบบ" in text_of(page)


def test_a_thumb_that_slipped_on_a_call_list_takes_its_mark_back(
    case: Case, home: Home, areas: World
) -> None:
    actor = areas.local.officer
    calls = making.make(
        actor=actor,
        name="โทรกลับ",
        source=Chosen.SELECTION,
        cases=Case.objects.filter(pk=case.pk),
        token=uuid.uuid4(),
    )
    row = taking.take(calls=calls, actor=actor)
    assert row is not None
    token = uuid.uuid4()
    for _twice in range(2):
        ending.end(row=row, actor=actor, code=CallOutcome.SAFE, token=token)
    assert row_of(home).status == Status.SAFE
    assert Mark.objects.count() == 2
    ending.correct(call=Call.objects.get(), actor=actor, code=CallOutcome.NO_ANSWER, token=uuid.uuid4())
    assert row_of(home).status == Status.NEEDS
    assert Mark.objects.get(status=Status.SAFE).taken_back.person == actor.person


def test_who_still_needs_help_after_closing_has_one_new_request_to_which_the_row_leads(
    case: Case, home: Home, areas: World, now
) -> None:
    actor = areas.local.officer
    calls = making.make(
        actor=actor,
        name="โทรกลับ",
        source=Chosen.SELECTION,
        cases=Case.objects.filter(pk=case.pk),
        token=uuid.uuid4(),
    )
    row = taking.take(calls=calls, actor=actor)
    assert row is not None
    asking.withdraw(case=case, actor=Citizen(case.reference))
    now.shift(60)
    opened = ending.end(row=row, actor=actor, code=CallOutcome.NEEDS, token=uuid.uuid4()).call.opened
    assert opened is not None
    account = row_of(home)
    assert (account.case, account.status) == (opened, Status.NEEDS)
    assert make_case(actor=actor, account=account) == opened
    assert Case.objects.count() == 2


def test_what_is_said_in_a_restricted_case_stays_in_it(case: Case, home: Home, areas: World) -> None:
    Case.objects.filter(pk=case.pk).update(confidentiality=Confidentiality.RESTRICTED)
    log_call(case=case, actor=areas.local.officer, text="คุยแล้ว", outcome=CallOutcome.SAFE)
    assert row_of(home).status == Status.NEEDS
    assert Mark.objects.count() == 1


def test_what_is_over_stays_as_it_was(case: Case, home: Home, event: Event, areas: World) -> None:
    Event.objects.update(ended_at=NOW + HOUR / 2, ended_by=event.declared_by, ending="น้ำลด")
    log_call(case=case, actor=areas.local.officer, text="คุยแล้ว", outcome=CallOutcome.SAFE)
    assert row_of(home).status == Status.NEEDS
