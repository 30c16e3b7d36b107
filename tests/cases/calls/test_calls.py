"""Who is called back, by whom, and what a call does to its case (S2.30, S2.42; issue 14, part 5)."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from cases.calls.domain import counting, ending, following, looking, making, taking
from cases.calls.domain.rights import lists_of
from cases.calls.models import Call, CallList, CallRow
from cases.calls.vocabulary import CODES, Column, Reason, RowState, Source
from cases.domain import asking, facts, visits
from cases.domain.verifying import faults_of
from cases.errors import CaseChanged, GuardFailed, NotAllowed
from cases.events.domain.declaring import close
from cases.events.models import Event
from cases.machine.vocabulary import DutyEnd, DutyKind, Stage, Verb
from cases.models import Case, CaseNote
from cases.vocabulary import CallOutcome, ContactWay, Severity
from portal.accounts.models import Appointment
from portal.accounts.roles import Role
from portal.actors import Citizen, Officer
from portal.outbox.models import OutboxMessage
from portal.vocabulary import ProblemType
from tests.accounts.factories import officer
from tests.cases import factories
from tests.cases.calls.conftest import Flooded, Listed, step_back
from tests.cases.domain.test_succession import end as end_organization
from tests.cases.factories import CANARY_NAME, CANARY_STORY, World

SAFE, NEEDS, SILENT, WRONG, MOVED, DIED, REFUSED = CODES
Clock = Any


def take(calls: CallList, actor: Officer) -> CallRow | None:
    return taking.take(calls=calls, actor=actor)


def end(row: CallRow | None, actor: Officer, code: CallOutcome, **values: Any) -> ending.Ended:
    assert row is not None
    return ending.end(row=row, actor=actor, code=code, **({"token": uuid.uuid4()} | values))


def duties(case: Case, kind: DutyKind) -> int:
    return case.duties.running().filter(kind=kind).count()


def logged(case: Case) -> list[str]:
    found = case.events.filter(verb=Verb.LOG_CALL).order_by("sequence")
    return list(found.values_list("reason", flat=True))


def withdrawn(case: Case) -> None:
    asking.withdraw(case=case, actor=Citizen(case.reference))


def fresh(row: CallRow | None) -> CallRow:
    assert row is not None
    return CallRow.objects.get(pk=row.pk)


# Making -------------------------------------------------------------------------------------------------------------


def test_everybody_who_is_chosen_has_a_row_and_who_is_not_called_a_reason(
    areas: World, flooded: Flooded, listed: Listed
) -> None:
    """Nobody drops out unseen: no number, another way, another list, spoken to just now."""
    spoken, other, fine = flooded(), flooded(), flooded()
    first = listed(spoken)
    end(take(first, areas.center.officer), areas.center.officer, SAFE)
    listed(other)
    silent = flooded(reporter={"phone": "ไม่มี", "email": "a@example.org"})
    by_mail = flooded(reporter={"contact_way": ContactWay.EMAIL})
    trapped = flooded(reporter={"phone": ""}, danger_now=True)
    closed, foreign = flooded(), factories.working_case(areas)
    withdrawn(closed)
    calls = listed(spoken, other, fine, silent, by_mail, trapped, closed, foreign)
    rows = {row.case_id: (row.state, row.code) for row in calls.rows.all()}
    assert rows == {
        spoken.pk: (RowState.LEFT, Reason.REACHED),
        other.pk: (RowState.LEFT, Reason.LISTED),
        fine.pk: (RowState.WAITING, ""),
        silent.pk: (RowState.LEFT, Reason.NO_NUMBER),
        by_mail.pk: (RowState.LEFT, Reason.ANOTHER_WAY),
        trapped.pk: (RowState.VISIT, Reason.NO_NUMBER),
    }
    assert counting.progress_of(calls).total == 6


def test_a_list_is_made_of_an_event_or_of_those_who_wait(
    areas: World, flooded: Flooded, listed: Listed, event: Event, now: Clock
) -> None:
    flood, elsewhere = flooded(), factories.screened_case(areas, subdistrict_code="810103")
    calls = listed(source=Source.EVENT, cases=making.of_event(event), event=event)
    assert [row.case_id for row in calls.rows.all()] == [flood.pk]
    assert set(making.waiting_for(areas.center.officer)) == {flood}
    now.shift(dt.timedelta(days=30))
    assert set(making.waiting_for(areas.center.officer)) == {flood, elsewhere}, (
        "they should have been told by now"
    )


def test_the_same_form_is_the_same_list_and_strangers_make_none(
    areas: World, flooded: Flooded, listed: Listed
) -> None:
    case, token = flooded(), uuid.uuid4()
    assert listed(case, token=token) == listed(case, token=token)
    editor = officer(areas.center.organization, Role.CONTENT_EDITOR)
    for stranger, error in ((editor, NotAllowed), (areas.local.officer, GuardFailed)):
        with pytest.raises(error):
            listed(case, actor=stranger)
    with pytest.raises(GuardFailed):
        listed(case, name=" ")


def test_a_list_has_an_end_and_says_how_many_did_not_fit(
    flooded: Flooded, listed: Listed, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [flooded() for _ in range(3)]
    hurt = flooded(danger_now=True)
    monkeypatch.setattr(making, "MOST", 2)
    calls = listed(*cases, hurt)
    assert (calls.beyond, calls.rows.count()) == (2, 2)
    assert calls.rows.filter(case=hurt).exists(), "danger first"


def as_soon_as(
    monkeypatch: pytest.MonkeyPatch, name: str, act: Callable[[], object], *, before: bool
) -> None:
    """Let something happen once in the middle of making a list: before or after a step of it has read."""
    real = getattr(making, name)
    done: list[bool] = []

    def step(*given: Any, **named: Any) -> Any:
        found = None if before else real(*given, **named)
        if not done:
            done.append(True)
            act()
        return real(*given, **named) if before else found

    monkeypatch.setattr(making, name, step)


def test_of_two_who_make_the_same_list_at_once_the_second_gets_that_of_the_first(
    flooded: Flooded, listed: Listed, second: Officer, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    flooded(), flooded(danger_now=True), flooded(reporter={"phone": ""}, danger_now=True)
    given = {"source": Source.EVENT, "cases": making.of_event(event), "event": event}
    as_soon_as(monkeypatch, "_rows", lambda: listed(actor=second, **given), before=False)
    calls = listed(**given)
    assert (calls.by, calls.rows.count()) == (second.person, 3)
    assert CallList.objects.get() == calls


@pytest.mark.parametrize(("step", "before"), [("_rows", False), ("_workable", True)])
def test_a_form_that_is_sent_twice_at_once_is_one_list(
    flooded: Flooded, listed: Listed, monkeypatch: pytest.MonkeyPatch, step: str, before: bool
) -> None:
    case, token = flooded(), uuid.uuid4()
    as_soon_as(monkeypatch, step, lambda: listed(case, token=token), before=before)
    assert listed(case, token=token) == CallList.objects.get()


def test_who_was_listed_by_others_in_the_same_moment_stands_there_and_the_rest_is_called(
    flooded: Flooded, listed: Listed, second: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs, ours = flooded(), flooded()
    as_soon_as(monkeypatch, "_rows", lambda: listed(theirs, actor=second), before=False)
    calls = listed(theirs, ours)
    assert dict(calls.rows.values_list("case", "code")) == {theirs.pk: Reason.LISTED, ours.pk: ""}
    assert CallRow.objects.open().count() == 2


# Taking -------------------------------------------------------------------------------------------------------------


def test_danger_is_called_first_and_no_number_is_in_two_hands(
    areas: World, flooded: Flooded, listed: Listed, second: Officer
) -> None:
    shared = {"phone": "089-111-2222"}
    mother, son = flooded(reporter=shared), flooded(reporter=shared)
    hurt = flooded(danger_now=True)
    calls, one = listed(mother, son, hurt), areas.center.officer
    first = take(calls, one)
    assert first is not None
    assert first.case_id == hurt.pk
    assert take(calls, one) == first, "a second press gives the same number"
    other = take(calls, second)
    assert other is not None
    assert other.case_id == mother.pk
    end(first, one, SAFE)
    assert take(calls, one) is None, "the telephone of mother and son rings already"
    end(other, second, SAFE)
    again = take(calls, one)
    assert again is not None
    assert again.case_id == son.pk


def test_a_number_falls_out_of_a_hand_by_itself(
    areas: World, flooded: Flooded, listed: Listed, second: Officer, now: Clock
) -> None:
    calls, one = listed(flooded()), areas.center.officer
    row = take(calls, one)
    assert take(calls, second) is None
    now.shift(dt.timedelta(minutes=10, seconds=1))
    assert taking.held_by(one) is None
    assert take(calls, second) == row
    taking.give_back(row=fresh(row), actor=one)
    assert taking.held_by(second) == row, "what is in another's hand is not given back"
    taking.give_back(row=fresh(row), actor=second)
    assert take(calls, second) is None
    now.shift(dt.timedelta(minutes=16))
    assert take(calls, second) == row


def test_whose_appointment_ended_holds_nothing(
    areas: World, flooded: Flooded, listed: Listed, second: Officer
) -> None:
    calls, one = listed(flooded()), areas.center.officer
    row = take(calls, one)
    Appointment.objects.filter(pk=one.appointment.pk).update(
        valid_until=timezone.localdate() - dt.timedelta(days=1)
    )
    assert take(calls, second) == row


def test_what_cannot_be_called_any_more_is_put_aside_with_its_reason(
    areas: World, flooded: Flooded, listed: Listed
) -> None:
    closed, gone, changed = flooded(), flooded(), flooded()
    calls = listed(closed, gone, changed)
    withdrawn(closed)
    gone.grants.update(until=timezone.now())
    changed.reporter.contact_way = ContactWay.NONE
    changed.reporter.save()
    assert take(calls, areas.center.officer) is None
    assert dict(calls.rows.values_list("case", "code")) == {
        closed.pk: Reason.CLOSED,
        gone.pk: Reason.HANDED_OVER,
        changed.pk: Reason.ANOTHER_WAY,
    }


def test_only_who_calls_takes_a_number_of_the_own_office(
    areas: World, flooded: Flooded, listed: Listed
) -> None:
    calls = listed(flooded())
    for stranger in (
        areas.local.officer,
        officer(areas.center.organization, Role.CONTENT_EDITOR),
        officer(areas.center.organization, Role.REPORT_OFFICER),
    ):
        with pytest.raises(NotAllowed):
            take(calls, stranger)


def test_who_takes_no_part_in_a_case_leaves_its_number_to_a_colleague(
    areas: World, flooded: Flooded, listed: Listed, second: Officer
) -> None:
    """What is hidden from one person alone is not put aside for the whole office, least of all danger."""
    hurt, other = flooded(danger_now=True), flooded()
    calls, one = listed(hurt, other), areas.center.officer
    step_back(areas, hurt)
    row = take(calls, one)
    assert row is not None
    assert row.case_id == other.pk
    end(row, one, SAFE)
    assert take(calls, one) is None, "the press ends, and does not wait for what is not theirs"
    waits = calls.rows.get(case=hurt)
    assert (waits.state, waits.code, waits.urgent) == (RowState.WAITING, "", True)
    with pytest.raises(GuardFailed):
        following.end_list(calls=calls, actor=one)
    assert take(calls, second) == waits


def test_a_number_is_a_colleagues_too_when_its_caller_steps_back_while_it_is_taken(
    areas: World, flooded: Flooded, listed: Listed, second: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, one = flooded(danger_now=True), areas.center.officer
    calls = listed(case)
    step_back(areas, case)
    with monkeypatch.context() as patched:
        # What was read before they stepped back.
        patched.setattr(taking, "_stepped_back", lambda actor: Case.objects.none().values("pk"))
        assert take(calls, one) is None
    assert take(calls, second) == calls.rows.get(state=RowState.WAITING)


def test_who_steps_back_holds_no_number_of_the_case_any_more(
    areas: World, flooded: Flooded, listed: Listed, second: Officer
) -> None:
    case, one = flooded(danger_now=True), areas.center.officer
    calls = listed(case, flooded())
    row = take(calls, one)
    step_back(areas, case)
    assert taking.held_by(one) is None
    again = take(calls, one)
    assert again is not None
    assert again != row
    assert take(calls, second) == row


# Ending -------------------------------------------------------------------------------------------------------------


def test_each_code_is_one_event_of_the_case_and_goes_on_by_its_rule(
    areas: World, flooded: Flooded, listed: Listed
) -> None:
    """One event a call, told where the reporter was spoken to, read at the holder where there is something to do."""
    expected = {
        SAFE: (RowState.DONE, True, False),
        NEEDS: (RowState.DONE, True, True),
        SILENT: (RowState.WAITING, False, False),
        WRONG: (RowState.LOOK, False, True),
        MOVED: (RowState.DONE, False, True),
        DIED: (RowState.LOOK, False, True),
        REFUSED: (RowState.DONE, True, True),
    }
    one = areas.center.officer
    for code, (state, told, read) in expected.items():
        case = flooded()
        calls = listed(case)
        ended = end(take(calls, one), one, code, note=f"บันทึก {code}")
        assert ended.row.state == state, code
        assert logged(case) == [code]
        assert CaseNote.objects.get(event=ended.call.event).text == f"บันทึก {code}"
        assert case.duties.filter(kind=DutyKind.TELL, how=DutyEnd.DONE).exists() == told, code
        assert duties(case, DutyKind.READ) == int(read), code
        case.refresh_from_db()
        assert case.stage == Stage.RECEIVED, "no code closes a case"
        assert faults_of(case) == []
        assert fresh(ended.row).leased_by is None


def test_danger_on_the_telephone_raises_the_case_and_rings(
    areas: World, flooded: Flooded, listed: Listed, event: Event
) -> None:
    """call:reached_needs: danger is asked first; marked, raised, told to who is on duty (S1.06)."""
    case = flooded()
    calls, one = listed(case), areas.center.officer
    event.duty_officer.email = "duty@example.org"
    event.duty_officer.save()
    ended = end(take(calls, one), one, NEEDS, danger=True, note="น้ำถึงอก")
    case.refresh_from_db()
    assert (case.danger_now, case.severity) == (True, Severity.EMERGENCY)
    assert ended.row.urgent
    told = OutboxMessage.objects.filter(template="event_danger")
    assert {message.to for message in told} == {"duty@example.org"}
    assert CANARY_NAME not in str(told.values())
    assert faults_of(case) == []


def test_danger_counts_with_need_only(areas: World, flooded: Flooded, listed: Listed) -> None:
    case = flooded()
    calls, one = listed(case), areas.center.officer
    ended = end(take(calls, one), one, SAFE, danger=True)
    case.refresh_from_db()
    assert (case.danger_now, ended.call.danger) == (False, False)


@pytest.mark.parametrize("code", [one for one in CODES if one not in (NEEDS, SAFE)])
def test_danger_that_was_ticked_is_never_dropped_by_a_code_that_has_none(
    areas: World, flooded: Flooded, listed: Listed, code: CallOutcome
) -> None:
    case, one = flooded(), areas.center.officer
    row = take(listed(case), one)
    with pytest.raises(GuardFailed) as refused:
        end(row, one, code, danger=True)
    assert refused.value.field == "danger"
    assert not Call.objects.exists()
    assert end(row, one, NEEDS, danger=True).call.danger


def test_a_call_is_kept_once_for_each_form_and_two_callers_both_stand(
    areas: World, flooded: Flooded, listed: Listed, second: Officer, now: Clock
) -> None:
    """A call ended twice: the same form once; two people both, and need is never made undone (sticky)."""
    case, token, one = flooded(), uuid.uuid4(), areas.center.officer
    calls = listed(case)
    row = take(calls, one)
    now.shift(dt.timedelta(minutes=11))
    assert take(calls, second) == row
    late = end(row, one, SILENT, token=token)
    assert late.meets
    assert fresh(row).leased_by == second.person, "whoever speaks goes on speaking"
    assert end(row, one, SILENT, token=token).is_known
    met = end(row, second, NEEDS)
    assert (met.meets, met.row.code) == (False, NEEDS)
    again = end(row, one, SAFE)
    assert again.meets
    assert (again.row.state, again.row.code) == (RowState.DONE, NEEDS)
    assert logged(case) == [SILENT, NEEDS, SAFE]
    assert Call.objects.count() == 3


def test_a_case_that_closed_meanwhile_keeps_what_was_heard_and_need_becomes_a_new_request(
    areas: World, flooded: Flooded, listed: Listed
) -> None:
    case, quiet, one = flooded(), flooded(), areas.center.officer
    calls, token = listed(case, quiet), uuid.uuid4()
    for done, code in ((case, NEEDS), (quiet, SAFE)):
        row = take(calls, one)
        assert row is not None
        assert row.case_id == done.pk
        withdrawn(done)
        ended = end(row, one, code, note="น้ำยังไม่ลด", token=token if code == NEEDS else uuid.uuid4())
        assert logged(done) == []
        assert "น้ำยังไม่ลด" in CaseNote.objects.get(event=ended.call.event).text
        assert (ended.call.opened is not None) == (code == NEEDS)
    new = Case.objects.exclude(pk__in=(case.pk, quiet.pk)).get()
    assert case.reference in new.narrative
    assert CANARY_STORY not in new.narrative, "nobody told the story again"
    assert (new.stage, new.reporter.phone) == (Stage.RECEIVED, case.reporter.phone)
    again = end(calls.rows.get(case=case), one, NEEDS, token=token)
    assert again.is_known
    assert again.call.opened == new


def test_a_case_that_went_elsewhere_says_so_and_keeps_the_words_on_the_form(
    areas: World, flooded: Flooded, listed: Listed
) -> None:
    case, one = flooded(), areas.center.officer
    calls = listed(case)
    row = take(calls, one)
    case.grants.update(until=timezone.now())
    with pytest.raises(GuardFailed, match=str(areas.center.organization.name_th)):
        end(row, one, NEEDS, note="น้ำถึงอก")
    assert (fresh(row).state, fresh(row).code) == (RowState.LEFT, Reason.HANDED_OVER)
    assert not Call.objects.exists()
    assert not any("น้ำถึงอก" in note.text for note in CaseNote.objects.all())


def test_who_stepped_back_while_calling_leaves_the_row_to_a_colleague(
    areas: World, flooded: Flooded, listed: Listed, second: Officer
) -> None:
    case, one = flooded(danger_now=True), areas.center.officer
    calls = listed(case)
    row = take(calls, one)
    step_back(areas, case)
    with pytest.raises(GuardFailed, match=str(ending.FOR_A_COLLEAGUE)):
        end(row, one, NEEDS, note="น้ำถึงอก")
    assert (fresh(row).state, fresh(row).leased_by) == (RowState.WAITING, None)
    assert not Call.objects.exists()
    assert take(calls, second) == row
    with pytest.raises(GuardFailed):
        end(row, one, NEEDS)
    assert taking.held_by(second) == row, "what is in a colleague's hand stays there"
    case.grants.update(until=timezone.now())
    with pytest.raises(GuardFailed):
        end(row, one, NEEDS)
    assert fresh(row).code == Reason.HANDED_OVER, "nobody of the office calls there any more"


def test_the_third_silence_is_read_and_visited(
    areas: World, flooded: Flooded, listed: Listed, now: Clock
) -> None:
    case, one = flooded(), areas.center.officer
    calls = listed(case)
    for wait in (0, 31, 121):
        now.shift(dt.timedelta(minutes=wait))
        ended = end(take(calls, one), one, SILENT)
    assert ended.row.state == RowState.VISIT
    assert duties(case, DutyKind.READ) == 1
    now.shift(dt.timedelta(days=1))
    assert take(calls, one) is None
    assert following.follow() == 0
    visits.dispatch(case=case, actor=one, note="ไปดู")
    assert following.follow() == 1
    assert counting.progress_of(calls).cells[Column.SENT] == 1
    assert following.follow() == 0


def test_a_crisis_is_called_for_ever_and_its_list_does_not_end(
    areas: World, listed: Listed, now: Clock
) -> None:
    """no_answer never closes a crisis (S2.38)."""
    case = factories.working_crisis_case(areas, problem=ProblemType.VIOLENCE)
    one = areas.lead.officer
    calls = listed(case, actor=one)
    for _ in range(6):
        ended = end(take(calls, one), one, SILENT)
        now.shift(dt.timedelta(hours=1))
    assert ended.row.state == RowState.VISIT
    assert take(calls, one) is not None
    case.refresh_from_db()
    assert case.stage != Stage.CLOSED
    with pytest.raises(GuardFailed):
        following.end_list(calls=calls, actor=areas.lead.supervisor)


def test_a_thumb_that_slipped_is_corrected_by_its_owner_for_a_while(
    areas: World, flooded: Flooded, listed: Listed, second: Officer, now: Clock
) -> None:
    case, one = flooded(), areas.center.officer
    calls = listed(case)
    slipped = end(take(calls, one), one, DIED).call
    with pytest.raises(GuardFailed):
        ending.correct(call=slipped, actor=second, code=SAFE, token=uuid.uuid4())
    right = ending.correct(call=slipped, actor=one, code=SILENT, token=uuid.uuid4())
    assert (right.row.state, right.row.tries) == (RowState.WAITING, 1)
    assert logged(case) == [DIED, SILENT]
    assert str(DIED.label) in CaseNote.objects.get(event=right.call.event).text
    assert counting.progress_of(calls).calls == 1
    now.shift(dt.timedelta(minutes=16))
    with pytest.raises(GuardFailed):
        ending.correct(call=right.call, actor=one, code=SAFE, token=uuid.uuid4())


# The second look -------------------------------------------------------------------------------------------------------


def test_nobody_is_said_to_be_dead_by_one_person(
    areas: World, flooded: Flooded, listed: Listed, second: Officer
) -> None:
    case, one, token = flooded(), areas.center.officer, uuid.uuid4()
    calls = listed(case)
    row = end(take(calls, one), one, DIED, note="ป้าข้างบ้านบอก").row
    with pytest.raises(GuardFailed):
        looking.look(row=row, actor=one, confirmed=True, note="แน่ใจ", token=token)
    with pytest.raises(GuardFailed):
        looking.look(row=row, actor=second, confirmed=True, note=" ", token=token)
    with pytest.raises(NotAllowed):
        looking.look(row=row, actor=areas.local.officer, confirmed=True, note="ก", token=token)
    with pytest.raises(GuardFailed):
        following.end_list(calls=calls, actor=areas.center.supervisor)
    for _twice in range(2):
        looking.look(row=row, actor=second, confirmed=True, note="ถามผู้ใหญ่บ้านแล้ว", token=token)
    assert (fresh(row).state, fresh(row).code) == (RowState.DONE, DIED)
    notes = [one.text for one in CaseNote.objects.filter(event__case=case, event__verb=Verb.NOTE)]
    assert sum("ถามผู้ใหญ่บ้านแล้ว" in text for text in notes) == 1
    with pytest.raises(CaseChanged):
        looking.look(row=row, actor=second, confirmed=False, note="ไม่ใช่", token=uuid.uuid4())


def test_a_wrong_number_that_is_not_confirmed_is_called_again(
    areas: World, flooded: Flooded, listed: Listed, second: Officer
) -> None:
    one = areas.center.officer
    calls = listed(flooded())
    row = end(take(calls, one), one, WRONG).row
    looking.look(row=row, actor=second, confirmed=False, note="เบอร์เดียวกับที่เขียน", token=uuid.uuid4())
    assert take(calls, one) == row


@pytest.mark.parametrize(
    ("code", "reason"), [(DIED, Reason.KNOWN_DEAD), (WRONG, Reason.KNOWN_WRONG)], ids=["dead", "wrong"]
)
def test_a_number_that_two_persons_struck_out_is_in_no_other_list(
    areas: World,
    flooded: Flooded,
    listed: Listed,
    second: Officer,
    code: CallOutcome,
    reason: Reason,
) -> None:
    """Nobody asks the dead whether they are safe, and no stranger at whose number they were looked for."""
    one, case = areas.center.officer, flooded()
    calls = listed(case)
    row = end(take(calls, one), one, code, note="ถามเพื่อนบ้าน").row
    looking.look(row=row, actor=second, confirmed=True, note="ถามผู้ใหญ่บ้านแล้ว", token=uuid.uuid4())
    CallRow.objects.filter(pk=row.pk).update(state=RowState.DONE)
    other = listed(case, flooded())
    again = other.rows.get(case=case)
    assert (again.state, again.code) == (RowState.LEFT, reason)
    other.rows.all().delete()
    facts.change_contact(
        case=case, actor=one, contact={"phone": "081 555 0000"}, identified="ลูกชายมาที่เคาน์เตอร์"
    )
    assert listed(case, flooded()).rows.get(case=case).state == RowState.WAITING, "another telephone"


def test_who_is_in_danger_behind_a_wrong_number_is_visited(
    areas: World, flooded: Flooded, listed: Listed, second: Officer
) -> None:
    one, case = areas.center.officer, flooded()
    row = end(take(listed(case), one), one, WRONG).row
    looking.look(row=row, actor=second, confirmed=True, note="เป็นเบอร์ร้านค้า", token=uuid.uuid4())
    CallRow.objects.filter(pk=row.pk).update(state=RowState.DONE)
    Case.objects.filter(pk=case.pk).update(danger_now=True)
    assert listed(case, flooded()).rows.get(case=case).state == RowState.VISIT


# Following, ending a list, sums ------------------------------------------------------------------------------------------


def test_an_event_that_ended_withdraws_its_calls_but_for_danger(
    areas: World, flooded: Flooded, listed: Listed, event: Event
) -> None:
    plain, hurt = flooded(), flooded(danger_now=True)
    calls = listed(plain, hurt, source=Source.EVENT, event=event)
    Case.objects.filter(pk=hurt.pk).update(stage=Stage.WORKING)
    close(actor=areas.center.supervisor, event=event, ended_at=timezone.now(), reason="น้ำลด")
    following.follow()
    assert dict(calls.rows.values_list("case", "code")) == {plain.pk: Reason.EVENT_ENDED, hurt.pk: ""}
    calls.refresh_from_db()
    assert calls.ended_at is None
    one = areas.center.officer
    end(take(calls, one), one, SAFE)
    following.follow()
    calls.refresh_from_db()
    assert calls.ended_at is not None


def test_a_list_is_ended_by_who_made_it_and_what_was_not_reached_is_withdrawn(
    areas: World, flooded: Flooded, listed: Listed
) -> None:
    calls, one = listed(flooded(), flooded()), areas.center.officer
    row = take(calls, one)
    with pytest.raises(NotAllowed):
        following.end_list(calls=calls, actor=areas.local.supervisor)
    for _twice in range(2):
        following.end_list(calls=calls, actor=one)
    assert Counter(calls.rows.values_list("code", flat=True)) == {Reason.LIST_ENDED: 2}
    assert end(row, one, SAFE).row.code == Reason.LIST_ENDED, "the call stands in the case, the row as it was"
    calls.refresh_from_db()
    with pytest.raises(NotAllowed):
        take(calls, one)


def test_a_closed_case_is_called_no_more(areas: World, flooded: Flooded, listed: Listed) -> None:
    case = flooded()
    calls = listed(case)
    withdrawn(case)
    assert following.follow() == 1
    assert calls.rows.get().code == Reason.CLOSED


def test_the_sums_add_up_after_every_act_of_a_night(
    areas: World, flooded: Flooded, listed: Listed, second: Officer, now: Clock
) -> None:
    cases = [flooded(danger_now=number == 3) for number in range(9)]
    calls, callers = listed(*cases), itertools.cycle((areas.center.officer, second))
    codes = (SILENT, SAFE, DIED, NEEDS, WRONG, SILENT, MOVED, REFUSED, SILENT, SAFE, SILENT, SILENT)
    for turn, code in enumerate(codes * 2):
        actor = next(callers)
        row = take(calls, actor)
        if row is not None:
            end(row, actor, code)
        if turn == 7:
            for claimed in calls.rows.filter(state=RowState.LOOK):
                other = second if claimed.coded_by != second.person else areas.center.officer
                looking.look(
                    row=claimed, actor=other, confirmed=bool(turn % 2), note="ดูแล้ว", token=uuid.uuid4()
                )
        following.follow()
        now.shift(dt.timedelta(minutes=20))
        progress = counting.progress_of(calls)
        assert progress.total == len(cases) == sum(progress.cells.values())
        for column in Column:
            assert counting.rows_in(calls, column).count() == progress.cells[column]
    assert progress.calls == Call.objects.count() == sum(len(logged(case)) for case in cases)


@pytest.mark.django_db
def test_a_list_of_an_organization_that_ends_goes_on_with_its_heir(
    listed: Listed, flooded: Flooded, areas: World
) -> None:
    """People wait to be called; a list that is over stays with who called them."""
    running, over = listed(flooded()), listed(flooded())
    CallList.objects.filter(pk=over.pk).update(ended_at=timezone.now(), ended_by=areas.center.officer.person)
    end_organization(areas.center.organization, areas.local.organization)
    assert list(lists_of(areas.local.officer)) == [running]
    over.refresh_from_db()
    assert over.organization == areas.center.organization
