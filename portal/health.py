"""`/healthz` and `/readyz`, for whoever watches the machine."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from portal.web.access import public_page


@public_page()
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Nothing else is looked at, so that a slow database does not get it killed."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@public_page()
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Database, search index and queue, each `true` or `false`; 503 when one is not (no details, ASVS 13.4)."""
    parts = {"database": _database(), "index": _index(), "queue": _queue()}
    return JsonResponse(parts, status=200 if all(parts.values()) else 503)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except DatabaseError:
        return False


def _index() -> bool:
    index = settings.KLANG["INDEX_DIR"]
    return index.is_dir() and any(index.iterdir())


def _queue() -> bool:
    from django_tasks import default_task_backend

    return not any(message.is_serious() for message in default_task_backend.check())
