"""The demonstration publishes last year's results, and only once."""

from __future__ import annotations

import pytest
import time_machine

from announcements.demo import publish_last_year
from announcements.models import AnnualResults
from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_last_fiscal_year_is_published_and_says_that_it_is_invented():
    UserFactory(username="editor")
    with time_machine.travel("2026-11-21T12:00:00+07:00", tick=False):
        publish_last_year()
        publish_last_year()
    results = AnnualResults.objects.get()
    assert results.be_year == 2569
    assert results.is_published
    assert "สมมติ" in results.method
    assert "fictitious" in results.method_en
