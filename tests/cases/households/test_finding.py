"""What came or changed is looked at once and soon, whatever else happens; careful cases are in no pair."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.domain import closure, screening
from cases.households.domain import finding, joining
from cases.households.models import LikelyPair, LookedUpTo
from cases.households.vocabulary import ApartReason
from cases.machine.declared import What
from cases.machine.table import TABLE
from cases.machine.vocabulary import Verb
from cases.models import Approval, Case, CaseEvent
from cases.vocabulary import Confidentiality, Severity
from portal.vocabulary import ProblemType
from tests.cases.desk.conftest import soup
from tests.cases.factories import World, received_case
from tests.cases.households.test_joining import join, pair, reported  # noqa: F401 - fixture

pytestmark = pytest.mark.django_db
CAREFUL = [{"confidentiality": "restricted"}, {"track": "crisis"}]


def last() -> int:
    return CaseEvent.objects.order_by("-pk").values_list("pk", flat=True).first()


def written(event: CaseEvent, pk: int, *, at: dt.datetime | None = None) -> None:
    """Write an event like another one under a number, as an act whose end comes sooner or later than its number."""
    event.pk, event.sequence, event.identity = pk, event.sequence + pk, str(uuid.uuid4())
    event.at = at or timezone.now()
    event._state.adding = True
    event.save(force_insert=True)


def submitted(case: Case) -> CaseEvent:
    return CaseEvent.objects.get(case=case, verb=Verb.SUBMIT)


# What is looked at -----------------------------------------------------------------------------------------------------


def test_thousands_of_other_acts_hold_nothing_back(world: World, pair, monkeypatch) -> None:  # noqa: F811
    finding.look()
    monkeypatch.setattr(finding, "AT_ONCE", 3)
    for _again in range(2):
        join(world, *pair)
        joining.part(case=pair[0], actor=world.center.officer)
    third = reported("สมศรี ใจดี", phone="081-111-2222")
    assert finding.look() >= 1
    assert LikelyPair.objects.filter(other=third).exists()
    assert LookedUpTo.objects.get().event == last()


def test_more_than_fits_at_once_is_looked_at_the_next_time(world: World, pair, monkeypatch) -> None:  # noqa: F811
    monkeypatch.setattr(finding, "AT_ONCE", 1)
    first, second = (submitted(case).pk for case in pair)
    finding.look()
    assert first <= LookedUpTo.objects.get().event < second
    finding.look()
    assert LookedUpTo.objects.get().event == second


def test_an_act_that_ends_after_a_later_one_is_looked_at(world: World, pair) -> None:  # noqa: F811
    """PostgreSQL gives numbers at the beginning of what others see at its end."""
    faraway = reported("เกษม ทองคำ", moo="9", place_detail="77")
    finding.look()
    LikelyPair.objects.all().delete()
    known = last()
    written(submitted(faraway), known + 2)
    assert finding.look() == 0
    assert LookedUpTo.objects.get().event == known
    written(submitted(pair[1]), known + 1)
    assert finding.look() == 1
    assert LookedUpTo.objects.get().event == known + 2
    assert finding.look() == 0


def test_a_number_that_was_given_up_is_not_waited_for(world: World, pair) -> None:  # noqa: F811
    finding.look()
    known = last()
    written(submitted(pair[0]), known + 2, at=timezone.now() - finding.ON_ITS_WAY - dt.timedelta(seconds=1))
    finding.look()
    assert LookedUpTo.objects.get().event == known + 2


@pytest.mark.parametrize(
    ("facts", "looked_for"),
    [
        ({"holder"}, finding.CHANGES_LIKENESS),
        ({"problem", "confidentiality"}, finding.MAY_CHANGE_CLASS),
    ],
)
def test_every_verb_after_which_a_case_may_be_like_another_is_looked_for(facts, looked_for) -> None:
    assert {
        verb
        for verb, line in TABLE.items()
        for does in line.variants().values()
        for deed in does.may | does.by_words
        if deed.what is What.SETS and deed.of in facts
    } <= set(looked_for)


@pytest.mark.parametrize(
    ("change", "is_looked_for"), [({"place": "810102"}, True), ({"severity": Severity.URGENT}, False)]
)
def test_a_case_whose_place_was_corrected_is_looked_at_anew(
    world: World, change: dict[str, str], is_looked_for: bool
) -> None:
    """Houses are told apart by their subdistrict; another place is no fact of the machine."""
    case = received_case(world)
    values = {"problem": ProblemType(case.problem), "severity": Severity(case.severity), **change}
    screening.reclassify_case(case=case, actor=world.center.officer, note="โทรมาแก้", **values)
    event = case.events.filter(finding.LOOKED_FOR, verb=Verb.RECLASSIFY)
    assert event.exists() is is_looked_for


# Careful cases ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("values", CAREFUL)
@pytest.mark.parametrize("which", [0, 1])
def test_a_pair_goes_when_one_of_it_becomes_careful(world: World, pair, which: int, values) -> None:  # noqa: F811
    finding.look()
    Case.objects.filter(pk=pair[which].pk).update(**values)
    assert not finding.pairs_of(world.center.organization.pk).exists()
    assert finding.forget_passed() == 1


def test_a_case_is_in_pairs_again_when_it_is_restricted_no_more(world: World, pair) -> None:  # noqa: F811
    center, case = world.center, pair[1]
    finding.look()
    case = screening.screen_case(
        case=case,
        actor=center.officer,
        problem=ProblemType.DISASTER,
        severity=Severity.NORMAL,
        confidentiality=Confidentiality.RESTRICTED,
    )
    finding.look()
    assert not LikelyPair.objects.exists()
    screening.reclassify_case(
        case=case,
        actor=center.officer,
        problem=ProblemType.DISASTER,
        severity=Severity.NORMAL,
        confidentiality=Confidentiality.NORMAL,
        note="ผู้แจ้งยินยอมแล้ว",
    )
    closure.approve(approval=Approval.objects.get(case=case), actor=center.supervisor)
    assert finding.look() == 1


def test_a_screening_that_changes_no_class_is_not_looked_at(world: World, pair) -> None:  # noqa: F811
    finding.look()
    screening.screen_case(
        case=pair[0], actor=world.center.officer, problem=ProblemType.DISASTER, severity=Severity.URGENT
    )
    assert finding.look() == 0


# The page --------------------------------------------------------------------------------------------------------------


def test_pairs_that_somebody_cannot_read_take_nobodys_place(
    world: World,
    pair,  # noqa: F811
    at_center: Client,
) -> None:
    """An officer who stepped back from a case sees the pairs of others, however many of that case are likelier."""
    own = reported("มานพ ทองคำ", moo="9", place_detail="77")
    own.recused.add(world.center.officer.person)
    center = world.center.organization
    for number in range(finding.SHOWN + 1):
        LikelyPair.objects.create(organization=center, one=own, other=reported(f"คนที่ {number}"), score=900)
    LikelyPair.objects.create(organization=center, one=pair[0], other=pair[1], score=400)
    shown = soup(at_center.get(reverse("households:waiting"))).select_one("main").get_text()
    assert pair[0].reference in shown
    assert pair[1].reference in shown
    assert own.reference not in shown


def test_what_was_told_apart_is_not_found_again(world: World, pair) -> None:  # noqa: F811
    finding.look()
    joining.keep_apart(one=pair[0], other=pair[1], actor=world.center.officer, why=ApartReason.OTHERS)
    assert [finding.look_for(case.pk) for case in pair] == [0, 0]
