"""Rows of one case out of many tables, in one statement: the same instances that a query for each table gives."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from cases.domain import gathering, store, working
from cases.domain.gathering import (
    DUTIES,
    EVENTS,
    NOTES,
    ORIGINAL,
    QUESTIONS,
    REFERRALS,
    STANDING,
    WORDS,
    Source,
    gather,
)
from cases.models import AssistanceRecord, Case, CaseEvent, CaseNote
from cases.vocabulary import AssistanceCategory, AssistanceKind
from tests.cases import factories
from tests.cases.domain.verbs import case_in
from tests.cases.factories import World
from tests.helpers import count_queries

SOURCES = {name: one for name, one in vars(gathering).items() if isinstance(one, Source)}


def values_of(row: Any, source: Source[Any]) -> dict[str, Any]:
    return {column.attname: getattr(row, column.attname) for column in source.columns}


@pytest.fixture
def case(world: World) -> Case:
    """A case with something in most of its tables."""
    case = factories.followed_case(world)
    AssistanceRecord.objects.create(
        case=case,
        organization=world.local.organization,
        given_on=dt.date(2026, 1, 2),
        category=AssistanceCategory.DISASTER,
        kind=AssistanceKind.CASH,
        description='ถุงยังชีพ "ใหญ่"\\ ๒ ถุง',
        quantity=Decimal("2.50"),
        amount_baht=Decimal("1500.10"),
        recorded_by=world.local.officer.person,
    )
    original = factories.received_case(world)
    Case.objects.filter(pk=case.pk).update(duplicate_of=original)
    case.refresh_from_db()
    working.add_note(case=case, actor=world.local.officer, text="โทรแล้ว")
    return case


def test_rows_are_those_that_the_table_gives(case: Case, world: World) -> None:
    factories.followed_case(world)
    for name, source in SOURCES.items():
        found = gather(case, [source]).of(source)
        wanted = source.table._default_manager.extra(where=[source.where], params=[case.pk])
        assert [values_of(row, source) for row in found] == [values_of(row, source) for row in wanted], name
        assert all(type(row) is source.table for row in found), name


@pytest.mark.parametrize(
    "span",
    [
        dt.timedelta(0),
        dt.timedelta(days=11, hours=22, microseconds=14_558),
        dt.timedelta(days=400, seconds=1),
        -dt.timedelta(hours=1, microseconds=5),
    ],
    ids=str,
)
def test_a_span_of_time_is_one_again(world: World, span: dt.timedelta) -> None:
    case = case_in("question waits", world)
    case.questions.update(rest=span, paused=span)
    (question,) = gather(case, [QUESTIONS]).of(QUESTIONS)
    assert (question.rest, question.paused) == (span, span)


def test_what_is_compared_is_there(case: Case) -> None:
    found = gather(case, SOURCES.values())
    there = {name for name, source in SOURCES.items() if found.of(source)}
    assert there >= {
        "GRANTS",
        "DUTIES",
        "REFERRALS",
        "FOLLOW_UPS",
        "EVENTS",
        "NOTES",
        "HELP",
        "WORDS",
        "PEOPLE",
    }
    assert found.of(ORIGINAL)


def test_all_tables_are_one_query_and_nothing_asks_for_the_case_again(case: Case) -> None:
    found: list[Any] = []
    assert count_queries(lambda: found.append(gather(case, SOURCES.values()))) == 1
    assert count_queries(lambda: [row.case.reference for row in found[0].of(DUTIES)]) == 0


def test_what_was_not_read_is_asked_for_or_refused(case: Case) -> None:
    rows = gather(case, [EVENTS])
    assert rows.of(EVENTS)[0].effects == CaseEvent.objects.get(pk=rows.of(EVENTS)[0].pk).effects
    with pytest.raises(KeyError):
        rows.of(NOTES)


def test_both_together_have_the_rows_of_both(case: Case) -> None:
    rows = gather(case, [EVENTS]) + gather(case, [NOTES, WORDS])
    assert len(rows.of(NOTES)) == CaseNote.objects.filter(event__case=case).count() > 0
    assert rows.of(WORDS)[0].narrative == case.narrative != ""


def test_how_a_case_stands_is_one_query_and_none_where_its_rows_are_known(case: Case) -> None:
    assert count_queries(lambda: store.load(case)) == 1
    rows = gather(case, STANDING)
    assert count_queries(lambda: store.load(case, rows)) == 0
    assert store.load(case, rows) == store.load(case) == store.replayed(case)


def test_a_referral_that_went_on_knows_the_one_before(world: World) -> None:
    case = factories.pending_referral(world).case
    first = case.referrals.get()
    case.referrals.filter(pk=first.pk).update(state="forwarded_on", answered_at=timezone.now())
    case.referrals.create(
        number=99,
        mode=first.mode,
        state="recalled",
        sender=first.target,
        target=world.center.organization,
        parent=first,
        sent_by=first.sent_by,
    )
    assert store.load(case).waiting[99].parent == first.number  # type: ignore[union-attr]
    assert [row.number for row in gather(case, [REFERRALS]).of(REFERRALS)] == [first.number, 99]
