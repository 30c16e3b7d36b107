"""A search log that respects people: folded query, number of results, rank opened, week. Nothing else.

No person, address, agent or time of day is kept, and a query that holds an ID card or phone number is not kept at
all (issue "Thai search" 6). Counts are rough on purpose: answers that a cache gave are not counted.

Popular queries are suggested to everybody, so nobody may put a sentence about a neighbor there by asking again and again. Until
a query is well known, one network counts once in the weeks that popularity sums (twice, where it made it known): this process
remembers the last pairs of query and network, and what it forgot, or another one saw, stands with the other limits (`portal.throttle`) as a keyed digest
of the query and of one of 4,096 groups of networks, which fits thousands of addresses.
"""

from __future__ import annotations

import datetime
import hashlib
import ipaddress
import logging
import re
import secrets
import time
from collections import OrderedDict
from threading import Lock

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from portal.search.engine import analysis
from portal.search.models import ClickedRank, SearchedQuery
from portal.throttle.limits import Try, allowed

log = logging.getLogger(__name__)

LONGEST = 120
KEPT = datetime.timedelta(weeks=53)
"""How long counts are kept: long enough to compare with last year."""
POPULAR_WEEKS = 5
"""Weeks of which popularity is summed: this one and four before."""
WELL_KNOWN = 20
"""So many times in a week, a query is one of many people, and whoever asks again is counted without being asked for."""
NEW_OF_A_NETWORK, NEW_OF_ALL = 300, 20_000
"""Queries that one network, and all of them together, can make known in a week; behind a network of a provider or an office
there are many people."""
WEEK_SECONDS = 7 * 24 * 3600
_NETWORK_BITS = 48
"""What one customer can get of IPv6 for the asking: within it, addresses are nobody's proof of being another person."""
_GROUPS = 4096

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

    Known are the last 20,000 pairs of this process, as digests under a salt that is never stored; they end with the process.

    Args:
        query: as it was typed.
        visitor: address of the visitor.
    """
    digest = hashlib.blake2b(
        f"{_network(visitor)}\0{_folded(query)}".encode(errors="replace"), key=_SALT, digest_size=16
    ).digest()
    with _seen_lock:
        if digest in _seen:
            _seen.move_to_end(digest)
            return True
        _seen[digest] = None
        if len(_seen) > _MOST_SEEN:
            _seen.popitem(last=False)
        return False


def _network(visitor: str) -> str:
    """Return from which network somebody comes: an IPv4 address, or the /48 of an IPv6 address."""
    try:
        address = ipaddress.ip_address(visitor)
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(ipaddress.IPv6Network((int(address), _NETWORK_BITS), strict=False).network_address)


def _group(network: str) -> int:
    """Return to which of the groups a network belongs, so that a digest fits many of them."""
    return (
        int.from_bytes(salted_hmac("portal.search.journal", network, algorithm="sha256").digest()[:4])
        % _GROUPS
    )


def _is_somebody_else(visitor: str, folded: str) -> bool:
    """Say whether nobody of this visitor's group of networks asked the same within the weeks that popularity sums."""
    key = f"{_group(_network(visitor))}\0{folded}"
    return allowed(Try("search-asked", key, 1, POPULAR_WEEKS * WEEK_SECONDS))


def _may_be_new(visitor: str) -> bool:
    """Say whether this visitor's network, and all together, may make another query known this week."""
    of_network = Try("search-new", _network(visitor), NEW_OF_A_NETWORK, WEEK_SECONDS)
    return allowed(of_network, Try("search-new-all", "", NEW_OF_ALL, WEEK_SECONDS))


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


def record(query: str, results: int, visitor: str | None = None) -> None:
    """Count one search. A failing log never fails a search.

    Args:
        query: as it was typed.
        results: how many were found.
        visitor: address of who asks; None counts without asking whether it is somebody else.
    """
    folded = _folded(query)
    week = this_week()
    times = _times_to_write(week, folded) if folded else 0
    if not times:
        return
    results = min(results, 2**31 - 1)
    try:
        with transaction.atomic():
            if visitor is None:
                _count(week, folded, times, results)
            else:
                _count_of(visitor, week, folded, times, results)
    except DatabaseError:
        log.warning("A search was not counted: the database was busy.")


def _count(week: datetime.date, folded: str, times: int, results: int) -> None:
    """Count searches, whoever asked."""
    counted = SearchedQuery.objects.filter(week=week, query=folded)
    values = {"times": F("times") + times, "results": results}
    # Mostly the row is there; where two make it at once, one of them makes nothing and both are counted.
    if not counted.update(**values):
        _begin(SearchedQuery(week=week, query=folded))
        counted.update(**values)


def _count_of(visitor: str, week: datetime.date, folded: str, times: int, results: int) -> None:
    """Count a search of somebody who did not ask the same before, as far as anybody can tell."""
    counted = SearchedQuery.objects.filter(query=folded)
    weeks = [week - datetime.timedelta(weeks=number) for number in range(POPULAR_WEEKS)]
    known = dict(counted.filter(week__in=weeks).values_list("week", "times"))
    if known.get(week, 0) < WELL_KNOWN:
        # What waited is of people whom nobody told apart: here each counts for one.
        times = 1
        if not (_is_somebody_else(visitor, folded) if known else _may_be_new(visitor)):
            return
    if week in known:
        counted.filter(week=week).update(times=F("times") + times, results=results)
    else:
        _begin(SearchedQuery(week=week, query=folded, times=times, results=results))


def _begin(row: SearchedQuery) -> None:
    """Write the first row of a query in a week, unless somebody does in this moment, and forget what is too old."""
    SearchedQuery.objects.bulk_create([row], ignore_conflicts=True)
    SearchedQuery.objects.filter(week__lt=row.week - KEPT).delete()


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
