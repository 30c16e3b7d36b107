"""A text that is pasted again keeps its anchors."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from legal_library.domain.texts import Change, compare, with_anchors
from legal_library.reading.cutting import cut
from legal_library.reading.marked import MarkedPassage

NUMBERS = st.lists(st.integers(1, 30), unique=True, max_size=12).map(sorted)


def law(numbers: list[int]) -> list[MarkedPassage]:
    return cut("\n".join(f"มาตรา {number} ข้อความ" for number in numbers))


@given(NUMBERS, NUMBERS)
def test_a_section_that_was_there_keeps_its_anchor(before: list[int], after: list[int]) -> None:
    old = with_anchors(law(before), [])
    new = with_anchors(law(after), old)
    places = {passage.label: passage.anchor for passage in old}
    assert all(places.get(passage.label, passage.anchor) == passage.anchor for passage in new)
    assert len({passage.anchor for passage in new}) == len(new)


@given(NUMBERS)
def test_an_anchor_that_somebody_chose_is_found_by_its_label(numbers: list[int]) -> None:
    old = [replace(row, anchor=f"chosen-{place}") for place, row in enumerate(law(numbers))]
    assert [row.anchor for row in with_anchors(law(numbers), old)] == [row.anchor for row in old]


def test_labels_that_come_twice_keep_their_order() -> None:
    twice = [MarkedPassage("", "ข้อ 1", 1, "", text) for text in ("ก", "ข")]
    old = with_anchors(twice, [])
    assert [row.anchor for row in old] == ["k1", "k1-2"]
    third = [MarkedPassage("", "ข้อ 1", 1, "", text) for text in ("ก", "ข", "ค")]
    assert [row.anchor for row in with_anchors(third, old)] == ["k1", "k1-2", "k1-3"]


def test_changes_are_counted() -> None:
    old = with_anchors(law([1, 2, 3]), [])
    new = [replace(old[0], text="แก้"), old[1], MarkedPassage("m9", "มาตรา 9", 1, "", "ใหม่")]
    assert compare(new, old) == Change(added=1, changed=1, kept=1, removed=1)
    assert compare(old, old) == Change(added=0, changed=0, kept=3, removed=0)
    assert compare([], old) == Change(added=0, changed=0, kept=0, removed=3)


def test_what_stands_elsewhere_in_the_document_is_not_given_away() -> None:
    assert with_anchors(law([1]), [], elsewhere=frozenset({"m1"}))[0].anchor == "m1-2"
