"""A text with marks is read and written without a change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legal_library.reading.marked import MarkedPassage, MarkError, is_marked, read_marked, write_marked

LINE = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\n"), max_size=20)
TRICKY = st.sampled_from(["@@ x | y", "# heading", "\\@@", "\\# x", "", "| a | b |", "@@", "ข้อ ๑"])
TEXTS = st.lists(LINE | TRICKY, max_size=6).map(lambda lines: "\n".join(lines).strip("\n"))
LABELS = st.sampled_from(["มาตรา ๑", "ข้อ 2", "ข้อ ๒ | ๒", "2", "1", "", "ก"])
PASSAGES = st.builds(
    MarkedPassage,
    anchor=st.from_regex(r"[a-z0-9-]{1,20}", fullmatch=True),
    label=LABELS,
    level=st.sampled_from([1, 2]),
    heading=st.sampled_from(["", "หมวด ๑ บททั่วไป", "@@ หัว"]),
    text=TEXTS,
)


@given(st.lists(PASSAGES, max_size=5))
def test_what_is_written_is_read_again(passages: list[MarkedPassage]) -> None:
    head, again = read_marked(write_marked(passages)) if passages else ("", [])
    assert head == ""
    assert again == passages


def test_an_editor_may_leave_out_anchor_and_level() -> None:
    head, rows = read_marked("ก่อน\n@@ มาตรา 1\nหนึ่ง\n@@ m2 | มาตรา 2\nสอง\n@@ | มาตรา 3 | 2\nสาม\n@@")
    assert head == "ก่อน"
    assert [(row.anchor, row.label, row.level, row.text) for row in rows] == [
        ("", "มาตรา 1", 1, "หนึ่ง"),
        ("m2", "มาตรา 2", 1, "สอง"),
        ("", "มาตรา 3", 2, "สาม"),
        ("", "", 1, ""),
    ]


@pytest.mark.parametrize(
    "mark", ["@@ จุด | มาตรา 1", "@@ a b | มาตรา 1", f"@@ {'a' * 41} | x", f"@@ {'ก' * 201}"]
)
def test_a_mark_that_cannot_be_read_is_named_by_its_line(mark: str) -> None:
    with pytest.raises(MarkError) as caught:
        read_marked(f"@@ a | b\nหนึ่ง\n{mark}\nสอง")
    assert caught.value.line == 3


def test_line_ends_of_windows_are_line_ends() -> None:
    assert read_marked("@@ a | b\r\n# c\r\nd\r\n")[1] == [MarkedPassage("a", "b", 1, "c", "d")]


def test_a_text_without_marks_is_not_marked() -> None:
    assert not is_marked("มาตรา 1 @@ x\n \n")
    assert is_marked("x\n@@ มาตรา 1")
