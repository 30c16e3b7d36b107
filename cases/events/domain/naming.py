"""How long rows of an event still name people after its end: the register, shelters, helpers (many.md B4; PDPA s.37(3))."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from cases.events.models import Event

if TYPE_CHECKING:
    from django.db.models import QuerySet


def days_named() -> int:
    """Return for how many days after its end an event still names people (`KLANG_NAMED_AFTER_EVENT_DAYS`)."""
    days: int = settings.KLANG["NAMED_AFTER_EVENT_DAYS"]
    return days


def nameless() -> QuerySet[Event]:
    """Return the events whose rows may name nobody any more."""
    return Event.objects.filter(ended_at__lte=timezone.now() - dt.timedelta(days=days_named()))
