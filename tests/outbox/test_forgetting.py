"""What left long ago is forgotten, strangers' addresses above all; what belongs to a case goes with it (PDPA s.37(3))."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine

from portal.outbox import delivery
from portal.outbox.models import KEPT, MessageState, OutboxMessage
from portal.outbox.services import enqueue
from portal.outbox.tasks import forget_old_messages
from tests.organizations.factories import OrganizationFactory

pytestmark = pytest.mark.django_db
NIGHT = dt.datetime(2026, 11, 25, 20, 30, tzinfo=dt.UTC)
"""Half past three in Bangkok."""
LINK = "https://klang.example/"


@pytest.fixture(autouse=True)
def _nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.outbox.services._start_delivery", lambda: None)


def put(key: str, *, state: str = MessageState.SENT, old: bool = True, **values: Any) -> str:
    at = NIGHT - KEPT - dt.timedelta(minutes=1) if old else NIGHT - KEPT + dt.timedelta(minutes=1)
    values = {"template": "alert_news", "context": {"link": LINK}, **values}
    with time_machine.travel(at, tick=False):
        made = enqueue(to="stranger@example.org", dedup_key=key, **values)
    OutboxMessage.objects.filter(pk=made.pk).update(state=state)
    return key


def left() -> set[str]:
    return set(OutboxMessage.objects.values_list("dedup_key", flat=True))


def forget(at: dt.datetime = NIGHT) -> int:
    with time_machine.travel(at, tick=False):
        return int(forget_old_messages.call())


def test_mail_to_people_is_forgotten_after_three_months() -> None:
    office = OrganizationFactory()
    put("alert:1:news")
    put("mail_not_kept:-:abc:2026-01-01", template="mail_not_kept")
    put("told otherwise", state=MessageState.SETTLED)
    put("account:1", template="account_password_set", organization=office)
    put("proposed", template="page_proposed", context={"link": LINK, "reference": "ชื่อหน้า"})
    put(
        "hook:1:2:3",
        template="hook",
        way="hook",
        context={"hook": "1", "number": "2", "state": "open", "reference": "K7M2-9QXF"},
    )
    kept = {
        put("younger", old=False),
        put("waits", state=MessageState.WAITING),
        put("given up", state=MessageState.STUCK),
        put("case_news:K7M2-9QXF:1", template="case_news", context={"link": LINK, "reference": "K7M2-9QXF"}),
        put("report_late:1:late", template="report_late", organization=office),
    }
    assert forget() == 6
    assert left() == kept
    assert forget() == 0


def test_it_is_done_in_pieces_at_night(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "FORGOTTEN_AT_ONCE", 2)
    for number in range(3):
        put(f"alert:{number}:news")
    assert forget(NIGHT + dt.timedelta(hours=1)) == 0, "not by day"
    assert [forget(), forget(), forget()] == [2, 1, 0]
