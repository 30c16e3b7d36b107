"""Words without formatting, as a form at the desk takes them, and the same as the body of an announcement."""

from __future__ import annotations

from bs4 import BeautifulSoup
from django.utils.html import linebreaks


def body_of(words: str) -> str:
    """Return typed words as the HTML of a body: a blank line parts paragraphs, and no mark-up is taken for any.

    Args:
        words: what somebody typed.
    """
    return linebreaks(words.strip(), autoescape=True) if words.strip() else ""


def words_of(body: str) -> str:
    """Return a body as words to type on: the inverse of `body_of` for what it made.

    Args:
        body: HTML of an announcement.
    """
    paragraphs = []
    for paragraph in BeautifulSoup(body, "html.parser").find_all("p"):
        for line_break in paragraph.find_all("br"):
            line_break.replace_with("\n")
        paragraphs.append(paragraph.get_text())
    return "\n\n".join(paragraphs)


def is_plain(body: str) -> bool:
    """Say whether a body holds nothing that would be lost by typing it anew: no list, no link, no emphasis.

    Args:
        body: HTML of an announcement.
    """
    return _bare(body_of(words_of(body))) == _bare(body)


def _bare(body: str) -> str:
    """The body in one spelling of its tags: Wagtail writes them otherwise than Django."""
    return "".join(str(BeautifulSoup(body, "html.parser")).split())
