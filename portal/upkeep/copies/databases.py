"""The database of a backup: copied as of one moment while people write, counted in that copy, and put back whole."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.backends.sqlite3._functions import register
from psycopg.pq import Conninfo

from portal.upkeep.copies.manifest import CopyError, sync

FILES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


def name_of() -> str:
    """Return what the file of the database is called in a backup."""
    return FILES[connection.vendor]


def save(target: Path) -> dict[str, Any]:
    """Copy the database as of one moment; returns the counts, migrations and last seal of exactly that moment.

    Args:
        target: the file that is written.

    Raises:
        CopyError: the database's own program failed, or its disk is full.
    """
    if connection.vendor != "sqlite":
        return _save_postgres(target)
    try:
        return _save_sqlite(target)
    except sqlite3.Error as error:
        # A full disk is none of the system's errors here, but one of SQLite's own.
        raise CopyError(f"The database could not be copied: {error}.") from error


def _save_sqlite(target: Path) -> dict[str, Any]:
    live_name = connection.settings_dict["NAME"]
    with closing(sqlite3.connect(live_name, timeout=60)) as live, closing(sqlite3.connect(target)) as copy:
        # SQLite's own online backup, all pages in one step: in pieces it starts anew whenever somebody else commits
        # between two of them, and under steady writes it never ends. With WAL, whoever reads so long holds back nobody.
        live.backup(copy)
        # The copy is one file that needs no log beside it.
        copy.execute("PRAGMA journal_mode=DELETE")
        # Conditions of the tables call functions of Django.
        register(copy)
        if copy.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise CopyError("The database is damaged (manage.py verify database_damaged); nothing was kept.")
        facts = _facts(lambda sql: copy.execute(sql).fetchall(), _TABLES_OF_SQLITE)
    sync(target)
    return facts


_TABLES_OF_SQLITE = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
)
_TABLES_OF_POSTGRES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"


def _facts(ask: Any, tables: str) -> dict[str, Any]:
    counts = {name: ask(f'SELECT count(*) FROM "{name}"')[0][0] for (name,) in ask(tables)}  # noqa: S608 - names of our own tables
    last = ask("SELECT number, chain FROM audit_seal ORDER BY number DESC LIMIT 1")
    seen = ask("SELECT app, name FROM django_migrations ORDER BY app, name")
    # A backup of an older version, as the drill reads it, may have no such table.
    proofs = ask("SELECT key, proof FROM sealing_probe ORDER BY key") if "sealing_probe" in counts else []
    return {
        "counts": counts,
        "seals": tuple(last[0]) if last else (0, ""),
        "migrations": [f"{app}.{name}" for app, name in seen],
        "keys": [tuple(one) for one in proofs],
    }


def _save_postgres(target: Path) -> dict[str, Any]:
    with transaction.atomic(), connection.cursor() as cursor:
        # What is counted and what is dumped is one state: the dump reads by our snapshot.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        _run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={target}", "--dbname", _name())

        def ask(sql: str) -> list[Any]:
            cursor.execute(sql)
            return cursor.fetchall()

        facts = _facts(ask, _TABLES_OF_POSTGRES)
    sync(target)
    return facts


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _run(program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL on our database; the password goes by the environment, never by the command line.

    Raises:
        CopyError: it is missing or failed.
    """
    try:
        subprocess.run(  # noqa: S603 - a fixed program with our own arguments
            [program, *arguments],
            env={**os.environ, **_environment()},
            check=True,
            capture_output=True,
            text=True,
        )
    except FileNotFoundError as error:
        raise CopyError(f"{program} is missing: apt-get install postgresql-client") from error
    except subprocess.CalledProcessError as error:
        last = error.stderr.strip().splitlines()[-1:] or ["no message"]
        raise CopyError(f"{program} failed: {last[0]}") from error


def _environment() -> dict[str, str]:
    """Return how our database is reached, as PostgreSQL's own programs read it.

    What stands behind the question mark of its address comes along: a copy must not go over the network in clear where the
    portal itself insists on `sslmode=verify-full`.
    """
    given = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    known = {variable: str(given[name]) for variable, name in names.items() if given.get(name)}
    for option in Conninfo.get_defaults():
        value = given.get("OPTIONS", {}).get(option.keyword.decode())
        if option.envvar is not None and value is not None:
            known[option.envvar.decode()] = str(value)
    return known


def size() -> int:
    """Return how many bytes the database takes now; 0 where nobody knows."""
    if connection.vendor == "sqlite":
        path = Path(str(connection.settings_dict["NAME"]))
        return path.stat().st_size if path.is_file() else 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def is_empty() -> bool:
    """Say whether nothing is in the database yet."""
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        return not path.exists() or path.stat().st_size == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()")
        return not cursor.fetchone()[0]


def put_back(source: Path) -> None:
    """Fill the empty database from a backup, whole or not at all.

    Raises:
        CopyError: the database's own program failed.
    """
    if connection.vendor == "sqlite":
        connection.close()
        target = Path(connection.settings_dict["NAME"])
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_name(target.name + ".part")
        unfinished.write_bytes(b"")
        with closing(sqlite3.connect(source)) as kept, closing(sqlite3.connect(unfinished)) as copy:
            kept.backup(copy)
        sync(unfinished)
        for ending in ("-wal", "-shm"):
            Path(f"{target}{ending}").unlink(missing_ok=True)
        unfinished.replace(target)
        sync(target.parent)
    else:
        _run(
            *("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"),
            *("--dbname", _name(), str(source)),
        )
        connection.close()


def facts() -> dict[str, Any]:
    """Return counts, migrations and last seal of the database as it is now."""

    def ask(sql: str) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()

    return _facts(ask, _TABLES_OF_SQLITE if connection.vendor == "sqlite" else _TABLES_OF_POSTGRES)


@contextmanager
def scratch_postgres(name: str) -> Iterator[None]:
    """Make an empty database beside ours for a trial, and take it away again."""
    quoted = connection.ops.quote_name(name)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {quoted}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {quoted} WITH (FORCE)")
