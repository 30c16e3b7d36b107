"""Letters at the desk: shown before, issued once, kept in the office's book, read by who wrote or got them (S1.29, S2.01)."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from cases.desk.letters.views import PAGE_SIZE
from cases.domain import referral as referrals
from cases.domain import working
from cases.domain.letters.occasions import occasions
from cases.domain.letters.writing import draft_of
from cases.models import Case
from cases.vocabulary import Consent, ReturnReason
from cases.vocabulary.letters import LetterKind
from portal.accounts.roles import Role
from portal.actors import Officer
from portal.audit.models import AuditEntry
from portal.letters.models import LetterCounter, Letterhead, OutgoingLetter
from tests.accounts.factories import officer
from tests.cases import factories
from tests.cases.desk.conftest import Login, body_of, soup
from tests.cases.factories import World
from tests.helpers import MOST_BYTES, assert_same_queries
from tests.letters import pdf

BOOK = reverse("desk:letters")


def found(actor: Officer, case: Case) -> dict[LetterKind, str]:
    """Return what an organization may write about a case: kind and key."""
    return {one.kind: one.key for one in occasions(actor.organization, Case.objects.filter(pk=case.pk))}


def page_of(key: str) -> str:
    return reverse("desk:letter_occasion", args=[key])


def links(client: Client, url: str) -> list[str]:
    return [a["href"] for a in soup(client.get(url)).select("main a[href]")]


@pytest.fixture
def returned(world: World) -> Case:
    """A case that the local administration sent back; it may not read it any more."""
    referral = factories.pending_referral(world)
    referrals.return_referral(
        referral=referral, actor=world.local.officer, reason=ReturnReason.WRONG_AREA, note="เป็นของ อบต.สอง"
    )
    return Case.objects.get(pk=referral.case_id)


class TestOccasions:
    def test_sending_asking_and_telling_each_have_their_letter(self, world: World) -> None:
        case = factories.screened_case(world)
        given = {"case": case, "actor": world.center.officer}
        referrals.refer_jointly(
            **given, target=world.hospital.organization, consent=Consent.GIVEN, request="ตรวจร่างกาย"
        )
        referrals.inform(**given, target=world.other_local.organization)
        kinds = found(world.center.officer, case)
        assert set(kinds) == {LetterKind.JOINT, LetterKind.INFO}
        assert found(world.hospital.officer, case) == {}

    def test_who_sends_back_and_who_hands_up_may_write(self, world: World, returned: Case) -> None:
        assert set(found(world.local.officer, returned)) == {LetterKind.RETURN}
        held = factories.working_case(world)
        referrals.hand_up(case=held, actor=world.local.supervisor, consent=Consent.GIVEN, note="เกินกำลัง")
        assert set(found(world.local.officer, held)) == {LetterKind.HAND_UP}

    def test_what_was_taken_back_needs_no_letter(self, world: World) -> None:
        referral = factories.pending_referral(world)
        referrals.recall_referral(referral=referral, actor=world.center.officer)
        assert found(world.center.officer, referral.case) == {}

    def test_the_end_is_told_to_the_citizen_and_to_who_sent_it(self, world: World) -> None:
        case = factories.closed_case(world)
        listed = occasions(world.local.organization, Case.objects.filter(pk=case.pk))
        assert {(one.kind, one.receiver) for one in listed} == {
            (LetterKind.ANSWER, None),
            (LetterKind.CLOSING, world.center.organization),
        }
        assert found(world.other_local.officer, case) == {}

    def test_who_must_not_know_is_never_written_to(self, world: World) -> None:
        case = factories.closed_case(world)
        Case.objects.filter(pk=case.pk).update(excluded=[world.center.organization.pk])
        assert set(found(world.local.officer, case)) == {LetterKind.ANSWER}

    @pytest.mark.parametrize("crisis", [False, True])
    def test_no_letter_says_a_word_of_the_story(self, world: World, crisis: bool) -> None:
        """Privacy 7: what people wrote is in no letter, of a restricted case not even the kind of problem."""
        case = (
            factories.closed_case(
                world,
                by=world.lead,
                case=factories.closing_case(
                    world,
                    by=world.lead,
                    case=factories.followed_case(
                        world, by=world.lead, case=factories.working_crisis_case(world)
                    ),
                ),
            )
            if crisis
            else factories.closed_case(world)
        )
        for body in world.everybody:
            for one in occasions(body.organization, Case.objects.filter(pk=case.pk)):
                text = str(draft_of(one))
                assert case.reference in text
                assert not [canary for canary in factories.CANARIES if canary in text], one.kind
                assert "ช่วยเหลือครบแล้ว" not in text
                if crisis:
                    assert "ความรุนแรง" not in text
                    assert "2,000" not in text


class TestIssuing:
    def test_a_preview_is_marked_and_takes_no_number(
        self, world: World, at_local: Client, returned: Case, tmp_path: Path
    ) -> None:
        key = found(world.local.officer, returned)[LetterKind.RETURN]
        numbers = OutgoingLetter.objects.count()
        at_local.get(page_of(key))
        content = body_of(at_local.get(reverse("desk:letter_preview", args=[key])))
        assert "ตัวอย่าง" in pdf.text_of(content, tmp_path)
        assert OutgoingLetter.objects.count() == numbers
        assert not LetterCounter.objects.filter(organization=world.local.organization).exists()

    def test_it_is_issued_once_however_often_it_is_pressed(
        self, world: World, at_local: Client, returned: Case
    ) -> None:
        key = found(world.local.officer, returned)[LetterKind.RETURN]
        for _ in range(2):
            assert at_local.post(page_of(key)).status_code == 302
        letter = OutgoingLetter.objects.get(organization=world.local.organization)
        assert (letter.running_number, letter.receiver) == (1, world.center.organization)
        assert letter.letter.references[0].startswith("หนังสือที่ ")
        assert AuditEntry.objects.filter(action="letter.issue", subject=returned.reference).count() == 1
        assert "ไม่อยู่ในพื้นที่" in " ".join(letter.letter.paragraphs)

    def test_it_is_in_the_book_of_who_wrote_it_after_the_case_is_gone(
        self, world: World, at_local: Client, returned: Case, login: Login
    ) -> None:
        """Privacy 3: the letter holds nothing of the case, so the office keeps it when it may not read the case."""
        at_local.post(page_of(found(world.local.officer, returned)[LetterKind.RETURN]))
        letter = OutgoingLetter.objects.get(organization=world.local.organization)
        url = reverse("desk:letter_file", args=[letter.pk])
        assert url in links(at_local, BOOK)
        assert body_of(at_local.get(url)).startswith(b"%PDF")
        assert at_local.get(reverse("desk:case", args=[returned.reference])).status_code == 404
        assert login(world.center.officer).get(url).status_code == 404

    def test_who_got_it_reads_it_with_the_case(
        self, world: World, at_local: Client, at_center: Client, returned: Case
    ) -> None:
        at_local.post(page_of(found(world.local.officer, returned)[LetterKind.RETURN]))
        letter = OutgoingLetter.objects.get(organization=world.local.organization)
        url = reverse("desk:letter", args=[returned.reference, letter.pk])
        assert url in links(at_center, reverse("desk:case", args=[returned.reference]))
        assert body_of(at_center.get(url)).startswith(b"%PDF")
        assert at_local.get(url).status_code == 404

    def test_the_case_offers_what_may_be_written_until_it_is(self, world: World, at_local: Client) -> None:
        case = factories.working_case(world)
        referrals.inform(case=case, actor=world.local.officer, target=world.hospital.organization)
        page, key = (
            reverse("desk:case", args=[case.reference]),
            found(world.local.officer, case)[LetterKind.INFO],
        )
        assert page_of(key) in links(at_local, page)
        at_local.post(page_of(key))
        assert page_of(key) not in links(at_local, page)

    def test_a_partner_reads_its_own_letters_and_no_others(
        self, world: World, login: Login, at_local: Client
    ) -> None:
        case = factories.working_case(world)
        for body in (world.hospital, world.lead):
            referrals.refer_jointly(
                case=Case.objects.get(pk=case.pk),
                target=body.organization,
                actor=world.local.officer,
                consent=Consent.GIVEN,
                request="ช่วยส่วนหนึ่ง",
            )
        for one in occasions(world.local.organization, Case.objects.filter(pk=case.pk)):
            at_local.post(page_of(one.key))
        page = reverse("desk:case", args=[case.reference])
        mine, theirs = (
            OutgoingLetter.objects.get(receiver=body.organization) for body in (world.hospital, world.lead)
        )
        at_hospital = login(world.hospital.officer)
        seen = links(at_hospital, page)
        assert reverse("desk:letter", args=[case.reference, mine.pk]) in seen
        assert reverse("desk:letter", args=[case.reference, theirs.pk]) not in seen
        assert at_hospital.get(reverse("desk:letter", args=[case.reference, theirs.pk])).status_code == 404

    def test_a_withdrawn_letter_stays_in_the_book_and_its_correction_names_it(
        self, world: World, at_local: Client, returned: Case
    ) -> None:
        key = found(world.local.officer, returned)[LetterKind.RETURN]
        at_local.post(page_of(key))
        first = OutgoingLetter.objects.get(organization=world.local.organization)
        withdraw = reverse("desk:letter_withdraw", args=[first.pk])
        assert at_local.post(withdraw, {}).status_code == 200
        assert at_local.post(withdraw, {"reason": "wrong_content"}).url == page_of(key)
        assert "ข้อความไม่ถูกต้อง" in at_local.get(BOOK).content.decode()
        at_local.post(page_of(key))
        second = OutgoingLetter.objects.get(organization=world.local.organization, edition=2)
        assert first.number in second.letter.references[0]
        numbers = [row.th.get_text() for row in soup(at_local.get(BOOK)).select("tbody tr")]
        assert numbers == ["2", "1"]

    def test_strangers_and_roles_without_case_work_find_no_letters(
        self, world: World, login: Login, returned: Case
    ) -> None:
        key = found(world.local.officer, returned)[LetterKind.RETURN]
        for stranger in (
            world.other_local.officer,
            world.center.officer,
            officer(world.local.organization, Role.CONTENT_EDITOR),
        ):
            client = login(stranger)
            for url in (page_of(key), reverse("desk:letter_preview", args=[key])):
                assert client.get(url).status_code == 404
            assert client.post(page_of(key)).status_code == 404
        assert not OutgoingLetter.objects.filter(organization=world.local.organization).exists()

    def test_who_takes_no_part_in_the_case_writes_no_letter_of_it(
        self, world: World, at_local: Client
    ) -> None:
        case = factories.working_case(world)
        referrals.inform(case=case, actor=world.local.officer, target=world.hospital.organization)
        key = found(world.local.officer, case)[LetterKind.INFO]
        assert at_local.get(page_of(key)).status_code == 200
        working.recuse(case=Case.objects.get(pk=case.pk), actor=world.local.officer)
        assert at_local.get(page_of(key)).status_code == 404

    @pytest.mark.parametrize("key", ["x", "K7M3-9QXF-return-1-2", "a-b-c-d-e", "-" * 50, "9" * 200])
    def test_nonsense_is_not_found(self, world: World, at_local: Client, key: str) -> None:
        assert at_local.get(f"/desk/letters/{key}/").status_code == 404


class TestBook:
    def test_the_book_asks_the_same_number_of_questions_however_long(
        self, world: World, login: Login
    ) -> None:
        client = login(world.center.officer)
        factories.working_case(world)
        assert_same_queries(
            lambda: client.get(BOOK), lambda: [factories.working_case(world) for _ in range(2)]
        )

    def test_the_book_names_nobody(self, world: World, at_center: Client) -> None:
        factories.working_case(world)
        text = at_center.get(BOOK).content.decode()
        assert not [canary for canary in factories.CANARIES if canary in text]

    def test_years_without_letters_are_not_found(self, world: World, at_center: Client) -> None:
        factories.working_case(world)
        year = OutgoingLetter.objects.get().year_be
        assert at_center.get(reverse("desk:letters_year", args=[year])).status_code == 200
        assert at_center.get(reverse("desk:letters_year", args=[year - 1])).status_code == 404


class TestLetterhead:
    URL = reverse("desk:letterhead")

    def rail(self, client: Client) -> BeautifulSoup | None:
        return soup(client.get(reverse("desk:worklist"))).select_one(f'.rail a[href="{self.URL}"]')

    def test_what_is_missing_is_a_task_of_who_decides_until_it_is_done(
        self, world: World, login: Login, at_local: Client
    ) -> None:
        """Issue 9, point 10: missing ones are a task, not an empty line."""
        head = login(world.local.supervisor)
        assert self.rail(head) is not None
        assert self.rail(at_local) is None
        assert "ผู้บังคับบัญชาของหน่วยงานกรอกได้" in at_local.get(BOOK).content.decode()
        values = {
            "letter_code": "กบ 52001",
            "address": "ถนนทดสอบ",
            "signatory": "นายทดสอบ ระบบงาน",
            "position": "ปลัด อบต.",
            "phones": "0 7561 0000",
        }
        assert head.post(self.URL, values).status_code == 302
        assert self.rail(head) is None
        assert Letterhead.objects.get().organization == world.local.organization

    def test_only_who_decides_opens_it(self, world: World, at_local: Client) -> None:
        assert at_local.get(self.URL).status_code == 404
        assert at_local.post(self.URL, {"signatory": "ใครก็ได้"}).status_code == 404
        assert not Letterhead.objects.exists()

    def test_what_was_typed_comes_back_with_the_reason(self, world: World, login: Login) -> None:
        head = login(world.local.supervisor)
        page = head.post(
            self.URL, {"signatory": "นายทดสอบ ระบบงาน", "acting": "รักษาราชการแทน"}
        ).content.decode()
        assert "ระบุว่าลงนามแทนผู้ใด" in page
        assert "นายทดสอบ ระบบงาน" in page
        assert not Letterhead.objects.exists()


def test_a_full_page_of_the_book_is_light(world: World, at_center: Client) -> None:
    for _each in range(PAGE_SIZE + 1):
        factories.pending_referral(world)
    page = at_center.get(BOOK)
    assert len(soup(page).select(".table tbody tr")) == PAGE_SIZE
    assert len(page.content) <= MOST_BYTES
