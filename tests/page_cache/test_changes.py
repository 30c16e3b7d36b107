"""Every change of what is public is noticed, by whatever way it is made; nothing else makes pages anew."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection, transaction

from legal_library.models import Agency
from portal.page_cache import changes
from portal.page_cache.changes import ROOMS_OF_APPS, ROOMS_OF_MODELS, rooms_written_by
from portal.page_cache.rooms import EVERY_ROOM, Room
from portal.page_cache.stores import store
from tests.legal_library.factories import AgencyFactory

LIBRARY, NOTHING = {Room.LIBRARY}, set()


@pytest.mark.parametrize(
    ("sql", "rooms"),
    [
        ('INSERT INTO "legal_library_agency" ("name") VALUES (%s)', LIBRARY),
        ('INSERT OR IGNORE INTO "legal_library_documentpage_topics" ("a") VALUES (%s)', LIBRARY),
        ('UPDATE "legal_library_agency" SET "name" = %s WHERE "id" = 1', LIBRARY),
        ("update legal_library_agency set name = 'x'", LIBRARY),
        ('DELETE FROM "legal_library_agency" WHERE "id" IN (%s)', LIBRARY),
        ('SELECT "id" FROM "legal_library_agency"', NOTHING),
        ('SELECT "id" FROM "legal_library_agency" FOR UPDATE', NOTHING),
        ("\n  select 1", NOTHING),
        ('SAVEPOINT "s1"', NOTHING),
        ("PRAGMA foreign_keys = ON", NOTHING),
        ('INSERT INTO "django_session" ("session_key") VALUES (%s)', NOTHING),
        ('UPDATE "cases_case" SET "state" = %s', NOTHING),
        ('INSERT INTO "search_searchedquery" ("text") VALUES (%s)', NOTHING),
        ('INSERT INTO "search_indexeddocument" ("title") VALUES (%s)', {Room.SEARCH}),
        ('UPDATE "office_calendar_holiday" SET "name" = %s', {Room.CALENDAR}),
        ('INSERT INTO "a_table_of_tomorrow" ("x") VALUES (%s)', EVERY_ROOM),
        ('WITH gone AS (DELETE FROM "legal_library_agency" RETURNING id) SELECT 1', EVERY_ROOM),
        ('TRUNCATE "legal_library_agency"', EVERY_ROOM),
        ('ALTER TABLE "legal_library_agency" ADD COLUMN "x" int', EVERY_ROOM),
        (b"UPDATE x", EVERY_ROOM),
    ],
)
def test_a_statement_names_the_rooms_that_it_writes(sql, rooms):
    assert rooms_written_by(sql) == rooms


def test_a_draft_that_is_saved_changes_no_public_page():
    draft = (
        'UPDATE "wagtailcore_page" SET "latest_revision_id" = %s, "draft_title" = %s, '
        '"has_unpublished_changes" = %s WHERE "wagtailcore_page"."id" = %s'
    )
    assert rooms_written_by(draft) == set()
    assert rooms_written_by(draft.replace('"draft_title"', '"title"')) == {Room.FRAME}
    assert rooms_written_by(draft.replace('"draft_title" = %s', '"url_path" = CONCAT("a" = %s)')) == {
        Room.FRAME
    }
    assert rooms_written_by('UPDATE "wagtailcore_page" SET "live" = %s, "locked" = %s WHERE 1') == {
        Room.FRAME
    }
    assert rooms_written_by('DELETE FROM "wagtailcore_page" WHERE "id" = %s') == {Room.FRAME}


def test_every_app_says_what_its_tables_are_part_of():
    """What nobody named makes every page anew at each writing: right, but slow."""
    unnamed = {model._meta.app_label for model in apps.get_models(include_auto_created=True)} - set(
        ROOMS_OF_APPS
    )
    assert unnamed == set()


def test_no_name_stands_there_for_nothing():
    known = {model._meta.label_lower for model in apps.get_models(include_auto_created=True)}
    assert set(ROOMS_OF_MODELS) <= known
    assert set(ROOMS_OF_APPS) <= {config.label for config in apps.get_app_configs()}


@pytest.fixture
def rises(monkeypatch):
    """Return a list of what rises."""
    risen = []
    monkeypatch.setattr(store().versions, "rise", lambda rooms: risen.append(set(rooms)), raising=False)
    return risen


WAYS = {
    "save": lambda agency: agency.save(),
    "update": lambda agency: Agency.objects.update(name="x"),
    "bulk_create": lambda agency: Agency.objects.bulk_create([Agency(name="b", slug="b")]),
    "bulk_update": lambda agency: Agency.objects.bulk_update([agency], ["name"]),
    "delete": lambda agency: agency.delete(),
    "delete of many": lambda agency: Agency.objects.filter(pk=agency.pk)._raw_delete("default"),
    "by hand": lambda agency: connection.cursor().execute("UPDATE legal_library_agency SET name = 'y'"),
    "by hand, many": lambda agency: connection.cursor().executemany(
        "UPDATE legal_library_agency SET name = %s", [("y",), ("z",)]
    ),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", WAYS)
def test_no_way_of_writing_goes_unnoticed(way, rises):
    agency = AgencyFactory()
    rises.clear()
    WAYS[way](agency)
    assert rises
    assert set().union(*rises) == {Room.LIBRARY}


@pytest.mark.django_db(transaction=True)
def test_a_room_rises_when_everybody_can_read_the_change_and_once(rises):
    with transaction.atomic():
        AgencyFactory()
        with transaction.atomic():
            AgencyFactory()
        Agency.objects.filter(slug="none").update(name="x")
        assert rises == []
    assert rises == [{Room.LIBRARY}]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_changes_nothing(rises):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        AgencyFactory()
        raise ZeroDivisionError
    assert rises == []


@pytest.mark.django_db(transaction=True)
def test_what_is_written_after_a_rolled_back_part_is_noticed(rises):
    with transaction.atomic():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            AgencyFactory()
            raise ZeroDivisionError
        AgencyFactory()
    assert rises == [{Room.LIBRARY}]


@pytest.mark.django_db(transaction=True)
def test_what_visitors_leave_behind_changes_nothing(rises, client):
    # The first one ever makes the row of settings.
    client.get("/track/")
    rises.clear()
    client.get("/track/")
    client.post("/request/problem/", {"problem": "disaster"})
    client.get("/search/?q=น้ำท่วม")
    assert rises == []


@pytest.mark.django_db(transaction=True)
def test_each_connection_is_watched_once():
    connection.close()
    connection.ensure_connection()
    connection.close()
    connection.ensure_connection()
    assert connection.execute_wrappers.count(changes.watch) == 1
