"""The covering letter of a case says which matter and why, never what happened to whom (privacy 7)."""

from __future__ import annotations

import datetime as dt
import inspect

import pytest

from portal.letters.kinds.covering import addressee_for, referral_draft
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


def write(**changes: object):
    values = {
        "receiver": body(OrganizationType.TAO, "องค์การบริหารส่วนตำบลทดสอบ"),
        "reference": "KB7F-2MXQ",
        "problem_label": "สาธารณภัย",
        "restricted": False,
        "received_on": dt.date(2026, 11, 21),
        "reason": "อยู่ในเขตพื้นที่ของท่าน",
        "due": "ภายใน 3 วันทำการ",
    }
    return referral_draft(**{**values, **changes})


def everything(draft) -> str:
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
    text = everything(write(urgency=Urgency.URGENT))
    for part in ("KB7F-2MXQ", "สาธารณภัย", "อยู่ในเขตพื้นที่ของท่าน", "ภายใน 3 วันทำการ", "21 พฤศจิกายน 2569"):
        assert part in text
    assert write().paragraphs[-1].startswith("จึงเรียนมา")


def test_a_restricted_case_is_not_even_named_by_its_kind() -> None:
    text = everything(write(restricted=True, problem_label="ความรุนแรงต่อเด็ก"))
    assert "ความรุนแรง" not in text
    assert "ประเภท" not in text
    assert "KB7F-2MXQ" in text


def test_it_has_no_place_for_a_narrative_or_a_name() -> None:
    """What cannot be handed over cannot leak."""
    assert set(inspect.signature(referral_draft).parameters) == {
        "receiver", "reference", "problem_label", "restricted", "received_on", "reason", "due", "urgency", "signatory", "position",
    }  # fmt: skip


def test_what_is_not_known_is_left_out() -> None:
    text = everything(write(reason="", due="", problem_label=""))
    assert "เห็นว่า" not in text
    assert "ขอให้ตอบรับ" not in text
    assert "ประเภท" not in text
