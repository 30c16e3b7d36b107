"""Repair, folding and skeletons of Thai text.

Steps of rising loss, each a pure function:

* `repair` undoes damage that has one right answer (domain.md 2.5, documents.md 2 "Normaliser"): safe to store.
* `fold` makes spellings of one word equal for search: digits, dashes, case, blanks. Never shown to people.
* `key` leaves letters and digits alone: names, places and titles are compared by it.
* `skeleton` also drops what damaged PDFs lose (tone marks, sara am, blanks): a second, weaker search field.
"""

from __future__ import annotations

import re
import unicodedata

from portal.thai.bounds import LINE, bounded, normalized
from portal.thai.digits import to_arabic

TONE_MARKS = "\u0e48\u0e49\u0e4a\u0e4b"
"""Mai ek, mai tho, mai tri, mai chattawa."""

COMBINING = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
"""Inside of a character class: every Thai sign that sits above or below its consonant."""

# Private-use code points of the Windows (U+F700) and Macintosh (U+F884) Thai fonts for shifted marks and
# for consonants without their foot. Order of each string: code point by code point (HarfBuzz hb-ot-shaper-thai).
_WINDOWS_PUA = "ฐ" + "ิีึื" + "่้๊๋์" + "่้๊๋์" + "ญ" + "ัํ็" + "่้๊๋์" + "ุู" + "ฺ"
_MAC_PUA = "ัิีึื็" + "่่่" + "้้้" + "๊๊๊" + "๋๋๋" + "์์์" + "ํ" + "ญ" + "ุู" + "ฺ" + "ฐ"
_INVISIBLE = (
    *range(0x09), 0x0B, *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0), 0xAD,
    0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065),
    *range(0x2066, 0x2070), 0xFEFF,
)  # fmt: skip
_BLANKS = (0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)
_DASHES = (0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0xFE58, 0xFE63, 0xFF0D)

_REPAIR_MAP: dict[int, str | None] = {
    **{0xF700 + offset: letter for offset, letter in enumerate(_WINDOWS_PUA)},
    **{0xF884 + offset: letter for offset, letter in enumerate(_MAC_PUA)},
    **dict.fromkeys(_INVISIBLE),
    **dict.fromkeys(_BLANKS, " "),
}
_FOLD_MAP: dict[int, str | None] = {
    **dict.fromkeys(_DASHES, "-"),
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
}


def keepable(text: str) -> str:
    """Return a text of strangers without what no database and no mail takes; everything else stays as it is.

    Args:
        text: of a mail or a phone, decoded.
    """
    return _UNKEEPABLE.sub("", text)


def _any_of(table: dict[int, str | None]) -> re.Pattern[str]:
    """Return a pattern of the characters of a table: most texts hold none, and a search is cheaper than a pass."""
    return re.compile("[" + "".join(re.escape(chr(code)) for code in table) + "]")


_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
"""What no text column takes: halves of a character, as a broken keyboard leaves them, and the sign that ends a text in C."""

_TO_REPAIR, _TO_FOLD = _any_of(_REPAIR_MAP), _any_of(_FOLD_MAP)

_CONSONANT = "\u0e01-\u0e2e"
_VOWELS = "\u0e31\u0e34-\u0e3a"
_BLANK_BEFORE_MARK = re.compile(rf"(?<=[{_CONSONANT}{COMBINING}]) +(?=[{COMBINING}\u0e33])")
_LOST_AM = re.compile(rf"(?<=[{_CONSONANT}])([{TONE_MARKS}]?) +\u0e32")
_NIKHAHIT_AA = re.compile(rf"\u0e4d([{TONE_MARKS}]?)\u0e32|\u0e32\u0e4d")
_VOWEL_TONE = re.compile(rf"(?<=[{_CONSONANT}])([\u0e30\u0e32\u0e33])([{TONE_MARKS}]+)")
_DISORDER = re.compile(rf"[\u0e47-\u0e4e][{_VOWELS}]|([{COMBINING}])\1")
# Whether any rule may apply at all: most text is clean, and one search is cheaper than all the rules.
_SUSPECT = re.compile(
    rf" [{COMBINING}\u0e32\u0e33]|\u0e4d|[\u0e30\u0e32\u0e33][{TONE_MARKS}]|\u0e40\u0e40|{_DISORDER.pattern}"
)
# One pass mends all that one rule makes room for in another; what comes back from the last pass is left as it is.
_MOST_PASSES = 8
_CLUSTER = re.compile(rf"(?<![{COMBINING}])[{COMBINING}]{{2,}}")
_VOWEL = re.compile(rf"[{_VOWELS}]")
_DOUBLED = re.compile(rf"([{COMBINING}])\1+")
_BLANK_RUN = re.compile(r"\s+")
_SKELETON_DROPS = re.compile("[\u0e47-\u0e4e\u0e3a]")
_BLANK_BETWEEN_THAI = re.compile(r"(?<=[\u0e00-\u0e7f])\s+(?=[\u0e00-\u0e7f])")
_SYLLABLE = rf"[\u0e40-\u0e44]?[{_CONSONANT}](?:[\u0e31\u0e34-\u0e39][{TONE_MARKS}\u0e4c]?|[{TONE_MARKS}\u0e47\u0e4c]?)[\u0e30\u0e32\u0e33]?"
_PLAIN = re.compile(rf"(?:{_SYLLABLE})+(?: (?:{_SYLLABLE})+)*")
"""Thai words as they are taught, with one blank between: no rule of `fold` or `key` finds anything in them to change."""


def _is_plain(text: str) -> bool:
    """Say whether a short text is what nearly every name is, which spares it all the rules: a search reads hundreds."""
    return len(text) <= LINE and _PLAIN.fullmatch(text) is not None


def _in_order(match: re.Match[str]) -> str:
    """Return the signs on one consonant with vowels before tone marks and none twice in a row."""
    signs = match.group()
    ordered = "".join(sorted(signs, key=lambda sign: _VOWEL.match(sign) is None))
    return _DOUBLED.sub(r"\1", ordered)


def _pass(text: str) -> str:
    """Run every rewriting rule of `repair` once, each in time linear in the text."""
    text = _BLANK_BEFORE_MARK.sub("", text)
    text = _LOST_AM.sub("\\1\u0e33", text)
    text = _NIKHAHIT_AA.sub("\\1\u0e33", text)
    text = _VOWEL_TONE.sub(r"\2\1", text)
    if _DISORDER.search(text):
        text = _CLUSTER.sub(_in_order, text)
    return text.replace("\u0e40\u0e40", "\u0e41")


def repair(text: str) -> str:
    """Return `text` with damage of typing, fonts and PDF extraction undone; clean text comes back unchanged.

    Undone: private-use marks of old fonts, control and zero-width characters, odd blanks, nikhahit + sara aa for
    sara am (tone mark before, between or after), a sara am that lost its ring and left a blank ("ส านักงาน"),
    tone mark typed before its vowel or behind the whole syllable ("หนา้"), double sara e for sara ae, doubled marks, blanks before a mark; Unicode NFC.
    Line ends stay. Letters that are lost altogether are not guessed.

    Raises:
        TextTooLong: the text is longer than `portal.thai.bounds.LIMIT`.

    Source: domain.md 2.5, documents.md 2.
    """
    text = normalized(text)
    if _TO_REPAIR.search(text):
        text = text.translate(_REPAIR_MAP)
    for _ in range(_MOST_PASSES):
        if not _SUSPECT.search(text):
            break
        better = normalized(_pass(text))
        if better == text:
            break
        text = better
    return text


def fold(text: str) -> str:
    """Return the form of `text` in which equal words are equal strings, for search and comparison.

    On top of `repair`: Thai digits as Arabic, full-width Latin as ordinary, every dash as "-", lower case, blanks
    (line ends too) as one space, none at the ends. Idempotent.
    """
    if _is_plain(text):
        return text
    repaired = repair(_BLANK_RUN.sub(" ", bounded(text)))
    text = repaired.translate(_FOLD_MAP) if _TO_FOLD.search(repaired) else repaired
    text = text.casefold()
    if text != repaired:
        # What has just become an ordinary letter or dash may stand in need of repair.
        text = repair(_BLANK_RUN.sub(" ", text))
    return _BLANK_RUN.sub(" ", to_arabic(text)).strip()


def skeleton(text: str) -> str:
    """Return what is left of `text` after the losses that damaged PDFs suffer; equal skeletons are probably one word.

    On top of `fold`: sara am becomes sara aa, tone marks and the other signs above are dropped, blanks between Thai
    letters go. "หนา ๔๐ เลม ๑๔๐" and "หน้า 40 เล่ม 140" meet here; so do ปา, ป่า and ป้า, hence the low weight
    it deserves in search (domain.md 2.5).
    """
    bare = _SKELETON_DROPS.sub("", fold(text).replace("\u0e33", "\u0e32"))
    return _BLANK_BETWEEN_THAI.sub("", bare)


_NOT_WRITTEN = frozenset("\u0e2f\u0e3f\u0e46\u0e4f\u0e5a\u0e5b\u0640")  # ฯ ฿ ๆ ๏ ๚ ๛ and the Arabic stretcher
_ACCENTS = re.compile("[\u0300-\u036f\u064b-\u0652]")
_SARA_AE = re.compile("\u0e40{2,}|\u0e41\u0e40+")
_TWO_TONES = re.compile(rf"([{TONE_MARKS}])[{TONE_MARKS}]+")
_LONG_AA = re.compile("(?<![\u0e24\u0e26])\u0e45")
_REPEATED_VOWEL = re.compile("([\u0e30\u0e32\u0e33\u0e40-\u0e45])\\1+")
_STRAY_SIGNS = re.compile(rf"^[{COMBINING}\u0e30\u0e32\u0e33\u0e45]+")


def _letters(text: str) -> str:
    """Return the letters, signs and digits of a text; the rest is how it is set, not what it says."""
    return "".join(
        sign for sign in text if unicodedata.category(sign)[0] in "LMN" and sign not in _NOT_WRITTEN
    )


def key(text: str, *, limit: int = LINE) -> str:
    """Return the one form in which names, places and titles are compared and looked for: letters and digits alone.

    On top of `fold`: blanks, dots, dashes, quotes, emoji, ฯ and ๆ do not count; nor do accents on Latin letters. A
    second tone mark on a letter, a vowel typed twice, ๅ for า, signs that stand on nothing are mended, and so is what
    only blanks kept apart ("เ เม่"). Tone marks stay: they tell names apart. Idempotent; "" when nothing is left. Never
    refuses a text: it is computed on every save.

    Args:
        text: a name in any script, as typed.
        limit: characters that are looked at; a longer text counts by its beginning.

    Source: issue 7, "One folded key for every comparison of Thai".
    """
    if len(text) <= limit and _is_plain(text):
        return text.replace(" ", "")
    # ๅ before anything is put in order: behind it a sign would be taken apart later that stands together now ("ๅำ").
    text = _LONG_AA.sub("\u0e32", _ACCENTS.sub("", normalized(text[:limit], "NFKD")))
    for _ in range(_MOST_PASSES):
        before = text
        # Taken apart anew: what stood between two signs may be gone ("า ำ").
        text = _SARA_AE.sub("\u0e41", _letters(fold(normalized(text, "NFKD"))))
        text = _TWO_TONES.sub(r"\1", _LONG_AA.sub("\u0e32", text))
        text = _STRAY_SIGNS.sub("", _REPEATED_VOWEL.sub(r"\1", text))
        if text == before:
            break
    return text
