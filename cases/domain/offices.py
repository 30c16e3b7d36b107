"""The organizations as they are now, seen from one case. Implements `cases.machine.world.Offices`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils import timezone

from cases.machine.world import DOES_CASE_WORK, Agent
from portal.accounts.functions import Function, named
from portal.accounts.models import Appointment, AppointmentFunction
from portal.actors import Officer
from portal.composed import Composed, Keys
from portal.organizations.domain import routing
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType

if TYPE_CHECKING:
    from cases.models import Case
    from portal.actors import Actor
    from portal.vocabulary import ProblemType

AT_ONCE = 12
"""Organizations whose people one statement asks for; a case seldom knows more."""
OVERSEES = frozenset({OrganizationType.GOVERNOR, OrganizationType.DLA})
"""Kinds of organizations that watch and are reported to, and are never asked to act on a case."""


def agent_of(actor: Actor) -> Agent:
    """Return an actor as the machine sees it."""
    return Agent(
        kind=actor.kind,
        person=actor.person.pk if isinstance(actor, Officer) else None,
        organization=actor.organization.pk if actor.organization is not None else None,
        functions=actor.functions,
    )


def people_of(organization: int) -> dict[int, frozenset[Function]]:
    """Return who can sign in for an organization today, and for what; one query."""
    found: dict[int, set[str]] = {}
    for person, function in _FUNCTIONS(organization=organization, today=timezone.localdate()):
        found.setdefault(person, set()).add(function)
    return {person: named(frozenset(functions)) for person, functions in found.items()}


def _functions(organization: int, today: dt.date) -> QuerySet[Any]:
    return _given_in(Appointment.objects.in_force(today).filter(organization=organization)).values_list(
        "appointment__user", "function"
    )


def _functions_of_several(organizations: list[int], today: dt.date) -> QuerySet[Any]:
    return _given_in(Appointment.objects.in_force(today).filter(organization__in=organizations)).values_list(
        "appointment__organization", "appointment__user", "function"
    )


def _given_in(appointed: QuerySet[Appointment]) -> QuerySet[AppointmentFunction]:
    return AppointmentFunction.objects.filter(appointment__in=appointed)


_FUNCTIONS: Composed[Any] = Composed(_functions, organization=int, today=dt.date)
_FUNCTIONS_OF_SEVERAL: Composed[Any] = Composed(
    _functions_of_several, organizations=Keys(AT_ONCE), today=dt.date
)
_DEPARTMENT = Composed(
    lambda: Organization.objects.active().filter(type=OrganizationType.DLA).order_by("pk")[:1]
)


class CaseOffices:
    """Organizations, their people and the tables that name them. Each is read once and kept for one act.

    Args:
        case: from whose place they are seen.
        known: organizations that were read already.
        place: the code of the area from which they are seen instead.
    """

    def __init__(self, case: Case, known: Iterable[Organization] = (), *, place: str = "") -> None:
        self.case = case
        self._place = place
        self._organizations: dict[int, Organization] = {one.pk: one for one in known}
        self._people: dict[int, dict[int, frozenset[Function]]] = {}
        self._leads: dict[str, int | None] = {}

    @cached_property
    def _codes(self) -> tuple[str, str, str]:
        """Province, district and narrowest area from which they are seen, each "" where not known."""
        place, case = self._place, self.case
        if place:
            return place[:2], place[:4] if len(place) >= len("8101") else "", place
        narrowest = case.subdistrict_code or case.district_code or case.province_code
        return case.province_code, case.district_code, narrowest

    def organization(self, pk: int) -> Organization:
        """Return an organization."""
        if pk not in self._organizations:
            self._organizations[pk] = Organization.objects.get(pk=pk)
        return self._organizations[pk]

    def look_at(self, organizations: Iterable[Organization]) -> None:
        """Read several at once that will be asked about: one query for up to `AT_ONCE` of them."""
        fresh = [one for one in organizations if one.pk not in self._people]
        self._organizations |= {one.pk: one for one in fresh}
        today = timezone.localdate()
        found: dict[int, dict[int, set[str]]] = {one.pk: {} for one in fresh}
        for first in range(0, len(fresh), AT_ONCE):
            some = [one.pk for one in fresh[first : first + AT_ONCE]]
            for organization, person, function in _FUNCTIONS_OF_SEVERAL(organizations=some, today=today):
                found[organization].setdefault(person, set()).add(function)
        for organization, people in found.items():
            self._people[organization] = {
                person: named(frozenset(theirs)) for person, theirs in people.items()
            }

    def is_active(self, organization: int) -> bool:
        """It exists and was not closed."""
        return self.organization(organization).is_active

    def is_local(self, organization: int) -> bool:
        """It is a local administration."""
        return OrganizationType(self.organization(organization).type).is_local_administration

    def only_oversees(self, organization: int) -> bool:
        """It is reported to, and never asked to act."""
        return self.organization(organization).type in OVERSEES

    def people(self, organization: int) -> Mapping[int, frozenset[Function]]:
        """Who can sign in for it today, and for what; one query an organization."""
        if organization not in self._people:
            self._people[organization] = people_of(organization)
        return self._people[organization]

    def is_reachable_outside(self, organization: int) -> bool:
        """Nobody signs in, so that it is asked by letter or telephone."""
        if not self.is_active(organization):
            return False
        return not any(functions & DOES_CASE_WORK for functions in self.people(organization).values())

    def successor(self, organization: int) -> int | None:
        """Who took over from one that ended."""
        return self.organization(organization).successor_id

    def center(self) -> int:
        """The center that answers for the place; the only one of the installation for places without."""
        return self._center

    @cached_property
    def _center(self) -> int:
        found = routing.center_for(self._codes[-1])
        if found is None:
            centers = Organization.objects.active().filter(type=OrganizationType.CENTER).order_by("pk")
            found = centers.first()
        # An installation without any center still has whoever received the request.
        return found.pk if found is not None else self.case.received_by_id

    def department(self) -> int | None:
        """The department of local administration, where the installation has it."""
        return self._department

    @cached_property
    def _department(self) -> int | None:
        return next((one.pk for one in _DEPARTMENT()), None)

    def lead_agency(self, problem: ProblemType) -> int | None:
        """Who leads a crisis problem in the province of the case."""
        if problem not in self._leads:
            province, district, _narrowest = self._codes
            found = routing.lead_agency_for(problem, province, district)
            self._leads[problem] = found.pk if found is not None else None
        return self._leads[problem]

    def unit_of(self, lead_agency: int) -> int | None:
        """No lead agency has named a unit of its own yet; the directory will say so (S2.33)."""
        return None

    def is_in_province(self, organization: int) -> bool:
        """It sits in the province of the case; where nobody knows that one, in the center's."""
        province = self._codes[0] or self.organization(self.center()).province_code
        return bool(province) and self.organization(organization).province_code == province

    def seen_from(self, place: str) -> CaseOffices:
        """The same organizations, seen from the area with this code."""
        return CaseOffices(self.case, self._organizations.values(), place=place)
