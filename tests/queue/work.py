"""Tasks of the tests."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from django_tasks import task

from portal.queue.repeating import repeatable


def _note(folder: str) -> int:
    """Leave a mark and return how many there are now."""
    Path(folder, f"{time.time_ns()}").touch()
    return len(list(Path(folder).iterdir()))


@task()
@repeatable
def slow_the_first_time(folder: str) -> int:
    """Never end in the first run."""
    runs = _note(folder)
    if runs == 1:
        time.sleep(600)
    return runs


@task()
def slow_and_unmarked(folder: str) -> int:
    """Never end in the first run, and say nothing about running twice."""
    runs = _note(folder)
    if runs == 1:
        time.sleep(600)
    return runs


@task()
@repeatable
def deadly(folder: str) -> None:
    """Take the worker with it, every time."""
    _note(folder)
    os.kill(os.getpid(), signal.SIGKILL)


@task()
@repeatable
def nothing() -> None:
    """Do nothing."""
