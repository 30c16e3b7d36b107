"""Help that was recorded by mistake counts nowhere, and stays struck out (many.md, correct_help)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from cases.domain import assistance, closure
from cases.domain.erasing import counts_of
from cases.domain.usual_times import waits
from cases.domain.view import case_view
from cases.errors import GuardFailed, NotAllowed
from cases.machine.vocabulary import Stage, Verb
from cases.mass.domain import acting
from cases.mass.models import MassOutcome
from cases.mass.vocabulary import MassVerb, OutcomeState
from cases.models import AssistanceRecord, Case, CaseNote
from cases.vocabulary import AssistanceCategory, AssistanceKind, ClosureReason, Outcome
from portal.thai.dates import bangkok_today
from tests.cases import factories
from tests.cases.desk.conftest import at_local, login, world  # noqa: F401 - fixtures
from tests.cases.desk.test_verbs import act_url, do
from tests.cases.factories import World

pytestmark = pytest.mark.django_db
WHY = "ลงผิดบ้าน"


@pytest.fixture
def helped(world: World) -> tuple[Case, AssistanceRecord]:  # noqa: F811
    case = factories.working_case(world)
    record = assistance.record_help(case=case, actor=world.local.officer, given=factories.help_given())
    case.refresh_from_db()
    return case, record


def strike(world: World, case: Case, record: AssistanceRecord, note: str = WHY) -> Case:  # noqa: F811
    return assistance.correct_help(case=case, actor=world.local.officer, record=record, note=note)


def test_it_counts_no_more_and_the_row_stays_with_who_and_why(world: World, helped) -> None:  # noqa: F811
    case, record = helped
    assert case.helped
    struck = strike(world, case, record)
    assert not struck.helped
    assert not case.assistance.exists()
    assert not AssistanceRecord.objects.exists()
    row = AssistanceRecord.with_struck.get()
    assert (row.struck_by, row.description) == (world.local.officer.person, record.description)
    event = case.events.get(verb=Verb.CORRECT_HELP)
    assert CaseNote.objects.get(event=event).text == WHY


def test_a_case_with_other_help_stays_helped(world: World, helped) -> None:  # noqa: F811
    case, record = helped
    assistance.record_help(case=case, actor=world.local.officer, given=factories.help_given())
    assert strike(world, case, record).helped
    assert case.assistance.count() == 1


def test_twice_is_once_and_a_word_why_is_needed(world: World, helped) -> None:  # noqa: F811
    case, record = helped
    with pytest.raises(GuardFailed):
        strike(world, case, record, note=" ")
    assert case.assistance.count() == 1
    strike(world, case, record)
    with pytest.raises(GuardFailed):
        strike(world, case, record)


def test_only_the_organization_that_recorded_it_strikes_it(world: World, helped) -> None:  # noqa: F811
    case, record = helped
    for actor in (world.center.officer, world.other_local.officer):
        with pytest.raises((NotAllowed, GuardFailed)):
            assistance.correct_help(case=case, actor=actor, record=record, note=WHY)
    assert case.assistance.count() == 1


def test_the_last_help_stays_while_it_is_followed_up_or_closing_is_asked_with_it(world: World) -> None:  # noqa: F811
    followed = factories.followed_case(world)
    assert followed.stage == Stage.FOLLOWING_UP
    with pytest.raises(GuardFailed):
        strike(world, followed, followed.assistance.get())
    case = factories.working_case(world)
    record = assistance.record_help(case=case, actor=world.local.officer, given=factories.help_given())
    closure.request_closure(
        case=Case.objects.get(pk=case.pk),
        actor=world.local.officer,
        reason=ClosureReason.HELPED,
        outcome=Outcome.HELPED_FULLY,
        note="ช่วยแล้ว",
    )
    with pytest.raises(GuardFailed):
        strike(world, case, record)


def test_what_is_struck_out_is_erased_with_the_rest_of_the_case(world: World, helped) -> None:  # noqa: F811
    case, record = helped
    strike(world, case, record)
    assert counts_of(case)[AssistanceRecord] == 1


def test_the_page_names_ones_own_records_only(world: World, helped, at_local: Client) -> None:  # noqa: F811
    case, record = helped
    page = at_local.get(act_url(case, Verb.CORRECT_HELP)).content.decode()
    assert record.get_kind_display() in page
    do(at_local, case, Verb.CORRECT_HELP, record=record.pk, note=WHY)
    assert not case.assistance.exists()
    assert WHY in at_local.get(f"/desk/cases/{case.reference}/").content.decode()


def test_what_was_struck_out_is_read_by_no_view_and_no_waiting_time(world: World, helped) -> None:  # noqa: F811
    """The view gathers by SQL of its own and a join knows no manager: both have to leave it out themselves."""
    case, record = helped
    actor = world.local.officer
    assert [one.description for one in case_view(case, actor).help] == [record.description]
    assert [one.helped for one in waits(timezone.now() + dt.timedelta(hours=1))] == [True]
    assistance.correct_help(case=case, actor=actor, record=record, note=WHY)
    case = Case.objects.get(pk=case.pk)
    assert list(case_view(case, actor).help) == []
    assert [one.helped for one in waits(timezone.now() + dt.timedelta(hours=1))] == [False]


def test_help_recorded_of_many_is_taken_back_of_many(world: World) -> None:  # noqa: F811
    cases = [factories.working_case(world) for _ in range(2)]
    actor = world.local.officer
    mass = acting.begin(
        actor=actor, cases=Case.objects.filter(pk__in=[one.pk for one in cases]), origin="selection"
    )
    fields = {
        "given_on": bangkok_today().isoformat(),
        "category": AssistanceCategory.DISASTER.value,
        "kind": AssistanceKind.IN_KIND.value,
    }
    mass = acting.plan(mass=mass, actor=actor, verb=MassVerb.RECORD_HELP, fields=fields)
    assert acting.work(mass)
    mass = acting.confirm(mass=mass, actor=actor)
    assert acting.work(mass)
    assert AssistanceRecord.objects.count() == 2
    mass = acting.undo(mass=mass, actor=actor)
    assert acting.work(mass)
    assert set(MassOutcome.objects.values_list("state", flat=True)) == {OutcomeState.UNDONE}
    assert not AssistanceRecord.objects.exists()
