"""A breach is on file, its 72 hours run, and it is closed when everybody was told (PDPA s.37(4))."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from portal.audit.models import AuditEntry
from portal.protection.desk.rows import status_of
from portal.protection.domain import breaches
from portal.protection.models import Breach
from tests.accounts.factories import officer
from tests.protection.test_record import protector

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 26, 3, tzinfo=dt.UTC)
CALM = {"measures": "", "office_told": False, "people_told": False, "close": False}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def test_the_clock_runs_from_when_it_was_known(client, clock):
    actor = protector()
    client.force_login(actor.person)
    client.post(reverse("protection:breaches"), {"what": "โน้ตบุ๊กหาย", "hours": "10", "people": "30"})
    row = Breach.objects.get()
    assert row.due_at == NOW + dt.timedelta(hours=62)
    assert "ภายใน 62 ชั่วโมง" in client.get(reverse("protection:breach", args=[row.pk])).content.decode()
    clock.shift(dt.timedelta(hours=63))
    client.force_login(actor.person)
    assert "เกิน 72 ชั่วโมงแล้ว" in client.get(reverse("protection:breaches")).content.decode()


def test_it_is_closed_only_when_everybody_was_told(client):
    actor = protector()
    row = breaches.note(actor=actor, what="ส่งผิดคน", known_at=NOW)
    for told in ({"office_told": False}, {"office_told": True}):
        with pytest.raises(ValidationError):
            breaches.follow(actor=actor, breach=row, **{**CALM, "risk": "high", "close": True, **told})
    row.refresh_from_db()
    assert (row.closed_at, row.office_told_at) == (None, None)
    breaches.follow(
        actor=actor,
        breach=row,
        **{**CALM, "risk": "high", "close": True, "office_told": True, "people_told": True},
    )
    row.refresh_from_db()
    assert row.closed_at == row.people_told_at == NOW
    assert status_of(row, timezone.now())[1] == "ok"


def test_without_a_risk_nobody_has_to_be_told():
    actor = protector()
    row = breaches.note(actor=actor, what="แฟ้มเข้ารหัสหาย", known_at=NOW)
    breaches.follow(actor=actor, breach=row, **{**CALM, "risk": "none", "close": True})
    row.refresh_from_db()
    assert row.closed_at == NOW


def test_when_somebody_was_told_is_written_once(clock):
    actor = protector()
    row = breaches.note(actor=actor, what="ก", known_at=NOW)
    breaches.follow(actor=actor, breach=row, **{**CALM, "risk": "some", "office_told": True})
    clock.shift(dt.timedelta(days=1))
    breaches.follow(actor=actor, breach=row, **{**CALM, "risk": "some", "office_told": True})
    row.refresh_from_db()
    assert row.office_told_at == NOW
    assert AuditEntry.objects.filter(action="breach.followed").count() == 2


def test_it_cannot_be_known_tomorrow():
    with pytest.raises(ValidationError):
        breaches.note(actor=protector(), what="ก", known_at=NOW + dt.timedelta(seconds=1))


def test_another_office_does_not_see_it(client):
    row = breaches.note(actor=protector(), what="ก", known_at=NOW)
    other = protector()
    client.force_login(other.person)
    assert client.get(reverse("protection:breach", args=[row.pk])).status_code == 404
    with pytest.raises(PermissionError):
        breaches.follow(actor=other, breach=row, **{**CALM, "risk": "none"})
    with pytest.raises(PermissionError):
        breaches.note(actor=officer(), what="ก", known_at=NOW)


@pytest.mark.parametrize("hours", ["-1", "x", "99999", ""])
def test_a_number_that_is_none_is_refused_with_the_words_kept(client, hours):
    client.force_login(protector().person)
    page = client.post(reverse("protection:breaches"), {"what": "เล่าไว้แล้ว", "hours": hours}).content.decode()
    assert "เล่าไว้แล้ว" in page
    assert not Breach.objects.exists()
