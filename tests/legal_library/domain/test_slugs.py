"""Addresses in Latin letters for Thai documents."""

from __future__ import annotations

import pytest

from legal_library.domain import slugs


@pytest.mark.parametrize(
    ("reference", "slug"),
    [
        ("มท ๐๘๙๑.๓ / ว ๑๙๑๘", "mth-0891-3-w1918"),
        ("มท0891.3/ว1918", "mth-0891-3-w1918"),
        ("กบ ๐๐๒๓.๓/ว ๓๓๓๒", "kb-0023-3-w3332"),
        ("กบ ๕๒๐๐๑/๑๒๓", "kb-52001-123"),
        ("ไม่มีเลข", ""),
        ("", ""),
    ],
)
def test_all_spellings_of_a_number_give_one_address(reference: str, slug: str) -> None:
    assert slugs.reference_slug(reference) == slug


def test_a_letter_is_named_by_kind_number_and_year() -> None:
    slug = slugs.document_slug(
        kind="circular", reference="มท ๐๘๙๑.๓/ว ๑๙๑๘", title_en="Ignored", year_be=2556
    )
    assert slug == "circular-mth-0891-3-w1918-2556"


def test_a_law_is_named_by_its_english_title() -> None:
    slug = slugs.document_slug(kind="act", title_en="Child Protection Act", year_be=2546)
    assert slug == "child-protection-act-2546"


def test_the_year_is_not_said_twice() -> None:
    assert slugs.document_slug(kind="act", title_en="Act B.E. 2546", year_be=2546) == "act-be-2546"


def test_without_anything_latin_the_kind_serves() -> None:
    assert slugs.document_slug(kind="ministerial_regulation", title_en="กฎ") == "ministerial-regulation"


def test_addresses_stay_short_and_keep_the_year() -> None:
    slug = slugs.document_slug(kind="act", title_en="very " * 60, year_be=2560)
    assert len(slug) <= slugs.MAX_LENGTH
    assert slug.endswith("-2560")


def test_without_a_number_the_words_of_the_title_serve() -> None:
    slug = slugs.document_slug(kind="act", title="พระราชบัญญัติคุ้มครองเด็ก พ.ศ. ๒๕๔๖", year_be=2546)
    assert slug == "phraratchabanyat-khumkhrong-dek-2546"


def test_a_long_thai_title_is_cut_between_words_and_keeps_the_year() -> None:
    slug = slugs.document_slug(kind="act", title="พระราชบัญญัติคุ้มครองเด็ก" * 9, year_be=2546)
    assert len(slug) <= slugs.MAX_LENGTH
    assert set(slug.removesuffix("-2546").split("-")) == {"phraratchabanyat", "khumkhrong", "dek"}
