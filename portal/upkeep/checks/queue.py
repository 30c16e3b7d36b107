"""Background work: who does it, what waits, what died, what did not come round."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db.models import Max, Q
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django_tasks import TaskResultStatus, task_backends
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from portal.probes import LATE
from portal.queue.models import WorkerBeat
from portal.upkeep.registry import NOTHING, Found, Look, Severity, check, rows, these, when

ROUND = dt.timedelta(hours=1)
"""Every periodic task runs each minute; whoever has not run for so long does not run."""


def _is_ours() -> bool:
    """Say whether the queue lies in the database at all."""
    return isinstance(task_backends["default"], DatabaseBackend)


@check(
    Severity.NOW,
    _("ไม่มีใครทำงานเบื้องหลัง"),
    _("เริ่ม “manage.py db_worker” ใหม่ อีเมล การเตือน และการค้นรออยู่จนกว่าจะมี ไม่มีงานใดหาย"),
)
def worker_silent(look: Look) -> Found:
    """No worker gave a sign of life within two minutes (R09)."""
    return when(_is_ours() and not WorkerBeat.is_any_alive(look.now))


@check(
    Severity.NOW,
    _("งานเบื้องหลังค้างคิว"),
    _("ดู “manage.py queue” ถ้าโปรแกรมทำงานอยู่แต่ช้า เพิ่ม db_worker อีกหนึ่งตัว"),
)
def tasks_waiting(look: Look) -> Found:
    """What was due has waited for ten minutes."""
    if not _is_ours():
        return NOTHING
    late = look.now - LATE
    waiting = DBTaskResult.objects.ready().filter(enqueued_at__lt=late)
    return rows(waiting.exclude(run_after__range=(late, look.now + dt.timedelta(days=3650))), "task_path")


@check(
    Severity.TODAY,
    _("งานเบื้องหลังล้มเหลว"),
    _("ดูสาเหตุในบันทึกของระบบ แก้ แล้วรัน “manage.py queue --retry”"),
)
def tasks_failed(look: Look) -> Found:
    """A task failed or was given up: a periodic one since yesterday's look, for it runs again by itself; any other until it is done."""
    failed = DBTaskResult.objects.failed()
    failed = failed.filter(
        Q(finished_at__gte=look.ago(days=1)) | ~Q(task_path__in=settings.KLANG["PERIODIC"])
    )
    return rows(failed, "task_path") if _is_ours() else NOTHING


@check(
    Severity.TODAY,
    _("งานเบื้องหลังตายไปพร้อมโปรแกรม"),
    _("รัน “manage.py queue” ระบบนำกลับเข้าคิวเองในสองนาที ถ้ายังอยู่ ให้เริ่ม db_worker ใหม่"),
)
def tasks_dead(look: Look) -> Found:
    """A task runs by a worker that is long silent, and nobody took it up again (R09)."""
    if not _is_ours():
        return NOTHING
    alive = set(WorkerBeat.objects.alive(look.now).values_list("pk", flat=True))
    running = DBTaskResult.objects.running().filter(started_at__lt=look.now - LATE)
    return these(
        path
        for path, workers in running.values_list("task_path", "worker_ids")[:1_000]
        if not workers or workers[-1] not in alive
    )


@check(
    Severity.TODAY,
    _("งานตามเวลาไม่ได้ทำ"),
    _("ดู “manage.py queue” และบันทึกของระบบ ตรวจว่า “manage.py tick” ถูกเรียกทุกนาที"),
)
def sweeps_late(look: Look) -> Found:
    """A task of the periodic list has not ended well for an hour, although somebody has worked for as long (R10)."""
    since = look.now - ROUND
    if not _is_ours() or not WorkerBeat.objects.filter(started_at__lt=since, seen_at__gte=since).exists():
        return NOTHING
    paths = {import_string(path).module_path: path for path in settings.KLANG["PERIODIC"]}
    well = DBTaskResult.objects.filter(
        status=TaskResultStatus.SUCCESSFUL, task_path__in=paths, finished_at__gte=since
    )
    ran = dict(well.order_by().values_list("task_path").annotate(Max("finished_at")))
    return these(path for module_path, path in paths.items() if module_path not in ran)
