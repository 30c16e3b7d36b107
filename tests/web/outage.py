"""Real outages: another connection that holds the lock, a full database file, a session whose row is gone."""

from __future__ import annotations

import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import connection, connections

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="how SQLite tells of it")


@contextmanager
def locked() -> Iterator[None]:
    """Hold the write lock on a second connection, and let ours wait for a moment only."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 20")
        other = sqlite3.connect(settings.DATABASES["default"]["TEST"]["NAME"], isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.execute("ROLLBACK")
            other.close()
            connection.close()
        return
    holder = connections.create_connection("default")
    holder.set_autocommit(False)
    with holder.cursor() as cursor:
        cursor.execute(
            "LOCK TABLE django_session, throttle_tally, axes_accessattempt, cases_case, announcements_annualresults, "
            "announcements_resultsrun, wagtailredirects_redirect IN EXCLUSIVE MODE"
        )
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '20ms'")
    try:
        yield
    finally:
        holder.rollback()
        holder.close()
        connection.close()


@contextmanager
def full_database() -> Iterator[None]:
    """Let the database file grow by nothing more: SQLite says "database or disk is full" by itself."""
    with connection.cursor() as cursor:
        # What earlier tests deleted left free pages in the file, and there is no outage while one is free.
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        try:
            yield
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")


@contextmanager
def no_room_for_files(largest: int) -> Iterator[None]:
    """Let no file of this process grow beyond some bytes; writing more raises `OSError`, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    begun: list[TemporaryUploadedFile] = []

    def remember(*args: Any, **kwargs: Any) -> TemporaryUploadedFile:
        begun.append(TemporaryUploadedFile(*args, **kwargs))
        return begun[-1]

    with mock.patch("django.core.files.uploadhandler.TemporaryUploadedFile", remember):
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
            for file in begun:
                file.close()


@contextmanager
def session_vanishes_before(module: Any, name: str) -> Iterator[None]:
    """Delete every session's row at the moment at which a function of the view is called."""
    with vanishing(module, name, before=True):
        yield


@contextmanager
def session_vanishes_after(module: Any, name: str) -> Iterator[None]:
    """The same at the moment at which the function has done its work."""
    with vanishing(module, name, before=False):
        yield


@contextmanager
def vanishing(module: Any, name: str, *, before: bool) -> Iterator[None]:
    """Wrap the function."""
    real: Callable[..., Any] = getattr(module, name)

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        if before:
            Session.objects.all().delete()
        result = real(*args, **kwargs)
        if not before:
            Session.objects.all().delete()
        return result

    with mock.patch.object(module, name, wrapped):
        yield
