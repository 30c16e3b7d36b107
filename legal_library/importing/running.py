"""An import of `/cms/`, in the background: a thousand documents take minutes."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from legal_library.importing.records import Record
from legal_library.importing.sources import records_of
from legal_library.importing.writing import Choices, Outcome, take_over
from legal_library.models import LibraryImport
from portal.actors import System
from portal.audit import services as audit
from portal.files import PRIVATE_STORAGE
from portal.organizations.importing.reading import ImportFileError
from portal.queue.repeating import repeatable
from portal.thai.filenames import file_slug

KEPT = timedelta(days=7)
"""How long the files of an import stay that nobody carries out."""
_TABLES = (".xlsx", ".csv", ".tsv", ".jsonl", ".gz")


@transaction.atomic
def start(*, uploads: Sequence[UploadedFile], choices: dict[str, Any], user: Any) -> LibraryImport:
    """Keep files that were handed in and have them looked at.

    Args:
        uploads: a table with the files that it names, JSON lines, or documents.
        choices: `publish`, `replace`, `only_known`, `as_of` (ISO), `source_name`, `source_url`.
        user: who hands them in.
    """
    _forget_old()
    run = LibraryImport.objects.create(started_by=user, choices=choices)
    for number, upload in enumerate(uploads):
        given = Path(upload.name or "").name
        # A table names its files, so they keep their names; two of one name do not overwrite each other.
        name = given if _is_plain(given) else file_slug(given)
        if name in run.files:
            name = f"{number}-{name}"
        stored = PRIVATE_STORAGE.save(f"{run.folder}/{name}", upload)
        run.files.append(stored.removeprefix(f"{run.folder}/"))
    run.save(update_fields=["files"])
    transaction.on_commit(lambda: look_at.enqueue(run.pk))
    return run


def _is_plain(name: str) -> bool:
    return (
        bool(name)
        and not name.startswith(".")
        and "/" not in name
        and "\\" not in name
        and "\x00" not in name
        and len(name.encode()) <= 200
    )


def _forget_old() -> None:
    for run in LibraryImport.objects.filter(started_at__lt=timezone.now() - KEPT).exclude(files=[]):
        forget_files(run)


def forget_files(run: LibraryImport) -> None:
    """Delete the files of an import; its report stays."""
    PRIVATE_STORAGE.delete_folder(run.folder)
    run.files = []
    run.save(update_fields=["files"])


def confirm(run: LibraryImport) -> bool:
    """Have an import carried out that was looked at; say whether it was waiting for that."""
    waiting = LibraryImport.objects.filter(pk=run.pk, state=LibraryImport.State.LOOKED)
    if not waiting.update(state=LibraryImport.State.WRITING):
        return False
    transaction.on_commit(lambda: carry_out.enqueue(run.pk))
    return True


@task()
@repeatable
def look_at(pk: int) -> None:
    """Say what an import would do, and keep nothing of it."""
    run = LibraryImport.objects.get(pk=pk)
    if run.state == LibraryImport.State.LOOKING:
        _run(run, dry_run=True)


@task()
@repeatable
def carry_out(pk: int) -> None:
    """Do an import. What an earlier try has done is left as it is."""
    run = LibraryImport.objects.get(pk=pk)
    if run.state == LibraryImport.State.WRITING and _run(run, dry_run=False):
        audit.record(
            actor=System(),
            action="library.import",
            subject=f"import:{run.pk}",
            data={"counts": dict(run.counts())},
        )
        forget_files(run)


def _run(run: LibraryImport, *, dry_run: bool) -> bool:
    try:
        with TemporaryDirectory(prefix="klang-import-") as folder:
            outcomes = list(take_over(_records(run, Path(folder)), _choices(run), dry_run=dry_run))
    except ImportFileError as error:
        run.fail(str(error))
        return False
    except Exception:
        # Or it would be said for ever that it is at work; whoever looks after the portal reads of it in the log.
        run.fail(_("ระบบขัดข้อง นำเข้าไม่จบ สิ่งที่นำเข้าแล้วอยู่ครบ แจ้งผู้ดูแลระบบ แล้วส่งไฟล์เดิมอีกครั้งได้"))
        raise
    run.outcomes = [_row(outcome) for outcome in outcomes]
    run.state = LibraryImport.State.LOOKED if dry_run else LibraryImport.State.DONE
    run.save(update_fields=["outcomes", "state"])
    return True


def _records(run: LibraryImport, folder: Path) -> list[Record]:
    """Return the records of the tables among the files; where there is no table, each file is a document.

    Args:
        run: whose files.
        folder: to read them from: they came to another machine, perhaps, and the readers want them side by side.

    Raises:
        ImportFileError: a file cannot be read, or there is none.
    """
    paths = [_laid(run, name, folder) for name in run.files]
    tables = [path for path in paths if path.suffix.lower() in _TABLES]
    if not paths:
        raise ImportFileError(_("ไฟล์ถูกลบไปแล้ว ส่งใหม่อีกครั้ง"))
    return [record for path in tables or paths for record in records_of(path)]


def _laid(run: LibraryImport, name: str, folder: Path) -> Path:
    path = folder / name
    try:
        with PRIVATE_STORAGE.open(f"{run.folder}/{name}") as stored, path.open("wb") as file:
            shutil.copyfileobj(stored, file)
    except FileNotFoundError as gone:
        raise ImportFileError(_("ไฟล์ถูกลบไปแล้ว ส่งใหม่อีกครั้ง")) from gone
    return path


def _choices(run: LibraryImport) -> Choices:
    values = dict(run.choices)
    as_of = values.pop("as_of", "")
    return Choices(**values, as_of=date.fromisoformat(as_of) if as_of else None, user=run.started_by)


def _row(outcome: Outcome) -> list[Any]:
    remarks = "; ".join(filter(None, outcome.remarks))
    return [outcome.place, outcome.result.value, outcome.title, remarks, outcome.document]
