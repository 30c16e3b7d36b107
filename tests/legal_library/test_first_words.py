"""An installation that exists gets the words that stood in the code, keeps what it changed, and finds its way back."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps as today
from django.db import connection
from django.db.migrations.state import StateApps
from pytest_django import DjangoDbBlocker

from legal_library.models import DocumentPage, LibraryIndexPage, Term
from portal.search.models import IndexedDocument
from tests.conftest import KEPT
from tests.legal_library.factories import DocumentFactory, LetterFactory, added_kind
from tests.older_tables import migrate, tables_before

TRIED = [("legal_library", "0013_terms"), ("search", "0007_english_words")]
words = import_module("legal_library.migrations.0014_first_words")


@pytest.fixture
def old(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path) -> Iterator[StateApps]:
    """The tables as they were before."""
    with django_db_blocker.unblock(), tables_before(connection, KEPT, tmp_path, *TRIED) as apps:
        yield apps


@pytest.mark.database
def test_the_words_come_with_the_table_and_search_gets_the_english_ones(old: StateApps) -> None:
    with pytest.raises(LookupError):
        old.get_model("legal_library", "Term")
    rows = old.get_model("search", "IndexedDocument").objects
    for key, kind in (("library:1", "notification"), ("announcement:1", "announcement_notice")):
        rows.create(
            key=key, title=key, kind=kind, kind_label="ประกาศ", status="in_force", status_label="x", folded=""
        )
    new = migrate(connection, ("legal_library", "0014_first_words"))
    terms = new.get_model("legal_library", "Term").objects
    assert terms.count() == sum(
        map(len, (words.KINDS, words.STATUSES, words.RELATIONS, words.URGENCIES, words.SECRECIES))
    )
    found = new.get_model("search", "IndexedDocument").objects
    assert found.values_list("kind_en", "status_en").get(key="library:1") == ("Notification", "In force")
    assert found.values_list("kind_en", "status_en").get(key="announcement:1") == ("", "")


@pytest.mark.django_db
def test_it_may_run_again_over_words_that_were_changed() -> None:
    Term.objects.filter(code="act").update(name="กฎหมายของสภา", is_offered=False)
    Term.objects.filter(code="form").delete()
    before = Term.objects.count()
    words.write(today, None)
    assert Term.objects.count() == before + 1
    act = Term.objects.get(vocabulary="kind", code="act")
    assert (act.name, act.is_offered) == ("กฎหมายของสภา", False)
    assert Term.objects.get(code="form").behaves_as == "form"


@pytest.mark.django_db
def test_the_way_back_leaves_no_document_of_an_unknown_kind(library: LibraryIndexPage) -> None:
    added_kind()
    added = DocumentFactory(parent=library, kind="municipal_ordinance")
    letter = LetterFactory(parent=library)
    words.go_back(today, None)
    kinds = dict(DocumentPage.objects.values_list("pk", "kind"))
    assert kinds == {added.pk: "local_ordinance", letter.pk: "circular"}


@pytest.mark.django_db
def test_every_word_is_in_two_languages_and_no_two_are_alike() -> None:
    for rows in (words.KINDS, words.STATUSES, words.RELATIONS, words.URGENCIES, words.SECRECIES):
        codes, names, english = zip(*(row[:3] for row in rows), strict=True)
        assert len(set(codes)) == len(set(names)) == len(set(english)) == len(rows)
        assert all(not name.isascii() for name in names) and all(name.isascii() for name in english)
        orders = [row[-1] for row in rows]
        assert len(set(orders)) == len(rows) and orders == sorted(orders)
    assert not IndexedDocument.objects.exists()
