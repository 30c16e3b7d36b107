"""As whom the reader acts, for the bar of every staff page."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.http import HttpRequest

from portal.accounts.actors import officers_of
from portal.accounts.domain.delegation import administers
from portal.accounts.functions import Function
from portal.accounts.landing import AT_HOME_IN_CMS

register = template.Library()


@dataclass(frozen=True, slots=True)
class Place:
    """One appointment in the menu of those between which its holder may choose.

    Attributes:
        pk: of the appointment.
        position: what the order calls the person.
        organization: where, in short.
        is_here: the reader acts by it now.
    """

    pk: int
    position: str
    organization: str
    is_here: bool


@register.inclusion_tag("accounts/acting.html", takes_context=True)
def acting_as(context: template.Context) -> dict[str, object]:
    """Show who is signed in and for whom, with a menu of all that this person may do, and of the other appointments."""
    request: HttpRequest = context["request"]
    actor = request.actor
    places = [
        Place(
            pk=one.appointment.pk,
            position=str(one.role.label),
            organization=one.organization.short_name or one.organization.display_name,
            is_here=one.appointment.pk == actor.appointment.pk,
        )
        for one in officers_of(request)
    ]
    return {
        "csrf_token": context.get("csrf_token"),
        "name": str(actor.person),
        "administers": administers(actor),
        "protects": Function.DATA_PROTECTION in actor.functions,
        "edits": bool(actor.functions & AT_HOME_IN_CMS) or request.user.is_superuser,
        "here": next(place for place in places if place.is_here),
        "others": [place for place in places if not place.is_here],
    }
