"""Files that people handed in: each row has its file, and each file its row.

Every day looks at the newest, and at a part of the older ones, so that all have been seen after `DAYS`. Which columns name
files is read from the models: a new one is looked at without anybody thinking of it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from itertools import chain

from django.apps import apps
from django.core.exceptions import SuspiciousFileOperation
from django.db.models import Field, FileField, Model
from django.utils.translation import gettext_lazy as _

from portal.files import PRIVATE_STORAGE
from portal.files.resealing import private_columns
from portal.upkeep.registry import Found, Look, Severity, check, these

DAYS = 30
NEWEST = 500
BEING_WRITTEN = dt.timedelta(days=1)
"""A file is written before its row; what is younger may still get one."""
OF_NOBODY = frozenset({".probe-"})
SHARD = re.compile(r"[0-9a-f]{2}")


def file_columns() -> list[tuple[type[Model], FileField]]:
    """Return every column of every table that names a file."""
    return [
        (model, field)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if isinstance(field, Field) and isinstance(field, FileField)
    ]


def _named(look: Look) -> Iterator[tuple[type[Model], FileField, int, str]]:
    """Yield model, column, key and name of the files whose turn it is."""
    for model, field in file_columns():
        stored = model._base_manager.exclude(**{field.name: ""}).exclude(**{f"{field.name}__isnull": True})
        wanted = stored.order_by("-pk").values_list("pk", field.name)
        if look.is_full:
            parts = [wanted.iterator(chunk_size=2_000)]
        else:
            turn = stored.extra(where=["MOD(id, %s) = %s"], params=[DAYS, look.turn(DAYS)])
            has_number = model._meta.pk is not None and model._meta.pk.column == "id"
            rest = turn.order_by("-pk").values_list("pk", field.name)[:10_000] if has_number else ()
            parts = [iter(wanted[:NEWEST]), iter(rest)]
        seen: set[object] = set()
        for pk, name in chain(*parts):
            if look.is_full or pk not in seen:
                seen.add(pk)
                yield model, field, pk, name


@check(
    Severity.NOW,
    _("ไฟล์ที่บันทึกไว้ไม่มีบนดิสก์"),
    _("คืนไฟล์จากสำเนาสำรอง (docs/operator.md, Backup) ชื่อในรายการบอกว่าของตารางใด เลขใด"),
)
def files_missing(look: Look) -> Found:
    """A row names a file that is not there."""
    return these(
        f"{model._meta.label_lower} {pk}"
        for model, field, pk, name in _named(look)
        if not _is_there(field, name)
    )


def _is_there(field: FileField, name: str) -> bool:
    try:
        return bool(field.storage.exists(name))
    except SuspiciousFileOperation:
        return False


@check(
    Severity.NOW,
    _("ไฟล์บนดิสก์ไม่ตรงกับที่บันทึกไว้"),
    _("คืนไฟล์จากสำเนาสำรอง (docs/operator.md, Backup) แล้วดูว่าดิสก์เสียหรือมีผู้แก้ไฟล์"),
)
def files_cut(look: Look) -> Found:
    """A file has another size than its row says: written by halves, or changed since."""
    return these(
        f"{model._meta.label_lower} {pk}"
        for model, field, pk, name in _named(look)
        if model._meta.label == "cases.CaseFile"
        and _is_there(field, name)
        and field.storage.size(name) != model._base_manager.values_list("size", flat=True).get(pk=pk)
    )


@check(
    Severity.PLAN,
    _("มีไฟล์บนดิสก์ที่ไม่มีใครรู้จัก"),
    _("ย้ายไฟล์ออกไปเก็บที่อื่นก่อน แล้วลบเมื่อแน่ใจ อาจเป็นไฟล์ของคำขอที่ส่งไม่สำเร็จ"),
)
def files_unrecorded(look: Look) -> Found:
    """A private file older than a day that no row names."""
    return these(_unrecorded(look))


def _unrecorded(look: Look) -> Iterator[str]:
    columns = list(private_columns())
    limit = int((look.now - BEING_WRITTEN).timestamp() * 1_000_000_000)
    for folder in _folders(look):
        for entry in PRIVATE_STORAGE.entries(folder):
            name = entry.name
            if entry.changed_ns > limit or name.rpartition("/")[2].startswith(tuple(OF_NOBODY)):
                continue
            if not any(model._base_manager.filter(**{field.name: name}).exists() for model, field in columns):
                yield name


def _folders(look: Look) -> Iterator[str]:
    """Yield the folders whose turn it is: files lie in 256 of them for each kind, by the first letters of a random name."""
    for kind in sorted(_inside("")):
        for shard in sorted(_inside(kind)):
            if not SHARD.fullmatch(shard):
                continue
            if look.is_full or int(shard, 16) % DAYS == look.turn(DAYS):
                yield f"{kind}/{shard}"


def _inside(folder: str) -> list[str]:
    try:
        folders: list[str] = PRIVATE_STORAGE.listdir(folder)[0]
    except FileNotFoundError:
        return []
    return folders
