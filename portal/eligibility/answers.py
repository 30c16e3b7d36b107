"""Reading what somebody answered: from an address that anybody may have written."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from portal.eligibility.tree import UNKNOWN, Kind, Question
from portal.thai.bounds import bounded
from portal.thai.dates import DateError, format_date, parse_date
from portal.thai.digits import to_arabic
from portal.thai.messages import ThaiValueError, gettext_noop

Read = str | int | dt.date
"""A value of a choice or `UNKNOWN`, a number, a day."""

LONGEST = 100
"""Characters of an answer; a date in words has forty."""

_NUMBER = re.compile(r"^(?P<sign>[-−–]?)\s*(?P<whole>[0-9]+)(?P<part>[.,][0-9]+)?\s*[ก-๎a-zA-Z. ]{0,20}")


class AnswerError(ThaiValueError):
    """An answer that cannot be read.

    Codes: missing, doubled, too_long, choice, number, whole, negative, range, future, and those of a date.
    """

    messages = {
        "missing": gettext_noop("ตอบคำถามข้อนี้ก่อน"),
        "doubled": gettext_noop("ข้อนี้มีคำตอบมากกว่าหนึ่งคำตอบ เลือกเพียงคำตอบเดียว"),
        "too_long": gettext_noop("คำตอบยาวเกินไป"),
        "choice": gettext_noop("ไม่มีคำตอบนี้ เลือกจากรายการ"),
        "number": gettext_noop("กรอกเป็นตัวเลข เช่น 17"),
        "whole": gettext_noop("กรอกเป็นจำนวนเต็ม เช่น 17"),
        "negative": gettext_noop("ตัวเลขต้องไม่ติดลบ"),
        "range": gettext_noop("ตัวเลขนี้อยู่นอกช่วงที่เป็นไปได้ ตรวจอีกครั้ง"),
        "future": gettext_noop("วันนี้ยังมาไม่ถึง ตรวจวันที่อีกครั้ง"),
        **DateError.messages,
    }


def read(question: Question, texts: Sequence[str], today: dt.date) -> Read:
    """Return an answer.

    Args:
        question: what was asked.
        texts: every value that the address gives it.
        today: no date lies after it.

    Raises:
        AnswerError: it is missing, given twice or not one that this question takes.
    """
    if len(texts) > 1:
        raise AnswerError("doubled")
    text = " ".join(bounded("".join(texts), LONGEST, AnswerError("too_long")).split())
    if not text:
        raise AnswerError("missing")
    if question.kind is Kind.CHOICE:
        if text not in {choice.value for choice in question.choices}:
            raise AnswerError("choice")
        return text
    if question.unknown and text == UNKNOWN:
        return UNKNOWN
    return _number(question, text) if question.kind is Kind.NUMBER else _date(text, today)


def _number(question: Question, text: str) -> int:
    found = _NUMBER.fullmatch(to_arabic(text))
    if not found:
        raise AnswerError("number")
    if found["sign"]:
        raise AnswerError("negative")
    if found["part"]:
        raise AnswerError("whole")
    number = int(found["whole"])
    if not question.least <= number <= question.most:
        raise AnswerError("range")
    return number


def _date(text: str, today: dt.date) -> dt.date:
    try:
        day = parse_date(text)
    except DateError as error:
        raise AnswerError(error.code) from error
    if day > today:
        raise AnswerError("future")
    return day


def written(value: Read) -> str:
    """Return an answer as addresses carry it: one spelling for each."""
    return format_date(value, "numeric") if isinstance(value, dt.date) else str(value)
