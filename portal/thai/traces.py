"""Numbers and addresses in a text that belong to one person."""

from __future__ import annotations

import re

from portal.thai.digits import to_arabic

_BETWEEN = r"[ .()\-–]{0,3}"
_THIRTEEN = re.compile(rf"(?<!\d)(?:\d{_BETWEEN}){{12}}\d(?!\d)")
_MOBILE = re.compile(rf"(?<!\d)(?:0|\+?66{_BETWEEN}0?){_BETWEEN}[689](?:{_BETWEEN}\d){{8}}(?!\d)")
"""Ten digits that begin with 06, 08 or 09, or the same with the country's code."""
_MAIL = re.compile(r"[^\s@]@[^\s@]")


def personal_traces(text: str) -> bool:
    """Say whether a text holds a number or address of a person: an ID, a mobile number, an e-mail address.

    The whole text is looked at, however long: what everybody reads is judged by it. Names cannot be told from words by a
    machine; people have to read for that. Numbers of offices stay.
    """
    digits = to_arabic(text)
    return any(pattern.search(digits) for pattern in (_THIRTEEN, _MOBILE, _MAIL))
