"""Who keeps the register, and who sees whom in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from cases.domain.overview import is_center, is_local
from cases.events.domain.rights import events_of
from cases.events.models import Event, EventArea
from cases.vulnerable.domain.places import matches, name_digests, phone_digest
from cases.vulnerable.models import Account, Home
from portal.organizations.areas import subdistricts
from portal.organizations.models import Organization, ServiceArea

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from portal.actors import Officer

MOST_OPENED = 200
"""Names that one search opens and compares."""


def keeps(actor: Officer) -> bool:
    """Whether the register exists for somebody: who works on cases at a local administration or a center."""
    return actor.works_on_cases and (is_local(actor) or is_center(actor))


def keeps_vocabulary(actor: Officer) -> bool:
    """Whether somebody says which kinds of need there are: who decides at a center."""
    return actor.supervises and is_center(actor)


def homes_of(actor: Officer, *, heard: Iterable[int] = ()) -> QuerySet[Home]:
    """Return the households that somebody may see; the one door to them.

    The organization of the area always, to keep what it knows true; a center those that it keeps itself, all in the area
    of an event of its own while that runs, and whoever calls to look at or withdraw their own entry (many.md B4).

    Args:
        actor: who looks.
        heard: keys of households that the person found by a telephone number a moment ago.
    """
    if not keeps(actor):
        return Home.objects.none()
    mine = Q(organization=actor.organization)
    if is_center(actor):
        running = events_of(actor).running().values("pk")
        mine |= Q(subdistrict_code__in=EventArea.objects.filter(event__in=running).values("subdistrict_code"))
        mine |= Q(pk__in=list(heard))
    return Home.objects.filter(mine).select_related("organization")


def followed(actor: Officer) -> QuerySet[Event]:
    """Return the events of which somebody sees at least the figures: their own, and those in which their households lie.

    A local administration that nobody named when the event was declared still has to go to its own people.
    """
    found = events_of(actor).values("pk")
    if not keeps(actor):
        return Event.objects.filter(pk__in=found)
    ours = Account.objects.filter(organization=actor.organization).values("event")
    return Event.objects.filter(Q(pk__in=found) | Q(pk__in=ours))


def accounts_of(actor: Officer, event: Event) -> QuerySet[Account]:
    """Return the rows of an event that somebody may see by household; the figures are seen by everybody of the event.

    The organization that keeps the household, and a center of the event while it runs (many.md B4).

    Args:
        actor: who looks.
        event: whose board they see.
    """
    rows = Account.objects.filter(event=event)
    if not keeps(actor):
        return rows.none()
    if is_center(actor) and event.is_running and events_of(actor).filter(pk=event.pk).exists():
        return rows
    return rows.filter(organization=actor.organization)


def places_of(organization: Organization) -> frozenset[str]:
    """Return the subdistricts of which an organization takes households down: those it serves, else those of its district."""
    served = frozenset(
        ServiceArea.objects.filter(organization=organization).values_list("subdistrict_code", flat=True)
    )
    return served or frozenset(one.code for one in subdistricts(organization.district_code))


def keeper_of(actor: Officer, subdistrict: str) -> Organization | None:
    """Return which organization keeps a household that somebody takes down; None where it is not theirs to take down.

    A local administration its own; what a center hears belongs to the only local administration that serves the place, or
    to the center where there is none or several.

    Args:
        actor: who takes it down.
        subdistrict: code of the place.
    """
    us = actor.organization
    if is_local(actor):
        return us if subdistrict in places_of(us) else None
    if not subdistrict.startswith(us.district_code or us.province_code):
        return None
    serving = Organization.objects.active().filter(areas__subdistrict_code=subdistrict).distinct()[:2]
    found = [one for one in serving if one.type != us.type]
    return found[0] if len(found) == 1 else us


def found_by_phone(actor: Officer, numbers: Iterable[str]) -> QuerySet[Home]:
    """Return the households with one of these numbers: of one's own, and for a center all of its district.

    Whoever knows the number of a household that calls learns what stands there of it: the center has to, because people
    withdraw there too. Each such look is put on record by whoever calls this.

    Args:
        actor: who was called.
        numbers: national form, digits only.
    """
    if not keeps(actor):
        return Home.objects.none()
    wanted = Q()
    for number in numbers:
        wanted |= Q(phone_keys__contains=f" {phone_digest(number)} ")
    if not wanted:
        return Home.objects.none()
    us = actor.organization
    near = Q(organization=us)
    if is_center(actor):
        near |= Q(subdistrict_code__startswith=us.district_code or us.province_code)
    return Home.objects.filter(wanted & near).select_related("organization")


def found_by_name(actor: Officer, typed: str, most: int) -> list[Home]:
    """Return the households that somebody may see with a name that holds what was typed.

    Args:
        actor: who looks.
        typed: a part of a name; a single letter finds nobody.
        most: to return.
    """
    digests = name_digests(typed)
    if not digests:
        return []
    found = homes_of(actor)
    for one in digests:
        found = found.filter(name_keys__contains=f" {one} ")
    opened = found.prefetch_related("needs")[:MOST_OPENED]
    return [home for home in opened if matches(home.name, typed)][:most]
