"""Who administers whose accounts: by organization, never by cases (S2.54, S2.61; cases.md, privacy 2).

* Whoever supervises an organization, or has its account administration, sets the people of that organization.
* Account administration of a provincial office for local administration reaches the local administrations of its
  province, that of a center the agencies of its province, that of the department the provincial offices of the country.
* The technical administrator sets who administers accounts, edits content and looks after the machine, and nobody who
  works on cases: a new installation begins there.

Nobody changes their own appointment, and nobody gives or touches a function that they could not give.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from portal.accounts.functions import CMS_GROUPS, FUNCTIONS_OF, Function
from portal.accounts.models import Appointment, User
from portal.actors import Officer, System
from portal.organizations.models import Organization, OrganizationQuerySet
from portal.organizations.vocabulary import LOCAL_ADMINISTRATIONS, OrganizationType

if TYPE_CHECKING:
    from collections.abc import Collection

    from portal.actors import Actor

LOCAL_OFFICES = LOCAL_ADMINISTRATIONS | {
    OrganizationType.LAO_HELP_CENTER,
    OrganizationType.DISTRICT_LOCAL_OFFICE,
}
"""What a provincial office for local administration looks after in its province."""
AGENCIES = (
    frozenset(OrganizationType)
    - LOCAL_OFFICES
    - {
        OrganizationType.CENTER,
        OrganizationType.PROVINCIAL_LOCAL_OFFICE,
        OrganizationType.DLA,
    }
)
"""What a center looks after in its province."""
PROVINCIAL_OFFICES = frozenset({OrganizationType.PROVINCIAL_LOCAL_OFFICE})
"""What the department looks after in the whole country; what lies below them is theirs."""
FIRST_OFFICES = frozenset(
    {OrganizationType.CENTER, OrganizationType.PROVINCIAL_LOCAL_OFFICE, OrganizationType.DLA}
)
"""Where the technical administrator lets account administration begin."""
FIRST_FUNCTIONS = frozenset({Function.ACCOUNTS, Function.SYSTEM, *CMS_GROUPS})

_REACHED_FROM = {
    OrganizationType.PROVINCIAL_LOCAL_OFFICE: LOCAL_OFFICES,
    OrganizationType.CENTER: AGENCIES,
}


class NotAdministeredError(Exception):
    """This person's accounts are not the actor's to administer; pages answer as if they did not exist."""


def _reach(actor: Officer) -> Q:
    """Return the organizations of which the actor sets every function but the machine's."""
    found = Q(pk__in=[])
    if not (actor.supervises or Function.ACCOUNTS in actor.functions):
        return found
    found |= Q(pk=actor.organization.pk)
    if Function.ACCOUNTS not in actor.functions:
        return found
    own = OrganizationType(actor.organization.type)
    province = actor.organization.province_code
    if own == OrganizationType.DLA:
        found |= Q(type__in=PROVINCIAL_OFFICES)
    elif (kinds := _REACHED_FROM.get(own)) and province:
        found |= Q(type__in=kinds, province_code=province)
    return found


def administers(actor: Officer) -> bool:
    """Say whether somebody has any accounts to administer; asks no database."""
    return actor.supervises or bool(actor.functions & {Function.ACCOUNTS, Function.SYSTEM})


def organizations_of(actor: Officer) -> OrganizationQuerySet:
    """Return the organizations whose people the actor sets; closed ones are nobody's any more."""
    reach = _reach(actor)
    if Function.SYSTEM in actor.functions:
        reach |= Q(type__in=FIRST_OFFICES)
    return Organization.objects.active().filter(reach)


def givable(actor: Actor, organization: Organization) -> frozenset[Function]:
    """Return the functions that the actor may give to people of an organization; none outside of their reach."""
    allowed = FUNCTIONS_OF[OrganizationType(organization.type)]
    if isinstance(actor, System):
        return allowed
    if not isinstance(actor, Officer):
        return frozenset()
    found: frozenset[Function] = frozenset()
    if Organization.objects.active().filter(_reach(actor), pk=organization.pk).exists():
        found = allowed - {Function.SYSTEM}
    if Function.SYSTEM in actor.functions and OrganizationType(organization.type) in FIRST_OFFICES:
        found |= allowed & FIRST_FUNCTIONS
    return found


def check_giving(
    *, actor: Actor, person: User | None, organization: Organization, functions: Collection[Function]
) -> None:
    """Say whether the actor may give these functions, or take them.

    Args:
        actor: who administers.
        person: whose they are; None for somebody who has no account yet.
        organization: where.
        functions: which.

    Raises:
        NotAdministeredError: the organization is out of reach, a function is not the actor's to give, or it is their
            own appointment.
    """
    if isinstance(actor, Officer) and person is not None and actor.person.pk == person.pk:
        raise NotAdministeredError
    allowed = givable(actor, organization)
    if not allowed or not set(functions) <= allowed:
        raise NotAdministeredError


def may_change(actor: Actor, appointment: Appointment) -> bool:
    """Say whether the actor may change or end an appointment."""
    try:
        check_giving(
            actor=actor,
            person=appointment.user,
            organization=appointment.organization,
            functions=[Function(row.function) for row in appointment.functions.all()],
        )
    except NotAdministeredError:
        return False
    return True


def may_let_in(actor: Actor, person: User) -> bool:
    """Say whether the actor may give a person a new code, which is a way into the account.

    All of the person's appointments, of today and to come, must be the actor's to change: whoever appoints somebody
    who works for another office too does not get into that office by it.
    """
    if isinstance(actor, System):
        return True
    if person.is_superuser and Function.SYSTEM not in actor.functions:
        return False
    today = timezone.localdate()
    held = list(
        person.appointments.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=today))
        .select_related("organization", "user")
        .prefetch_related("functions")
    )
    return bool(held) and all(may_change(actor, one) for one in held)
