"""Computing a year in the queue: who ordered it, how far it is, and why it was refused (S1.30).

A country's year takes longer than a page may. Whoever orders it goes on working and looks at its page again.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from announcements.results import publishing
from announcements.results.models import ResultsRun, RunStep
from portal.queue.enqueueing import enqueue_for

if TYPE_CHECKING:
    from django_tasks.base import Task

    from portal.accounts.models import User

logger = logging.getLogger(__name__)


@transaction.atomic
def order(*, be_year: int, user: User, compute: Task, why: str = "") -> ResultsRun:
    """Order that a year is computed; what is ordered twice is computed once.

    A run whose task was lost (a worker that was killed three times, a restored backup, a process that ended behind the
    commit) goes on by being ordered again.

    Args:
        be_year: fiscal year, B.E.
        user: who asks.
        compute: takes the key of the run.
        why: of a new edition of a published year; public.

    Raises:
        ResultsError: such a year cannot be computed, or nobody said why it is computed again.
    """
    publishing.edition_before(be_year, why)
    made, _is_new = ResultsRun.objects.get_or_create(
        be_year=be_year,
        ended_at=None,
        defaults={"why": why.strip(), "asked_by": user, "asked_at": timezone.now()},
    )
    transaction.on_commit(lambda: enqueue_for(compute, made.pk))
    return made


def carry_out(pk: int) -> bool:
    """Compute what was ordered; say whether a draft was made. Doing it again after half of it is fine.

    Args:
        pk: of the run; one that has ended is left as it is.
    """
    run = ResultsRun.objects.select_related("asked_by").filter(pk=pk, ended_at=None).first()
    if run is None:
        return False

    def reached(step: RunStep) -> None:
        run.step = step
        run.save(update_fields=["step"])

    try:
        publishing.compute_draft(be_year=run.be_year, user=run.asked_by, why=run.why, reached=reached)
    except publishing.ResultsError as error:
        _end(run, RunStep.REFUSED, str(error.reason))
        return False
    except Exception:
        # It is told to whoever waits, and goes on to the log of the queue.
        _end(run, RunStep.FAILED, str(_("คำนวณไม่สำเร็จ ลองอีกครั้ง ถ้ายังไม่สำเร็จ แจ้งผู้ดูแลระบบ")))
        raise
    _end(run, RunStep.DONE)
    return True


def _end(run: ResultsRun, step: RunStep, words: str = "") -> None:
    run.step, run.words, run.ended_at = step, words, timezone.now()
    run.save(update_fields=["step", "words", "ended_at"])
    logger.info("the results of %s: %s", run.be_year, step)
