"""Announcements in the portal's search: those in force, and those that are over, marked as such (S1.24)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bs4 import BeautifulSoup
from django.utils.translation import gettext_noop
from wagtail.models import Site

from announcements.models import AnnouncementPage
from announcements.vocabulary import AnnouncementKind
from portal.pages.models import SiteSettings
from portal.search.sources.registry import Passage, SearchDocument, register
from portal.thai.dates import be_year
from portal.thai.references import find_references

NAME = "announcement"


class AnnouncementSource:
    """Hands over every announcement that the public may read today."""

    name = NAME

    def documents(self) -> Iterable[SearchDocument]:
        """Yield the announcements in force and those that are over."""
        center, root_path = _center(), _root_path()
        for pages in (AnnouncementPage.objects.public_on(), AnnouncementPage.objects.archived_on()):
            for page in pages.select_related("organization").iterator(chunk_size=200):
                yield _document(page, center, root_path)

    def document(self, key: str) -> SearchDocument | None:
        """Return one announcement, or None when the public may not read it (any more)."""
        number = key.partition(":")[2]
        if not number.isdigit():
            return None
        for pages in (AnnouncementPage.objects.public_on(), AnnouncementPage.objects.archived_on()):
            page = pages.filter(pk=int(number)).select_related("organization").first()
            if page is not None:
                return _document(page, _center(), _root_path())
        return None


def key_of(page: AnnouncementPage) -> str:
    """Return the key under which search keeps an announcement."""
    return f"{NAME}:{page.pk}"


def _center() -> tuple[str, str]:
    """Return the names of the center, Thai and English."""
    found = SiteSettings.objects.first()
    return (found.center_name, found.center_name_en) if found else ("", "")


def _document(page: AnnouncementPage, center: tuple[str, str], root_path: str) -> SearchDocument:
    text = "\n".join(_paragraphs(page.body))
    english = "\n".join(filter(None, (page.summary_en, *_paragraphs(page.body_en))))
    kind = AnnouncementKind(page.kind)
    issuer, issuer_en = (
        (page.organization.name_th, page.organization.name_en) if page.organization else center
    )
    return SearchDocument(
        key=key_of(page),
        title=page.title,
        kind=f"announcement_{kind.value}",
        kind_label=kind.printed,
        agency=issuer,
        year_be=be_year(page.issued_on),
        status="over" if page.is_over else "in_force",
        status_label=gettext_noop("หมดระยะเวลาปิดประกาศ")
        if page.is_over
        else gettext_noop("อยู่ในระยะเวลาปิดประกาศ"),
        date=page.issued_on,
        path="/" + page.url_path.removeprefix(root_path),
        cited_references=tuple(dict.fromkeys(reference.normal for reference in find_references(text))),
        aliases=(page.title_en,) if page.title_en else (),
        summary=page.summary,
        passages=[Passage("", "", part) for part in (text, english) if part],
        superseded=page.is_over,
        title_en=page.title_en,
        english={issuer: issuer_en} if issuer_en else {},
    )


def _root_path() -> str:
    """Return the tree path of the home page, which public addresses leave out."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    return site.root_page.url_path if site else "/"


def _paragraphs(html: str) -> Iterator[str]:
    for tag in BeautifulSoup(html, "html.parser").find_all(["p", "li", "h2", "h3"]):
        if text := " ".join(tag.get_text(" ").split()):
            yield text


def register_source() -> None:
    """Make announcements findable."""
    register(AnnouncementSource())
