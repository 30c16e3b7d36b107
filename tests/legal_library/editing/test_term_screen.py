"""Publishers keep the words of the library in `/cms/`: what they may do, what is refused and how it is said."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from legal_library.models import DocumentPage, LibraryIndexPage, Term
from legal_library.starter import grant_rights
from legal_library.vocabulary import DocumentKind, Vocabulary
from tests.helpers import assert_same_queries
from tests.legal_library.factories import DocumentFactory, LetterFactory, added_kind
from tests.pages.test_moderation import member

pytestmark = pytest.mark.django_db
NAME = "wagtailsnippets_legal_library_term"
LIST, ADD = reverse(f"{NAME}:list"), reverse(f"{NAME}:add")
ORDINANCE = {
    "name": "เทศบัญญัติ",
    "name_en": "Municipal ordinance",
    "behaves_as": "local_ordinance",
    "code": "",
    "order": "17",
    "is_offered": "on",
}


@pytest.fixture
def publisher(client: Client) -> Client:
    """A browser in which somebody is signed in who may publish."""
    grant_rights()
    client.force_login(member("Moderators"))
    return client


def term(vocabulary: str, code: str) -> Term:
    return Term.objects.get(vocabulary=vocabulary, code=code)


def edit(client: Client, row: Term, **changes: str) -> Any:
    """Send the form of a word as its screen has it, with some fields changed; "" leaves a box unticked."""
    values = {
        "name": row.name,
        "name_en": row.name_en,
        "order": str(row.order),
        "is_offered": "on" if row.is_offered else "",
        "inverse_name": row.inverse_name,
        "inverse_name_en": row.inverse_name_en,
        "behaves_as": row.behaves_as,
        **changes,
    }
    if not values["is_offered"]:
        del values["is_offered"]
    return client.post(reverse(f"{NAME}:edit", args=[row.pk]), values)


def errors(response: Any) -> dict[str, list[str]]:
    assert response.status_code == 200, "saved, although it should have been refused"
    return response.context["form"].errors


def said(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])


# Who may


def test_publishers_see_the_words_and_editors_do_not(publisher: Client) -> None:
    assert publisher.get(LIST).status_code == 200
    assert "คำของคลังเอกสาร" in publisher.get(reverse("wagtailsnippets:index")).content.decode()
    editor = Client()
    editor.force_login(member("Editors"))
    assert "คำของคลังเอกสาร" not in editor.get(reverse("wagtailsnippets:index")).content.decode()
    row = term("kind", "act")
    for address in (
        LIST,
        ADD,
        *(reverse(f"{NAME}:{name}", args=[row.pk]) for name in ("edit", "delete", "history")),
    ):
        # Wagtail leads whoever may not to its first screen, with a word on it.
        assert editor.get(address).status_code == 302, address
    assert editor.post(ADD, ORDINANCE).status_code == 302
    assert edit(editor, row, name="กฎหมาย").status_code == 302
    assert not Term.objects.filter(name__in=["เทศบัญญัติ", "กฎหมาย"]).exists()


def test_who_is_not_signed_in_sees_nothing(client: Client) -> None:
    assert client.get(LIST).url.startswith("/cms/login/")


# The list


def test_the_list_shows_words_codes_and_uses(publisher: Client, library: LibraryIndexPage) -> None:
    added_kind()
    DocumentFactory.create_batch(3, parent=library, kind="municipal_ordinance")
    DocumentFactory(parent=library, kind="municipal_ordinance", live=False)
    html = publisher.get(f"{LIST}?vocabulary=kind").content.decode()
    row = html.partition("เทศบัญญัติ</span>")[2].partition("</tr>")[0]
    assert "<code>municipal_ordinance</code>" in row
    assert "ข้อบัญญัติท้องถิ่น" in row and "ประเภทเอกสาร" in row
    assert "4" in row.partition("ข้อบัญญัติท้องถิ่น")[2]
    assert "ใช่" in row and "True" not in row
    assert "ด่วนที่สุด" not in html
    assert "ด่วนที่สุด" in publisher.get(f"{LIST}?vocabulary=urgency").content.decode()
    assert "เทศบัญญัติ</span>" in publisher.get(f"{LIST}?q=Municipal").content.decode()
    assert "เพิ่มประเภทเอกสาร" in html


@pytest.mark.django_db(transaction=True)
def test_the_list_asks_no_more_for_more_words_and_documents(
    publisher: Client, library: LibraryIndexPage
) -> None:
    def grow() -> None:
        for number in range(3):
            added_kind(code=f"kind_{number}", name=f"ประเภท {number}", name_en=f"Kind {number}")
            DocumentFactory.create_batch(2, parent=library, kind=f"kind_{number}")

    assert_same_queries(lambda: publisher.get(LIST), grow)


# Adding a kind


def test_a_kind_is_added_with_a_code_of_its_english_name(publisher: Client) -> None:
    html = publisher.get(ADD).content.decode()
    assert "ใช้กฎเกณฑ์เดียวกับ" in html and "ชื่อเมื่ออ่านจากอีกฉบับ" not in html
    assert publisher.post(ADD, ORDINANCE).status_code == 302
    made = term("kind", "municipal_ordinance")
    assert (made.name, made.name_en, made.behaves_as, made.order) == (
        "เทศบัญญัติ",
        "Municipal ordinance",
        "local_ordinance",
        17,
    )
    assert not made.is_built_in


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"code": "act"}, "code", "รหัสนี้เป็นของ “พระราชบัญญัติ” แล้ว"),
        ({"name": "ข้อบัญญัติ ท้องถิ่น"}, "name", "ชื่อนี้ใช้แล้ว (รหัส local_ordinance)"),
        ({"name_en": "local ordinance"}, "name_en", "ชื่อนี้ใช้แล้ว (รหัส local_ordinance)"),
        ({"behaves_as": ""}, "behaves_as", ""),
        ({"behaves_as": "poem"}, "behaves_as", ""),
        ({"code": "Bylaw"}, "code", "ใช้อักษรอังกฤษตัวเล็ก"),
        ({"code": "by-law"}, "code", "ใช้อักษรอังกฤษตัวเล็ก"),
        ({"code": "เทศบัญญัติ"}, "code", "ใช้อักษรอังกฤษตัวเล็ก"),
        ({"name_en": "๑", "code": ""}, "code", "ใช้อักษรอังกฤษตัวเล็ก"),
        ({"code": "guide"}, "code", "รหัสนี้เป็นของเนื้อหาอย่างอื่น"),
        ({"code": "announcement_notice"}, "code", "รหัสนี้เป็นของเนื้อหาอย่างอื่น"),
        ({"name": ""}, "name", ""),
        ({"name_en": ""}, "name_en", ""),
    ],
)
def test_what_cannot_be_told_apart_or_has_no_rules_is_refused(
    publisher: Client, changes: dict[str, str], field: str, words: str
) -> None:
    before = Term.objects.count()
    found = errors(publisher.post(ADD, {**ORDINANCE, **changes}))
    assert words in " ".join(found[field]), found
    assert Term.objects.count() == before


def test_an_added_kind_behaves_as_one_that_has_rules(publisher: Client) -> None:
    """Never as another added one: whose rules would hold then would change with a third person's click."""
    added_kind()
    found = errors(
        publisher.post(
            ADD, {**ORDINANCE, "name": "ก", "name_en": "A thing", "behaves_as": "municipal_ordinance"}
        )
    )
    assert "behaves_as" in found


def test_nothing_but_kinds_can_be_added(publisher: Client) -> None:
    publisher.post(ADD, {**ORDINANCE, "vocabulary": "secrecy"})
    assert term("kind", "municipal_ordinance")
    assert Term.objects.filter(vocabulary="secrecy").count() == 4


# Changing


def test_words_of_every_vocabulary_are_renamed_and_put_in_order(publisher: Client) -> None:
    for vocabulary, code in (
        ("kind", "act"),
        ("status", "in_force"),
        ("relation", "amends"),
        ("urgency", "urgent"),
        ("secrecy", "none"),
    ):
        row = term(vocabulary, code)
        html = publisher.get(reverse(f"{NAME}:edit", args=[row.pk])).content.decode()
        assert ("inverse_name_en" in html) is (vocabulary == "relation")
        assert 'name="code"' not in html and 'name="behaves_as"' not in html
        assert edit(publisher, row, name=f"ใหม่ {code}", name_en=f"New {code}", order="3").status_code == 302
        row.refresh_from_db()
        assert (row.name, row.name_en, row.order, row.code) == (f"ใหม่ {code}", f"New {code}", 3, code)


def test_code_and_vocabulary_never_change(publisher: Client) -> None:
    row = term("kind", "act")
    edit(publisher, row, code="law", vocabulary="status", behaves_as="form", name="กฎหมาย")
    row.refresh_from_db()
    assert (row.code, row.vocabulary, row.behaves_as, row.name) == ("act", "kind", "act", "กฎหมาย")


def test_a_relation_keeps_words_for_both_directions(publisher: Client) -> None:
    row = term("relation", "amends")
    found = errors(edit(publisher, row, inverse_name="  "))
    assert found["inverse_name"] == ["ความสัมพันธ์ต้องมีคำสำหรับอ่านจากทั้งสองฉบับ"]


def test_the_form_says_how_many_documents_have_a_word(publisher: Client, library: LibraryIndexPage) -> None:
    DocumentFactory.create_batch(2, parent=library)
    html = publisher.get(reverse(f"{NAME}:edit", args=[term("kind", "act").pk])).content.decode()
    assert "มีเอกสาร 2 ฉบับใช้คำนี้" in html
    assert "usage" not in html.partition("<main")[2]


def test_other_rules_are_refused_once_documents_have_a_kind(
    publisher: Client, library: LibraryIndexPage
) -> None:
    row = added_kind()
    assert edit(publisher, row, behaves_as=DocumentKind.RULE).status_code == 302
    row.refresh_from_db()
    assert row.behaves_as == DocumentKind.RULE
    page = DocumentFactory(parent=library, kind=row.code, live=False)
    found = errors(edit(publisher, row, behaves_as=DocumentKind.CIRCULAR))
    assert "มีเอกสารใช้ประเภทนี้อยู่" in found["behaves_as"][0]
    page.save_revision()
    DocumentPage.objects.filter(pk=page.pk).update(kind="act")
    assert "behaves_as" in errors(edit(publisher, row, behaves_as=DocumentKind.CIRCULAR))
    assert edit(publisher, row, name="เทศบัญญัติใหม่").status_code == 302


# No longer offered


@pytest.mark.parametrize(
    ("vocabulary", "code"),
    [("kind", "mou"), ("status", "suspended"), ("relation", "explains"), ("urgency", "urgent")],
)
def test_a_word_is_no_longer_offered_and_offered_again(publisher: Client, vocabulary: str, code: str) -> None:
    row = term(vocabulary, code)
    assert edit(publisher, row, is_offered="").status_code == 302
    row.refresh_from_db()
    assert not row.is_offered
    assert edit(publisher, row, is_offered="on").status_code == 302
    row.refresh_from_db()
    assert row.is_offered


@pytest.mark.parametrize(
    ("vocabulary", "code", "words"),
    [
        ("status", "unverified", "เอกสารใหม่ทุกฉบับเริ่มด้วยคำนี้"),
        ("urgency", "normal", "เอกสารใหม่ทุกฉบับเริ่มด้วยคำนี้"),
        *(
            ("secrecy", code, "ชั้นความลับต้องเลือกได้ทุกชั้น")
            for code in ("none", "confidential", "secret", "top_secret")
        ),
    ],
)
def test_what_new_documents_begin_with_and_classes_of_secrecy_are_always_offered(
    publisher: Client, vocabulary: str, code: str, words: str
) -> None:
    row = term(vocabulary, code)
    assert words in errors(edit(publisher, row, is_offered=""))["is_offered"][0]
    row.refresh_from_db()
    assert row.is_offered


def test_the_last_one_stays_offered(publisher: Client) -> None:
    Term.objects.filter(vocabulary="kind").exclude(code="act").update(is_offered=False)
    found = errors(edit(publisher, term("kind", "act"), is_offered=""))
    assert found["is_offered"] == ["ต้องเหลือให้เลือกใช้อย่างน้อยหนึ่งคำ"]


def test_forms_leave_out_what_is_no_longer_offered_and_keep_what_a_document_has(
    publisher: Client, library: LibraryIndexPage
) -> None:
    Term.objects.filter(code__in=["circular", "urgent"]).update(is_offered=False)
    publisher.force_login(member_of_everything())
    add = reverse("wagtailadmin_pages:add", args=("legal_library", "documentpage", library.pk))
    html = publisher.get(add).content.decode()
    kinds = html.partition('name="kind"')[2].partition("</select>")[0]
    assert 'value="act"' in kinds and 'value="circular"' not in kinds
    page = LetterFactory(parent=library)
    html = publisher.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert 'value="circular" selected' in html.partition('name="kind"')[2].partition("</select>")[0]


def member_of_everything() -> Any:
    """Return somebody who may edit every page."""
    from tests.accounts.factories import UserFactory

    return UserFactory(is_superuser=True)


# Deleting


def test_a_kind_that_was_added_in_vain_is_deleted(publisher: Client) -> None:
    row = added_kind()
    address = reverse(f"{NAME}:delete", args=[row.pk])
    assert publisher.get(address).status_code == 200
    assert publisher.post(address).status_code == 302
    assert not Term.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    ("vocabulary", "code"), [("kind", "act"), ("status", "repealed"), ("secrecy", "secret")]
)
def test_what_rules_speak_of_is_never_deleted(publisher: Client, vocabulary: str, code: str) -> None:
    row = term(vocabulary, code)
    for send in (publisher.get, publisher.post):
        response = send(reverse(f"{NAME}:delete", args=[row.pk]), follow=True)
        assert "เพราะกฎหมายและกฎเกณฑ์ของระบบอ้างคำนี้" in said(response) and row.name in said(response)
    assert Term.objects.filter(pk=row.pk).exists()


def test_a_kind_that_documents_or_their_versions_have_is_not_deleted(
    publisher: Client, library: LibraryIndexPage
) -> None:
    row = added_kind()
    page = DocumentFactory(parent=library, kind=row.code, live=False)
    address = reverse(f"{NAME}:delete", args=[row.pk])
    assert "เพราะมีเอกสารหรือฉบับก่อนหน้าของเอกสารใช้อยู่" in said(publisher.post(address, follow=True))
    page.save_revision()
    DocumentPage.objects.filter(pk=page.pk).update(kind="act")
    assert "เพราะมีเอกสารหรือฉบับก่อนหน้าของเอกสารใช้อยู่" in said(publisher.post(address, follow=True))
    page.revisions.all().delete()
    publisher.post(address)
    assert not Term.objects.filter(pk=row.pk).exists()


def test_many_at_once_are_refused_as_one(publisher: Client) -> None:
    added, built_in = added_kind(), term("kind", "act")
    address = reverse("wagtail_bulk_action", args=["legal_library", "term", "delete"])
    response = publisher.post(f"{address}?id={added.pk}&id={built_in.pk}&next={LIST}", follow=True)
    assert "เพราะกฎหมายและกฎเกณฑ์ของระบบอ้างคำนี้" in said(response)
    assert Term.objects.filter(pk__in=[added.pk, built_in.pk]).count() == 2
    publisher.post(f"{address}?id={added.pk}&next={LIST}")
    assert not Term.objects.filter(pk=added.pk).exists()


def test_there_are_terms_of_five_vocabularies(publisher: Client) -> None:
    assert set(Term.objects.values_list("vocabulary", flat=True)) == set(Vocabulary.values)
