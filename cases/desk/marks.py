"""The words for what speaks for one household and against it, and for how sure it is."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from cases.domain.likeness import WEIGHTS, Confidence, Mark

MARKS = {
    Mark.OWN_PHONE: _("เบอร์โทรศัพท์เดียวกัน"),
    Mark.LENT_PHONE: _("เบอร์ผู้แจ้งแทนเดียวกัน"),
    Mark.FULL_NAME: _("ชื่อและนามสกุลเดียวกัน"),
    Mark.LIKE_NAME: _("ชื่อและนามสกุลเขียนคล้ายกัน"),
    Mark.GIVEN_NAME: _("ชื่อตัวเดียวกัน"),
    Mark.LIKE_GIVEN: _("ชื่อตัวเขียนคล้ายกัน"),
    Mark.NICKNAME: _("ชื่อเล่นเดียวกัน"),
    Mark.FAMILY_NAME: _("นามสกุลเดียวกัน"),
    Mark.HOUSE: _("บ้านเลขที่เดียวกัน"),
    Mark.LANDMARK: _("จุดสังเกตเดียวกัน"),
    Mark.LANDMARKS: _("จุดสังเกตเดียวกันหลายจุด"),
    Mark.VILLAGE: _("หมู่เดียวกัน"),
    Mark.SAME_DAYS: _("แจ้งวันใกล้กัน"),
    Mark.OTHER_PERSON: _("ชื่อคนละคน"),
    Mark.OTHER_FAMILY: _("นามสกุลต่างกัน"),
    Mark.OTHER_HOUSE: _("บ้านเลขที่ต่างกัน"),
    Mark.OTHER_VILLAGE: _("คนละหมู่"),
    Mark.OTHER_SUBDISTRICT: _("คนละตำบล"),
    Mark.OTHER_LANDMARK: _("จุดสังเกตต่างกัน"),
    Mark.OTHER_PROBLEM: _("ปัญหาต่างกัน"),
    Mark.LONG_BETWEEN: _("แจ้งห่างกันนาน"),
}
IN_SHORT = {
    Mark.OWN_PHONE: _("เบอร์"),
    Mark.LENT_PHONE: _("เบอร์ผู้แจ้ง"),
    Mark.FULL_NAME: _("ชื่อสกุล"),
    Mark.LIKE_NAME: _("ชื่อสกุลคล้าย"),
    Mark.GIVEN_NAME: _("ชื่อ"),
    Mark.LIKE_GIVEN: _("ชื่อคล้าย"),
    Mark.NICKNAME: _("ชื่อเล่น"),
    Mark.FAMILY_NAME: _("นามสกุล"),
    Mark.HOUSE: _("บ้านเลขที่"),
    Mark.LANDMARK: _("จุดสังเกต"),
    Mark.LANDMARKS: _("จุดสังเกต"),
    Mark.VILLAGE: _("หมู่"),
    Mark.OTHER_PERSON: _("ชื่อ"),
    Mark.OTHER_FAMILY: _("นามสกุล"),
    Mark.OTHER_HOUSE: _("บ้านเลขที่"),
    Mark.OTHER_VILLAGE: _("หมู่"),
    Mark.OTHER_SUBDISTRICT: _("ตำบล"),
    Mark.OTHER_LANDMARK: _("จุดสังเกต"),
    Mark.OTHER_PROBLEM: _("ปัญหา"),
    Mark.LONG_BETWEEN: _("เวลา"),
}
"""What is the same or different, for whoever reads hundreds; that both came in these days is said of all of them."""
MOST_IN_COMMON = 3
CONFIDENCE = {
    Confidence.HIGH: _("แทบแน่ใจ"),
    Confidence.LIKELY: _("น่าจะใช่"),
    Confidence.POSSIBLE: _("อาจใช่"),
}


def in_short(marks: Iterable[Mark]) -> tuple[list[str], list[str]]:
    """Return what two have in common and in what they differ, a word each, in the reader's language.

    Of what they have in common the strongest is enough: whose house is the same lives in the same village. What differs is told whole.

    Args:
        marks: in any order.
    """
    said = sorted((mark for mark in marks if mark in IN_SHORT), key=WEIGHTS.__getitem__, reverse=True)
    return (
        [str(IN_SHORT[mark]) for mark in said if WEIGHTS[mark] > 0][:MOST_IN_COMMON],
        [str(IN_SHORT[mark]) for mark in said if WEIGHTS[mark] < 0],
    )


def mark_words(mark: Mark) -> str:
    """Return what a mark says, in the reader's language."""
    return str(MARKS[mark])
