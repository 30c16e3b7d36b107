"""What a case says of people is gone everywhere when its time is over (PDPA s.37(3); privacy 14; R23)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection, models, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cases.domain import asking, erasing, intake, reporting, working
from cases.errors import CaseError
from cases.machine.vocabulary import Stage
from cases.models import AffectedPerson, AssistanceRecord, Case, CaseEvent, CaseFile, Reporter
from cases.vocabulary import Visibility
from portal.accounts.models import KeptForm
from portal.actors import Citizen
from portal.audit import sealing
from portal.files import PRIVATE_STORAGE, CheckedFile, StoreError
from portal.files.tasks import AGAIN, delete_files
from portal.outbox.models import OutboxMessage
from tests.cases import factories
from tests.cases.factories import CANARIES, CANARY_PHONE, CANARY_STORY, World

FILE_CANARY = "CANARY-FILE-7731"
WORDS = (*CANARIES, FILE_CANARY, "รูปคะนารี", CANARY_STORY.replace("-", ""), CANARY_PHONE.replace("-", ""))


def full_case(world: World) -> Case:
    """A case in which people wrote wherever they can write, closed long ago, with a file, messages and a kept form."""
    case = factories.working_case(world)
    actor = world.local.officer
    working.add_note(case=case, actor=actor, text=f"บันทึก {CANARY_STORY}", readers=Visibility.SHARED)
    asking.ask_reporter(case=case, actor=actor, question=f"ถาม {CANARY_STORY}")
    case.refresh_from_db()
    asking.send_message(case=case, actor=Citizen(case.reference), text=f"ตอบ {CANARY_STORY}")
    content = CheckedFile(
        name="รูปคะนารี.jpg",
        content=b"\xff\xd8" + FILE_CANARY.encode(),
        content_type="image/jpeg",
        extension="jpg",
    )
    intake.add_file(case=case, checked=content, actor=Citizen(case.reference))
    KeptForm.objects.create(
        owner=actor.person,
        path=f"/desk/cases/{case.reference}/note/",
        content=CANARY_STORY,
        expires_at=timezone.now() + dt.timedelta(hours=1),
    )
    for record in AssistanceRecord.objects.filter(case=case):
        record.description = CANARY_STORY
        record.save()
    return closed(case)


def closed(case: Case) -> Case:
    Case.objects.filter(pk=case.pk).update(
        stage=Stage.CLOSED,
        closed_at=timezone.now(),
        retention_until=timezone.localdate() - dt.timedelta(days=1),
    )
    case.refresh_from_db()
    return case


def dump() -> str:
    """Every value of every column of every table, in whatever database this is."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [
                bytes(value).decode(errors="replace")
                if isinstance(value, (bytes, memoryview))
                else str(value)
                for row in cursor.fetchall()
                for value in row
            ]
    return "\n".join(found)


def read() -> str:
    """Every value of every row as the portal reads it: what is sealed is opened."""
    return "\n".join(
        str(getattr(row, field.attname))
        for model in apps.get_models(include_auto_created=True)
        for row in model._base_manager.all()
        for field in model._meta.concrete_fields
    )


def files() -> str:
    roots = (
        settings.PRIVATE_ROOT,
        settings.MEDIA_ROOT,
        settings.KLANG["INDEX_DIR"],
        settings.KLANG["TRAIL_DIR"],
    )
    paths = [path for root in roots for path in Path(root).rglob("*") if path.is_file()]
    return "\n".join(f"{path.name} {path.read_bytes().decode(errors='replace')}" for path in paths)


def leaks(text: str) -> list[str]:
    return [canary for canary in WORDS if canary in text]


def test_nothing_is_left_in_any_table_or_file(
    world: World, django_capture_on_commit_callbacks, caplog, settings, tmp_path
):
    settings.PRIVATE_ROOT = tmp_path / "private"
    case = full_case(world)
    assert set(leaks(read())) >= {CANARY_STORY, "รูปคะนารี"}, "the data that could leak is there"
    with django_capture_on_commit_callbacks(execute=True):
        erasing.erase(case)
    sealing.seal()
    assert leaks(read()) == []
    assert leaks(dump()) == []
    assert leaks(files()) == []
    assert leaks(caplog.text) == []


def test_coded_facts_history_and_figures_stay(world: World):
    case = full_case(world)
    before = reporting.yearly_figures(2570).rows, CaseEvent.objects.filter(case=case).count()
    erasing.erase(case)
    case.refresh_from_db()
    assert case.anonymized
    assert (reporting.yearly_figures(2570).rows, CaseEvent.objects.filter(case=case).count() - 1) == before
    person = AffectedPerson.objects.get(case=case)
    assert (person.name, person.phone, person.age) == ("", "", None)
    assert person.age_band
    assert not Reporter.objects.filter(case=case).exists()
    assert not list(sealing.findings())


def test_nobody_finds_the_case_by_its_secret_or_reads_it_any_more(world: World):
    case = full_case(world)
    erasing.erase(case)
    case.refresh_from_db()
    assert (case.secret_hash, case.grants.filter(until__isnull=True).exists()) == ("", False)
    assert not Case.objects.visible_to(world.local.supervisor).filter(pk=case.pk).exists()


@pytest.fixture
def in_the_queue(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Exception]]:
    """Tasks wait in the database; returns what the storage says of which file instead of deleting it."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    says: dict[str, Exception] = {}
    delete = PRIVATE_STORAGE.delete

    def asked(name: str) -> None:
        if name in says:
            raise says[name]
        delete(name)

    monkeypatch.setattr(PRIVATE_STORAGE, "delete", asked)
    yield says


def work_off() -> None:
    """Do what the queue has for files at this moment, as a worker does."""
    for row in DBTaskResult.objects.ready().filter(task_path=delete_files.module_path):
        row.task.call(*row.args_kwargs["args"])
        row.delete()


def files_of(case: Case) -> dict[str, Path]:
    return {row.file.name: Path(row.file.path) for row in CaseFile.objects.filter(case=case)}


def case_with_files(world: World, count: int) -> Case:
    case = full_case(world)
    first = CaseFile.objects.get(case=case)
    for _more in range(count - 1):
        case.files.create(
            file=ContentFile(b"x", name="a.jpg"), name="a.jpg", size=1, content_type="image/jpeg"
        )
    assert first.file.name in files_of(case)
    return case


def test_files_go_by_the_queue_when_the_rows_are_gone_for_good(world: World, in_the_queue: dict):
    case = case_with_files(world, 2)
    paths = files_of(case).values()
    erasing.erase(case)
    assert all(path.exists() for path in paths)
    work_off()
    assert not any(path.exists() for path in paths)
    assert not DBTaskResult.objects.filter(task_path=delete_files.module_path).exists()


def test_an_act_that_is_rolled_back_loses_no_file(world: World, in_the_queue: dict):
    case = case_with_files(world, 1)
    with pytest.raises(RuntimeError), transaction.atomic():
        erasing.erase(case)
        raise RuntimeError
    work_off()
    assert all(path.exists() for path in files_of(case).values())


@pytest.mark.parametrize("error", [StoreError("SlowDown"), PermissionError(13, "denied")])
def test_a_file_that_stays_is_tried_again_until_it_is_gone_and_keeps_no_other(
    world: World, in_the_queue: dict, caplog, error: OSError
):
    """What nobody knows the name of any more nobody would ever delete: names leave the queue with their files (R23)."""
    case = case_with_files(world, 3)
    paths = files_of(case)
    stays = next(iter(paths))
    in_the_queue[stays] = error
    with time_machine.travel(timezone.now(), tick=False) as clock:
        erasing.erase(case)
        for _round in range(3):
            work_off()
            assert [name for name, path in paths.items() if path.exists()] == [stays]
            waiting = DBTaskResult.objects.get(task_path=delete_files.module_path)
            assert (waiting.args_kwargs["args"], waiting.run_after) == ([[stays]], timezone.now() + AGAIN)
            clock.shift(AGAIN)
        assert stays not in caplog.text
        assert f"1 files that should be gone could not be deleted ({type(error).__name__})" in caplog.text
        in_the_queue.clear()
        work_off()
    assert not paths[stays].exists()
    assert not DBTaskResult.objects.filter(task_path=delete_files.module_path).exists()


def test_a_file_that_is_gone_already_is_gone(world: World, in_the_queue: dict):
    case = case_with_files(world, 2)
    paths = files_of(case)
    in_the_queue[next(iter(paths))] = FileNotFoundError(2, "gone")
    erasing.erase(case)
    work_off()
    assert not DBTaskResult.objects.filter(task_path=delete_files.module_path).exists()


def test_a_case_that_is_open_again_is_left_as_it_is(world: World):
    case = factories.working_case(world)
    with pytest.raises(CaseError), transaction.atomic():
        erasing.erase(case)
    case.refresh_from_db()
    assert case.narrative == CANARY_STORY


def test_letters_to_offices_stay_and_those_to_people_go(world: World):
    case = full_case(world)
    people = OutboxMessage.objects.filter(organization__isnull=True, dedup_key__contains=case.reference)
    assert people.exists()
    offices = OutboxMessage.objects.filter(organization__isnull=False).count()
    erasing.erase(case)
    assert not people.exists()
    assert OutboxMessage.objects.filter(organization__isnull=False).count() == offices


def text_columns() -> list[tuple[type[models.Model], str]]:
    kinds = (models.CharField, models.TextField, models.JSONField, models.FileField)
    return [
        (model, field.name)
        for room in ("cases", "committee")
        for model in apps.get_app_config(room).get_models()
        for field in model._meta.get_fields()
        if isinstance(field, kinds) and not field.choices and not field.name.endswith("_key")
    ]


@pytest.mark.parametrize(("model", "name"), text_columns(), ids=lambda one: getattr(one, "__name__", one))
def test_every_text_column_is_named_as_erased_or_as_kept(model, name):
    is_named = (
        model in erasing.DELETED
        or name in erasing.ERASED.get(model, {})
        or f"{model.__name__}.{name}" in erasing.KEPT
    )
    assert is_named, (
        f"say in cases/domain/erasing.py what happens to {model.__name__}.{name} when its time is over"
    )


def test_the_report_counts_what_would_go(world: World):
    case = full_case(world)
    counts = erasing.counts_of(case)
    assert (counts[AffectedPerson], counts[Reporter], counts[CaseFile]) == (1, 1, 1)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_in_the_file_of_the_database_either(world_committed: World):
    """SQLite leaves deleted rows in free pages unless it is told to overwrite them (`secure_delete`)."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL gives freed space back by its own vacuum")
    case = full_case(world_committed)
    assert leaks(raw()) == [], "sealed while it is kept"
    with connection.cursor() as cursor:
        cursor.execute("SELECT narrative FROM cases_case")
        (sealed,) = cursor.fetchone()
    assert sealed in raw()
    erasing.erase(case)
    assert sealed not in raw()


def raw() -> str:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(connection.settings_dict["NAME"]).read_bytes().decode(errors="replace")


@pytest.fixture
def world_committed(transactional_db: None) -> World:
    return factories.world()


def test_help_is_still_on_the_books(world: World):
    case = factories.working_case(world)
    assistance_before = AssistanceRecord.objects.filter(case=case).values_list("amount_baht", flat=True)
    amounts = list(assistance_before)
    erasing.erase(closed(case))
    assert list(AssistanceRecord.objects.filter(case=case).values_list("amount_baht", flat=True)) == amounts
