"""Files whose rows are gone: deleted until they are gone too; files whose form was never sent."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable

from django.utils import timezone
from django_tasks import task

from portal.files.storage import PRIVATE_STORAGE
from portal.files.waiting import remove_abandoned
from portal.queue.repeating import repeatable

log = logging.getLogger(__name__)

AGAIN = dt.timedelta(minutes=10)
"""After so long a file that could not be deleted is tried again."""


def forget_files(names: Iterable[str | None]) -> None:
    """Have private files deleted once this transaction is committed, and tried again until they are gone.

    Call it in the transaction after which nothing names them any more: what is rolled back deletes nothing, and of what
    is committed none is forgotten when the disk or the store does not answer.

    Args:
        names: in the private storage; none where a row had no file.
    """
    if known := [name for name in names if name]:
        delete_files.enqueue(known)


@task()
@repeatable
def delete_files(names: list[str]) -> int:
    """Delete private files, and try those again later that the disk or the store keeps; returns how many are gone.

    Args:
        names: in the private storage; one that is gone already is no error. They stand in the queue for a day and longer,
            so only random ones that say nothing may be given.
    """
    left, why = [], set()
    for name in names:
        try:
            PRIVATE_STORAGE.delete(name)
        except FileNotFoundError:
            continue
        except OSError as error:
            left.append(name)
            why.add(type(error).__name__)
    if left:
        log.warning(
            "%d files that should be gone could not be deleted (%s).", len(left), ", ".join(sorted(why))
        )
        delete_files.using(run_after=timezone.now() + AGAIN).enqueue(left)
    return len(names) - len(left)


@task()
@repeatable
def sweep_waiting() -> int:
    """Delete files of forms that nobody can send any more; returns how many forms."""
    return remove_abandoned()
