"""What editors see of Wagtail is Thai: its own catalog, completed by ours (issue 11, 9)."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from portal.pages.models import HomePage
from tests.announcements.factories import announcement
from tests.legal_library.factories import LetterFactory, LibraryIndexFactory
from tests.pages.test_moderation import member

pytestmark = pytest.mark.django_db

_WORD = re.compile(r"[A-Za-z]{3,}")
OURS = re.compile(
    r"KLANG|PDF|DOCX?|XLSX|CSV|JSON|HTML|TXT|ODT|ODS|JPG|PNG|HEIC|WebP|SVG|RSS|Atom|iCal|URL|slug|OSCC|E-?book"
    r"|https?://\S*|[\w./-]+\.(?:org|th|ics|pdf)\b|[a-z]+-[a-z0-9-]+|moderators(?: approval)?|Klang|xyz|tester\S*",
    re.IGNORECASE,
)
"""Names of formats, addresses, and examples that are meant to be Latin."""


HARD_CODED = frozenset({"Actions", "None", "Root"})
"""Written into Wagtail's templates without a translation (a label for screen readers), and the title of its root page."""


def english_in(html: str) -> set[str]:
    """Return the pieces of visible text that are English; Wagtail's sentence for browsers without JavaScript is no text of its catalog."""
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup(["script", "style", "template", "code", "svg", "noscript"]):
        tag.decompose()
    pieces = {" ".join(text.split()) for text in soup.stripped_strings}
    labels = {
        tag.get(name, "") for tag in soup.find_all(True) for name in ("aria-label", "title", "placeholder")
    }
    found = set()
    for piece in (pieces | labels) - HARD_CODED:
        rest = OURS.sub("", piece)
        if _WORD.search(rest) and not re.search("[ก-๎]", rest):
            found.add(piece)
    return found


def test_the_screens_of_a_publisher_are_thai(home: HomePage) -> None:
    library = LibraryIndexFactory(parent=home)
    letter, note = LetterFactory(parent=library, slug="letter"), announcement(slug="note")
    for page in (letter, note):
        page.save_revision()
    client = Client()
    client.force_login(member("Moderators"))
    addresses = [
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_explore", args=[library.pk]),
        reverse("wagtailadmin_pages:add_subpage", args=[home.pk]),
        reverse("wagtailadmin_pages:edit", args=[letter.pk]),
        reverse("wagtailadmin_pages:edit", args=[note.pk]),
        reverse("wagtailadmin_pages:history", args=[letter.pk]),
        reverse("wagtailadmin_pages:delete", args=[note.pk]),
        reverse("wagtailadmin_pages:move", args=[note.pk]),
        reverse("wagtailimages:index"),
        reverse("wagtaildocs:index"),
        reverse("wagtailadmin_pages:search") + "?q=xyz",
        reverse("wagtailadmin_reports:workflow"),
        reverse("pages_bin"),
        reverse("pages_dead_links"),
        reverse("legal_library_conflicts"),
        reverse("legal_library_readings"),
    ]
    left: dict[str, set[str]] = {}
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        if found := english_in(response.content.decode()):
            left[address] = found
    pieces = sorted({f"{piece} ({address})" for address, found in left.items() for piece in found})
    assert not pieces, "\n".join(pieces)
