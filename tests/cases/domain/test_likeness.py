"""How likely two reports come from one household: what speaks for it, what against it (S1.35)."""

from __future__ import annotations

import datetime as dt

import pytest

from cases.domain.likeness import LEAST, WEIGHTS, Confidence, Mark, Report, compare, distance
from portal.thai.landmarks import landmarks
from portal.thai.persons import PersonName, read_person
from portal.thai.sounds import sound

AT = dt.datetime(2025, 11, 22, 3, 0, tzinfo=dt.UTC)


def report(
    *names: str, own: str = "", lent: str = "", place: str = "", moo: str = "", house: str = "", **values
) -> Report:
    return Report(
        people=tuple(read_person(name) for name in names),
        own=frozenset(own.split()),
        lent=frozenset(lent.split()),
        subdistrict=values.get("subdistrict", "810101"),
        moo=moo,
        house=house,
        landmarks=frozenset(landmarks(place)),
        problem="disaster",
        at=values.get("at", AT),
    )


def confidence(one: Report, other: Report) -> Confidence | None:
    assert compare(one, other) == compare(other, one)
    return compare(one, other).confidence


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("นางสาวสมศรี ใจดี", "สมสี ใจดิ"),
        ("สุรศักดิ์ ทองคำ", "นายสุระสัก ทองคำ"),
        ("ณัฐวุฒิ แก้วมณี", "นัทวุท แก้วมณี"),
        ("สมชายใจดี", "สมชาย ใจดี"),
        ("สมศรี (แดง) ใจดี", "ป้าแดง ใจดี"),
    ],
)
def test_a_name_with_damaged_vowels_or_a_nickname_is_known_again_beside_a_village(
    one: str, other: str
) -> None:
    assert confidence(report(one, moo="4"), report(other, moo="4")) is not None


def test_a_telephone_of_their_own_speaks_louder_than_that_of_the_village_head() -> None:
    own = compare(report("สมชาย ใจดี", own="0811112222"), report("ลุงดำ", own="0811112222"))
    lent = compare(report("สมชาย ใจดี", lent="0811112222"), report("วิไล ทองคำ", lent="0811112222"))
    assert own.confidence is Confidence.LIKELY
    assert lent.confidence is None


def test_neighbors_with_the_same_landmark_are_two_households() -> None:
    ours = report("สมชาย ใจดี", place="ข้างวัดโพธิ์", moo="4", house="12/3")
    theirs = report("วิไล ทองคำ", place="หลังวัดโพธิ์", moo="4", house="12/4")
    assert confidence(ours, theirs) is None


def test_brothers_who_live_apart_are_two_households() -> None:
    assert (
        confidence(report("สมชาย ใจดี", house="9", moo="1"), report("มานพ ใจดี", house="31", moo="2")) is None
    )


def test_a_daughter_who_reports_with_her_own_number_is_found() -> None:
    mother = report("สมศรี ใจดี", own="0811112222", moo="4")
    daughter = report("นางสมศรี ใจดี", "มาลี ใจดี", own="0899998888", place="ใกล้วัดโพธิ์")
    assert confidence(mother, daughter) is Confidence.LIKELY


def test_the_same_name_in_another_subdistrict_is_somebody_else() -> None:
    assert confidence(report("สมชาย ใจดี"), report("สมชาย ใจดี", subdistrict="810116")) is None


def test_what_speaks_for_it_and_against_it_is_named() -> None:
    found = compare(
        report("สมชาย ใจดี", own="0811112222", house="9"),
        report("สมชาย ใจดี", own="0811112222", house="31", at=AT + dt.timedelta(days=60)),
    )
    assert found.speaks_for == (Mark.FULL_NAME, Mark.OWN_PHONE)
    assert found.speaks_against == (Mark.OTHER_HOUSE, Mark.LONG_BETWEEN)
    assert found.score == sum(WEIGHTS[mark] for mark in found.marks)


def test_every_mark_has_its_weight_and_its_words() -> None:
    from cases.desk.marks import CONFIDENCE, MARKS

    assert set(WEIGHTS) == set(Mark) == set(MARKS)
    assert set(LEAST) == set(Confidence) == set(CONFIDENCE)


@pytest.mark.parametrize(
    ("one", "other", "most", "slips"),
    [
        ("สมชาย", "สมชาย", 0, 0),
        ("ab", "ba", 1, 1),
        ("abc", "ab", 1, 1),
        ("abcd", "wxyz", 2, None),
        ("a", "abcdef", 2, None),
    ],
)
def test_slips_are_counted_and_given_up_beyond_what_is_forgiven(
    one: str, other: str, most: int, slips: int | None
) -> None:
    assert distance(one, other, most=most) == distance(other, one, most=most) == slips


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("น.ส.สมศรี ใจดี", PersonName("สมศรี", "ใจดี", frozenset(), "สมศรีใจดี")),
        ("ป้าแดง", PersonName("", "", frozenset({"แดง"}), "")),
        ("ตา สี", PersonName("", "", frozenset({"สี"}), "")),
        ("สมศรี ชื่อเล่นแดง ใจดี", PersonName("สมศรี", "ใจดี", frozenset({"แดง"}), "สมศรีใจดี")),
        ("บังอร รักดี", PersonName("บังอร", "รักดี", frozenset(), "บังอรรักดี")),
        ("", PersonName()),
    ],
)
def test_a_name_is_taken_apart(typed: str, read: PersonName) -> None:
    assert read_person(typed) == read


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("หลังวัดโพธิ์ ข้างร้านป้าแดง", ("วัด:พ", "ร้าน:บดง")),
        ("ใกล้โรงเรียนบ้านคลองม่วง", ("โรงเรียน:ครองมวง",)),
        ("รร.คลองม่วง", ("โรงเรียน:ครองมวง",)),
        ("12/3 ม.4 ข้างวัด น้ำท่วม", ()),
        ("ซอย 3", ("ซอย:3",)),
        ("", ()),
    ],
)
def test_landmarks_are_read_whatever_stands_between_them(typed: str, found: tuple[str, ...]) -> None:
    assert landmarks(typed) == found


def test_spellings_of_one_heard_name_share_a_sound() -> None:
    assert sound("สุรศักดิ์") == sound("สุระสัก")
    assert sound("ณัฐวุฒิ") == sound("นัทวุท")
    assert sound("สมศรี") != sound("สมชาย")
