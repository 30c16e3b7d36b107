"""ASCII addresses for Thai documents.

Wagtail's own slug of a Thai title loses its vowels and tone marks; a title in percent codes is unreadable. So a
document's address is made of its kind, its number in Latin letters and its year, "circular-mth-0891-3-w1918-2556", or of
the words of its title, "phraratchabanyat-khumkhrong-dek-2546".
"""

from __future__ import annotations

from django.utils.text import slugify

from portal.thai.references import parse_reference
from portal.thai.romanization import code_letters, latin_address

MAX_LENGTH = 120


def reference_slug(reference: str) -> str:
    """Return a letter's number for an address: "มท 0891.3/ว 1918" gives "mth-0891-3-w1918".

    Args:
        reference: in any spelling; what is no reference number gives an empty text.
    """
    parsed = parse_reference(reference)
    if parsed is None:
        return ""
    number = ("w" if parsed.circular else "") + parsed.number
    return slugify(f"{code_letters(parsed.letters)} {parsed.code.replace('.', '-')} {number}")


def document_slug(
    *, kind: str, reference: str = "", title_en: str = "", title: str = "", year_be: int | None = None
) -> str:
    """Return the address of a document; never empty.

    Args:
        kind: slug of its kind.
        reference: its number, if it has one.
        title_en: its English title, used where there is no number.
        title: its title, whose words serve where there is no English one.
        year_be: its B.E. year.
    """
    year = str(year_be or "")
    room = MAX_LENGTH - len(year) - 1
    number = reference_slug(reference)
    if number:
        head = f"{kind.replace('_', '-')}-{number}"
    else:
        head = slugify(title_en) or latin_address(title, room) or kind.replace("_", "-")
    if year and not head.endswith(year):
        head = f"{head[:room].strip('-')}-{year}"
    return head[:MAX_LENGTH].strip("-")
