"""Passages are stored at once, in statements whose number does not grow with them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from legal_library.models import DocumentPage, DocumentPassage, LibraryIndexPage, storing
from tests.legal_library.factories import DocumentFactory


def rows(*texts: str) -> list[DocumentPassage]:
    return [DocumentPassage(sort_order=n, label=f"มาตรา {n + 1}", text=text) for n, text in enumerate(texts)]


@pytest.fixture
def law(library: LibraryIndexPage) -> DocumentPage:
    page = DocumentFactory(parent=library, slug="law")
    page.passages = rows("ก", "ข", "ค")
    page.save()
    return page


def stored(page: DocumentPage) -> list[tuple[str, str]]:
    return list(
        DocumentPassage.objects.filter(page=page).order_by("sort_order").values_list("anchor", "text")
    )


def test_a_page_stores_its_passages_with_their_anchors(law: DocumentPage) -> None:
    assert stored(law) == [("m1", "ก"), ("m2", "ข"), ("m3", "ค")]
    assert [row.page_id for row in law.passages.all()] == [law.pk] * 3


def test_a_new_page_stores_them_too(library: LibraryIndexPage) -> None:
    page = DocumentFactory.build(slug="new", agency=None, live=False)
    page.passages = rows("ก")
    library.add_child(instance=page)
    assert stored(page) == [("m1", "ก")]


def test_rows_keep_their_keys_and_what_is_gone_is_gone(law: DocumentPage) -> None:
    first, second, third = law.passages.all()
    third.text, third.sort_order = "แก้", 0
    first.sort_order = 2
    law.passages = [third, DocumentPassage(sort_order=1, label="มาตรา 9", text="ใหม่"), first]
    law.save()
    kept = DocumentPassage.objects.filter(page=law).order_by("sort_order")
    assert [(row.pk, row.anchor, row.text) for row in kept][0] == (third.pk, "m3", "แก้")
    assert stored(law) == [("m3", "แก้"), ("m9", "ใหม่"), ("m1", "ก")]
    assert not DocumentPassage.objects.filter(pk=second.pk).exists()


def test_a_version_that_is_brought_back_has_its_rows_again(law: DocumentPage) -> None:
    revision = law.save_revision()
    law.passages = []
    law.save()
    assert stored(law) == []
    revision.publish()
    assert stored(law) == [("m1", "ก"), ("m2", "ข"), ("m3", "ค")]


def test_saving_other_fields_leaves_them_alone(law: DocumentPage) -> None:
    again = DocumentPage.objects.get(pk=law.pk)
    again.summary = "ใหม่"
    again.save()
    again.save(update_fields=["summary"])
    assert stored(law) == [("m1", "ก"), ("m2", "ข"), ("m3", "ค")]


def test_modelcluster_still_has_what_is_taken_from_it(law: DocumentPage) -> None:
    again = DocumentPage.objects.get(pk=law.pk)
    assert storing.taken(again) is None
    again.passages = rows("ก")
    assert [row.text for row in storing.taken(again) or []] == ["ก"]
    assert storing.taken(again) is None


@pytest.mark.parametrize("change", ["nothing", "words", "order", "all"])
def test_the_work_does_not_grow_row_by_row(law: DocumentPage, change: str) -> None:
    def statements(count: int) -> int:
        law.passages = rows(*("ข้อความ" for _ in range(count)))
        law.save()
        page = DocumentPage.objects.get(pk=law.pk)
        found: list[Any] = list(page.passages.all())
        for place, row in enumerate(found):
            row.text = "แก้" if change in ("words", "all") else row.text
            row.sort_order = count - place if change in ("order", "all") else row.sort_order
        page.passages = found
        with CaptureQueriesContext(connection) as queries:
            page.save()
        return len(queries)

    assert statements(800) - statements(8) <= 2 * (800 // storing._AT_ONCE) + 20
