"""Thai first, English beside it: picking the right words of an object in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language

from portal.thai.dates import BE_OFFSET


def is_english() -> bool:
    """Say whether the reader chose English (the address begins with /en/)."""
    return (get_language() or "").startswith("en")


def localized(obj: Any, name: str) -> Any:
    """Return attribute `name` of `obj` in the reader's language.

    Args:
        obj: any object with a Thai attribute `name` and perhaps an English twin `name` + "_en".
        name: name of the Thai attribute.

    Returns:
        The English value in the English interface when there is one, else the Thai value: a reader of English gets
        the original rather than nothing.
    """
    if is_english():
        english = getattr(obj, f"{name}_en", None)
        if english:
            return english
    return getattr(obj, name)


def year_label(be_year: int) -> str:
    """Return a year in the reader's calendar: B.E. 2569, in the English interface 2026."""
    return str(be_year - BE_OFFSET if is_english() else be_year)
