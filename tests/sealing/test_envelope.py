"""What was sealed opens in its own place, whole and unchanged, or not at all (ASVS 11.2.1, 11.3.1; R14)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.sealing import envelope
from portal.sealing.errors import BrokenSealError, UnknownKeyError
from portal.sealing.keys import Keys

OLD = Keys({"old-1": b"o" * 32}, ("find", b"f" * 32))
NEW = Keys({"new-1": b"n" * 32, "old-1": b"o" * 32}, ("find", b"f" * 32))
HERE = envelope.place("cases_case", "narrative", "K7M2-0001")
ELSEWHERE = [
    envelope.place("cases_case", "narrative", "K7M2-0002"),
    envelope.place("cases_case", "place_detail", "K7M2-0001"),
    envelope.place("cases_casenote", "narrative", "K7M2-0001"),
]


@settings(max_examples=60)
@given(st.text(max_size=300))
def test_every_text_comes_back_and_stands_nowhere_in_clear(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    sealed = envelope.seal(NEW, text, HERE)
    assert envelope.opened(NEW, sealed, HERE) == text
    assert envelope.is_sealed(sealed) is bool(text) and sealed.isascii()
    if len(text.encode()) > 8:
        assert text not in sealed


def test_the_same_text_is_never_sealed_alike_and_empty_stays_empty() -> None:
    assert envelope.seal(NEW, "คำ", HERE) != envelope.seal(NEW, "คำ", HERE)
    assert envelope.seal(NEW, "", HERE) == "" == envelope.opened(NEW, "", HERE)
    assert envelope.key_of(envelope.seal(NEW, "คำ", HERE)) == "new-1"


def test_what_is_brought_elsewhere_does_not_open() -> None:
    sealed = envelope.seal(NEW, "ความลับ", HERE)
    for place in ELSEWHERE:
        with pytest.raises(BrokenSealError):
            envelope.opened(NEW, sealed, place)


@settings(max_examples=40)
@given(
    st.tuples(*[st.text(alphabet="ab\0 1", max_size=4)] * 3),
    st.tuples(*[st.text(alphabet="ab\0 1", max_size=4)] * 3),
)
def test_no_two_places_are_taken_for_each_other(
    one: tuple[str, str, str], other: tuple[str, str, str]
) -> None:
    assert (envelope.place(*one) == envelope.place(*other)) is (one == other)


@settings(max_examples=60)
@given(st.data())
def test_one_changed_sign_is_noticed(data: st.DataObject) -> None:
    sealed = envelope.seal(NEW, "เรื่องที่เกิดขึ้น", HERE)
    at = data.draw(st.integers(0, len(sealed) - 1))
    sign = data.draw(st.sampled_from("ABab01-_.x"))
    changed = sealed[:at] + sign + sealed[at + 1 :]
    try:
        found = envelope.opened(NEW, changed, HERE)
    except (BrokenSealError, UnknownKeyError):
        return
    # The last sign of base64 has bits that mean nothing.
    assert found == "เรื่องที่เกิดขึ้น"


def test_an_older_key_opens_until_it_is_gone() -> None:
    sealed = envelope.seal(OLD, "เก่า", HERE)
    assert envelope.opened(NEW, sealed, HERE) == "เก่า"
    with pytest.raises(UnknownKeyError, match="new-1"):
        envelope.opened(OLD, envelope.seal(NEW, "ใหม่", HERE), HERE)
    with pytest.raises(BrokenSealError):
        envelope.opened(Keys({"old-1": b"x" * 32}, OLD.finding), sealed, HERE)


def test_what_is_cut_or_none_is_refused() -> None:
    sealed = envelope.seal(NEW, "คำ", HERE)
    for wrong in (sealed[:-1], sealed[:20], "sealed.1.new-1", "sealed.1.new-1.", "sealed.1.new-1.$$$", "คำ"):
        with pytest.raises(BrokenSealError):
            envelope.opened(NEW, wrong, HERE)
