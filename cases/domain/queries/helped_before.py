"""Whether the same household was helped for the same cause already, by whoever (issue 9, point 8).

Whoever writes help down is told what, when and by whom, and no more: neither the other case nor anything of it. Of restricted
cases nothing is said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q

from cases.domain.queries.names import brief
from cases.models import AffectedPerson, AssistanceRecord, Case, Reporter
from cases.vocabulary import AssistanceKind, Confidentiality

LOOKS_BACK = dt.timedelta(days=365)
MOST_READ = 500
"""Records of the place that are compared, the newest; a subdistrict has fewer in a year, but for a catastrophe."""
MOST_TOLD = 5


@dataclass(frozen=True, slots=True)
class HelpedBefore:
    """Help on record for the same household: what, when, by whom."""

    kind: AssistanceKind
    on: dt.date
    by: str


def helped_before(case: Case, today: dt.date) -> tuple[HelpedBefore, ...]:
    """Return help for the same cause that the same household got elsewhere in the last year, the newest first.

    The same household: the same kind of problem in the same subdistrict, and a name or a telephone number in common, as
    the desk's search reads them. Four queries at most.

    Args:
        case: for which help is to be written down.
        today: the day.
    """
    own = _keys([*Reporter.objects.filter(case=case), *AffectedPerson.objects.filter(case=case)])
    if not case.subdistrict_code or not own:
        return ()
    same_cause = Q(case__subdistrict_code=case.subdistrict_code, case__problem=case.problem)
    rows = (
        AssistanceRecord.objects.filter(same_cause, given_on__gte=today - LOOKS_BACK)
        .exclude(case=case)
        .exclude(case__confidentiality=Confidentiality.RESTRICTED)
        .select_related("organization", "case", "case__reporter")
        .prefetch_related(Prefetch("case__affected_people", queryset=AffectedPerson.objects.all()))
        .order_by("-given_on", "-pk")[:MOST_READ]
    )
    return tuple(
        HelpedBefore(AssistanceKind(row.kind), row.given_on, brief(row.organization))
        for row in rows
        if own & _keys(_people(row.case))
    )[:MOST_TOLD]


def _people(case: Case) -> list[Reporter | AffectedPerson]:
    reporter = getattr(case, "reporter", None)
    return [*case.affected_people.all(), *([reporter] if reporter is not None else [])]


def _keys(people: Iterable[Reporter | AffectedPerson]) -> set[str]:
    """Return the folded names, and each telephone number by itself."""
    found: set[str] = set()
    for person in people:
        found.update(f"tel:{number}" for number in person.phone_key.split())
        if person.name_key:
            found.add(person.name_key)
    return found
