"""What a case says of people is gone everywhere when its time is over (PDPA s.37(3); privacy 14; R23)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone

from cases.domain import asking, erasing, intake, reporting, working
from cases.errors import CaseError
from cases.machine.vocabulary import Stage
from cases.models import AffectedPerson, AssistanceRecord, Case, CaseEvent, CaseFile, Reporter
from cases.vocabulary import Visibility
from portal.accounts.models import KeptForm
from portal.actors import Citizen
from portal.audit import sealing
from portal.files import CheckedFile
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


def test_the_file_goes_when_the_row_is_gone_for_good(world: World, django_capture_on_commit_callbacks):
    case = full_case(world)
    path = Path(CaseFile.objects.get(case=case).file.path)
    with django_capture_on_commit_callbacks(execute=False):
        erasing.erase(case)
    assert path.exists()


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
