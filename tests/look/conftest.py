"""The gallery of components as a page to look at and to test; it has no public address."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from django.test import Client


@pytest.fixture
def gallery(settings: Any, client: Client) -> Client:
    """A client that sees the gallery at "/" (and with errors at "/?errors"), in Thai."""
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [*templates[0]["DIRS"], Path(__file__).parent / "templates"]
    # The gallery brings its own `site`, so that the frame needs no database.
    templates[0]["OPTIONS"]["context_processors"] = ["django.template.context_processors.request"]
    settings.TEMPLATES = templates
    settings.ROOT_URLCONF = "tests.look.urls"
    settings.MIDDLEWARE = ["django.middleware.locale.LocaleMiddleware"]
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "th"
    return client
