"""Numbers and addresses in a text that belong to one person."""

from __future__ import annotations

import re

from portal.thai.digits import to_arabic
from portal.thai.phone import phones_in

_THIRTEEN = re.compile(r"(?<!\d)(?:\d[ -]?){12}\d(?!\d)")
_MAIL = re.compile(r"[^\s@]{1,64}@[^\s@]{1,255}")
_MOBILE = ("06", "08", "09")


def personal_traces(text: str) -> bool:
    """Say whether a text holds a number or address of a person: an ID, a mobile number, an e-mail address.

    Names cannot be told from words by a machine; people have to read for that. Numbers of offices stay.
    """
    digits = to_arabic(text)
    numbers = (phone.national for phone in phones_in(digits))
    return bool(_THIRTEEN.search(digits) or _MAIL.search(digits)) or any(
        number.startswith(_MOBILE) for number in numbers
    )
