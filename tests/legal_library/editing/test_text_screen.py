"""The full text is one field: pasted, looked at, stored as a draft; a law of 2,000 passages as well."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from legal_library.editing.texts import PART
from legal_library.models import DocumentPage, DocumentPassage, LibraryIndexPage
from portal.accounts.functions import CMS_GROUPS, Function
from portal.accounts.roles import Role
from tests.accounts.factories import AppointmentFactory
from tests.legal_library.editing.test_editing import PUBLISH, create, editor, form
from tests.legal_library.factories import DocumentFactory

__all__ = ["editor"]

LONG = 2000
LAW = "\n".join(f"มาตรา {number} ข้อความของมาตรา {number} " + "ตัวบท" * 20 for number in range(1, LONG + 1))


@pytest.fixture
def law(library: LibraryIndexPage) -> DocumentPage:
    return DocumentFactory(parent=library, slug="law", title="กฎหมาย")


def address(page: DocumentPage, part: str = "") -> str:
    return reverse("legal_library_text", args=[page.pk]) + (f"?part={part}" if part else "")


def newest(page: Page) -> DocumentPage:
    return DocumentPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def fields(client: Client, url: str) -> dict[str, str]:
    """The form as the browser has it."""
    soup = BeautifulSoup(client.get(url).content, "html.parser")
    text = soup.select_one("textarea[name=text]")
    assert text is not None
    return {
        "text": text.text.removeprefix("\n"),
        "base": soup.select_one("input[name=base]").get("value", ""),
    }


def save(client: Client, page: DocumentPage, part: str = "", **changes: Any) -> Any:
    url = address(page, part)
    return client.post(url, {**fields(client, url), "save": "", **changes})


def anchors(page: DocumentPage) -> list[str]:
    return [row.anchor for row in newest(page).passages.all()]


def test_a_pasted_text_is_cut_and_shown_before_it_is_stored(editor: Client, law: DocumentPage) -> None:
    response = editor.post(
        address(law), {"text": "หมวด ๑\nบททั่วไป\nมาตรา ๑ ก\nมาตรา ๒ ข", "look": "", "base": ""}
    )
    assert [row.anchor for row in response.context["preview"]] == ["muat1", "m1", "m2"]
    change = response.context["change"]
    assert (change.added, change.changed, change.kept, change.removed) == (3, 0, 0, 0)
    assert "@@ m1 | มาตรา ๑ | 2" in response.content.decode()
    assert not DocumentPassage.objects.exists()
    assert law.latest_revision is None


def test_storing_makes_a_draft_and_publishing_needs_a_note(editor: Client, law: DocumentPage) -> None:
    assert save(editor, law, text="มาตรา ๑ ก\nมาตรา ๒ ข").status_code == 302
    assert not DocumentPassage.objects.exists(), "the public still has the old text"
    assert [(row.anchor, row.text) for row in newest(law).passages.all()] == [
        ("m1", "มาตรา ๑ ก"),
        ("m2", "มาตรา ๒ ข"),
    ]
    url = reverse("wagtailadmin_pages:edit", args=[law.pk])
    base = {
        "title": law.title,
        "slug": law.slug,
        "kind": "act",
        "reference_as_written": "",
        "year_be": "2546",
    }
    refused = editor.post(url, form(**base, **PUBLISH))
    assert refused.context["form"].errors["change_note"]
    assert editor.post(url, form(**base, change_note="เพิ่มข้อความ", **PUBLISH)).status_code == 302
    assert [row.anchor for row in DocumentPage.objects.get(pk=law.pk).passages.all()] == ["m1", "m2"]


def test_letters_that_no_paper_can_print_are_named_with_the_draft(editor: Client, law: DocumentPage) -> None:
    """The full text is printed too, and it does not come in by the form that Wagtail's hook sees."""
    url = address(law)
    data = {**fields(editor, url), "save": "", "text": "มาตรา ๑ ก \u1200"}
    told = [str(message) for message in editor.post(url, data, follow=True).context["messages"]]
    assert any("U+1200" in words for words in told)
    data = {**fields(editor, url), "save": "", "text": "มาตรา ๑ ข မောင်"}
    told = [str(message) for message in editor.post(url, data, follow=True).context["messages"]]
    assert not any("U+" in words for words in told)


def test_what_nobody_touched_stays_word_for_word(editor: Client, law: DocumentPage) -> None:
    rows = [
        ("m1", "มาตรา ๑", "", "มาตรา ๑ ก\r\nบรรทัด  สอง\n\n# ไม่ใช่หัวเรื่อง\n@@ ไม่ใช่เครื่องหมาย", 1),
        ("old-link", "ข้อ ๒ | ๒", "หัวเรื่อง", "| ก | ข |", 2),
        ("p3", "", "หัว", "", 1),
    ]
    for order, (anchor, label, heading, text, level) in enumerate(rows):
        DocumentPassage.objects.create(
            page=law, sort_order=order, anchor=anchor, label=label, heading=heading, text=text, level=level
        )
    before = list(law.passages.values("pk", "anchor", "label", "heading", "text", "level"))
    assert save(editor, law).status_code == 302
    newest(law).latest_revision.publish()
    assert list(law.passages.values("pk", "anchor", "label", "heading", "text", "level")) == before


def test_a_section_is_inserted_and_no_link_breaks(editor: Client, law: DocumentPage) -> None:
    save(editor, law, text="มาตรา ๑ ก\nมาตรา ๒ ข\nมาตรา ๓ ค")
    save(editor, law, text="มาตรา ๑ ก\nมาตรา ๑/๑ ใหม่\nมาตรา ๒ ข แก้\nมาตรา ๓ ค")
    assert anchors(law) == ["m1", "m1-1", "m2", "m3"]


def test_two_editors_do_not_lose_each_others_text(editor: Client, law: DocumentPage) -> None:
    mine = fields(editor, address(law))
    save(editor, law, text="มาตรา ๑ ของคนอื่น")
    response = editor.post(address(law), {**mine, "text": "มาตรา ๑ ของฉัน", "save": ""})
    assert response.status_code == 200
    assert "มาตรา ๑ ของฉัน" in response.content.decode()
    assert newest(law).passages.get().text == "มาตรา ๑ ของคนอื่น"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
def test_a_text_file_is_read(editor: Client, law: DocumentPage, encoding: str) -> None:
    upload = SimpleUploadedFile("law.txt", "มาตรา ๑ ก\r\nมาตรา ๒ ข".encode(encoding))
    assert save(editor, law, text="", file=upload).status_code == 302
    assert anchors(law) == ["m1", "m2"]


@pytest.mark.parametrize(
    "wrong", [{"text": "@@ จุด | ก\nข"}, {"file": SimpleUploadedFile("x.txt", b"\x00\xff\xfe\x00")}]
)
def test_what_cannot_be_read_is_told_and_stores_nothing(
    editor: Client, law: DocumentPage, wrong: Any
) -> None:
    response = save(editor, law, **wrong)
    assert response.status_code == 200
    assert response.context["form"].non_field_errors()
    assert law.latest_revision is None


def test_a_law_of_two_thousand_passages_opens_and_saves(
    editor: Client, law: DocumentPage, django_assert_max_num_queries: Any
) -> None:
    """Work is counted: the forms hold as many fields for two thousand passages as for two."""
    assert save(editor, law, text=LAW).status_code == 302
    assert len(anchors(law)) == LONG
    url = reverse("wagtailadmin_pages:edit", args=[law.pk])
    with django_assert_max_num_queries(120):
        html = editor.get(url).content
    soup = BeautifulSoup(html, "html.parser")
    boxes = soup.select("input[name], textarea[name], select[name]")
    assert len(boxes) < 200 < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    assert len(html) < 1_000_000
    data = form(
        title=law.title, slug="law", kind="act", reference_as_written="", year_be="2546", summary="ใหม่"
    )
    with django_assert_max_num_queries(150):
        assert editor.post(url, data).status_code == 302
    assert len(anchors(law)) == LONG, "saving the rest of the form leaves the text alone"


def test_a_long_text_is_edited_a_part_at_a_time(editor: Client, law: DocumentPage) -> None:
    save(editor, law, text=LAW)
    response = editor.get(address(law))
    assert len(response.context["parts"]) == LONG // PART
    text = fields(editor, address(law, "1"))["text"]
    assert text.count("@@ ") == PART
    assert text.startswith(f"@@ m{PART + 1} | ")
    changed = text.replace(f"มาตรา {PART + 1} ข้อความ", f"มาตรา {PART + 1} แก้แล้ว", 1)
    assert save(editor, law, "1", text=changed + "\n@@ มาตรา 200/1\nแทรก").status_code == 302
    rows = list(newest(law).passages.all())
    assert len(rows) == LONG + 1
    assert rows[PART].text.startswith(f"มาตรา {PART + 1} แก้แล้ว")
    assert rows[2 * PART].anchor == "m200-1"
    assert [row.anchor for row in rows if row.anchor != "m200-1"] == [f"m{n}" for n in range(1, LONG + 1)]


@pytest.mark.parametrize("part", ["99999", "-1", "x", "๑", "9" * 400])
def test_a_part_that_does_not_exist_is_the_nearest_or_the_whole(
    editor: Client, law: DocumentPage, part: str
) -> None:
    save(editor, law, text="มาตรา ๑ ก")
    assert editor.get(address(law, part)).status_code == 200


def test_who_may_not_edit_may_not_here_either(law: DocumentPage) -> None:
    officer, writer = Client(), Client()
    officer.force_login(AppointmentFactory(role=Role.CENTER_OFFICER).user)
    assert officer.get(address(law)).status_code in (302, 403)
    user = AppointmentFactory(role=Role.CONTENT_EDITOR).user
    user.groups.add(Group.objects.get(name=CMS_GROUPS[Function.EDIT_CONTENT]))
    writer.force_login(user)
    assert writer.get(address(law)).status_code == 200
    law.locked = True
    law.save()
    assert writer.get(address(law)).status_code in (302, 403)
    assert Client().get(address(law)).status_code == 302
    assert writer.get(reverse("legal_library_text", args=[law.get_parent().pk])).status_code == 404


def test_a_draft_gets_its_text_after_it_is_stored(editor: Client, library: LibraryIndexPage) -> None:
    url = reverse("wagtailadmin_pages:add", args=("legal_library", "documentpage", library.pk))
    assert "บันทึกฉบับร่างก่อน" in editor.get(url).content.decode()
    create(editor, library)
    page = DocumentPage.objects.get()
    assert save(editor, page, text="ข้อ ๑ ก").status_code == 302
    page.refresh_from_db()
    assert not page.live
    assert page.passages.get().anchor == "k1"
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert address(page) in html


def test_versions_of_a_text_are_compared(editor: Client, law: DocumentPage) -> None:
    save(editor, law, text="มาตรา ๑ เดิม\nมาตรา ๒ คง")
    first = newest(law).latest_revision
    save(editor, law, text="มาตรา ๑ ใหม่\nมาตรา ๒ คง")
    second = newest(law).latest_revision
    url = reverse("wagtailadmin_pages:revisions_compare", args=[law.pk, first.pk, second.pk])
    html = editor.get(url).content.decode()
    assert "เดิม" in html and "ใหม่" in html


def test_the_text_is_stored_also_while_the_draft_of_a_public_document_lacks_something(
    editor: Client, law: DocumentPage
) -> None:
    draft = newest(law)
    draft.agency = None
    draft.save_revision(clean=False)
    assert save(editor, law, text="มาตรา ๑ ก").status_code == 302
    assert newest(law).passages.get().text == "มาตรา ๑ ก"
    assert newest(law).agency is None
