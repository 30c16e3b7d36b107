"""What is wrong with a report, or has to be explained, before it is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import combinations

from cases.reports.checking.counts import (
    ENOUGH,
    money_stands_out,
    share_stands_out,
    stands_out,
)
from cases.reports.figures import PROBLEMS, Number, Table, bare, sums, value
from cases.reports.vocabulary import Measure

M = Measure
FLOW = (M.RECEIVED, M.FORWARDED, M.CLOSED, M.HELPED, M.HOUSEHOLDS, M.PERSONS, M.IN_KIND, M.BAHT)
"""What begins anew each month. What is carried over follows from the month before and would repeat it."""
COUNTED = (M.RECEIVED, M.FORWARDED, M.CLOSED, M.HELPED, M.HOUSEHOLDS, M.PERSONS, M.IN_KIND)
AT_ONCE = {M.PERSONS: 3.5, M.HOUSEHOLDS: 1.0, M.IN_KIND: 1.5}
"""How many come with one case at least: a family is no series of single persons."""
TELLING = 3
"""So many figures that are not nought have to be the same before it is no chance."""
SMALLEST_AMOUNT = 20
"""Baht: nobody is helped with less, so a smaller number in that column belongs into another one."""


class Fault(Enum):
    """What a check found."""

    BALANCE = "balance"
    REFUSED_MORE = "refused_more"
    CONTINUITY = "continuity"
    HELPED_NOBODY = "helped_nobody"
    HOUSEHOLDS_MORE = "households_more"
    SMALL_AMOUNT = "small_amount"
    DOUBLED = "doubled"
    SWAPPED = "swapped"
    WRONG_BODY = "wrong_body"
    OUTLIER = "outlier"
    REGISTER = "register"

    @property
    def blocks(self) -> bool:
        """The report cannot be sent with it: sums that do not agree are true of nothing."""
        return self in (Fault.BALANCE, Fault.REFUSED_MORE)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found.

    Attributes:
        fault: what it is.
        problem: in which row; "" for the report as a whole.
        measure: in which column; "" for the row as a whole.
        other: the other column of two, or the name of another organization.
        number: as reported.
        expected: what was to be expected; None where there is no such number.
    """

    fault: Fault
    problem: str = ""
    measure: str = ""
    other: str = ""
    number: Number | None = None
    expected: Number | None = None


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a report is compared with.

    Attributes:
        before: the report of the month before; None where there is none.
        history: reports of earlier months, that one among them.
        register: what the register has; None where it is not compared.
        others: name of another organization → its figures of the month.
    """

    before: Table | None = None
    history: Sequence[Table] = ()
    register: Table | None = None
    others: Mapping[str, Table] = field(default_factory=dict)


def findings(table: Table, known: Known) -> list[Finding]:
    """Return everything that was found, what blocks first, then in the order of the form.

    Args:
        table: as it is to be sent.
        known: what it is compared with.
    """
    found = [one for check in CHECKS for one in check(table, known)]
    return sorted(found, key=lambda one: not one.fault.blocks)


def _balance(table: Table, known: Known) -> Iterator[Finding]:
    for problem in PROBLEMS:

        def n(measure: Measure, problem: str = problem) -> Number:
            return value(table, problem, measure)

        expected = n(M.CARRIED) + n(M.RECEIVED) - n(M.FORWARDED) - n(M.CLOSED)
        if expected != n(M.PENDING):
            yield Finding(Fault.BALANCE, problem, M.PENDING, number=n(M.PENDING), expected=expected)
        if n(M.REFUSED) > n(M.CLOSED):
            yield Finding(Fault.REFUSED_MORE, problem, M.REFUSED, number=n(M.REFUSED), expected=n(M.CLOSED))


def _continuity(table: Table, known: Known) -> Iterator[Finding]:
    if known.before is None:
        return
    for problem in PROBLEMS:
        number, expected = value(table, problem, M.CARRIED), value(known.before, problem, M.PENDING)
        if number != expected:
            yield Finding(Fault.CONTINUITY, problem, M.CARRIED, number=number, expected=expected)


def _people(table: Table, known: Known) -> Iterator[Finding]:
    for problem in PROBLEMS:
        helped, persons = value(table, problem, M.HELPED), value(table, problem, M.PERSONS)
        households = value(table, problem, M.HOUSEHOLDS)
        if (helped > 0) != (persons > 0) or helped > persons:
            yield Finding(Fault.HELPED_NOBODY, problem, M.PERSONS, number=persons, expected=helped)
        if households > persons:
            yield Finding(Fault.HOUSEHOLDS_MORE, problem, M.HOUSEHOLDS, number=households, expected=persons)
        if 0 < value(table, problem, M.BAHT) < SMALLEST_AMOUNT:
            yield Finding(Fault.SMALL_AMOUNT, problem, M.BAHT, number=value(table, problem, M.BAHT))


def _flow(table: Table) -> Table:
    return bare({problem: {m: value(table, problem, m) for m in FLOW} for problem in table})


def _is_telling(table: Table) -> bool:
    """Say whether a table has so much in it that it is not met twice by chance."""
    return sum(len(values) for values in _flow(table).values()) >= TELLING


def _doubled(table: Table, known: Known) -> Iterator[Finding]:
    if known.before is not None and _is_telling(table) and _flow(table) == _flow(known.before):
        yield Finding(Fault.DOUBLED)


def _wrong_body(table: Table, known: Known) -> Iterator[Finding]:
    if not _is_telling(table):
        return
    mine = _flow(table)
    for name, figures in known.others.items():
        if _flow(figures) == mine:
            yield Finding(Fault.WRONG_BODY, other=name)
            return


def _register(table: Table, known: Known) -> Iterator[Finding]:
    """Compare with the register; two columns that stand in each other's place are told as that."""
    if known.register is None:
        return
    for problem in PROBLEMS:
        wrong = [m for m in Measure if value(table, problem, m) != value(known.register, problem, m)]
        for one, other in combinations(list(wrong), 2):
            if one not in wrong or other not in wrong:
                continue
            crossed = value(table, problem, one) == value(known.register, problem, other)
            if crossed and value(table, problem, other) == value(known.register, problem, one):
                wrong = [m for m in wrong if m not in (one, other)]
                yield Finding(Fault.SWAPPED, problem, one, other=other)
        for measure in wrong:
            number, expected = value(table, problem, measure), value(known.register, problem, measure)
            yield Finding(Fault.REGISTER, problem, measure, number=number, expected=expected)


def _columns(table: Table, known: Known) -> Iterator[Finding]:
    """Say that two columns look as if they had changed places, where the history of their sums tells them apart."""
    if len(known.history) < ENOUGH:
        return
    now, past = sums(table), [sums(one) for one in known.history]
    left, closed = int(now[M.FORWARDED]), int(now[M.CLOSED])
    before = [sum(int(one[m]) for one in past) for m in (M.FORWARDED, M.CLOSED)]
    if share_stands_out(left, left + closed, *before):
        yield Finding(Fault.SWAPPED, "", M.FORWARDED, other=M.CLOSED)
    if now[M.HOUSEHOLDS] > now[M.HELPED] and all(one[M.HOUSEHOLDS] <= one[M.HELPED] for one in past):
        yield Finding(Fault.SWAPPED, "", M.HELPED, other=M.HOUSEHOLDS)


def _outliers(table: Table, known: Known) -> Iterator[Finding]:
    for problem in PROBLEMS:
        before = {m: [value(one, problem, m) for one in known.history] for m in Measure}
        helped = sum(before[M.HELPED])
        for measure in COUNTED:
            series = [int(one) for one in before[measure]]
            together = sum(series) / helped if helped and measure in AT_ONCE else 1.0
            number = int(value(table, problem, measure))
            if stands_out(number, series, group=max(together, AT_ONCE.get(measure, 1.0))):
                yield Finding(Fault.OUTLIER, problem, measure, number=number)
        amount, paid = value(table, problem, M.BAHT), [float(one) for one in before[M.BAHT]]
        if money_stands_out(float(amount), paid, int(value(table, problem, M.HELPED))):
            yield Finding(Fault.OUTLIER, problem, M.BAHT, number=amount)


CHECKS: tuple[Callable[[Table, Known], Iterator[Finding]], ...] = (
    _balance,
    _continuity,
    _people,
    _doubled,
    _wrong_body,
    _register,
    _columns,
    _outliers,
)
