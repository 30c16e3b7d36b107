"""A database of one's own that is gone afterwards."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

TIDY_SECONDS = 60.0
_UNTIDY = """
    SELECT relid::regclass::text FROM pg_stat_user_tables JOIN pg_class ON oid = relid
    WHERE n_dead_tup > 50 + 0.2 * greatest(reltuples, 0) OR n_mod_since_analyze > 50 + 0.1 * greatest(reltuples, 0)
"""
"""Tables that PostgreSQL's own autovacuum would take up, by its usual limits."""


@contextmanager
def _tidied(url: str) -> Iterator[None]:
    """Tidy and count the tables each minute, where the server does not: one that is there for tests often has it switched off."""
    ended = threading.Event()

    def tidy() -> None:
        with psycopg.connect(url, autocommit=True) as server:
            if server.execute("SHOW autovacuum").fetchone() == ("on",):
                return
            while not ended.wait(TIDY_SECONDS):
                for (table,) in server.execute(_UNTIDY).fetchall():
                    server.execute(f"VACUUM (ANALYZE) {table}")  # a name of ours, quoted by the server

    thread = threading.Thread(target=tidy)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


@contextmanager
def database(url: str) -> Iterator[None]:
    """Let the settings find a new database on a PostgreSQL until the block ends; the scratch folder's SQLite without one.

    Args:
        url: of a database on the server, as in DATABASE_URL; its role may make others.
    """
    if not url:
        yield
        return
    name = f"klang_bench_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    os.environ["DATABASE_URL"] = mine = urlsplit(url)._replace(path=f"/{name}").geturl()
    try:
        with _tidied(mine):
            yield
    finally:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
