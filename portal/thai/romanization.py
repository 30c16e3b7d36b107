"""Thai words in Latin letters, for addresses: readable, always the same, never empty where there is something to read.

The spelling is that of the Royal Thai General System of Transcription (RTGS). Words of laws and offices that no rule
reads rightly stand in `latin.txt`; PyThaiNLP's rules spell the others, syllables as they can. It is not meant for names
of people, which spell themselves.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from portal.thai.bounds import LINE, bounded, normalized
from portal.thai.digits import to_arabic
from portal.thai.text import repair
from portal.thai.words import segment

_WORDS_FILE = Path(__file__).with_name("latin.txt")
_NOT_LATIN = re.compile(r"[^a-z0-9]+")
# พ.ศ. before a year says nothing in an address; the letters would be spelled one by one.
_ERA = re.compile(r"(?:พ\s*(?:\.\s*)?ศ\s*(?:\.\s*)?|พุทธศักราช\s*)(?=\d)")

# First letters of the Royal Thai General System of Transcription.
_GROUPS = {
    "k": "ก", "kh": "ขฃคฅฆ", "ng": "ง", "ch": "จฉชฌ", "s": "ซศษส", "y": "ญย", "d": "ฎด", "t": "ฏต", "th": "ฐฑฒถทธ",
    "n": "ณน", "b": "บ", "p": "ป", "ph": "ผพภ", "f": "ฝฟ", "m": "ม", "r": "ร", "l": "ลฬ", "w": "ว", "h": "หฮ", "o": "อ",
}  # fmt: skip
_CONSONANTS = {letter: latin for latin, letters in _GROUPS.items() for letter in letters}


@cache
def _known() -> dict[str, str]:
    """Return the words of `latin.txt` with their spelling."""
    lines = (line.partition("#")[0].split() for line in _WORDS_FILE.read_text(encoding="utf-8").splitlines())
    return {line[0]: line[1] for line in lines if line}


def code_letters(letters: str) -> str:
    """Return code letters of an agency in Latin, letter by letter: "มท" gives "mth", "กบ" gives "kb"."""
    return "".join(_CONSONANTS.get(letter, "") for letter in letters)


def _plain_latin(word: str) -> str:
    """Return a Latin word or a number without accents: "Café" gives "cafe", "5/1" gives "5-1"; empty for Thai."""
    return _NOT_LATIN.sub("-", normalized(word, "NFKD").encode("ascii", "ignore").decode().lower()).strip("-")


@cache
def _spelled(word: str) -> str:
    """Return one word in Latin letters and digits; empty only where it holds no letter at all."""
    if known := _known().get(word):
        return known
    if plain := _plain_latin(word):
        return plain
    # Late: only editors who make an address pay for loading it.
    from pythainlp.transliterate.royin import romanize

    return _NOT_LATIN.sub("", romanize(word).lower()) or code_letters(word)


def romanized_words(text: str) -> list[str]:
    """Return the words of a line of text in Latin letters and Arabic digits, in their order.

    Args:
        text: a title, a label: Thai, Latin or mixed, with Thai digits as well.

    Raises:
        TextTooLong: it has more than `portal.thai.bounds.LINE` characters.
    """
    cleaned = _ERA.sub(" ", to_arabic(repair(bounded(text, LINE))))
    return [spelled for word in segment(cleaned) if (spelled := _spelled(word))]


def latin_address(text: str, limit: int) -> str:
    """Return a line of text as a part of an address: "คุ้มครองเด็ก ๒๕๔๖" gives "khumkhrong-dek-2546".

    Args:
        text: the line.
        limit: most characters; whole words are left out at the end, and only a first word that is longer is cut.

    Returns:
        Letters, digits and single hyphens between them; empty when the text holds nothing that can be read.
    """
    address = ""
    for word in romanized_words(text):
        longer = f"{address}-{word}" if address else word[:limit].strip("-")
        if len(longer) > limit:
            break
        address = longer
    return address
