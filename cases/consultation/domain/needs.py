"""What questions to the center say of needs: their themes, never their words (S1.27)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from cases.consultation.models import Consultation
from cases.domain.heard_needs import Heard, Place

if TYPE_CHECKING:
    import datetime as dt

    from portal.organizations.models import Organization


def asked_about(organization: Organization, begin: dt.datetime, end: dt.datetime) -> Counter[Place]:
    """Count the questions to a center in a time by their theme; nobody is asked where they live, so without a place."""
    found = Consultation.objects.filter(
        organization=organization, asked_at__gte=begin, asked_at__lt=end, problem__gt=""
    )
    rows = found.order_by().values_list("problem").annotate(number=Count("pk"))
    return Counter({(problem, ""): number for problem, number in rows})


HEARD = Heard(_("จากคำถามถึงศูนย์"), asked_about)
