"""Texts come in through `/cms/` as well: looked at first, then carried out, by those who may (issue 11, 1)."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from legal_library.editing import import_screen
from legal_library.importing import running
from legal_library.models import DocumentPage, LibraryImport, LibraryIndexPage
from portal.accounts.functions import CMS_GROUPS, Function
from portal.accounts.roles import Role
from portal.files import PRIVATE_STORAGE
from tests.accounts.factories import AppointmentFactory
from tests.legal_library.editing.test_editing import editor
from tests.legal_library.factories import DocumentFactory

__all__ = ["editor"]
URL = "/cms/library/import/"
TITLE = "พระราชบัญญัติผู้สูงอายุ พ.ศ. 2546"


def upload(name: str = f"{TITLE}.txt", text: str = "มาตรา ๑ ก\nมาตรา ๒ ข") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def hand_in(client: Client, *files: SimpleUploadedFile, **values: Any) -> LibraryImport:
    response = client.post(URL, {"files": list(files), "as_of": "30/6/2564", **values})
    assert response.status_code == 302, response.content.decode()
    return LibraryImport.objects.latest("pk")


@pytest.fixture
def act(library: LibraryIndexPage) -> DocumentPage:
    return DocumentFactory(parent=library, title=TITLE, year_be=2546)


def test_nothing_is_stored_before_it_was_looked_at_and_confirmed(
    editor: Client, act: DocumentPage, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        run = hand_in(editor, upload(), publish="on")
    run.refresh_from_db()
    page = editor.get(reverse("legal_library_import", args=[run.pk])).content.decode()
    assert "ข้อความเต็ม 2 ตอน" in page
    assert act.passages.count() == 0
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(reverse("legal_library_import", args=[run.pk]))
    run.refresh_from_db()
    assert run.state == LibraryImport.State.DONE
    assert DocumentPage.objects.get(pk=act.pk).passages.count() == 2
    assert list(PRIVATE_STORAGE.entries(run.folder)) == []


def test_a_table_is_read_with_the_files_that_were_handed_in_beside_it(
    editor: Client, act: DocumentPage, django_capture_on_commit_callbacks: Any
) -> None:
    table = upload("records.csv", f"title,file\n{TITLE},กฎหมาย.txt\nระเบียบ ก,ไม่มี.txt\n")
    with django_capture_on_commit_callbacks(execute=True):
        run = hand_in(editor, table, upload("กฎหมาย.txt"))
    run.refresh_from_db()
    assert [row[1] for row in run.outcomes] == ["updated", "error"]
    errors = editor.get(reverse("legal_library_import", args=[run.pk]), {"errors": "1"})
    assert "ไม่มี.txt" in errors.content.decode()
    assert TITLE not in errors.content.decode()


def test_a_file_that_cannot_be_read_is_said_in_words(
    editor: Client, act: DocumentPage, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        run = hand_in(editor, SimpleUploadedFile("x.pdf", b"MZ\x90"))
    page = editor.get(reverse("legal_library_import", args=[run.pk])).content.decode()
    assert "ไฟล์นี้ไม่ใช่เอกสาร" in page


def test_a_name_never_leads_out_of_the_folder(editor: Client, act: DocumentPage) -> None:
    run = hand_in(editor, upload("..\\..\\evil.txt"), upload(".hidden"))
    assert all(not name.startswith(".") and "/" not in name for name in run.files)
    assert sorted(run.files) == sorted(
        entry.name.rpartition("/")[2] for entry in PRIVATE_STORAGE.entries(run.folder)
    )


def test_an_import_is_carried_out_once(
    editor: Client, act: DocumentPage, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        run = hand_in(editor, upload())
    address = reverse("legal_library_import", args=[run.pk])
    with django_capture_on_commit_callbacks() as first:
        editor.post(address)
    with django_capture_on_commit_callbacks() as second:
        editor.post(address)
    assert (len(first), len(second)) == (1, 0)


def test_who_may_not_publish_cannot_ask_for_it(
    act: DocumentPage, django_capture_on_commit_callbacks: Any
) -> None:
    user = AppointmentFactory(role=Role.CONTENT_EDITOR).user
    user.groups.add(Group.objects.get(name=CMS_GROUPS[Function.EDIT_CONTENT]))
    client = Client()
    client.force_login(user)
    with django_capture_on_commit_callbacks(execute=True):
        run = hand_in(client, upload(), publish="on")
    assert "publish" not in run.choices
    assert 'name="publish"' not in client.get(URL).content.decode()


def test_who_is_no_editor_is_not_let_in(act: DocumentPage, client: Client) -> None:
    appointment = AppointmentFactory(role=Role.CENTER_OFFICER)
    client.force_login(appointment.user)
    assert client.get(URL).status_code in (302, 403)


def test_one_bad_file_never_loses_the_good_ones(
    editor: Client, act: DocumentPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_screen, "MOST_BYTES", 1000)
    run = hand_in(
        editor, upload("ก.txt"), upload("ว่าง.txt", ""), upload("ใหญ่.txt", "ก" * 999), upload("ข.txt")
    )
    assert sorted(run.files) == ["ก.txt", "ข.txt"]
    page = editor.get(reverse("legal_library_import", args=[run.pk])).content.decode()
    assert "ว่าง.txt" in page and "ใหญ่.txt" in page


def test_no_good_file_at_all_is_said_for_each(editor: Client, act: DocumentPage) -> None:
    page = editor.post(URL, {"files": [upload("ว่าง.txt", ""), upload("เปล่า.txt", "")]})
    assert page.status_code == 200
    assert "ว่าง.txt" in page.content.decode() and "เปล่า.txt" in page.content.decode()
    assert not LibraryImport.objects.exists()


@pytest.mark.parametrize("task", [running.look_at, running.carry_out])
def test_an_import_that_breaks_says_so_and_is_not_at_work_for_ever(
    editor: Client, act: DocumentPage, monkeypatch: pytest.MonkeyPatch, task: Any
) -> None:
    run = hand_in(editor, upload())
    if task is running.carry_out:
        LibraryImport.objects.update(state=LibraryImport.State.WRITING)

    def broken(*args: Any, **kwargs: Any) -> Any:
        raise RuntimeError("broken")

    monkeypatch.setattr(running, "take_over", broken)
    with pytest.raises(RuntimeError):
        task.call(run.pk)
    run.refresh_from_db()
    assert run.state == LibraryImport.State.FAILED
    assert "ระบบขัดข้อง" in editor.get(reverse("legal_library_import", args=[run.pk])).content.decode()
