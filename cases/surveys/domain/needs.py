"""What an office's own surveys say of needs: households that said yes to one, by theme and subdistrict (S1.27).

For its monthly report also how many households answered, and how many of them need something (S1.09, S1.10).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from cases.domain.heard_needs import Asked, Heard, Place
from cases.surveys.domain.answering import YES
from cases.surveys.models import Answer, Household

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


def asked_of(organization: Organization, begin: dt.datetime, end: dt.datetime) -> Asked:
    """Count the households that answered an office's own surveys: once each, whatever they need and how many they answered."""
    answered = Household.objects.filter(
        survey__organization=organization, answered_at__gte=begin, answered_at__lt=end
    )
    yes = Answer.objects.filter(household=OuterRef("pk"), question__theme__gt="", words=YES)
    found = answered.order_by().aggregate(
        households=Count("key", distinct=True), needing=Count("key", distinct=True, filter=Q(Exists(yes)))
    )
    return Asked(**found)


HEARD = Heard(_("จากแบบสำรวจของเรา"), said_to_need)
