"""What stands in a sealed entry, once it is opened."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cases.phones.domain import leases, sealing
from portal.thai.text import keepable

if TYPE_CHECKING:
    from cases.phones.domain.leases import Lease
    from cases.phones.models import Entry

LONGEST_WORDS = 46_000
"""Characters of one field that are read: a part of a picture is as long; the forms of words allow less."""
MOST_FIELDS = 200


@dataclass(frozen=True, slots=True)
class Content:
    """What was written.

    Attributes:
        kind: by its name.
        subject: what it is about.
        version: of the form.
        made: the phone's clock, milliseconds.
        lease: under which it was written; None when it is none of ours.
        fields: name → words.
        seen: for a set, what stood there.
        is_unfinished: the form was still open when the phone was wiped.
    """

    kind: str
    subject: str
    version: int
    made: int
    lease: Lease | None
    fields: dict[str, str]
    seen: dict[str, str]
    is_unfinished: bool


def open_entry(entry: Entry) -> Content:
    """Open an entry.

    Raises:
        UnreadableError: it cannot be read.
    """
    try:
        data = json.loads(sealing.unseal(bytes(entry.sealed), entry.pk))
        return Content(
            kind=_clean(data["kind"], 30),
            subject=_clean(data["subject"], 80),
            version=int(data["version"]),
            made=int(data["made"]),
            lease=leases.read(data.get("lease")),
            fields=_words(data.get("fields")),
            seen=_words(data.get("seen")),
            is_unfinished=bool(data.get("unfinished", False)),
        )
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
        raise sealing.UnreadableError("no content") from error


def _words(data: Any) -> dict[str, str]:
    if not isinstance(data, dict):
        return {}
    pairs = list(data.items())[:MOST_FIELDS]
    return {_clean(name, 60): _clean(value, LONGEST_WORDS) for name, value in pairs if value is not None}


def _clean(value: Any, longest: int) -> str:
    """Return words as they can be kept."""
    return keepable(str(value)[:longest])
