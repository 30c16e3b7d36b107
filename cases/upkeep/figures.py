"""What `/metrics` tells of case work: how much is late. Never whose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone
from prometheus_client import Metric

from cases.models import Duty
from portal.metrics.figures import asking, counted, gauge


@asking
def duties() -> Iterable[Metric]:
    """Duties whose organization is late by the machine's own reckoning, and alarms that should have rung an hour ago."""
    now = timezone.now()
    late = Duty.objects.running().filter(late_from__lt=now)
    yield gauge("klang_duties_late", "Duties that are late.", counted(late))
    rung = Duty.objects.running().filter(next_alarm_at__lt=now - dt.timedelta(hours=1))
    yield gauge("klang_alarms_silent", "Alarms that were due an hour ago and did not ring.", counted(rung))
