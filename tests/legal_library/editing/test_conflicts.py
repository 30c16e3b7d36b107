"""What contradicts itself is a task of the editors (issue 11, 4; library.md, idea 3)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.test import Client
from django.urls import reverse

from legal_library.editing.conflicts import conflicts
from legal_library.models import DocumentPassage, DocumentRelation, LibraryIndexPage
from legal_library.vocabulary import DocumentStatus, RelationKind
from tests.legal_library.editing.test_editing import editor
from tests.legal_library.factories import DocumentFactory, LetterFactory

__all__ = ["editor"]
CITED = "หนังสือกรม ที่ มท ๐๘๙๑.๓/ว ๑๙๑๘ ลงวันที่ {} กันยายน ๒๕๕๖"


def found() -> list[tuple[str, str]]:
    return [(row.page.title, row.words) for row in conflicts()]


def test_two_days_of_one_letter_are_a_task_until_they_agree(
    editor: Client, library: LibraryIndexPage
) -> None:
    dla = LetterFactory(
        parent=library,
        title="หนังสือกรม",
        reference_as_written="มท 0891.3/ว 1918",
        signed_on=dt.date(2013, 9, 9),
    )
    krabi = LetterFactory(parent=library, title="หนังสือจังหวัด", reference_as_written="กบ 0023.3/ว 3332")
    row = DocumentRelation.objects.create(
        page=krabi, target=dla, kind=RelationKind.RELAYS, reference_text=CITED.format("๒")
    )
    assert found() == [("หนังสือจังหวัด", "อ้างว่าลงวันที่ 2 ก.ย. 2556 แต่ระเบียนลงวันที่ 9 ก.ย. 2556")]
    html = editor.get(reverse("legal_library_conflicts")).content.decode()
    assert "2 ก.ย. 2556" in html and reverse("wagtailadmin_pages:edit", args=[dla.pk]) in html
    row.reference_text = CITED.format("๙")
    row.save()
    assert found() == []


def test_two_records_of_one_letter_are_a_task(library: LibraryIndexPage) -> None:
    for title, number, day in (
        ("ก", "มท 0891.3/ว 1918", dt.date(2013, 9, 9)),
        ("ข", "มท ๐๘๙๑.๓ / ว ๑๙๑๘", dt.date(2013, 9, 2)),
        ("ปีอื่น", "มท 0891.3/ว 1918", dt.date(2014, 9, 2)),
    ):
        LetterFactory(parent=library, title=title, reference_as_written=number, signed_on=day)
    assert found() == [("ข", "เลขที่และปีเดียวกับอีกระเบียนหนึ่ง")]


def test_what_another_repeals_and_still_holds_is_a_task(library: LibraryIndexPage) -> None:
    old = DocumentFactory(parent=library, title="เก่า", status=DocumentStatus.IN_FORCE)
    new = DocumentFactory(parent=library, title="ใหม่")
    row = DocumentRelation.objects.create(page=new, target=old, kind=RelationKind.REPEALS)
    assert [title for title, _words in found()] == ["เก่า"]
    row.provision = "มาตรา 5"
    row.save()
    assert found() == [], "one section of it is repealed, not the whole"
    row.provision = ""
    row.save()
    old.status = DocumentStatus.REPEALED
    old.save()
    assert found() == []


def test_a_provision_that_the_text_does_not_have_is_a_task(library: LibraryIndexPage) -> None:
    act = DocumentFactory(parent=library, title="หลัก")
    DocumentPassage.objects.create(page=act, label="มาตรา ๕", text="ก", anchor="m5")
    rule = DocumentFactory(parent=library, title="ระเบียบ")
    row = DocumentRelation.objects.create(
        page=rule, target=act, kind=RelationKind.ISSUED_UNDER, provision="มาตรา 5 และ 9"
    )
    assert found() == [("ระเบียบ", "อ้าง มาตรา 9 ซึ่งไม่มีในข้อความของอีกฉบับ")]
    row.provision = "มาตรา 5"
    row.save()
    assert found() == []


def test_the_list_asks_a_constant_number_of_questions(
    library: LibraryIndexPage, django_assert_max_num_queries: Any
) -> None:
    pages = [LetterFactory(parent=library) for _number in range(6)]
    for page in pages[1:]:
        DocumentRelation.objects.create(page=page, target=pages[0], kind=RelationKind.REPEALS)
    with django_assert_max_num_queries(6):
        assert len(conflicts()) == 5
