"""A receipt proves what the office wrote down (ASVS 16.4)."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.domain import trail
from cases.domain.queries.tracking import progress_of
from cases.intake.confirmation import Sent
from cases.intake.views.status_page import Proof
from cases.models import CaseEvent
from portal.audit import sealing, verify
from tests.audit.tampering import past_the_triggers
from tests.cases import factories
from tests.cases.factories import World


def test_history_is_sealed_with_the_record(world: World):
    factories.screened_case(world)
    sealing.seal()
    assert not list(sealing.findings())
    event = CaseEvent.objects.order_by("pk").first()
    past_the_triggers("cases_caseevent", f"UPDATE cases_caseevent SET reason = 'x' WHERE id = {event.pk}")
    assert [one for one in sealing.findings() if f"(case {event.pk})" in one and "was changed" in one]


@pytest.mark.parametrize("column", ["at", "verb", "to_stage", "changes", "effects", "holder_id"])
def test_every_column_that_says_something_is_sealed(world: World, column):
    case = factories.received_case(world)
    event = case.events.first()
    before = trail.fingerprint(trail.first_event(case))
    other = {
        "at": "'2020-01-01 00:00:00+00:00'",
        "holder_id": world.hospital.organization.pk,
        "changes": "'[]'",
        "effects": "'{}'",
    }.get(column, "'note'")
    past_the_triggers(
        "cases_caseevent", f"UPDATE cases_caseevent SET {column} = {other} WHERE id = {event.pk}"
    )
    assert trail.fingerprint(trail.first_event(case)) != before


def test_the_code_on_the_receipt_is_that_of_the_page_and_in_the_list_of_the_day(world: World):
    with time_machine.travel(dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC), tick=False) as clock:
        case = factories.received_case(world)
        on_receipt = trail.in_short(trail.fingerprint(trail.first_event(case)))
        sealing.seal()
        assert Proof.of(progress_of(case)) == Proof(on_receipt, None)
        clock.shift(dt.timedelta(days=1))
        (day,) = sealing.close_days()
    assert Proof.of(progress_of(case)) == Proof(on_receipt, day.day)
    listed = "".join(sealing.export_lines(day, with_facts=False))
    assert on_receipt.replace(" ", "") in listed
    assert not list(verify.findings(listed.splitlines(), day.root))


def test_a_row_that_was_changed_after_it_was_sealed_has_no_proof(world: World):
    with time_machine.travel(dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC), tick=False) as clock:
        case = factories.received_case(world)
        sealing.seal()
        clock.shift(dt.timedelta(days=1))
        sealing.close_days()
    assert Proof.of(progress_of(case)).day is not None
    event = trail.first_event(case)
    past_the_triggers("cases_caseevent", f"UPDATE cases_caseevent SET verb = 'note' WHERE id = {event.pk}")
    assert Proof.of(progress_of(case)).day is None


def test_a_seal_is_found_by_its_row(world: World):
    """Seals are as many as all that ever happened: by the fingerprint a look at a request would read each of them."""
    case = factories.received_case(world)
    sealing.seal()
    with CaptureQueriesContext(connection) as queries:
        Proof.of(progress_of(case))
    (asked,) = [one["sql"] for one in queries.captured_queries if 'FROM "audit_seal" ' in one["sql"]]
    condition = asked.partition(" WHERE ")[2]
    assert '"row" = ' in condition
    assert '"digest"' not in condition


def test_the_code_is_short_enough_to_compare_and_too_long_to_forge(world: World):
    code = trail.in_short(trail.fingerprint(trail.first_event(factories.received_case(world))))
    assert len(code.split()) == 6
    assert len(code.replace(" ", "")) * 4 == 96


def test_what_is_remembered_of_a_request_without_a_proof_still_opens():
    assert Sent.__dataclass_fields__["proof"].default == ""
