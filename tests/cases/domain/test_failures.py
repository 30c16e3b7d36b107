"""Together or not at all: when one row of an act cannot be written, none is (R09, R11, R14; ASVS 2.3.3).

The failure is made where it would happen: a trigger of the database refuses the INSERT into one table. After it is
taken away the same act succeeds, so nothing half was left that would block it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction

from cases.domain.intake import submit_case
from cases.models import (
    AffectedPerson,
    AssistanceRecord,
    Case,
    CaseEvent,
    CaseNote,
    Clock,
    FollowUp,
    Referral,
    RegisterCounter,
    RegisterEntry,
    Reporter,
    RiskAssessment,
)
from cases.vocabulary import CaseState, Verb
from portal.actors import Citizen
from portal.audit.models import AuditEntry
from portal.letters.models import LetterCounter, OutgoingLetter
from portal.outbox.models import OutboxMessage
from portal.vocabulary import ProblemType
from tests.cases.domain.verbs import case_in, do
from tests.cases.factories import World, submission

EVERYTHING = (
    Case,
    CaseEvent,
    CaseNote,
    Clock,
    Referral,
    RegisterEntry,
    RegisterCounter,
    Reporter,
    AffectedPerson,
    AssistanceRecord,
    FollowUp,
    RiskAssessment,
    AuditEntry,
    LetterCounter,
    OutgoingLetter,
    OutboxMessage,
)


def everything() -> dict[str, list]:
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in EVERYTHING}


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
    "cases_clock",
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
    assert Case.objects.get().state == CaseState.REFERRED


ACTS = [
    (Verb.SCREEN, CaseState.RECEIVED, "center", ("cases_caseevent", "audit_auditentry")),
    (
        Verb.REFER,
        CaseState.SCREENED,
        "center",
        (
            "cases_referral",
            "cases_clock",
            "letters_outgoingletter",
            "cases_caseevent",
            "audit_auditentry",
            "outbox_outboxmessage",
        ),
    ),
    (
        Verb.ACCEPT,
        CaseState.REFERRED,
        "local",
        ("cases_registerentry", "cases_clock", "cases_caseevent", "audit_auditentry", "outbox_outboxmessage"),
    ),
    (
        Verb.RETURN,
        CaseState.REFERRED,
        "local",
        ("cases_clock", "cases_caseevent", "cases_casenote", "audit_auditentry", "outbox_outboxmessage"),
    ),
    (
        Verb.RECORD_HELP,
        CaseState.IN_PROGRESS,
        "local",
        (
            "cases_assistancerecord",
            "cases_followup",
            "cases_riskassessment",
            "cases_clock",
            "cases_caseevent",
            "audit_auditentry",
            "outbox_outboxmessage",
        ),
    ),
    (
        Verb.REQUEST_CLOSURE,
        CaseState.IN_PROGRESS,
        "local",
        ("cases_clock", "cases_caseevent", "cases_casenote"),
    ),
    (Verb.REOPEN, CaseState.CLOSED, "local", ("cases_clock", "cases_caseevent", "outbox_outboxmessage")),
    (
        Verb.ESCALATE,
        CaseState.IN_PROGRESS,
        "local",
        ("cases_referral", "cases_clock", "cases_caseevent", "audit_auditentry", "outbox_outboxmessage"),
    ),
]


@pytest.mark.parametrize(
    ("verb", "state", "by", "table"),
    [(verb, state, by, table) for verb, state, by, tables in ACTS for table in tables],
)
def test_an_act_is_whole_or_not_at_all(world: World, verb, state, by, table):
    case = case_in(state, world)
    actor = getattr(world, by).supervisor
    target = world.center if verb == Verb.ESCALATE else world.other_local
    answered = case.referrals.order_by("-pk").first()
    fails_without_a_trace(lambda: do(verb, case, actor, answered=answered, target=target.organization), table)
