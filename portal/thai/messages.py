"""Marks the Thai sentences of `portal.thai` for translation without importing Django.

`makemessages` collects every string inside `gettext_noop(…)`; whoever shows an error translates it there:
`gettext(error.message)`.
"""

from __future__ import annotations


def gettext_noop(message: str) -> str:
    """Return `message` unchanged; the name tells `makemessages` to collect it."""
    return message


class ThaiValueError(ValueError):
    """Something typed that cannot be read, with a stable code for programs and a Thai sentence for people.

    Attributes:
        code: lower-case slug, e.g. "two_digit_year"; documented by each subclass.
        message: a Thai sentence without variables, translatable with gettext.
    """

    messages: dict[str, str] = {}

    def __init__(self, code: str) -> None:
        self.code = code
        self.message = self.messages[code]
        super().__init__(self.message)
