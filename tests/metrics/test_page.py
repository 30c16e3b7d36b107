"""`/metrics` is valid OpenMetrics, true, bounded, nobody's data, and only for whoever may read it (issue 15, point 3)."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from cases.models import Duty
from portal.health import READINESS
from portal.metrics import figures
from portal.metrics.shared import counts
from portal.outbox.models import LATE, Channel, MessageState, OutboxMessage
from portal.queue.heart import beat
from portal.upkeep import backups
from tests.cases.factories import received_case, world
from tests.helpers import count_queries
from tests.queue import work

pytestmark = pytest.mark.django_db
METRICS = reverse("metrics")
TOKEN = "a-token-that-is-long-enough-for-this"  # noqa: S105


@pytest.fixture(autouse=True)
def _installation(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.KLANG_VAR = tmp_path
    READINESS.forget()
    yield
    READINESS.forget()


def told(client: Client, **headers: str) -> dict[str, float]:
    """Return every sample by its name and labels, as a strict reader of the format sees it."""
    response = client.get(METRICS, headers=headers)
    assert response.status_code == 200
    return {
        sample.name + "".join(f"[{value}]" for value in sample.labels.values()): sample.value
        for family in text_string_to_metric_families(response.content.decode())
        for sample in family.samples
    }


def test_it_is_openmetrics_and_never_stored(client: Client) -> None:
    response = client.get(METRICS)
    assert response["Content-Type"].startswith("application/openmetrics-text")
    assert response.content.endswith(b"# EOF\n")
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


def test_whoever_asks_for_the_older_text_gets_it(client: Client) -> None:
    response = client.get(METRICS, headers={"Accept": "text/plain;version=0.0.4"})
    assert response["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("10.0.0.7", {}, 404),
        ("", {}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}, 404),
        ("127.0.0.1", {"X-Real-IP": "203.0.113.9"}, 404),
        ("127.0.0.1", {"Forwarded": "for=203.0.113.9"}, 404),
        ("10.0.0.7", {"Authorization": f"Bearer {TOKEN}"}, 200),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9", "Authorization": f"Bearer {TOKEN}"}, 200),
        ("10.0.0.7", {"Authorization": f"Bearer {TOKEN}x"}, 404),
        ("127.0.0.1", {"Authorization": "Bearer "}, 404),
    ],
)
def test_it_is_there_for_this_machine_and_for_the_token(
    client: Client, settings: Any, address: str, headers: dict[str, str], status: int
) -> None:
    settings.KLANG = {**settings.KLANG, "METRICS_TOKEN": TOKEN, "METRICS": []}
    assert client.get(METRICS, headers=headers, REMOTE_ADDR=address).status_code == status


def test_without_a_token_in_the_settings_none_fits(client: Client) -> None:
    assert (
        client.get(METRICS, headers={"Authorization": "Bearer "}, REMOTE_ADDR="10.0.0.7").status_code == 404
    )


def test_every_part_can_be_read_and_has_few_values(client: Client) -> None:
    samples = told(client)
    parts = {name: value for name, value in samples.items() if name.startswith("klang_part_read")}
    assert set(parts.values()) == {1.0}, parts
    assert len(parts) == 8
    assert len(samples) < 80, "bounded, whatever the tables hold"


def test_what_happens_is_told(client: Client, settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    now = timezone.now()
    beat("w1", now)
    work.nothing.enqueue()
    work.nothing.using(run_after=now + dt.timedelta(hours=1)).enqueue()
    DBTaskResult.objects.update(enqueued_at=now - dt.timedelta(minutes=7))
    OutboxMessage.objects.create(template="a", to="a@example.org", dedup_key="a")
    OutboxMessage.objects.create(template="a", to="a@example.org", dedup_key="b", state=MessageState.STUCK)
    OutboxMessage.objects.create(
        template="a", to="a@example.org", dedup_key="c", waiting_since=now - 2 * LATE
    )
    Channel.objects.create(name="email", failures=3, failing_since=now - dt.timedelta(minutes=40))
    backups.note(backups.MADE, now - dt.timedelta(hours=30))
    counts().add("500 Internal Server Error", 0.2)
    samples = told(client)
    assert samples["klang_workers"] == 1
    assert samples["klang_queue_tasks[waiting]"] == 1
    assert samples["klang_queue_oldest_seconds"] == pytest.approx(7 * 60, abs=30)
    assert samples["klang_outbox_messages[waiting]"] == 2
    assert samples["klang_outbox_messages[late]"] == 1
    assert samples["klang_outbox_messages[stuck]"] == 1
    assert samples["klang_mail_failing_seconds"] == pytest.approx(40 * 60, abs=30)
    assert samples["klang_backup_age_seconds"] == pytest.approx(30 * 3600, abs=30)
    assert samples["klang_backup_tried_age_seconds"] == math.inf
    assert samples["klang_requests_total[5xx]"] == 1
    assert samples["klang_request_seconds_bucket[0.3]"] == samples["klang_request_seconds_bucket[+Inf]"] == 1
    assert samples["klang_web_processes"] == 1
    assert samples["klang_disk_free_bytes[var]"] > 0
    assert samples["klang_ready[database]"] == 1


def test_duties_that_are_late_are_counted_and_named_nowhere(client: Client) -> None:
    case = received_case(world())
    Duty.objects.update(late_from=timezone.now() - dt.timedelta(days=1))
    running = Duty.objects.running().count()
    assert running
    assert told(client)["klang_duties_late"] == running
    assert case.reference not in client.get(METRICS).content.decode()


def test_more_rows_cost_nothing_more(client: Client) -> None:
    client.get(METRICS)
    before = count_queries(lambda: client.get(METRICS))
    received_case(world())
    assert count_queries(lambda: client.get(METRICS)) == before


def test_a_part_that_cannot_be_read_takes_none_of_the_others_with_it(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> Any:
        raise DatabaseError("somebody's name")

    monkeypatch.setattr(figures, "queue", broken)
    samples = told(client)
    assert samples["klang_part_read[queue]"] == 0
    assert samples["klang_part_read[mail]"] == 1
    assert "klang_workers" not in samples
    assert "DatabaseError" in caplog.text
    assert "somebody's name" not in caplog.text


def test_what_asks_no_database_is_told_while_it_is_down(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(seconds: float) -> Any:
        raise DatabaseError

    monkeypatch.setattr(figures, "within", down)
    samples = told(client)
    assert samples["klang_part_read[queue]"] == samples["klang_part_read[mail]"] == 0
    assert samples["klang_part_read[requests]"] == samples["klang_part_read[disk]"] == 1


def test_the_age_of_the_index_is_that_of_its_newest_file(tmp_path: Path) -> None:
    assert figures._newest(tmp_path / "nothing") is None
    (tmp_path / "a.seg").write_text("")
    newest = figures._newest(tmp_path)
    (tmp_path / "a.lock").write_text("")
    assert figures._newest(tmp_path) == newest
