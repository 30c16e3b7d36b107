"""*Are you safe?* by text or voice: one digit answers, silence and everything else becomes a call (issue 14, part 5)."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.calls.domain import asking, counting, ending, following, taking
from cases.calls.models import CallRow, SafetyQuestion
from cases.calls.tasks import ask_whether_safe
from cases.calls.vocabulary import Column, QuestionState, RowState, Way
from cases.domain import asking as citizens
from cases.domain.verifying import faults_of
from cases.errors import GuardFailed, NotAllowed
from cases.events.models import Event
from cases.machine.vocabulary import DutyKind, Verb
from cases.models import Case, CaseNote
from cases.vocabulary import CallOutcome
from portal.actors import Citizen
from portal.carriers import CarrierAwayError, Folder, Incoming, Outgoing, carrier
from portal.outbox.models import OutboxMessage
from tests.cases import factories
from tests.cases.calls.conftest import Flooded, Listed
from tests.cases.factories import CANARIES, World


class Away:
    """A carrier that nobody reaches."""

    def send(self, question: Outgoing) -> None:
        """Take nothing."""
        raise CarrierAwayError

    def answers(self) -> Iterator[Incoming]:
        """Bring nothing."""
        yield from ()

    def taken(self, answer: Incoming) -> None:
        """Forget nothing."""


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    """An installation whose questions lie in a folder."""
    settings.KLANG = {**settings.KLANG, "CARRIER": f"portal.carriers.Folder {tmp_path}/asks"}
    return tmp_path / "asks"


def row_of(case: Case) -> CallRow:
    return CallRow.objects.get(case=case)


def answer(folder: Path, case: Case, words: str) -> None:
    question = SafetyQuestion.objects.get(row__case=case)
    (folder / "in" / f"{question.key}.txt").write_text(words, encoding="utf-8")
    ask_whether_safe.call()


def logged(case: Case) -> list[str]:
    return list(case.events.filter(verb=Verb.LOG_CALL).order_by("sequence").values_list("reason", flat=True))


def test_only_who_may_be_asked_by_a_machine_is_asked_and_once(
    areas: World, flooded: Flooded, listed: Listed, folder: Path
) -> None:
    """No danger, no crisis, nothing restricted, nobody who warned of something (S2.42); one telephone rings once."""
    fine, twin = flooded(reporter={"phone": "089-111-2222"}), flooded(reporter={"phone": "089-111-2222"})
    for_callers = [
        twin,
        flooded(danger_now=True),
        flooded(reporter={"phone": "075-611-234"}),
        flooded(reporter={"may_leave_message": False}),
        flooded(reporter={"contact_note": "แฟนถือโทรศัพท์"}),
        flooded(reporter={"contact_time": "หลังหกโมง"}),
    ]
    calls = listed(fine, *for_callers)
    assert asking.ask_all(calls=calls, actor=areas.center.officer, way=Way.TEXT) == 1
    assert row_of(fine).state == RowState.ASKED
    assert {row_of(case).state for case in for_callers} == {RowState.WAITING}
    for refused, error in ((areas.center.officer, GuardFailed), (areas.local.officer, NotAllowed)):
        with pytest.raises(error):
            asking.ask_all(calls=calls, actor=refused, way=Way.TEXT)
    assert counting.progress_of(calls).cells[Column.ASKED] == 1
    assert taking.take(calls=calls, actor=areas.center.officer) != row_of(fine)


def test_what_leaves_says_nothing_of_anybody_and_what_came_back_is_forgotten(
    areas: World, flooded: Flooded, listed: Listed, folder: Path
) -> None:
    case = flooded(language="en", reporter={"phone": "081-770-0131"})
    asking.ask_all(calls=listed(case), actor=areas.center.officer, way=Way.TEXT)
    for _twice in range(2):
        ask_whether_safe.call()
    (path,) = (folder / "out").iterdir()
    assert path.stat().st_mode & 0o077 == 0
    sent = json.loads(path.read_text(encoding="utf-8"))
    assert (sent["to"], sent["language"], sent["way"]) == ("+66817700131", "en", "text")
    assert "safe" in sent["words"]
    for canary in (*CANARIES, case.reference, str(areas.center.organization)):
        assert canary not in sent["words"]
        assert canary not in path.name
    answer(folder, case, "๑")
    assert [list((folder / name).iterdir()) for name in ("in", "out")] == [[], []]


def test_who_answered_a_question_that_was_thought_lost_is_not_asked_again(
    areas: World, flooded: Flooded, listed: Listed, folder: Path
) -> None:
    """The carrier took it and its answer got lost on the way; the answer of the household is there before the next try."""
    case = flooded()
    asking.ask_all(calls=listed(case), actor=areas.center.officer, way=Way.TEXT)
    (folder / "in").mkdir(parents=True)
    answer(folder, case, "1")
    assert row_of(case).state == RowState.DONE
    assert SafetyQuestion.objects.get().sent_at is None, "no second question left"


def test_each_answer_goes_its_way(
    areas: World, flooded: Flooded, listed: Listed, folder: Path, event: Event
) -> None:
    """Safe ends, need is called first and read at the holder, danger rings, odd words are kept and become a call."""
    safe, needs, danger, odd = (flooded() for _ in range(4))
    event.duty_officer.email = "duty@example.org"
    event.duty_officer.save()
    calls = listed(safe, needs, danger, odd)
    asking.ask_all(calls=calls, actor=areas.center.officer, way=Way.TEXT)
    ask_whether_safe.call()
    for case, words in ((safe, "1"), (needs, "2"), (danger, "3"), (odd, "น้ำถึงคอ ช่วยแม่ด้วย")):
        answer(folder, case, words)
    states = {case.pk: (row_of(case).state, row_of(case).code) for case in (safe, needs, danger, odd)}
    assert states == {
        safe.pk: (RowState.DONE, CallOutcome.SAFE),
        needs.pk: (RowState.WAITING, CallOutcome.NEEDS),
        danger.pk: (RowState.WAITING, CallOutcome.NEEDS),
        odd.pk: (RowState.WAITING, ""),
    }
    assert [logged(case) for case in (safe, needs, danger, odd)] == [["safe"], ["needs"], ["needs"], ["news"]]
    read = [case.duties.running().filter(kind=DutyKind.READ).count() for case in (safe, needs, danger, odd)]
    assert read == [0, 1, 1, 1]
    assert "น้ำถึงคอ ช่วยแม่ด้วย" in CaseNote.objects.get(event__case=odd).text
    danger.refresh_from_db()
    assert danger.danger_now
    assert [one.to for one in OutboxMessage.objects.filter(template="event_danger")] == ["duty@example.org"]
    assert not safe.duties.filter(kind=DutyKind.TELL, ended_at__isnull=False).exists(), "asked is not told"
    first = taking.take(calls=calls, actor=areas.center.officer)
    assert first is not None
    assert first.case_id == danger.pk
    for case in (safe, needs, danger, odd):
        case.refresh_from_db()
        assert faults_of(case) == []


def test_silence_becomes_a_call_and_a_late_digit_still_counts(
    areas: World, flooded: Flooded, listed: Listed, folder: Path, now: Any
) -> None:
    late, never = flooded(), flooded()
    calls, one = listed(late, never), areas.center.officer
    asking.ask_all(calls=calls, actor=one, way=Way.VOICE)
    ask_whether_safe.call()
    assert taking.take(calls=calls, actor=one) is None
    now.shift(dt.timedelta(minutes=31))
    ask_whether_safe.call()
    assert {row_of(case).state for case in (late, never)} == {RowState.WAITING}
    assert logged(never) == ["no_answer"]
    answer(folder, late, "1")
    assert row_of(late).state == RowState.DONE
    answer(folder, late, "1")
    assert logged(late) == ["no_answer", "safe"], "the same twice counts once"
    answer(folder, late, "2")
    assert row_of(late).code == CallOutcome.NEEDS, "a later call for help always counts"


def test_what_a_person_heard_is_not_undone_by_a_digit(
    areas: World, flooded: Flooded, listed: Listed, folder: Path, now: Any
) -> None:
    case, one = flooded(), areas.center.officer
    calls = listed(case)
    asking.ask_all(calls=calls, actor=one, way=Way.TEXT)
    ask_whether_safe.call()
    now.shift(dt.timedelta(minutes=31))
    ask_whether_safe.call()
    row = taking.take(calls=calls, actor=one)
    assert row is not None
    ending.end(row=row, actor=one, code=CallOutcome.NEEDS, token=uuid.uuid4())
    answer(folder, case, "1")
    assert (row_of(case).state, row_of(case).code) == (RowState.DONE, CallOutcome.NEEDS)


def test_need_of_a_case_that_closed_meanwhile_is_called_and_becomes_a_new_request(
    areas: World, flooded: Flooded, listed: Listed, folder: Path
) -> None:
    case, one = flooded(), areas.center.officer
    calls = listed(case)
    asking.ask_all(calls=calls, actor=one, way=Way.TEXT)
    ask_whether_safe.call()
    citizens.withdraw(case=case, actor=Citizen(case.reference))
    answer(folder, case, "2")
    following.follow()
    row = taking.take(calls=calls, actor=one)
    assert row is not None
    ended = ending.end(row=row, actor=one, code=CallOutcome.NEEDS, token=uuid.uuid4())
    assert ended.call.opened is not None
    assert logged(case) == []


def test_a_carrier_that_is_away_is_asked_again_and_then_somebody_calls(
    areas: World, flooded: Flooded, listed: Listed, folder: Path, settings: Any, now: Any
) -> None:
    calls, one = listed(flooded()), areas.center.officer
    asking.ask_all(calls=calls, actor=one, way=Way.TEXT)
    settings.KLANG = {**settings.KLANG, "CARRIER": f"{__name__}.Away"}
    for _ in range(asking.MOST_TRIES):
        assert calls.rows.get().state == RowState.ASKED
        ask_whether_safe.call()
        now.shift(dt.timedelta(minutes=6))
    assert SafetyQuestion.objects.get().state == QuestionState.FAILED
    assert taking.take(calls=calls, actor=one) is not None


def test_who_came_into_danger_meanwhile_is_called_and_not_asked(
    areas: World, flooded: Flooded, listed: Listed, folder: Path
) -> None:
    case = flooded()
    calls = listed(case)
    asking.ask_all(calls=calls, actor=areas.center.officer, way=Way.TEXT)
    Case.objects.filter(pk=case.pk).update(danger_now=True)
    ask_whether_safe.call()
    assert not (folder / "out").exists()
    assert row_of(case).state == RowState.WAITING


def test_answers_to_nothing_of_ours_are_dropped(folder: Path, db: None) -> None:
    (folder / "in").mkdir(parents=True)
    for name in (str(uuid.uuid4()), "no-key"):
        (folder / "in" / f"{name}.txt").write_bytes(b"\xff1")
    assert asking.receive() == 0
    assert list((folder / "in").iterdir()) == []


def test_without_a_carrier_nothing_is_offered(
    at_center: Client, areas: World, flooded: Flooded, listed: Listed
) -> None:
    calls = listed(flooded())
    progress, ask = reverse("calls:progress", args=[calls.pk]), reverse("calls:ask", args=[calls.pk])
    assert ask not in at_center.get(progress).content.decode()
    assert carrier() is None
    assert ask_whether_safe.call() == 0
    with pytest.raises(GuardFailed):
        asking.ask_all(calls=calls, actor=areas.center.officer, way=Way.TEXT)


def test_a_button_asks_everybody(at_center: Client, flooded: Flooded, listed: Listed, folder: Path) -> None:
    calls = listed(flooded(), flooded())
    progress, ask = reverse("calls:progress", args=[calls.pk]), reverse("calls:ask", args=[calls.pk])
    assert ask in at_center.get(progress).content.decode()
    at_center.post(ask, {"way": "pigeon"})
    assert not SafetyQuestion.objects.exists()
    assert "กำลังถาม 2 ราย" in at_center.post(ask, {"way": "voice"}, follow=True).content.decode()
    assert SafetyQuestion.objects.filter(way=Way.VOICE).count() == 2


def test_a_crisis_is_never_asked_by_a_machine(areas: World, listed: Listed, folder: Path) -> None:
    case = factories.working_crisis_case(areas)
    assert asking.number_for(case, Way.VOICE) is None
    calls = listed(case, actor=areas.lead.officer)
    with pytest.raises(GuardFailed):
        asking.ask_all(calls=calls, actor=areas.lead.officer, way=Way.TEXT)


def test_a_full_folder_is_a_carrier_that_is_away(tmp_path: Path) -> None:
    (tmp_path / "asks").write_text("no folder")
    with pytest.raises(CarrierAwayError):
        Folder(f"{tmp_path}/asks").send(Outgoing("k", "text", "+66810000000", "?", "th"))
