"""A year is computed in the queue, and whoever ordered it sees how far it is (S1.30)."""

from __future__ import annotations

from unittest.mock import patch

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from announcements.models import AnnualResults, ResultsRun
from announcements.results import publishing as services
from announcements.results import runs
from announcements.results.models import RunStep
from announcements.results.publishing import ResultsError, compute_draft, publish
from announcements.results.tasks import compute_results
from tests.accounts.factories import UserFactory
from tests.announcements.factories import BIG, figures, results_page
from tests.announcements.test_results import NOON, editor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def year(monkeypatch):
    with time_machine.travel(NOON, tick=False):
        results_page()
        monkeypatch.setattr(services, "yearly_figures", lambda be_year: figures(BIG, be_year))
        yield


def ordered(be_year: int = 2569, **words) -> ResultsRun:
    return runs.order(be_year=be_year, user=UserFactory(), compute=compute_results, **words)


def test_what_is_ordered_is_computed_by_the_queue(django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        run = ordered()
        assert not AnnualResults.objects.exists(), "only after the commit"
    run.refresh_from_db()
    assert (run.step, run.words, run.ended_at) == (RunStep.DONE, "", timezone.now())
    draft = AnnualResults.objects.get()
    assert (draft.be_year, draft.computed_by, draft.is_published) == (2569, run.asked_by, False)


def test_each_step_is_seen_while_it_runs() -> None:
    run, seen = ordered(), []
    real = services._snapshot

    def watched(*args, reached, **kwargs):
        def told(step: RunStep) -> None:
            reached(step)
            kept = ResultsRun.objects.get(pk=run.pk)
            seen.append((kept.step, kept.steps_done))

        return real(*args, reached=told, **kwargs)

    with patch.object(services, "_snapshot", watched):
        assert runs.carry_out(run.pk)
    assert seen == [("counting", 1), ("times", 2), ("hiding", 3)]
    assert run.steps_in_all == 4


def test_the_page_says_how_far_it_is_and_leads_to_the_draft(client) -> None:
    client.force_login(editor("Editors"))
    run = ordered()
    address = reverse("announcements_cms:results_run", args=[run.pk])
    ResultsRun.objects.update(step=RunStep.HIDING)
    body = client.get(address).content.decode()
    assert "กำลังปกปิดตัวเลขเล็ก" in body and "ขั้นที่ 3 จาก 4" in body
    assert address in client.get(reverse("announcements_cms:results")).content.decode()
    ResultsRun.objects.update(step=RunStep.WAITING)
    runs.carry_out(run.pk)
    assert client.get(address)["Location"] == reverse("announcements_cms:results_draft", args=[2569])
    assert address not in client.get(reverse("announcements_cms:results")).content.decode()


def test_a_year_is_computed_once_at_a_time() -> None:
    first = ordered()
    assert ordered() == first
    with pytest.raises(IntegrityError), transaction.atomic():
        ResultsRun.objects.create(be_year=2569, asked_by=first.asked_by, asked_at=timezone.now())
    runs.carry_out(first.pk)
    assert ordered() != first


def test_a_run_whose_task_was_lost_goes_on_by_being_ordered_again(
    settings, django_capture_on_commit_callbacks
) -> None:
    """Killed three times by the machine, or behind the commit: the year is not blocked."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    lost = ordered()
    with django_capture_on_commit_callbacks(execute=True):
        assert ordered() == lost
    (task,) = DBTaskResult.objects.all()
    assert task.args_kwargs["args"] == [lost.pk]
    with django_capture_on_commit_callbacks(execute=True):
        ordered()
    assert DBTaskResult.objects.count() == 1, "one waits already"
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED)
    with django_capture_on_commit_callbacks(execute=True):
        ordered()
    assert DBTaskResult.objects.filter(status=TaskResultStatus.READY).count() == 1


def test_a_run_that_has_ended_is_not_run_again() -> None:
    run = ordered()
    assert runs.carry_out(run.pk)
    with patch.object(services, "compute_draft") as again:
        assert not runs.carry_out(run.pk)
        assert not runs.carry_out(run.pk + 1)
    again.assert_not_called()


def test_one_that_its_worker_left_in_the_middle_goes_on() -> None:
    run = ordered()
    ResultsRun.objects.filter(pk=run.pk).update(step=RunStep.HIDING)
    assert runs.carry_out(run.pk)
    assert AnnualResults.objects.count() == 1


def test_why_it_cannot_be_is_told_in_words(client) -> None:
    client.force_login(editor("Editors"))
    run = ordered()
    with patch.object(services, "public_view", side_effect=services.CannotProtectError("x")):
        assert not runs.carry_out(run.pk)
    run.refresh_from_db()
    assert run.step == RunStep.REFUSED
    assert "คำนวณตัวเลขที่ปกปิดไว้ได้" in run.words
    body = client.get(reverse("announcements_cms:results_run", args=[run.pk])).content.decode()
    assert run.words in body


def test_a_mistake_of_the_program_is_told_and_goes_on_to_the_log() -> None:
    run = ordered()
    with (
        patch.object(services, "public_view", side_effect=AssertionError("figures would leak")),
        pytest.raises(AssertionError),
    ):
        runs.carry_out(run.pk)
    run.refresh_from_db()
    assert run.step == RunStep.FAILED and "ลองอีกครั้ง" in run.words
    assert not AnnualResults.objects.exists()


def test_an_order_that_can_come_to_nothing_is_refused_at_once() -> None:
    with pytest.raises(ResultsError):
        ordered(2599)
    compute_draft(be_year=2569, user=UserFactory())
    publish(be_year=2569, user=UserFactory())
    with pytest.raises(ResultsError):
        ordered(2569)
    assert ordered(2569, why="นับขาดไปหนึ่งหมู่บ้าน").why == "นับขาดไปหนึ่งหมู่บ้าน"


def test_what_somebody_published_meanwhile_is_not_computed_against(monkeypatch) -> None:
    """Both editions together must not give anything away, so a draft stands on the edition that holds."""
    compute_draft(be_year=2569, user=UserFactory())
    real = services._snapshot

    def meanwhile(*args, **kwargs):
        made = real(*args, **kwargs)
        publish(be_year=2569, user=UserFactory())
        return made

    monkeypatch.setattr(services, "_snapshot", meanwhile)
    with pytest.raises(ResultsError, match="ระหว่างที่คำนวณ"):
        compute_draft(be_year=2569, user=UserFactory())
    assert AnnualResults.objects.count() == 1


def test_nobody_else_looks_on(client) -> None:
    run = ordered()
    address = reverse("announcements_cms:results_run", args=[run.pk])
    for user in (None, UserFactory()):
        if user:
            client.force_login(user)
        assert client.get(address).status_code == 302
    client.force_login(editor())
    assert client.get(reverse("announcements_cms:results_run", args=[run.pk + 1])).status_code == 404
