"""Taking rows into the chain, closing days, giving them out, and checking all of it (ASVS 16.4; reliability.md R25).

Rows are written by whoever acts, without waiting for anybody; one task a minute seals what is there
(docs/decisions/0011). Two tasks at once cannot both seal: numbers are the primary key, so whoever comes second is rolled
back and leaves it to the first.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import logging
import os
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.audit.models import Seal, SealedDay
from portal.audit.sources import source_of, sources
from portal.audit.verify import BEGINNING, chained, digest_of, root_of
from portal.thai.dates import bangkok_datetime, bangkok_today, to_bangkok

log = logging.getLogger(__name__)

BATCH = 2_000
"""Rows in one transaction."""
EXPORTS_LOOKED_AT = 31
"""Days; whoever carries the exports away and empties the folder does it later than that, or finds the last month again."""
UNSEALED_FOR = dt.timedelta(hours=1)
"""A row that is older and has no seal is a finding: the worker stands still, or somebody wrote past the portal."""


def seal() -> int:
    """Seal every row that has none; returns how many. Where another worker does the same in this moment, it goes on alone."""
    count = 0
    with _second_stops("seals"):
        while made := _seal_batch():
            count += made
    return count


@contextlib.contextmanager
def _second_stops(what: str) -> Iterator[None]:
    """End quietly what another worker was quicker with: its numbers stand, ours are rolled back.

    Args:
        what: was given a number twice, for the log. If it is always so, `verify` tells that nothing is sealed any more.
    """
    try:
        yield
    except IntegrityError:
        log.info("Another worker is at the %s; it goes on alone.", what)


@transaction.atomic
def _seal_batch() -> int:
    last = Seal.objects.order_by("-number").first()
    number, chain = (last.number, last.chain) if last else (0, BEGINNING)
    now = timezone.now()
    made: list[Seal] = []
    for source in sources():
        for row in source.unsealed()[: BATCH - len(made)]:
            salt = source.salt()
            digest = digest_of(salt, source.facts(row))
            number, chain = number + 1, chained(chain, digest)
            made.append(
                Seal(
                    number=number,
                    source=source.name,
                    row=row.pk,
                    salt=salt,
                    digest=digest,
                    chain=chain,
                    sealed_at=now,
                )
            )
    Seal.objects.bulk_create(made)
    return len(made)


def close_days() -> list[SealedDay]:
    """Close every day in Thailand that is over and holds seals; returns those that were closed now."""
    closed = []
    with _second_stops("days"):
        while (day := _close_next()) is not None:
            closed.append(day)
    return closed


@transaction.atomic
def _close_next() -> SealedDay | None:
    before = SealedDay.objects.order_by("-day").first()
    open_ones = Seal.objects.filter(number__gt=before.last if before else 0)
    first = open_ones.first()
    if first is None:
        return None
    day = to_bangkok(first.sealed_at).date()
    if before is not None:
        # A clock that was put back: what it sealed belongs to the next day that is not closed.
        day = max(day, before.day + dt.timedelta(days=1))
    if day >= bangkok_today():
        return None
    end = bangkok_datetime(day + dt.timedelta(days=1))
    last = open_ones.filter(sealed_at__lt=end).order_by("-number").first() or first
    header = {
        "day": day.isoformat(),
        "first": first.number,
        "last": last.number,
        "before": _chain_before(first.number),
        "previous": before.root if before else BEGINNING,
    }
    return SealedDay.objects.create(**{**header, "day": day}, root=root_of(header, last.chain))


def _chain_before(number: int) -> str:
    before = Seal.objects.filter(number=number - 1).first()
    return before.chain if before else BEGINNING


def header_of(day: SealedDay) -> dict[str, Any]:
    """Return the first line of a day's export."""
    return {
        "day": day.day.isoformat(),
        "first": day.first,
        "last": day.last,
        "before": day.before,
        "previous": day.previous,
    }


def export_lines(day: SealedDay, *, with_facts: bool) -> Iterator[str]:
    """Yield the lines of a day as `portal.audit.verify` reads them.

    Args:
        day: which.
        with_facts: what is sealed too, for whoever may read the record; else fingerprints only, for everybody.
    """
    yield json.dumps(header_of(day), ensure_ascii=False) + "\n"
    seals = Seal.objects.filter(number__range=(day.first, day.last)).iterator(chunk_size=BATCH)
    while part := list(islice(seals, BATCH)):
        facts = _facts_by_seal(part) if with_facts else {}
        for one in part:
            line: dict[str, Any] = {"number": one.number, "digest": one.digest}
            if with_facts:
                line |= {"chain": one.chain, "salt": one.salt, "facts": facts.get(one.number)}
            yield json.dumps(line, ensure_ascii=False) + "\n"


def _facts_by_seal(seals: Iterable[Seal]) -> dict[int, dict[str, Any]]:
    """Return number of the seal → what its row says now; a row that is gone is not among them."""
    wanted: dict[str, dict[int, int]] = defaultdict(dict)
    for one in seals:
        wanted[one.source][one.row] = one.number
    found = {}
    for name, numbers in wanted.items():
        source = source_of(name)
        if source is None:
            continue
        for row in source.rows.filter(pk__in=list(numbers)):
            found[numbers[row.pk]] = source.facts(row)
    return found


def findings() -> Iterator[str]:
    """Yield in words what is wrong with the whole record; nothing when it is as it was written."""
    number, chain = 0, BEGINNING
    ends: dict[int, str] = {}
    wanted = {last for day in SealedDay.objects.all() for last in (day.last, day.first - 1)}
    seals = Seal.objects.order_by("number").iterator(chunk_size=BATCH)
    while part := list(islice(seals, BATCH)):
        facts = _facts_by_seal(part)
        for one in part:
            number += 1
            where = f"seal {one.number} ({one.source} {one.row})"
            if one.number != number:
                yield f"seals {number} to {one.number - 1} are missing"
                number = one.number
            if one.number not in facts:
                yield f"{where}: the row is gone"
            elif digest_of(one.salt, facts[one.number]) != one.digest:
                yield f"{where}: the row was changed"
            chain = chained(chain, one.digest)
            if chain != one.chain:
                yield f"{where} does not follow what stands before it"
                chain = one.chain
            if number in wanted:
                ends[number] = chain
    yield from _findings_of_days(ends)
    yield from _findings_of_unsealed()


def recent_findings(most: int) -> Iterator[str]:
    """Yield what is wrong with the newest seals and their rows: what can be asked every day.

    Args:
        most: how many seals are read.
    """
    newest = list(Seal.objects.order_by("-number")[:most])[::-1]
    if not newest:
        return
    facts = _facts_by_seal(newest)
    number, chain = newest[0].number, _chain_before(newest[0].number)
    for one in newest:
        if one.number != number:
            yield f"seals {number} to {one.number - 1} are missing"
        if one.number not in facts:
            yield f"seal {one.number}: the row is gone"
        elif digest_of(one.salt, facts[one.number]) != one.digest:
            yield f"seal {one.number}: the row was changed"
        if chained(chain, one.digest) != one.chain:
            yield f"seal {one.number} does not follow what stands before it"
        number, chain = one.number + 1, one.chain


def _findings_of_days(ends: dict[int, str]) -> Iterator[str]:
    previous, first = BEGINNING, 1
    for day in SealedDay.objects.order_by("day"):
        is_whole = (
            day.first == first
            and day.previous == previous
            and day.before == ends.get(day.first - 1, BEGINNING)
            and day.root == root_of(header_of(day), ends.get(day.last, ""))
        )
        if not is_whole:
            yield f"day {day.day}: its root does not belong to its rows"
        previous, first = day.root, day.last + 1


def _findings_of_unsealed() -> Iterator[str]:
    limit = timezone.now() - UNSEALED_FOR
    for source in sources():
        sealed = Seal.objects.filter(source=source.name).values("row")
        late = source.rows.filter(at__lt=limit).exclude(pk__in=sealed).count()
        if late:
            yield f"{late} rows of {source.name} older than an hour were never sealed"


def write_export(day: SealedDay, path: Path) -> None:
    """Write a day with its facts, whole or not at all, and on the disk for sure."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # A name of its own: two that write the same day at once would mix their lines.
    unfinished = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        with unfinished.open("x", encoding="utf-8") as file:
            file.writelines(export_lines(day, with_facts=True))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    # The name too: a power cut may leave it without its content otherwise.
    handle = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_missing_exports() -> int:
    """Write the exports of the last days that are not in their folder yet; returns how many (ASVS 16.4.3)."""
    count = 0
    for day in SealedDay.objects.all()[:EXPORTS_LOOKED_AT]:
        path = Path(settings.KLANG["TRAIL_DIR"]) / f"{day.day}.jsonl"
        if not path.is_file() or not path.stat().st_size:
            # An empty one is what a power cut left of it; every day has a header at least.
            write_export(day, path)
            count += 1
    return count
