"""Thai word segmentation: runs of Thai, of Latin letters and of digits first, then words inside of the Thai runs.

nlpO3 (Rust) and PyThaiNLP's newmm follow the same algorithm and, with one dictionary, agree; nlpO3 is seven times
faster (search.md 2), newmm is the fallback where its wheel is missing. The dictionary is PyThaiNLP's list, pinned by
our lock file, plus the own terms of `terms.txt`.

Nothing is loaded before the first call.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from portal.thai.bounds import bounded

_TERMS_FILE = Path(__file__).with_name("terms.txt")
_DICTIONARY_NAME = "klang"
_RUN = re.compile(
    r"(?P<thai>[\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e45\u0e47-\u0e4e]+)"
    r"|(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?P<latin>[^\W\d_\u0e00-\u0e7f]+)"
)
_LONGEST_RUN = 2000

Segmenter = Callable[[str], list[str]]


class Word(NamedTuple):
    """One word and where it stands in the text."""

    text: str
    start: int
    end: int


@cache
def own_terms() -> tuple[str, ...]:
    """Return the domain terms of `terms.txt` (one a line, "#" starts a remark), in the order of the file."""
    lines = (line.partition("#")[0].strip() for line in _TERMS_FILE.read_text(encoding="utf-8").splitlines())
    return tuple(line for line in lines if line)


def _dictionary() -> list[str]:
    """Return all words the segmenters know, sorted."""
    # Late: the list of words is read on import, and most processes never segment.
    from pythainlp.corpus import thai_words

    return sorted({*thai_words(), *own_terms()})


@cache
def _known_words() -> frozenset[str]:
    return frozenset(_dictionary())


def is_word(word: str) -> bool:
    """Say whether a dictionary or our own terms have a Thai word: whether it is spelled right."""
    return word in _known_words()


@cache
def stop_words() -> frozenset[str]:
    """Return words that hold a sentence together and name nothing ("ที่", "ได้", "วันนี้"), by PyThaiNLP's list."""
    # Late, as above.
    from pythainlp.corpus import thai_stopwords

    return frozenset(thai_stopwords())


def nlpo3_segmenter() -> Segmenter:
    """Return the fast segmenter.

    Raises:
        ImportError: when nlpO3 is not installed.
    """
    nlpo3 = import_module("nlpo3")
    with tempfile.TemporaryDirectory(prefix="klang-words-") as folder:
        path = Path(folder) / "words.txt"
        path.write_text("\n".join(_dictionary()), encoding="utf-8")
        message, loaded = nlpo3.load_dict(str(path), _DICTIONARY_NAME)
    if not loaded and "exists" not in message.lower():
        raise ImportError(f"nlpo3 refused the dictionary: {message}")
    # Its "safe" mode loses characters of long runs (1.4.0); the plain mode is safe enough with `_LONGEST_RUN`.
    return lambda run: list(nlpo3.segment(run, _DICTIONARY_NAME, False))


def newmm_segmenter() -> Segmenter:
    """Return the segmenter in pure Python: the same dictionary and method, slower."""
    # Late: only a machine without nlpO3 needs it, and it takes seconds to load.
    from pythainlp.tokenize import word_tokenize
    from pythainlp.util import Trie

    trie = Trie(_dictionary())
    return lambda run: list(word_tokenize(run, custom_dict=trie, engine="newmm-safe", keep_whitespace=False))


@cache
def _segmenter() -> Segmenter:
    """Return the segmenter of this process: nlpO3 where it is installed, else newmm."""
    try:
        return nlpo3_segmenter()
    except ImportError:
        return newmm_segmenter()


def spans(text: str) -> list[Word]:
    """Return the words of `text` with their places: Thai words, Latin words and numbers ("0891.3" is one).

    Blanks and punctuation (ฯ and ๆ too) belong to no word. The text is taken as it is: `portal.thai.text.fold` or
    `repair` it first where that is wanted.

    Raises:
        TextTooLong: the text is longer than `portal.thai.bounds.LIMIT`.
    """
    found: list[Word] = []
    for match in _RUN.finditer(bounded(text)):
        if match.lastgroup != "thai":
            found.append(Word(match.group(), match.start(), match.end()))
            continue
        run, start = match.group(), match.start()
        for offset in range(0, len(run), _LONGEST_RUN):
            for word in _segmenter()(run[offset : offset + _LONGEST_RUN]):
                found.append(Word(word, start, start + len(word)))
                start += len(word)
    return found


def segment(text: str) -> list[str]:
    """Return the words of `text` in order, without blanks and punctuation; see `spans`."""
    return [word.text for word in spans(text)]


@cache
def dictionary_version() -> str:
    """Return a stamp that changes whenever segmentation may change: an index with another stamp must be rebuilt."""
    terms = sha256(_TERMS_FILE.read_bytes()).hexdigest()[:12]
    # The segmenter itself is not made: whoever only looks after an index never needs its dictionary.
    engine = "nlpo3" if _uses_nlpo3() else "newmm"
    package = version("nlpo3") if engine == "nlpo3" else ""
    return f"{engine}{package}-pythainlp{version('pythainlp')}-terms{terms}"


def _uses_nlpo3() -> bool:
    """Return whether nlpO3 can be imported here."""
    try:
        import_module("nlpo3")
    except ImportError:
        return False
    return True
