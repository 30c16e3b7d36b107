"""What editors see of Wagtail is Thai, on every screen: our catalog stands before its own (issue 11, 9)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from wagtail.models import Page

from legal_library.models import Topic
from portal.accounts.models import User
from portal.pages.models import ContentPage
from portal.pages.starter import name_approval, name_roots
from tests.accounts.factories import UserFactory
from tests.announcements.factories import announcement, results_page
from tests.pages.test_moderation import member

pytestmark = pytest.mark.django_db

_LATIN = re.compile(r"[A-Za-z]{2,}")
OURS = re.compile(
    r"KLANG\w*|Wagtail|PDF|DOCX?|XLSX|CSV|TSV|JSON|HTML|TXT|ODT|ODS|JPG|PNG|HEIC|WebP|SVG|RSS|Atom|iCal|URL|UTC|slug|OSCC|E-?book"
    r"|JavaScript|API|Enter|https?://\S*|[\w./-]+\.(?:org|th|ics|pdf)\b|[a-z]+-[a-z0-9-]+|localhost|xyz|tester\S*"
    r"|GeoThai \(CC BY 4\.0\)|\(SIL OFL\)|\(no index yet\)|English",
    re.IGNORECASE,
)
"""Names of formats, licenses and addresses, and examples that are meant to be Latin."""

HARD_CODED = frozenset({"Actions", "None", "Search"})
"""Written into Wagtail's templates without a translation (labels for screen readers)."""

DATA = re.compile(r"\b[a-z_]+\.[a-z]+page\b|\b(Editors|Moderators)\b|\bstaff\d+")
"""Names that stand in the database: of types in a report, of Wagtail's groups, of users."""

NOT_SCREENS = re.compile(r"^/cms/(api|logout|test404|failwhale|sprite|jsi18n|password_reset|\.\*)")
FOR_ADMINISTRATORS = re.compile(r"^/cms/(groups|sites|users)/")
"""Names of rights stand there as the system calls them."""


def texts(html: str) -> set[str]:
    """Return what a screen says: its text, what the browser shows later, and labels of things without text."""
    soup = BeautifulSoup(html, "html.parser")
    said = set()
    for script in soup.find_all("script"):
        if script.get("type") in ("text/django-form-template", "text/template", "text/x-template"):
            said |= texts(script.decode_contents())
        elif script.get("id") == "wagtail-sidebar-props":
            menu = json.dumps(json.loads(script.string), ensure_ascii=False)
            said |= set(re.findall(r'"label": "([^"]+)"', menu))
    for tag in soup(["script", "style", "code", "svg", "noscript", "textarea"]):
        tag.decompose()
    said |= {" ".join(text.split()) for text in soup.stripped_strings}
    for tag in soup.find_all(True):
        said |= {str(tag[name]) for name in ("aria-label", "title", "placeholder", "alt") if tag.get(name)}
        if tag.name == "input" and tag.get("type") in ("submit", "button"):
            said.add(str(tag.get("value", "")))
    return said


def english_in(html: str) -> set[str]:
    """Return the pieces of a screen that are English, or half English."""
    return {piece for piece in texts(html) - HARD_CODED if _LATIN.search(OURS.sub("", DATA.sub("", piece)))}


def _routes(resolver: URLResolver, prefix: str = "/") -> Iterator[str]:
    """Yield the addresses of the back-office that need no number."""
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern).lstrip("^")
        if isinstance(entry, URLPattern):
            if route.startswith("/cms/") and not re.search(r"[<(]", route):
                yield route
        else:
            yield from _routes(entry, route)


def screens() -> list[str]:
    """Return every screen that opens by its address alone: lists, reports, forms for something new, choosers."""
    return sorted({route for route in _routes(get_resolver()) if not NOT_SCREENS.search(route)})


def of_every_type(page: Page) -> list[str]:
    """Return the screens of a page whose words depend on its type."""
    kind, parent = [page._meta.app_label, page._meta.model_name], page.get_parent()
    return [
        reverse("wagtailadmin_explore", args=[page.pk]),
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("wagtailadmin_pages:delete", args=[page.pk]),
        reverse("wagtailadmin_pages:add", args=[*kind, parent.pk]),
        reverse("wagtailadmin_pages:type_use", args=kind),
    ]


def of_one_page(page: Page, user: User) -> list[str]:
    """Return the other screens of a page, after it has been changed twice."""
    older, newer = page.save_revision(user=user), page.save_revision(user=user)
    names = (
        "usage",
        "unpublish",
        "move",
        "copy",
        "set_privacy",
        "workflow_history",
        "history",
        "add_subpage",
    )
    return [
        *(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]) for name in names),
        reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, older.pk]),
        reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, older.pk, newer.pk]),
        *(
            reverse("wagtail_bulk_action", args=["wagtailcore", "page", verb]) + f"?id={page.pk}&next=/cms/"
            for verb in ("delete", "move", "publish", "unpublish")
        ),
    ]


def shown(response: HttpResponse) -> str:
    """Return the HTML of a screen or of a window over it."""
    kind = response["Content-Type"]
    if "json" in kind:
        body = json.loads(response.content)
        return body.get("html") or "" if isinstance(body, dict) else ""
    return response.content.decode() if "html" in kind else ""


def assert_thai(client: Client, addresses: list[str], least: int) -> None:
    """Open screens and compare; at least so many must open, so that the walk stays one."""
    opened, found = 0, []
    for address in addresses:
        response = client.get(address)
        if response.status_code == 200:
            opened += 1
            found += [f"{piece} ({address})" for piece in english_in(shown(response))]
    assert not found, "\n".join(sorted(found))
    assert opened >= least, f"only {opened} of {len(addresses)} screens opened"


def test_a_half_translated_sentence_is_noticed() -> None:
    assert english_in("<p>23 minutes ที่ผ่านมา</p><p>8 หน้า</p><input type=submit value=Save>") == {
        "23 minutes ที่ผ่านมา",
        "Save",
    }


def test_the_screens_of_a_publisher_are_thai(starter: None) -> None:
    name_approval()
    name_roots()
    announcement()
    results_page()
    publisher, client = member("Moderators"), Client()
    client.force_login(publisher)
    kinds = {type(page): page for page in Page.objects.filter(depth__gt=1).specific()}
    assert len(kinds) > 8
    addresses = [address for page in kinds.values() for address in of_every_type(page)]
    addresses += of_one_page(kinds[ContentPage], publisher)
    search = reverse("wagtailadmin_pages:search")
    assert_thai(client, [*addresses, *screens(), f"{search}?q=xyz", f"{search}?q=ศูนย์"], least=120)


def test_the_screens_of_an_administrator_are_thai(starter: None) -> None:
    """Who may do everything sees more: collections, approvals, redirects, organizations, holidays."""
    name_approval()
    name_roots()
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    assert_thai(client, [route for route in screens() if not FOR_ADMINISTRATORS.search(route)], least=60)


def test_every_screen_says_its_name_in_one_heading(starter: None) -> None:
    """Who does not see, moves by headings; a name that is no heading is drawn small, too (WCAG 2.2, 1.3.1, 2.4.6)."""
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    topic = Topic.objects.get(slug="disaster")
    forms = [reverse("wagtailsnippets_legal_library_topic:edit", args=[topic.pk])]
    wrong, opened = {}, 0
    for address in [*screens(), *forms]:
        response = client.get(address)
        html = shown(response)
        if response.status_code == 200 and "<html" in html:
            opened += 1
            headings = [
                tag.get_text(" ", strip=True) for tag in BeautifulSoup(html, "html.parser").find_all("h1")
            ]
            if len(headings) != 1 or not headings[0]:
                wrong[address] = headings
    assert opened >= 40
    assert wrong == {}
