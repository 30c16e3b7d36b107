"""A phone in Python: it keeps the same rules as `static/js/phone-*.js`, against the real addresses of the portal."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.phones import protocol
from cases.phones.domain import sealing
from portal.actors import Officer


@dataclass
class Kept:
    """An entry as the phone holds it: sealed, with what has to be known to send it."""

    number: int
    id: uuid.UUID
    sealed: bytes

    @property
    def record(self) -> protocol.Record:
        return protocol.Record(self.number, self.id, self.sealed)


@dataclass
class Vault:
    """What one officer may read on this phone, and until when by its clock; the stub lies beside it in clear."""

    lease: str
    stub: str
    until: dt.datetime
    items: list[dict[str, Any]]
    written: dict[str, dict[str, str]] = field(default_factory=dict)
    """Subject → the values of one's own set that have not arrived: the next one names them as seen."""


class FullError(Exception):
    """The storage of the phone is full: the form stays as it is, and nothing was kept."""


class Phone:
    """One store of one phone."""

    def __init__(self) -> None:
        self.skew = dt.timedelta(0)
        self.is_full = False
        self.begin()

    def begin(self) -> None:
        """A store that is found empty begins a new stream (new_stream)."""
        self.stream = uuid.uuid4()
        self.next, self.mark, self.floor = 1, 0, 0
        self.out: list[Kept] = []
        self.vaults: dict[int, Vault] = {}
        self.told: list[dict[str, Any]] = []
        self.seen: dict[str, str] = {}

    @property
    def clock(self) -> dt.datetime:
        return timezone.now() + self.skew

    @property
    def millis(self) -> int:
        return int(self.clock.timestamp() * 1000)

    def readable(self, person: int) -> list[dict[str, Any]]:
        """What an officer reads now (lease, vaults)."""
        vault = self.vaults.get(person)
        return vault.items if vault is not None and self.clock <= vault.until else []

    def write(
        self,
        person: int,
        kind: str,
        subject: str,
        fields: dict[str, str],
        *,
        unfinished: bool = False,
        version: int = 1,
    ) -> Kept:
        """Keep an entry: number, sealed entry and draft in one transaction (one_tx, seq_tx, sealed).

        Raises:
            FullError: nothing was kept, and no number was drawn (after_commit).
        """
        if self.is_full:
            raise FullError
        vault = self.vaults[person]
        item = next((one for one in vault.items if one["subject"] == subject), {})
        mine = vault.written.get(subject) if kind in item.get("seen", {}) else None
        seen = self.seen = mine or item.get("seen", {}).get(kind, {})
        content = {
            "kind": kind,
            "subject": subject,
            "version": version,
            "made": self.millis,
            "lease": vault.lease,
            "fields": fields,
            "seen": seen,
            "unfinished": unfinished,
        }
        entry = uuid.uuid4()
        sealed = sealing.seal(json.dumps(content).encode(), entry)
        kept = Kept(self.next, entry, sealed)
        self.next += 1
        self.out.append(kept)
        if seen:
            vault.written[subject] = dict(fields)
        return kept

    def body(self, records: list[Kept] | None = None) -> bytes:
        """What is sent: everything above the mark that the portal told last (reoffer)."""
        sent = [one for one in self.out if one.number > self.mark] if records is None else records
        head = {
            "stream": str(self.stream),
            "now": self.millis,
            "floor": self.floor,
            "key": next(sealing.keys()).name.hex(),
            "leases": [vault.stub for vault in self.vaults.values()],
        }
        lines = [protocol.line_of(one.record) for one in sent[: protocol.MOST_RECORDS]]
        return b"\n".join([json.dumps(head).encode(), *lines])

    def post(self, client: Client, body: bytes) -> HttpResponse:
        return client.post(reverse("phones:sync"), body, content_type="application/x-ndjson")

    def sync(self, client: Client, officer: Officer, *, cut: int | None = None, lost: bool = False) -> bool:
        """One contact; returns whether its answer came.

        Args:
            client: signed in as the officer.
            officer: who holds the phone now.
            cut: so many bytes of the request come through.
            lost: the answer does not come back.
        """
        asked = self.clock
        sent = [one.number for one in self.out if one.number > self.mark][: protocol.MOST_RECORDS]
        body = self.body()
        response = self.post(client, body if cut is None else body[:cut])
        if cut is not None or lost:
            return False
        if response.status_code != 200:
            # The appointment ended or the session did: nothing is readable any more, what is sealed stays (wipe).
            self.vaults.clear()
            return False
        answer = response.json()
        # A mark beyond what was sent counts what somebody else has numbered (used).
        self.mark = min(answer["mark"], sent[-1] if sent else self.mark)
        self.floor = max(self.floor, min(answer["safe"], self.mark))
        self.out = [one for one in self.out if one.number > self.floor]
        self.told = answer["told"]
        ended = set(answer["ended"])
        self.vaults = {who: one for who, one in self.vaults.items() if one.stub not in ended}
        if answer["lost"]:
            self.vaults.clear()
        else:
            items = [item for each in answer["lists"] for item in each["items"]]
            old = self.vaults.get(officer.person.pk)
            waiting = any(one.number > self.mark for one in self.out)
            written = old.written if old is not None and waiting else {}
            # The hours run from when it was asked, not from when the answer came (lease_req).
            until = asked + dt.timedelta(hours=answer["hours"])
            self.vaults[officer.person.pk] = Vault(answer["lease"], answer["stub"], until, items, written)
        return True
