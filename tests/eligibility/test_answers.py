"""An answer may come from an address that anybody wrote: it is read, or refused with a clear word (issue 11, bad input)."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.eligibility.answers import AnswerError, read
from portal.eligibility.loading import rules
from portal.eligibility.tree import Question
from tests.eligibility.situations import TODAY

AGE = rules().trees["child_labor"].questions["age"]
WORK = rules().trees["child_labor"].questions["work"]
DAY = rules().trees["disaster"].questions["date"]


@pytest.mark.parametrize(
    ("question", "text", "value"),
    [
        (AGE, "17", 17),
        (AGE, "๑๗", 17),
        (AGE, " 17 ปี ", 17),
        (AGE, "017", 17),
        (AGE, "0", 0),
        (AGE, "120", 120),
        (AGE, "unknown", "unknown"),
        (WORK, "employed", "employed"),
        (DAY, "๑/๑๑/๒๕๖๓", dt.date(2020, 11, 1)),
        (DAY, "1 พฤศจิกายน 2563", dt.date(2020, 11, 1)),
        (DAY, "27/11/2569", TODAY),
        (DAY, "unknown", "unknown"),
    ],
)
def test_answers_are_read_as_people_write_them(question: Question, text: str, value: object) -> None:
    assert read(question, [text], TODAY) == value


@pytest.mark.parametrize(
    ("question", "texts", "code"),
    [
        (AGE, [], "missing"),
        (AGE, [""], "missing"),
        (AGE, ["  "], "missing"),
        (AGE, ["17", "18"], "doubled"),
        (AGE, ["17", "17"], "doubled"),
        (AGE, ["9" * 10_000], "too_long"),
        (AGE, ["ก" * 10_000], "too_long"),
        (AGE, ["-5"], "negative"),
        (AGE, ["−๕"], "negative"),
        (AGE, ["17.5"], "whole"),
        (AGE, ["121"], "range"),
        (AGE, ["99999999999999999999"], "range"),
        (AGE, ["สิบเจ็ด"], "number"),
        (AGE, ["<script>"], "number"),
        (AGE, ["²"], "number"),
        (WORK, ["nonsense"], "choice"),
        (WORK, ["Employed"], "choice"),
        (WORK, ["employed", "forced"], "doubled"),
        (WORK, [""], "missing"),
        (DAY, ["28/11/2569"], "future"),
        (DAY, ["31/2/2566"], "day"),
        (DAY, ["1/1/66"], "two_digit_year"),
        (DAY, ["jam"], "format"),
    ],
)
def test_what_cannot_be_read_says_why(question: Question, texts: list[str], code: str) -> None:
    with pytest.raises(AnswerError) as refused:
        read(question, texts, TODAY)
    assert refused.value.code == code
    assert refused.value.message


def test_who_does_not_know_is_asked_only_where_that_leads_on() -> None:
    certain = Question(name="x", field="x", kind=AGE.kind, label=AGE.label, branches=AGE.branches, most=10)
    with pytest.raises(AnswerError) as refused:
        read(certain, ["unknown"], TODAY)
    assert refused.value.code == "number"
