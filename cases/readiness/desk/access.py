"""The one door to a unit: one's own organization, and those below it; any other does not exist."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.readiness.domain.money import is_center
from cases.readiness.domain.reach import is_unit, looks_after_units, names_people, readable
from portal.actors import Officer
from portal.organizations.models import Organization

HERE = "unit"
"""The entry of the rail."""


def unit_or_404(request: HttpRequest, pk: int) -> Organization:
    """Return a unit that the reader may read about.

    Raises:
        Http404: there is none of that number within the reader's reach, or it takes in no reports.
    """
    found = readable(request.actor).filter(pk=pk).first()
    if found is None or not is_unit(found):
        raise Http404
    return found


def with_people_or_404(request: HttpRequest, pk: int) -> Organization:
    """Return an organization that says who is in charge there: a unit, or the provincial office (S2.02).

    Raises:
        Http404: there is none of that number within the reader's reach, or it names nobody.
    """
    found = readable(request.actor).filter(pk=pk).first()
    if found is None or not names_people(found):
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the pages about a unit."""

    url: str
    label: str | Promise


def tabs_of(actor: Officer, unit: Organization | None = None) -> list[Tab]:
    """Return the pages about a unit, and that of all units below the reader's office.

    Args:
        actor: who reads.
        unit: about which; one's own organization by default.
    """
    about = unit or actor.organization
    tabs = [Tab(reverse("readiness:home"), _("หน่วยของเรา"))]
    if is_unit(about):
        tabs.append(Tab(reverse("readiness:checklist", args=[about.pk]), _("ความพร้อม")))
    if names_people(about):
        tabs.append(Tab(reverse("readiness:people", args=[about.pk]), _("ผู้รับผิดชอบของหน่วย")))
    tabs.append(Tab(reverse("readiness:training", args=[about.pk]), _("การพัฒนาบุคลากร")))
    if is_center(actor.organization):
        tabs.append(Tab(reverse("readiness:money"), _("เงินสนับสนุน")))
    tabs.append(Tab(reverse("readiness:budget"), _("งบช่วยเหลือ")))
    if looks_after_units(actor):
        tabs.append(Tab(reverse("readiness:gaps"), _("ทุกหน่วยในความดูแล")))
    return tabs
