"""A LINE account and a request find each other by a code, part by a word, and nothing is learnt by guessing."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from cases.domain import notify, screening
from cases.errors import NotAllowed
from cases.models import Case
from cases.news.domain import linking
from cases.news.models import LineLink
from cases.vocabulary import Severity
from portal.actors import Citizen
from portal.audit.models import AuditEntry
from portal.carriers import Carrier, Incoming
from portal.outbox.models import OutboxMessage
from portal.vocabulary import ProblemType
from tests.cases import factories
from tests.cases.factories import CANARIES, World
from tests.cases.news.conftest import ACCOUNT, Folders

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(world: World, folders: Folders) -> Case:
    return factories.received_case(world, reporter={"may_email": None})


def code_for(case: Case) -> str:
    return linking.give_code(case=case, actor=Citizen(case.reference))


@pytest.mark.parametrize("shape", ["{}", " {} ", "{:.4} {:.0}"], ids=["as it is", "blanks", "parted"])
def test_the_code_links_and_the_account_is_told(case: Case, folders: Folders, shape: str) -> None:
    code = code_for(case)
    folders.write(f"{code[:4]} {code[4:]}" if "4" in shape else shape.format(code))
    (linked,) = folders.sent("line")
    assert (linked["to"], linked["way"]) == (ACCOUNT, "line")
    notify.tell_reporter(case=case, occasion="try")
    news = folders.sent("line")[-1]
    for sent in (linked, news):
        assert case.reference in sent["words"]
        assert not [canary for canary in CANARIES if canary in sent["words"]]


def test_thai_digits_are_digits(case: Case, folders: Folders) -> None:
    folders.write(code_for(case).translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")))
    assert LineLink.objects.get().linked_at is not None


def test_account_and_code_cannot_be_read_from_the_tables(case: Case, folders: Folders) -> None:
    code = code_for(case)
    row = LineLink.objects.values().get()
    assert code not in str(row)
    folders.write(code)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM news_linelink")
        assert ACCOUNT not in str(cursor.fetchall())
    assert LineLink.objects.get().account == ACCOUNT


def test_a_code_counts_once_and_for_half_an_hour_and_only_the_newest(case: Case, folders: Folders) -> None:
    old = code_for(case)
    code = code_for(case)
    folders.write(old, "Uold")
    assert LineLink.objects.get().linked_at is None
    with time_machine.travel(timezone.now() + linking.VALID_FOR + dt.timedelta(seconds=1)):
        folders.write(code, "Ulate")
        assert LineLink.objects.get().linked_at is None
    folders.write(code)
    folders.write(code, "Usecond")
    assert LineLink.objects.get().account == ACCOUNT


def test_guessing_ends_after_a_few(case: Case, folders: Folders) -> None:
    code = code_for(case)
    wrong = [f"{number:08}" for number in range(linking.GUESSES + 1) if f"{number:08}" != code]
    for guess in wrong[: linking.GUESSES]:
        folders.write(guess)
    folders.write(code)
    assert LineLink.objects.get().linked_at is None, "the right one came too late for this account"
    folders.write(code, "Uanother")
    assert LineLink.objects.get().linked_at is not None, "nobody can lock the owner out"


@pytest.mark.parametrize("word", ["หยุด", " STOP ", "เลิก"])
def test_a_word_ends_all_of_an_account(world: World, case: Case, folders: Folders, word: str) -> None:
    other = factories.received_case(world)
    for one in (case, other):
        folders.write(code_for(one))
    third = factories.received_case(world)
    folders.write(code_for(third), "Usomebody-else")
    folders.write(word)
    assert list(LineLink.objects.values_list("case", flat=True)) == [third.pk]


def test_whoever_cries_for_help_there_is_told_where_help_is_a_few_times(case: Case, folders: Folders) -> None:
    """A machine reads that account; words that it does not know are answered with numbers, and two machines never talk for ever."""
    for _again in range(linking.REPLIES + 3):
        folders.write("ช่วยด้วย น้ำเข้าบ้าน")
    answers = folders.sent("line")
    assert len(answers) == linking.REPLIES
    assert "191" in answers[0]["words"]
    assert not OutboxMessage.objects.filter(way="line").exists()


def test_a_message_that_fails_stays_and_keeps_nobody_waiting(
    case: Case,
    folders: Folders,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """It is heard at the next round; the log names neither account nor words."""
    code = code_for(case)
    hear = linking.hear

    def broken(message: Incoming, line: Carrier) -> None:
        if message.answer == "boom":
            raise ValueError
        hear(message, line)

    monkeypatch.setattr(linking, "hear", broken)
    folders.write("boom", "U00000000-first")
    folders.write(code)
    assert LineLink.objects.get().account == ACCOUNT
    assert [path.name for path in (folders.root / "line" / "in").iterdir()] == ["U00000000-first.txt"]
    assert "It failed for one" in caplog.text
    assert "U0000" not in caplog.text
    assert "boom" not in caplog.text


def test_a_careful_matter_is_neither_linked_nor_told(world: World, case: Case, folders: Folders) -> None:
    crisis = factories.crisis_case(world)
    with pytest.raises(NotAllowed):
        code_for(crisis)
    code = code_for(case)
    screening.screen_case(
        case=case, actor=world.center.officer, problem=ProblemType.VIOLENCE, severity=Severity.NORMAL
    )
    folders.write(code)
    assert LineLink.objects.get().linked_at is None


def test_an_account_that_was_linked_before_the_matter_became_careful_hears_nothing(
    world: World, case: Case, folders: Folders
) -> None:
    folders.write(code_for(case))
    before = len(folders.sent("line"))
    screening.screen_case(
        case=case, actor=world.center.officer, problem=ProblemType.VIOLENCE, severity=Severity.NORMAL
    )
    case.refresh_from_db()
    notify.tell_reporter(case=case, occasion="later")
    assert len(folders.sent("line")) == before


def test_who_asked_and_who_ended_stands_in_the_record_without_code_or_account(
    case: Case, folders: Folders
) -> None:
    code = code_for(case)
    folders.write(code)
    linking.unlink(case=case, actor=Citizen(case.reference))
    linking.unlink(case=case, actor=Citizen(case.reference))
    rows = AuditEntry.objects.filter(action__startswith="news.").order_by("pk")
    assert [row.action for row in rows] == ["news.line_code", "news.line_on", "news.line_off"]
    for row in rows:
        assert row.subject == case.reference
        assert not {code, ACCOUNT} & {str(value) for value in row.data.values()}
