"""Starter content: loaded once, true to the sources, word for word (S1.21, S2.29)."""

from __future__ import annotations

import hashlib
import re
from datetime import date

import pytest
from wagtail.models import Page, Site

from legal_library.domain import kinds, rules
from legal_library.domain.slugs import reference_slug
from legal_library.models import (
    Agency,
    DocumentNote,
    DocumentPage,
    DocumentRelation,
    Enclosure,
    LibraryIndexPage,
    Topic,
)
from legal_library.reading.marked import split_marked
from legal_library.starter import load_added_later, load_library
from legal_library.starter.loading import DATA, read_documents, read_toml
from legal_library.vocabulary import DocumentKind, DocumentStatus, Holding, RelationKind, Secrecy

# SHA-256 of the lines that are not empty, in their order, of the two source files, cut where the documents part.
# Made from the sources themselves: a letter changed, repaired or dropped in starter/data/*.txt changes them.
DIGESTS = {
    "krabi-letter.txt": "c929a456410f14d854c52d307995e3d4423265ab30ae89b0a606c7e766292cae",
    "dla-letter.txt": "027454945cc8c53642aee046e4bebae7a686cef7056e74db7e0b1464e2db69c9",
    "mou.txt": "bfb3d86051936d105143c1376b2e5ec23a2f8759dd91cf78c4d9046bd2d2e381",
    "guideline.txt": "d82e28e6e6839c44a39705729da91086a6753894e1106b6efbe3c4ee9804c517",
    "centers-duties.txt": "517b3442ceddd00e6205e233c61fa94cb0a37312e0f63641a2ee64e7e4d8068c",
}
KRABI = "circular-krabi-0023-3-w3332-2556"
DLA = "circular-dla-0891-3-w1918-2556"
RECORDS = {record["slug"]: record for record in read_documents()}


def document(slug: str) -> DocumentPage:
    return DocumentPage.objects.get(slug=slug)


def notes(slug: str, kind: str) -> str:
    return " ".join(DocumentNote.objects.filter(page__slug=slug, kind=kind).values_list("text", flat=True))


# The files, without a database


@pytest.mark.parametrize(("name", "digest"), DIGESTS.items())
def test_source_texts_are_word_for_word(name: str, digest: str) -> None:
    lines: list[str] = []
    for passage in split_marked((DATA / name).read_text(encoding="utf-8")):
        lines += [passage.heading] if passage.heading else []
        lines += passage.text.split("\n")
    joined = "\n".join(line for line in lines if line.strip())
    assert hashlib.sha256(joined.encode()).hexdigest() == digest


def test_addresses_are_ascii_and_unique() -> None:
    slugs = [record["slug"] for record in read_documents()]
    assert len(set(slugs)) == len(slugs)
    assert all(slug.isascii() and len(slug) <= 120 for slug in slugs)


def test_every_letter_has_its_number_in_its_address() -> None:
    letters = [record for record in RECORDS.values() if record["kind"] == DocumentKind.CIRCULAR]
    assert letters
    for record in letters:
        code = reference_slug(record["reference_as_written"]).partition("-")[2]
        assert code in record["slug"], record["slug"]


def test_relations_and_enclosures_point_to_records_that_exist() -> None:
    for record in RECORDS.values():
        for row in [*record.get("relations", []), *record.get("enclosures", [])]:
            assert row.get("to", record["slug"]) in RECORDS, (record["slug"], row)


def test_summaries_are_our_own_few_plain_sentences() -> None:
    for slug, record in RECORDS.items():
        assert 40 <= len(record["summary"]) <= 420, slug
        for official in ("ดังกล่าว", "ทั้งนี้", "อนึ่ง"):
            assert official not in record["summary"], slug
        if not record.get("draft"):
            assert record["summary_en"], slug


def test_agencies_and_topics_are_declared() -> None:
    names = read_toml("names.toml")
    for slug, record in RECORDS.items():
        assert record["agency"] in names["agencies"], slug
        assert set(record["topics"]) <= set(names["topics"]), slug


def test_no_sum_of_money_is_stated() -> None:
    assert not [slug for slug, record in RECORDS.items() if re.search(r"\d\s*(?:ล้าน)?บาท", record["summary"])]


def test_unconfirmed_facts_are_not_given_a_day_of_checking() -> None:
    unchecked = [record for record in RECORDS.values() if "checked" not in record]
    assert unchecked
    assert all("checked_on" not in record for record in unchecked)


# Loaded


@pytest.mark.usefixtures("starter")
def test_loading_again_changes_nothing() -> None:
    page = document(DLA)
    page.summary = "บรรณาธิการเขียนใหม่"
    page.save()
    before = [Page.objects.count(), DocumentRelation.objects.count(), Enclosure.objects.count()]
    again = load_library()
    assert again.created == ()
    assert set(again.kept) == set(RECORDS)
    assert [Page.objects.count(), DocumentRelation.objects.count(), Enclosure.objects.count()] == before
    assert document(DLA).summary == "บรรณาธิการเขียนใหม่"


@pytest.mark.usefixtures("starter")
def test_a_deleted_document_comes_back_with_its_links() -> None:
    document(KRABI).delete()
    assert load_library().created == (KRABI,)
    assert document(KRABI).relations.filter(target=document(DLA), kind=RelationKind.RELAYS).exists()


@pytest.mark.usefixtures("starter")
def test_a_later_version_adds_its_records_and_brings_nothing_else_back() -> None:
    later = [slug for slug, record in RECORDS.items() if record.get("added_later")]
    farmers = "moac-criteria-farmers-emergency-2564"
    assert farmers in later
    assert load_added_later().created == ()
    for slug in (KRABI, "mof-criteria-emergency-advance-2563", *later):
        document(slug).delete()
    Topic.objects.filter(slug__in=("farmers", "elderly")).delete()
    Agency.objects.filter(slug="agriculture").delete()
    assert set(load_added_later().created) == set(later)
    assert not DocumentPage.objects.filter(slug=KRABI).exists()
    assert [topic.slug for topic in document(farmers).topics.order_by("slug")] == ["disaster", "farmers"]
    assert not Topic.objects.filter(slug="elderly").exists()
    assert not document(farmers).relations.exists(), "what it was issued under is not held any more"


@pytest.mark.usefixtures("starter")
def test_without_a_library_nothing_is_added_to_it() -> None:
    LibraryIndexPage.objects.get().delete()
    assert load_added_later().created == ()
    assert not LibraryIndexPage.objects.exists()


@pytest.mark.usefixtures("starter")
def test_all_live_records_obey_the_rules_of_their_kind() -> None:
    pages = list(DocumentPage.objects.filter(live=True))
    assert len(pages) == len(RECORDS) - 1
    for page in pages:
        assert rules.problems(page, publishing=True) == {}, page.slug
        assert page.secrecy == Secrecy.NONE
    used = {DocumentKind(page.kind) for page in pages}
    assert (
        {DocumentKind.ACT, DocumentKind.CIRCULAR, DocumentKind.MOU, DocumentKind.MANUAL}
        <= used
        <= set(kinds.KINDS)
    )


@pytest.mark.usefixtures("starter")
def test_the_krabi_letter() -> None:
    page = document(KRABI)
    assert page.reference == "กบ 0023.3/ว 3332"
    assert page.reference_as_written == "กบ ๐๐๒๓.๓/ว ๓๓๓๒"
    assert page.signed_on == date(2013, 9, 16)
    assert page.year_be == 2556
    assert page.urgency == "most_urgent"
    assert page.addressee == "นายอำเภอ ทุกอำเภอ และนายกเทศมนตรีเมืองกระบี่"
    assert page.signatory == "นายสมาน แสงสอาด"
    assert page.signatory_position == "รองผู้ว่าราชการจังหวัด"
    assert page.acting_for == "ผู้ว่าราชการจังหวัดกระบี่"
    assert page.agency.name == "จังหวัดกระบี่"
    assert "๐-๗๕๖๑-๑๘๙๙, ๐-๗๕๖๒-๒๔๓๗" in page.contact
    assert page.holding == Holding.FULL


@pytest.mark.usefixtures("starter")
def test_the_departments_letter() -> None:
    page = document(DLA)
    assert page.reference == "มท 0891.3/ว 1918"
    assert page.signed_on == date(2013, 9, 9)
    assert page.signatory == "นายวัลลภ พริงพงษ์"
    assert page.signatory_position == "อธิบดีกรมส่งเสริมการปกครองท้องถิ่น"
    assert page.acting_for == ""
    rows = list(page.enclosures.values_list("title", "quantity", "unit"))
    assert [row[1:] for row in rows] == [(1, "ชุด"), (1, "ฉบับ"), (1, "ชุด"), (1, "เล่ม"), (1, "เล่ม"), (1, "ชุด")]
    assert rows[1][0] == "ตัวอย่างรูปแบบป้ายถาวร OSCC ศูนย์ช่วยเหลือสังคม"
    held = [row.document.slug if row.document else None for row in page.enclosures.select_related("document")]
    assert held == [
        "mou-oscc-2556",
        "sign-oscc-sample-2556",
        "guideline-oscc-2556",
        "manual-oscc-helping-2556",
        "manual-oscc-information-system-2556",
        "form-oscc-progress-report-2556",
    ]


@pytest.mark.usefixtures("starter")
@pytest.mark.parametrize(
    ("citing", "cited", "reference", "day"),
    [
        (KRABI, "circular-krabi-0023-3-w2477-2556", "กบ 0023.3/ว 2477", date(2013, 7, 5)),
        (DLA, "circular-dla-0891-3-w1550-2556", "มท 0891.3/ว 1550", date(2013, 7, 2)),
    ],
)
def test_letters_that_are_only_cited_are_ghosts(citing: str, cited: str, reference: str, day: date) -> None:
    ghost = document(cited)
    assert ghost.holding == Holding.MISSING
    assert ghost.reference == reference
    assert ghost.signed_on == day
    assert ghost.passages.count() == 0
    relation = document(citing).relations.get(kind=RelationKind.CITES)
    assert relation.target == ghost
    assert relation.reference == reference


@pytest.mark.usefixtures("starter")
def test_the_agreement() -> None:
    page = document("mou-oscc-2556")
    assert page.kind == DocumentKind.MOU
    assert page.signed_on == page.effective_on == date(2013, 4, 9)
    assert len(page.parties.splitlines()) == 34
    assert [row.anchor for row in page.passages.all()][-2:] == ["signatures", "signatures-again"]


@pytest.mark.usefixtures("starter")
def test_contradictions_are_shown_and_not_repaired() -> None:
    assert "2 กันยายน 2556" in document(DLA).date_note
    assert "9 กันยายน 2556" in document(DLA).date_note
    for slug in (KRABI, DLA):
        assert "2 กันยายน 2556" in notes(slug, "contradiction")
        assert "เดือนสิงหาคม 2556" in notes(slug, "contradiction")
        assert "เดือนกันยายน 2556" in notes(slug, "contradiction")
    agreement = notes("mou-oscc-2556", "contradiction")
    assert "๓๒ ฉบับ" in agreement
    assert "34 ราย" in agreement
    assert "รักษาศรี/รักษาตรี" in agreement
    text = "".join(document("guideline-oscc-2556").passages.values_list("heading", flat=True))
    assert "๕.๓ ระบบแจ้งเตือน (Alarm) ลำซ้ำ" in text
    assert "ลำซ้ำ" in notes("guideline-oscc-2556", "damage")
    assert "กรณีที่เกิดขีดความสามารถ" in notes("duties-of-the-two-centers", "damage")


@pytest.mark.usefixtures("starter")
def test_the_unconfirmed_regulation_stays_a_draft() -> None:
    page = document("moi-regulation-helping-people-2566")
    assert not page.live
    assert page.status == DocumentStatus.UNVERIFIED
    assert not DocumentPage.objects.published().filter(pk=page.pk).exists()


@pytest.mark.usefixtures("starter")
@pytest.mark.parametrize(
    ("slug", "gazette", "published_on"),
    [
        ("municipal-act-2496", "เล่ม 70 ตอนที่ 14 หน้า 222", date(1953, 2, 17)),
        ("bangkok-act-2528", "เล่ม 102 ตอนที่ 115 พิเศษ หน้า 1", date(1985, 8, 31)),
        ("disaster-prevention-act-2550", "เล่ม 124 ตอนที่ 52 ก หน้า 1", date(2007, 9, 7)),
        ("child-protection-act-2546", "เล่ม 120 ตอนที่ 95 ก หน้า 1", date(2003, 10, 2)),
        ("anti-trafficking-act-2551", "เล่ม 125 ตอนที่ 29 ก หน้า 28", date(2008, 2, 6)),
        ("domestic-violence-act-2550", "เล่ม 124 ตอนที่ 41 ก หน้า 1", date(2007, 8, 14)),
        ("teenage-pregnancy-act-2559", "เล่ม 133 ตอนที่ 30 ก หน้า 1", date(2016, 3, 31)),
        ("labor-protection-act-2541", "เล่ม 115 ตอนที่ 8 ก หน้า 1", date(1998, 2, 20)),
        ("official-information-act-2540", "เล่ม 114 ตอนที่ 46 ก หน้า 1", date(1997, 9, 10)),
        ("personal-data-protection-act-2562", "เล่ม 136 ตอนที่ 69 ก หน้า 52", date(2019, 5, 27)),
        ("e-government-act-2565", "เล่ม 139 ตอนที่ 63 ก", date(2022, 10, 12)),
        ("communicable-disease-act-2558", "เล่ม 132 ตอนที่ 86 ก หน้า 26", date(2015, 9, 8)),
    ],
)
def test_gazette_references(slug: str, gazette: str, published_on: date) -> None:
    page = document(slug)
    assert page.gazette == gazette
    assert page.gazette_published_on == published_on


@pytest.mark.usefixtures("starter")
def test_the_years_of_laws_are_those_of_their_names() -> None:
    for page in DocumentPage.objects.filter(kind__in=[DocumentKind.ACT, DocumentKind.REGULATION], live=True):
        assert str(page.year_be) in page.title, page.slug


@pytest.mark.usefixtures("starter")
@pytest.mark.parametrize(
    ("slug", "kind", "target"),
    [
        ("moi-regulation-helping-people-2-2561", "amends", "moi-regulation-helping-people-2560"),
        ("dla-criteria-joint-center-2560", "issued_under", "moi-regulation-helping-people-2560"),
        ("circular-moi-0810-7-w6768-2560", "explains", "moi-regulation-helping-people-2560"),
        ("circular-dla-0808-2-w428-2566", "explains", "moi-regulation-helping-people-2560"),
        ("mof-criteria-emergency-advance-2563", "issued_under", "mof-regulation-emergency-advance-2562"),
        ("pdpc-breach-notification-2565", "issued_under", "personal-data-protection-act-2562"),
        ("official-secrets-regulation-2544", "issued_under", "official-information-act-2540"),
        ("digital-government-act-2562", "cites", "official-information-act-2540"),
        ("trafficking-procedure-act-2559", "related", "anti-trafficking-act-2551"),
    ],
)
def test_relations_of_the_table(slug: str, kind: str, target: str) -> None:
    assert document(slug).relations.filter(kind=kind, target__slug=target).count() == 1


@pytest.mark.usefixtures("starter")
def test_the_suspended_act_says_so() -> None:
    page = document("family-institution-act-2562")
    assert page.status == DocumentStatus.SUSPENDED
    assert "2550" in page.status_note


@pytest.mark.usefixtures("starter")
def test_the_library_stands_below_the_home_page() -> None:
    index = LibraryIndexPage.objects.get()
    assert index.get_parent() == Site.objects.get(is_default_site=True).root_page
    assert index.get_children().count() == len(RECORDS)
