"""Links for organizations without a sign-in (S1.29): given out once, expiring, taken back, replaced; two secrets."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from cases.domain import outside, referral
from cases.domain.outside import IssuedLink
from cases.errors import GuardFailed
from cases.machine.vocabulary import DutyKind, WaitingState
from cases.models import AnswerLink, Case, CaseEvent, Referral
from cases.vocabulary import ReturnReason
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.organizations.models import Organization
from portal.outbox.models import OutboxMessage
from portal.vocabulary import ActorKind
from tests.accounts.factories import officer
from tests.cases.factories import World
from tests.cases.outside.conftest import case_of
from tests.outbox.addresses import mails_to

pytestmark = pytest.mark.django_db


class TestGivingOut:
    """What is kept, what leaves, and who may."""

    def test_neither_secret_is_kept(self, link: IssuedLink) -> None:
        row = AnswerLink.objects.values().get()
        secret = link.address.rstrip("/").rsplit("/", 1)[1]
        kept = " ".join(str(value) for value in row.values())
        for one in (secret, link.code, secret.replace("-", ""), link.code.replace("-", "")):
            assert one not in kept
        assert outside.find_link(secret) == link.link
        assert outside.find_link(secret.lower().replace("-", "")) == link.link
        assert outside.find_link(secret[:-1] + "0") is None

    def test_the_code_goes_by_no_mail(self, world: World, joint: Referral) -> None:
        issued = outside.issue_link(row=joint, actor=world.center.officer, by_mail=True)
        message = OutboxMessage.objects.get(template="case_asked_outside")
        assert message.to == "clinic@example.org"
        assert message.context["link"] == issued.address
        assert issued.code not in str(message.context)
        assert issued.link.mailed_at is not None
        assert mail.outbox == [] or all(issued.code not in one.body for one in mail.outbox)

    def test_without_an_address_nothing_is_mailed(
        self, world: World, joint: Referral, clinic: Organization
    ) -> None:
        Organization.objects.filter(pk=clinic.pk).update(email="")
        issued = outside.issue_link(row=joint, actor=world.center.officer, by_mail=True)
        assert issued.link.mailed_at is None
        assert not OutboxMessage.objects.filter(template="case_asked_outside").exists()

    def test_a_new_one_replaces_the_old_one(self, world: World, joint: Referral, link: IssuedLink) -> None:
        newer = outside.issue_link(row=joint, actor=world.center.officer)
        link.link.refresh_from_db()
        assert (link.link.is_open(), link.link.is_replaced) == (False, True)
        assert newer.link.is_open()
        assert AuditEntry.objects.filter(action="case.link_issued").count() == 2

    def test_only_the_holder_gives_one_out(self, world: World, joint: Referral) -> None:
        for actor in (world.local.officer, world.lead.officer):
            with pytest.raises(GuardFailed, match="รับผิดชอบ"):
                outside.issue_link(row=joint, actor=actor)
        assert not AnswerLink.objects.exists()

    def test_not_for_who_can_sign_in(self, world: World, joint: Referral, clinic: Organization) -> None:
        officer(clinic, Role.LEAD_AGENCY_OFFICER)
        with pytest.raises(GuardFailed, match="มีผู้ใช้ในระบบ"):
            outside.issue_link(row=joint, actor=world.center.officer)

    def test_not_for_what_is_over(self, world: World, joint: Referral) -> None:
        referral.recall_referral(referral=joint, actor=world.center.officer)
        with pytest.raises(GuardFailed, match="สิ้นสุด"):
            outside.issue_link(row=joint, actor=world.center.officer)

    def test_it_is_taken_back_once(self, world: World, link: IssuedLink) -> None:
        assert outside.revoke_link(link=link.link, actor=world.center.officer)
        assert not outside.revoke_link(link=link.link, actor=world.center.officer)
        link.link.refresh_from_db()
        assert not link.link.is_open()
        assert not link.link.is_replaced

    def test_it_expires(self, link: IssuedLink) -> None:
        assert link.link.is_open()
        assert not link.link.is_open(timezone.now() + outside.VALID_FOR + dt.timedelta(minutes=1))


class TestAnswering:
    """The machine takes the answer; the holder keeps the case and is told."""

    def test_a_part_is_accepted_and_done(self, world: World, joint: Referral, link: IssuedLink) -> None:
        outside.answer(link=link.link, outcome=WaitingState.ACCEPTED, words="พญ.ใจดี")
        joint.refresh_from_db()
        assert joint.state == WaitingState.ACCEPTED
        link.link.referral.refresh_from_db()
        outside.answer(link=link.link, outcome=WaitingState.DONE, words="พญ.ใจดี\nรักษาแล้ว")
        joint.refresh_from_db()
        assert joint.state == WaitingState.DONE
        assert case_of(joint).holder == world.center.organization

    def test_a_handover_that_is_accepted_stays_with_the_holder(
        self, world: World, handover: Referral
    ) -> None:
        issued = outside.issue_link(row=handover, actor=world.center.officer)
        outside.answer(link=issued.link, outcome=WaitingState.ACCEPTED, words="พญ.ใจดี")
        handover.refresh_from_db()
        case = case_of(handover)
        assert (handover.state, handover.outside, case.holder_id) == (
            WaitingState.ACCEPTED,
            True,
            world.center.organization.pk,
        )
        duty = case.duties.running().get(kind=DutyKind.PART)
        assert duty.organization == handover.target

    def test_the_history_says_who_answered(self, joint: Referral, link: IssuedLink) -> None:
        outside.answer(link=link.link, outcome=WaitingState.ACCEPTED, words="พญ.ใจดี, 075-000-000")
        event = CaseEvent.objects.filter(case=joint.case_id).order_by("-sequence").first()
        assert event is not None
        assert (event.actor_kind, event.organization, event.user) == (ActorKind.OUTSIDE, joint.target, None)
        assert event.note.text == "พญ.ใจดี, 075-000-000"

    def test_a_return_counts_and_comes_back(self, world: World, handover: Referral) -> None:
        issued = outside.issue_link(row=handover, actor=world.center.officer)
        outside.answer(
            link=issued.link, outcome=WaitingState.RETURNED, words="ไม่มีแพทย์", reason=ReturnReason.NOT_OUR_DUTY
        )
        handover.refresh_from_db()
        assert (handover.state, handover.return_reason) == (WaitingState.RETURNED, ReturnReason.NOT_OUR_DUTY)
        assert case_of(handover).duties.running().filter(kind=DutyKind.REROUTE).exists()

    def test_the_holder_hears_of_it_by_mail(self, world: World, link: IssuedLink) -> None:
        Organization.objects.filter(pk=world.center.organization.pk).update(email="center@example.org")
        outside.answer(link=link.link, outcome=WaitingState.ACCEPTED, words="พญ.ใจดี")
        assert mails_to("center@example.org", template="case_accepted")

    def test_a_question_has_to_be_read_and_the_reporter_does_not_see_it(
        self, world: World, joint: Referral, link: IssuedLink
    ) -> None:
        case = outside.ask_back(link=link.link, words="พญ.ใจดี\nแพ้ยาหรือไม่")
        assert case.duties.running().filter(kind=DutyKind.READ, organization=case.holder).exists()
        event = case.events.order_by("-sequence").first()
        assert event is not None
        assert (event.visibility, event.note.readers) == ("shared", "shared")

    def test_a_link_that_was_taken_back_meanwhile_answers_nothing(
        self, world: World, link: IssuedLink
    ) -> None:
        outside.revoke_link(link=link.link, actor=world.center.officer)
        events = CaseEvent.objects.count()
        with pytest.raises(GuardFailed, match="ใช้ไม่ได้แล้ว"):
            outside.answer(link=link.link, outcome=WaitingState.ACCEPTED, words="พญ.ใจดี")
        with pytest.raises(GuardFailed, match="ใช้ไม่ได้แล้ว"):
            outside.ask_back(link=link.link, words="พญ.ใจดี")
        assert CaseEvent.objects.count() == events

    def test_words_are_needed(self, link: IssuedLink) -> None:
        with pytest.raises(GuardFailed):
            outside.answer(link=link.link, outcome=WaitingState.ACCEPTED, words="  ")
        assert Case.objects.get().referrals.get().state == WaitingState.SENT
