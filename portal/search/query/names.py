"""Keys under which the name of a document is found whole, however it is spaced or abbreviated."""

from __future__ import annotations

import re

from portal.search.engine.analysis import fold
from portal.search.query.abbreviations import write_out

_YEAR_AT_END = re.compile(r"(?:พ\.?\s?ศ\.?|พุทธศักราช|พระพุทธศักราช)\s*\d{4}\b(?s:.*)")
_NOT_IN_NAMES = re.compile(r"[\s.,\"'“”]+")


def name_key(written: str) -> str:
    """Return the key of a folded name with its abbreviations written out: without blanks and stops."""
    return _NOT_IN_NAMES.sub("", written)


def name_keys(name: str) -> tuple[str, ...]:
    """Return the keys under which the name of a document is found whole, with and without its year.

    Abbreviations are written out and blanks do not count, so "พรบ เทศบาล" and "พระราชบัญญัติเทศบาล พ.ศ. 2496" share one.
    """
    written = write_out(fold(name))
    forms = (written, _YEAR_AT_END.sub("", written))
    return tuple(dict.fromkeys(filter(None, (name_key(form) for form in forms))))
