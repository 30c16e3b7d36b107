"""What was checked more than a year ago waits to be checked again, the oldest first (issue 11, 5)."""

from __future__ import annotations

from datetime import date

import time_machine
from django.test import Client

from legal_library.editing.reviewing import due_for_review
from legal_library.models import LibraryIndexPage
from legal_library.vocabulary import DocumentStatus, Holding
from tests.legal_library.editing.test_editing import editor
from tests.legal_library.factories import DocumentFactory

__all__ = ["editor"]
TODAY = date(2026, 11, 26)


def test_never_checked_comes_first_then_the_oldest(library: LibraryIndexPage) -> None:
    DocumentFactory(parent=library, title="ใหม่", checked_on=date(2026, 1, 1))
    old = DocumentFactory(parent=library, title="เก่า", checked_on=date(2021, 6, 30))
    older = DocumentFactory(parent=library, title="เก่ากว่า", checked_on=date(2020, 1, 1))
    never = DocumentFactory(parent=library, title="ไม่เคย")
    DocumentFactory(parent=library, title="ยกเลิก", status=DocumentStatus.REPEALED)
    DocumentFactory(parent=library, title="ไม่มีตัว", holding=Holding.MISSING)
    DocumentFactory(parent=library, title="ร่าง", live=False)
    assert [page.pk for page in due_for_review(TODAY)] == [never.pk, older.pk, old.pk]


def test_editors_see_the_list(editor: Client, library: LibraryIndexPage) -> None:
    DocumentFactory(parent=library, title="พระราชบัญญัติเก่า", checked_on=date(2021, 6, 30))
    with time_machine.travel("2026-11-26T05:00:00Z", tick=False):
        html = editor.get("/cms/library/review/").content.decode()
    assert "พระราชบัญญัติเก่า" in html and "30 มิ.ย. 2564" in html
