"""File names that keep Thai vowels and tone marks and are safe on every system.

Django's `slugify` drops all Thai signs above and below the line and turns ที่ into ท; names made here stay readable.
"""

from __future__ import annotations

import re
import unicodedata

from portal.thai.bounds import LINE, normalized
from portal.thai.text import COMBINING, repair

_DASHES = re.compile(r"-{2,}")
_DOTS = re.compile(r"\.{2,}")
_STRAY_SIGNS = re.compile(rf"^[{COMBINING}\-._]+")
_EXTENSION = re.compile(r"\.([A-Za-z0-9]{1,8})$")
_LONGEST_EXTENSION = 9
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def _is_safe(character: str) -> bool:
    """Return whether a character may stand in a file name: letters, signs on letters, digits, "-", "_", "."."""
    return character in "-_." or unicodedata.category(character)[0] in "LMN"


def _fits(stem: str, room: int) -> str:
    """Return the longest beginning of `stem` of at most `room` UTF-8 bytes that ends with a whole Thai letter."""
    raw = stem.encode()
    if len(raw) <= room:
        return stem
    cut = raw[:room].decode(errors="ignore")
    following = stem[len(cut) : len(cut) + 1]
    if following and (unicodedata.category(following).startswith("M") or following == "\u0e33"):
        while cut and unicodedata.category(cut[-1]).startswith("M"):
            cut = cut[:-1]
        cut = cut[:-1]
    return cut.rstrip("-._เแโใไ")


def file_slug(name: str, *, max_bytes: int = 150, default: str = "file") -> str:
    """Return a safe file name that still reads as `name`: "ประกาศ (๒)/ที่ 5.PDF" ends as "ที่-5.pdf".

    Kept: Thai with all its signs, letters and digits of any script, "-", "_", dots inside. Everything else becomes one
    "-". Only the part behind the last slash or backslash counts; no leading dots, no names that Windows reserves, no
    control or invisible characters; NFC; the extension (Latin letters and digits) in lower case and never cut.

    Args:
        name: any text, with or without extension.
        max_bytes: most bytes in UTF-8 (three for a Thai letter); at least 24. File systems stop at 255.
        default: stem for a name of which nothing is left.

    Raises:
        ValueError: when `max_bytes` is under 24.
    """
    if max_bytes < 24:
        raise ValueError("max_bytes must be at least 24")
    last = name[max(name.rfind("/"), name.rfind("\\")) + 1 :]
    if len(last) > LINE:
        # The extension behind a name that nobody can read to its end is worth more than the middle.
        last = last[: LINE - _LONGEST_EXTENSION] + last[-_LONGEST_EXTENSION:]
    base = normalized(repair(last))
    base = "".join(character if _is_safe(character) else "-" for character in base)
    base = _DOTS.sub(".", _DASHES.sub("-", base)).rstrip("-._")
    match = _EXTENSION.search(base)
    extension = f".{match[1].lower()}" if match else ""
    stem = base[: match.start()] if match else base
    stem = _STRAY_SIGNS.sub("", stem.strip("-._"))
    if not stem or not re.search(r"\w", stem):
        stem = default
    if _RESERVED.fullmatch(stem.split(".")[0]):
        stem = f"{default}-{stem}"
    return (_fits(stem, max_bytes - len(extension)) or _fits(default, 12)) + extension
