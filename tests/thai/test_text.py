"""Text: damage is undone, clean text is left alone, equal words fold to equal strings."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.thai import text as texts
from portal.thai.text import fold, key, repair, skeleton

THAI_AND_TROUBLE = (
    "".join(chr(code) for code in range(0x0E01, 0x0E5C)) + " \n\u00a0\u200b\u00ad\uf70a\uf712\uf88b-–Aa1"
)

CLEAN = """ด่วนที่สุด
ที่ กบ ๐๐๒๓.๓/ว ๓๓๓๒
เรียน นายอำเภอ ทุกอำเภอ และนายกเทศมนตรีเมืองกระบี่
๑. ให้แจ้งการลงนามในข้อตกลงความร่วมมือการดำเนินงานของ OSCC ศูนย์ช่วยเหลือสังคม ให้หน่วยงานที่เป็น Front Line ๑
ทราบ และให้ความสำคัญกับเรื่องดังกล่าวเนื่องจากเป็นนโยบายสำคัญของรัฐบาล พร้อมทั้งให้กำชับเจ้าหน้าที่ผู้รับผิดชอบ
โทร/โทรสาร ๐-๗๕๖๑-๑๘๙๙, ๐-๗๕๖๒-๒๔๓๗ น้ำค้ำ ก็ พันธุ์ ศุกร์ กู้ ปู่ย่า ฤๅษี เก๋ไก๋ สำเร็จ ๆ ฯลฯ ญาติ ฐานะ เหตุการณ์
พระราชบัญญัติคุ้มครองเด็ก พ.ศ. ๒๕๔๖ “ผู้ดูแล” หมายความว่า – บุคคล… ใด ๆ มากกกก ค่าาา"""


def test_clean_text_comes_back_unchanged() -> None:
    assert repair(CLEAN) == CLEAN


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("สํานักงาน", "สำนักงาน"),
        ("จํานวน", "จำนวน"),
        ("นํ้า", "น้ำ"),
        ("น้ํา", "น้ำ"),
        ("กำ่", "ก่ำ"),
        ("ส านักงาน", "สำนักงาน"),
        ("น้ า", "น้ำ"),
        ("คา\u0e4d", "คำ"),
        ("ท\u0e48\u0e35", "ที่"),
        ("พันธ\u0e4c\u0e38", "พันธุ์"),
        ("ก\u0e49\u0e39", "กู้"),
        ("หนา้ที่", "หน้าที่"),
        ("คะ่", "ค่ะ"),
        ("เเม่", "แม่"),
        ("เเละเเก้", "และแก้"),
        ("ที่่", "ที่"),
        ("ปีี", "ปี"),
        ("ช ่วย", "ช่วย"),
        ("ที ่", "ที่"),
        ("ศูนย  ์", "ศูนย์"),
        ("น้ ำ", "น้ำ"),
        ("ช่วย\u200bเหลือ\u2060", "ช่วยเหลือ"),
        ("เทศ\u00adบาล\ufeff", "เทศบาล"),
        ("เทศบาล\u00a0เมือง", "เทศบาล เมือง"),
        ("เทศบาล\u3000เมือง", "เทศบาล เมือง"),
        ("ท\uf702\uf70a", "ที่"),
        ("ป\uf70a", "ป่"),
        ("\uf70fาติ", "ญาติ"),
        ("ม\uf711า", "มำ"),
        ("ท\uf886\uf88b", "ที่"),
        ("\uf89aาติ \uf89eาน", "ญาติ ฐาน"),
        ("ก\x00ข\x1bค", "กขค"),
    ],
)
def test_damage_with_one_right_answer_is_undone(damaged: str, right: str) -> None:
    assert repair(damaged) == right


@pytest.mark.parametrize("text", ["หนา ๔๐ เลม ๑๔๐", "แหงชาติ", "เปนปที่", "ตั้งครมไม่พร้อม"])
def test_lost_letters_are_not_guessed(text: str) -> None:
    assert repair(text) == unicodedata.normalize("NFC", text)


def test_line_ends_and_tabs_stay() -> None:
    assert repair("ก\r\nข\tค\n\nง") == "ก\r\nข\tค\n\nง"
    assert repair("ท\nี่") == "ท\nี่"


def test_latin_is_composed() -> None:
    assert repair("cafe\u0301") == "café"


@given(st.text(alphabet=THAI_AND_TROUBLE, max_size=60))
def test_a_second_repair_changes_nothing(text: str) -> None:
    assert repair(repair(text)) == repair(text)


@given(st.text(max_size=60))
def test_folding_is_stable_for_any_text(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert once == once.strip()


@given(st.text(alphabet=THAI_AND_TROUBLE, max_size=60))
def test_folding_and_skeletons_are_stable_for_thai(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert skeleton(fold(text)) == skeleton(text)
    assert not set("่้๊๋์็ํำ\u200b๐๑๒๓๔๕๖๗๘๙") & set(skeleton(text))


SYLLABLES = [
    *(
        "สม",
        "ชาย",
        "น้ำ",
        "เพ็ญ",
        "สิทธิ์",
        "แก้ว",
        "ศรี",
        "จันทร์",
        "ไพ",
        "ฤดี",
        "ก็",
        "ปู่",
        "เกี้ย",
        "ทำ",
        "ะ",
        "เ",
        "า",
        "่",
    ),
    *(" ", "  ", "ๆ", "ฯ", "ๅ", "ํ", "1", "๑", "a", "\u200b"),
]


@given(st.lists(st.sampled_from(SYLLABLES), max_size=6).map("".join))
def test_plain_words_are_spared_the_rules_because_they_would_change_nothing(text: str) -> None:
    short = fold(text), key(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(texts, "_is_plain", lambda _text: False)
        assert (fold(text), key(text)) == short


def test_a_name_as_nearly_everybody_is_called_is_plain() -> None:
    assert all(map(texts._is_plain, ["สมชาย ใจดี", "นางสาวน้ำฝน จันทร์เพ็ญ", "สิทธิ์ ก้องเกียรติ"]))
    assert not any(map(texts._is_plain, ["", "เเม่ศรี", "น้ํามนต์", "ร.ต. เอก", "สม  ชาย", "Somchai", "ก" * 1001]))


@pytest.mark.parametrize(
    "hostile",
    [
        "ำ" + "่้" * 20000,
        "่ิ้ี" * 20000,
        "ิ" * 50000,
        " " * 50000 + "ิ",
        "ก " * 20000 + "ิ",
        "ก" + "ำ่" * 20000,
        "เ" * 50000,
    ],
)
def test_hostile_text_comes_to_an_end(hostile: str) -> None:
    assert len(repair(hostile)) <= len(hostile)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("มท ๐๘๙๑.๓", "มท 0891.3"),
        ("OSCC", "oscc"),
        ("ＯＳＣＣ　１", "oscc 1"),
        ("ตุลาคม–กันยายน", "ตุลาคม-กันยายน"),
        ("ตุลาคม − กันยายน", "ตุลาคม - กันยายน"),
        ("ช่วยเหลือ \n ประชาชน", "ช่วยเหลือ ประชาชน"),
        (" เทศบาล ", "เทศบาล"),
        ("สํานักงาน", "สำนักงาน"),
        ("เเจ้งเหตุ", "แจ้งเหตุ"),
        ("ช่วย\u200bเหลือ", "ช่วยเหลือ"),
    ],
)
def test_spellings_of_one_word_fold_to_one_string(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_folding_keeps_tone_marks_because_they_tell_words_apart() -> None:
    assert len({fold(word) for word in ("ปา", "ป่า", "ป้า")}) == 3


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("หนา ๔๐ เลม ๑๔๐ ตอนพิเศษ ๒๕๔ ง", "หน้า 40 เล่ม 140 ตอนพิเศษ 254 ง"),
        ("ปองกันและบรรเทาสาธารณภัย", "ป้องกันและบรรเทาสาธารณภัย"),
        ("ใหตราพระราชบั ญญั ติขึ้ น ไวโ ดยคํา แนะนํา", "ให้ตราพระราชบัญญัติขึ้นไว้โดยคำแนะนำ"),
        ("หนา้ ๕๒ เลม่ ๑๓๖", "หน้า 52 เล่ม 136"),
        ("สานักงานรัฐบาลอิเล็กทรอนิกส์", "สำนักงานรัฐบาลอิเล็กทรอนิกส์"),
        ("จัดทา", "จัดทำ"),
        ("พระราชบั ญ ญั ติ นี้ มี บ", "พระราชบัญญัตินี้มีบ"),
        ("แหงชาติ", "แห่งชาติ"),
    ],
)
def test_damaged_and_right_spelling_share_a_skeleton(damaged: str, right: str) -> None:
    assert skeleton(damaged) == skeleton(right)


@pytest.mark.parametrize(("one", "other"), [("เปนปที่", "เป็นปีที่"), ("เด็ก", "เดก็น"), ("กระบี่", "กระปี่")])
def test_lost_or_other_letters_do_not_share_a_skeleton(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


def test_skeleton_keeps_blanks_between_latin_words_and_numbers() -> None:
    assert skeleton("Front Line ๑ ๒") == "front line 1 2"
