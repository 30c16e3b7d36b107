"""What the answers come to, as the result page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.eligibility.loading import rules
from portal.eligibility.rates import Words
from portal.eligibility.tree import UNKNOWN, Answer, Kind, Outcome, rates_in
from portal.eligibility.walking import Given
from portal.pages.public.eligibility.addresses import Pairs, address, pairs
from portal.pages.public.eligibility.numbers import Number, Provision, numbers, plain, provision, said
from portal.pages.public.hotlines import guide_for
from portal.thai.dates import bangkok_today

_TONES = {Answer.LIKELY: "ok", Answer.UNSURE: "warn", Answer.ELSEWHERE: "info"}


@dataclass(frozen=True)
class Line:
    """An answer that may be changed.

    Attributes:
        label: the question.
        value: the answer in words.
        change_url: where it is answered again, all others kept.
    """

    label: str
    value: str
    change_url: str


@dataclass(frozen=True)
class Target:
    """Who helps instead, or what else to read.

    Attributes:
        title: guide or organization.
        url: its page; "" where it has none of ours.
        note: one sentence, "" for a guide.
    """

    title: str
    url: str
    note: str


@dataclass(frozen=True)
class Result:
    """What the page shows.

    Attributes:
        heading: the answer in words.
        tone: of the notice that holds the reason.
        reason: one sentence.
        provision: what it rests on, with its date.
        numbers: those that decided or are named, each with its provision.
        target: guide or organization; None for likely and unsure without one.
        is_unsure: the center's advice stands first.
        kind: kind of help that a request begins with.
    """

    heading: str
    tone: str
    reason: str
    provision: Provision
    numbers: Sequence[Number]
    target: Target | None
    is_unsure: bool
    kind: str


def present(outcome: Outcome, given: Sequence[Given], problem: str) -> Result:
    """Return what the result page shows.

    Args:
        outcome: of the walk.
        given: the answers that led there.
        problem: kind of help of the guide.
    """
    deciding = [branch.rate for each in given for branch in each.question.branches if branch.rate]
    is_other_guide = outcome.answer is Answer.ELSEWHERE and outcome.guide
    return Result(
        heading=_heading(outcome.answer),
        tone=_TONES[outcome.answer],
        reason=sentence(outcome.reason),
        provision=provision(outcome.source),
        numbers=numbers(dict.fromkeys([*deciding, *outcome.rates])),
        target=_target(outcome),
        is_unsure=outcome.answer is Answer.UNSURE,
        kind=outcome.guide if is_other_guide else problem,
    )


def _heading(answer: Answer) -> str:
    if answer is Answer.LIKELY:
        return _("น่าจะขอความช่วยเหลือเรื่องนี้ได้")
    if answer is Answer.UNSURE:
        return _("ยังบอกไม่ได้แน่ ให้ศูนย์ช่วยดู")
    return _("ไม่ใช่เรื่องนี้ แต่มีที่ช่วยคุณได้")


def sentence(words: Words) -> str:
    """Return a sentence of the rules with the numbers that hold today."""
    today, known = bangkok_today(), rules().rates
    return said(words).format_map({name: plain(known[name].on(today).value) for name in rates_in(words)})


def _target(outcome: Outcome) -> Target | None:
    """Return who helps instead; the page leads to the center in any case, should a guide not be public."""
    if outcome.organization:
        found = rules().organizations[outcome.organization]
        return Target(
            said(found.label), reverse("units:find") if found.page == "units" else "", said(found.note)
        )
    guide = guide_for(outcome.guide)
    return Target(*guide, note="") if guide else None


def in_words(each: Given) -> str:
    """Return an answer as people say it."""
    if each.question.kind is Kind.CHOICE:
        return next(said(choice.label) for choice in each.question.choices if choice.value == each.value)
    return _("ไม่ทราบ") if each.value == UNKNOWN else plain(each.value)  # type: ignore[arg-type]


def lines(base: str, given: Sequence[Given], all_answers: Pairs) -> list[Line]:
    """Return the answers that may be changed, each question once.

    Args:
        base: address of the questions.
        given: answers on the way.
        all_answers: what an address has to carry so that nothing is asked twice.
    """
    return [
        Line(
            said(each.question.label),
            in_words(each),
            address(base, all_answers, change=each.question.field),
        )
        for each in {each.question.field: each for each in given}.values()
    ]


def back(base: str, guide_url: str, given: Sequence[Given]) -> str:
    """Return the address of the page before: the last answer, or the guide."""
    return address(base, pairs(given), change=given[-1].question.field) if given else guide_url
