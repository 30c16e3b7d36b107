"""The portal with a trap in it: the process kills itself with SIGKILL at one point of the submission.

The header `X-Klang-Trap` names the point. Nothing of this is in the product; the trap hangs on Django's signals and on the
connection.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterable
from typing import Any

from portal.wsgi import application as portal

_armed = threading.local()


def die_at(point: str) -> None:
    """Kill the whole server, as a power cut would, when the trap of this request is set for this point."""
    if getattr(_armed, "point", None) == point:
        os.killpg(os.getpgrp(), signal.SIGKILL)


def set_traps() -> None:
    """Hang the traps where a submission passes."""
    from django.contrib.sessions.models import Session
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.signals import post_save, pre_save

    from cases.models import Case, CaseEvent, Duty, RegisterEntry

    pre_save.connect(lambda **_: die_at("before the case"), sender=Case, weak=False)
    post_save.connect(lambda **_: die_at("after the case"), sender=Case, weak=False)
    post_save.connect(lambda **_: die_at("after the duty"), sender=Duty, weak=False)
    post_save.connect(lambda **_: die_at("after the event"), sender=CaseEvent, weak=False)
    post_save.connect(lambda **_: die_at("after the register"), sender=RegisterEntry, weak=False)
    post_save.connect(lambda **_: die_at("after the session"), sender=Session, weak=False)
    commit = BaseDatabaseWrapper._commit

    def guarded(self: BaseDatabaseWrapper) -> Any:
        if getattr(_armed, "case", False):
            die_at("before the commit")
        result = commit(self)
        if getattr(_armed, "case", False):
            die_at("after the commit")
        return result

    def saw_case(**_: object) -> None:
        _armed.case = True

    BaseDatabaseWrapper._commit = guarded
    post_save.connect(saw_case, sender=Case, weak=False)


set_traps()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Serve the portal; a trap is armed only while answers are being sent."""
    sending = environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"].endswith("/request/check/")
    _armed.point = environ.get("HTTP_X_KLANG_TRAP") if sending else None
    _armed.case = False
    try:
        response = portal(environ, start_response)
        die_at("before the answer")
        return response
    finally:
        _armed.point = None
