"""Time stamps by a third party for the root of each day (RFC 3161), as a plug-in.

A root on our own page says what we say. A stamp of somebody else says that the root existed at that time, also to whoever
trusts neither us nor our backups. `KLANG["TIME_STAMPS"]` names the class; the one here needs no network: it leaves a query
in a folder and takes the answer that somebody lays beside it, by a timer with curl or by hand (docs/operator.md).
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from portal.audit.models import SealedDay, Stamp

LARGEST_ANSWER = 64 * 1024
"""Bytes; answers with certificates have some five thousand."""
_QUERY = bytes.fromhex("30390201013031300d060960864801650304020105000420")
"""TimeStampReq of RFC 3161, 2.4.1: version 1, imprint by SHA-256; the digest and "certificates please" follow."""
_CERTIFICATES = bytes.fromhex("0101ff")


class TimeStamps(Protocol):
    """Where stamps come from."""

    def ask(self, day: dt.date, query: bytes) -> None:
        """Hand in a query; may be called again for the same day."""

    def answer(self, day: dt.date) -> bytes | None:
        """Return the authority's answer (DER); None while there is none."""


class Folder:
    """Queries and answers as files `YYYY-MM-DD.tsq` and `.tsr`; `KLANG["TRAIL_DIR"]/stamps`."""

    def __init__(self) -> None:
        self._folder = Path(settings.KLANG["TRAIL_DIR"]) / "stamps"

    def ask(self, day: dt.date, query: bytes) -> None:
        """Lay the query into the folder, where it does not lie there yet: each minute asks for every day without a stamp."""
        path = self._folder / f"{day}.tsq"
        if not path.is_file() or path.read_bytes() != query:
            self._folder.mkdir(parents=True, exist_ok=True)
            path.write_bytes(query)

    def answer(self, day: dt.date) -> bytes | None:
        """Take the answer from the folder, if it is there and no larger than an answer may be."""
        path = self._folder / f"{day}.tsr"
        if not path.is_file() or path.stat().st_size > LARGEST_ANSWER:
            return None
        return path.read_bytes()


def query_of(root: str) -> bytes:
    """Return the query for the root of a day: its 32 bytes are the imprint."""
    return _QUERY + bytes.fromhex(root) + _CERTIFICATES


def follow_up() -> int:
    """Ask for stamps that are missing and keep those that came; returns how many came.

    An answer that does not name the root is left alone. Whether its signature is that of an authority is checked by
    whoever relies on it, with the authority's certificate (`openssl ts -verify`).
    """
    stamps: TimeStamps = import_string(settings.KLANG["TIME_STAMPS"])()
    count = 0
    for day in SealedDay.objects.filter(stamp__isnull=True):
        token = stamps.answer(day.day)
        if token is None:
            stamps.ask(day.day, query_of(day.root))
        elif bytes.fromhex(day.root) in token:
            Stamp.objects.create(day=day, token=token)
            count += 1
    return count
