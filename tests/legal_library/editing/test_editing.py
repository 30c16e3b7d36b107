"""Editors in the CMS: rules by kind when publishing, freedom in drafts, a note for readers on every real change."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from legal_library.domain import rules
from legal_library.editing.forms import CHANGE_NOTE_MISSING
from legal_library.models import DocumentPage, LibraryIndexPage
from legal_library.vocabulary import DocumentKind, Holding, Secrecy, Urgency
from tests.legal_library.factories import AgencyFactory, DocumentFactory

FORMSETS = ("changes", "enclosures", "notes", "files", "relations")


@pytest.fixture
def editor(client: Client, db: None) -> Client:
    """A browser in which an editor is signed in."""
    client.force_login(get_user_model().objects.create_superuser("chief", password="x-long-password-x"))
    return client


def form(**values: Any) -> dict[str, Any]:
    """Return the data of the editor's form: a letter that is complete."""
    data: dict[str, Any] = {
        "title": "หนังสือทดสอบ",
        "title_en": "",
        "slug": "",
        "kind": DocumentKind.CIRCULAR,
        "year_be": "",
        "secrecy": Secrecy.NONE,
        "agency": str(AgencyFactory().pk),
        "summary": "สรุป",
        "status": "unverified",
        "urgency": Urgency.NORMAL,
        "reference_as_written": "มท ๐๘๙๑.๓/ว ๑๙๑๘",
        "signed_on": "2013-09-09",
        "holding": Holding.RECORD,
        **{name: inline_formset([]) for name in FORMSETS},
    }
    return nested_form_data({**data, **values})


def create(editor: Client, library: LibraryIndexPage, **values: Any) -> Any:
    url = reverse("wagtailadmin_pages:add", args=("legal_library", "documentpage", library.pk))
    return editor.post(url, form(**values))


def save(editor: Client, page: DocumentPage, **values: Any) -> Any:
    url = reverse("wagtailadmin_pages:edit", args=(page.pk,))
    return editor.post(url, form(title=page.title, slug=page.slug, **values))


def errors(response: Any) -> dict[str, list[str]]:
    assert response.status_code == 200, "saved, although it should have been refused"
    return response.context["form"].errors


PUBLISH = {"action-publish": "action-publish"}


def test_the_form_opens(editor: Client, library: LibraryIndexPage) -> None:
    url = reverse("wagtailadmin_pages:add", args=("legal_library", "documentpage", library.pk))
    html = editor.get(url).content.decode()
    for label in ("ข้อมูลหลัก", "ข้อความและไฟล์", "สิ่งที่ส่งมาด้วย", "แก้ไขอะไร", "ความสัมพันธ์กับเอกสารอื่น"):
        assert label in html


def test_a_complete_letter_is_published_with_a_latin_address(
    editor: Client, library: LibraryIndexPage
) -> None:
    response = create(editor, library, **PUBLISH)
    assert response.status_code == 302
    page = DocumentPage.objects.get()
    assert page.live
    assert page.reference == "มท 0891.3/ว 1918"
    assert page.year_be == 2556
    assert page.slug == "circular-mth-0891-3-w1918-2556"


def test_an_address_in_thai_letters_is_refused(editor: Client, library: LibraryIndexPage) -> None:
    assert "slug" in errors(create(editor, library, slug="หนังสือ", **PUBLISH))


@pytest.mark.parametrize("missing", ["agency", "summary", "reference_as_written", "signed_on"])
def test_publishing_needs_what_the_kind_requires(
    editor: Client, library: LibraryIndexPage, missing: str
) -> None:
    found = errors(create(editor, library, **{missing: ""}, **PUBLISH))
    assert str(rules.REQUIRED) in found[missing]
    assert not DocumentPage.objects.exists()


def test_a_draft_may_be_unfinished(editor: Client, library: LibraryIndexPage) -> None:
    assert (
        create(editor, library, agency="", summary="", reference_as_written="", signed_on="").status_code
        == 302
    )
    page = DocumentPage.objects.get()
    assert not page.live
    assert page.slug == "nangsue-thotsop"


def test_fields_of_another_kind_are_pointed_out(editor: Client, library: LibraryIndexPage) -> None:
    found = errors(create(editor, library, gazette_volume="120", **PUBLISH))
    assert found["gazette_volume"] == [str(rules.NOT_USED)]


def test_a_secret_letter_stays_a_draft(editor: Client, library: LibraryIndexPage) -> None:
    found = errors(create(editor, library, secrecy=Secrecy.CONFIDENTIAL, **PUBLISH))
    assert found["secrecy"] == [str(rules.NO_SECRETS_PUBLISHED)]
    assert create(editor, library, secrecy=Secrecy.CONFIDENTIAL).status_code == 302
    assert not DocumentPage.objects.get().live


@pytest.mark.parametrize("secrecy", [Secrecy.SECRET, Secrecy.TOP_SECRET])
def test_the_higher_classes_are_not_even_kept_as_a_draft(
    editor: Client, library: LibraryIndexPage, secrecy: Secrecy
) -> None:
    assert errors(create(editor, library, secrecy=secrecy))["secrecy"] == [str(rules.NO_SECRETS_STORED)]
    assert not DocumentPage.objects.exists()


@pytest.fixture
def live(library: LibraryIndexPage, editor: Client) -> DocumentPage:
    """A published letter."""
    create(editor, library, **PUBLISH)
    return DocumentPage.objects.get()


def test_a_change_of_a_published_document_is_explained(editor: Client, live: DocumentPage) -> None:
    found = errors(save(editor, live, summary="สรุปใหม่", **PUBLISH))
    assert found["change_note"] == [str(CHANGE_NOTE_MISSING)]


def test_the_explanation_becomes_public_history(editor: Client, live: DocumentPage, client: Client) -> None:
    with time_machine.travel("2026-11-22T20:00:00Z", tick=False):
        editor.force_login(get_user_model().objects.get(username="chief"))
        response = save(editor, live, summary="สรุปใหม่", change_note="แก้สรุป", **PUBLISH)
    assert response["Location"] == reverse("wagtailadmin_explore", args=(live.get_parent().pk,))
    (change,) = DocumentPage.objects.get().changes.all()
    assert change.note == "แก้สรุป"
    # Already the next day in Thailand.
    assert change.changed_on.isoformat() == "2026-11-23"
    assert "แก้สรุป" in client.get(f"/library/{live.slug}/").content.decode()


def test_a_minor_change_needs_no_note(editor: Client, live: DocumentPage) -> None:
    assert save(editor, live, summary="สรุปไม่มีคำผิด", minor_change="on", **PUBLISH).status_code == 302
    page = DocumentPage.objects.get()
    assert page.summary == "สรุปไม่มีคำผิด"
    assert not page.changes.exists()


def test_saving_a_draft_over_a_live_page_needs_no_note(editor: Client, live: DocumentPage) -> None:
    assert save(editor, live, summary="", signed_on="").status_code == 302
    page = DocumentPage.objects.get()
    assert page.summary == "สรุป"
    assert page.has_unpublished_changes
    assert page.get_latest_revision_as_object().summary == ""


def test_passages_and_relations_are_kept_in_their_order(editor: Client, library: LibraryIndexPage) -> None:
    relations = [
        {
            "kind": "cites",
            "target": "",
            "reference_text": "ที่ กบ ๐๐๒๓.๓/ว ๒๔๗๗",
            "provision": "",
            "note": "",
            "note_en": "",
        }
    ]
    response = create(editor, library, relations=inline_formset(relations))
    assert response.status_code == 302
    page = DocumentPage.objects.get()
    text = "@@ ข้อ ๑\nหนึ่ง\n@@ ข้อ ๑\nหนึ่ง"
    stored = {"text": text, "base": page.latest_revision_id, "save": ""}
    assert editor.post(reverse("legal_library_text", args=[page.pk]), stored).status_code == 302
    page.refresh_from_db()
    assert [row.anchor for row in page.passages.all()] == ["k1", "k1-2"]
    assert page.relations.get().reference == "กบ 0023.3/ว 2477"


def test_an_empty_relation_is_refused(editor: Client, library: LibraryIndexPage) -> None:
    relations = [
        {"kind": "cites", "target": "", "reference_text": "", "provision": "", "note": "", "note_en": ""}
    ]
    response = create(editor, library, relations=inline_formset(relations), **PUBLISH)
    assert response.status_code == 200
    assert "เลือกเอกสารในคลัง" in response.content.decode()


def test_preview_shows_the_document_without_caching(editor: Client, live: DocumentPage) -> None:
    url = reverse("wagtailadmin_pages:view_draft", args=(live.pk,))
    response = editor.get(url)
    assert "หนังสือทดสอบ" in response.content.decode()
    assert "public" not in response.get("Cache-Control", "")


def test_agencies_in_use_cannot_be_deleted(library: LibraryIndexPage) -> None:
    from django.db.models import ProtectedError

    page = DocumentFactory(parent=library)
    with pytest.raises(ProtectedError):
        page.agency.delete()
