"""What was written before actors had kinds gets its kind, and stays unchangeable afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.state import StateApps
from pytest_django import DjangoDbBlocker

from portal.accounts.roles import Role
from portal.vocabulary import ActorKind
from tests.accounts.factories import AppointmentFactory, OrganizationFactory, UserFactory
from tests.conftest import KEPT
from tests.older_tables import migrate, tables_before

TRIED = [("audit", "0003_who_acted"), ("cases", "0005_who_acted")]
DAY = dt.datetime(2026, 11, 20, 5, 0, tzinfo=dt.UTC)


@pytest.fixture
def old(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path) -> Iterator[StateApps]:
    """The tables as they were before."""
    with django_db_blocker.unblock(), tables_before(connection, KEPT, tmp_path, *TRIED) as apps:
        yield apps


def test_every_old_row_gets_its_actor_and_history_is_closed_again(old):
    organization, person = OrganizationFactory(), UserFactory()
    ended = AppointmentFactory(
        user=person, organization=organization, role=Role.LAO_OFFICER, valid_until=dt.date(2026, 11, 1)
    )
    order = AppointmentFactory(
        user=person, organization=organization, role=Role.LAO_OFFICER, valid_from=dt.date(2026, 11, 2)
    )
    AppointmentFactory(user=person, organization=organization, role=Role.LAO_CHIEF_ADMINISTRATOR)
    case = old.get_model("cases", "Case").objects.create(
        reference="K7M3-9QXF",
        submission_key="x",
        holder_id=organization.pk,
        received_by_id=organization.pk,
        received_at=DAY,
        problem="disaster",
        track="general",
        channel="web",
        province_code="81",
    )
    acted = {"user_id": person.pk, "organization_id": organization.pk, "role": Role.LAO_OFFICER}
    events = [("submit", {}), ("auto_route", {}), ("accept", acted), ("resume", {}), ("answer", {})]
    rows = old.get_model("cases", "CaseEvent").objects
    for number, (verb, values) in enumerate(events, start=1):
        rows.create(
            case=case,
            sequence=number,
            at=DAY,
            verb=verb,
            to_state="received",
            holder_id=organization.pk,
            visibility="public",
            **values,
        )
    rows.create(
        case=case,
        sequence=6,
        at=dt.datetime(2026, 11, 1, 16, 59, tzinfo=dt.UTC),
        verb="screen",
        to_state="received",
        holder_id=organization.pk,
        visibility="public",
        **acted,
    )
    entries = old.get_model("audit", "AuditEntry").objects
    for action, values in (
        ("case.submit", {"organization_id": organization.pk}),
        ("case.auto_route", {"organization_id": organization.pk}),
        ("account.locked_out", {}),
        ("case.read", acted),
    ):
        entries.create(action=action, **values)
    new = migrate(connection, *TRIED)
    kinds = [
        (event.verb, event.actor_kind, event.appointment_id)
        for event in new.get_model("cases", "CaseEvent").objects.order_by("sequence")
    ]
    assert kinds == [
        ("submit", ActorKind.CITIZEN, None),
        ("auto_route", ActorKind.SYSTEM, None),
        ("accept", ActorKind.OFFICER, order.pk),
        ("resume", ActorKind.SYSTEM, None),
        ("answer", ActorKind.CITIZEN, None),
        # 23:59 on the last day of the old order, in Thailand.
        ("screen", ActorKind.OFFICER, ended.pk),
    ]
    audited = dict(
        new.get_model("audit", "AuditEntry").objects.values_list("action", "actor_kind").order_by("pk")
    )
    assert audited == {
        "case.submit": ActorKind.CITIZEN,
        "case.auto_route": ActorKind.SYSTEM,
        "account.locked_out": ActorKind.SYSTEM,
        "case.read": ActorKind.OFFICER,
    }
    for table in ("cases_caseevent", "audit_auditentry"):
        for statement in (f"UPDATE {table} SET role = 'x'", f"DELETE FROM {table}"):
            with (
                pytest.raises(DatabaseError, match="append-only"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)
