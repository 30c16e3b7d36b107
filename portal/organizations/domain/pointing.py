"""The tables that name an organization point on when it ends: who leads which problem, who serves which subdistrict."""

from __future__ import annotations

from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.organizations.models import Organization, RoutingRule, ServiceArea


def report(organization: Organization) -> list[str]:
    """Say in Thai which tables name an organization; reads only."""
    leads = RoutingRule.objects.filter(organization=organization).count()
    return [_("เป็นเจ้าภาพหลัก %(count)d รายการ จะชี้ไปที่หน่วยงานที่สืบต่อ ถ้ามี") % {"count": leads}] if leads else []


def carry_out(organization: Organization, *, successor: Organization | None, actor: Actor) -> None:
    """Let the tables name the last of the successors, where there is one that exists.

    Without one a rule of the routing table stays as it is: `routing.lead_agency_for` passes over what has ended. A
    subdistrict that the successor serves already stays as it is.
    """
    heir = organization.successors()[-1]
    if heir.pk == organization.pk or not heir.is_active:
        return
    RoutingRule.objects.filter(organization=organization).update(organization=heir)
    served = ServiceArea.objects.filter(organization=heir).values_list("subdistrict_code", flat=True)
    ServiceArea.objects.filter(organization=organization).exclude(subdistrict_code__in=set(served)).update(
        organization=heir
    )
