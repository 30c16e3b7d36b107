"""The keys of a keyboard and what they give: Thai Kedmanee (TIS 820-2538) and US English."""

from __future__ import annotations

from collections.abc import Iterator

ENGLISH = (
    "`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./"
    "~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:\"ZXCVBNM<>?"
)  # fmt: skip
THAI = (
    "_ๅ/-ภถุึคตจขชๆไำพะัีรนยบลฃฟหกดเ้่าสวงผปแอิืทมใฝ"
    "%+๑๒๓๔ู฿๕๖๗๘๙๐\"ฎฑธํ๊ณฯญฐ,ฅฤฆฏโฌ็๋ษศซ.()ฉฮฺ์?ฒฬฦ"
)  # fmt: skip
"""What each key gives, unshifted then shifted, in the order of the same keys of `ENGLISH`."""

TO_THAI = str.maketrans(ENGLISH, THAI)
TO_ENGLISH = str.maketrans(THAI, ENGLISH)

_ROWS = ((13, -1), (13, 0), (11, 0), (10, 0))
"""Keys of each row from the top, and where its first key stands: "1" stands above "q", "a" and "z"."""
Place = tuple[int, int]


def _places(characters: str) -> dict[str, Place]:
    """Return row and column of the key of each character."""
    keys = [(row, first + at) for row, (length, first) in enumerate(_ROWS) for at in range(length)]
    half = len(characters) // 2
    assert half == len(keys)
    return dict(zip(characters[:half], keys, strict=True)) | dict(zip(characters[half:], keys, strict=True))


_LAYOUTS = (_places(ENGLISH), _places(THAI))


def walks(text: str, *, shortest: int = 4) -> Iterator[tuple[int, int]]:
    """Yield where a finger walked straight over neighboring keys, or stayed on one: "qwer", "4321", "1qaz", "ฟหกด", "aaaa".

    Args:
        text: as typed, in either layout, with or without shift.
        shortest: keys that a walk has at least.

    Yields:
        Start and end of each walk, like a slice; walks of the two layouts may overlap.
    """
    for places in _LAYOUTS:
        path = [places.get(character) for character in text]
        start = 0
        step: Place | None = None
        for at in range(1, len(path) + 1):
            here = _step(path[at - 1], path[at]) if at < len(path) else None
            if here is None or (step is not None and here != step):
                if at - start >= shortest:
                    yield start, at
                start = at - 1 if here is not None else at
            step = here


def _step(before: Place | None, after: Place | None) -> Place | None:
    """Return the step from one key to a neighbor (or to itself), None for a jump."""
    if before is None or after is None:
        return None
    row, column = after[0] - before[0], after[1] - before[1]
    return (row, column) if abs(row) <= 1 and abs(column) <= 1 else None
