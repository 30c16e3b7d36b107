"""Keys struck on the wrong layout: both ways, shifted keys included, and English that must stay English."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.search.engine import analysis
from portal.search.query import layout
from portal.search.query.understand import mistyped_layout, understand

ENGLISH_KEYS = (
    "`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:\"ZXCVBNM<>?"
)


class Knows:
    """Knowledge of a few words and no synonyms."""

    def __init__(self, *words: str) -> None:
        self._words = set(words)

    def knows(self, word: str) -> bool:
        return word in self._words

    def synonyms(self) -> list[tuple[str, str]]:
        return []


# TIS 820-2538, key by key: what is printed on the keys, not what our table says.
PLAIN_KEYS = [
    ("q", "ๆ"), ("w", "ไ"), ("e", "ำ"), ("r", "พ"), ("t", "ะ"), ("y", "ั"), ("u", "ี"), ("i", "ร"), ("o", "น"),
    ("p", "ย"), ("[", "บ"), ("]", "ล"), ("\\", "ฃ"), ("a", "ฟ"), ("s", "ห"), ("d", "ก"), ("f", "ด"), ("g", "เ"),
    ("h", "้"), ("j", "่"), ("k", "า"), ("l", "ส"), (";", "ว"), ("'", "ง"), ("z", "ผ"), ("x", "ป"), ("c", "แ"),
    ("v", "อ"), ("b", "ิ"), ("n", "ื"), ("m", "ท"), (",", "ม"), (".", "ใ"), ("/", "ฝ"), ("1", "ๅ"), ("2", "/"),
    ("3", "-"), ("4", "ภ"), ("5", "ถ"), ("6", "ุ"), ("7", "ึ"), ("8", "ค"), ("9", "ต"), ("0", "จ"), ("-", "ข"),
    ("=", "ช"),
]  # fmt: skip
SHIFTED_KEYS = [
    ("Q", "๐"), ("W", '"'), ("E", "ฎ"), ("R", "ฑ"), ("T", "ธ"), ("Y", "ํ"), ("U", "๊"), ("I", "ณ"), ("O", "ฯ"),
    ("P", "ญ"), ("{", "ฐ"), ("}", ","), ("|", "ฅ"), ("A", "ฤ"), ("S", "ฆ"), ("D", "ฏ"), ("F", "โ"), ("G", "ฌ"),
    ("H", "็"), ("J", "๋"), ("K", "ษ"), ("L", "ศ"), (":", "ซ"), ('"', "."), ("Z", "("), ("X", ")"), ("C", "ฉ"),
    ("V", "ฮ"), ("B", "ฺ"), ("N", "์"), ("M", "?"), ("<", "ฒ"), (">", "ฬ"), ("?", "ฦ"), ("!", "+"), ("@", "๑"),
    ("#", "๒"), ("$", "๓"), ("%", "๔"), ("^", "ู"), ("&", "฿"), ("*", "๕"), ("(", "๖"), (")", "๗"), ("_", "๘"),
    ("+", "๙"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "letter"), PLAIN_KEYS + SHIFTED_KEYS)
def test_every_key_gives_what_is_printed_on_it(key: str, letter: str) -> None:
    assert layout.to_thai(key) == letter
    assert layout.to_english(letter) == key


def test_no_two_keys_give_the_same_letter() -> None:
    assert len({layout.to_thai(key) for key in ENGLISH_KEYS}) == len(ENGLISH_KEYS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("l;ylfu", "สวัสดี"),
        ("gmL[k]", "เทศบาล"),
        ("Eudk", "ฎีกา"),
        ("-hv,^]", "ข้อมูล"),
        ("Tii,o^P", "ธรรมนูญ"),
        (":nhv", "ซื้อ"),
        ("Fi'rpk[k]", "โรงพยาบาล"),
        ("]^d0hk'", "ลูกจ้าง"),
    ],
)
def test_whole_words(typed: str, meant: str) -> None:
    assert layout.to_thai(typed) == meant
    assert layout.to_english(meant) == typed


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("l;ylfu 2560", "สวัสดี 2560"),
        ("2560 l;ylfu", "2560 สวัสดี"),
        ("1918", "1918"),
        ("l;ylfu2560", "สวัสดี/ถุจ"),  # not a number by itself: keys among keys
        ("l;ylfu 3", "สวัสดี -"),  # one digit is a key
    ],
)
def test_numbers_that_stand_alone_are_kept(typed: str, meant: str) -> None:
    assert layout.to_thai(typed) == meant


@given(st.text(alphabet=ENGLISH_KEYS + " ", max_size=80))
def test_going_there_and_back_gives_the_same_keys(typed: str) -> None:
    there = "".join(layout.to_thai(key) for key in typed)  # key by key, so that no number is kept
    assert layout.to_english(there) == typed


@given(st.text(max_size=80))
def test_no_text_raises_and_length_stays(text: str) -> None:
    assert len(layout.to_thai(text)) == len(text)
    assert len(layout.to_english(text)) == len(text)


THAI_WORDS = [
    "ช่วยเหลือ", "น้ำท่วม", "ผู้สูงอายุ", "ร้องทุกข์", "ศูนย์ปฏิบัติการร่วม", "ฎีกา", "ธรรมนูญ", "ญาติ", "โรงเรียน", "ฌาปนกิจ",
    "ค่าใช้จ่าย", "เบี้ยยังชีพ", "ภาษีที่ดิน", "ขอหนังสือรับรอง", "บัตรประจำตัวประชาชน", "ซ่อมถนน", "อุทกภัย", "ฉุกเฉิน",
]  # fmt: skip


@pytest.mark.parametrize("word", THAI_WORDS)
def test_thai_struck_on_the_english_layout_is_searched_as_it_was_meant(word: str) -> None:
    found = understand(layout.to_english(word))
    assert found.layout == word
    assert found.words == tuple(analysis.tokens(word))


def test_several_words_with_blanks_and_a_year() -> None:
    typed = f"{layout.to_english('ช่วยเหลือ')} {layout.to_english('น้ำท่วม')} 2560"
    found = understand(typed)
    assert found.layout == "ช่วยเหลือ น้ำท่วม 2560"
    assert found.years == (2560,)


def test_the_box_keeps_what_was_typed_so_that_links_say_it_again() -> None:
    typed = layout.to_english("น้ำท่วม")
    assert understand(typed).box == typed
    assert understand(understand(typed).box).layout == "น้ำท่วม"


ENGLISH = [
    "flood relief", "human trafficking", "how to ask for help", "child protection act", "domestic violence",
    "elderly allowance", "Ministry of Interior", "PM 2.5", "COVID-19", "ISO 9001", "http://example.com", "www.krabi.go.th",
    "one stop service", "application form", "birth certificate", "welfare card", "rabies", "dengue", "tax", "fire",
    "the quick brown fox jumps over the lazy dog", "e-mail", "kind:law", "year:2560", "a b c d e", "asdfghjkl", "ddd",
    "Krabi municipality", "contact", "waste water", "school lunch", "land title deed", "budget 2567", "tambon", "PDPA",
]  # fmt: skip


@pytest.mark.parametrize("phrase", ENGLISH)
def test_english_is_not_remapped_even_when_the_index_knows_no_word_of_it(phrase: str) -> None:
    assert understand(phrase).layout == ""


@pytest.mark.parametrize("phrase", [*THAI_WORDS, "งาน help", "น้ำท่วม l;ylfu", "๑๙๑๘"])
def test_text_with_thai_in_it_is_never_remapped(phrase: str) -> None:
    assert mistyped_layout(phrase, Knows()) == ""


@pytest.mark.parametrize("text", ["", "  ", "g", "gm", "12", "2556", "0812345678", "1 2 3", "...", "--- ---"])
def test_what_is_too_short_or_only_numbers_is_never_remapped(text: str) -> None:
    assert mistyped_layout(text, Knows()) == ""


def test_keys_that_are_also_a_word_of_the_index_stay_that_word() -> None:
    typed = layout.to_english("สวัสดี")
    assert mistyped_layout(typed, Knows()) == "สวัสดี"
    assert mistyped_layout(typed, Knows("ylfu")) == "", "the index knows its Latin word"


def test_a_thai_word_that_only_the_index_knows_is_recognized() -> None:
    typed = layout.to_english("ไสไทยพัฒน์")
    words = analysis.tokens("ไสไทยพัฒน์")
    assert mistyped_layout(typed, Knows(*words)) == "ไสไทยพัฒน์"


@settings(max_examples=150)
@given(st.text(alphabet=ENGLISH_KEYS + " ", max_size=120))
def test_whatever_keys_are_struck_the_answer_is_nothing_or_their_thai(typed: str) -> None:
    meant = mistyped_layout(typed, Knows())
    assert meant in ("", layout.to_thai(typed))


@pytest.mark.parametrize(
    ("character", "thai"),
    [
        ("ก", True),
        ("๛", True),
        ("่", True),
        ("๑", True),
        ("a", False),
        ("1", False),
        (" ", False),
        ("ກ", False),
    ],
)
def test_is_thai(character: str, thai: bool) -> None:
    assert layout.is_thai(character) is thai
