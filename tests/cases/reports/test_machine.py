"""The table: every verb, from every state, by every side (S2.08)."""

from __future__ import annotations

import pytest

from cases.reports.machine import BY_VERB, TABLE, Side, is_allowed, possible
from cases.reports.vocabulary import ReportState as S
from cases.reports.vocabulary import ReportVerb as V

EXPECTED = {
    (V.FILL, Side.OWNER): {S.DRAFT, S.RETURNED, S.REOPENED},
    (V.EDIT, Side.OWNER): {S.DRAFT, S.RETURNED, S.REOPENED},
    (V.SUBMIT, Side.OWNER): {S.DRAFT, S.RETURNED, S.REOPENED},
    (V.RECALL, Side.OWNER): {S.SUBMITTED},
    (V.ACCEPT, Side.RECEIVER): {S.SUBMITTED},
    (V.RETURN, Side.RECEIVER): {S.SUBMITTED},
    (V.REOPEN, Side.RECEIVER): {S.ACCEPTED},
    (V.EXCEPT, Side.RECEIVER): {S.DRAFT, S.RETURNED, S.REOPENED, S.ACCEPTED},
}
TO = {
    V.FILL: None,
    V.EDIT: None,
    V.SUBMIT: S.SUBMITTED,
    V.RECALL: S.DRAFT,
    V.ACCEPT: S.ACCEPTED,
    V.RETURN: S.RETURNED,
    V.REOPEN: S.REOPENED,
    V.EXCEPT: None,
}


@pytest.mark.parametrize("verb", V)
@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("side", Side)
def test_nothing_but_what_is_written_here_is_allowed(verb: V, state: S, side: Side) -> None:
    assert is_allowed(verb, state, {side}) == (state in EXPECTED.get((verb, side), set()))


def test_whoever_stands_nowhere_may_nothing() -> None:
    assert not [line for state in S for line in possible(state, ())]


def test_each_verb_has_one_line_and_leads_where_it_says() -> None:
    assert len(TABLE) == len(BY_VERB) == len(V)
    assert {verb: line.to for verb, line in BY_VERB.items()} == TO


def test_what_gives_back_or_opens_needs_a_reason() -> None:
    assert {line.verb for line in TABLE if line.needs_reason} == {V.RETURN, V.REOPEN, V.EXCEPT}


def test_after_acceptance_its_organization_can_do_nothing() -> None:
    assert possible(S.ACCEPTED, {Side.OWNER}) == []
