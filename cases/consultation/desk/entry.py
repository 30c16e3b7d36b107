"""The entry of the desk's rail: how many questions wait, and whether one is late."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.consultation.domain.answering import waiting
from cases.consultation.domain.rules import may_answer
from cases.desk.rail import Entry
from portal.actors import Officer

HERE = "consultation"


def entry(actor: Officer, here: str, now: dt.datetime) -> Entry | None:
    """Return the entry for those who answer questions, in one query."""
    if not may_answer(actor):
        return None
    counted = waiting(actor).order_by().aggregate(all=Count("pk"), late=Count("pk", filter=Q(due_at__lt=now)))
    return Entry(
        reverse("consultation:queue"),
        _("คำถามจากประชาชน"),
        is_here=here == HERE,
        count=counted["all"],
        is_late=counted["late"] > 0,
    )
