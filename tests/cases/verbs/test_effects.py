"""What a line of the table says about clocks and states is what happens, or the act fails.

Every word of every line is changed, one at a time, and the verb is done: the outcome has to change with it. A word that
could be changed without anybody noticing would be one that the table says and the program does not do.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction

from cases.domain import assistance, intake, joint, referral, screening, succession
from cases.domain.act import act_on
from cases.domain.act_clocks import BrokenActError
from cases.models import Case, CaseEvent, Clock
from cases.verbs.effects import Due, Of, Since, Start, StopAll, When
from cases.verbs.table import TRANSITIONS
from cases.verbs.transition import Transition
from cases.vocabulary import (
    CaseState,
    Channel,
    ClockKind,
    Consent,
    HandoverReason,
    Severity,
    SuccessionReason,
    Verb,
)
from portal.actors import Citizen, System
from portal.calendar.domain.days import keep
from portal.calendar.models import Holiday
from portal.vocabulary import ProblemType
from tests.cases import factories
from tests.cases.domain.verbs import do
from tests.cases.factories import World

MONDAY = dt.datetime(2026, 11, 23, 3, 0, tzinfo=dt.UTC)
Act = Callable[[], Any]
Scenario = Callable[[World, Any], Act]
"""Takes the world and the clock, brings a case to where the verb may be done, and returns the doing."""


def handed_over(case: Case, world: World) -> Any:
    """The holder of a case asks the lead agency to take it."""
    return referral.refer_case(
        case=case,
        actor=world.local.officer if case.holder_id == world.local.organization.pk else world.center.officer,
        target=world.lead.organization,
        reason=HandoverReason.PROPER_DUTY,
        consent=Consent.GIVEN,
    )


def returned(world: World) -> Case:
    """A screened case that came back, so that another organization has to be found."""
    pending = handed_over(factories.screened_case(world), world)
    return do(
        Verb.RETURN, pending.case, world.lead.officer, answered=pending, target=world.center.organization
    ).case


def waiting(world: World, from_state: CaseState) -> Any:
    """A handover to the lead agency that waits, sent from a state."""
    made = {
        CaseState.SCREENED: factories.screened_case,
        CaseState.IN_PROGRESS: factories.working_case,
        CaseState.FOLLOWING_UP: factories.followed_case,
    }
    return handed_over(made[from_state](world), world)


def asked_jointly(world: World) -> Any:
    return joint.refer_jointly(
        case=factories.working_case(world),
        actor=world.local.officer,
        target=world.hospital.organization,
        consent=Consent.GIVEN,
        request="รักษา",
    )


def entered(world: World, time: Any) -> Act:
    request = factories.submission(problem=ProblemType.VIOLENCE, channel=Channel.WALK_IN)
    request = replace(request, received_at=MONDAY - dt.timedelta(hours=3))
    return lambda: intake.submit_case(submission=request, token=uuid.uuid4(), actor=world.local.officer)


def by_web(world: World, time: Any) -> Act:
    request = factories.submission(problem=ProblemType.VIOLENCE)
    return lambda: intake.submit_case(submission=request, token=uuid.uuid4(), actor=Citizen())


def classified(verb: Verb, make: Callable[[World], Case]) -> Scenario:
    def scenario(world: World, time: Any) -> Act:
        case = make(world)
        holder = world.local if case.holder_id == world.local.organization.pk else world.center
        values = {"case": case, "actor": holder.officer, "problem": ProblemType(case.problem)}
        time.move_to(MONDAY + dt.timedelta(hours=1), tick=False)
        function = screening.screen_case if verb == Verb.SCREEN else screening.reclassify_case
        return lambda: function(**values, severity=Severity.EMERGENCY, note="เร่งด่วนกว่าที่คิด")

    return scenario


def plain(verb: Verb, make: Callable[[World], Any], who: str = "", target: str = "lead") -> Scenario:
    """Do a verb on a case, or on the referral that `make` returns."""

    def scenario(world: World, time: Any) -> Act:
        made = make(world)
        case, answered = (made, None) if isinstance(made, Case) else (made.case, made)
        holder = next(b for b in world.everybody if b.organization.pk == case.holder_id)
        actors = {
            "": holder.officer,
            "supervisor": holder.supervisor,
            "target": answered
            and next(b for b in world.everybody if b.organization.pk == answered.target_id).officer,
        }
        time.move_to(MONDAY + dt.timedelta(hours=1), tick=False)
        goal = getattr(world, target).organization
        return lambda: do(verb, case, actors[who], answered=answered, target=goal)

    return scenario


def waited(world: World, time: Any) -> Act:
    case = assistance.ask_reporter(
        case=factories.working_case(world), actor=world.local.officer, question="บ้านเลขที่เท่าไร"
    )
    time.move_to(MONDAY + dt.timedelta(days=17), tick=False)
    return lambda: assistance.resume_unanswered(case=case)


def asked(world: World) -> Case:
    return assistance.ask_reporter(
        case=factories.working_case(world), actor=world.local.officer, question="บ้านเลขที่เท่าไร"
    )


def accepted_jointly(world: World) -> Any:
    return joint.accept_joint(referral=asked_jointly(world), actor=world.hospital.officer)


def calendar_changed(world: World, time: Any) -> Act:
    case = factories.working_case(world)
    keep(Holiday(day=dt.date(2026, 11, 27), name="วันหยุดพิเศษ"))

    def act() -> None:
        with act_on(verb=Verb.RECOUNT, case=case, actor=System()) as one:
            one.record()

    return act


def ended(world: World, time: Any) -> Act:
    factories.working_case(world)
    values = {"organization": world.local.organization, "actor": System(), "reason": SuccessionReason.ENDED}
    return lambda: succession.hand_over(**values)


S = CaseState
SCENARIOS: dict[Verb, list[Scenario]] = {
    Verb.SUBMIT: [entered],
    Verb.AUTO_ROUTE: [by_web],
    Verb.SCREEN: [classified(Verb.SCREEN, factories.received_case)],
    Verb.RECLASSIFY: [
        classified(Verb.RECLASSIFY, make) for make in (factories.screened_case, returned, factories.working_case)
    ],
    Verb.REJECT: [plain(Verb.REJECT, factories.received_case)],
    Verb.TAKE_ON: [plain(Verb.TAKE_ON, make) for make in (factories.screened_case, returned)],
    Verb.REFER: [
        plain(Verb.REFER, factories.screened_case, target="local"),
        plain(Verb.REFER, returned, target="local"),
    ],
    Verb.REFER_JOINT: [plain(Verb.REFER_JOINT, factories.working_case, target="hospital")],
    **{
        verb: [plain(verb, lambda w, s=state: waiting(w, s), who=who) for state in (S.SCREENED, S.IN_PROGRESS, S.FOLLOWING_UP)]
        for verb, who in ((Verb.ACCEPT, "target"), (Verb.RETURN, "target"), (Verb.RECALL, ""))
    },
    Verb.FORWARD_ON: [
        plain(Verb.FORWARD_ON, lambda w: waiting(w, S.SCREENED), who="target", target="local"),
    ],
    Verb.ESCALATE: [plain(Verb.ESCALATE, factories.working_case, who="supervisor", target="center")],
    Verb.ASK: [plain(Verb.ASK, factories.working_case)],
    Verb.ANSWER: [plain(Verb.ANSWER, asked)],
    Verb.RESUME: [waited],
    Verb.RECORD_HELP: [plain(Verb.RECORD_HELP, factories.working_case)],
    Verb.ADJUST_PLAN: [plain(Verb.ADJUST_PLAN, factories.followed_case)],
    Verb.ACCEPT_JOINT: [plain(Verb.ACCEPT_JOINT, asked_jointly, who="target")],
    Verb.RETURN_JOINT: [plain(Verb.RETURN_JOINT, asked_jointly, who="target")],
    Verb.RECALL_JOINT: [plain(Verb.RECALL_JOINT, asked_jointly)],
    Verb.COMPLETE_JOINT: [plain(Verb.COMPLETE_JOINT, accepted_jointly, who="target")],
    Verb.REQUEST_CLOSURE: [
        plain(Verb.REQUEST_CLOSURE, make) for make in (factories.working_case, factories.followed_case)
    ],
    Verb.APPROVE_CLOSURE: [plain(Verb.APPROVE_CLOSURE, factories.closing_case, who="supervisor")],
    Verb.REFUSE_CLOSURE: [plain(Verb.REFUSE_CLOSURE, factories.closing_case, who="supervisor")],
    Verb.RECOUNT: [calendar_changed],
    Verb.SUCCEED: [ended],
    Verb.REOPEN: [plain(Verb.REOPEN, factories.closed_case, who="supervisor")],
}  # fmt: skip


def without(items: tuple, index: int) -> tuple:
    return (*items[:index], *items[index + 1 :])


def changed(items: tuple, index: int, item: Any) -> tuple:
    return (*items[:index], item, *items[index + 1 :])


def mutations(line: Transition) -> Iterator[tuple[str, Transition]]:
    """Every way to change one word of what a line does."""
    for index, stop in enumerate(line.stops):
        yield f"does not stop {stop}", replace(line, stops=without(line.stops, index))
        if not isinstance(stop, StopAll):
            other = Of.CASE if stop.of != Of.CASE else Of.ANSWERED
            yield (
                f"stops {stop} of something else",
                replace(line, stops=changed(line.stops, index, replace(stop, of=other))),
            )
            if stop.when != When.ALWAYS:
                yield (
                    f"stops {stop} otherwise",
                    replace(line, stops=changed(line.stops, index, replace(stop, when=When.NOT_WORKED_ON))),
                )
    for index, start in enumerate(line.starts):
        yield f"does not start {start}", replace(line, starts=without(line.starts, index))
        variants = [replace(start, kind=kind) for kind in ClockKind if kind != start.kind]
        variants += [replace(start, due=due) for due in Due if due != start.due and start.due != Due.LIMIT]
        variants += [
            replace(start, since=since)
            for since in Since
            if start.since != Since.NOW and since != start.since
        ]
        if start.when != When.ALWAYS:
            variants.append(
                replace(start, when=When.NOT_WORKED_ON if start.when == When.WORKED_ON else When.WORKED_ON)
            )
        for variant in variants:
            yield (
                f"starts {variant} instead of {start}",
                replace(line, starts=changed(line.starts, index, variant)),
            )
    yield from further_mutations(line)


def further_mutations(line: Transition) -> Iterator[tuple[str, Transition]]:
    """The same for what is said of the case as a whole."""
    for index, kind in enumerate(line.recounts):
        yield f"does not count {kind} anew", replace(line, recounts=without(line.recounts, index))
    if line.passes_on:
        yield "passes nothing on", replace(line, passes_on=False)
    if line.follows_calendar:
        yield "does not follow the calendar", replace(line, follows_calendar=False)
    for target in line.targets:
        wrong = S.AWAITING_INFO if target != S.AWAITING_INFO else S.SCREENED
        yield (
            f"leads to {wrong} instead of {target}",
            replace(line, targets=line.targets - {target} | {wrong}),
        )


def outcome() -> Any:
    """What is so afterwards: states, and what runs since when, until when, for whom."""
    return (
        list(Case.objects.order_by("pk").values_list("state", "holder", "closed_at")),
        list(
            Clock.objects.order_by("kind", "started_at", "stopped_at").values_list(
                "kind", "organization", "referral", "started_at", "due_at", "stopped_at"
            )
        ),
    )


def tried(act: Act) -> Any:
    """Do it, look, and take it back; an act that fails has failed as its own outcome."""
    point = transaction.savepoint()
    try:
        with transaction.atomic():
            act()
            return outcome()
    except Exception as error:  # noqa: BLE001 - any refusal shows that the change was noticed
        return repr(error)[:200]
    finally:
        transaction.savepoint_rollback(point)


def test_every_verb_has_a_scenario():
    assert set(SCENARIOS) == set(TRANSITIONS)


@pytest.mark.parametrize("verb", list(SCENARIOS))
def test_each_word_of_a_line_changes_what_happens(world: World, time_machine, monkeypatch, verb):
    line = TRANSITIONS[verb]
    unnoticed = dict(mutations(line))
    for scenario in SCENARIOS[verb]:
        time_machine.move_to(MONDAY, tick=False)
        point = transaction.savepoint()
        act = scenario(world, time_machine)
        right = tried(act)
        assert isinstance(right, tuple), f"{verb} fails as it is: {right}"
        for name, mutated in list(unnoticed.items()):
            monkeypatch.setitem(TRANSITIONS, verb, mutated)
            if tried(act) != right:
                del unnoticed[name]
        monkeypatch.setitem(TRANSITIONS, verb, line)
        transaction.savepoint_rollback(point)
    assert not unnoticed, f"{verb}: nobody notices that it {', '.join(unnoticed)}"


# --- code beside the table -------------------------------------------------------------------------------------------


def by_hand_stopped(case: Case) -> None:
    case.clocks.running().update(stopped_at=MONDAY)


def by_hand_started(case: Case) -> None:
    Clock.objects.create(
        case=case,
        kind=ClockKind.REROUTE,
        organization=case.holder,
        started_at=MONDAY,
        due_at=MONDAY,
        source="center",
    )


def by_hand_put_off(case: Case) -> None:
    case.clocks.running().update(due_at=MONDAY + dt.timedelta(days=400))


@pytest.mark.parametrize("before_the_event", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("tamper", [by_hand_stopped, by_hand_started, by_hand_put_off])
def test_an_act_whose_clocks_do_something_else_than_its_line_says_is_not_kept(
    world: World, tamper, before_the_event
):
    case = factories.working_case(world)
    before = outcome(), CaseEvent.objects.count()
    with (
        pytest.raises(BrokenActError),
        act_on(verb=Verb.RECLASSIFY, case=case, actor=world.local.officer) as act,
    ):
        if before_the_event:
            tamper(act.case)
        act.record(note="x")
        if not before_the_event:
            tamper(act.case)
    assert (outcome(), CaseEvent.objects.count()) == before


def test_an_act_without_an_event_is_not_kept(world: World):
    case = factories.working_case(world)
    with (
        pytest.raises(BrokenActError, match="no event"),
        act_on(verb=Verb.RECLASSIFY, case=case, actor=world.local.officer) as act,
    ):
        act.case.severity = Severity.URGENT
        act.case.save()
    case.refresh_from_db()
    assert case.severity == Severity.NORMAL


def test_a_day_that_nothing_waits_for_is_a_mistake(world: World):
    case = factories.working_case(world)
    with (
        pytest.raises(BrokenActError, match="nothing waits for"),
        act_on(verb=Verb.ASK, case=case, actor=world.local.officer) as act,
    ):
        act.record(due=MONDAY)


def test_a_line_that_needs_a_set_day_does_not_go_without(world: World):
    case = factories.working_case(world)
    with (
        pytest.raises(BrokenActError),
        act_on(verb=Verb.RECORD_HELP, case=case, actor=world.local.officer) as act,
    ):
        act.record()


def test_the_domain_calls_no_clock_by_hand(pytestconfig):
    """Clocks are made and stopped in one module."""
    folder = pytestconfig.rootpath / "cases" / "domain"
    makers = {
        path.name
        for path in folder.rglob("*.py")
        if any(
            word in path.read_text() for word in ("Clock.objects.create", "stopped_at =", "stopped_at=act")
        )
    }
    assert makers == {"act_clocks.py"}


def test_starting_what_runs_already_lets_it_go_on(world: World):
    """Passing a case on wins no time (row 8)."""
    pending = waiting(world, S.IN_PROGRESS)
    act_clock = pending.case.clocks.running().get(kind=ClockKind.ACT)
    do(Verb.RETURN, pending.case, world.lead.officer, answered=pending, target=world.lead.organization)
    assert pending.case.clocks.running().get() == act_clock
    assert isinstance(TRANSITIONS[Verb.RETURN].starts[0], Start)
