"""Which tables are sealed. Rooms above register theirs when Django starts; the facts of a row are named, never "all columns".

Facts are listed one by one so that a column that is added later does not change what was sealed before it. What is
listed once stays for good.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Max, Model, OuterRef, QuerySet

from portal.audit.models import AuditEntry, Seal

LOOKS_BACK = 10_000
"""Row numbers: PostgreSQL gives a number when a row is written and shows the row when its transaction ends, so that a
smaller number may appear after a larger one. No transaction of the portal is this many rows long."""


@dataclass(frozen=True, slots=True)
class Source:
    """A table that is only added to.

    Attributes:
        name: as it stands in seals.
        model: of the table.
        columns: what of a row is sealed, as values of JSON.
        is_salted: nothing random is among its columns, so that a row could be guessed by its fingerprint.
    """

    name: str
    model: type[Model]
    columns: Callable[[Any], dict[str, Any]]
    is_salted: bool = True

    def facts(self, row: Any) -> dict[str, Any]:
        """Return what of a row is sealed, with which row it is."""
        return {"source": self.name, "row": row.pk, **self.columns(row)}

    def salt(self) -> str:
        """Return the salt of the next row."""
        return secrets.token_hex(16) if self.is_salted else ""

    @property
    def rows(self) -> QuerySet[Any]:
        """All rows, in their order."""
        return self.model._default_manager.order_by("pk")

    def unsealed(self) -> QuerySet[Any]:
        """Rows that no seal names yet."""
        sealed = Seal.objects.filter(source=self.name)
        newest = sealed.aggregate(newest=Max("row"))["newest"] or 0
        named = sealed.filter(row=OuterRef("pk"))
        return self.rows.filter(~Exists(named), pk__gt=newest - LOOKS_BACK)


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Let a table be sealed from now on; a second time under the same name replaces it."""
    _sources[source.name] = source


def sources() -> Iterable[Source]:
    """Return all that is sealed, by name."""
    return tuple(_sources[name] for name in sorted(_sources))


def source_of(name: str) -> Source | None:
    """Return the source of this name; None when nobody registered it."""
    return _sources.get(name)


def moment(at: dt.datetime) -> str:
    """Return a moment as it is sealed: UTC, with all six places."""
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")


def _facts_of_entry(entry: AuditEntry) -> dict[str, Any]:
    return {
        "at": moment(entry.at),
        "actor": str(entry.actor_kind),
        "user": entry.user_id,
        "appointment": entry.appointment_id,
        "organization": entry.organization_id,
        "role": str(entry.role),
        "action": entry.action,
        "subject": entry.subject,
        "purpose": entry.purpose,
        "data": entry.data,
    }


ENTRIES = Source("audit", AuditEntry, _facts_of_entry)
