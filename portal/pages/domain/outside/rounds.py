"""The round of visits to other sites, once a day in small slices, and what counts of it.

An address is visited once a week; one that failed, again on the next day. It counts as dead when it failed on two days in a
row. When nobody at all answers in a round, the fault is taken to be ours and nothing is said of any site. So each round
begins with sites that answered before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from portal.pages.domain.outside.gathering import gathered
from portal.pages.domain.outside.visiting import Pace, Visit, visit
from portal.pages.models.links import DEAD_DAYS, GOOD, UNSEEN, LinkRound, LinkState, OutsideLink
from portal.thai.dates import bangkok_datetime, to_bangkok

BEGINS = 2
"""O'clock in Bangkok: few people work then, here and there. Late is better than not at all."""
EVERY = dt.timedelta(days=7)
MOST_A_DAY = 500
"""Visits of a round; the next day goes on where it ended."""
SLICE_SECONDS = 20.0
"""After which a worker ends its slice and does other work; the next minute goes on."""
BUSY = dt.timedelta(minutes=3)
"""Longer than any slice: a worker that died keeps the others away for so long."""
WITNESSES = 3
"""Sites that answered before and are asked first."""
SILENT_ENOUGH = 10
"""After so many visits without a word from anybody a round ends: the line is ours that is broken."""
_SLACK = dt.timedelta(hours=12)
"""Rounds of a week apart do not begin in the same second."""
_ROWS_AT_ONCE = 200


def is_on() -> bool:
    """Whether this installation visits other sites (`KLANG_LINK_CHECK`)."""
    return bool(settings.KLANG["LINK_CHECK"])


def follow_links(now: dt.datetime | None = None, pace: Pace | None = None) -> int:
    """Do a slice of the round of today; returns how many addresses were visited.

    Running it late, twice, or again after half of it is fine: each visit is written down by itself.

    Args:
        now: its moment.
        pace: the clock between two calls.
    """
    now, pace = now or timezone.now(), pace or Pace()
    day = to_bangkok(now).date()
    if not is_on() or now < bangkok_datetime(day).replace(hour=BEGINS):
        return 0
    round_ = LinkRound.objects.filter(day=day).first() or _begun(day, now)
    if round_.ended_at is not None or not _is_mine(round_, now):
        return 0
    count, ends = 0, pace.now() + SLICE_SECONDS
    while pace.now() < ends:
        link = _next(round_)
        if link is None:
            _end(round_, now)
            break
        found = visit(link.address, pace)
        _write(link, found, now, counts=True)
        LinkRound.objects.filter(pk=round_.pk).update(
            visited=F("visited") + 1, heard=F("heard") + int(found.heard)
        )
        round_.refresh_from_db(fields=["visited", "heard"])
        count += 1
    LinkRound.objects.filter(pk=round_.pk).update(busy_until=None)
    return count


def _begun(day: dt.date, now: dt.datetime) -> LinkRound:
    """Return the round of a day with the addresses of now; what an earlier one left open is judged first."""
    for open_round in LinkRound.objects.filter(ended_at=None, day__lt=day):
        _end(open_round, now)
    LinkRound.objects.exclude(pk__in=LinkRound.objects.values("pk")[: LinkRound.KEPT]).delete()
    list_addresses()
    return LinkRound.objects.get_or_create(day=day, defaults={"started_at": now})[0]


def _is_mine(round_: LinkRound, now: dt.datetime) -> bool:
    free = LinkRound.objects.filter(Q(busy_until=None) | Q(busy_until__lt=now), pk=round_.pk)
    return bool(free.update(busy_until=now + BUSY))


@transaction.atomic
def list_addresses() -> None:
    """Let the table hold the addresses that public pages lead to now, each with its pages, and no other."""
    found = gathered()
    rows = {row.address: row for row in OutsideLink.objects.only("address", "held_by")}
    gone = [row.pk for address, row in rows.items() if address not in found]
    for some in _parts(gone):
        OutsideLink.objects.filter(pk__in=some).delete()
    changed = [row for address, row in rows.items() if address in found and row.held_by != found[address]]
    for row in changed:
        row.held_by = found[row.address]
    OutsideLink.objects.bulk_update(changed, ["held_by"], batch_size=_ROWS_AT_ONCE)
    new = [OutsideLink(address=one, held_by=pages) for one, pages in found.items() if one not in rows]
    OutsideLink.objects.bulk_create(new, batch_size=_ROWS_AT_ONCE, ignore_conflicts=True)


def _parts(keys: list[int]) -> Iterable[list[int]]:
    return (keys[start : start + _ROWS_AT_ONCE] for start in range(0, len(keys), _ROWS_AT_ONCE))


def _next(round_: LinkRound) -> OutsideLink | None:
    """Return what is visited next; None when the round is over."""
    is_silent = not round_.heard and round_.visited >= SILENT_ENOUGH
    if is_silent or round_.visited >= MOST_A_DAY:
        return None
    before = OutsideLink.objects.filter(Q(visited_at=None) | Q(visited_at__lt=round_.started_at))
    due = before.filter(
        Q(asked_at__isnull=False)
        | Q(state=LinkState.NEW)
        | Q(failed_days__range=(1, DEAD_DAYS - 1))
        | Q(visited_at__lt=round_.started_at - EVERY + _SLACK)
    )
    first = due.order_by(
        F("asked_at").asc(nulls_last=True), F("visited_at").asc(nulls_first=True), "pk"
    ).first()
    if first is None or round_.heard or round_.visited >= WITNESSES:
        return first
    return before.filter(state__in=GOOD).order_by("-visited_at", "pk").first() or first


def _write(link: OutsideLink, found: Visit, now: dt.datetime, *, counts: bool) -> None:
    """Write down what a visit found.

    Args:
        link: that was visited.
        found: how it ended.
        now: its moment.
        counts: it belongs to a round, which judges at its end what failed.
    """
    values: dict[str, object] = {"visited_at": now, "asked_at": None, "pending": "", "pending_status": None}
    if found.state in GOOD or found.state in UNSEEN:
        values |= {"state": found.state, "status": found.status, "moved_to": found.moved_to}
        values |= {"failing_since": None, "failed_days": 0}
    elif counts:
        values |= {"pending": found.state, "pending_status": found.status}
    elif found.heard:
        values |= {"state": found.state, "status": found.status}
    OutsideLink.objects.filter(pk=link.pk).update(**values)


@transaction.atomic
def _end(round_: LinkRound, now: dt.datetime) -> None:
    """Judge a round once: what failed counts when anybody answered, and is forgotten otherwise."""
    if not LinkRound.objects.filter(pk=round_.pk, ended_at=None).update(ended_at=now, busy_until=None):
        return
    failed: QuerySet[OutsideLink] = OutsideLink.objects.exclude(pending="")
    if round_.heard:
        failed.update(
            state=F("pending"),
            status=F("pending_status"),
            failing_since=Coalesce("failing_since", "visited_at"),
            failed_days=F("failed_days") + 1,
            pending="",
            pending_status=None,
        )
    else:
        failed.update(pending="", pending_status=None)


def ask_again(link: OutsideLink) -> None:
    """Let an address be visited soon, because an editor wants to know; `visit_asked` does it."""
    OutsideLink.objects.filter(pk=link.pk, asked_at=None).update(asked_at=timezone.now())


def visit_asked(now: dt.datetime | None = None, pace: Pace | None = None) -> int:
    """Visit what editors asked for, outside of any round; returns how many.

    What answers is well again at once. What does not, stays as the last round found it: whether the fault is ours nobody
    can tell from one visit. What is left when the time of a slice is over, is first in the next round.

    Args:
        now: its moment.
        pace: the clock between two calls.
    """
    if not is_on():
        return 0
    now, pace = now or timezone.now(), pace or Pace()
    count, ends = 0, pace.now() + SLICE_SECONDS
    for link in OutsideLink.objects.filter(asked_at__isnull=False).order_by("asked_at", "pk")[:MOST_A_DAY]:
        if pace.now() >= ends:
            break
        _write(link, visit(link.address, pace), now, counts=False)
        count += 1
    return count
