"""Files under an older key, or in clear, are sealed with the newest one (`manage.py rotate_keys`).

Not every file has a row that names it: those of forms that people fill in stand in their sessions, those of an import in
its report. So whatever lies in the private storage counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import FileField, Model

from portal.files.storage import PRIVATE_STORAGE, UNFINISHED
from portal.sealing import current
from portal.sealing.errors import SealingError

BATCH = 500


def private_columns() -> Iterator[tuple[type[Model], FileField]]:
    """Yield every column of every table that names a file of the private storage."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, FileField) and field.storage is PRIVATE_STORAGE:
                yield model, field


def names_of(model: type[Model], field: FileField, newest: int | None = None) -> Iterator[tuple[Any, str]]:
    """Yield key and name of the files of a column, in batches by primary key.

    Args:
        model: whose rows.
        field: its column.
        newest: look at so many of the newest rows only.
    """
    rows = model._base_manager.exclude(**{field.name: ""}).exclude(**{f"{field.name}__isnull": True})
    if newest is not None:
        yield from rows.order_by("-pk").values_list("pk", field.name)[:newest]
        return
    rows = rows.order_by("pk").values_list("pk", field.name)
    batch = list(rows[:BATCH])
    while batch:
        yield from batch
        batch = list(rows.filter(pk__gt=batch[-1][0])[:BATCH])


def keys_of(newest: int | None = None) -> Iterator[tuple[str, str]]:
    """Yield a name and the key of each file; "" where one is in clear, and nothing for one that is gone or damaged.

    Args:
        newest: look at so many of the newest rows of each column only, which are named by table and row; otherwise at every
            file, whatever names it, by its own name.

    Raises:
        OSError: one cannot be read (a store that does not answer, a folder of somebody else): what lies under which key is not known.
    """
    if newest is None:
        named = ((name, name) for name in _all_files())
    else:
        named = (
            (f"{model._meta.label_lower} {pk}", name)
            for model, field in private_columns()
            for pk, name in names_of(model, field, newest)
        )
    for who, name in named:
        try:
            yield who, PRIVATE_STORAGE.key_of(name)
        except (FileNotFoundError, SealingError):
            # Said by the checks of files.
            continue


def _all_files() -> Iterator[str]:
    """Yield the name of every file; those of a moment, which a probe or a run of ours lays there, are none."""
    for entry in PRIVATE_STORAGE.entries():
        if not entry.name.startswith(f"{UNFINISHED}/") and not entry.name.rpartition("/")[2].startswith("."):
            yield entry.name


def seal_files_anew() -> Iterator[tuple[str, str]]:
    """Seal what is not under the newest key, one file after the other; may be stopped and started at any time.

    Yields:
        Table row of each file, its own name where no row has it, and "" when it is sealed now, or why it was left as it is.
    """
    PRIVATE_STORAGE.forget_unfinished()
    newest = current.keys().newest
    for model, field in private_columns():
        for pk, name in names_of(model, field):
            try:
                if PRIVATE_STORAGE.key_of(name) == newest:
                    continue
                PRIVATE_STORAGE.seal_anew(name)
                if not model._base_manager.filter(pk=pk, **{field.name: name}).exists():
                    # Erased while it was sealed: it must not come back.
                    PRIVATE_STORAGE.delete(name)
                yield f"{model._meta.label_lower} {pk}", ""
            except FileNotFoundError:
                continue
            except SealingError as error:
                yield f"{model._meta.label_lower} {pk}", str(error)
    yield from _seal_what_no_row_names(newest)


def _seal_what_no_row_names(newest: str) -> Iterator[tuple[str, str]]:
    """Seal what waits for a form or an import: by now all that a row names is sealed, or was told of.

    What cannot be opened is nobody's loss, goes by its sweep, and is counted under its key until then. A file that its owner
    takes away in this very moment may be there once more; nothing names it, and the sweep takes it.
    """
    for name in _all_files():
        try:
            if PRIVATE_STORAGE.key_of(name) != newest:
                PRIVATE_STORAGE.seal_anew(name)
                yield name, ""
        except (FileNotFoundError, SealingError):
            continue
