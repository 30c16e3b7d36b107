"""A process of the portal that is asked line by line (`tests/replica/test_replica.py`)."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.db import OperationalError, close_old_connections, connection, connections, transaction  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.utils import timezone  # noqa: E402

from portal.queue.models import WorkerBeat  # noqa: E402
from portal.replica import routing, standing  # noqa: E402
from portal.replica.middleware import ReplicaMiddleware  # noqa: E402
from portal.replica.standing import STANDING  # noqa: E402
from portal.upkeep.checks.database import replica_left_out  # noqa: E402
from portal.upkeep.registry import Look  # noqa: E402

# One that is only slow, on a machine with much to do beside this, is none that lags: what is tried here is a paused one.
standing.PATIENCE = 3.0

LINES: list[str] = []


class _Kept(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        LINES.append(record.getMessage())


def _write(value: str) -> None:
    WorkerBeat.objects.all().delete()
    WorkerBeat.objects.create(worker_id=value, started_at=timezone.now(), seen_at=timezone.now())


def _read() -> dict[str, str]:
    beat = WorkerBeat.objects.get()
    return {"value": beat.worker_id, "from": str(beat._state.db)}


def _page() -> dict[str, Any]:
    """A page whose query is ended at the replica, as a conflict with what the primary sent ends it."""
    asked: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        asked.append(WorkerBeat.objects.get()._state.db or "")
        if routing.is_reading():
            raise OperationalError("canceling statement due to conflict with recovery")
        return HttpResponse("page")

    view.only_reads = True  # type: ignore[attr-defined]
    request = HttpRequest()
    request.method = "GET"
    response = ReplicaMiddleware(view).process_view(request, view, (), {}) or view(request)  # type: ignore[arg-type]
    return {"status": response.status_code, "from": asked}


def _told(value: str) -> list[str]:
    told = list(LINES)
    LINES.clear()
    return told


def _forget(value: str) -> None:
    """Know nothing of what an earlier test saw or was told."""
    STANDING.forget()
    LINES.clear()


def _look_soon(value: str) -> None:
    STANDING._until = 0.0


def _check(value: str) -> int:
    _look_soon(value)
    return replica_left_out(Look(timezone.now())).count


def _read_there(value: str) -> dict[str, str]:
    with routing.reading():
        return _read()


def _write_while_reading(value: str) -> dict[str, str]:
    with routing.reading():
        _read()
        _write(value)
        return _read()


def _read_in_a_transaction(value: str) -> dict[str, str]:
    with routing.reading(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {WorkerBeat._meta.db_table} SET worker_id = %s", [value])
        return _read()


def _write_there(value: str) -> None:
    with connections["replica"].cursor() as cursor:
        cursor.execute(f"DELETE FROM {WorkerBeat._meta.db_table}")


ANSWERS: dict[str, Callable[[str], Any]] = {
    "forget": _forget,
    "pause is over": _look_soon,
    "write": _write,
    "read": _read_there,
    "log": _told,
    "check": _check,
    "write while reading": _write_while_reading,
    "read in a transaction": _read_in_a_transaction,
    "write there": _write_there,
    "page that fails there": lambda value: _page(),
}


def main() -> None:
    logging.getLogger("portal.replica.standing").addHandler(_Kept())
    with connection.schema_editor() as editor:
        editor.create_model(WorkerBeat)
    for line in sys.stdin:
        try:
            # As after each request.
            close_old_connections()
            asked = json.loads(line)
            said = ANSWERS[asked["ask"]](asked.get("value", ""))
        except Exception as error:  # noqa: BLE001 - its kind is the answer
            said = type(error).__name__
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
