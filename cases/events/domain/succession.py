"""An organization ends while an event runs: who takes its place works in the event, and directs it where it did."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from cases.events.models import Event, EventOrganization
from portal.actors import Actor
from portal.audit import services as audit
from portal.organizations.domain.heirs import heir_of
from portal.organizations.models import Organization


def _concerned(organization: Organization) -> list[Event]:
    theirs = Q(organization=organization) | Q(
        pk__in=EventOrganization.objects.filter(organization=organization).values("event")
    )
    return list(Event.objects.running().filter(theirs).order_by("pk"))


def report(organization: Organization) -> list[str]:
    """Say in Thai in which running events an organization is at work; reads only."""
    found = _concerned(organization)
    if not found:
        return []
    words = _("อยู่ในสถานการณ์ที่ยังไม่ปิด %(count)d สถานการณ์ หน่วยงานที่สืบต่อ หรือศูนย์ปฏิบัติการร่วม จะดูแลต่อ")
    return [words % {"count": len(found)}]


def carry_out(organization: Organization, *, successor: Organization | None, actor: Actor) -> None:
    """Let who takes its place see the board and keep shelters and rosters; what it declared is directed by them.

    Duty officer and stand-in stay written down as they were: rights and mails go by appointments that are in force.

    Args:
        organization: closed, with its successor saved.
        successor: read from the organization, so that chains of successors are followed.
        actor: who closed it.
    """
    heir = heir_of(organization)
    if heir is None:
        return
    for event in _concerned(organization):
        if event.organization_id == organization.pk:
            event.organization = heir
            event.save(update_fields=["organization"])
        if event.organization_id != heir.pk:
            EventOrganization.objects.get_or_create(event=event, organization=heir)
        audit.record(
            actor=actor,
            action="event.succeeded",
            subject=event.slug,
            data={"from": organization.pk, "to": heir.pk},
        )
