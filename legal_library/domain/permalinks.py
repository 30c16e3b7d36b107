"""Identifiers that outlive a document's title and address: its number, or its place in the Royal Gazette.

`/law/<kind>/<B.E. year>/<identifier>/` is written on paper and cited by others (library.md: identifiers resolve to
permalinks). A title is corrected and an address follows it; the number of a letter and the page of the Gazette stay.
"""

from __future__ import annotations

import re

from legal_library.domain.slugs import reference_slug
from legal_library.terms import is_known
from legal_library.vocabulary import Vocabulary
from portal.search.query.years import buddhist
from portal.thai.digits import to_arabic
from portal.thai.references import parse_reference
from portal.thai.romanization import latin_address

MAX_LENGTH = 80
LONGEST_WRITTEN = 300
_BY_KEY = re.compile(r"d(\d{1,9})")
_SLUG = re.compile(r"[a-z0-9-]{1,80}")


def identifier(
    *, reference: str = "", gazette_volume: str = "", gazette_part: str = "", gazette_page: str = ""
) -> str:
    """Return the identifier of a document; "" for one that has neither a whole number nor a whole place.

    Args:
        reference: its own number in any spelling; only one with letters and code names one letter of one agency.
        gazette_volume: of the Royal Gazette, "120".
        gazette_part: "95 ก".
        gazette_page: "1".
    """
    parsed = parse_reference(reference) if reference else None
    if parsed is not None and parsed.is_complete:
        return reference_slug(reference)[:MAX_LENGTH]
    return gazette_identifier(gazette_volume, gazette_part, gazette_page)


def gazette_identifier(volume: str, part: str, page: str) -> str:
    """Return a place in the Gazette as an identifier: "120", "95 ก", "1" give "120-95-k-1"; "" when one is missing."""
    parts = [latin_address(to_arabic(written), MAX_LENGTH) for written in (volume, part, page)]
    return "-".join(parts)[:MAX_LENGTH].strip("-") if all(parts) else ""


def key_identifier(pk: int) -> str:
    """Return the identifier of a document that has none of its own."""
    return f"d{pk}"


def primary_key(written: str) -> int | None:
    """Return the primary key that `key_identifier` wrote, or None."""
    match = _BY_KEY.fullmatch(written)
    return int(match[1]) if match else None


def identifiers_meant(written: str) -> list[str]:
    """Return the identifiers that somebody may mean who writes a number into an address.

    Args:
        written: an identifier, "มท 0891.3/ว 1918" in any spelling, or a place in the Gazette as "120/95 ก/1".
    """
    written = written[:LONGEST_WRITTEN].strip("/ ")
    found = [written.lower()] if _SLUG.fullmatch(written.lower()) else []
    parsed = parse_reference(written)
    if parsed is not None and parsed.is_complete:
        found.append(reference_slug(written))
    parts = written.split("/")
    if len(parts) == 3:
        found.append(gazette_identifier(*parts))
    return list(dict.fromkeys(one for one in found if one))


def kind_slug(kind: str) -> str:
    """Return a kind as it stands in an address."""
    return kind.replace("_", "-")


def kind_meant(written: str) -> str | None:
    """Return the kind that an address names, or None."""
    kind = written.lower().replace("-", "_")
    return kind if is_known(Vocabulary.KIND, kind) else None


def year_meant(written: str) -> int | None:
    """Return the B.E. year that an address names, in either era and either digits, or None."""
    digits = to_arabic(written[:8])
    return buddhist(int(digits)) if digits.isascii() and digits.isdigit() and len(digits) == 4 else None
