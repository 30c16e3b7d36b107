"""Reading letters in `/cms/`: files in, the proposal beside the pages, a draft out, by those who may (issue 11, 6)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from legal_library.models import DocumentPage, DocumentPassage, LetterReading, LibraryIndexPage
from portal.accounts.functions import CMS_GROUPS, Function
from portal.accounts.roles import Role
from tests.accounts.factories import AppointmentFactory
from tests.legal_library.editing.test_editing import editor
from tests.legal_library.factories import DocumentFactory, LetterFactory
from tests.legal_library.proposing.test_drafting import LETTER, _at_once
from tests.legal_library.reading.bundle import as_pdf

__all__ = ["_at_once", "editor"]
URL = "/cms/library/letters/"


def hand_in(client: Client, capture: Any, *names: str, content: bytes = b"") -> list[LetterReading]:
    files = [SimpleUploadedFile(name, content or as_pdf(LETTER)) for name in names]
    with capture(execute=True):
        response = client.post(URL, {"files": files})
    assert response.status_code == 302, response.content.decode()
    return list(LetterReading.objects.order_by("pk"))


def piece_form(**values: Any) -> dict[str, Any]:
    return {
        "title": "ช่วยเหลือผู้ประสบภัย",
        "kind": "circular",
        "reference_as_written": "กบ ๐๐๒๓.๓/ว ๓๓๓๒",
        "signed_on": "16/9/2556",
        **values,
    }


@pytest.fixture
def writer(library: LibraryIndexPage) -> Client:
    """An editor who may write drafts and not publish."""
    user = AppointmentFactory(role=Role.CONTENT_EDITOR).user
    user.groups.add(Group.objects.get(name=CMS_GROUPS[Function.EDIT_CONTENT]))
    client = Client()
    client.force_login(user)
    return client


def test_an_editor_hands_in_several_files_and_makes_a_draft_beside_the_page(
    writer: Client, library: LibraryIndexPage, django_capture_on_commit_callbacks: Any
) -> None:
    first, second = hand_in(writer, django_capture_on_commit_callbacks, "a.pdf", "b.pdf")
    assert "a.pdf" in writer.get(URL).content.decode()
    overview = writer.get(reverse("legal_library_reading", args=[first.pk])).content.decode()
    assert "ช่วยเหลือผู้ประสบภัย" in overview and "ตรวจและทำฉบับร่าง" in overview
    address = reverse("legal_library_reading_piece", args=[first.pk, 0])
    page = writer.get(address).content.decode()
    # Where it stands and how sure, and the picture of the page.
    assert 'href="#page-1"' in page and "บรรทัด 2" in page and "อ่านได้ชัด" in page
    picture = reverse("legal_library_reading_leaf", args=[first.pk, 1])
    assert picture in page
    assert b"".join(writer.get(picture).streaming_content)[:4] == b"RIFF"
    response = writer.post(address, piece_form(addressee="แก้แล้ว"))
    draft = DocumentPage.objects.get()
    assert response.url == reverse("wagtailadmin_pages:edit", args=[draft.pk])
    assert (draft.live, draft.addressee, draft.reference) == (False, "แก้แล้ว", "กบ 0023.3/ว 3332")
    assert draft.text_is_machine_read is False and draft.files.count() == 1
    # The draft is opened from then on, and the second file is known to be the same letter.
    assert writer.get(address).status_code == 302
    again = reverse("legal_library_reading_piece", args=[second.pk, 0])
    assert "คลังมีแล้ว" in writer.get(again).content.decode()
    assert "คลังมีเอกสารนี้แล้ว" in writer.post(again, piece_form()).content.decode()
    assert DocumentPage.objects.count() == 1


def test_what_was_typed_comes_back_with_the_reason_at_its_field(
    editor: Client, library: LibraryIndexPage, django_capture_on_commit_callbacks: Any
) -> None:
    (row,) = hand_in(editor, django_capture_on_commit_callbacks, "a.pdf")
    address = reverse("legal_library_reading_piece", args=[row.pk, 0])
    page = editor.post(address, piece_form(signed_on="31/2/2556", subject="พิมพ์เอง")).content.decode()
    assert "31/2/2556" in page and "พิมพ์เอง" in page and "errorlist" in page
    assert not DocumentPage.objects.exists()
    # B.E. and C.E. mixed: either is understood, and never counted twice.
    editor.post(address, piece_form(signed_on="16/9/2013"))
    assert DocumentPage.objects.get().year_be == 2556


def test_all_documents_of_a_file_become_drafts_at_once(
    editor: Client, library: LibraryIndexPage, django_capture_on_commit_callbacks: Any
) -> None:
    both = as_pdf(LETTER, "คู่มือการช่วยเหลือ\n\nก")
    (row,) = hand_in(editor, django_capture_on_commit_callbacks, "a.pdf", content=both)
    editor.post(reverse("legal_library_reading", args=[row.pk]))
    assert {page.kind for page in DocumentPage.objects.all()} == {"circular", "manual"}
    assert "เปิดฉบับร่าง" in editor.get(reverse("legal_library_reading", args=[row.pk])).content.decode()


def test_a_file_that_cannot_be_read_says_so_and_one_that_is_a_picture_is_shown(
    editor: Client, library: LibraryIndexPage, django_capture_on_commit_callbacks: Any
) -> None:
    (row,) = hand_in(editor, django_capture_on_commit_callbacks, "x.pdf", content=b"MZ\x90")
    page = editor.get(reverse("legal_library_reading", args=[row.pk])).content.decode()
    assert "ไม่ใช่ PDF" in page
    assert editor.post(URL, {}).status_code == 200


def test_another_day_of_the_same_letter_is_told(
    editor: Client, library: LibraryIndexPage, django_capture_on_commit_callbacks: Any
) -> None:
    LetterFactory(parent=library, reference_as_written="กบ 0023.3/ว 3332")
    (row,) = hand_in(editor, django_capture_on_commit_callbacks, "a.pdf")
    page = editor.get(reverse("legal_library_reading", args=[row.pk])).content.decode()
    assert "วันที่ไม่ตรงกัน" in page and "9 ก.ย. 2556" in page


def test_who_is_no_editor_sees_nothing_of_it(
    editor: Client, library: LibraryIndexPage, django_capture_on_commit_callbacks: Any, client: Client
) -> None:
    (row,) = hand_in(editor, django_capture_on_commit_callbacks, "a.pdf")
    other = Client()
    other.force_login(AppointmentFactory(role=Role.CENTER_OFFICER).user)
    addresses = [
        URL,
        reverse("legal_library_reading", args=[row.pk]),
        reverse("legal_library_reading_piece", args=[row.pk, 0]),
        reverse("legal_library_reading_leaf", args=[row.pk, 1]),
    ]
    for address in addresses:
        assert other.get(address).status_code in (302, 403), address
        assert Client().get(address).status_code == 302, address
    for address in (reverse("legal_library_reading_piece", args=[row.pk, 7]), f"{URL}999/"):
        assert editor.get(address).status_code == 404, address


def test_readers_are_told_that_a_machine_read_a_text(
    client: Client, library: LibraryIndexPage, django_capture_on_commit_callbacks: Any
) -> None:
    page = DocumentFactory(parent=library, text_is_machine_read=True)
    DocumentPassage.objects.create(page=page, label="มาตรา ๑", text="มาตรา ๑ ก", anchor="m1")
    words = "อ่านด้วยเครื่อง ยังไม่ตรวจ"
    assert words in client.get(page.url).content.decode()
    DocumentPage.objects.update(text_is_machine_read=False)
    assert words not in client.get(f"{page.url}?x=1").content.decode()


def test_the_command_tells_what_is_in_files_and_stores_nothing(
    library: LibraryIndexPage, tmp_path: Path, capsys: Any
) -> None:
    good, bad = tmp_path / "a.pdf", tmp_path / "b.pdf"
    good.write_bytes(as_pdf(LETTER))
    bad.write_bytes(b"MZ")
    with pytest.raises(CommandError) as ended:
        call_command("read_document", good, bad, tmp_path / "none.pdf", "--json")
    assert ended.value.returncode == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["name"] for line in lines] == ["a.pdf", "b.pdf", "none.pdf"]
    (piece,) = lines[0]["pieces"]
    found = {row["name"]: row for row in piece["fields"]}
    assert piece["kind"] == "circular"
    assert found["signed_on"]["value"] == "2013-09-16" and found["signed_on"]["place"] == {
        "page": 1,
        "line": 4,
    }
    assert found["signed_on"]["sure"] == "sure"
    assert "ไม่ใช่ PDF" in lines[1]["problem"] and lines[2]["problem"]
    call_command("read_document", good)
    assert "signatory: นายก ข [1:" in capsys.readouterr().out
    assert not LetterReading.objects.exists() and not DocumentPage.objects.exists()


def test_the_screens_say_that_the_drafts_of_a_file_will_be_confidential(
    writer: Client, django_capture_on_commit_callbacks: Any
) -> None:
    content = as_pdf(f"ลับ\n{LETTER}")
    plain, secret = (
        hand_in(writer, django_capture_on_commit_callbacks, "a.pdf", content=one)[-1]
        for one in (b"", content)
    )
    for row, is_said in ((plain, False), (secret, True)):
        for address in (f"{URL}{row.pk}/", reverse("legal_library_reading_piece", args=[row.pk, 0])):
            assert ("มีตราชั้นลับ" in writer.get(address).content.decode()) is is_said, address
    writer.post(reverse("legal_library_reading_piece", args=[secret.pk, 0]), piece_form())
    assert DocumentPage.objects.get().secrecy == "confidential"
