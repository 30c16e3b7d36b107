"""What people need, by theme, place and month (S1.27, S1.33).

Counted from the requests themselves; noted needs stand beside them, and what visitors looked for in vain.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet

from cases.domain.reporting import NO_REQUEST
from cases.models import Case
from cases.needs.models import Need
from portal.organizations import areas
from portal.organizations.models import ServiceArea
from portal.search.models import SearchedQuery
from portal.suppression import Cell, leaks, protect
from portal.vocabulary import CRISIS_PROBLEMS

if TYPE_CHECKING:
    import datetime as dt

    from portal.organizations.models import Organization

Place = tuple[str, str]
"""Theme and subdistrict."""
MOST_SEARCHES = 20
FEWEST_SEARCHES = 3
"""Times that a word was looked for in vain before it counts as a need of more than one person."""


def area_of(organization: Organization) -> list[str]:
    """Return the subdistricts that an organization serves; those of its district where none is on record."""
    served = ServiceArea.objects.filter(organization=organization)
    if found := sorted(set(served.values_list("subdistrict_code", flat=True))):
        return found
    district = organization.district_code
    return [one.code for one in areas.subdistricts(district)] if district else []


def requests(
    subdistricts: Iterable[str], begin: dt.datetime, end: dt.datetime, *, for_others: bool
) -> Counter[Place]:
    """Count requests of a time by theme and place.

    Args:
        subdistricts: codes.
        begin: first moment.
        end: first moment after it.
        for_others: it is told to an organization that may not open the cases: neither crisis problems nor cases of which
            the local administration must not learn are counted (privacy 16).
    """
    found = Case.objects.exclude(closure_reason__in=NO_REQUEST).filter(
        received_at__gte=begin, received_at__lt=end, subdistrict_code__in=list(subdistricts)
    )
    if for_others:
        found = found.exclude(problem__in=CRISIS_PROBLEMS).exclude(avoid_local=True)
    rows = found.order_by().values_list("problem", "subdistrict_code").annotate(number=Count("pk"))
    return Counter({(problem, code): number for problem, code, number in rows})


def shown_to_others(counted: Counter[Place]) -> dict[Place, int | None]:
    """Return what of a count may be told: small figures hidden, and those that would give them away (`portal.suppression`).

    Sums by theme have the place "", sums by place the theme "", the sum of all both.

    Raises:
        AssertionError: a mistake of the program: something would leak.
    """
    named: Counter[Place] = Counter()
    for (theme, code), number in counted.items():
        for key in ((theme, code), (theme, ""), ("", code), ("", "")):
            named[key] += number
    cells = {key: _cell(key, number) for key, number in named.items()}
    hidden = protect(list(cells.values()))
    if unsafe := leaks(list(cells.values()), hidden):
        raise AssertionError(f"figures would leak: {unsafe[:3]}")
    return {key: None if cell.key in hidden else cell.value for key, cell in cells.items()}


def _cell(key: Place, number: int) -> Cell:
    theme, code = key
    tail, head, cost = {
        (True, True): (f"t:{theme}", f"p:{code}", 0),
        (True, False): ("start", f"t:{theme}", 1),
        (False, True): (f"p:{code}", "end", 1),
        (False, False): ("end", "start", 9),
    }[bool(theme), bool(code)]
    # Only what was counted stands in the digest: what is hidden there is at least one, and its reader knows that.
    return Cell(f"{theme}|{code}", tail, head, number, cost=cost, least=1)


def noted(subdistricts: Iterable[str], begin: dt.datetime, end: dt.datetime) -> QuerySet[Need]:
    """Return the needs that somebody noted in a time."""
    return Need.objects.filter(
        subdistrict_code__in=list(subdistricts), noted_at__gte=begin, noted_at__lt=end
    ).select_related("organization", "told")


def told_with_digest(
    center: Organization, subdistricts: Iterable[str], begin: dt.datetime, end: dt.datetime
) -> QuerySet[Need]:
    """Return the needs of a time that a center noted and has told to nobody yet: what was urgent was told at once.

    Needs of crisis problems stay with the center: in a village of few houses their words would point at one of them.
    """
    found = noted(subdistricts, begin, end).filter(organization=center, is_urgent=False)
    return found.exclude(theme__in=CRISIS_PROBLEMS)


def vain_searches(first: dt.date, last: dt.date) -> list[tuple[str, int]]:
    """Return what visitors looked for and did not find, with how often; of the whole portal, for nobody's place is known."""
    sums: Counter[str] = Counter()
    rows = SearchedQuery.objects.filter(week__range=(first, last), results=0).order_by("-times", "query")
    for query, times in rows.values_list("query", "times")[:500]:
        sums[query] += times
    return [(query, times) for query, times in sums.most_common(MOST_SEARCHES) if times >= FEWEST_SEARCHES]
