"""Letters of a file or mail that names its own charset: what it names is tried, and never trusted to be cheap."""

from __future__ import annotations

_THAI = frozenset({"windows-874", "tis-620", "tis620", "iso-8859-11", "x-windows-874"})
"""Names of the Thai code page; Python knows its widest form as cp874."""
_COSTLY = frozenset({"punycode", "idna"})
"""Codings of host names, in which no mail or page is written; their work grows with the square of the length."""
_LONGEST_NAME = 40


def decoded(content: bytes, named: str, *, most: int | None = None, last: str = "utf-8") -> str:
    """Return the letters of a content: in what it names, else in Unicode, else in the Thai code page.

    Args:
        content: of anybody; without `most` the caller bounds its length.
        named: charset that it names; "" or anything else.
        most: bytes that are looked at; a letter that is cut in two by that is left out.
        last: charset for what is in none of them; what cannot be read becomes �.
    """
    looked_at = content[:most]
    was_cut = len(looked_at) < len(content)
    for charset in (_charset(named), "utf-8-sig", "cp874"):
        try:
            return looked_at.decode(charset)
        except UnicodeDecodeError as error:
            if was_cut and error.start >= len(looked_at) - 4:
                return looked_at[: error.start].decode(charset)
        except (LookupError, ValueError):
            continue
    return looked_at.decode(last, "replace")


def _charset(named: str) -> str:
    name = named.strip().lower()[:_LONGEST_NAME]
    name = name.replace("_", "-").replace(" ", "-")
    if name in _THAI:
        return "cp874"
    return "utf-8-sig" if name in _COSTLY or not name else name
