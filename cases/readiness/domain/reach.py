"""Which units somebody looks after: one's own, and those below one's office.

The province's office for local administration sees the local administrations of its province, a district's office those of
its district, a center those of the district it serves, the department all of them (S2.02, S2.54, S2.55).
"""

from __future__ import annotations

from django.db.models import Q

from portal.accounts.functions import Function
from portal.actors import Officer
from portal.organizations.models import Organization, OrganizationQuerySet
from portal.organizations.vocabulary import LOCAL_ADMINISTRATIONS, OrganizationType

RECORDING = frozenset({Function.INTAKE, Function.WORK, Function.REPORTING, Function.ACCOUNTS})
"""By one of these somebody writes down how a unit stands; whoever supervises or stands in has the first two."""
OF_A_DISTRICT = frozenset({OrganizationType.DISTRICT_OFFICE, OrganizationType.DISTRICT_LOCAL_OFFICE})


def is_unit(organization: Organization) -> bool:
    """Whether an organization takes in reports and so has a checklist: front line 1, and every local administration."""
    return organization.is_frontline1 or organization.is_local_administration


def names_people(organization: Organization) -> bool:
    """Whether it says who is in charge there: every unit, and the provincial office for local administration (S2.02)."""
    return is_unit(organization) or organization.type == OrganizationType.PROVINCIAL_LOCAL_OFFICE


def _below(actor: Officer) -> Q:
    own = actor.organization
    kind = OrganizationType(own.type)
    nobody = Q(pk__in=[])
    if kind == OrganizationType.DLA:
        return Q(type__in=LOCAL_ADMINISTRATIONS)
    if kind == OrganizationType.PROVINCIAL_LOCAL_OFFICE and own.province_code:
        return Q(type__in=LOCAL_ADMINISTRATIONS, province_code=own.province_code)
    if kind in OF_A_DISTRICT and own.district_code:
        return Q(type__in=LOCAL_ADMINISTRATIONS, district_code=own.district_code)
    if kind == OrganizationType.CENTER and own.district_code:
        return Q(type__in=LOCAL_ADMINISTRATIONS, district_code=own.district_code)
    if kind == OrganizationType.CENTER and own.province_code:
        return Q(type__in=LOCAL_ADMINISTRATIONS, province_code=own.province_code)
    return nobody


def units_below(actor: Officer) -> OrganizationQuerySet:
    """Return the units that the actor's office looks after, without itself."""
    return Organization.objects.active().filter(_below(actor)).exclude(pk=actor.organization.pk)


def looks_after_units(actor: Officer) -> bool:
    """Whether the actor's kind of office has units below it; asks no database."""
    kind, own = OrganizationType(actor.organization.type), actor.organization
    if kind == OrganizationType.DLA:
        return True
    if kind in OF_A_DISTRICT:
        return bool(own.district_code)
    return kind in {OrganizationType.PROVINCIAL_LOCAL_OFFICE, OrganizationType.CENTER} and bool(
        own.province_code
    )


def readable(actor: Officer) -> OrganizationQuerySet:
    """Return the units that the actor reads about: one's own organization and those below it."""
    return Organization.objects.active().filter(_below(actor) | Q(pk=actor.organization.pk))


def may_record(actor: Officer) -> bool:
    """Whether the actor's order lets them write down how units stand, one's own and those that one reads about."""
    return bool(actor.functions & RECORDING)
