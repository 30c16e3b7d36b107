"""Rows of sealed columns that lie in clear or under an older key: counting them, and sealing them anew.

What is done is told by the value itself, so a run may be stopped at any time and another one goes on where it ended.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model, QuerySet

from portal.sealing import current, envelope
from portal.sealing.errors import SealingError
from portal.sealing.fields import Sealed, SealedField, sealed_fields

BATCH = 200


def sealed_models() -> list[type[Model]]:
    """Return every model that has sealed columns."""
    return [model for model in apps.get_models() if sealed_fields(model)]


def rows_left(model: type[Model], beginning: str, *, is_so: bool = False) -> QuerySet[Any]:
    """Return the rows in which some sealed column holds something that does not begin so (or does, with `is_so`).

    Args:
        model: whose rows.
        beginning: of the stored text, e.g. that of an envelope under the newest key.
        is_so: ask for those that do.
    """
    quoted = [f'"{model._meta.db_table}"."{field.column}"' for field in sealed_fields(model)]
    one = "({0} LIKE %s)" if is_so else "({0} <> '' AND {0} NOT LIKE %s)"
    where = " OR ".join(one.format(column) for column in quoted)
    # Names of our own tables and columns; the rest are parameters.
    return model._base_manager.extra(where=[f"({where})"], params=[f"{beginning}%"] * len(quoted))  # noqa: S610


def under(identifier: str) -> str:
    """Return how envelopes under a key begin; those in clear begin otherwise than under ""."""
    return f"{envelope.MARK}{identifier}." if identifier else envelope.MARK


def lying_under(identifier: str, newest: int | None = None) -> Iterator[str]:
    """Yield the rows that hold something under a key, "" for those that hold something in clear.

    Args:
        identifier: of the key.
        newest: look at so many of the newest rows of each table only.
    """
    for model in sealed_models():
        rows = rows_left(model, under(identifier), is_so=bool(identifier))
        if newest is not None:
            first = model._base_manager.order_by("-pk").values_list("pk", flat=True)[newest - 1 : newest]
            rows = rows.filter(pk__gte=next(iter(first), 0))
        yield from (
            f"{model._meta.label_lower} {pk}" for pk in rows.order_by("pk").values_list("pk", flat=True)
        )


def seal_rows_anew(models: Iterable[type[Model]] | None = None) -> Iterator[tuple[str, str]]:
    """Seal what is in clear or under an older key, in batches by primary key, each in a transaction of its own.

    Args:
        models: whose rows; None for all.

    Yields:
        Each row, and "" when it is sealed now, or why something of it was left as it is.
    """
    beginning = under(current.keys().newest)
    for model in sealed_models() if models is None else models:
        yield from seal_anew(rows_left(model, beginning))


def seal_anew(rows: QuerySet[Any]) -> Iterator[tuple[str, str]]:
    """Do the same for some rows of one table.

    Args:
        rows: of `rows_left`, further narrowed or not; without an order.

    Yields:
        As `seal_rows_anew`.
    """
    model, beginning = rows.model, under(current.keys().newest)
    rows = rows.order_by("pk")
    after: Any = None
    while True:
        left = rows if after is None else rows.filter(pk__gt=after)
        batch = list(left.values_list("pk", flat=True)[:BATCH])
        if not batch:
            break
        after = batch[-1]
        with transaction.atomic():
            # An act that is under way ends first; what it wrote is sealed already.
            locked = model._base_manager.filter(pk__in=batch).order_by("pk")
            if connection.features.has_select_for_update:
                locked = locked.select_for_update()
            done = _seal(list(locked), beginning)
        yield from ((f"{model._meta.label_lower} {pk}", wrong) for pk, wrong in done)


def _seal(rows: Sequence[Model], beginning: str) -> list[tuple[Any, str]]:
    """Seal the columns of rows of one table; returns the key of each, and why something of it was left."""
    done = []
    written: dict[tuple[SealedField, ...], list[list[Any]]] = {}
    for row in rows:
        values, wrong = {}, ""
        for field in sealed_fields(type(row)):
            kept = row.__dict__[field.attname]
            if not kept or (isinstance(kept, Sealed) and kept.stored.startswith(beginning)):
                continue
            try:
                values[field] = _anew(row, field)
            except SealingError as error:
                wrong = f"{field.column}: {error}"
        if values:
            written.setdefault(tuple(values), []).append([*values.values(), row.pk])
        done.append((row.pk, wrong))
    for fields, some in written.items():
        _store(fields, some)
    return done


def _store(fields: Sequence[SealedField], rows: Iterable[list[Any]]) -> None:
    """Write the same columns of several rows by one statement: composing one for each took most of the time.

    Args:
        fields: whose columns.
        rows: their values, and the key at the end.
    """
    table = fields[0].model._meta
    key = table.pk
    columns = ", ".join(f"{connection.ops.quote_name(field.column)} = %s" for field in fields)
    statement = (
        f"UPDATE {connection.ops.quote_name(table.db_table)} SET {columns} "  # noqa: S608 - our own names
        f"WHERE {connection.ops.quote_name(key.column)} = %s"
    )
    prepared = [
        [
            field.get_db_prep_save(value, connection)
            for field, value in zip((*fields, key), values, strict=True)
        ]
        for values in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, prepared)


def _anew(row: Model, field: SealedField) -> Any:
    # Opening is what reading does.
    getattr(row, field.attname)
    return field.pre_save(row, False)
