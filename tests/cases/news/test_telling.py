"""Who asked for it is told by text that there is news, and nothing else; of careful matters nothing leaves (privacy 7, S2.42)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from cases.domain import assistance, facts, screening
from cases.models import Case, Reporter
from cases.news.domain import telling
from cases.vocabulary import Severity
from portal.actors import Citizen
from portal.carriers import CarrierAwayError
from portal.outbox.models import LATE, MessageState, OutboxMessage
from portal.vocabulary import ProblemType
from tests.cases import factories
from tests.cases.factories import CANARIES, World
from tests.cases.news.conftest import MOBILE, Folders

pytestmark = pytest.mark.django_db


def asked(world: World, **values: Any) -> Case:
    """A request whose reporter wants texts and no mail."""
    reporter = {"phone": MOBILE, "email": "", "may_email": None, "may_text": True} | values.pop(
        "reporter", {}
    )
    return factories.received_case(world, reporter=reporter, **values)


def screen(world: World, case: Case) -> None:
    """Something that the reporter is told of."""
    screening.screen_case(
        case=case, actor=world.center.officer, problem=ProblemType(case.problem), severity=Severity.NORMAL
    )


def texts() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(way=telling.TEXT))


def test_the_text_says_the_reference_and_the_link_and_nothing_of_anybody(
    world: World, folders: Folders
) -> None:
    case = asked(world, language="en")
    sent = folders.sent("text")
    assert {one["to"] for one in sent} == {"+66817700131"}
    assert {one["way"] for one in sent} == {"text"}
    assert case.reference in sent[-1]["words"]
    assert "/en/track/" in sent[-1]["words"]
    for canary in (*CANARIES, MOBILE, str(world.center.organization)):
        assert canary not in sent[-1]["words"]


def test_neither_number_nor_account_lies_in_the_outbox(world: World, folders: Folders) -> None:
    """What waits for a carrier that is away names nobody; the number is read when it leaves."""
    case = asked(world)
    (message,) = texts()
    assert (message.to, set(message.context)) == ("", {"reference"})
    facts.change_contact(
        case=case,
        actor=Citizen(case.reference),
        contact={"phone": "089-222-3344", "may_text": True},
    )
    assert folders.sent("text")[0]["to"] == "+66892223344"


@pytest.mark.parametrize(
    "reporter",
    [{"may_text": None}, {"may_text": False}, {"phone": "075-611-234"}, {"phone": "ฝากป้าแดงท้ายซอย"}],
    ids=["not asked", "no", "a fixed line", "words"],
)
def test_silence_means_no_and_a_fixed_line_takes_no_text(
    world: World, folders: Folders, reporter: dict[str, Any]
) -> None:
    asked(world, reporter=reporter)
    assert texts() == []


@pytest.mark.parametrize("problem", [ProblemType.VIOLENCE, ProblemType.UNSURE])
def test_of_careful_matters_nothing_leaves_whatever_was_ticked(
    world: World, folders: Folders, problem: ProblemType
) -> None:
    asked(world, problem=problem)
    assert texts() == []


def test_what_waits_is_thrown_away_when_the_matter_becomes_careful(world: World, folders: Folders) -> None:
    case = asked(world)
    assert len(texts()) == 1
    screening.screen_case(
        case=case, actor=world.center.officer, problem=ProblemType.VIOLENCE, severity=Severity.NORMAL
    )
    assert folders.sent("text") == []
    assert texts() == [], "neither sent nor waiting nor stuck"


def test_what_waits_is_thrown_away_when_it_is_not_wanted_any_more(world: World, folders: Folders) -> None:
    case = asked(world)
    Reporter.objects.filter(case=case).update(may_text=False)
    assert folders.sent("text") == []
    assert texts() == []


def test_an_old_yes_does_not_count_for_a_new_number(world: World, folders: Folders) -> None:
    """Whoever reads the new telephone was not asked (privacy 7): by the citizen and by an officer alike."""
    for actor, extra in ((None, {}), (world.center.officer, {"identified": "ถามชื่อและที่อยู่"})):
        case = asked(world)
        facts.change_contact(
            case=case,
            actor=actor or Citizen(case.reference),
            contact={"phone": "089-222-3344", "email": "new@example.org"},
            **extra,
        )
        reporter = Reporter.objects.get(case=case)
        assert (reporter.may_text, reporter.may_email) == (None, None)


def test_without_a_carrier_nothing_is_written(world: World) -> None:
    asked(world)
    assert texts() == []


def test_each_news_is_one_text_and_a_day_has_a_few(
    world: World, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "MOST_A_DAY", 2)
    case = asked(world)
    screen(world, case)
    case.refresh_from_db()
    for _again in range(3):
        telling.tell(case, "the same")
        telling.tell(case, "another")
    assert len(texts()) == 2


class Away:
    """A carrier that nobody reaches."""

    def send(self, message: object) -> None:
        """Take nothing."""
        raise CarrierAwayError


def test_a_carrier_that_is_away_costs_no_message_and_stands_on_the_desk_after_an_hour(
    world: World, folders: Folders, settings: Any
) -> None:
    """R05 on this way: held, offered again, shown to people, sent when the carrier is back."""
    right = settings.KLANG
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        asked(world)
        settings.KLANG = {**right, "CARRIER": f"{__name__}.Away"}
        for _try in range(20):
            folders.sent("text")
            clock.shift(dt.timedelta(minutes=5))
        (message,) = texts()
        assert (message.state, message.refusals) == (MessageState.WAITING, 0)
        assert message in OutboxMessage.objects.unsent_since(now + LATE)
        settings.KLANG = right
        assert len(folders.sent("text")) == 1


def test_a_carrier_that_was_taken_away_holds_what_waits(
    world: World, folders: Folders, settings: Any
) -> None:
    asked(world)
    settings.KLANG = {**settings.KLANG, "CARRIER": ""}
    folders.sent("text")
    (message,) = texts()
    assert message.state == MessageState.WAITING


def test_help_that_was_given_is_told_of_too(world: World, folders: Folders) -> None:
    """Every occasion of the mail is one of the text: they leave from the same place."""
    case = factories.working_case(
        world, reporter={"phone": MOBILE, "email": "", "may_email": None, "may_text": True}
    )
    before = len(texts())
    assistance.record_help(case=case, actor=world.local.officer, given=factories.help_given())
    assert len(texts()) == before + 1
