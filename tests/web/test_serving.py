"""Page models reach the views of their room, which stand above them, without importing them."""

from __future__ import annotations

import re
import types
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from announcements.models import announcement
from announcements.public import views as announcement_views
from announcements.results import models as results
from announcements.results import views as results_views
from legal_library.models import serving as library
from legal_library.public import views as library_views
from portal.pages.models import guides
from portal.pages.public.eligibility import views as eligibility_views
from portal.web.serving import Serving

ROOMS = {
    "announcements": (announcement.SERVING, announcement_views, "announcements/models"),
    "results": (results.SERVING, results_views, "announcements/results"),
    "library": (library.SERVING, library_views, "legal_library/models"),
    "guides": (guides.SERVING, eligibility_views, "portal/pages/models"),
}


def test_pages_for_which_nobody_answers_are_a_mistake_that_names_their_room() -> None:
    with pytest.raises(ImproperlyConfigured, match="of the attic"):
        _ = Serving("the attic").views


def test_whoever_was_named_last_answers() -> None:
    serving = Serving("the attic")
    first, last = types.ModuleType("first"), types.ModuleType("last")
    serving.by(first)
    serving.by(last)
    assert serving.views is last


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_says_at_the_start_who_answers_for_its_pages(room: str) -> None:
    serving, views, _folder = ROOMS[room]
    assert serving.views is views


@pytest.mark.parametrize("room", ROOMS)
def test_the_views_have_what_the_models_call(room: str) -> None:
    """Nobody else would notice before a reader opens the page: the name is looked up at that moment."""
    _serving, views, folder = ROOMS[room]
    called = {
        name
        for path in (Path(settings.BASE_DIR) / folder).glob("*.py")
        for name in re.findall(r"SERVING\.views\.(\w+)\(", path.read_text(encoding="utf-8"))
    }
    assert called
    assert sorted(name for name in called if not callable(getattr(views, name, None))) == []
