"""A verb that does something else than its line declares leaves no trace in the tables, and nobody's words in the log."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from cases.domain.act import act_on
from cases.domain.screening import screen_case
from cases.errors import NotDeclaredError
from cases.machine.change import Change
from cases.machine.table import TABLE
from cases.machine.verb import Ask
from cases.machine.vocabulary import DutyKind, GrantReason, Scope, Verb
from cases.models import Case
from cases.vocabulary import Severity
from portal.logs import SafeFormatter
from portal.vocabulary import ProblemType
from tests.cases import factories
from tests.cases.domain.test_act import traces
from tests.cases.factories import World

STORY = "นางสาวคะนารี ถูกทำร้ายที่บ้านเลขที่ 77"


@pytest.fixture
def screening_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let screening start a visit and let the department read everything."""
    line = TABLE[Verb.SCREEN]

    def broken(change: Change, ask: Ask) -> None:
        line.do(change, ask)
        change.start(DutyKind.VISIT, change.standing.holder)
        change.grant(change.standing.holder, Scope.FULL, GrantReason.BREAK_GLASS)

    monkeypatch.setitem(TABLE, Verb.SCREEN, replace(line, do=broken))


def screen(case: Case, world: World) -> Case:
    return screen_case(
        case=case,
        actor=world.center.officer,
        problem=ProblemType(case.problem),
        severity=Severity.URGENT,
        note=STORY,
    )


def test_nothing_of_it_is_written(world: World, screening_breaks: None) -> None:
    case = factories.received_case(world, narrative=STORY)
    before = traces(case)
    with pytest.raises(NotDeclaredError, match=r"screen did what is not declared: .*starts visit \(first\)"):
        screen(case, world)
    assert traces(case) == before


def test_the_log_names_verb_and_difference_and_nothing_else(
    world: World, screening_breaks: None, caplog: pytest.LogCaptureFixture
) -> None:
    case = factories.received_case(world, narrative=STORY)
    with caplog.at_level(logging.ERROR), pytest.raises(NotDeclaredError):
        screen(case, world)
    (record,) = [record for record in caplog.records if record.name == "cases.machine.compared"]
    line = SafeFormatter().format(record)
    assert line.endswith("screen did what is not declared: grants break_glass (full), starts visit (first)")
    for words in (STORY, case.reference, world.center.officer.person.get_username()):
        assert words not in line


def test_the_same_act_succeeds_when_the_verb_is_whole_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = factories.received_case(world)
    with monkeypatch.context() as patched:
        patched.setitem(TABLE, Verb.SCREEN, replace(TABLE[Verb.SCREEN], do=lambda change, ask: None))
        with pytest.raises(NotDeclaredError, match=r"left out .*becomes received \(screened\)"):
            screen(case, world)
    assert screen(case, world).stage == "screened"


def test_a_form_sets_only_the_facts_that_its_line_names(world: World) -> None:
    case = factories.working_case(world)
    before = traces(case)
    with (
        pytest.raises(NotDeclaredError, match="note .*sets helped"),
        act_on(verb=Verb.NOTE, case=case, actor=world.local.officer) as act,
    ):
        act.set_fact("helped", value=True)
    assert traces(case) == before


def test_a_request_is_not_taken_in_by_a_broken_verb(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    line = TABLE[Verb.SUBMIT]

    def broken(change: Change, ask: Ask) -> None:
        line.do(change, ask)
        change.start(DutyKind.ACT, change.standing.holder)

    monkeypatch.setitem(TABLE, Verb.SUBMIT, replace(line, do=broken))
    with pytest.raises(NotDeclaredError, match=r"submit .*starts act \(first\)"):
        factories.received_case(world)
    assert not Case.objects.exists()
