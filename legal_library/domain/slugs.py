"""ASCII addresses for Thai documents.

Wagtail's own slug of a Thai title loses its vowels and tone marks; a title in percent codes is unreadable. So a
document's address is made of its kind, its number in Latin letters and its year: "circular-mt-0891-3-w1918-2556".
"""

from __future__ import annotations

from django.utils.text import slugify

from portal.thai.references import parse_reference

MAX_LENGTH = 120

# First letters of the Royal Thai General System of Transcription.
_GROUPS = {
    "k": "ก", "kh": "ขฃคฅฆ", "ng": "ง", "ch": "จฉชฌ", "s": "ซศษส", "y": "ญย", "d": "ฎด", "t": "ฏต", "th": "ฐฑฒถทธ",
    "n": "ณน", "b": "บ", "p": "ป", "ph": "ผพภ", "f": "ฝฟ", "m": "ม", "r": "ร", "l": "ลฬ", "w": "ว", "h": "หฮ", "o": "อ",
}  # fmt: skip
_CONSONANTS = {letter: latin for latin, letters in _GROUPS.items() for letter in letters}


def romanized(letters: str) -> str:
    """Return code letters of an agency in Latin: "มท" gives "mth", "กบ" gives "kb"."""
    return "".join(_CONSONANTS.get(letter, "") for letter in letters)


def reference_slug(reference: str) -> str:
    """Return a letter's number for an address: "มท 0891.3/ว 1918" gives "mth-0891-3-w1918".

    Args:
        reference: in any spelling; what is no reference number gives an empty text.
    """
    parsed = parse_reference(reference)
    if parsed is None:
        return ""
    number = ("w" if parsed.circular else "") + parsed.number
    return slugify(f"{romanized(parsed.letters)} {parsed.code.replace('.', '-')} {number}")


def document_slug(*, kind: str, reference: str = "", title_en: str = "", year_be: int | None = None) -> str:
    """Return the address of a document.

    Args:
        kind: slug of its kind.
        reference: its number, if it has one.
        title_en: its English title, used where there is no number.
        year_be: its B.E. year.
    """
    number = reference_slug(reference)
    head = f"{kind.replace('_', '-')}-{number}" if number else slugify(title_en) or kind.replace("_", "-")
    year = str(year_be or "")
    if year and not head.endswith(year):
        head = f"{head[: MAX_LENGTH - len(year) - 1]}-{year}"
    return head[:MAX_LENGTH].strip("-")
