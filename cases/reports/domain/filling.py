"""The figures of a month as the register has them, and the cases behind each of them (S1.10).

Counted from the history, not from how cases stand today, so that the same month gives the same figures whenever it is
counted:

- **carried**: open cases for which the organization was responsible when the month began; **pending**: when it ended.
- **received**: cases that became its own within the month, new ones and those taken over.
- **forwarded**: of these and the carried ones, those for which another organization was responsible at the end.
- **closed**: those that were closed at the end, with it; **refused**: of these, those for which nobody may or can help.
- So carried + received − forwarded − closed = pending, always.
- **helped**, **households**, **persons**: as in the yearly figures (`cases.domain.reporting`): a case counts in the month
  of its first help of the fiscal year, with the most persons that a record until the end of the month names.
- **in_kind**: acts of help that were no money; **baht**: every amount of the month, to the last satang.
- What was no request (spam, tests, duplicates) is not counted.

Households that were surveyed, and those of them that need something, are counted by the rooms that ask (`households_asked`).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby

from cases.domain import heard_needs
from cases.domain.reporting import NO_REQUEST, help_of
from cases.machine.vocabulary import OPEN_STAGES
from cases.models import AssistanceRecord, Case, CaseEvent
from cases.reports.figures import Table, bare
from cases.reports.periods import last_day, next_month
from cases.reports.vocabulary import Measure
from cases.vocabulary import REFUSAL_REASONS, AssistanceKind
from portal.organizations.models import Organization
from portal.thai.dates import bangkok_datetime, fiscal_year, fiscal_year_bounds

Cell = tuple[str, str]
"""Problem and measure."""
Step = tuple[dt.datetime, int, str]
"""When, who was responsible from then on, in which stage."""


def figures_of(organization: Organization, month: dt.date) -> Table:
    """Return the figures of an organization of a month, in five queries.

    Args:
        organization: a local administration.
        month: first day of the month.
    """
    table: Table = defaultdict(dict)
    for (problem, measure), cases in cases_of(organization, month).items():
        table[problem][measure] = len(cases)
    for found in _help(organization, month):
        line = table[found.key[1]]
        for measure, number in ((Measure.PERSONS, found.persons), (Measure.HOUSEHOLDS, found.households)):
            line[measure] = line.get(measure, 0) + number
    records = AssistanceRecord.objects.filter(
        organization=organization, given_on__range=(month, last_day(month))
    ).exclude(case__closure_reason__in=NO_REQUEST)
    for problem, kind, amount in records.values_list("case__problem", "kind", "amount_baht"):
        line = table[problem]
        line[Measure.IN_KIND] = line.get(Measure.IN_KIND, 0) + (kind != AssistanceKind.CASH)
        line[Measure.BAHT] = line.get(Measure.BAHT, Decimal(0)) + (amount or 0)
    return bare({problem: {str(m): n for m, n in values.items()} for problem, values in table.items()})


def households_asked(organization: Organization, month: dt.date) -> heard_needs.Asked:
    """Return how many households answered an organization's surveys in a month, and how many need something."""
    return heard_needs.asked(organization, bangkok_datetime(month), bangkok_datetime(next_month(month)))


def cases_of(organization: Organization, month: dt.date) -> dict[Cell, list[int]]:
    """Return the keys of the cases behind every figure that counts cases; the numbers are their lengths."""
    begin, end = bangkok_datetime(month), bangkok_datetime(next_month(month))
    found: dict[Cell, list[int]] = defaultdict(list)
    touched = CaseEvent.objects.filter(holder=organization, at__lt=end).values("case_id")
    cases = {
        pk: (problem, reason)
        for pk, problem, reason in Case.objects.filter(pk__in=touched)
        .exclude(closed_at__lt=begin)
        .exclude(closure_reason__in=NO_REQUEST)
        .values_list("pk", "problem", "closure_reason")
    }
    events = (
        CaseEvent.objects.filter(case_id__in=cases, at__lt=end)
        .order_by("case_id", "sequence")
        .values_list("case_id", "at", "holder_id", "to_stage")
    )
    for pk, steps in groupby(events.iterator(), key=lambda row: row[0]):
        problem, reason = cases[pk]
        history = [(at, holder, stage) for _pk, at, holder, stage in steps]
        for measure in _counted(history, organization.pk, begin, reason):
            found[problem, measure.value].append(pk)
    for one in _help(organization, month):
        found[one.key[1], Measure.HELPED.value].append(one.case_id)
    return dict(found)


def _counted(history: Iterable[Step], body: int, begin: dt.datetime, reason: str) -> list[Measure]:
    """Return in which figures of a month a case counts.

    Args:
        history: its events until the end of the month, oldest first.
        body: the organization that reports.
        begin: of the month.
        reason: why it was closed, if it was.
    """
    was_ours = is_ours = came = False
    holder, stage = 0, ""
    for at, holder, stage in history:
        is_ours = holder == body and stage in OPEN_STAGES
        if at < begin:
            was_ours = is_ours
        elif is_ours:
            came = True
    if not (was_ours or came):
        return []
    counted = [Measure.CARRIED if was_ours else Measure.RECEIVED]
    if is_ours:
        return [*counted, Measure.PENDING]
    if holder != body:
        return [*counted, Measure.FORWARDED]
    counted.append(Measure.CLOSED)
    return [*counted, Measure.REFUSED] if reason in REFUSAL_REASONS else counted


def _help(organization: Organization, month: dt.date) -> list:
    """Return the cases that count as helped by an organization in a month."""
    first, _last = fiscal_year_bounds(fiscal_year(month))
    key = (organization.pk, month)
    helped = AssistanceRecord.objects.filter(
        organization=organization, given_on__range=(month, last_day(month))
    )
    found = help_of(first, last_day(month), cases=helped.values("case_id"))
    return [one for one in found if (one.key[0], one.key[2]) == key]
