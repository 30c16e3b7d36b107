"""A page or mail of markup, walked once: its tags and the words between them that somebody would see.

The parser of the standard library goes back over what has no end (`<a` a hundred thousand times, `<!--` without its
end) again and again, and so do patterns of the form `<style.*?</style`. Here every step moves on, so that the work
grows with the length, whatever the markup is (issue 7, "One request must never stop the rest"). What is broken is read
as browsers read it, without their repairs: what looks like no tag is a word, what is never closed hides the rest.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from enum import Enum, auto

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
"""Elements that begin a line of their own."""
_UNSEEN = frozenset({"script", "style", "head", "noscript", "template", "svg", "title"})
_RAW = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in ("script", "style")}
"""Elements in which nothing is a tag but their own end."""
_TAG = re.compile(r"(/?)([a-zA-Z][^\s/>]{0,40})")
_END_OR_QUOTE = re.compile(r""">|=\s{0,9}(["'])""")
_LONG_NUMBER = re.compile(r"&#(?:[0-9]{8}[0-9]*|[xX][0-9a-fA-F]{7}[0-9a-fA-F]*);?")
"""No letter has such a number; Python refuses to read one of thousands of digits, and takes long over shorter ones."""


class Piece(Enum):
    """What one step of the walk is."""

    START = auto()
    END = auto()
    WORDS = auto()


def shown(markup: str) -> Iterator[tuple[Piece, str]]:
    """Yield the tags outside of what is never seen, by their names in small letters, and the words between them.

    Args:
        markup: of anybody; the caller bounds its length.
    """
    unseen = 0
    for kind, value in _pieces(markup):
        if kind is Piece.WORDS:
            if not unseen:
                yield kind, value
        elif value in _UNSEEN:
            unseen = unseen + 1 if kind is Piece.START else max(0, unseen - 1)
        # Many forget the end of the head; where the body begins everything is seen.
        elif value == "body":
            unseen = 0
            yield kind, value
        elif not unseen:
            yield kind, value


def _pieces(markup: str) -> Iterator[tuple[Piece, str]]:
    """Yield everything outside of comments; what stands in `script` and `style` is skipped."""
    last_end = markup.rfind(">")
    minds_quotes = True
    place = words_from = 0
    while (opens := markup.find("<", place)) >= 0:
        tag = _TAG.match(markup, opens + 1)
        other = markup[opens + 1 : opens + 2]
        is_words = other not in ("!", "?", "/") if tag is None else opens > last_end
        if is_words:
            # A sign of less, an arrow, or a tag that never ends.
            place = opens + 1
            continue
        if words_from < opens:
            yield Piece.WORDS, unescaped(markup[words_from:opens])
        if tag is None:
            place = words_from = _after_comment(markup, opens)
            continue
        ends = _end_of_tag(markup, tag.end()) if minds_quotes else -1
        if ends < 0:
            # A quote swallowed the rest: from now on every sign of more ends a tag, or each would search to the end.
            minds_quotes = False
            ends = markup.find(">", tag.end())
        place = words_from = ends + 1
        name = tag[2].lower()
        closes_itself = markup[ends - 1] == "/"
        yield Piece.END if tag[1] else Piece.START, name
        if closes_itself and not tag[1]:
            yield Piece.END, name
        elif not tag[1] and name in _RAW:
            closing = _RAW[name].search(markup, place)
            place = words_from = closing.start() if closing else len(markup)
    if words_from < len(markup):
        yield Piece.WORDS, unescaped(markup[words_from:])


def _after_comment(markup: str, opens: int) -> int:
    """Return the place behind a comment, a declaration, or an end of nothing."""
    is_comment = markup.startswith("<!--", opens)
    # `<!-->` is a whole comment.
    ends = markup.find("-->", opens + 2) if is_comment else markup.find(">", opens)
    return len(markup) if ends < 0 else ends + (3 if is_comment else 1)


def _end_of_tag(markup: str, place: int) -> int:
    """Return where the sign of more stands that ends a tag and is in no quoted value; -1 where none does."""
    while found := _END_OR_QUOTE.search(markup, place):
        if not found[1]:
            return found.start()
        closing = markup.find(found[1], found.end())
        if closing < 0:
            return -1
        place = closing + 1
    return -1


def unescaped(words: str) -> str:
    """Return words with the letters for which `&…;` stands."""
    return html.unescape(_LONG_NUMBER.sub("\ufffd", words)) if "&" in words else words


def words_of(markup: str) -> str:
    """Return the words that somebody sees, each block in a line of its own.

    Args:
        markup: of anybody; the caller bounds its length.
    """
    lines: list[str] = []
    line: list[str] = []
    for kind, value in shown(markup):
        if kind is Piece.WORDS:
            line.append(value)
        elif value in ("td", "th"):
            line.append(" ")
        elif value == "br" and kind is Piece.START or value in BLOCKS:
            words = " ".join("".join(line).split())
            if words or value == "br":
                lines.append(words)
            line = []
    return "\n".join([*lines, " ".join("".join(line).split())]).strip("\n")
