"""What an office's own surveys say of needs: households that said yes to one, by theme and subdistrict (S1.27)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from cases.domain.heard_needs import Heard, Place
from cases.surveys.domain.answering import YES
from cases.surveys.models import Answer

if TYPE_CHECKING:
    import datetime as dt

    from portal.organizations.models import Organization


def said_to_need(organization: Organization, begin: dt.datetime, end: dt.datetime) -> Counter[Place]:
    """Count the households of an office's own surveys that need something; of others' it reads protected results only."""
    yes = Answer.objects.filter(
        household__survey__organization=organization,
        household__answered_at__gte=begin,
        household__answered_at__lt=end,
        question__theme__gt="",
        words=YES,
    )
    rows = yes.order_by().values_list("question__theme", "household__subdistrict_code")
    counted = rows.annotate(number=Count("household", distinct=True))
    return Counter({(theme, code): number for theme, code, number in counted})


HEARD = Heard(_("จากแบบสำรวจของเรา"), said_to_need)
