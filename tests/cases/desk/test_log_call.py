"""A call is coded by one key, and only who was spoken to counts as told (issue 9, parts 3 and 12)."""

from __future__ import annotations

import itertools

import pytest
from django.test import Client
from django.urls import reverse

from cases.desk.content import history
from cases.machine.vocabulary import DutyEnd, DutyKind, Verb
from cases.models import Case, CaseNote
from cases.vocabulary import CallOutcome
from tests.cases.desk.conftest import soup
from tests.cases.factories import World, received_case


def url(case: Case) -> str:
    return reverse("desk:act", kwargs={"reference": case.reference, "verb": Verb.LOG_CALL})


def log(client: Client, case: Case, outcome: str, text: str = "") -> int:
    form = {"outcome": outcome, "text": text, "readers": "shared", "base": case.base}
    return client.post(url(case), form).status_code


def told(case: Case) -> int:
    return case.duties.filter(kind=DutyKind.TELL, how=DutyEnd.DONE).count()


@pytest.mark.parametrize("outcome", CallOutcome)
def test_only_a_talk_with_the_reporter_counts_as_told(
    world: World, at_center: Client, outcome: CallOutcome
) -> None:
    case = received_case(world)
    assert log(at_center, case, outcome) == 302
    assert told(case) == int(outcome.reached)
    assert str(outcome.label) in at_center.get(reverse("desk:case", args=[case.reference])).content.decode()


def test_an_outcome_says_enough_and_a_line_may_follow(world: World, at_center: Client) -> None:
    case = received_case(world)
    log(at_center, case, "no_answer")
    assert not CaseNote.objects.exists()
    log(at_center, case, "needs", "ขอถุงยังชีพ")
    assert CaseNote.objects.get().text == "ขอถุงยังชีพ"


def test_without_an_outcome_nothing_is_written(world: World, at_center: Client) -> None:
    case = received_case(world)
    assert log(at_center, case, "", "โทรแล้ว") == 200
    assert not case.events.filter(verb=Verb.LOG_CALL).exists()


def test_every_answer_has_its_digit_and_the_first_the_focus(world: World, at_center: Client) -> None:
    answers = soup(at_center.get(url(received_case(world)))).select("input[name=outcome]")
    assert [answer["data-digit"] for answer in answers] == [
        str(at % 10) for at in range(1, len(CallOutcome) + 1)
    ]
    assert [answer.has_attr("autofocus") for answer in answers] == [True, *[False] * (len(answers) - 1)]


def test_no_two_lists_of_reasons_share_a_code() -> None:
    """The history reads a reason's words from whichever list knows it."""
    others = itertools.chain.from_iterable(one.values for one in history._REASONS if one is not CallOutcome)
    assert not set(CallOutcome.values) & set(others)
