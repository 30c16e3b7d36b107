"""Starter content of the library: the documents of the two sources, and verified metadata of the laws around them.

Data stand in `data/`: `names.toml`, `documents-*.toml`, and the source texts word for word in `*.txt`, cut
into passages by marks (`legal_library.reading.marked.split_marked`). Loading is idempotent: a document that exists, by its
address, is left as its editors made it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Site

from legal_library.models import (
    Agency,
    DocumentNote,
    DocumentPage,
    DocumentPassage,
    DocumentRelation,
    Enclosure,
    LibraryIndexPage,
    Topic,
)
from legal_library.reading.marked import split_marked
from legal_library.vocabulary import Holding, RelationKind
from portal.accounts.functions import Function
from portal.accounts.groups import EDITING, let_edit

DATA = Path(__file__).parent / "data"
DOCUMENT_FILES = ("documents-letters.toml", "documents-laws.toml")
INDEX_SLUG = "library"
# Items of domain.md 2.3 with confidence A were compared with the consolidated text as it stood in June 2021.
CHECKED = {
    "ocs": {
        "checked_on": date(2021, 6, 30),
        "checked_against": "ฉบับรวมของสำนักงานคณะกรรมการกฤษฎีกา ข้อความ ณ เดือนมิถุนายน 2564",
        "source_name": "สำนักงานคณะกรรมการกฤษฎีกา",
        "source_url": "https://www.ocs.go.th/",
    }
}
_OWN_KEYS = frozenset(
    {
        "agency",
        "topics",
        "other_names",
        "summary",
        "gazette",
        "checked",
        "amended_by",
        "relations",
        "enclosures",
    }
    | {"notes", "text", "draft", "slug", "added_later"}
)


@dataclass(frozen=True)
class Loaded:
    """What a run did.

    Attributes:
        created: addresses of new documents.
        kept: addresses of documents that were there already.
    """

    created: tuple[str, ...]
    kept: tuple[str, ...]


class NoHomePageError(LookupError):
    """The tree has no home page below which the library could stand: load the pages first."""


def read_toml(name: str) -> dict[str, Any]:
    """Return one data file.

    Raises:
        tomllib.TOMLDecodeError: it is not TOML.
    """
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def read_documents() -> list[dict[str, Any]]:
    """Return the records of all documents, the sources first."""
    return [record for name in DOCUMENT_FILES for record in read_toml(name)["documents"]]


def load_library() -> Loaded:
    """Load the library below the home page; nothing that exists is changed.

    Raises:
        NoHomePageError: there is no home page yet (`portal.pages.starter.load_pages`).
    """
    return _load(read_documents())


def load_added_later() -> Loaded:
    """Load what a later version brought (`added_later` in the data) into a library that is in use.

    What was there from the beginning and was deleted since does not come back. Without a library there is nothing to add to.
    """
    if not LibraryIndexPage.objects.exists():
        return Loaded(created=(), kept=())
    return _load([record for record in read_documents() if record.get("added_later")])


@transaction.atomic
def _load(records: list[dict[str, Any]]) -> Loaded:
    """Load some records with the names that they need."""
    index = _index()
    agencies = _names(Agency, "agencies", {record["agency"] for record in records})
    topics = _names(Topic, "topics", {slug for record in records for slug in record.get("topics", [])})
    created, kept = [], []
    known = set(index.get_children().values_list("slug", flat=True))
    for record in records:
        if record["slug"] in known:
            kept.append(record["slug"])
            continue
        page = _page(record, agencies)
        index.add_child(instance=page)
        page.topics.set([topics[slug] for slug in record.get("topics", [])])
        page.save()
        created.append(record["slug"])
    pages = {page.slug: page for page in DocumentPage.objects.child_of(index)}
    for record in records:
        if record["slug"] in created:
            _link(pages[record["slug"]], record, pages)
    grant_rights()
    return Loaded(created=tuple(created), kept=tuple(kept))


def grant_rights() -> None:
    """Let editors and publishers keep the names that documents share, and publishers the words of the library.

    A word stands on every document at once, so that it is published with the key that keeps it. What was added in vain may go.
    """
    let_edit("legal_library", "agency")
    let_edit("legal_library", "topic")
    let_edit("legal_library", "term", who=[Function.PUBLISH], verbs=[*EDITING, "delete"])


def _index() -> LibraryIndexPage:
    """Return the library's page, made if it is missing."""
    found = LibraryIndexPage.objects.first()
    if found:
        return found
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    home = site.root_page.specific if site else None
    if home is None or type(home) is Page:
        raise NoHomePageError
    now = timezone.now()
    index = LibraryIndexPage(
        title="คลังกฎหมายและหนังสือสั่งการ",
        title_en="Library of laws and directives",
        slug=INDEX_SLUG,
        intro="กฎหมาย ระเบียบ หนังสือสั่งการ และคู่มือเกี่ยวกับการช่วยเหลือประชาชน ค้นและอ่านได้โดยไม่ต้องลงชื่อเข้าใช้",
        intro_en="Laws, regulations, directives and manuals about helping people. Open to everyone, no sign-in.",
        first_published_at=now,
        last_published_at=now,
    )
    home.add_child(instance=index)
    return index


def _names(model: type[Agency] | type[Topic], key: str, needed: set[str]) -> dict[str, Any]:
    """Return agencies or topics by slug, made where missing."""
    found = {}
    for slug, values in read_toml("names.toml")[key].items():
        if slug not in needed:
            continue
        defaults = dict(zip(("name", "name_en", "problem"), values, strict=False))
        found[slug], _ = model.objects.get_or_create(slug=slug, defaults=defaults)
    return found


def _joined(text: str) -> str:
    """Undo the line breaks that the data files have for their readers only."""
    return " ".join(line.strip() for line in text.splitlines() if line.strip())


def _page(record: dict[str, Any], agencies: dict[str, Agency]) -> DocumentPage:
    """Return a new page with everything but what points to other documents."""
    values = {name: value for name, value in record.items() if name not in _OWN_KEYS}
    for name in ("contact", "parties"):
        if name in values:
            values[name] = values[name].strip()
    values |= CHECKED.get(record.get("checked", ""), {})
    if gazette := record.get("gazette"):
        names = ("gazette_volume", "gazette_part", "gazette_page", "gazette_published_on")
        values |= dict(zip(names, gazette, strict=True))
    values.setdefault("holding", Holding.FULL if "text" in record else Holding.RECORD)
    now = None if record.get("draft") else timezone.now()
    page = DocumentPage(
        slug=record["slug"],
        agency=agencies[record["agency"]],
        summary=_joined(record["summary"]),
        other_names="\n".join(record.get("other_names", [])),
        live=not record.get("draft"),
        has_unpublished_changes=bool(record.get("draft")),
        first_published_at=now,
        last_published_at=now,
        **values,
    )
    page.passages = _passages(record.get("text"))
    page.notes = [DocumentNote(sort_order=order, **row) for order, row in enumerate(record.get("notes", []))]
    return page


def _passages(name: str | None) -> list[DocumentPassage]:
    if not name:
        return []
    marked = split_marked((DATA / name).read_text(encoding="utf-8"))
    return [
        DocumentPassage(
            sort_order=order,
            label=row.label,
            heading=row.heading,
            text=row.text,
            anchor=row.anchor,
            level=row.level,
        )
        for order, row in enumerate(marked)
    ]


def _link(page: DocumentPage, record: dict[str, Any], pages: dict[str, DocumentPage]) -> None:
    """Add relations and enclosures, which may point to any document."""
    for order, row in enumerate(record.get("enclosures", [])):
        Enclosure.objects.create(
            page=page,
            sort_order=order,
            title=row["title"],
            quantity=row.get("quantity"),
            unit=row.get("unit", ""),
            document=pages[row["to"]] if "to" in row else None,
        )
    rows = [
        {
            "kind": row["kind"],
            "target": pages[row["to"]] if "to" in row else None,
            "reference_text": row.get("text", ""),
            "provision": row.get("provision", ""),
            "note": row.get("note", ""),
            "note_en": row.get("note_en", ""),
        }
        for row in record.get("relations", [])
        # An installation that is in use may have lost what a later record points to.
        if row.get("to", page.slug) in pages
    ]
    rows += [
        {"kind": RelationKind.AMENDS, "reference_text": text, "incoming": True}
        for text in record.get("amended_by", [])
    ]
    for order, row in enumerate(rows):
        relation = DocumentRelation(page=page, sort_order=order, **row)
        relation.full_clean()
        relation.save()
