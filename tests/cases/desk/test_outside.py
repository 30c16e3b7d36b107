"""How the desk reaches an organization without a sign-in: its page, the sheet that is shown once, links taken back."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cases.domain import referral, unreached
from cases.domain.queries.conversation import conversation
from cases.machine.vocabulary import DutyKind, Verb
from cases.models import AnswerLink, Case, Referral
from cases.vocabulary import Consent
from portal.accounts.roles import Role
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from portal.outbox.failures import Kind
from portal.outbox.models import MessageState, OutboxMessage
from portal.thai.dates import bangkok_today, format_date
from portal.web.dates import shown_date
from tests.accounts.factories import OrganizationFactory, officer
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import World, pending_referral, screened_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(world: World) -> Organization:
    return OrganizationFactory(type=OrganizationType.HOSPITAL, name_th="โรงพยาบาลไร้บัญชี", phone="075-611-202")


@pytest.fixture
def asked(world: World, clinic: Organization) -> Referral:
    return referral.refer_jointly(
        case=screened_case(world),
        target=clinic,
        actor=world.center.officer,
        consent=Consent.GIVEN,
        request="รักษา",
    )


def url(name: str, row: Referral, **more: int) -> str:
    return reverse(f"desk:{name}", kwargs={"reference": row.case.reference, "number": row.number, **more})


def test_the_case_page_leads_there(at_center: Client, asked: Referral) -> None:
    text = at_center.get(reverse("desk:case", args=[asked.case.reference])).content.decode()
    assert url("outside", asked) in text
    page = at_center.get(url("outside", asked)).content.decode()
    assert "tel:+6675611202" in page
    assert "ไม่มีผู้ใช้ในระบบ" in page


def test_it_does_not_lead_there_for_who_signs_in(at_center: Client, world: World) -> None:
    row = pending_referral(world)
    text = at_center.get(reverse("desk:case", args=[row.case.reference])).content.decode()
    assert url("outside", row) not in text
    assert "มีผู้ใช้ในระบบ" in at_center.get(url("outside", row)).content.decode()


def test_the_sheet_is_made_anew_each_time_and_the_page_shows_no_secret(
    at_center: Client, asked: Referral
) -> None:
    first = at_center.post(url("outside_sheet", asked))
    assert first["Content-Type"] == "application/pdf"
    assert first.content.startswith(b"%PDF")
    at_center.post(url("outside_sheet", asked), {"by_mail": "on"})
    assert AnswerLink.objects.filter(referral=asked, ended_at=None).count() == 1
    assert OutboxMessage.objects.filter(template="case_asked_outside").count() == 1
    page = at_center.get(url("outside", asked)).content.decode()
    assert "/answer/" not in page
    assert "มีลิงก์ใหม่แทน" in page


def test_a_link_is_taken_back(at_center: Client, asked: Referral) -> None:
    at_center.post(url("outside_sheet", asked))
    link = AnswerLink.objects.get()
    at_center.post(url("outside_revoke", asked, pk=link.pk))
    link.refresh_from_db()
    assert not link.is_open()
    assert at_center.post(url("outside_revoke", asked, pk=link.pk + 1)).status_code == 404


def test_nobody_but_the_holder_has_the_page(
    world: World, login: Login, asked: Referral, clinic: Organization
) -> None:
    for actor in (world.local.officer, world.lead.officer, officer(clinic, Role.LEAD_AGENCY_OFFICER)):
        browser = login(actor)
        assert browser.get(url("outside", asked)).status_code == 404
        assert browser.post(url("outside_sheet", asked)).status_code == 404
    assert not AnswerLink.objects.exists()


class TestWritingAnAnswerDown:
    """Who said it, when, by which letter."""

    def send(self, browser: Client, row: Referral, **values: str) -> HttpResponse:
        url = reverse(
            "desk:act_on_row",
            kwargs={"reference": row.case.reference, "verb": Verb.RECORD_OUTSIDE, "number": row.number},
        )
        day = values.pop("on").split("/")
        return browser.post(url, values | dict(zip(("on_day", "on_month", "on_year"), day, strict=True)))

    GOOD: ClassVar[dict[str, str]] = {"outcome": "accepted", "who": "พญ.ใจดี", "by": "phone"}

    def test_the_history_shows_who_when_and_how(self, at_center: Client, asked: Referral) -> None:
        today = format_date(bangkok_today())
        sent = self.send(
            at_center,
            asked,
            **self.GOOD
            | {
                "by": "letter",
                "letter": "กบ 0033/123",
                "on": shown_date(bangkok_today()),
                "note": "มารับบ่ายนี้",
            },
        )
        assert sent.status_code == 302
        asked.refresh_from_db()
        assert asked.state == "accepted"
        text = at_center.get(reverse("desk:case", args=[asked.case.reference])).content.decode()
        assert f"พญ.ใจดี · หนังสือ กบ 0033/123 · {today}" in text

    @pytest.mark.parametrize(
        ("values", "said"),
        [
            ({"who": ""}, "ชื่อและตำแหน่ง"),
            ({"by": ""}, "ตอบทางใด"),
            ({"by": "letter"}, "เลขที่หนังสือตอบ"),
            ({"outcome": "returned"}, "เหตุที่ส่งคืน"),
            ({"on": "1/1/2560"}, "ไม่ก่อนวันที่ส่ง"),
            ({"on": "1/1/2585"}, "ไม่อยู่ในอนาคต"),
        ],
    )
    def test_what_is_missing_is_said(
        self, at_center: Client, asked: Referral, values: dict, said: str
    ) -> None:
        sent = self.send(at_center, asked, **self.GOOD | {"on": shown_date(bangkok_today())} | values)
        assert said in soup(sent).find(class_="error-summary").text
        asked.refresh_from_db()
        assert asked.state == "sent"


class TestMailThatCameBack:
    """R29: mail to an organization that was given up is work of whoever holds the case."""

    @pytest.fixture
    def stuck(self, asked: Referral) -> OutboxMessage:
        message = OutboxMessage.objects.get(template="case_comes_by_letter", organization=asked.target)
        message.state = MessageState.STUCK
        message.save()
        return message

    def test_the_holder_finds_it_among_what_came_back(
        self, at_center: Client, stuck: OutboxMessage, asked: Referral
    ) -> None:
        assert unreached.given_up() == [stuck.pk]
        assert unreached.tell_holder(stuck.pk)
        case = asked.case
        assert case.duties.running().filter(kind=DutyKind.READ, organization=case.holder).exists()
        listed = at_center.get(reverse("desk:worklist") + "?list=came_back").content.decode()
        assert case.reference in listed
        assert "ส่งไม่ถึง" in at_center.get(reverse("desk:case", args=[case.reference])).content.decode()

    def test_it_is_told_once(self, stuck: OutboxMessage) -> None:
        unreached.tell_holder(stuck.pk)
        assert unreached.given_up() == []

    def test_the_reporter_reads_nothing_of_it(self, stuck: OutboxMessage, asked: Referral) -> None:
        unreached.tell_holder(stuck.pk)
        assert conversation(asked.case) == ((), False)

    def test_mail_about_accounts_is_none_of_it(self, asked: Referral) -> None:
        OutboxMessage.objects.create(
            template="account_password_set", to="x@example.org", dedup_key="x", state=MessageState.STUCK,
        )  # fmt: skip
        assert unreached.given_up() == []


class TestNewsThatCameBack:
    """R29: that somebody in need was not reached by mail is a task, "ติดต่อทางอื่น", of whoever holds the case."""

    def lost(self, case: Case, key: str = "x", **values: Any) -> OutboxMessage:
        given = {"template": "case_news", "to": "x@example.org", "error_kind": Kind.ADDRESS} | values
        return OutboxMessage.objects.create(
            dedup_key=key, state=MessageState.STUCK, context={"reference": case.reference}, **given
        )

    def test_the_holder_finds_it_among_what_came_back_and_no_address_stands_there(
        self, at_center: Client, asked: Referral
    ) -> None:
        case = asked.case
        message = self.lost(case)
        assert unreached.given_up() == [message.pk]
        assert unreached.tell_holder(message.pk)
        listed = at_center.get(reverse("desk:worklist") + "?list=came_back").content.decode()
        assert case.reference in listed
        shown = at_center.get(reverse("desk:case", args=[case.reference])).content.decode()
        assert "อีเมลถึงผู้แจ้งส่งไม่ถึง โปรดติดต่อทางอื่นที่ผู้แจ้งบอกว่าปลอดภัย" in shown
        assert "x@example.org" not in shown
        assert conversation(case) == ((), False), "who reports reads nothing of it"

    def test_of_one_address_it_is_told_once_however_much_news_comes_back(self, asked: Referral) -> None:
        first = self.lost(asked.case)
        self.lost(asked.case, "y")
        unreached.tell_holder(first.pk)
        assert unreached.given_up() == []
        corrected = self.lost(asked.case, "z", to="other@example.org")
        assert unreached.given_up() == [corrected.pk]

    def test_a_text_that_did_not_arrive_is_told_as_a_message(self, asked: Referral) -> None:
        lost = self.lost(asked.case, template="case_news_text", to="", way="text", error_kind=Kind.PARTNER)
        assert unreached.given_up() == [lost.pk]
        assert unreached.tell_holder(lost.pk)
        assert asked.case.events.last().note.text.startswith("ข้อความถึงผู้แจ้งส่งไม่ถึง")

    def test_while_no_server_can_be_reached_nobody_is_told_of_everybody(self, asked: Referral) -> None:
        self.lost(asked.case, error_kind=Kind.CONNECTION)
        assert unreached.given_up() == []
