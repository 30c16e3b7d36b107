"""An office says how its letters look; what is missing is a task, not an empty line (S2.01; issue 9, point 10)."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.letters.issuing import issue_letter, unnumbered, withdraw_letter
from portal.letters.kinds.official import PREVIEW, letter_pdf
from portal.letters.letterhead import MISSING, missing_of, set_letterhead, settings_of
from portal.letters.models import LetterCounter, OutgoingLetter
from portal.letters.vocabulary import Acting, WithdrawalReason
from tests.accounts.factories import OrganizationFactory, officer
from tests.helpers import assert_same_queries
from tests.letters import pdf
from tests.letters.factories import draft

pytestmark = pytest.mark.django_db

COMPLETE = {
    "letter_code": "กบ 52001",
    "address": "ถนนทดสอบ\nกบ 81000",
    "signatory": "นายทดสอบ ระบบงาน",
    "position": "ปลัดองค์การบริหารส่วนตำบลทดสอบ",
    "acting": Acting.IN_PLACE.value,
    "acting_for": "นายกองค์การบริหารส่วนตำบลทดสอบ",
    "owner_unit": "สำนักปลัด",
    "phones": "0 7561 0000 ต่อ 12, 08 1000 0000",
}


@pytest.fixture
def head():
    """The supervisor of an office that has filled in nothing."""
    return officer(
        OrganizationFactory(name_th="องค์การบริหารส่วนตำบลทดสอบ", phone=""), Role.LAO_CHIEF_ADMINISTRATOR
    )


def fill(head, **changes: str) -> None:
    settings = settings_of(head.organization)
    set_letterhead(actor=head, settings=dataclasses.replace(settings, **{**COMPLETE, **changes}))
    head.organization.refresh_from_db()


def test_what_an_office_filled_in_stands_on_its_letters(head, tmp_path: Path) -> None:
    fill(head)
    outgoing = issue_letter(organization=head.organization, actor=head, letter=draft())
    text = pdf.body_of(letter_pdf(outgoing.letter), tmp_path)
    for part in ("กบ๕๒๐๐๑/๑", "(นายทดสอบระบบงาน)", "รักษาราชการแทน", "นายกองค์การบริหารส่วนตำบลทดสอบ", "สำนักปลัด"):
        assert part in text
    assert "ปฏิบัติราชการแทน" not in text
    assert "๐๗๕๖๑๐๐๐๐ต่อ๑๒,๐๘๑๐๐๐๐๐๐๐" in text


def test_a_letter_that_went_out_keeps_its_signatory(head) -> None:
    fill(head)
    outgoing = issue_letter(organization=head.organization, actor=head, letter=draft())
    fill(head, signatory="นางคนใหม่ ระบบงาน")
    assert OutgoingLetter.objects.get(pk=outgoing.pk).letter.signatory == COMPLETE["signatory"]


def test_missing_parts_are_named_and_vanish_one_by_one(head) -> None:
    assert missing_of([head.organization])[head.organization.pk] == list(MISSING)
    fill(head, signatory=" ", phones="")
    assert missing_of([head.organization])[head.organization.pk] == ["signatory", "phones"]
    head.organization.phone = "0 7561 0000"
    head.organization.save()
    fill(head, phones="")
    assert missing_of([head.organization])[head.organization.pk] == []


def test_what_many_offices_lack_is_one_question(head) -> None:
    offices = [head.organization]
    assert_same_queries(lambda: missing_of(offices), lambda: offices.append(OrganizationFactory()))


def test_only_who_decides_there_changes_it_and_it_is_recorded(head) -> None:
    with pytest.raises(PermissionDenied):
        fill(officer(head.organization, Role.LAO_OFFICER))
    assert missing_of([head.organization])[head.organization.pk] == list(MISSING)
    fill(head)
    row = AuditEntry.objects.get(action="letterhead.set")
    assert row.user == head.person
    assert "signatory" in row.data["changed"]


@pytest.mark.parametrize("half", [{"acting": ""}, {"acting_for": ""}])
def test_nobody_signs_for_another_by_half(head, half: dict) -> None:
    with pytest.raises(ValidationError):
        fill(head, **half)
    assert settings_of(head.organization).signatory == ""


def test_a_preview_takes_no_number_and_says_so_on_every_page(head, tmp_path: Path) -> None:
    """Issue 9, point 10: preview before the number is taken."""
    fill(head)
    shown = unnumbered(organization=head.organization, letter=draft(paragraphs=("ก" * 40 + " ",) * 90))
    content = letter_pdf(shown, stamp=PREVIEW)
    pages = pdf.page_count(content)
    assert pages > 1
    for page in range(1, pages + 1):
        assert pdf.squeezed(PREVIEW) in pdf.squeezed(pdf.text_of(content, tmp_path, page))
    assert not LetterCounter.objects.exists()
    assert "กบ๕๒๐๐๑/........" in pdf.body_of(content, tmp_path)


class TestOnce:
    """A button that is pressed twice; a letter that was wrong."""

    def issue(self, head, **changes: object) -> OutgoingLetter:
        return issue_letter(
            organization=head.organization,
            actor=head,
            letter=draft(**changes),
            occasion="K7M3-9QXF-return-1-2",
        )

    def test_one_occasion_has_one_valid_letter(self, head) -> None:
        first = self.issue(head)
        assert self.issue(head) == first
        assert LetterCounter.objects.get().last_number == 1

    def test_a_withdrawn_letter_keeps_its_number_and_a_correction_names_it(self, head, tmp_path) -> None:
        fill(head)
        first = self.issue(head)
        for _ in range(2):
            withdraw_letter(letter=first, actor=head, reason=WithdrawalReason.WRONG_ADDRESSEE)
        second = self.issue(head)
        assert (first.running_number, second.running_number, second.edition) == (1, 2, 2)
        assert second.letter.references[0].startswith("หนังสือที่ กบ 52001/1 ลงวันที่")
        assert AuditEntry.objects.filter(action="letter.withdraw").count() == 1
        assert self.issue(head) == second

    def test_a_withdrawn_letter_says_so_on_paper(self, head, tmp_path: Path) -> None:
        from portal.letters.issuing import letter_file

        first = self.issue(head)
        assert "ยกเลิก" not in pdf.body_of(letter_file(first), tmp_path)
        withdrawn = withdraw_letter(letter=first, actor=head, reason=WithdrawalReason.WRONG_CONTENT)
        assert "ยกเลิก" in pdf.body_of(letter_file(withdrawn), tmp_path)

    def test_nobody_withdraws_the_letter_of_another_office(self, head) -> None:
        first = self.issue(head)
        with pytest.raises(PermissionDenied):
            withdraw_letter(letter=first, actor=officer(), reason=WithdrawalReason.NOT_NEEDED)
        assert OutgoingLetter.objects.get().is_valid
