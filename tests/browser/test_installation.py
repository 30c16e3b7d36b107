"""What a test of the browser begins with is what `prepare` makes, whatever the test before it did."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client

from legal_library.models import DocumentPage
from portal.accounts.demo import password_file
from portal.accounts.models import User
from portal.search.sources import site_index
from tests.browser import installation
from tests.browser.installation import Installation

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def everything() -> dict[str, list[tuple]]:
    """Every row of every table, as the database itself tells it."""
    rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if table.startswith("search_") or table == "sqlite_sequence":
                continue
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
            rows[table] = cursor.fetchall()
    return rows


@pytest.fixture
def opened(tmp_path: Path) -> Installation:
    if connection.vendor != "sqlite":
        pytest.skip("the browser is driven on SQLite only")
    made = Installation(tmp_path)
    made.open()
    return made


def test_the_second_opening_is_the_first_one_again(
    opened: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, passwords = everything(), password_file().read_text("utf-8")
    page = DocumentPage.objects.live().first()
    page.title = "ฉบับอื่น"
    page.save()
    User.objects.all().update(is_active=False)
    password_file().write_text("{}")
    cache.set("something", "old")
    site_index.rebuild()

    monkeypatch.setattr(installation, "call_command", _never)
    assert opened.open()
    assert everything() == first
    assert password_file().read_text("utf-8") == passwords
    assert cache.get("something") is None
    assert "ฉบับอื่น" not in Client().get("/library/").content.decode()
    assert (
        page.slug
        in Client().get("/search/", {"q": DocumentPage.objects.get(pk=page.pk).title}).content.decode()
    )


def _never(*args: object, **options: object) -> None:
    raise AssertionError(f"made anew: {args}")


def test_an_index_that_no_test_changed_is_not_built_again(
    opened: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[str] = []
    rebuild = site_index.rebuild
    monkeypatch.setattr(site_index, "rebuild", lambda: built.append("again") or rebuild())
    Client().get("/search/", {"q": "เทศบาล"})
    opened.open()
    assert built == []
    rebuild()
    opened.open()
    assert built == ["again"]
    opened.open()
    assert built == ["again"]


def test_it_is_what_prepare_makes(opened: Installation) -> None:
    """Nothing is left to do for `prepare`, and every kind of starter content is there."""
    before = everything()
    call_command("prepare", verbosity=0)
    assert everything() == before
    for path in ("/", "/library/", "/guide/", "/announcements/"):
        assert Client().get(path).status_code == 200
