"""Letters that went out: numbers without gaps, content that never changes, files that can be made again."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from portal.actors import System
from portal.letters.issuing import LetterError, agency_lines, issue_letter, letter_file, letter_number
from portal.letters.kinds.official import letter_pdf
from portal.letters.models import LetterCounter, OutgoingLetter
from tests.accounts.factories import OrganizationFactory, officer
from tests.letters import pdf
from tests.letters.factories import draft

NOON = dt.datetime(2026, 11, 22, 5, tzinfo=dt.UTC)


@pytest.fixture
def actor():
    body = OrganizationFactory(
        name_th="ศูนย์ปฏิบัติการร่วมทดสอบ",
        letter_code="กบ 52001",
        address="ถนนทดสอบ\nกบ 81000",
        phone="0-7561-0000",
    )
    return officer(body)


def issue(actor, **changes: object) -> OutgoingLetter:
    return issue_letter(organization=actor.organization, actor=actor, letter=draft(**changes))


@pytest.mark.django_db
class TestIssuing:
    def test_a_letter_gets_number_date_letterhead_and_writer(self, actor) -> None:
        with time_machine.travel(NOON, tick=False):
            outgoing = issue(actor)
        assert outgoing.number == "กบ 52001/1"
        assert outgoing.year_be == 2569
        assert outgoing.created_by == actor.person
        letter = outgoing.letter
        assert letter.issued_on == dt.date(2026, 11, 22)
        assert letter.agency_lines == ("ศูนย์ปฏิบัติการร่วมทดสอบ", "ถนนทดสอบ", "กบ 81000")
        assert letter.phones == ("0-7561-0000",)
        assert letter.owner_unit == "ศูนย์ปฏิบัติการร่วมทดสอบ"

    def test_numbers_run_per_organization(self, actor) -> None:
        other = officer()
        numbers = [issue(who).running_number for who in (actor, other, actor, actor, other)]
        assert numbers == [1, 1, 2, 3, 2]

    def test_numbers_begin_anew_each_calendar_year_in_thailand(self, actor) -> None:
        """Letters run by calendar year, cases by fiscal year; the year turns at midnight in Bangkok, not in UTC."""
        with time_machine.travel(dt.datetime(2026, 10, 1, 5, tzinfo=dt.UTC), tick=False):
            assert issue(actor).running_number == 1
        with time_machine.travel(dt.datetime(2026, 12, 31, 16, 59, tzinfo=dt.UTC), tick=False):
            assert issue(actor).running_number == 2
        with time_machine.travel(dt.datetime(2026, 12, 31, 17, 0, tzinfo=dt.UTC), tick=False):
            new_year = issue(actor)
        assert (new_year.year_be, new_year.running_number) == (2570, 1)

    def test_a_failed_transaction_gives_its_number_back(self, actor) -> None:
        issue(actor)
        with pytest.raises(RuntimeError), transaction.atomic():
            issue(actor)
            raise RuntimeError
        assert issue(actor).running_number == 2
        assert LetterCounter.objects.get().last_number == OutgoingLetter.objects.count() == 2

    def test_a_circular_says_so_in_its_number(self, actor) -> None:
        assert issue(actor, is_circular=True).number == "กบ 52001/ว 1"

    def test_without_a_code_the_short_name_stands_in(self) -> None:
        assert letter_number(OrganizationFactory.build(letter_code="", short_name="อบต.ก"), 7) == "อบต.ก/7"
        nameless = OrganizationFactory.build(letter_code="", short_name="", name_th="เทศบาลข")
        assert letter_number(nameless, 7) == "เทศบาลข/7"

    def test_an_organization_without_address_has_its_name_alone(self) -> None:
        assert agency_lines(OrganizationFactory.build(name_th="เทศบาลข", address=" \n ")) == ("เทศบาลข",)

    def test_nobody_writes_in_the_name_of_another_organization(self, actor) -> None:
        with pytest.raises(PermissionDenied):
            issue_letter(organization=OrganizationFactory(), actor=actor, letter=draft())
        assert not OutgoingLetter.objects.exists()
        assert not LetterCounter.objects.exists()

    def test_the_system_may_issue_by_rule(self, actor) -> None:
        outgoing = issue_letter(organization=actor.organization, actor=System(), letter=draft())
        assert outgoing.created_by is None

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"subject": "  "}, "subject"),
            ({"subject": "ย" * 301}, "subject"),
            ({"addressee": ""}, "addressee"),
            ({"paragraphs": ()}, "paragraphs"),
            ({"paragraphs": (" ", "")}, "paragraphs"),
        ],
    )
    def test_an_unfinished_draft_is_refused_and_takes_no_number(self, actor, change: dict, code: str) -> None:
        with pytest.raises(LetterError) as refused:
            issue(actor, **change)
        assert refused.value.code == code
        assert not LetterCounter.objects.exists()

    def test_the_database_itself_refuses_a_number_twice(self, actor) -> None:
        first = issue(actor)
        first.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            first.save(force_insert=True)

    def test_what_went_out_stays_when_the_organization_changes(self, actor) -> None:
        outgoing = issue(actor)
        actor.organization.name_th = "ชื่อใหม่"
        actor.organization.save()
        assert "ชื่อใหม่" not in OutgoingLetter.objects.get(pk=outgoing.pk).letter.agency_lines


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_all_numbers_and_none_twice(actor) -> None:
    """Eight officers press the button together, every fourth transaction fails after its number was taken."""
    together = threading.Barrier(8)
    problems: list[Exception] = []

    def one(index: int) -> None:
        try:
            together.wait(timeout=10)
            for turn in range(3):
                try:
                    with transaction.atomic():
                        issue(actor)
                        if (index + turn) % 4 == 0:
                            raise RuntimeError("given up")
                except RuntimeError:
                    continue
        except Exception as error:  # noqa: BLE001  whatever it is, the test must see it
            problems.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(index,)) for index in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert problems == []
    numbers = sorted(OutgoingLetter.objects.values_list("running_number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) == 18
    assert LetterCounter.objects.get().last_number == 18


@pytest.mark.django_db
class TestFile:
    def test_the_file_is_drawn_once_and_kept_privately(self, actor, settings, monkeypatch) -> None:
        outgoing = issue(actor)
        content = letter_file(outgoing)
        kept = Path(settings.PRIVATE_ROOT) / outgoing.pdf.name
        with outgoing.pdf.open() as file:
            assert file.read() == content
        assert b"%PDF" not in kept.read_bytes(), "sealed on the disk"
        assert kept.stat().st_mode & 0o077 == 0
        monkeypatch.setattr("portal.letters.issuing.letter_pdf", lambda letter: pytest.fail("drawn again"))
        assert letter_file(OutgoingLetter.objects.get(pk=outgoing.pk)) == content

    def test_a_lost_file_is_made_again_byte_for_byte(self, actor, settings) -> None:
        outgoing = issue(actor)
        content = letter_file(outgoing)
        (Path(settings.PRIVATE_ROOT) / outgoing.pdf.name).unlink()
        again = letter_file(OutgoingLetter.objects.get(pk=outgoing.pk))
        assert again == content
        assert (Path(settings.PRIVATE_ROOT) / outgoing.pdf.name).exists()

    def test_an_altered_file_is_never_handed_out(self, actor, settings, caplog) -> None:
        outgoing = issue(actor)
        content = letter_file(outgoing)
        kept = Path(settings.PRIVATE_ROOT) / outgoing.pdf.name
        for altered in (b"%PDF-1.7 altered", kept.read_bytes()[:-1]):
            caplog.clear()
            kept.write_bytes(altered)
            assert letter_file(OutgoingLetter.objects.get(pk=outgoing.pk)) == content
            with OutgoingLetter.objects.get(pk=outgoing.pk).pdf.open() as file:
                assert file.read() == content
            assert "altered" in caplog.text

    def test_a_different_drawing_after_an_upgrade_is_noted(self, actor, settings, caplog) -> None:
        outgoing = issue(actor)
        letter_file(outgoing)
        (Path(settings.PRIVATE_ROOT) / outgoing.pdf.name).unlink()
        OutgoingLetter.objects.update(pdf_sha256="0" * 64, pdf_renderer="WeasyPrint 1")
        letter_file(OutgoingLetter.objects.get(pk=outgoing.pk))
        assert "differs from the file drawn by WeasyPrint 1" in caplog.text

    def test_nothing_of_the_letter_is_in_the_files_name_or_the_log(self, actor, caplog) -> None:
        outgoing = issue(actor, subject="เรื่องของ นางสาวความลับ มาก")
        letter_file(outgoing)
        assert "ความลับ" not in outgoing.pdf.name
        assert "ความลับ" not in caplog.text

    def test_the_file_is_the_letter(self, actor, tmp_path: Path) -> None:
        outgoing = issue(actor)
        assert letter_file(outgoing) == letter_pdf(outgoing.letter)
        assert "ที่ กบ ๕๒๐๐๑/๑" in pdf.text_of(letter_file(outgoing), tmp_path)


@pytest.mark.django_db
def test_the_register_is_listed_newest_first(actor) -> None:
    numbers = [issue(actor).running_number for _ in range(3)]
    assert [letter.running_number for letter in OutgoingLetter.objects.all()] == numbers[::-1]
    assert str(OutgoingLetter.objects.first()) == "กบ 52001/3"
    assert "2569" in str(LetterCounter(organization=actor.organization, year_be=2569))
