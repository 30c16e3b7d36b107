"""Guides: sections, the mark of the center, legal bases that resolve, and the button that fills in the kind."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from portal.pages.models import GuideIndexPage, GuideLegalBasis, HomePage
from portal.pages.models.guides import Section, problem_choices
from portal.pages.public.search_source import guides
from portal.pages.starter import read_toml
from portal.search.models import IndexedDocument
from portal.vocabulary import CRISIS_PROBLEMS, ProblemType
from tests.helpers import assert_same_queries
from tests.pages.factories import ContentPageFactory, GuideFactory, add_statement

RECORDS = read_toml("guides.toml")["guides"]
GUIDED = [
    ProblemType.DISASTER,
    ProblemType.QUALITY_OF_LIFE,
    ProblemType.DISEASE,
    ProblemType.LOW_INCOME_FARMER,
    *sorted(CRISIS_PROBLEMS),
]


def test_statements_stand_in_sections_and_the_center_is_named(
    guide_index: GuideIndexPage, client: Client
) -> None:
    guide = GuideFactory(parent=guide_index, slug="disaster")
    add_statement(guide, Section.TIME, "ภายใน 3 วัน", set_by_center=True, text_en="Within 3 days")
    add_statement(guide, Section.WHO, "ทุกคนในพื้นที่ <script>")
    html = client.get("/guide/disaster/").content.decode()
    assert html.index('id="who"') < html.index('id="time"')
    assert 'id="step"' not in html
    assert "ทุกคนในพื้นที่ &lt;script&gt;</li>" in html
    assert 'ภายใน 3 วัน <span class="by-center">ศูนย์กำหนด</span>' in html
    assert "Within 3 days" in client.get("/en/guide/disaster/").content.decode()


def test_only_steps_carry_numbers(guide_index: GuideIndexPage, client: Client) -> None:
    guide = GuideFactory(parent=guide_index, slug="disaster")
    add_statement(guide, Section.STEP, "ยื่นคำขอ")
    add_statement(guide, Section.BRING, "บัตรประชาชน")
    assert {part.name: part.is_in_order for part in guide.sections} == {"bring": False, "step": True}
    html = client.get("/guide/disaster/").content.decode()
    numbered = re.findall(r'<ol class="steps">(.*?)</ol>', html, re.DOTALL)
    assert [re.sub(r"<.*?>", "", part).strip() for part in numbered] == ["ยื่นคำขอ"]


def test_the_list_shows_only_groups_with_guides_and_names_them(
    guide_index: GuideIndexPage, client: Client
) -> None:
    GuideFactory(parent=guide_index, slug="harm", problem=ProblemType.VIOLENCE)
    html = client.get("/guide/").content.decode()
    assert "ปัญหาที่ต้องช่วยเร็วและเป็นความลับ" in html
    assert "guide-hotline" in html
    assert "ความช่วยเหลือทั่วไป" not in html
    GuideFactory(parent=guide_index, slug="flood", problem=ProblemType.DISASTER)
    html = client.get("/guide/").content.decode()
    assert html.index("ความช่วยเหลือทั่วไป") < html.index("ปัญหาที่ต้องช่วยเร็วและเป็นความลับ")
    assert html.count("guide-hotline") == 1


def test_a_guide_without_rules_of_the_center_does_not_explain_the_mark(
    guide_index: GuideIndexPage, client: Client
) -> None:
    guide = GuideFactory(parent=guide_index, slug="disaster")
    add_statement(guide, Section.WHO, "ทุกคน")
    assert "by-center" not in client.get("/guide/disaster/").content.decode()


@pytest.mark.parametrize("problem", GUIDED)
def test_the_button_fills_in_the_kind(
    guide_index: GuideIndexPage, client: Client, problem: ProblemType
) -> None:
    GuideFactory(parent=guide_index, slug="one", problem=problem)
    html = client.get("/guide/one/").content.decode()
    assert f'href="{reverse("cases_intake:start")}?kind={problem.value}"' in html
    assert ("emergency-panel" in html) is problem.is_crisis


def test_only_public_documents_are_a_legal_basis(
    home: HomePage, guide_index: GuideIndexPage, client: Client
) -> None:
    guide = GuideFactory(parent=guide_index, slug="one")
    shown = ContentPageFactory(parent=home, title="กฎหมายที่เห็นได้")
    hidden = ContentPageFactory(parent=home, title="ร่างที่ห้ามเห็น", live=False)
    for order, page in enumerate((shown, hidden)):
        GuideLegalBasis.objects.create(
            page=guide, document=page, provision=f"มาตรา {order}", sort_order=order
        )
    html = client.get("/guide/one/").content.decode()
    assert "กฎหมายที่เห็นได้" in html
    assert "มาตรา 0" in html
    assert "ร่างที่ห้ามเห็น" not in html
    assert "มาตรา 1" not in html


def test_a_guide_is_not_its_own_legal_basis(guide_index: GuideIndexPage) -> None:
    guide = GuideFactory(parent=guide_index)
    with pytest.raises(ValidationError, match="หน้านี้เอง"):
        GuideLegalBasis(page=guide, document=guide).clean()


def test_queries_do_not_grow(home: HomePage, guide_index: GuideIndexPage, client: Client) -> None:
    guide = GuideFactory(parent=guide_index, slug="one")

    def grow(count: int) -> None:
        for _ in range(count):
            order = guide.legal_bases.count()
            add_statement(guide, Section.STEP, "ขั้นตอน")
            GuideLegalBasis.objects.create(
                page=guide, document=ContentPageFactory(parent=home), sort_order=order
            )
            GuideFactory(parent=guide_index)

    grow(1)
    for address in ("/guide/one/", "/guide/"):
        assert_same_queries(lambda address=address: client.get(address), lambda: grow(2))


def test_general_help_comes_first_and_private_guides_not_at_all(
    guide_index: GuideIndexPage, client: Client
) -> None:
    GuideFactory(parent=guide_index, title="เรื่องความรุนแรง", problem=ProblemType.VIOLENCE)
    GuideFactory(parent=guide_index, title="เรื่องน้ำท่วม")
    GuideFactory(parent=guide_index, title="เรื่องร่าง", live=False)
    html = client.get("/guide/").content.decode()
    assert html.index("เรื่องน้ำท่วม") < html.index("เรื่องความรุนแรง")
    assert "เรื่องร่าง" not in html


def test_kinds_are_those_of_the_request_form() -> None:
    assert problem_choices() == list(ProblemType.choices)


# Starter guides


def test_every_kind_of_help_has_its_guide() -> None:
    assert sorted(record["problem"] for record in RECORDS) == sorted(problem.value for problem in GUIDED)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record["slug"])
def test_guides_are_whole_in_both_languages(record: dict) -> None:
    for section in Section:
        assert record[section.value], section
        for row in record[section.value]:
            assert row["th"].strip()
            assert row["en"].strip()
            assert set(row) <= {"th", "en", "center"}
    assert record["title_en"]
    assert record["intro_en"]
    assert record["law"]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record["slug"])
def test_guides_speak_plainly_and_promise_no_money(record: dict) -> None:
    words = " ".join([record["intro"], *(row["th"] for section in Section for row in record[section.value])])
    for official in ("ดังกล่าว", "ทั้งนี้", "อนึ่ง"):
        assert official not in words
    assert not re.search(r"\d[\d,]*\s*บาท", words)


def test_times_that_the_sources_do_not_fix_are_the_centers() -> None:
    for record in RECORDS:
        for row in record["time"]:
            fixed = any(
                known in row["th"] for known in ("24 ชั่วโมง", "3 เดือน", "ภัยฉุกเฉิน", "วันประชุม", "หลักเกณฑ์")
            )
            assert row.get("center", False) is not fixed, row


def test_crisis_guides_name_the_hotline_and_the_24_hours() -> None:
    for record in RECORDS:
        if ProblemType(record["problem"]).is_crisis:
            assert "1300" in " ".join(row["th"] for row in record["step"])
            assert "24 ชั่วโมง" in record["time"][0]["th"]


# Search


def test_drafts_and_nonsense_are_not_handed_over(guide_index: GuideIndexPage) -> None:
    guide = GuideFactory(parent=guide_index, live=False)
    assert list(guides.documents()) == []
    for key in (guides.key_of(guide), "guide:", "guide:jam", "guide:999999"):
        assert guides.document(key) is None


def test_words_that_people_type_are_searched_and_not_shown(
    guide_index: GuideIndexPage, client: Client
) -> None:
    guide = GuideFactory(
        parent=guide_index, slug="disaster", title_en="Disaster", search_words="ผู้ประสบภัย\n\n  น้ำป่า "
    )
    document = guides.document(guides.key_of(guide))
    assert document is not None
    assert document.aliases == ("ผู้ประสบภัย", "น้ำป่า", "Disaster")
    assert document.title_en == "Disaster"
    assert "ผู้ประสบภัย" not in client.get("/guide/disaster/").content.decode()


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record["slug"])
def test_guides_know_what_people_type(record: dict) -> None:
    assert len(record["words"]) >= 5
    assert len(set(record["words"])) == len(record["words"])
    assert record["title"] not in record["words"]
    # A law's popular name pins the law in search, so it must not pin a guide.
    assert not any(word.startswith(("พ.ร.บ", "พรบ", "กฎหมาย", "ระเบียบ")) for word in record["words"])


def test_a_published_guide_reaches_search_and_leaves_it(guide_index: GuideIndexPage) -> None:
    guide = GuideFactory(parent=guide_index, live=False)
    guide.save_revision().publish()
    rows = IndexedDocument.objects.filter(key=guides.key_of(guide), removed=False)
    assert rows.exists()
    guide.refresh_from_db()
    guide.unpublish()
    assert not rows.exists()
