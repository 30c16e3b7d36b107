"""Provisions and numbers as pages show them: in the reader's language, dated, linked where the library holds them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.eligibility.loading import rules
from portal.eligibility.rates import Rate, Source, Value, Words
from portal.eligibility.tree import Tree
from portal.pages import cited
from portal.pages.cited import Cited
from portal.thai.dates import bangkok_today, format_date
from portal.web.language import is_english, year_label


@dataclass(frozen=True)
class Provision:
    """A provision as pages cite it.

    Attributes:
        label: how it is called.
        url: its page in the library; "" where the library does not hold it, or not publicly.
        key: names it for a request for help; "" likewise.
        when: since when it is followed, in words; never empty.
        checked: the day of the text that it was compared with.
    """

    label: str
    url: str
    key: str
    when: str
    checked: dt.date | None


@dataclass(frozen=True)
class Number:
    """A number of the law as pages show it.

    Attributes:
        label: the words before it.
        value: the number with its unit, or the day.
        provision: what sets it.
        since: the first day on which it holds; None where its source names none.
    """

    label: str
    value: str
    provision: Provision
    since: dt.date | None


def said(words: Words) -> str:
    """Return a text of the rules in the reader's language."""
    return words.en if is_english() else words.th


def day(value: dt.date) -> str:
    """Return a day in the reader's calendar."""
    return format_date(value, "short", language="en" if is_english() else "th")


def plain(value: Value) -> str:
    """Return a number of the law without its unit, thousands apart: "1,340"."""
    return day(value) if isinstance(value, dt.date) else f"{value:,}"


def _when(source: Source) -> str:
    if source.since:
        return _("ใช้ตั้งแต่ %(day)s") % {"day": day(source.since)}
    if source.year_be:
        return _("เอกสารปี %(year)s ไม่ระบุวัน") % {"year": year_label(source.year_be)}
    return _("เอกสารไม่ระบุวันที่")


def provision_of(source: Source, held: dict[cited.Place, Cited]) -> Provision:
    """Return a provision for a page.

    Args:
        source: of the rules.
        held: what `cited.find` found, this place among what it was asked for.
    """
    found = held.get(source.place)
    return Provision(
        label=said(source.label),
        url=found.url if found else "",
        key=found.key if found else "",
        when=_when(source),
        checked=source.checked,
    )


def provision(name: str) -> Provision:
    """Return one provision by its key in the rules."""
    source = rules().sources[name]
    return provision_of(source, cited.find([source.place]))


def _number(rate: Rate, today: dt.date, held: dict[cited.Place, Cited]) -> Number:
    period = rate.on(today)
    unit = said(rate.unit)
    return Number(
        label=said(rate.label),
        value=f"{plain(period.value)} {unit}" if unit else plain(period.value),
        provision=provision_of(rules().sources[period.source], held),
        since=period.since,
    )


def numbers(names: Iterable[str]) -> tuple[Number, ...]:
    """Return numbers of the law as they are today, with one question to the database for all.

    Args:
        names: keys of rates.
    """
    known, today = rules(), bangkok_today()
    rates = [known.rates[name] for name in names]
    held = cited.find(known.sources[rate.on(today).source].place for rate in rates)
    return tuple(_number(rate, today, held) for rate in rates)


def tree_of(problem: str) -> Tree | None:
    """Return the questions of a kind of help; None where our sources hold no rules."""
    return rules().trees.get(problem)


def numbers_of(problem: str) -> tuple[Number, ...]:
    """Return every number that the guide to a kind of help rests on."""
    tree = tree_of(problem)
    return numbers(tree.rates) if tree else ()
