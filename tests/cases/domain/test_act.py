"""One act: whole, recorded, on the case and the row that the actor saw, by somebody who may; or nothing at all."""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest

from cases.domain import asking, assistance, closure, referral, screening, working
from cases.domain.act import BrokenActError, act_on, situation_of
from cases.domain.queries.tracking import progress_of
from cases.errors import CaseChanged, CaseError, GuardFailed, NotAllowed
from cases.machine.act import missing, offers, permits
from cases.machine.table import TABLE
from cases.machine.verb import Ask
from cases.machine.vocabulary import ALIVE, Verb
from cases.models import (
    Approval,
    Case,
    CaseEvent,
    CaseNote,
    Duty,
    FollowUp,
    Grant,
    Question,
    Referral,
    RegisterEntry,
)
from cases.vocabulary import (
    CallOutcome,
    ClosureReason,
    Confidentiality,
    Consent,
    HandoverReason,
    Outcome,
    Severity,
)
from portal.accounts.roles import Role
from portal.actors import Actor, Citizen, OutsideOrganization, System
from portal.audit.models import AuditEntry
from portal.letters.models import OutgoingLetter
from portal.organizations.models import Organization
from portal.outbox.models import OutboxMessage
from portal.vocabulary import ProblemType
from tests.accounts.factories import officer
from tests.cases import factories
from tests.cases.domain.verbs import CALLS, SITUATIONS, case_in, do, waiting_approval
from tests.cases.factories import World, help_given

OF_A_CASE = (CaseEvent, Duty, Referral, Question, Approval, FollowUp, Grant, RegisterEntry)
COUNTED = (*OF_A_CASE, Case, CaseNote, OutgoingLetter, OutboxMessage)


def traces(case: Case) -> tuple[Any, ...]:
    """Everything that an act would change."""
    return (
        Case.objects.filter(pk=case.pk).values().get(),
        [list(model.objects.filter(case=case).order_by("pk").values()) for model in OF_A_CASE],
        [model.objects.count() for model in COUNTED],
        # That somebody tried is on record, and changes nothing (ASVS 16.3).
        AuditEntry.objects.exclude(action="case.refused").count(),
    )


def rows_of(case: Case) -> list[Any]:
    """What waits."""
    found = [*case.referrals.all(), *case.questions.all(), *case.approvals.all(), *case.follow_ups.all()]
    return [row for row in found if row.state in ALIVE]


def everybody(world: World, case: Case) -> dict[str, Actor]:
    """One of each kind; the other local administration has no part in the case."""
    return {
        "center officer": world.center.officer,
        "center supervisor": world.center.supervisor,
        "local officer": world.local.officer,
        "local supervisor": world.local.supervisor,
        "stranger officer": world.other_local.officer,
        "stranger supervisor": world.other_local.supervisor,
        "lead officer": world.lead.officer,
        "editor": officer(world.center.organization, Role.CONTENT_EDITOR),
        "publisher": officer(world.local.organization, Role.PUBLISHER),
        "province admin": officer(world.local.organization, Role.PROVINCE_ADMIN),
        "system admin": officer(world.center.organization, Role.SYSTEM_ADMIN),
        "citizen": Citizen(case.reference),
        "another citizen": Citizen("QQQQ-QQQQ"),
        "nobody in particular": Citizen(),
        "outside": OutsideOrganization(world.local.organization, "link"),
        "system": System(),
    }


@pytest.mark.parametrize("situation", SITUATIONS)
def test_what_is_not_allowed_is_refused_and_leaves_no_trace(world: World, situation):
    case = case_in(situation, world)
    before = traces(case)
    refused = 0
    for actor in everybody(world, case).values():
        stranger = isinstance(actor, Citizen) and actor.reference != case.reference
        for verb in CALLS:
            line = TABLE[verb]
            rows = [row for row in rows_of(case) if _kind(row) in line.answers] if line.answers else [None]
            for row in rows:
                situation_now = situation_of(case, actor)
                waiting = situation_now.standing.waiting[row.number] if row is not None else None
                if not stranger and permits(situation_now, verb, Ask(waiting)):
                    continue
                with pytest.raises((NotAllowed, GuardFailed)):
                    do(verb, case, actor, answered=row, target=world.lead.organization)
                refused += 1
    assert refused > 150
    assert traces(case) == before
    assert AuditEntry.objects.filter(action="case.refused", subject=case.reference).exists()


def _kind(row: Any) -> str:
    return {Question: "question", Approval: "approval", FollowUp: "follow_up"}.get(type(row)) or row.mode


@pytest.mark.parametrize(
    "role", [Role.CONTENT_EDITOR, Role.PUBLISHER, Role.PROVINCE_ADMIN, Role.SYSTEM_ADMIN]
)
@pytest.mark.parametrize("situation", SITUATIONS)
def test_roles_without_case_work_are_offered_nothing(world: World, situation, role):
    case = case_in(situation, world)
    without = officer(Organization.objects.get(pk=case.holder_id), role)
    assert offers(situation_of(case, without)) == ()


@pytest.mark.parametrize("situation", SITUATIONS)
def test_an_act_that_lacks_something_says_what_and_leaves_no_trace(world: World, situation):
    case = case_in(situation, world)
    before = traces(case)
    for actor, verb in itertools.product((world.center.supervisor, world.local.supervisor), CALLS):
        line = TABLE[verb]
        situation_now = situation_of(case, actor)
        if line.answers or not permits(situation_now, verb, Ask()):
            continue
        answer = missing(situation_now, verb, Ask())
        if answer is None:
            continue
        assert str(answer).strip()
        with pytest.raises(GuardFailed, match=str(answer)):
            do(verb, case, actor, target=world.lead.organization)
    assert traces(case) == before


def test_an_act_without_an_event_is_not_kept(world: World):
    case = factories.working_case(world)
    before = traces(case)
    with (
        pytest.raises(BrokenActError, match="no event"),
        act_on(verb=Verb.RECORD_HELP, case=case, actor=world.local.officer) as act,
    ):
        act.case.severity = Severity.URGENT
        act.case.save()
    assert traces(case) == before


def test_whatever_the_caller_finds_wrong_later_undoes_the_act(world: World):
    case = factories.working_case(world)
    before = traces(case)
    with (
        pytest.raises(GuardFailed),
        act_on(verb=Verb.RECORD_HELP, case=case, actor=world.local.officer) as act,
    ):
        act.record()
        raise GuardFailed("too late")
    assert traces(case) == before


def test_the_effects_of_an_event_are_what_happened(world: World):
    case = factories.working_case(world)
    event = case.events.last()
    written = {(name, value["number"] if isinstance(value, dict) else None) for name, value in event.effects}
    assert ("holder", None) in written
    assert ("stage", None) in written
    numbers = {number for name, number in written if name == "duty"}
    at = event.at
    changed = set(case.duties.filter(made_at=at).values_list("number", flat=True))
    assert changed
    assert changed <= numbers
    assert not [value for _name, value in event.effects if value == "เรื่องลับ"]


def test_a_row_of_another_case_answers_nothing(world: World):
    mine, foreign = factories.pending_referral(world), factories.pending_referral(world)
    referral.recall_referral(referral=foreign, actor=world.center.officer)
    before = traces(mine.case), traces(foreign.case)
    again = Referral.objects.get(pk=foreign.pk)
    again.state = "sent"
    with (
        pytest.raises(CaseChanged),
        act_on(verb=Verb.ACCEPT, case=foreign.case, actor=world.local.officer, row=again),
    ):
        pass
    other = factories.working_case(world)
    question = asking.ask_reporter(case=other, actor=world.local.officer, question="ที่ไหน")
    with (
        pytest.raises(CaseChanged),
        act_on(verb=Verb.ANSWER, case=mine.case, actor=Citizen(mine.case.reference), row=question),
    ):
        pass
    assert (traces(mine.case)[:2], traces(foreign.case)[:2]) == (before[0][:2], before[1][:2])


def test_a_citizen_acts_on_the_own_case_only(world: World):
    case, other = factories.working_case(world), factories.received_case(world)
    before = traces(case)
    for stranger in (Citizen(other.reference), Citizen()):
        for verb in (Verb.MESSAGE, Verb.WITHDRAW, Verb.CHANGE_CONSENT):
            with pytest.raises(NotAllowed):
                do(verb, case, stranger, target=world.lead.organization)
    assert traces(case) == before
    assert progress_of(case).reference == case.reference


def _stale(case: Case) -> dict[str, Any]:
    """What a form carries that was drawn before the severity rose."""
    return {"case": case, "base": case.base}


COMPARING: dict[Verb, Any] = {
    Verb.REFER: lambda world, seen: referral.refer_case(
        **seen,
        actor=world.local.officer,
        target=world.lead.organization,
        reason=HandoverReason.PROPER_DUTY,
        consent=Consent.GIVEN,
    ),
    Verb.REFER_JOINT: lambda world, seen: referral.refer_jointly(
        **seen,
        actor=world.local.officer,
        target=world.hospital.organization,
        consent=Consent.GIVEN,
        request="รักษา",
    ),
    Verb.HAND_UP: lambda world, seen: referral.hand_up(
        **seen, actor=world.local.supervisor, consent=Consent.GIVEN, note="เกินกำลัง"
    ),
    Verb.RECLASSIFY: lambda world, seen: screening.reclassify_case(
        **seen,
        actor=world.local.officer,
        problem=ProblemType.QUALITY_OF_LIFE,
        severity=Severity.EMERGENCY,
        note="หนักขึ้น",
    ),
}


@pytest.mark.parametrize("verb", COMPARING)
def test_a_form_that_is_out_of_date_changes_nothing(world: World, verb):
    case = factories.working_case(world)
    seen = _stale(case)
    assert TABLE[verb].compares
    _raise_severity(world, case)
    before = traces(case)
    with pytest.raises(CaseChanged):
        COMPARING[verb](world, seen)
    assert traces(case) == before


def _raise_severity(world: World, case: Case) -> None:
    screening.reclassify_case(
        case=case,
        actor=world.local.supervisor,
        problem=ProblemType(case.problem),
        severity=Severity.URGENT,
        confidentiality=Confidentiality(case.confidentiality),
        note="เร่งด่วน",
    )


def test_notes_calls_help_and_decisions_asked_for_never_conflict(world: World):
    """A page that is hours old may still add something: what is written on the way is never lost."""
    case = factories.working_case(world)
    seen = case.base
    _raise_severity(world, case)
    assert Case.objects.get(pk=case.pk).base != seen
    working.add_note(case=case, actor=world.local.officer, text="เยี่ยมบ้าน")
    working.log_call(case=case, actor=world.local.officer, text="โทรแล้ว", outcome=CallOutcome.TOLD)
    assistance.record_help(case=case, actor=world.local.officer, given=help_given(), base=seen)
    closure.request_closure(
        case=case,
        actor=world.local.officer,
        reason=ClosureReason.HELPED,
        outcome=Outcome.HELPED_FULLY,
        note="ครบแล้ว",
        base=seen,
    )
    assert waiting_approval(case).requester == world.local.officer.person


def test_what_does_not_change_the_case_leaves_forms_as_they_are(world: World):
    case = factories.working_case(world)
    seen = case.base
    working.add_note(case=case, actor=world.local.officer, text="เยี่ยมบ้าน")
    asking.send_message(case=case, actor=Citizen(case.reference), text="ขอบคุณ")
    case.refresh_from_db()
    assert case.base == seen
    assert referral.hand_up(
        case=case, actor=world.local.supervisor, consent=Consent.GIVEN, note="เกินกำลัง", base=seen
    )


def test_what_waits_is_compared_with_itself(world: World):
    """The decision that a page shows was taken by somebody else meanwhile."""
    case = factories.closing_case(world)
    shown = waiting_approval(case)
    closure.refuse(approval=waiting_approval(case), actor=world.local.supervisor, note="ยังไม่เสร็จ")
    before = traces(case)
    with pytest.raises(CaseChanged):
        closure.approve(approval=shown, actor=world.local.supervisor)
    assert traces(case) == before


def test_the_tables_are_written_in_one_module(pytestconfig):
    """Duties, grants and what waits change by effects, so that the history tells them again."""
    folder = pytestconfig.rootpath / "cases"
    names = ("Duty", "Grant", "Question", "Approval", "Visit", "CommitteeItem", "FollowUp", "Referral")
    written = re.compile(rf"\b(?:{'|'.join(names)})\.objects\.create")
    writers = {
        str(path.relative_to(folder))
        for path in folder.rglob("*.py")
        if written.search(path.read_text(encoding="utf-8"))
    }
    assert writers == set()
    store = (folder / "domain" / "store.py").read_text(encoding="utf-8")
    assert store.count("manager.create(") == 1


def test_refusals_speak_thai():
    assert "สถานะ" in str(NotAllowed(Verb.SCREEN))
    assert issubclass(NotAllowed, CaseError)
