"""The answer to the citizen says what was given to the last satang (S1.29)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from cases.domain.letters.occasions import occasions
from cases.domain.letters.writing import draft_of
from cases.models import AssistanceRecord, Case
from cases.vocabulary.letters import LetterKind
from tests.cases import factories
from tests.cases.factories import World


@pytest.mark.parametrize(
    ("amount", "words"),
    [("1500.50", "จำนวน 1,500.50 บาท"), ("0.75", "จำนวน 0.75 บาท"), ("2000", "จำนวน 2,000 บาท")],
)
def test_the_answer_to_the_citizen_rounds_no_money(world: World, amount: str, words: str) -> None:
    case = factories.closed_case(world)
    AssistanceRecord.objects.filter(case=case).update(
        amount_baht=Decimal(amount), given_on=dt.date(2026, 11, 3)
    )
    holder = Case.objects.get(pk=case.pk).holder
    found = occasions(holder, Case.objects.filter(pk=case.pk))
    answer = next(one for one in found if one.kind == LetterKind.ANSWER)
    text = " ".join(draft_of(answer).paragraphs)
    assert f"{words} เมื่อวันที่" in text
