"""The table of verbs is the design's table, and nothing outside it is possible.

`DESIGN` repeats cases.md by hand; the code's table must equal it. The rest is generated: every verb is tried by every
kind of actor in every state, and whatever the table does not allow is refused without a trace.
"""

from __future__ import annotations

import pytest
from django.core.management import call_command

from cases import rules
from cases.domain import act
from cases.errors import CaseError, GuardFailed, NotAllowed
from cases.models import Case, CaseEvent, CaseNote, Clock, Referral, RegisterEntry
from cases.verbs.document import BEGIN, END, as_markdown, replaced_in
from cases.verbs.effects import StopAll
from cases.verbs.permissions import allowed_verbs, check, missing, offers, permits
from cases.verbs.table import TRANSITIONS
from cases.vocabulary import CaseState as S
from cases.vocabulary import ReferralState, Verb
from portal.accounts.roles import Role
from portal.actors import Actor, Citizen, Officer, OutsideOrganization, System
from portal.audit.models import AuditEntry
from portal.letters.models import OutgoingLetter
from portal.outbox.models import OutboxMessage
from tests.accounts.factories import officer
from tests.cases import factories
from tests.cases.domain.verbs import CALLS, case_in, do
from tests.cases.factories import World

OPEN = frozenset(S) - {S.CLOSED}
DESIGN: dict[Verb, tuple[set[S] | frozenset[S], set[S]]] = {
    Verb.SUBMIT: (set(), {S.RECEIVED}),
    Verb.AUTO_ROUTE: ({S.RECEIVED}, {S.REFERRED}),
    Verb.SCREEN: ({S.RECEIVED}, {S.SCREENED}),
    Verb.REJECT: ({S.RECEIVED, S.SCREENED}, {S.CLOSED}),
    Verb.REFER: ({S.SCREENED, S.IN_PROGRESS, S.FOLLOWING_UP}, {S.REFERRED}),
    Verb.REFER_JOINT: ({S.RECEIVED, S.SCREENED, S.IN_PROGRESS, S.FOLLOWING_UP}, set()),
    Verb.ACCEPT: ({S.REFERRED}, {S.IN_PROGRESS}),
    Verb.RETURN: ({S.REFERRED}, {S.IN_PROGRESS, S.SCREENED}),
    Verb.RECALL: ({S.REFERRED}, {S.IN_PROGRESS, S.SCREENED}),
    Verb.FORWARD_ON: ({S.REFERRED}, {S.REFERRED}),
    Verb.ESCALATE: ({S.IN_PROGRESS}, {S.IN_PROGRESS}),
    Verb.TAKE_ON: ({S.SCREENED}, {S.IN_PROGRESS}),
    Verb.ASK: ({S.IN_PROGRESS}, {S.AWAITING_INFO}),
    Verb.ANSWER: ({S.AWAITING_INFO}, {S.IN_PROGRESS}),
    Verb.RESUME: ({S.AWAITING_INFO}, {S.IN_PROGRESS}),
    Verb.RECORD_HELP: ({S.IN_PROGRESS}, {S.FOLLOWING_UP}),
    Verb.ADJUST_PLAN: ({S.FOLLOWING_UP}, {S.IN_PROGRESS}),
    Verb.ACCEPT_JOINT: (OPEN, set()),
    Verb.RETURN_JOINT: (OPEN, set()),
    Verb.RECALL_JOINT: (OPEN, set()),
    Verb.COMPLETE_JOINT: (OPEN, set()),
    Verb.REQUEST_CLOSURE: ({S.IN_PROGRESS, S.FOLLOWING_UP}, {S.CLOSURE_REQUESTED}),
    Verb.APPROVE_CLOSURE: ({S.CLOSURE_REQUESTED}, {S.CLOSED}),
    Verb.REFUSE_CLOSURE: ({S.CLOSURE_REQUESTED}, {S.IN_PROGRESS}),
    Verb.REOPEN: ({S.CLOSED}, {S.IN_PROGRESS}),
    Verb.RECLASSIFY: (OPEN - {S.CLOSURE_REQUESTED}, set()),
    Verb.RECOUNT: (OPEN, set()),
    Verb.SUCCEED: (OPEN, set()),
}
# Who may, from the design's "who" column; holder and target as relations to the case, the rest as it is.
HOLDER, SUPERVISOR, TARGET, SENDER, CITIZEN = "holder", "supervisor", "target", "sender", "citizen"
DESIGN_WHO = {
    Verb.SCREEN: {HOLDER, SUPERVISOR},
    Verb.REJECT: {HOLDER, SUPERVISOR},
    Verb.REFER: {HOLDER, SUPERVISOR},
    Verb.REFER_JOINT: {HOLDER, SUPERVISOR},
    Verb.ACCEPT: {TARGET},
    Verb.RETURN: {TARGET},
    Verb.RECALL: {HOLDER, SUPERVISOR, SENDER},
    Verb.FORWARD_ON: {TARGET},
    Verb.ESCALATE: {SUPERVISOR},
    Verb.TAKE_ON: {HOLDER, SUPERVISOR},
    Verb.ASK: {HOLDER, SUPERVISOR},
    Verb.ANSWER: {HOLDER, SUPERVISOR, CITIZEN},
    Verb.RECORD_HELP: {HOLDER, SUPERVISOR},
    Verb.ADJUST_PLAN: {HOLDER, SUPERVISOR},
    Verb.REQUEST_CLOSURE: {HOLDER, SUPERVISOR},
    Verb.APPROVE_CLOSURE: {SUPERVISOR},
    Verb.REFUSE_CLOSURE: {SUPERVISOR},
    Verb.REOPEN: {SUPERVISOR, CITIZEN},
    Verb.RECLASSIFY: {HOLDER, SUPERVISOR},
}
TRACES = (
    Case,
    CaseEvent,
    CaseNote,
    Clock,
    Referral,
    RegisterEntry,
    AuditEntry,
    OutgoingLetter,
    OutboxMessage,
)


def traces(case: Case) -> tuple:
    """Everything that an act would change."""
    return (
        Case.objects.filter(pk=case.pk).values().get(),
        list(Clock.objects.filter(case=case).order_by("pk").values()),
        list(Referral.objects.filter(case=case).order_by("pk").values()),
        [model.objects.count() for model in TRACES],
    )


def test_the_table_is_the_designs():
    assert {verb: (set(row.sources), set(row.targets)) for verb, row in TRANSITIONS.items()} == {
        verb: (set(sources), targets) for verb, (sources, targets) in DESIGN.items()
    }


def test_every_verb_has_one_row_words_and_a_function():
    assert set(TRANSITIONS) == set(Verb)
    assert set(CALLS) == set(Verb) - {Verb.SUBMIT, Verb.AUTO_ROUTE, Verb.RESUME, Verb.RECOUNT, Verb.SUCCEED}
    for verb, row in TRANSITIONS.items():
        assert str(row.label).strip()
        assert str(row.who_words).strip()
        assert str(row.hint).strip() or not row.is_offered, verb


def test_a_row_that_ends_a_case_stops_every_clock_and_starts_none():
    for row in TRANSITIONS.values():
        if S.CLOSED in row.targets:
            assert row.stops == (StopAll(),)
            assert not row.starts


def test_a_row_that_stops_the_only_clock_starts_another():
    for row in TRANSITIONS.values():
        if row.targets and S.CLOSED not in row.targets and row.stops:
            assert row.starts, row.verb


def everybody(world: World, case: Case) -> dict[str, Actor]:
    """One of each kind; `stranger` belongs to a body without any part in the case."""
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


def expected(verb: Verb, case: Case, actor: Actor, referral: Referral | None) -> bool:
    """What the design says, without asking the code's table."""
    if case.state not in DESIGN[verb][0]:
        return False
    who = DESIGN_WHO[verb]
    if isinstance(actor, Citizen):
        return CITIZEN in who and actor.reference == case.reference
    if isinstance(actor, System):
        # What leads to an organization that ended is taken back by the portal.
        answers = referral is not None and (referral.mode, referral.state) == TRANSITIONS[verb].referral
        return verb in {Verb.RECALL, Verb.RECALL_JOINT, Verb.COMPLETE_JOINT} and answers
    if not isinstance(actor, Officer) or not actor.works_on_cases:
        return False
    holds = actor.organization.pk == case.holder_id
    supervises = actor.supervises
    center_head = supervises and actor.organization.type == "center"
    if verb == Verb.ESCALATE:
        return holds and supervises and actor.organization.type == "tao"
    return (
        (HOLDER in who and holds)
        or (SUPERVISOR in who and holds and supervises)
        or (TARGET in who and referral is not None and actor.organization.pk == referral.target_id)
        or (
            SENDER in who
            and referral is not None
            and (actor.organization.pk == referral.sender_id or center_head)
        )
        or (verb == Verb.REOPEN and center_head)
    )


@pytest.mark.parametrize("state", list(S))
def test_in_every_state_everybody_may_do_what_the_design_says_and_nothing_else(world: World, state: S):
    case = case_in(state, world)
    pending = case.referrals.filter(state=ReferralState.SENT).first()
    for name, actor in everybody(world, case).items():
        for verb in DESIGN_WHO:
            wanted = expected(verb, case, actor, pending)
            assert permits(verb=verb, case=case, actor=actor, referral=pending) == wanted, (verb, name)


@pytest.mark.parametrize("state", list(S))
def test_what_is_not_allowed_is_refused_and_leaves_no_trace(world: World, state: S):
    case = case_in(state, world)
    answered = case.referrals.order_by("-pk").first()
    before = traces(case)
    refused = 0
    for actor in everybody(world, case).values():
        for verb in CALLS:
            if answered is None and TRANSITIONS[verb].referral is not None:
                continue
            if permits(verb=verb, case=case, actor=actor, referral=answered):
                continue
            with pytest.raises(NotAllowed):
                do(verb, case, actor, answered=answered, target=world.lead.organization)
            refused += 1
    assert refused > 150
    assert traces(case) == before


def test_a_referral_of_another_case_answers_nothing(world: World):
    mine, foreign = factories.pending_referral(world), factories.pending_referral(world, world.other_local)
    with pytest.raises(NotAllowed):
        check(verb=Verb.ACCEPT, case=mine.case, actor=world.other_local.officer, referral=foreign)
    assert not permits(verb=Verb.ACCEPT, case=mine.case, actor=world.local.officer)


@pytest.mark.parametrize("state", list(S))
def test_the_buttons_are_the_table(world: World, state: S):
    case = case_in(state, world)
    pending = case.referrals.filter(state=ReferralState.SENT).first()
    for actor in everybody(world, case).values():
        if not isinstance(actor, Officer):
            continue
        buttons = allowed_verbs(case, actor)
        possible = [
            verb
            for verb in CALLS
            if permits(verb=verb, case=case, actor=actor, referral=pending)
            and missing(verb=verb, case=case, actor=actor) is None
        ]
        assert sorted(buttons) == sorted(possible)
        assert len(set(buttons)) == len(buttons)


def test_a_button_that_lacks_something_says_what(world: World):
    case = factories.closing_case(world)
    requester = officer(
        world.local.organization, Role.LAO_CHIEF_ADMINISTRATOR, person=world.local.officer.person
    )
    (approve, _refuse, *_rest) = offers(case, requester)
    assert approve.verb == Verb.APPROVE_CLOSURE
    assert "ผู้ขอปิดเรื่อง" in str(approve.missing)
    with pytest.raises(GuardFailed):
        check(verb=Verb.APPROVE_CLOSURE, case=case, actor=requester)


def test_the_buttons_of_a_case_cost_a_constant_number_of_queries(world: World, django_assert_max_num_queries):
    case = factories.working_case(world)
    with django_assert_max_num_queries(8):
        offers(case, world.local.supervisor)


def test_an_act_cannot_lead_where_its_row_does_not(world: World):
    case = factories.received_case(world)
    with (
        pytest.raises(AssertionError),
        act.act_on(verb=Verb.SCREEN, case=case, actor=world.center.officer) as one,
    ):
        one.record(to=S.CLOSED)
    case.refresh_from_db()
    assert case.state == S.RECEIVED


def test_the_document_shows_this_table(pytestconfig):
    document = (pytestconfig.rootpath / "docs" / "cases.md").read_text(encoding="utf-8")
    assert as_markdown() in document, "run: manage.py case_verbs"


def test_refusals_speak_thai():
    assert "สถานะ" in str(NotAllowed(Verb.SCREEN))
    assert issubclass(NotAllowed, CaseError)
    assert rules.MAX_HANDOVERS == 4


def test_the_command_writes_the_table_into_the_document(tmp_path, settings, capsys):
    document = tmp_path / "docs" / "cases.md"
    document.parent.mkdir()
    document.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    settings.BASE_DIR = tmp_path
    call_command("case_verbs")
    assert document.read_text(encoding="utf-8") == f"before\n{as_markdown()}\nafter\n"
    assert "docs/cases.md" in capsys.readouterr().out


def test_a_document_without_a_place_for_the_table_is_left_alone():
    with pytest.raises(ValueError, match="no marks"):
        replaced_in("# no table here")
