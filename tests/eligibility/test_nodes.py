"""Every question and every end by itself: all its answers lead on, and no way along them is a dead end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from portal.eligibility.answers import Read, read, written
from portal.eligibility.loading import rules
from portal.eligibility.rates import Value
from portal.eligibility.tree import UNKNOWN, Answer, Kind, Question, Tree
from portal.eligibility.walking import following, walk
from portal.vocabulary import ProblemType
from tests.eligibility.situations import TODAY

TREES = rules().trees
PROBLEMS = sorted(TREES)


def near(limit: Value) -> list[Value]:
    """Return the answers just before, at and just after a number of the law."""
    if isinstance(limit, dt.date):
        return [limit + dt.timedelta(days=by) for by in (-1, 0, 1)]
    return [limit - 1, limit, limit + 1]


def answers_to(question: Question) -> list[Read]:
    """Return answers that take every way of a question."""
    if question.kind is Kind.CHOICE:
        return [choice.value for choice in question.choices]
    limits = [rules().rates[branch.rate].on(TODAY).value for branch in question.branches if branch.rate]
    found: list[Read] = [value for limit in limits for value in near(limit)]
    return [*found, UNKNOWN] if question.unknown else found


@pytest.mark.parametrize("problem", PROBLEMS)
def test_the_answers_of_a_question_take_each_of_its_ways(problem: str) -> None:
    for question in TREES[problem].questions.values():
        ways = {following(question, value, rules().rates, TODAY) for value in answers_to(question)}
        assert ways == set(question.ways), question.name


@pytest.mark.parametrize("problem", PROBLEMS)
def test_what_an_address_carries_is_read_again(problem: str) -> None:
    for question in TREES[problem].questions.values():
        for value in answers_to(question):
            assert read(question, [written(value)], TODAY) == value


def ways_through(tree: Tree, here: str, texts: dict[str, list[str]]) -> Iterator[dict[str, list[str]]]:
    """Yield the answers of every way from a place to an end."""
    if here in tree.outcomes:
        yield texts
        return
    question = tree.questions[here]
    taken = set()
    for value in answers_to(question):
        way = following(question, value, rules().rates, TODAY)
        if way not in taken:
            taken.add(way)
            yield from ways_through(tree, way, {**texts, question.field: [written(value)]})


@pytest.mark.parametrize("problem", PROBLEMS)
def test_every_way_ends_with_an_answer_after_few_questions(problem: str) -> None:
    tree, ends = TREES[problem], set()
    for texts in ways_through(tree, tree.start, {}):
        found = walk(tree, rules().rates, texts, TODAY)
        assert found.outcome, texts
        assert len(found.given) <= 7
        ends.add(found.outcome.name)
    assert ends == set(tree.outcomes)


def test_no_end_is_a_bare_no() -> None:
    for tree in TREES.values():
        assert {outcome.answer for outcome in tree.outcomes.values()} == set(Answer)
        for outcome in tree.outcomes.values():
            if outcome.answer is Answer.ELSEWHERE:
                assert outcome.guide or outcome.organization
            assert outcome.guide != tree.problem


def test_kinds_of_help_are_those_of_the_request() -> None:
    assert set(TREES) <= set(ProblemType.values)
    for tree in TREES.values():
        assert {outcome.guide for outcome in tree.outcomes.values()} - {""} <= set(ProblemType.values)


def test_every_field_of_help_has_its_questions() -> None:
    """Criteria and methods "in every field" (S1.26): every kind that a request may name, but for what nobody can name yet."""
    assert set(TREES) == set(ProblemType.values) - {ProblemType.OTHER, ProblemType.UNSURE}


def test_open_questions_are_asked_in_their_turn() -> None:
    tree, rates = TREES["child_labor"], rules().rates
    begun = walk(tree, rates, {}, TODAY)
    assert (begun.question, begun.given, begun.error) == (tree.questions["work"], (), None)
    further = walk(tree, rates, {"work": ["employed"], "days": ["3"]}, TODAY)
    assert further.question is tree.questions["age"]
    assert [each.value for each in further.given] == ["employed"]


def test_an_answer_off_the_way_counts_for_nothing() -> None:
    tree = TREES["child_labor"]
    found = walk(tree, rules().rates, {"work": ["forced"], "age": ["jam"]}, TODAY)
    assert found.outcome is tree.outcomes["is_trafficking"]
    assert found.error is None


def test_silence_is_an_error_only_once_the_question_was_sent() -> None:
    tree = TREES["disease"]
    sent = walk(tree, rules().rates, {}, TODAY, asked="matter")
    assert sent.error is not None and sent.error.code == "missing"
    assert walk(tree, rules().rates, {}, TODAY, asked="area").error is None


def test_places_that_ask_the_same_share_the_answer() -> None:
    tree = TREES["violence"]
    assert tree.questions["by_family"].label == tree.questions["family"].label
    texts = {"harm": ["violence"], "age": ["45"], "disability": ["no"], "family": ["no"]}
    assert walk(tree, rules().rates, {**texts, "sex": ["woman"]}, TODAY).outcome is tree.outcomes["target"]
    assert walk(tree, rules().rates, {**texts, "sex": ["man"]}, TODAY).outcome is tree.outcomes["police"]
