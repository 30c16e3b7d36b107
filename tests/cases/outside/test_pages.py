"""The pages of a link: nothing before the code, the least after it, one clear sentence for everything that is over."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.domain import outside, referral, working
from cases.domain.outside import IssuedLink
from cases.machine.vocabulary import WaitingState
from cases.models import CaseEvent, Referral
from cases.outside.views import SHOWN_FOR
from cases.vocabulary import Consent, Visibility
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.organizations.models import Organization
from tests.accounts.factories import officer
from tests.cases.factories import CANARIES, CANARY_NAME, CANARY_PHONE, CANARY_STORY, World, screened_case
from tests.cases.outside.conftest import path_of

pytestmark = pytest.mark.django_db

Open = Callable[[IssuedLink], Client]
SHEET = "/answer/"


def say(kind: str) -> str:
    return reverse("outside:say", kwargs={"kind": kind})


def words(**values: str) -> dict[str, str]:
    return {"token": str(uuid.uuid4()), "who": "พญ.ใจดี หัวหน้าห้องฉุกเฉิน", "note": "รับทราบ"} | values


class TestBeforeTheCode:
    """Whoever has the address alone, because a mail was forwarded, reads nothing."""

    def test_nothing_of_the_case_is_shown(self, client: Client, joint: Referral, link: IssuedLink) -> None:
        page = client.get(path_of(link))
        text = page.content.decode()
        assert page.status_code == 200
        for canary in (*CANARIES, "รับตัวไปตรวจรักษา", joint.case.reference, "คุณภาพชีวิต"):
            assert canary not in text
        assert "โรงพยาบาลไร้บัญชี" in text
        assert page["Referrer-Policy"] == "no-referrer"
        assert "no-store" in page["Cache-Control"]

    def test_a_program_that_follows_links_changes_nothing(
        self, client: Client, joint: Referral, link: IssuedLink
    ) -> None:
        for _time in range(3):
            client.get(path_of(link))
        joint.refresh_from_db()
        assert joint.state == WaitingState.SENT
        assert not AuditEntry.objects.filter(action="case.read_by_link").exists()

    def test_a_wrong_code_opens_nothing(self, client: Client, link: IssuedLink) -> None:
        page = client.post(path_of(link), {"code": "3333-3333"})
        assert "รหัสไม่ตรง" in page.content.decode()
        assert client.get(SHEET).status_code == 403

    def test_codes_are_not_guessed(self, client: Client, link: IssuedLink) -> None:
        """After ten tries even the right one has to wait, for this link alone."""
        for _time in range(10):
            client.post(path_of(link), {"code": "3333-3333"})
        page = client.post(path_of(link), {"code": link.code})
        assert page.status_code == 429
        assert client.get(SHEET).status_code == 403

    def test_addresses_are_not_guessed(self, client: Client) -> None:
        for number in range(60):
            assert client.get(f"/answer/{number:020}/").status_code == 404
        assert client.get("/answer/K7M3/").status_code == 429

    def test_the_code_is_taken_as_people_type_it(self, client: Client, link: IssuedLink) -> None:
        typed = f" {link.code.lower().replace('-', ' ')} "
        assert client.post(path_of(link), {"code": typed}).status_code == 302

    def test_without_the_address_there_is_no_page(self, client: Client) -> None:
        assert client.get(SHEET).status_code == 403
        assert client.get(say("accept")).status_code == 403


class TestAfterTheCode:
    """The minimum, recorded, without a secret in any address."""

    def test_it_shows_what_is_needed_to_decide(self, opened: Open, joint: Referral, link: IssuedLink) -> None:
        text = opened(link).get(SHEET).content.decode()
        assert "รับตัวไปตรวจรักษา" in text
        assert joint.case.reference in text
        assert "ไสไทย" in text or "ตำบล" in text
        for canary in (CANARY_STORY, CANARY_NAME, CANARY_PHONE, "คะนารี", "บ้านกรงทอง"):
            assert canary not in text

    def test_names_and_numbers_come_with_the_acceptance_and_the_story_never(
        self, opened: Open, link: IssuedLink
    ) -> None:
        outside.answer(link=link.link, outcome=WaitingState.ACCEPTED, words="พญ.ใจดี")
        text = opened(link).get(SHEET).content.decode()
        assert CANARY_NAME in text
        assert CANARY_PHONE in text
        assert "ห้ามฝากข้อความไว้" in text
        assert CANARY_STORY not in text

    def test_every_reading_is_recorded(self, opened: Open, joint: Referral, link: IssuedLink) -> None:
        browser = opened(link)
        browser.get(SHEET)
        browser.get(SHEET)
        read = AuditEntry.objects.filter(action="case.read_by_link")
        assert read.count() == 2
        first = read.first()
        assert first is not None
        assert (first.organization, first.user, first.subject) == (joint.target, None, joint.case.reference)
        link.link.refresh_from_db()
        assert link.link.opened_at is not None

    def test_notes_of_the_office_stay_there(
        self, opened: Open, world: World, joint: Referral, link: IssuedLink
    ) -> None:
        working.add_note(
            case=joint.case, actor=world.center.officer, text="เฉพาะศูนย์-7731", readers=Visibility.INTERNAL
        )
        working.add_note(
            case=joint.case, actor=world.center.officer, text="ทุกหน่วยงาน-7731", readers=Visibility.SHARED
        )
        outside.answer(link=link.link, outcome=WaitingState.ACCEPTED, words="พญ.ใจดี")
        text = opened(link).get(SHEET).content.decode()
        assert "ทุกหน่วยงาน-7731" in text
        assert "เฉพาะศูนย์-7731" not in text

    def test_the_browser_forgets(self, opened: Open, link: IssuedLink) -> None:
        browser = opened(link)
        with time_machine.travel(timezone.now() + dt.timedelta(minutes=31), tick=False):
            assert browser.get(SHEET).status_code == 403
        browser = opened(link)
        browser.post(reverse("outside:close"))
        assert browser.get(SHEET).status_code == 403


class TestAnswers:
    """Looked at, then sent; a click too many does no harm."""

    def test_an_answer_is_looked_at_before_it_goes(
        self, opened: Open, joint: Referral, link: IssuedLink
    ) -> None:
        browser = opened(link)
        page = browser.post(say("accept"), words())
        assert "ยังไม่ได้ส่ง" in page.content.decode()
        joint.refresh_from_db()
        assert joint.state == WaitingState.SENT
        answer = browser.post(say("accept"), words(sure="1"))
        assert answer["Location"] == SHEET
        joint.refresh_from_db()
        assert joint.state == WaitingState.ACCEPTED
        assert "รับดำเนินการ" in browser.get(SHEET).content.decode()

    def test_going_back_keeps_what_was_typed(self, opened: Open, link: IssuedLink) -> None:
        page = opened(link).post(say("accept"), words(back="1", note="มารับ 14.00 น."))
        assert "มารับ 14.00 น." in page.content.decode()

    def test_what_was_typed_for_longer_than_the_code_holds_comes_back(
        self, opened: Open, world: World, joint: Referral, link: IssuedLink
    ) -> None:
        browser, typed = opened(link), "เตียงว่าง 3 เตียง ติดต่อ 14.00 น. ที่ห้องฉุกเฉิน"
        with time_machine.travel(timezone.now() + SHOWN_FOR + dt.timedelta(seconds=1)):
            late = browser.post(say("accept"), words(note=typed))
        assert late.status_code == 403
        assert typed in late.content.decode()
        browser = opened(link)
        outside.revoke_link(link=link.link, actor=world.center.officer)
        gone = browser.post(say("accept"), words(note=typed, sure="1"))
        assert gone.status_code == 409
        assert typed in gone.content.decode()

    def test_the_same_answer_twice_is_one(self, opened: Open, joint: Referral, link: IssuedLink) -> None:
        browser = opened(link)
        sent = words(sure="1")
        browser.post(say("accept"), sent)
        events = CaseEvent.objects.count()
        again = browser.post(say("accept"), sent)
        assert again.status_code == 409
        assert CaseEvent.objects.count() == events

    def test_a_question_twice_is_one(self, opened: Open, link: IssuedLink) -> None:
        browser = opened(link)
        sent = words(sure="1", note="แพ้ยาหรือไม่")
        browser.post(say("ask"), sent)
        events = CaseEvent.objects.count()
        browser.post(say("ask"), sent)
        assert CaseEvent.objects.count() == events
        assert "ส่งคำถามแล้ว" in browser.get(SHEET).content.decode()

    def test_a_return_needs_its_reason(self, opened: Open, joint: Referral, link: IssuedLink) -> None:
        browser = opened(link)
        assert "เลือกเหตุที่ส่งคืน" in browser.post(say("return"), words(sure="1")).content.decode()
        browser.post(say("return"), words(sure="1", reason="not_our_duty"))
        joint.refresh_from_db()
        assert joint.state == WaitingState.RETURNED
        page = browser.get(SHEET)
        assert page.status_code == 410
        assert "ส่งเรื่องคืนแล้ว" in page.content.decode()

    def test_done_comes_after_accepted(self, opened: Open, joint: Referral, link: IssuedLink) -> None:
        browser = opened(link)
        assert browser.post(say("done"), words(sure="1")).status_code == 409
        browser.post(say("accept"), words(sure="1"))
        browser.post(say("done"), words(sure="1"))
        joint.refresh_from_db()
        assert joint.state == WaitingState.DONE

    def test_what_is_no_answer_is_no_page(self, opened: Open, link: IssuedLink) -> None:
        assert opened(link).get(say("delete")).status_code == 404

    def test_a_field_too_much_changes_nothing(self, opened: Open, joint: Referral, link: IssuedLink) -> None:
        opened(link).post(say("accept"), words(sure="1", outcome="returned", case="1", organization="1"))
        joint.refresh_from_db()
        assert joint.state == WaitingState.ACCEPTED


class TestWhatIsOver:
    """Used, late, replaced, taken back, recalled, or no more needed: each says so, and whom to call."""

    def closed(self, client: Client, link: IssuedLink) -> str:
        page = client.get(path_of(link))
        assert page.status_code == 410
        text = page.content.decode()
        for canary in CANARIES:
            assert canary not in text
        assert client.post(path_of(link), {"code": link.code}).status_code == 410
        return text

    def test_expired(self, client: Client, link: IssuedLink) -> None:
        with time_machine.travel(timezone.now() + dt.timedelta(days=31), tick=False):
            assert "หมดอายุ" in self.closed(client, link)

    def test_replaced(self, client: Client, world: World, joint: Referral, link: IssuedLink) -> None:
        newer = outside.issue_link(row=joint, actor=world.center.officer)
        assert "ฉบับล่าสุด" in self.closed(client, link)
        assert client.post(path_of(newer), {"code": link.code}).status_code == 200
        assert client.post(path_of(newer), {"code": newer.code}).status_code == 302

    def test_taken_back_while_somebody_reads(self, opened: Open, world: World, link: IssuedLink) -> None:
        browser = opened(link)
        outside.revoke_link(link=link.link, actor=world.center.officer)
        assert browser.get(SHEET).status_code == 410
        assert browser.post(say("accept"), words(sure="1")).status_code in {403, 409}
        assert "เลิกใช้" in self.closed(browser, link)

    def test_recalled(self, client: Client, world: World, joint: Referral, link: IssuedLink) -> None:
        referral.recall_referral(referral=joint, actor=world.center.officer)
        assert "ถอนเรื่องกลับ" in self.closed(client, link)

    def test_done(self, client: Client, link: IssuedLink) -> None:
        outside.answer(link=link.link, outcome=WaitingState.ACCEPTED, words="พญ.ใจดี")
        link.link.referral.refresh_from_db()
        outside.answer(link=link.link, outcome=WaitingState.DONE, words="พญ.ใจดี")
        assert "เสร็จแล้ว" in self.closed(client, link)

    def test_the_organization_signs_in_now(
        self, client: Client, clinic: Organization, link: IssuedLink
    ) -> None:
        officer(clinic, Role.LEAD_AGENCY_OFFICER)
        assert "เข้าสู่ระบบ" in self.closed(client, link)

    def test_a_link_of_another_case_shows_only_its_own(
        self, opened: Open, world: World, clinic: Organization, joint: Referral, link: IssuedLink
    ) -> None:
        other = referral.refer_jointly(
            case=screened_case(world),
            target=clinic,
            actor=world.center.officer,
            consent=Consent.GIVEN,
            request="อื่น",
        )
        text = opened(link).get(SHEET).content.decode()
        assert other.case.reference not in text


def test_the_pages_are_whole_in_english(opened: Open, link: IssuedLink) -> None:
    browser = opened(link)
    for path in ("/en/answer/", "/en/answer/say/return/"):
        text = browser.get(path).content.decode()
        assert "The link" in text or "Reason" in text
