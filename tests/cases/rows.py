"""Rows of the database as they stand in it, taken out and put in again without making objects of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

_READS = ("SELECT", "BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET ")
_WRITES = re.compile(r'(?:INSERT (?:OR IGNORE )?INTO|UPDATE|DELETE FROM) "(\w+)"')

Key = tuple[Any, ...]
Row = Any
"""On SQLite the values of the columns, on PostgreSQL the whole row in words, as it casts it itself."""


class NotUnderstoodError(Exception):
    """A statement or a change of which nobody knows how to do it again."""


@dataclass(frozen=True)
class Change:
    """What happened to one table: its new rows, rows that were there and changed, by their keys, and keys of those that went."""

    new: tuple[Row, ...]
    changed: Mapping[Key, Row]
    gone: tuple[Key, ...]


def table_written_by(sql: object) -> str | None:
    """Return the table that a statement of Django writes; None for one that only reads.

    Raises:
        NotUnderstoodError: it is another kind of statement.
    """
    if isinstance(sql, str):
        if sql.startswith(_READS):
            return None
        if match := _WRITES.match(sql):
            return match.group(1)
    raise NotUnderstoodError(sql)


def contents(table: str) -> dict[Key, Row]:
    """Return the rows of a table by their keys, in the order of the keys."""
    model = _model_of(table)
    keys = ", ".join(f'"{column}"' for column in _keys(model))
    # A value that is reckoned comes as it is stored; that of a column would be made into what the column is for.
    whole = (
        f'"{table}"::text'
        if connection.vendor == "postgresql"
        else ", ".join(f'+"{column}"' for column in _columns(model))
    )
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {keys}, {whole} FROM "{table}" ORDER BY {keys}')
        found = cursor.fetchall()
    many = len(_keys(model))
    if connection.vendor == "postgresql":
        return {row[:many]: row[many] for row in found}
    return {row[:many]: row[many:] for row in found}


def change_of(before: Mapping[Key, Row], after: Mapping[Key, Row]) -> Change:
    """Return what leads from some rows of a table to others."""
    return Change(
        new=tuple(row for key, row in after.items() if key not in before),
        changed={key: row for key, row in after.items() if key in before and before[key] != row},
        gone=tuple(key for key in before if key not in after),
    )


def write(table: str, change: Change) -> None:
    """Do to a table what happened to it before."""
    model = _model_of(table)
    write_rows = _write_whole if connection.vendor == "postgresql" else _write_values
    with connection.cursor() as cursor:
        if change.gone:
            which = " AND ".join(f'"{key}" = %s' for key in _keys(model))
            cursor.executemany(f'DELETE FROM "{table}" WHERE {which}', change.gone)
        write_rows(cursor, table, model, change)


def _write_values(cursor: CursorWrapper, table: str, model: type[Model], change: Change) -> None:
    columns = _columns(model)
    if change.new:
        names, places = ", ".join(f'"{name}"' for name in columns), ", ".join(["%s"] * len(columns))
        cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({places})', change.new)
    if change.changed:
        values = ", ".join(f'"{name}" = %s' for name in columns)
        which = " AND ".join(f'"{key}" = %s' for key in _keys(model))
        rows = [(*row, *key) for key, row in change.changed.items()]
        cursor.executemany(f'UPDATE "{table}" SET {values} WHERE {which}', rows)


def _write_whole(cursor: CursorWrapper, table: str, model: type[Model], change: Change) -> None:
    rows = f'unnest(%s::text[]::"{table}"[])'
    if change.new:
        cursor.execute(f'INSERT INTO "{table}" SELECT * FROM {rows}', [list(change.new)])
    if change.changed:
        names, values = (", ".join(f'{of}"{name}"' for name in _columns(model)) for of in ("", "now."))
        which = " AND ".join(f'"{table}"."{key}" = now."{key}"' for key in _keys(model))
        cursor.execute(
            f'UPDATE "{table}" SET ({names}) = ROW({values}) FROM {rows} AS now WHERE {which}',
            [list(change.changed.values())],
        )


def _model_of(table: str) -> type[Model]:
    try:
        return _models()[table]
    except KeyError:
        raise NotUnderstoodError(table) from None


@cache
def _models() -> Mapping[str, type[Model]]:
    return {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}


@cache
def _keys(model: type[Model]) -> tuple[str, ...]:
    return tuple(one.column for one in model._meta.pk_fields)


@cache
def _columns(model: type[Model]) -> tuple[str, ...]:
    return tuple(one.column for one in model._meta.local_concrete_fields)
