"""The table of verbs is whole: every verb has one line that says all that pages and documents need."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from cases.machine.table import LINES, TABLE
from cases.machine.verb import Line
from cases.machine.vocabulary import ALIVE, OPEN_STAGES, Stage, Verb, WaitingKind


def test_every_verb_has_exactly_one_line() -> None:
    assert [line.verb for line in LINES] == list(dict.fromkeys(line.verb for line in LINES))
    assert set(TABLE) == set(Verb)


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.verb.value)
def test_a_line_says_who_and_why_in_thai_and_english(line: Line) -> None:
    for language in ("th", "en"):
        with override(language):
            assert str(line.who_words)
            assert str(line.verb.label)
    assert line.who.__doc__ or line.who.__name__ == "<lambda>"
    assert line.do.__doc__
    for guard in line.guards:
        assert guard.__doc__


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.verb.value)
def test_a_line_answers_only_what_is_alive_and_happens_somewhere(line: Line) -> None:
    assert line.stages
    assert line.in_states <= ALIVE
    assert line.answers <= set(WaitingKind)


def test_a_closed_case_is_only_opened_looked_at_and_emptied() -> None:
    on_closed = {line.verb for line in LINES if Stage.CLOSED in line.stages}
    assert on_closed == {
        Verb.REOPEN,
        Verb.RATE,
        Verb.NOTE,
        Verb.UNLINK_HOUSEHOLD,
        Verb.BREAK_GLASS,
        Verb.REPLACE_SECRET,
        Verb.SUCCEED,
        Verb.EXPIRE_GRANT,
        Verb.ANONYMIZE,
    }


def test_what_changes_stage_or_holder_compares_what_the_form_saw() -> None:
    """Stage, holder, problem, severity, confidentiality conflict; notes, calls, files and help never do."""
    compared = {line.verb for line in LINES if line.compares}
    assert compared >= {
        *(Verb.SCREEN, Verb.REJECT, Verb.TAKE_ON, Verb.REFER, Verb.REFER_JOINT, Verb.HAND_UP),
        *(Verb.RECLASSIFY, Verb.APPROVE, Verb.TAKE_OVER, Verb.REQUEST_MORE_TIME, Verb.ADJUST_PLAN),
        Verb.ASK,
    }
    assert not compared & {Verb.NOTE, Verb.LOG_CALL, Verb.ADD_FILE, Verb.RECORD_HELP, Verb.MESSAGE}


def test_a_citizen_can_speak_as_long_as_the_case_is_open() -> None:
    for verb in (
        Verb.MESSAGE,
        Verb.WITHDRAW,
        Verb.OBJECT,
        Verb.ADD_FILE,
        Verb.CHANGE_CONTACT,
        Verb.CHANGE_CONSENT,
    ):
        assert TABLE[verb].stages == OPEN_STAGES
