"""What search may find of the guides and the plain pages (S1.26)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext_noop, override
from wagtail.models import Page, Site

from portal.pages.models import BasePage, ContentPage, GuidePage
from portal.search.sources.registry import Passage, SearchDocument
from portal.vocabulary import ProblemType

GUIDE_KIND = "guide"
GUIDE_LABEL = gettext_noop("คำแนะนำ")
CONTENT_LABEL = gettext_noop("เกี่ยวกับศูนย์")


def root_path() -> str:
    """Return the tree path of the home page, which public addresses leave out."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    return site.root_page.url_path if site else "/"


def public_path(page: Page, root: str) -> str:
    """Return the address of a page without host and language: "/guide/violence/"."""
    return "/" + page.url_path.removeprefix(root)


class PageSource:
    """The public pages of one type as search documents.

    Args:
        name: first part of the keys.
        model: the page type.
        build: given a page and the tree path of the home page, its search document.
        related: names of child rows to load at once.
    """

    def __init__(self, name: str, model: type[BasePage], build: Any, *related: str) -> None:
        self.name = name
        self._model = model
        self._build = build
        self._related = related

    def _public(self) -> Any:
        return self._model.objects.live().public().prefetch_related(*self._related).order_by("pk")

    def documents(self) -> Iterator[SearchDocument]:
        """Yield every public page."""
        root = root_path()
        for page in self._public():
            yield self._build(page, root)

    def document(self, key: str) -> SearchDocument | None:
        """Return one page by its key, or None when it is gone or not public."""
        _, _, pk = key.partition(":")
        page = self._public().filter(pk=int(pk)).first() if pk.isdigit() else None
        return self._build(page, root_path()) if page else None

    def key_of(self, page: Page) -> str:
        """Return the key of a page."""
        return f"{self.name}:{page.pk}"


def _aliases(page: BasePage) -> tuple[str, ...]:
    return (page.title_en,) if page.title_en else ()


def guide_document(page: GuidePage, root: str) -> SearchDocument:
    """Return a guide as search sees it: one passage per section."""
    with override("th"):
        sections = [
            Passage(
                heading=section.title,
                anchor=section.name,
                text="\n".join(row.text for row in section.statements),
            )
            for section in page.sections
        ]
    english = "\n".join(row.text_en for section in page.sections for row in section.statements if row.text_en)
    if english:
        # Behind the Thai ones, for questions that are asked in English.
        sections.append(
            Passage(heading="", anchor="", text="\n".join(filter(None, (page.intro_en, english))))
        )
    return SearchDocument(
        key=f"guide:{page.pk}",
        title=page.title,
        kind=GUIDE_KIND,
        kind_label=GUIDE_LABEL,
        title_en=page.title_en,
        path=public_path(page, root),
        aliases=(*page.search_word_list, *_aliases(page)),
        summary=page.intro,
        passages=sections,
        general=page.problem == ProblemType.QUALITY_OF_LIFE,
        sensitive=page.is_crisis,
    )


def content_document(page: ContentPage, root: str) -> SearchDocument:
    """Return a plain page as search sees it."""
    return SearchDocument(
        key=f"page:{page.pk}",
        title=page.title,
        kind="page",
        kind_label=CONTENT_LABEL,
        title_en=page.title_en,
        path=public_path(page, root),
        aliases=_aliases(page),
        summary=page.search_description,
        passages=[
            Passage(heading="", anchor="", text=text)
            for text in (plain_text(page.body), plain_text(page.body_en))
            if text
        ],
    )


def plain_text(body: Any) -> str:
    """Return the words of a StreamField, block after block."""
    lines: list[str] = []
    for block in body:
        for text in block.block.get_searchable_content(block.value):
            lines.append(strip_tags(str(text)).strip())
    return "\n".join(line for line in lines if line)


guides = PageSource("guide", GuidePage, guide_document, "statements")
content = PageSource("page", ContentPage, content_document)
