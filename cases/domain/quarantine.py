"""Files that wait for the scanner, and those that it found something in (ASVS 5.4.3; reliability.md R18)."""

from __future__ import annotations

import logging

from django.core.cache import cache

from cases.models import CaseFile
from cases.models.case_file import Scan
from portal.actors import System
from portal.audit import services as audit
from portal.files.scanning import Scanner, ScannerAwayError, UnjudgedError, scanner
from portal.queue.one_by_one import go_on_behind, next_in_turn
from portal.sealing.errors import SealingError

logger = logging.getLogger(__name__)
MOST_AT_ONCE = 50
WHAT = "scanning files"
_TOLD_SECONDS = 3600
"""How long a file that is tried every minute is not told of again."""


def scan_waiting() -> int:
    """Ask the scanner about files that wait, in turn; returns how many were judged.

    A scanner that is away is asked again at the next round, about the next file first; nothing is let through meanwhile.
    A file about which it answers with an error, or that cannot be read here, waits alone: it keeps no other waiting.
    """
    asked = scanner()
    if asked is None:
        return 0
    waiting = CaseFile.objects.filter(scan=Scan.WAITING)
    keys = next_in_turn(waiting, MOST_AT_ONCE, what=WHAT)
    rows = waiting.select_related("case").in_bulk(keys)
    count = 0
    for row in (rows[pk] for pk in keys if pk in rows):
        try:
            count += _judge(row, asked)
        except UnjudgedError:
            _tell_of(row, "the scanner gives no verdict")
        except ScannerAwayError:
            logger.warning("The scanner of uploads does not answer; files wait.")
            # It may be this file over which it fell asleep.
            go_on_behind(row.pk, what=WHAT)
            break
    return count


def _judge(row: CaseFile, asked: Scanner) -> bool:
    try:
        with row.file.open("rb") as stored:
            content = stored.read()
    except FileNotFoundError:
        # Its case was erased, or the disk lost it: there is nothing that anybody could read.
        return False
    except (OSError, SealingError) as error:
        # Damaged on the disk, or its key is missing. Only the kind of error: a path says more than a log needs.
        _tell_of(row, type(error).__name__)
        return False
    is_clean = asked.is_clean(content)
    # Only one that still waits: two workers may have the same row.
    verdict = Scan.CLEAN if is_clean else Scan.BAD
    if not CaseFile.objects.filter(pk=row.pk, scan=Scan.WAITING).update(scan=verdict):
        return False
    if not is_clean:
        audit.record(actor=System(), action="file.quarantined", subject=row.case.reference)
    return True


def _tell_of(row: CaseFile, why: str) -> None:
    if cache.add(f"scanning:{row.pk}", True, _TOLD_SECONDS):
        logger.warning("File %s waits on: %s.", row.pk, why)
