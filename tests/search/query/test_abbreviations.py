"""Abbreviations of law and administration: written out or searched both ways, and never found where none is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.search.engine import analysis
from portal.search.query.abbreviations import BOTH, REPLACED, other_forms, write_out
from portal.search.query.names import name_keys
from portal.search.query.understand import understand


def written(text: str) -> str:
    return " ".join(write_out(analysis.fold(text)).split())


@pytest.mark.parametrize(("short", "full"), REPLACED.items())
def test_every_abbreviation_is_written_out_with_its_dots(short: str, full: str) -> None:
    assert written(f"{short} เรื่องหนึ่ง") == f"{full} เรื่องหนึ่ง"
    assert written(f"ตาม {short}") == f"ตาม {full}"


@pytest.mark.parametrize("short", [short for short in REPLACED if len(short.replace(".", "")) > 1])
def test_every_abbreviation_is_written_out_without_dots_when_it_stands_alone(short: str) -> None:
    assert written(short.replace(".", "")) == REPLACED[short]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("พ. ร. บ. เทศบาล", "พระราชบัญญัติ เทศบาล"),
        ("พ ร บ เทศบาล", "พระราชบัญญัติ เทศบาล"),
        ("พรบ.เทศบาล พ.ศ. ๒๔๙๖", "พระราชบัญญัติ เทศบาล พ.ศ. 2496"),
        ("พรก.ฉุกเฉิน", "พระราชกำหนด ฉุกเฉิน"),
        ("ป.อ. มาตรา 157", "ประมวลกฎหมายอาญา มาตรา 157"),
        ("ปอ 157", "ประมวลกฎหมายอาญา 157"),
        ("ป.พ.พ. 1546", "ประมวลกฎหมายแพ่งและพาณิชย์ 1546"),
        ("ปวิอ มาตรา 39", "ประมวลกฎหมายวิธีพิจารณาความอาญา มาตรา 39"),
        ("พ.ร.ป. ป.ป.ช.", "พระราชบัญญัติประกอบรัฐธรรมนูญ ป.ป.ช."),
        ("รธน. 2560", "รัฐธรรมนูญ 2560"),
        ("(ฉ.2)", "(ฉบับที่ 2)"),
        ("พ.ร.บ. และ พ.ร.ก.", "พระราชบัญญัติ และ พระราชกำหนด"),
    ],
)
def test_what_people_type(typed: str, meant: str) -> None:
    assert written(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "เทศบาล",
        "พรกฉุกเฉิน",
        "รธนมาตรา",
        "คพรบ",
        "อ.พ.ร.บ.",
        "ผปอ",
        "ฉ 2",
        "ปอนด์",
        "ฉัน",
        "ปวิอาจ",
        "ก.พ. 2560",
    ],
)
def test_what_only_looks_like_one_is_left_alone(text: str) -> None:
    assert written(text) == text


@pytest.mark.parametrize(("short", "full"), BOTH.items())
def test_every_other_abbreviation_is_known_both_ways(short: str, full: str) -> None:
    assert (short, full) in other_forms(f"งานของ {short} ในปีนี้")
    assert (full, short.replace(".", "")) in other_forms(f"งานของ{full}ในปีนี้")


@pytest.mark.parametrize("short", [short for short in BOTH if len(short.replace(".", "")) > 1])
def test_without_dots_at_the_end_of_a_query(short: str) -> None:
    assert (short, BOTH[short]) in other_forms(f"เบอร์ {short.replace('.', '')}")


@pytest.mark.parametrize(
    ("typed", "short"),
    [
        ("อ.บ.ต. คลองท่อม", "อบต."),
        ("อ.บ.ต.คลองท่อม", "อบต."),
        ("อ.ป.ท.", "อปท."),
        ("ก.ท.ม.", "กทม."),
        ("อ.ส.ม", "อสม."),
        ("ผ.ว.จ.กระบี่", "ผวจ."),
        ("รพสต.บ้านไร่", "รพ.สต."),
        ("รพ. สต. บ้านไร่", "รพ.สต."),
        ("mou12", "mou"),
    ],
)
def test_other_ways_of_dotting(typed: str, short: str) -> None:
    assert short in [found for found, _ in other_forms(typed)]


@pytest.mark.parametrize(
    "text",
    [
        "15 ก.ค. 2560",
        "15 กค 60 ขอ",
        "สถานที่",
        "สถิติ",
        "มทร.",
        "พมพ์",
        "mouse",
        "moscc",
        "กทมา",
        "อบตน",
        "จนทาง",
        "นอภิ",
    ],
)
def test_words_and_months_are_no_offices(text: str) -> None:
    if text == "15 กค 60 ขอ":
        # Without dots it may be the ministry: both are searched, nothing is replaced.
        assert [full for _, full in other_forms(text)] == ["กระทรวงการคลัง"]
    else:
        assert other_forms(text) == []


def test_the_longer_of_two_abbreviations_wins() -> None:
    assert [short for short, _ in other_forms("ติดต่อ สถจ. กระบี่")] == ["สถจ."]
    assert [short for short, _ in other_forms("ติดต่อ พมจ. กระบี่")] == ["พมจ."]


def test_a_query_with_an_abbreviation_is_searched_in_both_forms() -> None:
    found = understand("เงินช่วยเหลือ อบต.")
    assert "อบต" in found.words
    assert tuple(analysis.tokens("องค์การบริหารส่วนตำบล")) in found.expansions
    other = understand("เงินช่วยเหลือองค์การบริหารส่วนตำบล")
    assert ("อบต",) in other.expansions


def test_an_abbreviation_that_is_written_out_is_not_searched_as_typed() -> None:
    found = understand("พรบ เทศบาล")
    assert found.words == ("พระราชบัญญัติ", "เทศบาล")
    assert found.expansions == ()


def test_capital_letters_do_not_matter() -> None:
    assert understand("OSCC").expansions == understand("oscc").expansions != ()


@pytest.mark.parametrize("name", ["พรบ เทศบาล", "พ.ร.บ.เทศบาล พ.ศ. 2496", "พระราชบัญญัติเทศบาล พ.ศ. ๒๔๙๖"])
def test_spellings_of_one_name_share_a_key(name: str) -> None:
    assert "พระราชบัญญัติเทศบาล" in name_keys(name)


@given(st.text(alphabet="พรบกฎปอวิรธนฉ. 2()ตามสถจมทabc", max_size=60))
def test_no_text_raises_and_only_abbreviations_change(text: str) -> None:
    folded = analysis.fold(text)
    grown = write_out(folded)
    assert (grown == folded) or any(full in grown for full in REPLACED.values())
    for found, other in other_forms(folded):
        assert found in BOTH or found in BOTH.values()
        assert other


@given(st.lists(st.sampled_from([*REPLACED, *BOTH, "เทศบาล", "2560", "มาตรา"]), max_size=8))
def test_writing_out_twice_changes_nothing_more(parts: list[str]) -> None:
    once = write_out(analysis.fold(" ".join(parts)))
    assert write_out(once) == once
