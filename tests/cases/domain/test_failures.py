"""Together or not at all: when one row of an act cannot be written, none is (R09, R11, R14; ASVS 2.3.3).

The failure is made where it would happen: a trigger of the database refuses the INSERT into one table. After it is
taken away the same act succeeds, so nothing half was left that would block it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from cases.domain import assistance
from cases.domain.intake import submit_case
from cases.errors import CaseError
from cases.machine.vocabulary import ALIVE, Stage, Verb
from cases.models import Case, CaseEvent
from portal.actors import Citizen
from portal.vocabulary import ProblemType
from tests.cases import factories
from tests.cases.domain.rarer_verbs import SCENES
from tests.cases.domain.verbs import CALLS, SITUATIONS, case_in, do
from tests.cases.factories import World, submission

MORNING = dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC)
OURS = {"portal", "cases", "legal_library", "announcements"}


def everything() -> dict[str, list[str]]:
    """Return every row of every table of ours, past the models: also of a table that nobody thought of."""
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own tables
            if rows := cursor.fetchall():
                found[table] = sorted(map(repr, rows))
    return found


TABLES = sorted(
    model._meta.db_table
    for model in apps.get_models(include_auto_created=True)
    if model._meta.managed and model.__module__.partition(".")[0] in OURS
)


@contextmanager
def inserts_fail(table: str) -> Iterator[None]:
    """Make the database refuse every INSERT into one table."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION test_refuse() RETURNS trigger AS $$ "
                "BEGIN RAISE EXCEPTION 'injected failure'; END; $$ LANGUAGE plpgsql"
            )
            cursor.execute(
                f"CREATE TRIGGER test_refuse BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION test_refuse()"
            )
        else:
            cursor.execute(
                f"CREATE TRIGGER test_refuse BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'injected failure'); END"
            )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(
                f"DROP TRIGGER test_refuse ON {table}"
                if connection.vendor == "postgresql"
                else "DROP TRIGGER test_refuse"
            )


def fails_without_a_trace(act: Callable[[], object], table: str) -> None:
    before = everything()
    with inserts_fail(table):
        # On PostgreSQL a failed statement spoils its transaction; the test's own one is shielded by a savepoint.
        with pytest.raises(DatabaseError, match="injected failure"), transaction.atomic():
            act()
        assert everything() == before
    act()
    assert everything() != before


SUBMIT_TABLES = [
    "cases_case",
    "cases_reporter",
    "cases_affectedperson",
    "cases_registerentry",
    "cases_registercounter",
    "cases_duty",
    "cases_grant",
    "cases_caseevent",
    "audit_auditentry",
    "cases_referral",
    "letters_outgoingletter",
    "letters_lettercounter",
    "outbox_outboxmessage",
]


@pytest.mark.parametrize("table", SUBMIT_TABLES)
def test_a_crisis_report_is_kept_and_routed_together_or_not_at_all(world: World, table):
    request, token = submission(problem=ProblemType.VIOLENCE), uuid.uuid4()
    fails_without_a_trace(lambda: submit_case(submission=request, token=token, actor=Citizen()), table)
    assert Case.objects.get().referrals.get().is_pending


ACTS = [
    (Verb.SCREEN, "received", "center", ("cases_caseevent", "audit_auditentry")),
    (
        Verb.REFER,
        "screened",
        "center",
        (
            "cases_referral",
            "cases_duty",
            "cases_grant",
            "letters_outgoingletter",
            "cases_caseevent",
            "audit_auditentry",
            "outbox_outboxmessage",
        ),
    ),
    (
        Verb.ACCEPT,
        "handover waits",
        "local",
        (
            "cases_registerentry",
            "cases_duty",
            "cases_grant",
            "cases_caseevent",
            "audit_auditentry",
            "outbox_outboxmessage",
        ),
    ),
    (
        Verb.RETURN,
        "handover waits",
        "local",
        ("cases_duty", "cases_caseevent", "cases_casenote", "audit_auditentry", "outbox_outboxmessage"),
    ),
    (
        Verb.RECORD_HELP,
        "working",
        "local",
        (
            "cases_assistancerecord",
            "cases_followup",
            "cases_riskassessment",
            "cases_duty",
            "cases_caseevent",
            "audit_auditentry",
            "outbox_outboxmessage",
        ),
    ),
    (Verb.ASK, "working", "local", ("cases_question", "cases_duty", "cases_caseevent", "cases_casenote")),
    (
        Verb.REQUEST_CLOSURE,
        "working",
        "local",
        ("cases_approval", "cases_duty", "cases_caseevent", "cases_casenote", "outbox_outboxmessage"),
    ),
    (
        Verb.REOPEN,
        "closed",
        "local",
        ("cases_duty", "cases_grant", "cases_caseevent", "outbox_outboxmessage"),
    ),
    (
        Verb.HAND_UP,
        "working",
        "local",
        (
            "cases_referral",
            "cases_duty",
            "cases_grant",
            "cases_caseevent",
            "audit_auditentry",
            "outbox_outboxmessage",
        ),
    ),
]


@pytest.mark.parametrize(
    ("verb", "situation", "by", "table"),
    [(verb, situation, by, table) for verb, situation, by, tables in ACTS for table in tables],
)
def test_an_act_is_whole_or_not_at_all(world: World, verb, situation, by, table):
    case = case_in(situation, world)
    actor = getattr(world, by).supervisor
    answered = case.referrals.order_by("-pk").first()
    target = world.other_local.organization
    fails_without_a_trace(lambda: do(verb, case, actor, answered=answered, target=target), table)


# Every statement of every verb ---------------------------------------------------------------------------------------


class InjectedError(Exception):
    """The connection breaks in this very moment."""


def breaking_at(number: int) -> Any:
    """Return a wrapper of statements in which one writing statement of an act fails; it counts them."""

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            wrapper.seen += 1
            if wrapper.seen == number:
                raise InjectedError
        return execute(sql, params, many, context)

    wrapper.seen = 0
    return wrapper


SUPERVISOR_DOES = {Verb.HAND_UP, Verb.APPROVE, Verb.REFUSE, Verb.REOPEN}


def acts_of(verb: Verb, world: World) -> Iterator[Callable[[], object]]:
    """Yield the verb as it can be done, in the first situation in which it can."""
    for situation in SITUATIONS:
        case = case_in(situation, world)
        if verb == Verb.ACKNOWLEDGE and not case.is_closed:
            do(Verb.MESSAGE, case, Citizen(case.reference), target=world.lead.organization)
        if verb == Verb.CORRECT_HELP and case.stage == Stage.WORKING:
            # Followed up, the last help may not be struck out.
            given = factories.help_given()
            case = assistance.record_help(case=case, actor=world.local.officer, given=given).case
        waiting = [
            *case.referrals.all(),
            *case.questions.all(),
            *case.approvals.all(),
            *case.follow_ups.all(),
        ]
        rows = [row for row in waiting if row.state in ALIVE]
        bodies = [body for body in (world.center, world.local) if body.organization.pk == case.holder_id]
        actors = [
            *(body.supervisor if verb in SUPERVISOR_DOES else body.officer for body in bodies),
            *(world.local.officer for _ in rows),
            Citizen(case.reference),
        ]
        for row, actor in itertools.product(rows or [None], actors):

            def act(case: Case = case, row: Any = row, actor: Any = actor) -> None:
                do(verb, case, actor, answered=row, target=world.lead.organization)

            if can_be_done(act):
                yield act
                return


def can_be_done(act: Callable[[], object]) -> bool:
    """Do it and take it back."""
    point = transaction.savepoint()
    try:
        act()
    except (CaseError, AttributeError, AssertionError):
        return False
    finally:
        transaction.savepoint_rollback(point)
    return True


SOMEWHERE = sorted(set(CALLS) - set(SCENES))
"""Done in the first situation in which they can be; the others have a scene of their own."""


def test_every_verb_is_broken() -> None:
    assert {*SOMEWHERE, *SCENES} == set(Verb)


@pytest.mark.slow
@pytest.mark.parametrize("verb", SOMEWHERE)
def test_whichever_statement_of_an_act_fails_nothing_is_half_done(world: World, verb):
    (act,) = acts_of(verb, world)
    assert broken_at_every_statement(act) >= 3, "case, event and audit at least"


@pytest.mark.slow
@pytest.mark.parametrize("verb", SCENES)
def test_whichever_statement_of_a_rarer_act_fails_nothing_is_half_done(world: World, time_machine, verb):
    time_machine.move_to(MORNING, tick=False)
    act = SCENES[verb](world, time_machine)
    assert broken_at_every_statement(act) >= 3, "case, event and audit at least"
    before = CaseEvent.objects.filter(verb=verb).count()
    act()
    assert CaseEvent.objects.filter(verb=verb).count() > before, "what was broken is this verb"


def broken_at_every_statement(act: Callable[[], object]) -> int:
    """Let one writing statement after the other fail; returns how many there are, and leaves everything as it was.

    Work that comes round does one case after the other and goes on behind one that failed: what failed in it is not raised here.
    """
    before = everything()
    for number in itertools.count(1):
        wrapper = breaking_at(number)
        point = transaction.savepoint()
        with connection.execute_wrapper(wrapper), contextlib.suppress(InjectedError), transaction.atomic():
            act()
        if wrapper.seen < number:
            transaction.savepoint_rollback(point)
            return number - 1
        assert everything() == before, f"statement {number}"
    raise AssertionError
