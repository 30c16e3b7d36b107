"""Step five: a plan into the database, in bulk and in one transaction."""

from __future__ import annotations

from django.db import transaction

from portal.actors import System
from portal.organizations.domain import closing, ending
from portal.organizations.importing.planning import Plan
from portal.organizations.models import Organization, ServiceArea

BATCH = 500

_UPDATABLE = [
    field.name
    for field in Organization._meta.concrete_fields
    if not field.primary_key and field.name not in ("parent", "note", "checked_on")
]


@transaction.atomic
def write(plan: Plan) -> None:
    """Write everything that the plan holds; nothing of it stays when one part fails.

    Last of all the other rooms hand over what the bodies that end here still hold (`portal.organizations.domain.ending`).
    """
    # New bodies first lose no key of theirs to an old one: changed rows may hand a source key on to another row.
    _update(plan.update)
    Organization.objects.bulk_create(plan.create, batch_size=BATCH)
    later = {id(organization): day for organization, day in plan.planned}
    heirs = {id(organization): heir for organization, heir in plan.successors}
    ended = [(organization, heir) for organization, heir in plan.successors if id(organization) not in later]
    for organization, heir in ended:
        organization.successor = heir
    _update([organization for organization, _heir in ended])
    ServiceArea.objects.filter(organization__in=[o.pk for o, _areas in plan.areas if o.pk]).delete()
    ServiceArea.objects.bulk_create(
        (
            ServiceArea(
                organization=organization,
                subdistrict_code=code,
                coverage=served.coverage,
                villages=served.villages,
            )
            for organization, areas in plan.areas
            for code, served in sorted(areas.items())
        ),
        batch_size=BATCH,
    )
    for organization, day in plan.planned:
        closing.plan(organization=organization, on=day, successor=heirs.get(id(organization)), actor=System())
    for organization in plan.ended:
        ending.carry_out(organization, successor=organization.successor, actor=System())


def _update(organizations: list[Organization]) -> None:
    """Save changed rows in bulk: an upsert by primary key is many times faster than a CASE for every field."""
    if organizations:
        Organization.objects.bulk_create(
            organizations,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=_UPDATABLE,
        )
