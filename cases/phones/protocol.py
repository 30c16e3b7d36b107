"""The protocol between a phone and the portal: pure, without Django and without a clock of its own.

A phone numbers what it writes; the portal takes whole entries in that order and answers with a *mark*: "I have all up to
n". The names in bold are those of the model of the design, in which each of these rules was switched off and failed.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

MOST_RECORDS = 50
"""Entries of one request; a phone that has more sends again at once."""
LARGEST_RECORD = 48 * 1024
"""Bytes of one sealed entry: a form of words, never a picture."""
LARGEST_REQUEST = 1024 * 1024
HIGHEST = 1_000_000_000
LATEST = 1 << 62
"""Milliseconds: no clock of a phone is so far off, and no column holds more."""
LIFE = dt.timedelta(hours=24)
"""So long what a phone may read stays readable after the request that brought it was *sent* (**lease**, **lease_req**)."""
BACKUP_TAKES = dt.timedelta(minutes=10)
"""What was received so shortly before a backup began may not be in it."""


class BrokenRequestError(ValueError):
    """The head of a request cannot be read; nothing of it was taken."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a phone says before its entries.

    Attributes:
        stream: named by the phone; a store that is found empty begins a new one (**new_stream**).
        now: the phone's clock, milliseconds since 1970.
        floor: the highest number that the phone does not hold any more.
        key: the name of the key with which it seals.
        leases: stubs of the leases of everybody who has something to read on this phone.
        takes: whether somebody has it open who reads; without that nothing to read comes back. Phones of before never said so.
    """

    stream: uuid.UUID
    now: int
    floor: int
    key: str
    leases: tuple[str, ...] = ()
    takes: bool = True


@dataclass(frozen=True, slots=True)
class Record:
    """One entry on its way: readable for nobody but the portal.

    Attributes:
        number: in its stream, from 1, without a gap.
        id: for good; the same entry is never taken twice (**id**).
        sealed: what was written.
    """

    number: int
    id: uuid.UUID
    sealed: bytes


def read(body: bytes, most: int | None = MOST_RECORDS) -> tuple[Head, list[Record]]:
    """Read a request: a line for its head, then a line for each entry.

    An entry counts when it is whole, by its digest (**frame**). After the first that is not, nothing is read: what was cut
    off is sent again.

    Args:
        body: at most `LARGEST_REQUEST` long.
        most: how many entries are read; None for all of a file, because the phone that wrote it sends no second part.

    Raises:
        BrokenRequestError: the head cannot be read.
    """
    first, *lines = body.split(b"\n")
    found: list[Record] = []
    head = _head(first)
    for line in lines[:most]:
        if (record := _record(line)) is None:
            break
        found.append(record)
    return head, found


def _head(line: bytes) -> Head:
    try:
        data = json.loads(line)
        leases = data.get("leases", [])
        if not isinstance(leases, list) or len(leases) > MOST_RECORDS:
            raise BrokenRequestError("leases")
        return Head(
            stream=uuid.UUID(data["stream"]),
            now=_clock(data["now"]),
            floor=_number(data["floor"], least=0),
            key=str(data.get("key", "")),
            leases=tuple(str(one) for one in leases),
            takes=data.get("takes") is not False,
        )
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
        raise BrokenRequestError(str(error)) from error


def _clock(value: object) -> int:
    now: int = int(value)  # type: ignore[call-overload]
    if abs(now) > LATEST:
        raise BrokenRequestError("clock")
    return now


def _number(value: object, *, least: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= HIGHEST:
        raise BrokenRequestError("number")
    return value


def _record(line: bytes) -> Record | None:
    try:
        data = json.loads(line)
        sealed = base64.b64decode(data["sealed"], validate=True)
        if hashlib.sha256(sealed).hexdigest() != data["digest"] or not 0 < len(sealed) <= LARGEST_RECORD:
            return None
        return Record(_number(data["number"], least=1), uuid.UUID(data["id"]), sealed)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, binascii.Error):
        return None


def line_of(record: Record) -> bytes:
    """Return an entry as it is sent; `read` reads it."""
    data = {
        "number": record.number,
        "id": str(record.id),
        "digest": hashlib.sha256(record.sealed).hexdigest(),
        "sealed": base64.b64encode(record.sealed).decode(),
    }
    return json.dumps(data).encode()


@dataclass(frozen=True, slots=True)
class Taking:
    """What is taken of a request.

    Attributes:
        records: new ones, in their order.
        missing: first and last number of what the phone does not hold any more and the portal forgot; None for nothing.
        mark: afterwards.
    """

    records: tuple[Record, ...]
    missing: tuple[int, int] | None
    mark: int


def take(mark: int, floor: int, records: Iterable[Record]) -> Taking:
    """Say what of a request is taken.

    The mark moves without a gap (**gapless**): what is up to it was taken before, what comes after a hole has to wait. A
    phone whose entries were in the backups has deleted them; when an older backup than those was put back, the mark goes on
    over the hole and the hole is told (**gap_row**).

    Args:
        mark: up to where all is here.
        floor: the highest number that the phone does not hold any more.
        records: as sent, in any order.
    """
    missing = (mark + 1, floor) if floor > mark else None
    reached = max(mark, floor)
    new = []
    for record in sorted(records, key=lambda one: one.number):
        if record.number == reached + 1:
            new.append(record)
            reached += 1
    return Taking(tuple(new), missing, reached)


def safe_before(second_newest: dt.datetime | None) -> dt.datetime | None:
    """Return before when an entry has to be received that a phone may delete (**keep_safe**).

    It is in the second newest backup then too (**safe2**). By the time of receipt and not by the marks of the backups: what
    is received again after a backup was put back is newer than every backup of the time before (**fork**).

    Args:
        second_newest: when the backup before the newest one began; None when there are not two.

    Returns:
        A time of the portal's clock; None when nothing is safe yet.
    """
    return None if second_newest is None else second_newest - BACKUP_TAKES


@dataclass(frozen=True, slots=True)
class Written:
    """When an entry was written, as near as the portal can tell.

    Attributes:
        at: the best it knows.
        is_certain: False when the phone's clock cannot be right, or the lease was over.
    """

    at: dt.datetime
    is_certain: bool


def written_at(*, made: int, now: int, received: dt.datetime, issued: dt.datetime) -> Written:
    """Count back from the receipt by the phone's own count of the time; its clock alone says nothing (**lease_auth**).

    Args:
        made: the phone's clock when it was written, milliseconds.
        now: the phone's clock when it was sent, milliseconds.
        received: by the portal's clock.
        issued: when the lease began under which it was written.
    """
    try:
        at = received - dt.timedelta(milliseconds=now - made)
    except OverflowError:
        return Written(received, is_certain=False)
    if issued <= at <= received:
        return Written(at, is_certain=at <= issued + LIFE)
    return Written(min(max(at, issued), received), is_certain=False)
