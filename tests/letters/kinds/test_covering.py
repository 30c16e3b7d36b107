"""The covering letter of a case says which matter and why, never what happened to whom (privacy 7)."""

from __future__ import annotations

import dataclasses
import datetime as dt
import inspect

import pytest

from portal.letters.kinds.covering import (
    Matter,
    addressee_for,
    answer_draft,
    closing_draft,
    corrected,
    hand_up_draft,
    referral_draft,
    return_draft,
    take_over_draft,
)
from portal.letters.kinds.official import LetterDraft
from portal.letters.vocabulary import Urgency
from portal.organizations.vocabulary import OrganizationType
from tests.accounts.factories import OrganizationFactory


def body(kind: OrganizationType, name: str):
    return OrganizationFactory.build(type=kind, name_th=name)


@pytest.mark.parametrize(
    ("kind", "name", "addressee"),
    [
        (OrganizationType.TAO, "องค์การบริหารส่วนตำบลหนองทะเล", "นายกองค์การบริหารส่วนตำบลหนองทะเล"),
        (OrganizationType.PAO, "องค์การบริหารส่วนจังหวัดกระบี่", "นายกองค์การบริหารส่วนจังหวัดกระบี่"),
        (OrganizationType.TOWN_MUNICIPALITY, "เทศบาลเมืองกระบี่", "นายกเทศมนตรีเมืองกระบี่"),
        (OrganizationType.SUBDISTRICT_MUNICIPALITY, "เทศบาลตำบลอ่าวนาง", "นายกเทศมนตรีตำบลอ่าวนาง"),
        (OrganizationType.HOSPITAL, "โรงพยาบาลกระบี่", "ผู้อำนวยการโรงพยาบาลกระบี่"),
        (OrganizationType.POLICE_STATION, "สถานีตำรวจภูธรเมืองกระบี่", "ผู้กำกับการสถานีตำรวจภูธรเมืองกระบี่"),
        (OrganizationType.NGO, "มูลนิธิทดสอบ", "มูลนิธิทดสอบ"),
    ],
)
def test_a_letter_goes_to_the_head_by_office(kind: OrganizationType, name: str, addressee: str) -> None:
    assert addressee_for(body(kind, name)) == addressee


@pytest.mark.parametrize("kind", OrganizationType)
def test_every_kind_of_organization_can_be_addressed(kind: OrganizationType) -> None:
    assert addressee_for(body(kind, "หน่วยงานทดสอบ")).strip()


def matter(**changes: object) -> Matter:
    values = {
        "reference": "KB7F-2MXQ",
        "problem_label": "สาธารณภัย",
        "restricted": False,
        "received_on": dt.date(2026, 11, 21),
    }
    return Matter(**{**values, **changes})


RECEIVER = body(OrganizationType.TAO, "องค์การบริหารส่วนตำบลทดสอบ")
RESTRICTED = {"restricted": True, "problem_label": "ความรุนแรงต่อเด็ก"}


def write(given: Matter | None = None, **changes: object) -> LetterDraft:
    values = {
        "receiver": RECEIVER,
        "matter": given or matter(),
        "reason": "อยู่ในเขตพื้นที่ของท่าน",
        "due": "ภายใน 3 วันทำการ",
    }
    return referral_draft(**{**values, **changes})


def test_what_was_passed_on_unread_does_not_say_that_it_was_checked() -> None:
    """The system forwards a crisis in the second of its receipt; the lead agency verifies it (S2.01, S2.38)."""
    sent, screened = (write(checked=checked).paragraphs[0] for checked in (False, True))
    assert "ตรวจสอบเบื้องต้นแล้ว" in screened
    assert "ตรวจสอบเบื้องต้นแล้ว" not in sent
    assert "ขอให้ท่านตรวจสอบและคัดกรอง" in sent


def every_kind(given: Matter) -> dict[str, LetterDraft]:
    """Return one letter of each kind about a matter."""
    return {
        **{asked: write(given, asked=asked) for asked in ("handover", "joint", "info")},
        "outside": write(given, outside=True),
        "return": return_draft(receiver=RECEIVER, matter=given, reason="ไม่อยู่ในพื้นที่"),
        "hand_up": hand_up_draft(receiver=RECEIVER, matter=given),
        "take_over": take_over_draft(receiver=RECEIVER, matter=given),
        "closing": closing_draft(
            receiver=RECEIVER, matter=given, closed_on=dt.date(2026, 12, 1), reason="ตรวจสอบแล้วไม่พบเหตุ"
        ),
        "answer": answer_draft(
            matter=given,
            closed_on=dt.date(2026, 12, 1),
            reason="ตรวจสอบแล้วไม่พบเหตุ",
            outcome="ส่งต่อสำเร็จ",
            given=("เงินช่วยเหลือ จำนวน 2,000 บาท",),
            objection_days=30,
        ),
    }


def everything(draft: LetterDraft) -> str:
    return " ".join(
        [
            draft.subject,
            draft.addressee,
            *draft.paragraphs,
            *draft.references,
            *(e.title for e in draft.enclosures),
        ]
    )


def test_it_names_reference_kind_reason_and_time() -> None:
    text = everything(write(matter(urgency=Urgency.URGENT)))
    for part in ("KB7F-2MXQ", "สาธารณภัย", "อยู่ในเขตพื้นที่ของท่าน", "ภายใน 3 วันทำการ", "21 พฤศจิกายน 2569"):
        assert part in text
    assert write(matter(urgency=Urgency.URGENT)).urgency == Urgency.URGENT


@pytest.mark.parametrize("kind", every_kind(matter()))
def test_a_restricted_case_is_not_even_named_by_its_kind(kind: str) -> None:
    """Privacy 7: neither the kind of problem, nor how it ended, nor what was given."""
    draft = every_kind(matter(**RESTRICTED))[kind]
    text = everything(draft)
    for telling in ("ความรุนแรง", "ประเภท", "ไม่พบเหตุ", "ส่งต่อสำเร็จ", "2,000"):
        assert telling not in text
    assert "KB7F-2MXQ" in text


@pytest.mark.parametrize("kind", every_kind(matter()))
def test_every_letter_ends_with_its_request_and_has_a_head(kind: str) -> None:
    draft = every_kind(matter())[kind]
    assert draft.paragraphs[-1].startswith("จึงเรียนมาเพื่อ")
    assert draft.subject
    assert draft.addressee


@pytest.mark.parametrize(
    "draft", [referral_draft, return_draft, hand_up_draft, take_over_draft, closing_draft, answer_draft]
)
def test_no_letter_has_a_place_for_a_narrative_or_a_name(draft: object) -> None:
    """What cannot be handed over cannot leak."""
    allowed = {
        *("receiver", "matter", "asked", "reason", "due", "outside", "checked", "references"),
        *("closed_on", "outcome", "given", "objection_days"),
    }
    assert set(inspect.signature(draft).parameters) <= allowed
    assert {field.name for field in dataclasses.fields(Matter)} == {
        "reference", "problem_label", "restricted", "received_on", "urgency",
    }  # fmt: skip


def test_what_is_not_known_is_left_out() -> None:
    text = everything(write(matter(problem_label=""), reason="", due=""))
    assert "เห็นว่า" not in text
    assert "ขอให้ตอบรับ" not in text
    assert "ประเภท" not in text


def test_who_has_no_account_is_told_how_to_answer_and_not_to_sign_in() -> None:
    """S1.29: the letter to an organization without accounts brings its own way to answer."""
    text = everything(write(outside=True))
    assert "ใบแนบท้ายหนังสือ" in text
    assert "โดยไม่ต้องมีบัญชี" in text
    assert "ในระบบ" not in text


def test_who_is_only_told_is_asked_for_nothing() -> None:
    draft = write(asked="info", due="")
    assert "ไม่ได้ขอให้ท่านดำเนินการ" in everything(draft)
    assert draft.enclosures == ()


def test_the_answer_says_outcome_ground_and_how_to_object() -> None:
    """Issue 9, point 9: for general cases outcome, ground, and how to object."""
    text = everything(every_kind(matter())["answer"])
    for part in ("ส่งต่อสำเร็จ", "ตรวจสอบแล้วไม่พบเหตุ", "2,000", "30 วัน", "รหัสติดตาม"):
        assert part in text


def test_a_correction_refers_to_what_it_replaces_and_ends_it() -> None:
    draft = corrected(write(), number="กบ 52001/7", issued_on=dt.date(2026, 11, 22))
    assert draft.references[0] == "หนังสือที่ กบ 52001/7 ลงวันที่ 22 พฤศจิกายน 2569"
    assert draft.paragraphs[-2] == "ขอยกเลิกหนังสือที่อ้างถึง และให้ใช้หนังสือฉบับนี้แทน"
    assert draft.paragraphs[-1] == write().paragraphs[-1]
