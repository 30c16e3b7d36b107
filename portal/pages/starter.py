"""Starter content of the pages: home, plain pages, guides.

Idempotent: a page that exists, by its address, is left as its editors made it. Guides point to library documents by
their addresses, so they are loaded after the library: `load_pages()`, then the library, then `load_guides()`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import timezone
from wagtail.models import Collection, Page, Site, Task, Workflow

from portal.accounts.functions import CMS_GROUPS, Function
from portal.accounts.groups import let_edit
from portal.pages.models import (
    BasePage,
    ContentPage,
    GuideIndexPage,
    GuideLegalBasis,
    GuidePage,
    GuideStatement,
    HomePage,
    Hotline,
    SiteSettings,
)
from portal.pages.models.guides import Section

DATA = Path(__file__).parent / "starter_data"
_ALL_PAGES = "ทุกหน้า"


class MissingLegalBasisError(LookupError):
    """A guide names a library document that does not exist."""


def read_toml(name: str) -> dict[str, Any]:
    """Return one data file.

    Raises:
        tomllib.TOMLDecodeError: it is not TOML.
    """
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def _published(page: BasePage) -> BasePage:
    """Mark a new page as published now."""
    page.first_published_at = page.last_published_at = timezone.now()
    return page


@transaction.atomic
def load_pages() -> list[str]:
    """Load the home page, the center's details and the plain pages.

    Wagtail's own welcome page gives way to the home page; any other root of the site stays.

    Returns:
        Addresses of what was created.
    """
    data = read_toml("pages.toml")
    home, created = _home(data["home"])
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    if not settings.address and not settings.phone:
        for name, value in data["center"].items():
            setattr(settings, name, value)
        settings.save()
    grant_rights()
    known = set(home.get_children().values_list("slug", flat=True))
    for record in data["content"]:
        if record["slug"] in known:
            continue
        page = ContentPage(
            title=record["title"],
            title_en=record["title_en"],
            slug=record["slug"],
            search_description=record.get("description", ""),
            checked_on=record.get("checked_on"),
            body=_blocks(record["body"]),
            body_en=_blocks(record["body_en"]),
        )
        home.add_child(instance=_published(page))
        created.append(record["slug"])
    return created


def _home(record: dict[str, Any]) -> tuple[HomePage, list[str]]:
    """Return the home page, made the root of the default site if there is none."""
    found = HomePage.objects.first()
    if found:
        return found, []
    root = Page.objects.get(depth=1)
    home = HomePage(
        slug="home",
        example_queries="\n".join(record["example_queries"]),
        request_note="\n".join(record["request_note"]),
        request_note_en="\n".join(record["request_note_en"]),
        track_note="\n".join(record["track_note"]),
        track_note_en="\n".join(record["track_note_en"]),
        **{name: record[name] for name in ("title", "title_en", "lead", "lead_en")},
    )
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    welcome = site.root_page if site else root.get_children().filter(slug="home").first()
    if welcome and welcome.depth > 1 and welcome.slug == "home" and not welcome.get_children().exists():
        # The page that Wagtail's first migration makes has the same address. Changed without signals: they would put
        # work into the queue for a page that is gone a moment later.
        Page.objects.filter(pk=welcome.pk).update(slug="wagtail-welcome", live=False)
        welcome.slug = "wagtail-welcome"
    root.refresh_from_db()
    root.add_child(instance=_published(home))
    if site is None:
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    else:
        site.root_page = home
        site.save()
    if welcome and welcome.slug == "wagtail-welcome":
        Page.objects.get(pk=welcome.pk).delete()
    home.refresh_from_db()
    return home, [home.slug]


def _blocks(rows: list[dict[str, Any]]) -> list[tuple[str, Any]]:
    """Return the body of a plain page from rows like {text = "<p>…</p>"} or {heading = "…"}."""
    blocks = []
    for row in rows:
        ((kind, value),) = row.items()
        if kind == "table":
            names = ("first", "second", "third")
            value = {
                "caption": value["caption"],
                "rows": [dict(zip(names, cells, strict=False)) for cells in value["rows"]],
            }
        blocks.append((kind, value))
    return blocks


def grant_rights() -> None:
    """Let publishers change what the center says of itself, and the links at the foot of every page."""
    group = Group.objects.filter(name=CMS_GROUPS[Function.PUBLISH]).first()
    rights = Permission.objects.filter(content_type__app_label="pages", codename="change_sitesettings")
    if group is not None:
        group.permissions.add(*rights)


def name_approval() -> None:
    """Give the approval that Wagtail brings a Thai name, where nobody has named it: the button that proposes a page says it."""
    for model, name in ((Workflow, "การตรวจก่อนเผยแพร่"), (Task, "ผู้เผยแพร่อนุมัติ")):
        model.objects.filter(name="Moderators approval").update(name=name)


def name_roots() -> None:
    """Give what stands above all pages and all folders of files, which Wagtail calls "Root", Thai names that lists show."""
    Page.objects.filter(depth=1, title="Root").update(title=_ALL_PAGES, draft_title=_ALL_PAGES)
    Collection.objects.filter(depth=1, name="Root").update(name="หมวดหลัก")


@transaction.atomic
def load_hotlines() -> list[str]:
    """Load the numbers to call; one that is there, by its number or its line, is left as its editors made it.

    Returns:
        Numbers that were created.
    """
    known = set(Hotline.objects.values_list("number", flat=True))
    # A line whose number an editor changed has its row.
    taken = set(Hotline.objects.exclude(line="").values_list("line", flat=True))
    records = read_toml("hotlines.toml")["hotlines"]
    rows = [Hotline(**one) for one in records if one["number"] not in known and one.get("line") not in taken]
    for row in rows:
        row.full_clean()
        row.save()
    let_edit("pages", "hotline")
    return [row.number for row in rows]


@transaction.atomic
def load_guides() -> list[str]:
    """Load the guides below /guide/.

    Returns:
        Addresses of what was created.

    Raises:
        MissingLegalBasisError: a guide names a document that the library does not have.
    """
    data = read_toml("guides.toml")
    home = HomePage.objects.get()
    created = []
    index = GuideIndexPage.objects.first()
    if index is None:
        index = GuideIndexPage(slug="guide", **data["index"])
        home.add_child(instance=_published(index))
        created.append(index.slug)
    known = set(index.get_children().values_list("slug", flat=True))
    for record in data["guides"]:
        if record["slug"] in known:
            continue
        index.add_child(instance=_published(_guide(record)))
        created.append(record["slug"])
    return created


def _guide(record: dict[str, Any]) -> GuidePage:
    """Return one guide with its statements and legal bases.

    Raises:
        MissingLegalBasisError: it names a document that the library does not have.
    """
    guide = GuidePage(slug=record["slug"], checked_on=record.get("checked_on"), **_words(record))
    guide.statements = _statements(record)
    guide.legal_bases = _legal_bases(record, [_document(row["to"]) for row in record["law"]])
    return guide


def _words(record: dict[str, Any]) -> dict[str, str]:
    """Return what a guide says of itself, by field."""
    names = ("title", "title_en", "problem", "intro", "intro_en")
    return {name: record[name] for name in names} | {"search_words": "\n".join(record["words"])}


def _statements(record: dict[str, Any]) -> list[GuideStatement]:
    rows = [(section, row) for section in Section for row in record.get(section.value, [])]
    return [
        GuideStatement(
            sort_order=order,
            section=section,
            text=row["th"],
            text_en=row["en"],
            set_by_center=row.get("center", False),
        )
        for order, (section, row) in enumerate(rows)
    ]


def _legal_bases(record: dict[str, Any], documents: Sequence[Page | None]) -> list[GuideLegalBasis]:
    """Return the rows of the laws, without those that are not held."""
    return [
        GuideLegalBasis(
            sort_order=order,
            document=document,
            provision=row.get("th", ""),
            provision_en=row.get("en", ""),
        )
        for order, (row, document) in enumerate(zip(record["law"], documents, strict=True))
        if document is not None
    ]


@transaction.atomic
def renew_guides() -> list[str]:
    """Let guides that nobody has saved in `/cms/` say what this version says; a guide with a history is its editors' own.

    What was deleted does not come back, what was unpublished stays so, pictures and the day of checking stay.

    Returns:
        Addresses of what was changed.
    """
    changed = []
    # Every save in the back office leaves a revision; loading leaves none.
    untouched = {guide.slug: guide for guide in GuidePage.objects.filter(latest_revision=None)}
    for record in read_toml("guides.toml")["guides"]:
        guide = untouched.get(record["slug"])
        if guide is None:
            continue
        statements = _statements(record)
        bases = _legal_bases(record, [_held(row["to"]) for row in record["law"]])
        if _content(guide.statements.all(), guide.legal_bases.all(), guide) == _content(
            statements, bases, GuidePage(**_words(record))
        ):
            continue
        for name, value in _words(record).items():
            setattr(guide, name, value)
        guide.statements, guide.legal_bases = statements, bases
        guide.save()
        changed.append(guide.slug)
    return changed


def _content(
    statements: Iterable[GuideStatement], bases: Iterable[GuideLegalBasis], guide: GuidePage
) -> tuple[object, ...]:
    """Return what a guide says, to be compared."""
    return (
        (guide.title, guide.title_en, guide.problem, guide.intro, guide.intro_en, guide.search_words),
        [(row.section, row.text, row.text_en, row.set_by_center) for row in statements],
        [(row.document_id, row.provision, row.provision_en) for row in bases],
    )


def _held(slug: str) -> Page | None:
    """Return the page of a library document by its address, None where the library does not have it."""
    return Page.objects.filter(slug=slug, url_path__endswith=f"/library/{slug}/").first()


def _document(slug: str) -> Page:
    """Return the page of a library document by its address.

    Raises:
        MissingLegalBasisError: the library does not have it.
    """
    page = _held(slug)
    if page is None:
        raise MissingLegalBasisError(slug)
    return page
