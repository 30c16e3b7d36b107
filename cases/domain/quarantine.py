"""Files that wait for the scanner, and those that it found something in (ASVS 5.4.3; reliability.md R18)."""

from __future__ import annotations

import logging

from cases.models import CaseFile
from cases.models.case_file import Scan
from portal.actors import System
from portal.audit import services as audit
from portal.files.scanning import Scanner, ScannerAwayError, scanner

logger = logging.getLogger(__name__)
MOST_AT_ONCE = 50


def scan_waiting() -> int:
    """Ask the scanner about files that wait, the oldest first; returns how many were judged.

    A scanner that is away is asked again at the next round; nothing is let through meanwhile.
    """
    asked = scanner()
    if asked is None:
        return 0
    count = 0
    for row in (
        CaseFile.objects.filter(scan=Scan.WAITING).select_related("case").order_by("pk")[:MOST_AT_ONCE]
    ):
        try:
            count += _judge(row, asked)
        except ScannerAwayError:
            logger.warning("The scanner of uploads does not answer; files wait.")
            break
    return count


def _judge(row: CaseFile, asked: Scanner) -> bool:
    try:
        with row.file.open("rb") as content:
            is_clean = asked.is_clean(content.read())
    except FileNotFoundError:
        # Its case was erased, or the disk lost it: there is nothing that anybody could read.
        return False
    # Only one that still waits: two workers may have the same row.
    verdict = Scan.CLEAN if is_clean else Scan.BAD
    if not CaseFile.objects.filter(pk=row.pk, scan=Scan.WAITING).update(scan=verdict):
        return False
    if not is_clean:
        audit.record(actor=System(), action="file.quarantined", subject=row.case.reference)
    return True
