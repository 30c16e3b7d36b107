"""Where somebody is missing: organizations without people, functions without a holder (S2.02, S2.60)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from portal.accounts.functions import FUNCTIONS_OF, Function, including
from portal.accounts.models import Appointment, AppointmentFunction
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType

NEEDED = (Function.INTAKE, Function.REPORTING, Function.ALARMS, Function.SUPERVISE, Function.DEPUTY)
"""The three that an order must name (S2.60), whoever decides, and whoever stands in (S2.02)."""


@dataclass(frozen=True, slots=True)
class Staffing:
    """How an organization is staffed today.

    Attributes:
        organization: which.
        people: how many have an appointment in force.
        missing: needed functions that nobody has.
        waiting: how many never set a password.
        can_be_called: somebody there has a telephone number.
        without_order: how many work there by an order of which neither number nor file is known (S2.60).
    """

    organization: Organization
    people: int
    missing: tuple[Function, ...]
    waiting: int
    can_be_called: bool
    without_order: int = 0

    @property
    def has_gaps(self) -> bool:
        """Something is missing that the province asks for."""
        return not self.people or bool(self.missing or self.without_order) or not self.can_be_called


def staffing(organizations: Iterable[Organization]) -> list[Staffing]:
    """Return how organizations are staffed, in their order, with one query."""
    listed = list(organizations)
    functions: dict[int, set[Function]] = defaultdict(set)
    people: dict[int, dict[int, tuple[str, str]]] = defaultdict(dict)
    unordered: dict[int, set[int]] = defaultdict(set)
    rows = AppointmentFunction.objects.filter(
        appointment__in=Appointment.objects.in_force().filter(organization__in=listed)
    ).values_list(
        "appointment__organization",
        "function",
        "appointment__user",
        "appointment__user__phone",
        "appointment__user__password",
        "appointment__order_no",
        "appointment__order_file",
    )
    for organization, function, user, phone, password, number, file in rows:
        functions[organization].add(Function(function))
        people[organization][user] = (phone, password)
        if not (number or file):
            unordered[organization].add(user)
    return [
        Staffing(
            organization=one,
            people=len(people[one.pk]),
            missing=_missing(one, functions[one.pk]),
            waiting=sum(password.startswith("!") for _phone, password in people[one.pk].values()),
            can_be_called=any(phone for phone, _password in people[one.pk].values()),
            without_order=len(unordered[one.pk]),
        )
        for one in listed
    ]


def _missing(organization: Organization, held: set[Function]) -> tuple[Function, ...]:
    allowed = FUNCTIONS_OF[OrganizationType(organization.type)]
    return tuple(one for one in NEEDED if one in allowed and one not in including(held))
