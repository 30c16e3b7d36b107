"""The table is executed: what a line declares is what its verb does, or the act fails and nothing has happened.

Each verb is broken in every way that an error of the program could: it does one thing more, or leaves one out.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import pytest

from cases.errors import GuardFailed, NotAllowed, NotDeclaredError
from cases.machine.act import Situation, perform
from cases.machine.change import FUNCTION_OF, Change
from cases.machine.compared import deeds_of
from cases.machine.declared import SCOPE_OF, Deed, Does, Variants, What
from cases.machine.effects import Effect, Put, replay
from cases.machine.rows import end_row
from cases.machine.standing import CommitteeItem, Duty, Grant, Standing
from cases.machine.table import LINES, TABLE
from cases.machine.verb import Ask, Do, Given, Line
from cases.machine.vocabulary import (
    DutyBasis,
    DutyEnd,
    DutyKind,
    GrantReason,
    Scope,
    Stage,
    Verb,
    WaitingKind,
    WaitingState,
)
from cases.vocabulary import Severity
from tests.cases.machine.observing import Variant, named, seen, variants
from tests.cases.machine.story import LEAD_WORKER, ONE_HEADS, WORKER, Story
from tests.cases.machine.town import CENTER, DEPARTMENT, HOUR, LEAD, ONE_HEAD

VARIANTS = [variant for variant, _does in variants()]
EVERY_VARIANT = pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: "-".join(variant).strip("-"))
NOTHING_THERE = 9_999
"""A number that nothing in a case has."""


# What lines say ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.verb.value)
def test_every_line_says_what_its_verb_does_in_the_words_of_the_machine(line: Line) -> None:
    words = {
        What.BECOMES: (Stage, Stage),
        What.OPENS: (WaitingKind, WaitingState),
        What.TURNS: (WaitingKind, WaitingState),
        What.MOVES: (WaitingKind, None),
        What.NOTES: (WaitingKind, None),
        What.STARTS: (DutyKind, DutyBasis),
        What.STOPS: (DutyKind, DutyEnd),
        What.GRANTS: (GrantReason, Scope),
        What.REVOKES: (GrantReason, None),
    }
    facts = {item.name for item in fields(Standing)} - {"waiting", "duties", "grants", "stage"}
    assert line.variants()
    for does in line.variants().values():
        for deed in does.may | does.by_words:
            assert deed.what is not What.REWRITES
            if deed.what is What.SETS:
                assert deed.of in facts
            elif deed.what is not What.ASSIGNS:
                of, how = words[deed.what]
                assert type(deed.of) is of
                assert (deed.how is None) if how is None else (type(deed.how) is how)
            if deed.what is What.BECOMES:
                assert deed.of in line.stages


@EVERY_VARIANT
def test_what_a_line_says_stands_there_once(variant: Variant) -> None:
    does = TABLE[variant[0]].variants()[variant[1]]
    tiers = [does.always, does.sometimes, does.many, does.one_of]
    assert sum(map(len, tiers)) == len(named(does))
    by_rules: set[Deed] = set().union(*(rule.must | rule.often for rule in does.by))
    assert not named(does) & by_rules, "a rule that it always follows says so already"


def test_a_stage_changes_only_where_a_form_is_compared_or_nobody_fills_one_in() -> None:
    """Whoever changes how far the work is has seen how far it was (cases.md, 4)."""
    steps = {
        verb
        for (verb, _which), does in variants()
        if any(deed.what is What.BECOMES for deed in does.may) and not TABLE[verb].compares
    }
    assert steps == {Verb.ACCEPT, Verb.RECORD_OUTSIDE, Verb.WITHDRAW}


def test_every_reason_to_read_has_its_scope() -> None:
    assert set(SCOPE_OF) == set(GrantReason)


# What is declared is true -----------------------------------------------------------------------------------------------


@EVERY_VARIANT
def test_every_variant_is_seen(variant: Variant) -> None:
    assert variant in seen().before


def test_nothing_is_declared_that_never_happens() -> None:
    """Of rules too: each of their deeds is seen with some verb that follows them."""
    assert sorted(f"{name}: {deed}" for name, deed in seen().never()) == []


# A verb that does something else fails ------------------------------------------------------------------------------------


LINE_OF = {variant: TABLE[variant[0]] for variant in VARIANTS}


def _fails(
    monkeypatch: pytest.MonkeyPatch, verb: Verb, broken: Do, situation: Situation, ask: Ask
) -> NotDeclaredError:
    """Do an act with a broken verb, and return how it failed; the case stays as it was."""
    monkeypatch.setitem(TABLE, verb, replace(TABLE[verb], do=broken))
    before = situation.standing.copy()
    with pytest.raises(NotDeclaredError) as caught:
        perform(situation, verb, ask, "broken")
    assert situation.standing == before
    assert caught.value.verb == verb
    assert str(caught.value).startswith(f"{verb} ")
    return caught.value


def _does_more(
    monkeypatch: pytest.MonkeyPatch, variant: Variant, more: Callable[[Change], None]
) -> tuple[str, ...]:
    """Return what is undeclared when the verb of a variant does something more than it does."""
    situation, ask = seen().before[variant]

    def broken(change: Change, ask: Ask) -> None:
        LINE_OF[variant].do(change, ask)
        more(change)

    return _fails(monkeypatch, variant[0], broken, situation, ask).undeclared


def put(change: Change, thing: Duty | Grant) -> None:
    """Write an effect past everything that a verb may write."""
    change.effects.append(Put(thing))
    change.standing = replay(change.standing, [[Put(thing)]])


def _does(variant: Variant) -> Does:
    return TABLE[variant[0]].variants()[variant[1]]


@EVERY_VARIANT
def test_the_act_itself_passes(variant: Variant) -> None:
    situation, ask = seen().before[variant]
    assert perform(situation, variant[0], ask, "again").identity == "again"


@EVERY_VARIANT
def test_a_duty_more_fails(variant: Variant, monkeypatch: pytest.MonkeyPatch) -> None:
    declared = _does(variant).may
    kind, basis = next(
        (kind, basis)
        for kind in DutyKind
        for basis in DutyBasis
        if Deed(What.STARTS, kind, basis) not in declared
    )
    said = _does_more(
        monkeypatch,
        variant,
        lambda change: change.start(kind, change.standing.holder, basis=basis, waiting=NOTHING_THERE),
    )
    assert f"starts {kind} ({basis})" in said


@EVERY_VARIANT
def test_a_duty_that_begins_twice_fails(variant: Variant, monkeypatch: pytest.MonkeyPatch) -> None:
    """One of those that the verb begins, else one that runs already, written past what begins duties."""
    before = seen().before[variant][0].standing.duties

    def again(change: Change) -> None:
        running = change.standing.open_duties()
        fresh = [duty for duty in running if duty.number not in before]
        for duty in [*fresh, *running, *before.values()][:1]:
            begun = replace(duty, ended=None, how=None)
            for _each in range(2 - len(change.standing.open_duties(duty.kind, waiting=duty.waiting))):
                put(change, replace(begun, number=change.new_number()))

    assert _does_more(monkeypatch, variant, again)


@EVERY_VARIANT
def test_a_scope_more_fails(variant: Variant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also for a reason for which the verb may let somebody read: never more than the reason gives."""
    given = [deed.of for deed in sorted(_does(variant).may, key=str) if deed.what is What.GRANTS]
    reason = next((GrantReason(of) for of in given if SCOPE_OF[of] != Scope.FULL), GrantReason.WAS_HOLDER)
    said = _does_more(monkeypatch, variant, lambda change: change.grant(DEPARTMENT, Scope.FULL, reason))
    assert f"grants {reason} (full)" in said


@EVERY_VARIANT
def test_a_fact_more_fails(variant: Variant, monkeypatch: pytest.MonkeyPatch) -> None:
    declared = _does(variant).may
    name = next(
        name
        for name in ("helped", "anonymized", "risk_assessed")
        if not any(deed.what is What.SETS and deed.of == name for deed in declared)
    )
    said = _does_more(
        monkeypatch,
        variant,
        lambda change: change.set(**{name: not getattr(change.standing, name)}),
    )
    assert any(words.startswith(f"sets {name}") for words in said)


@EVERY_VARIANT
def test_a_second_thing_that_waits_fails(variant: Variant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also of the kind that the verb lets wait: it lets one wait, and not two."""
    before = seen().before[variant][0].standing.waiting

    def again(change: Change) -> None:
        new = [
            kind
            for number, row in change.standing.waiting.items()
            if number not in before
            for kind in [row.kind]
        ]
        for _each in range(1 if new else 2):
            change.open(CommitteeItem, state=WaitingState.SUBMITTED, organization=change.standing.holder)

    assert "opens 2 things" in _does_more(monkeypatch, variant, again)


@EVERY_VARIANT
def test_somebody_more_who_may_read_fails(variant: Variant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also for a reason for which the verb lets somebody read: it lets one, unless its line says many."""
    does = _does(variant)
    once = [deed for deed in does.may if deed.what is What.GRANTS and deed not in does.often]
    deed = min(once, key=str, default=None)

    def again(change: Change) -> None:
        reason = GrantReason.HANDED_UP if deed is None else GrantReason(deed.of)
        for organization in (DEPARTMENT, CENTER):
            change.grant(organization, SCOPE_OF[reason], reason)

    said = _does_more(monkeypatch, variant, again)
    assert any(words.startswith("grants ") for words in said)


@pytest.mark.parametrize(
    "rewrites",
    [
        pytest.param(lambda duty: {"due": duty.due + HOUR}, id="due"),
        pytest.param(lambda duty: {"organization": DEPARTMENT}, id="organization"),
        pytest.param(lambda duty: {"chain": NOTHING_THERE}, id="chain"),
        pytest.param(lambda duty: {"how": DutyEnd.DONE}, id="an end without a time"),
    ],
)
def test_a_duty_is_never_rewritten(
    rewrites: Callable[[Duty], dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def later(change: Change) -> None:
        duty = change.standing.open_duties()[0]
        put(change, replace(duty, **rewrites(duty)))

    said = _does_more(monkeypatch, (Verb.NOTE, ""), later)
    assert [words.split(" (")[0] for words in said] == ["rewrites duty"]


def test_what_ended_does_not_begin_again(monkeypatch: pytest.MonkeyPatch) -> None:
    story = Story().working()
    story.does(WORKER, Verb.REFER_JOINT, target=LEAD)
    story.does(WORKER, Verb.RECALL, story.newest(WaitingKind.JOINT))
    duty = next(duty for duty in story.standing.duties.values() if not duty.is_open)
    grant = next(grant for grant in story.standing.grants.values() if grant.until is not None)
    for thing in (replace(duty, ended=None, how=None), replace(grant, until=None)):

        def broken(change: Change, ask: Ask, thing: Duty | Grant = thing) -> None:
            put(change, thing)

        situation = story.situation(story.town.officer(WORKER))
        with monkeypatch.context() as patched:
            (said,) = _fails(patched, Verb.NOTE, broken, situation, Ask()).undeclared
        assert said.startswith("rewrites ")


def test_a_verb_answers_what_it_was_asked_about_and_nothing_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    story = Story().working()
    first, second = story.part(LEAD, LEAD_WORKER), story.part(ONE_HEAD, ONE_HEADS)

    def broken(change: Change, ask: Ask) -> None:
        for row in (first, second):
            end_row(change, row, WaitingState.WITHDRAWN)

    situation = story.situation(story.town.officer(WORKER))
    error = _fails(monkeypatch, Verb.CANCEL_PART, broken, situation, Ask(story.now_is(first)))
    assert error.undeclared == ("turns joint (withdrawn), 2 times",)


@pytest.mark.parametrize(
    "variant",
    [variant for variant, does in variants() if does.one_of],
    ids=lambda variant: "-".join(variant).strip("-"),
)
def test_one_of_what_a_line_offers_happens(variant: Variant, monkeypatch: pytest.MonkeyPatch) -> None:
    situation, ask = seen().before[variant]
    error = _fails(monkeypatch, variant[0], lambda change, ask: None, situation, ask)
    assert any(words.startswith("one of: ") for words in error.missing)


def test_forms_are_looked_at_again_after_a_change_of_class(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever its line says: who changes stage, holder, problem, severity or confidentiality says so by `base`."""
    story = Story()

    def broken(change: Change, ask: Ask) -> None:
        change.set(severity=Severity.EMERGENCY)

    situation = story.situation(story.town.officer(WORKER))
    ask = Ask(given=Given(to={"severity": Severity.EMERGENCY}))
    error = _fails(monkeypatch, Verb.RECLASSIFY, broken, situation, ask)
    assert error.missing == ("sets base after a change of stage, holder or class",)


def test_a_variant_that_nobody_declared_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    situation, ask = seen().before[Verb.ACCEPT, WaitingKind.JOINT]
    line = TABLE[Verb.ACCEPT]
    assert isinstance(line.does, Variants)
    only = {WaitingKind.HANDOVER: line.does.each[WaitingKind.HANDOVER]}
    monkeypatch.setitem(TABLE, line.verb, replace(line, does=replace(line.does, each=only)))
    with pytest.raises(NotDeclaredError, match="any variant joint"):
        perform(situation, line.verb, ask, "broken")


def test_a_case_that_something_went_wrong_with_is_acted_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is nothing to end nothing is left out, and where a duty runs already none has to begin."""
    story = Story().screened()
    story.forgets(DutyKind.TELL, DutyKind.FORWARD)
    story.finds(DutyKind.ACT)
    change = story.does(WORKER, Verb.TAKE_ON)
    assert change.standing.stage == Stage.WORKING
    assert len(change.standing.open_duties(DutyKind.ACT)) == 1


@EVERY_VARIANT
def test_what_should_have_ended_long_ago_turns_nobody_away(variant: Variant) -> None:
    """A duty of each kind that the verb begins runs already: the act is done, and no second one runs after it."""
    situation, ask = seen().before[variant]
    standing = situation.standing
    kinds = {
        DutyKind(deed.of)
        for deed in _does(variant).may
        if deed.what is What.STARTS and not standing.open_duties(deed.of, waiting=0)
    }
    late = situation.now - dt.timedelta(days=3)
    for kind in sorted(kinds):
        number = max([0, *standing.duties, *standing.waiting, *standing.grants]) + 1
        forgotten = Duty(
            number=number,
            kind=kind,
            organization=standing.holder,
            function=FUNCTION_OF[kind],
            waiting=0,
            started=late,
            due=late,
            chain=number,
            basis=DutyBasis.FIRST,
            made=late,
        )
        odd = replace(situation, standing=replay(standing, [[Put(forgotten)]]))
        try:
            after = perform(odd, variant[0], ask, "odd").standing
        except (GuardFailed, NotAllowed):
            continue
        running = Counter((duty.kind, duty.waiting) for duty in after.open_duties())
        assert not [duty for duty, times in running.items() if times > 1], kind


@EVERY_VARIANT
def test_whatever_is_left_out_fails(variant: Variant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that a line says it always does, in a case in which it had to happen."""
    for deed in sorted(_does(variant).must, key=str):
        if (variant, deed) not in seen().owed:
            continue
        situation, ask = seen().owed[variant, deed]

        def broken(
            change: Change, ask: Ask, deed: Deed = deed, before: Standing = situation.standing
        ) -> None:
            LINE_OF[variant].do(change, ask)
            change.effects = _without(before, change, deed)
            change.standing = replay(before, [change.effects])

        with monkeypatch.context() as patched:
            error = _fails(patched, variant[0], broken, situation, ask)
        assert str(deed) in error.missing


def _without(before: Standing, change: Change, deed: Deed) -> list[Effect]:
    """Return the effects of an act without those by which it did something."""
    kept: list[Effect] = []
    for effect in change.effects:
        alone = Change(
            standing=before,
            offices=change.offices,
            limits=change.limits,
            now=change.now,
            by=change.by,
            identity=change.identity,
        )
        alone.effects = [*kept, effect]
        alone.standing = replay(before, [alone.effects])
        did = deeds_of(before, alone)
        if deed not in did:
            kept.append(effect)
    return kept
