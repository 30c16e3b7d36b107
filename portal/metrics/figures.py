"""The figures of this floor: answers, the queue, mail, disk, backup, index. Rooms above add theirs (`KLANG["METRICS"]`).

Each function looks and changes nothing, does bounded work, and is called when somebody asks for `/metrics`.
"""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path

from django.conf import settings
from django.db.models import Case, F, Min, QuerySet, When
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max
from prometheus_client import Metric
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
)

from portal.health import READINESS
from portal.metrics.counting import BOUNDS
from portal.metrics.shared import counts
from portal.outbox.models import LATE, Channel, MessageState, OutboxMessage
from portal.queue.models import WorkerBeat
from portal.search.models import IndexedDocument
from portal.search.sources import site_index
from portal.upkeep import backups
from portal.upkeep.running import within

MOST = 10_000
"""So many rows are counted; whoever has more to put right needs no exact number."""
PATIENCE = 2.0
"""Seconds that the database may take for one part: a scrape is soon over or is none."""

Part = Callable[[], Iterable[Metric]]


def asking(part: Part) -> Part:
    """Bound the time of a part that asks the database; those that do not are told while it is down."""

    @wraps(part)
    def bounded() -> Iterable[Metric]:
        with within(PATIENCE):
            return list(part())

    return bounded


def counted(rows: QuerySet) -> int:
    """Return how many rows there are, `MOST` at most."""
    return rows.order_by()[:MOST].count()


def gauge(name: str, text: str, value: float) -> GaugeMetricFamily:
    """Return one figure of this moment."""
    return GaugeMetricFamily(name, text, value=value)


def by_label(name: str, text: str, label: str, values: dict[str, float]) -> GaugeMetricFamily:
    """Return figures of this moment that one label tells apart; its values stand in the code, never in data."""
    family = GaugeMetricFamily(name, text, labels=[label])
    for value, number in values.items():
        family.add_metric([value], number)
    return family


def requests() -> Iterable[Metric]:
    """Answers of all web processes of this machine, by class of status and by time, since their file was made."""
    by_class, by_time, seconds = counts().total()
    answers = CounterMetricFamily("klang_requests", "Answers, by class of status.", labels=["status"])
    for name, number in by_class.items():
        answers.add_metric([name], number)
    yield answers
    running, buckets = 0, []
    for bound, number in zip((*map(str, BOUNDS), "+Inf"), by_time, strict=True):
        running += number
        buckets.append((bound, running))
    yield HistogramMetricFamily(
        "klang_request_seconds", "Seconds until an answer began.", buckets=buckets, sum_value=seconds
    )
    yield gauge(
        "klang_web_processes", "Web processes that answered a request and live.", counts().processes()
    )


def readiness() -> Iterable[Metric]:
    """What `/readyz` says, part by part."""
    values = {name: float(well) for name, well in READINESS.parts().items()}
    yield by_label("klang_ready", "1 when a part works, as /readyz tells it.", "part", values)


@asking
def queue() -> Iterable[Metric]:
    """Who works on the queue, how much waits, and for how long the oldest task has."""
    now = timezone.now()
    ready = DBTaskResult.objects.ready()
    alive = WorkerBeat.objects.alive(now)
    yield gauge("klang_workers", "Workers that gave a sign of life within two minutes.", counted(alive))
    numbers: dict[str, float] = {
        "waiting": counted(ready),
        "running": counted(DBTaskResult.objects.running()),
        "failed": counted(DBTaskResult.objects.failed()),
    }
    yield by_label("klang_queue_tasks", "Tasks that are due, run, or failed and are kept.", "state", numbers)
    due = Case(When(run_after=get_date_max(), then=F("enqueued_at")), default=F("run_after"))
    oldest = ready.order_by().aggregate(oldest=Min(due))["oldest"]
    waited = max(0.0, (now - oldest).total_seconds()) if oldest else 0.0
    yield gauge("klang_queue_oldest_seconds", "For how long the oldest task that is due has waited.", waited)


@asking
def mail() -> Iterable[Metric]:
    """Mail that has not left, and for how long the mail server has failed (R05)."""
    now = timezone.now()
    waiting = OutboxMessage.objects.filter(state=MessageState.WAITING)
    numbers: dict[str, float] = {
        "waiting": counted(waiting),
        "late": counted(waiting.filter(waiting_since__lt=now - LATE)),
        "stuck": counted(OutboxMessage.objects.filter(state=MessageState.STUCK)),
    }
    yield by_label(
        "klang_outbox_messages", "Mail that waits, waits for over an hour, or was given up.", "state", numbers
    )
    failing = Channel.objects.filter(failures__gt=0).aggregate(since=Min("failing_since"))["since"]
    seconds = max(0.0, (now - failing).total_seconds()) if failing else 0.0
    yield gauge("klang_mail_failing_seconds", "For how long the mail server has not answered.", seconds)


def disk() -> Iterable[Metric]:
    """Free space where files go, and how little is too little (R06)."""
    folders = {"var": settings.KLANG_VAR, "media": settings.MEDIA_ROOT, "private": settings.PRIVATE_ROOT}
    free: dict[str, float] = {
        name: shutil.disk_usage(root).free for name, root in folders.items() if Path(root).exists()
    }
    yield by_label("klang_disk_free_bytes", "Free space below each folder.", "folder", free)
    least = settings.KLANG["LEAST_FREE_BYTES"]
    yield gauge("klang_disk_least_bytes", "Below so much /readyz says that the disk is not fit.", least)


def backup() -> Iterable[Metric]:
    """How old the newest whole backup is, and how long ago one was put back for trial; infinite for never, or unknown (R13)."""
    for which, name, text in (
        (backups.MADE, "klang_backup_age_seconds", "Age of the newest whole backup."),
        (backups.TRIED, "klang_backup_tried_age_seconds", "How long ago a backup was put back for trial."),
    ):
        age = backups.age(which, timezone.now())
        yield gauge(name, text, math.inf if age is None else age.total_seconds())


@asking
def index() -> Iterable[Metric]:
    """How old the newest file of the search index is, and how many documents wait for it (R07)."""
    newest = _newest(site_index.engine().root)
    age = math.inf if newest is None else max(0.0, timezone.now().timestamp() - newest)
    yield gauge("klang_index_age_seconds", "Age of the newest file of the search index.", age)
    waiting = counted(IndexedDocument.objects.waiting())
    yield gauge("klang_index_waiting_documents", "Documents that are newer than the index.", waiting)


def _newest(root: Path) -> float | None:
    # Every look touches a lock; it says nothing of what was written.
    files = [path for path in root.rglob("*") if path.suffix != ".lock" and path.is_file()]
    return max((path.stat().st_mtime for path in files), default=None)
