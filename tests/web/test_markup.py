"""Markup of anybody is walked once, whatever it is (issue 7, "One request must never stop the rest"); work is counted."""

from __future__ import annotations

import re
from typing import Any

import pytest

from legal_library.reading.html_text import html_text
from portal.web import charsets, markup
from portal.web.charsets import decoded
from portal.web.markup import Piece, shown, unescaped, words_of

UNITS = [
    *("<style >", "<style>", "<script>", "<svg>", "<head>", "</style", "</style >", "<script></script >"),
    *("<a", "<a ", "<a b=", '<a b="', '<a b=">"', "<a b='\">'", '= "', '="', "='", "<a = ", "<a/"),
    *(
        "<",
        "</",
        "</ ",
        "<!",
        "<!-",
        "<!--",
        "<!-->",
        "<?",
        "<3 ",
        ">",
        "-->",
        "&",
        "&#",
        "&#9",
        "&lt",
        "&#x9",
    ),
    *("<p>", "</p>", "<td>", "</td>", "<tr><td>a</td>", "<br>", "<b> ", "a<b>", " ", "\n", "น้ำ"),
]
BEFORE = ["", "<p>", '<a b="', "<tr>", "&#", "<!--"]
AFTER = ["", ">", '">', "-->"]


class Looked:
    """How many characters the walk looked at."""

    def __init__(self) -> None:
        self.characters = 0


class Counted(str):
    """A text that counts how far each search in it goes."""

    __slots__ = ("looked",)
    looked: Looked

    def find(self, *args: Any) -> int:
        found = str.find(self, *args)
        self.looked.characters += (len(self) if found < 0 else found) - (args[1] if len(args) > 1 else 0) + 1
        return found

    def rfind(self, *args: Any) -> int:
        self.looked.characters += len(self)
        return str.rfind(self, *args)


class CountedPattern:
    """A pattern that counts how far it looks."""

    def __init__(self, pattern: re.Pattern[str], looked: Looked) -> None:
        self.pattern, self.looked = pattern, looked

    def _count(self, found: re.Match[str] | None, text: str, place: int) -> re.Match[str] | None:
        self.looked.characters += (found.end() if found else len(text)) - place
        return found

    def search(self, text: str, place: int = 0) -> re.Match[str] | None:
        return self._count(self.pattern.search(text, place), text, place)


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> Looked:
    """Counts what the walk of a `Counted` text looks at."""
    seen = Looked()
    monkeypatch.setattr(markup, "_END_OR_QUOTE", CountedPattern(markup._END_OR_QUOTE, seen))
    monkeypatch.setattr(
        markup, "_RAW", {name: CountedPattern(pattern, seen) for name, pattern in markup._RAW.items()}
    )
    return seen


@pytest.mark.parametrize("unit", UNITS)
def test_the_work_grows_with_the_length(unit: str, looked: Looked) -> None:
    for before in BEFORE:
        for after in AFTER:
            text = Counted(before + unit * 3_000 + after)
            text.looked, looked.characters = looked, 0
            list(shown(text))
            assert looked.characters <= 6 * len(text) + 100, (before, after)


@pytest.mark.parametrize("unit", UNITS)
def test_no_more_words_come_out_than_went_in(unit: str) -> None:
    for before in BEFORE:
        text = before + unit * 3_000
        assert len(words_of(text)) <= len(text)
        assert len(html_text(text.encode())) <= 3 * len(text)


def test_the_counter_sees_a_walk_that_goes_back(looked: Looked) -> None:
    text = Counted("<a" * 500)
    text.looked = looked
    place = 0
    while (place := text.find("<", place) + 1) > 0:
        text.find(">", place)
    assert looked.characters > 200 * len(text)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("<p>ฝน &amp; ลม</p><p>ยังแรง</p>", "ฝน & ลม\nยังแรง"),
        ("<html><head><title>x</title><style>p{}</style><body>คำ", "คำ"),
        ("<head><title>x</head>คำ<title></title>", ""),
        ("ก<br>ข<br/>ค</br>ง", "ก\nข\nคง"),
        ("<div>ก</div><div><br></div><div>ข</div>", "ก\n\nข"),
        ("<table><tr><td>ชื่อ</td><td>ยายสี</td></tr></table>", "ชื่อ ยายสี"),
        ("<SCRIPT>if (a < b) x('</p>')</SCRIPT >คำ", "คำ"),
        ("<style>ไม่ปิด", ""),
        ("<style/>คำ", "คำ"),
        ("<!-- <p>ไม่เห็น</p> -->คำ<!-->ต่อ", "คำต่อ"),
        ("<![if !mso]>คำ<![endif]><?xml version=1?>", "คำ"),
        ("<!-- ไม่ปิด", ""),
        ('<a title="ก > ข" href=x>คำ</a>', "คำ"),
        ('<a title="ไม่ปิด>คำ</a>', "คำ"),
        ("5 < 6 และ <3 กับ a<b", "5 < 6 และ <3 กับ a<b"),
        ("&lt;p&gt; &#3585; &#x0E02;", "<p> ก ข"),
        ("", ""),
    ],
)
def test_what_is_seen(typed: str, says: str) -> None:
    assert words_of(typed) == says


def test_a_number_of_no_letter_is_no_error() -> None:
    """Python refuses to read a number of more than 4,300 digits; one mail of it must not stop a reader."""
    assert unescaped("&#" + "9" * 5_000 + ";ก&#x" + "F" * 5_000) == "\ufffdก\ufffd"


def test_the_walk_names_tags_in_small_letters() -> None:
    assert list(shown("<P class=x>ก</P><hr/>")) == [
        (Piece.START, "p"),
        (Piece.WORDS, "ก"),
        (Piece.END, "p"),
        (Piece.START, "hr"),
        (Piece.END, "hr"),
    ]


def test_a_table_of_the_library_is_rows_between_bars() -> None:
    page = "<h1>ตาราง</h1><table><tr><th> ก </th><th>ข</th></tr>\n<tr><td>1</td><td>2</td></tr></table><p>ท้าย<br>สุด"
    assert html_text(page.encode()) == "ตาราง\n\n|  ก | ข |\n\n| 1 | 2 |\n\nท้าย\nสุด"


class TestCharsets:
    """Letters in what is named, else in what they are."""

    @pytest.mark.parametrize(
        ("content", "named", "says"),
        [
            ("ฝน".encode(), "utf-8", "ฝน"),
            ("\ufeffฝน".encode(), "", "ฝน"),
            ("ฝน".encode("cp874"), "TIS-620", "ฝน"),
            ("ฝน".encode("cp874"), "iso_8859_11", "ฝน"),
            ("ฝน".encode("cp874"), "utf-8", "ฝน"),
            ("ฝน".encode(), "no-such-charset", "ฝน"),
            ("ฝน".encode(), "zip", "ฝน"),
            ("ฝน".encode(), "utf-8\0", "ฝน"),
            (b"a \xff\xfe\xdb", "utf-8", "a ���"),
        ],
    )
    def test_letters(self, content: bytes, named: str, says: str) -> None:
        assert decoded(content, named) == says

    @pytest.mark.parametrize("most", range(3, 10))
    def test_a_letter_cut_in_two_is_left_out(self, most: int) -> None:
        assert decoded("ฝนตก".encode(), "utf-8", most=most) == "ฝนตก"[: most // 3]

    @pytest.mark.parametrize("named", ["punycode", "Punycode", "idna"])
    def test_no_coding_is_used_whose_work_is_a_square(self, named: str) -> None:
        """800,000 bytes of it held a process for minutes."""
        assert named.lower() in charsets._COSTLY
        assert decoded(b"-abc", named) == "-abc"
