"""Files that nothing names any more go by the queue, wherever they are forgotten: a store that is away keeps none for ever."""

from __future__ import annotations

import ast
import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.documents import get_document_model

from cases.importing import running
from cases.models import ListImport
from legal_library.models import Book, BookPage, LetterReading
from portal.files.storage import PRIVATE_STORAGE
from portal.files.tasks import delete_files
from portal.letters import printing
from portal.letters.vocabulary import PrintState
from tests.cases import factories
from tests.cases.factories import World

pytestmark = pytest.mark.django_db
ROOT = Path(configured.BASE_DIR)
STRAIGHT = {
    # The sweep of abandoned drafts deletes their folders.
    "cases/intake/uploads.py",
    # What was taken back because its transaction failed: there is no commit to wait for.
    "cases/domain/intake.py",
    "cases/importing/running.py",
    # The copy of a letter that was changed on the disk is drawn again in its place.
    "portal/letters/issuing.py",
    "portal/files",
}
"""Where a private file is deleted without the queue, and why."""


@pytest.fixture
def world(db: None) -> World:
    return factories.world()


@pytest.fixture
def away(settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The store gives up nothing; with names of what it was asked for."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    asked: list[str] = []

    def refuse(name: str) -> None:
        asked.append(name)
        raise PermissionError(13, "away")

    with monkeypatch.context() as patched:
        patched.setattr(PRIVATE_STORAGE, "delete", refuse)
        yield asked


def work_off() -> None:
    for row in list(DBTaskResult.objects.filter(task_path=delete_files.module_path)):
        row.task.call(*row.args_kwargs["args"])
        row.delete()


def stored(name: str) -> str:
    return PRIVATE_STORAGE.save(name, ContentFile(b"of somebody"))


def printed(world: World) -> tuple[list[str], Callable[[], object], models.QuerySet]:
    actor = world.center.officer
    order = printing.order(actor=actor, kind="register", subject="2570", parts=["2026-10-01", "2026-11-01"])
    names = [stored(f"prints/{part.number}.pdf") for part in order.parts.all()]
    for part, name in zip(order.parts.all(), names, strict=True):
        part.pdf.name, part.state = name, PrintState.READY
        part.save()
    orders = type(order).objects.filter(pk=order.pk)
    return names, lambda: printing.forget(orders), orders


def imported(world: World) -> tuple[list[str], Callable[[], object], models.QuerySet]:
    actor = world.center.officer
    names = [stored("imports/list"), stored("imports/refused")]
    row = ListImport.objects.create(
        organization=actor.organization,
        appointment=actor.appointment,
        by=actor.person,
        token=uuid.uuid4(),
        source="x",
        problem="disaster",
        narrative="x",
        file=names[0],
        refused_file=names[1],
        state=running.State.LOOKED,
        touched_at=timezone.now() - running.WAITS_FOR - dt.timedelta(hours=1),
    )
    return names, running.forget_old, ListImport.objects.filter(pk=row.pk).exclude(file="")


def read(world: World) -> tuple[list[str], Callable[[], object], models.QuerySet]:
    names = [stored("library-readings/file"), stored("library-readings/page")]
    row = LetterReading.objects.create(file=names[0], name="x.pdf", started_by=world.center.officer.person)
    row.leaves.create(number=1, picture=names[1], width=1, height=1)
    return names, row.delete, LetterReading.objects.filter(pk=row.pk)


def bound(world: World) -> tuple[list[str], Callable[[], object], models.QuerySet]:
    names = [stored("books/cover"), stored("books/page")]
    document = get_document_model().objects.create(title="x", file=ContentFile(b"%PDF-1.4", name="x.pdf"))
    book = Book.objects.create(document=document, fingerprint="x", made_at=timezone.now(), cover=names[0])
    BookPage.objects.create(book=book, number=1, width=1, height=1, picture=names[1])
    return names, book.delete, Book.objects.filter(pk=book.pk)


SITUATIONS = [printed, imported, read, bound]


@pytest.mark.parametrize("make", SITUATIONS, ids=lambda make: make.__name__)
def test_what_is_forgotten_while_the_store_is_away_goes_when_it_is_back(world: World, away, make):
    names, forget, rows = make(world)
    assert rows.exists()
    forget()
    assert not rows.exists(), "nobody waits for the store"
    work_off()
    assert set(away) == set(names)
    assert all(PRIVATE_STORAGE.exists(name) for name in names)
    waiting = DBTaskResult.objects.filter(task_path=delete_files.module_path)
    assert {name for row in waiting for name in row.args_kwargs["args"][0]} == set(names)
    assert all(row.run_after > timezone.now() for row in waiting)


@pytest.mark.parametrize("make", SITUATIONS, ids=lambda make: make.__name__)
def test_what_is_rolled_back_loses_no_file(world: World, settings, make):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    names, forget, rows = make(world)
    with pytest.raises(RuntimeError), transaction.atomic():
        forget()
        raise RuntimeError
    work_off()
    assert rows.exists()
    assert all(PRIVATE_STORAGE.exists(name) for name in names)


def deletes(path: Path) -> bool:
    """Say whether a module deletes a stored file by itself."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "delete"
        ):
            continue
        if (
            any(word.arg == "save" for word in node.keywords)
            or "storage" in ast.unparse(node.func.value).lower()
        ):
            return True
    return False


def test_no_other_module_deletes_a_file_by_itself():
    found = {
        str(path.relative_to(ROOT))
        for room in ("portal", "cases", "legal_library", "announcements")
        for path in (ROOT / room).rglob("*.py")
        if deletes(path)
    }
    assert {name for name in found if not any(name.startswith(known) for known in STRAIGHT)} == set()
