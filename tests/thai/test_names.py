"""One name has one key, however it was typed (issue 7, "One folded key for every comparison of Thai")."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.thai.names import name_key, name_words, without_title
from portal.thai.text import key

NAMES = ["น้ำฝน ทดสอบ", "สมพร ทดสอบแทรก", "แม่ศรี แก้วคำ", "เก๋ไก๋ น้ำค้ำ", "ทัศน์พันธุ์ กู้เกียรติ์", "เพ็ญศรี เจริญผล"]
TITLES = [
    "นาย", "นาย ", "นาง", "นางสาว", "นาง สาว", "น.ส.", "น.ส. ", "น. ส. ", "นส.", "นส ", "ด.ช.", "ด.ช. ", "ดช.", "ดช ", "เด็กชาย",
    "เด็กชาย ", "ด.ญ.", "ดญ ", "เด็กหญิง", "เด็ก หญิง ", "คุณ", "ดร.", "ดร ", "รศ.ดร. ", "ผศ. ", "ม.ล.", "ม.ร.ว. ", "ว่าที่ ร.ต. ",
    "ว่าที่ ร้อยตรี ", "ว่าที่ร้อยตรีหญิง ", "ร.ต.อ.", "ร.ต.อ.หญิง ", "พ.ต.ท. ", "พันตำรวจเอก", "ร้อยตำรวจตรีหญิง ", "จ.ส.อ. ", "จ่าสิบเอก ",
    "สิบเอก ", "ส.ต.ต. ", "พล.อ.", "พลเอก ", "พล.ต.ต. ", "พระมหา", "พระครู", "พระ ", "สามเณร", "แม่ชี", "อ.", "นพ.", "พญ. ",
    "Mr. ", "Mrs ", "Miss ", "Dr. ",
]  # fmt: skip
DAMAGE = {
    "sara am in two": lambda name: name.replace("ำ", "\u0e4dา"),
    "sara am in two, the tone behind": lambda name: name.replace("้ำ", "\u0e4d้า"),
    "the tone behind sara am": lambda name: name.replace("้ำ", "ำ้"),
    "sara e twice": lambda name: name.replace("แ", "เเ"),
    "sara e three times": lambda name: name.replace("แ", "เเเ"),
    "sara e apart": lambda name: name.replace("แ", "เ\u200bเ"),
    "the tone before the vowel": lambda name: name.replace("ู้", "ู้"),
    "the mark before the vowel": lambda name: name.replace("ธุ์", "ธ์ุ"),
    "marks twice": lambda name: "".join(sign * 2 if "\u0e48" <= sign <= "\u0e4c" else sign for sign in name),
    "another tone behind": lambda name: name.replace("้", "้่"),
    "vowels twice": lambda name: name.replace("า", "าา").replace("ไ", "ไไ"),
    "long aa": lambda name: name.replace("า", "ๅ"),
    "zero-width blanks": lambda name: "\u200b".join(name),
    "a byte order mark": lambda name: "\ufeff" + name,
    "joiners": lambda name: name.replace(" ", "\u200c \u200d"),
    "no-break blanks": lambda name: name.replace(" ", "\u00a0\u00a0"),
    "blanks around": lambda name: f"  {name}\t",
    "no blank": lambda name: name.replace(" ", ""),
    "a blank before a mark": lambda name: name.replace("้", " ้"),
    "soft hyphens": lambda name: "\u00ad".join(name),
    "a line end": lambda name: name.replace(" ", "\r\n"),
    "a dot": lambda name: name + ".",
    "a hyphen": lambda name: name.replace(" ", " - "),
    "quotes": lambda name: f"“{name}”",
    "emoji": lambda name: f"{name}😀🌧",
    "a mark before all": lambda name: "่" + name,
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_does_not_make_another_name(name: str, damage: str) -> None:
    assert name_key(DAMAGE[damage](name)) == name_key(name) != ""


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("name", ["สมชาย ใจดี", "น้ำฝน", "อรุณี แก้ว", "เอก โทศรี", "ไพศาล"])
def test_a_title_does_not_make_another_name(title: str, name: str) -> None:
    assert name_key(title + name) == name_key(name)
    assert without_title(title + name) == name


@given(title=st.sampled_from(TITLES), name=st.sampled_from(NAMES), damage=st.sampled_from(sorted(DAMAGE)))
def test_title_and_damage_together(title: str, name: str, damage: str) -> None:
    assert name_key(title + DAMAGE[damage](name).lstrip("่")) == name_key(name)


@pytest.mark.parametrize(
    "name",
    [
        "นายิกา",
        "คุณากร",
        "ดชา",
        "อสมา",
        "นพ แก้ว",
        "พล ใจดี",
        "หญิง ใจดี",
        "ศศิธร",
        "พระพร",
        "มลฤดี",
        "ดรุณี",
        "นาย",
        "ด.ช.",
    ],
)
def test_a_name_that_begins_like_a_title_keeps_its_beginning(name: str) -> None:
    assert name_key(name) == key(name) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ปาน", "ป่าน"),
        ("สมชาย", "สมหมาย"),
        ("น้ำฝน", "น้ำผึ้ง"),
        ("ใจ", "ไจ"),
        ("แก้ว", "แก่ว"),
        ("ฤๅษี", "ฤษี"),
        ("ก", "ข"),
    ],
)
def test_names_that_differ_in_a_letter_or_a_tone_stay_apart(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("မောင် မောင် စမ်းသပ်", "မောင်မောင်စမ်းသပ်"),
        ("محمد تجربة", "محمدتجربة"),
        ("José Núñez", "josenunez"),
        ("O'Brien", "obrien"),
        ("หมู่ ๑๒", "หมู่12"),
        ("ＡＢＣ", "abc"),
        ("กรุงเทพฯ", "กรุงเทพ"),
        ("เก่า ๆ", "เก่า"),
        ("😀", ""),
        ("", ""),
        ("่้", ""),
    ],
)
def test_any_script_has_a_key(typed: str, kept: str) -> None:
    assert key(typed) == kept


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("นายสมชาย ใจดี", ("สมชาย", "ใจดี")),
        ("ใจดี สมชาย", ("ใจดี", "สมชาย")),
        ("ด.ญ. นํ้าฝน", ("น้ำฝน",)),
        ("สมชาย สมชาย", ("สมชาย",)),
        (" - 😀", ()),
    ],
)
def test_words_that_are_looked_for(typed: str, words: tuple[str, ...]) -> None:
    assert name_words(typed) == words


THAI = "".join(chr(code) for code in range(0x0E01, 0x0E5C)) + " .\u200b\u00ad\u0300Aa1๑"


@example("1ๅำ")
@example("กา ำ")
@given(st.text(alphabet=THAI, max_size=40))
def test_a_key_of_thai_is_its_own_key(typed: str) -> None:
    assert key(key(typed)) == key(typed)
    assert not set(key(typed)) & set(" .\u200b\u00ad๑๒ฯๆ")


@given(st.text(max_size=60))
def test_every_text_has_a_key(typed: str) -> None:
    for made in (key(typed), name_key(typed), *name_words(typed)):
        assert " " not in made
    assert all(name_words(typed))
