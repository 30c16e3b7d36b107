"""One change for many documents: topics, and a standing that was checked (issue 11, 9)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from legal_library.models import DocumentPage, LibraryIndexPage
from legal_library.vocabulary import DocumentStatus
from tests.legal_library.editing.test_editing import editor
from tests.legal_library.editing.test_reading_screen import writer
from tests.legal_library.factories import DocumentFactory, TopicFactory

__all__ = ["editor", "writer"]
NOON = dt.datetime(2026, 11, 22, 5, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


def act(client: Client, action: str, pages: list[Any], **values: Any) -> Any:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    query = "&".join(f"id={page.pk}" for page in pages)
    return client.post(f"{address}?{query}&next=/cms/", values)


def test_topics_come_and_go_for_all_that_were_ticked(editor: Client, library: LibraryIndexPage) -> None:
    flood, old = TopicFactory(name="น้ำท่วม"), TopicFactory(name="เก่า")
    pages = [DocumentFactory(parent=library) for _number in range(2)]
    pages[0].topics.set([old])
    pages[0].save()
    pages[0].save_revision().publish()
    screen = editor.get(
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "document_topics"])
        + f"?id={pages[0].pk}&id={library.pk}"
    ).content.decode()
    assert pages[0].title in screen and "ไม่ใช่เอกสารในคลัง" in screen
    assert act(editor, "document_topics", pages, add=[flood.pk], remove=[old.pk]).status_code == 302
    for page in pages:
        assert [topic.name for topic in DocumentPage.objects.get(pk=page.pk).topics.all()] == ["น้ำท่วม"]
        assert not page.changes.exists(), "topics tell readers nothing new"
    assert "เลือกอย่างน้อยหนึ่งหัวข้อ" in act(editor, "document_topics", pages).content.decode()
    both = act(editor, "document_topics", pages, add=[flood.pk], remove=[flood.pk])
    assert "ทั้งเพิ่มและเอาออกไม่ได้" in both.content.decode()


def test_a_check_of_many_is_dated_today_and_told_to_readers(
    editor: Client, library: LibraryIndexPage
) -> None:
    public = DocumentFactory(parent=library, status=DocumentStatus.UNVERIFIED)
    open_draft = DocumentFactory(parent=library, title="เดิม", status=DocumentStatus.UNVERIFIED)
    open_draft.title = "กำลังแก้"
    open_draft.save_revision()
    values = {"status": DocumentStatus.IN_FORCE, "checked_against": "ocs.go.th"}
    assert act(editor, "document_status", [public, open_draft], **values).status_code == 302
    found = DocumentPage.objects.get(pk=public.pk)
    assert (found.status, found.checked_on) == (DocumentStatus.IN_FORCE, dt.date(2026, 11, 22))
    assert "ตรวจสถานะ: ใช้บังคับ" in [row.note for row in found.changes.all()]
    # Somebody works on the other one: its draft gets the change, readers see it when that is published.
    other = DocumentPage.objects.get(pk=open_draft.pk)
    assert (other.status, other.title) == (DocumentStatus.UNVERIFIED, "เดิม")
    assert other.get_latest_revision_as_object().status == DocumentStatus.IN_FORCE
    assert act(editor, "document_status", [public], status="in_force", checked_against="").status_code == 200


def test_who_may_not_publish_changes_drafts_only(writer: Client, library: LibraryIndexPage) -> None:
    page = DocumentFactory(parent=library, status=DocumentStatus.UNVERIFIED)
    act(writer, "document_status", [page], status=DocumentStatus.IN_FORCE, checked_against="x")
    assert DocumentPage.objects.get(pk=page.pk).status == DocumentStatus.UNVERIFIED
