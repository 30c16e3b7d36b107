"""News that go into a case that exists: danger is marked and read, and nothing that was typed is lost (S1.05, S1.35)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.domain import referral
from cases.events.domain.board import board_of
from cases.events.domain.declaring import Declaration, declare
from cases.events.vocabulary import EventKind
from cases.machine.vocabulary import DutyKind, Verb
from cases.models import Case, CaseNote
from cases.vocabulary import Consent, Severity
from portal.accounts.models import User
from portal.organizations.models import Organization
from portal.outbox.models import OutboxMessage
from tests.cases import factories
from tests.cases.desk.conftest import Login, soup
from tests.cases.desk.test_entry import NEW, data
from tests.cases.factories import World

SAME_TIME = "2026-11-26T04:00:00+00:00"


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(SAME_TIME, tick=False):
        yield


@pytest.fixture
def known(world: World, at_local: Client) -> Case:
    """A case of the local administration, taken down by telephone."""
    at_local.post(NEW, data())
    return Case.objects.get()


def told(client: Client, case: Case, **values: str) -> str:
    """What stands in the case after news were added to it."""
    answer = client.post(NEW, data(narrative="น้ำขึ้นอีก", add_to=case.reference, **values))
    assert answer.status_code == 302, soup(answer).select_one(".error-summary")
    return CaseNote.objects.latest("pk").text


def joins(world: World, case: Case) -> None:
    """The hospital does a part of it."""
    asked = referral.refer_jointly(
        case=case,
        target=world.hospital.organization,
        actor=world.local.officer,
        consent=Consent.GIVEN,
        request="ดูแผล",
    )
    referral.accept_referral(referral=asked, actor=world.hospital.officer)


def unread(case: Case) -> bool:
    return case.duties.running().filter(kind=DutyKind.READ).exists()


def test_danger_told_at_the_counter_is_marked_in_the_case_and_somebody_has_to_read_it(
    known: Case, at_local: Client
) -> None:
    text = told(at_local, known, danger_now="on")
    known.refresh_from_db()
    assert known.danger_now
    assert unread(known)
    assert "กำลังมีอันตรายตอนนี้" in text.splitlines()
    assert known.events.get(verb=Verb.LOG_CALL).changes["danger_now"] == [False, True]


def test_danger_told_at_the_counter_raises_a_case_in_work_and_rings_at_who_is_on_duty(
    world: World, login: Login
) -> None:
    """mark_danger: who comes back to the counter is heard as who is reached by a call list."""
    case = factories.working_case(world)
    head = world.center.supervisor
    User.objects.filter(pk=head.person.pk).update(email="chief@example.org")
    event = declare(
        actor=head,
        declaration=Declaration(
            kind=EventKind.FLOOD,
            name="น้ำท่วม",
            reason="ฝนหนัก",
            starts_at=timezone.now() - dt.timedelta(days=1),
            subdistricts=[case.subdistrict_code],
            duty_officer=head.person,
        ),
        token=uuid.uuid4(),
    )
    assert not board_of(event, world.local.officer).dangers
    told(login(world.local.officer), case, danger_now="on")
    case.refresh_from_db()
    assert (case.severity, case.danger_now) == (Severity.EMERGENCY, True)
    mails = OutboxMessage.objects.filter(template="event_danger")
    assert [one.to for one in mails] == ["chief@example.org"]
    assert [one.is_told_later for one in board_of(event, world.local.officer).dangers] == [True]


def test_who_may_not_raise_a_case_tells_its_danger_all_the_same(world: World, login: Login) -> None:
    case = factories.working_case(world)
    joins(world, case)
    told(login(world.hospital.officer), case, danger_now="on")
    case.refresh_from_db()
    assert case.danger_now
    assert unread(case)


def test_news_without_danger_mark_none_and_who_holds_the_case_has_read_them(
    known: Case, at_local: Client
) -> None:
    told(at_local, known)
    known.refresh_from_db()
    assert not known.danger_now
    assert not unread(known)


def test_a_holder_who_did_not_sit_at_the_counter_has_to_read_it_and_is_written_to(
    world: World, login: Login
) -> None:
    case = factories.working_case(world)
    joins(world, case)
    Organization.objects.filter(pk=world.local.organization.pk).update(email="abt@example.org")
    client = login(world.hospital.officer)
    told(client, case)
    assert unread(case)
    assert OutboxMessage.objects.filter(
        template="case_message", organization=world.local.organization
    ).exists()


def test_all_that_was_typed_and_is_new_stands_in_the_news(known: Case, at_local: Client) -> None:
    text = told(
        at_local,
        known,
        contact_way="visit",
        contact_note="อย่าโทรตอนสามีอยู่",
        may_leave_message="False",
        place_detail="บ้านสีฟ้าหลังวัด",
        note="โทรถามผู้ใหญ่บ้านแล้ว",
        severity="urgent",
        consent="refused",
        household_size="๕",
        other_1_name="ยายดำ",
        other_1_age="๘๐",
        received_on_day="25",
        received_on_month="11",
        received_on_year="2569",
    )
    lines = text.splitlines()
    for words in (
        "อย่าโทรตอนสามีอยู่",
        "บ้านสีฟ้าหลังวัด",
        "โทรถามผู้ใหญ่บ้านแล้ว",
        "เร่งด่วน",
        "๕",
        "ยายดำ",
        "๘๐",
        "25 พ.ย. 2569",
        str(Consent.REFUSED.label),
        "ไม่ใช่",
    ):
        assert [line for line in lines if line.endswith(words)], (words, lines)


def test_another_place_than_that_of_the_case_is_named(known: Case, at_local: Client) -> None:
    assert "ตำบลที่เกิดเหตุหรือที่อยู่: ต.อ่าวนาง อ.เมืองกระบี่" in told(at_local, known, place="ต.อ่าวนาง อ.เมืองกระบี่")
    assert "ที่เกิดเหตุ" not in told(at_local, known, place="อ.เมืองกระบี่ จ.กระบี่", moo="4")
    assert "หลังวัดใหญ่" in told(at_local, known, place="หลังวัดใหญ่")


def test_news_that_are_too_long_come_back_whole_and_danger_with_them(known: Case, at_local: Client) -> None:
    long = "น้ำ" * 1_500
    page = soup(at_local.post(NEW, data(narrative=long, add_to=known.reference, danger_now="on")))
    assert "4,000" in page.select_one(".error-summary").get_text()
    assert page.find(id="id_narrative").get_text(strip=True) == long
    assert page.find(id="id_danger_now").has_attr("checked")
    assert not CaseNote.objects.exists()


def test_the_page_by_which_news_are_added_says_where(known: Case, at_local: Client) -> None:
    answer = at_local.post(NEW, data(add_to=known.reference, danger_now="on"))
    assert answer.url == reverse("desk:case", args=[known.reference])
