"""A search log that respects people: folded query, number of results, rank opened, week. Nothing else.

No person, address, agent or time of day is kept, and a query that holds an ID card or phone number is not kept at
all (issue "Thai search" 6). Counts are rough on purpose: answers that a cache gave are not counted.
"""

from __future__ import annotations

import datetime
import hashlib
import logging
import re
import secrets
import time
from collections import OrderedDict
from threading import Lock

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from portal.search.engine import analysis
from portal.search.models import ClickedRank, SearchedQuery

log = logging.getLogger(__name__)

LONGEST = 120
KEPT = datetime.timedelta(weeks=53)
"""How long counts are kept: long enough to compare with last year."""

_DIGITS = re.compile(r"\d(?:[\s()._+-]{0,4}\d){8,}")
"""Nine digits or more: a phone number (9 to 12) or an ID card (13), with whatever other number stands beside it.

No upper bound: "1234567890121 2560" is one run of 17 digits and names a person all the same.
"""
_PARTED = re.compile(
    r"(?<!\d)(?:\d[\W_]{1,3}\d{4}[\W_]{1,3}\d{5}[\W_]{1,3}\d\d[\W_]{1,3}\d|0\d\d?[\W_]{1,3}\d{3,4}[\W_]{1,3}\d{4})(?!\d)"
)
"""The groups of an ID card or of a phone number with other signs between: 081/234/5678. Reference numbers have them too
("กบ 0023.3/3332"), so that here the groups decide."""
_MAIL = re.compile(r"\w\s*@\s*\w")


def is_private(folded: str) -> bool:
    """Say whether a folded query may name a person: an ID card, a phone number or an e-mail address."""
    return any(pattern.search(folded) for pattern in (_DIGITS, _PARTED, _MAIL))


def _folded(query: str) -> str:
    """Return the form that is kept, or "" when nothing may be kept."""
    folded = analysis.fold(query[: analysis.LONGEST_QUERY])
    return "" if len(folded) > LONGEST or is_private(folded) else folded


def may_be_kept(query: str) -> bool:
    """Say whether the words that somebody typed are of a kind that may be kept: short, and naming nobody."""
    return bool(_folded(query))


def this_week(today: datetime.date | None = None) -> datetime.date:
    """Return the Monday of the week."""
    day = today or timezone.localdate()
    return day - datetime.timedelta(days=day.weekday())


_SALT = secrets.token_bytes(16)
_MOST_SEEN = 20_000
_seen: OrderedDict[bytes, None] = OrderedDict()
_seen_lock = Lock()


def is_repeated(query: str, visitor: str) -> bool:
    """Say whether this visitor asked the same before: one person alone makes no query popular.

    Popular queries are suggested to everybody, so without this anybody could put a sentence about a neighbor there by
    asking five times. Known are the last 20,000 pairs of this process, as digests under a salt that is never stored;
    they end with the process, and nothing of them reaches the database.

    Args:
        query: as it was typed.
        visitor: address of the visitor.
    """
    digest = hashlib.blake2b(
        f"{visitor}\0{_folded(query)}".encode(errors="replace"), key=_SALT, digest_size=16
    ).digest()
    with _seen_lock:
        if digest in _seen:
            _seen.move_to_end(digest)
            return True
        _seen[digest] = None
        if len(_seen) > _MOST_SEEN:
            _seen.popitem(last=False)
        return False


WINDOW, MOST_WRITTEN = 30.0, 10
"""Seconds, and how often the same words are written within them; from then on they are only counted, until the window ends."""
_MOST_GATHERED = 1_000
_gathered: OrderedDict[tuple[datetime.date, str], tuple[float, int, int]] = OrderedDict()
_gathered_lock = Lock()


def _times_to_write(week: datetime.date, folded: str) -> int:
    """Return how many searches for these words are to be written now, this one among them; 0 while they wait.

    In a flood all look for the same words at once: each would wait for the row of the one before, and for the disk. What
    still waits when nobody looks for them any more, or when the process ends, is not counted: the counts are rough.
    """
    now = time.monotonic()
    with _gathered_lock:
        begun, written, waiting = _gathered.pop((week, folded), (now, 0, 0))
        if now - begun > WINDOW:
            begun, written = now, 0
        is_written = written < MOST_WRITTEN
        _gathered[week, folded] = (begun, written + 1, 0) if is_written else (begun, written, waiting + 1)
        if len(_gathered) > _MOST_GATHERED:
            _gathered.popitem(last=False)
    return waiting + 1 if is_written else 0


def record(query: str, results: int) -> None:
    """Count one search. A failing log never fails a search."""
    folded = _folded(query)
    week = this_week()
    times = _times_to_write(week, folded) if folded else 0
    if not times:
        return
    try:
        with transaction.atomic():
            counted = SearchedQuery.objects.filter(week=week, query=folded)
            values = {"times": F("times") + times, "results": min(results, 2**31 - 1)}
            # Mostly the row is there; where two make it at once, one of them makes nothing and both are counted.
            if not counted.update(**values):
                row = SearchedQuery(week=week, query=folded)
                SearchedQuery.objects.bulk_create([row], ignore_conflicts=True)
                counted.update(**values)
                SearchedQuery.objects.filter(week__lt=week - KEPT).delete()
    except DatabaseError:
        log.warning("A search was not counted: the database was busy.")


def record_click(query: str, rank: str) -> None:
    """Count that a result was opened, for queries that were searched this week."""
    folded = _folded(query)
    if not folded or not (rank.isascii() and rank.isdigit() and 1 <= int(rank[:5]) <= 2000):
        return
    try:
        with transaction.atomic():
            searched = SearchedQuery.objects.filter(week=this_week(), query=folded).first()
            if searched is not None:
                row, _ = ClickedRank.objects.get_or_create(searched=searched, rank=int(rank[:5]))
                ClickedRank.objects.filter(pk=row.pk).update(times=F("times") + 1)
    except DatabaseError:
        log.warning("An opened result was not counted: the database was busy.")
