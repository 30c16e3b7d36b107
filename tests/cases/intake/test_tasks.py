"""What a forgotten draft leaves behind is swept away."""

from __future__ import annotations

import os
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.module_loading import import_string

from cases.intake.tasks import sweep_drafts
from portal.files.storage import SESSIONS_ARE_OVER
from tests.cases.intake.conftest import Walker
from tests.cases.intake.test_files import picture, stored


def test_an_ended_session_goes_with_everything_that_was_typed(walker: Walker) -> None:
    walker.fill()
    walker.post("files", files=[picture()], action="continue")
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    old = time.time() - SESSIONS_ARE_OVER - 60
    os.utime(stored()[0].parent, (old, old))
    sweep_drafts.enqueue()
    assert not Session.objects.exists()
    assert stored() == []


def test_a_living_draft_is_left_alone(walker: Walker) -> None:
    walker.fill()
    walker.post("files", files=[picture()], action="continue")
    sweep_drafts.enqueue()
    assert Session.objects.count() == 1
    assert len(stored()) == 1


def test_nothing_to_sweep_is_no_error(db: None) -> None:
    sweep_drafts.enqueue()


@pytest.mark.parametrize("path", ["cases.intake.tasks.sweep_drafts"])
def test_the_sweep_comes_round_by_itself(path: str) -> None:
    assert path in settings.KLANG["PERIODIC"]
    assert import_string(path) is sweep_drafts
