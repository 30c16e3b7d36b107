"""Who may do what with events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from cases.domain.overview import is_center, is_local
from cases.events.models import Event
from portal.accounts.functions import Function
from portal.organizations.vocabulary import OrganizationType

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.actors import Officer

WATCHES = frozenset({Function.VIEW, Function.ALARMS, Function.REPORTING})


def may_declare(actor: Officer) -> bool:
    """Whether somebody declares an event: who decides at a center, or at a local administration for its own area."""
    return actor.supervises and (is_center(actor) or is_local(actor))


def events_of(actor: Officer) -> QuerySet[Event]:
    """Return the events of which somebody sees the board: of their organization, and of their province for the governor.

    The board shows numbers and, of requests, what `Case.objects.visible_to` shows; to everybody else the event's board does
    not exist.
    """
    if not (actor.works_on_cases or actor.functions & WATCHES):
        return Event.objects.none()
    us = actor.organization
    mine = Q(organization=us) | Q(parties__organization=us)
    if us.type == OrganizationType.GOVERNOR:
        mine |= Q(areas__subdistrict_code__startswith=us.province_code)
    return Event.objects.filter(pk__in=Event.objects.filter(mine).values("pk")).select_related("organization")


def leads(actor: Officer, event: Event) -> bool:
    """Whether somebody directs the event: its duty officer, the stand-in, who decides at the organization that declared it."""
    if actor.organization.pk != event.organization_id:
        return False
    return actor.supervises or actor.person.pk in (event.duty_officer_id, event.stand_in_id)


def may_tell(actor: Officer, event: Event) -> bool:
    """Whether somebody may write what is known, and keep shelters: who works on cases in an organization of the event."""
    return actor.works_on_cases and (
        event.organization_id == actor.organization.pk
        or event.parties.filter(organization=actor.organization).exists()
    )
