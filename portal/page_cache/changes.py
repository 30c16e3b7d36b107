"""Noticing that something public changed: whatever Django writes to the database, by whatever way.

Not by signals of models: `QuerySet.update`, `bulk_create` and SQL by hand send none, and a page that stays although it was
withdrawn is worse than no cache. Every statement that goes to the database passes `watch`, which looks at the table that it
writes. The rooms of that table rise after the commit. A table that nobody named makes every room rise: something new is
first of all right, and fast when somebody thought of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from portal.page_cache import memory
from portal.page_cache.rooms import EVERY_ROOM, Room
from portal.page_cache.stores import store

Rooms = frozenset[Room]
NONE: Rooms = frozenset()

ROOMS_OF_APPS: Mapping[str, Rooms] = {
    "wagtailcore": frozenset({Room.FRAME}),
    "wagtailredirects": frozenset({Room.FRAME}),
    "wagtaildocs": frozenset({Room.FRAME}),
    "wagtailimages": frozenset({Room.FRAME}),
    "taggit": frozenset({Room.FRAME}),
    "pages": frozenset({Room.FRAME}),
    "legal_library": frozenset({Room.LIBRARY}),
    "announcements": frozenset({Room.ANNOUNCEMENTS}),
    "organizations": frozenset({Room.ORGANIZATIONS}),
    "office_calendar": frozenset({Room.CALENDAR}),
    "search": frozenset({Room.SEARCH}),
    "events": frozenset({Room.EVENTS}),
    # Nothing of these is ever shown on a public page: who works here, what was asked of us, what we sent.
    **dict.fromkeys(
        (
            *(
                "accounts",
                "alerts",
                "audit",
                "auth",
                "axes",
                "cases",
                "consultation",
                "data_rights",
                "news",
                "committee",
                "contenttypes",
                "django_tasks_database",
                "letters",
                "protection",
                "sealing",
                "readiness",
                "tours",
                "reports",
                "statistics",
                "needs",
                "phones",
                "surveys",
                "calls",
                "households",
                "mass",
                "strip",
                "vulnerable",
                "camps",
                "georeport",
            ),
            *(
                "otp_totp",
                "outbox",
                "queue",
                "upkeep",
                "sessions",
                "throttle",
                "wagtailadmin",
                "wagtailembeds",
                "wagtailsearch",
            ),
            "wagtailusers",
        ),
        NONE,
    ),
}
"""App label → what its tables are part of."""
ROOMS_OF_MODELS: Mapping[str, Rooms] = {
    # How long help usually takes stands on the guides and at the start of a request.
    "cases.usualtime": frozenset({Room.FRAME}),
    # Questions and answers that two people agreed to publish stand under the guides and on a page of their own.
    "consultation.frequentquestion": frozenset({Room.FRAME}),
    # Which requests belong to an event is seen at the desk only; the page shows counts that are kept with the event.
    **dict.fromkeys(
        ("events.decision", "events.eventcase", "events.foldedalarm", "events.foldedline", "events.shift"),
        NONE,
    ),
    # Drafts, comments, workflow and logs of the back-office, and what visitors looked for.
    **dict.fromkeys(
        (
            *("wagtailcore.revision", "wagtailcore.pagelogentry", "wagtailcore.modellogentry"),
            *("wagtailcore.comment", "wagtailcore.commentreply", "wagtailcore.pagesubscription"),
            *("wagtailcore.referenceindex", "wagtailcore.uploadedfile", "wagtailcore.task"),
            *("wagtailcore.taskstate", "wagtailcore.workflow", "wagtailcore.workflowstate"),
            *("wagtailcore.workflowtask", "wagtailcore.workflowpage", "wagtailcore.groupapprovaltask"),
            *("wagtailcore.grouppagepermission", "wagtailcore.groupcollectionpermission"),
            *("wagtailcore.workflowcontenttype", "announcements.postingrecord", "announcements.resultsrun"),
            *("search.searchedquery", "search.clickedrank", "legal_library.libraryimport"),
            *("legal_library.letterreading", "legal_library.readleaf", "pages.binnedpage"),
            *("pages.outsidelink", "pages.linkround"),
            *("legal_library.circulation", "legal_library.receipt", "legal_library.understanding"),
        ),
        NONE,
    ),
}
"""Models whose rooms are not those of their app."""
TABLES_OF_NOBODY = frozenset({"django_migrations", "sqlite_sequence"})
DRAFT_COLUMNS = frozenset(
    {
        *("latest_revision_id", "latest_revision_created_at", "draft_title", "has_unpublished_changes"),
        *("locked", "locked_at", "locked_by_id"),
    }
)
"""Columns of a page that only editors see: saving a draft, which Wagtail does every few seconds, changes no public page."""

_READS = (
    "SELECT",
    "SAVEPOINT",
    "RELEASE",
    "ROLLBACK",
    "BEGIN",
    "COMMIT",
    "PRAGMA",
    "EXPLAIN",
    "SHOW",
    "SET ",
)
_WRITTEN = re.compile(
    r'^\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)"?', re.IGNORECASE
)
_COLUMN = re.compile(r'(?:SET|,)\s+"(\w+)" = ')


@cache
def rooms_of_tables() -> Mapping[str, Rooms]:
    """Return table → the rooms that rise when it is written."""
    found: dict[str, Rooms] = dict.fromkeys(TABLES_OF_NOBODY, NONE)
    for model in apps.get_models(include_auto_created=True):
        options = model._meta
        rooms = ROOMS_OF_MODELS.get(options.label_lower)
        found[options.db_table] = ROOMS_OF_APPS.get(options.app_label, EVERY_ROOM) if rooms is None else rooms
    return found


def rooms_written_by(sql: object) -> Rooms:
    """Return the rooms that a statement may have changed; every room for a statement that is not understood."""
    if not isinstance(sql, str):
        return EVERY_ROOM
    if sql.startswith(_READS):
        return NONE
    match = _WRITTEN.match(sql)
    if match is None:
        return NONE if sql.lstrip().upper().startswith(_READS) else EVERY_ROOM
    table = match.group(1)
    if table == "wagtailcore_page" and _only_touches_a_draft(sql):
        return NONE
    return rooms_of_tables().get(table, EVERY_ROOM)


def _table_written_by(sql: object) -> str:
    match = _WRITTEN.match(sql) if isinstance(sql, str) else None
    return match.group(1) if match else ""


def _only_touches_a_draft(sql: str) -> bool:
    assignments, where, _ = sql.partition(" WHERE ")
    columns = _COLUMN.findall(assignments)
    return (
        bool(where and columns)
        and assignments.count(" = ") == len(columns)
        and DRAFT_COLUMNS.issuperset(columns)
    )


class _Rise:
    """What one transaction raises once it is committed, and the tables that it wrote; "" for one that nobody recognized."""

    def __init__(self) -> None:
        self.rooms: set[Room] = set()
        self.tables: set[str] = set()

    def __call__(self) -> None:
        store().versions.rise(self.rooms)


def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Mapping[str, Any]) -> Any:
    """Run a statement, and let the rooms that it wrote rise when everybody can read what it wrote."""
    result = execute(sql, params, many, context)
    rooms = rooms_written_by(sql)
    if rooms:
        _raise_after_commit(context["connection"], rooms, _table_written_by(sql))
    return result


def is_waiting(connection: BaseDatabaseWrapper, table: str) -> bool:
    """Say whether the transaction that a connection is in has written a table: what it reads there is not there for others yet."""
    rise = _rise_of(connection)
    return rise is not None and not rise.tables.isdisjoint({table, ""})


def _raise_after_commit(connection: BaseDatabaseWrapper, rooms: Rooms, table: str) -> None:
    memory.forget()
    if not connection.in_atomic_block:
        store().versions.rise(rooms)
        return
    rise = _rise_of(connection)
    if rise is None:
        rise = _Rise()
        connection.on_commit(rise)
    rise.rooms |= rooms
    rise.tables.add(table)


def _rise_of(connection: BaseDatabaseWrapper) -> _Rise | None:
    """Return what the transaction of a connection raises so far.

    One for each transaction. It is looked for among what the connection still holds, because a savepoint that is rolled back
    takes with it what was added inside.
    """
    return next((entry[1] for entry in connection.run_on_commit if isinstance(entry[1], _Rise)), None)


def _watch_connection(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    if watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(watch)


def connect() -> None:
    """Watch every connection that this process makes from now on."""
    memory.connect()
    connection_created.connect(_watch_connection, dispatch_uid="page-cache")
