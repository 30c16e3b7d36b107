"""One boat for a household: a second one would go to the same door (docs/many.md, one_stop)."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import DateTimeField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from cases.households.models import Household, Member
from cases.households.vocabulary import LinkKind
from cases.machine.vocabulary import ALIVE
from cases.models import AssistanceRecord, Case, Visit
from portal.thai.dates import BANGKOK, to_bangkok

if TYPE_CHECKING:
    from portal.organizations.models import Organization


def somebody_else_goes(case: Case, organization: Organization) -> bool:
    """Whether a unit of another organization is on its way to a case, or one of anybody to its household.

    Args:
        case: to which one more would go.
        organization: that would send it; of its own unit at the case itself the verb says so.
    """
    others = Q(case=case) & ~Q(organization=organization)
    household = Q(case__in=_household_of(case).values("case"))
    return Visit.objects.filter(others | household, state__in=ALIVE).exists()


def somebody_goes(case: Case) -> bool:
    """Whether a unit is on its way to the household of a case."""
    return Visit.objects.filter(case__in=_household_of(case).values("case"), state__in=ALIVE).exists()


def cases_underway(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Return those cases to which, or to whose household, a unit is on its way."""
    visited = Visit.objects.filter(state__in=ALIVE).values("case")
    of_visited = _now().filter(case__in=visited).values("household")
    return cases.filter(Q(pk__in=visited) | Q(pk__in=_now().filter(household__in=of_visited).values("case")))


def together_with(case: OuterRef) -> QuerySet[Member]:
    """Return who is in a household with a case of the query around this one.

    Args:
        case: its key, as seen from here.
    """
    return _now().filter(household__members__case=case, household__members__ended_at__isnull=True)


def households_of(cases: Collection[int]) -> dict[int, int]:
    """Return case → household, for those that are in one."""
    return dict(_now().filter(case__in=cases).values_list("case", "household"))


def helped_in(case: Case) -> bool:
    """Whether persons joined a case as the same matter with one that was helped since this one came (docs/many.md).

    Where anybody was joined for another reason it is not known which of them is whose matter: then nothing is said.
    """
    households = _now().filter(case=case).values("household")
    together = _now().filter(household__in=households)
    if together.exclude(kind=LinkKind.SAME_MATTER).exists():
        return False
    others = together.exclude(case=case).values("case")
    since = to_bangkok(case.received_at).date()
    return AssistanceRecord.objects.filter(case__in=others, given_on__gte=since).exists()


def helped_as_the_same(case: OuterRef, received_at: OuterRef) -> QuerySet[AssistanceRecord]:
    """Return the help by which `helped_in` is true of a case of the query around this one.

    Args:
        case: its key, as seen from there.
        received_at: when it came, likewise.
    """
    members = _now().filter(
        household__members__case=OuterRef(case), household__members__ended_at__isnull=True
    )
    others = Member.objects.filter(household=OuterRef("household"), ended_at__isnull=True)
    same = members.filter(~Exists(others.exclude(kind=LinkKind.SAME_MATTER))).exclude(case=OuterRef(case))
    since = TruncDate(ExpressionWrapper(received_at, output_field=DateTimeField()), tzinfo=BANGKOK)
    return AssistanceRecord.objects.filter(case__in=same.values("case"), given_on__gte=since)


def lock_household(case: Case) -> None:
    """Let two who send a unit to one household do so one after the other; within a transaction.

    The case is locked first, as by whoever joins or parts it: else each would wait for the other.
    """
    list(Case.objects.select_for_update().filter(pk=case.pk).values_list("pk", flat=True))
    households = _now().filter(case=case).values("household")
    list(Household.objects.select_for_update().filter(pk__in=households).order_by("pk"))


def _household_of(case: Case) -> QuerySet[Member]:
    return _now().filter(household__in=_now().filter(case=case).values("household"))


def _now() -> QuerySet[Member]:
    return Member.objects.filter(ended_at__isnull=True)
