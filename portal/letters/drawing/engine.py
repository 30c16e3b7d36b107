"""WeasyPrint, closed to the outside world. Imported by `portal.letters.drawing.worker` alone: it knows no Django.

A paper is an ordinary Django template below `templates/letters/` with a stylesheet below `static/css/letters/`. Only
two kinds of address resolve while it is drawn: the project's own static files, and bytes that the caller hands over by
name (a QR code, an emblem). Everything else, `file:`, `http:`, `data:` and the metadata addresses of cloud machines
alike, is refused, so that text typed by a stranger can make the server fetch nothing (ASVS 5.3.2, S1.29).
"""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from PIL import ImageFile
from weasyprint import CSS, HTML, Document
from weasyprint.formatting_structure import boxes
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from portal.thai import words

STATIC = Path(__file__).resolve().parents[3] / "static"
"""Where our own files lie, as they are written: never the hashed copies that browsers get."""

# WeasyPrint lets Pillow take half pictures, for the whole process. Our papers hold none, and portal.files relies on it
# that a picture which was cut off on its way is refused.
ImageFile.LOAD_TRUNCATED_IMAGES = False

BASE_URL = "https://papers.invalid/"
"""Relative addresses in paper templates resolve against this reserved host (RFC 2606), which answers nowhere."""
STATIC_PREFIX = BASE_URL + "static/"
ASSET_PREFIX = BASE_URL + "asset/"
STATIC_SUFFIXES = frozenset({".css", ".ttf", ".png", ".svg"})

CATCH_WORD_LENGTH = 24
"""Letters (with marks) that a catch-word has at least room for; it ends at a word boundary."""


class BlockedAddressError(ValueError):
    """An address that no paper may load. WeasyPrint leaves the resource out and goes on."""


class MissingFileError(FatalURLFetchingError):
    """One of our own files is missing: stop; WeasyPrint goes on after every other error."""


refused: list[str] = []
"""Schemes of the addresses that were refused since somebody cleared it; the address itself may carry what a citizen typed."""


def static_folders() -> tuple[Path, ...]:
    """Return where files of papers lie: an installation's own face first (`KLANG_FACE`), then ours."""
    own = os.environ.get("KLANG_FACE", "")
    return ((Path(own) / "static").resolve(), STATIC) if own else (STATIC,)


class StaticOnlyFetcher(URLFetcher):
    """Serve own static files and handed-over bytes; refuse every other address.

    Args:
        assets: name to (content, content type), reachable as `asset/<name>` from the template.
    """

    def __init__(self, assets: Mapping[str, tuple[bytes, str]] | None = None) -> None:
        super().__init__(allowed_protocols=("https",), allow_redirects=False)
        self.assets = dict(assets or {})

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Answer for one address.

        Raises:
            BlockedAddressError: the address is not ours.
            MissingFileError: it is ours, but the file does not exist.
        """
        address = url.split("#", 1)[0].split("?", 1)[0]
        if address.startswith(STATIC_PREFIX):
            return self._static(url, unquote(address.removeprefix(STATIC_PREFIX)))
        if address.startswith(ASSET_PREFIX):
            return self._asset(url, unquote(address.removeprefix(ASSET_PREFIX)))
        refused.append(url.split(":", 1)[0])
        raise BlockedAddressError(f"refused: {url.split(':', 1)[0]}")

    def _static(self, url: str, name: str) -> URLFetcherResponse:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or path.suffix not in STATIC_SUFFIXES:
            raise BlockedAddressError("refused: not a static file of a paper")
        for folder in static_folders():
            found = (folder / path).resolve()
            if not found.is_relative_to(folder):
                raise BlockedAddressError("refused: outside of the static folder")
            if found.is_file():
                break
        else:
            raise MissingFileError(f"static file missing: {name}")
        content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, found.read_bytes(), headers={"Content-Type": content_type})

    def _asset(self, url: str, name: str) -> URLFetcherResponse:
        if name not in self.assets:
            raise MissingFileError(f"asset missing: {name}")
        content, content_type = self.assets[name]
        return URLFetcherResponse(url, content, headers={"Content-Type": content_type})


def draw(
    html: str,
    *,
    pdf_variant: str = "pdf/ua-1",
    assets: Mapping[str, tuple[bytes, str]] | None = None,
    catch_words: bool = False,
    identifier: str = "",
) -> tuple[bytes, set[str]]:
    """Draw a page as PDF; `portal.letters.drawing.render.render_pdf` is the door and explains the arguments.

    Returns:
        The file, and the letters for which no typeface has a glyph.
    """
    fetcher = StaticOnlyFetcher(assets)
    fonts = FontConfiguration()
    source = HTML(string=html, base_url=BASE_URL, url_fetcher=fetcher)
    document = source.render(font_config=fonts, pdf_variant=pdf_variant)
    if catch_words and len(document.pages) > 1:
        sheet = CSS(
            string=_catch_word_css(document), font_config=fonts, url_fetcher=fetcher, base_url=BASE_URL
        )
        document = source.render(font_config=fonts, stylesheets=[sheet], pdf_variant=pdf_variant)
    content = document.write_pdf(
        pdf_variant=pdf_variant, pdf_identifier=(identifier or "klang").encode("utf-8")
    )
    return content, _missing(document)


def _missing(document: Document) -> set[str]:
    """Return the letters that were drawn as empty boxes, after the document was written."""
    return {chr(code) for font in document.fonts.values() for code in font.missing}


def letters_without_glyph(letters: Iterable[str]) -> set[str]:
    """Return those letters that the typefaces of papers do not have; `coverage.missing_letters` is the door."""
    rows = "".join(f"<p>{escape(letter)}</p>" for letter in letters)
    html = f'<html lang="th"><link rel="stylesheet" href="static/css/letters/paper.css"><body>{rows}</body></html>'
    document = HTML(string=html, base_url=BASE_URL, url_fetcher=StaticOnlyFetcher()).render()
    document.write_pdf()
    return _missing(document)


def _first_line(page_box: boxes.PageBox) -> str:
    """Return the first line of a page's content, without its margin boxes."""
    for child in page_box.children:
        if isinstance(child, boxes.MarginBox):
            continue
        for box in child.descendants():
            if isinstance(box, boxes.LineBox):
                # A no-break span is a box of its own: join what stands in one line.
                text = "".join(
                    part.text for part in box.descendants() if isinstance(part, boxes.TextBox)
                ).strip()
                if text:
                    return text
    return ""


def catch_word(text: str) -> str:
    """Return the catch-word for a page that begins with `text`: "/จึงเรียนมาเพื่อ...".

    Cut at a word boundary and never in the middle of a syllable. Empty text gives an empty string. Source: the second
    source letter, whose pages end "/๓. แจ้งให้สำนักงาน...".
    """
    text = text.strip()
    end = 0
    for word in words.spans(text):
        if end and word.end > CATCH_WORD_LENGTH:
            break
        end = word.end
    return f"/{text[:end]}..." if end else ""


def css_string(text: str) -> str:
    """Quote a text as a CSS string; whatever is not a plain Thai letter, Latin letter or digit goes in as an escape."""
    plain = (
        c if c.isascii() and c.isalnum() or "\u0e00" <= c <= "\u0e7f" else f"\\{ord(c):x} " for c in text
    )
    return '"' + "".join(plain) + '"'


def _catch_word_css(document: Document) -> str:
    """Return the page rules that print each page's catch-word, from a first drawing of the document."""
    rules = []
    for number, page in enumerate(document.pages[1:], start=1):
        word = catch_word(_first_line(page._page_box))
        rules.append(f"@page :nth({number}) {{ @bottom-right {{ content: {css_string(word)}; }} }}")
    return "\n".join(rules)
