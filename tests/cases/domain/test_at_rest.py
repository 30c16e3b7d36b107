"""Whoever has a copy of database and files reads nothing of anybody (decision 0012; ASVS 11.2.1, 11.3.1; line 48)."""

from __future__ import annotations

import importlib
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext_lazy

from cases.models import AffectedPerson, Case, CaseKey, CaseTerm, Reporter
from portal.sealing import columns, current, envelope
from portal.sealing.errors import BrokenSealError, SealingError, UnsealedError
from portal.sealing.fields import Sealed, SealedField
from tests.cases import factories
from tests.cases.domain.test_erasing import dump, files, full_case, leaks, read
from tests.cases.factories import CANARIES, CANARY_NAME, CANARY_STORY, World
from tests.older_tables import StepByStep
from tests.sealing.helpers import add_key, own_keys


def stored(row: models.Model, column: str) -> str:
    """Return what stands in the database itself."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {row._meta.db_table} WHERE id = %s", [row.pk])  # noqa: S608
        return str(cursor.fetchone()[0])


def write(row: models.Model, column: str, value: str) -> None:
    """Write past the portal."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {row._meta.db_table} SET {column} = %s WHERE id = %s", [value, row.pk])  # noqa: S608


def test_a_dump_of_database_and_files_holds_no_canary(world: World, settings: Any, tmp_path: Path) -> None:
    full_case(world)
    assert set(leaks(read())) >= {CANARY_STORY, CANARY_NAME, "รูปคะนารี"}
    assert leaks(dump()) == []
    assert leaks(files()) == []


def test_every_sealed_column_comes_back_on_every_way_into_the_table(world: World) -> None:
    """Made, saved in part, made in bulk, made or changed by a key, read again, read late."""
    case = factories.working_case(world)
    assert (case.narrative, Case.objects.get(pk=case.pk).narrative) == (CANARY_STORY, CANARY_STORY)
    case.narrative, case.village = "เรื่องใหม่", "บ้านใหม่"
    case.save(update_fields=["narrative"])
    again = Case.objects.defer("narrative", "village").get(pk=case.pk)
    assert (again.narrative, again.village) == ("เรื่องใหม่", Case.objects.get(pk=case.pk).village)
    again.refresh_from_db()
    assert again.narrative == "เรื่องใหม่"
    made = AffectedPerson.objects.bulk_create(AffectedPerson(case=case, name=name) for name in ("หนึ่ง", ""))
    assert [AffectedPerson.objects.get(pk=one.pk).name for one in made] == ["หนึ่ง", ""]
    Reporter.objects.update_or_create(
        case=case, defaults={"name": gettext_lazy("เรื่อง"), "email": "a@example.org"}
    )
    assert (Case.objects.get(pk=case.pk).reporter.name, case.reporter.relation) == (
        "เรื่อง",
        case.reporter.relation,
    )
    assert stored(case, "narrative").startswith("sealed.1.") and stored(made[1], "name") == ""
    Reporter.objects.filter(case=case).update(email="")
    assert Reporter.objects.get(case=case).email == ""


def test_what_nobody_opened_is_written_back_as_it_was(world: World) -> None:
    case = Case.objects.get(pk=factories.working_case(world).pk)
    before = stored(case, "narrative"), stored(case, "place_detail")
    case.helped = True
    case.save()
    assert (stored(case, "narrative"), stored(case, "place_detail")) == before
    assert isinstance(case.__dict__["narrative"], Sealed), "a save opens nothing"


def test_no_query_can_ask_for_what_is_sealed_or_write_it_in_clear(world: World) -> None:
    case = factories.working_case(world)
    assert Case.objects.filter(narrative="").count() == 0
    assert Case.objects.exclude(narrative="").get() == case
    for refused in (
        lambda: Case.objects.update(narrative="ในที่แจ้ง"),
        lambda: Case.objects.filter(narrative=CANARY_STORY).exists(),
        lambda: str(Case.objects.values_list("narrative", flat=True)[0]),
        lambda: f"{Case.objects.values('narrative')[0]['narrative']}",
        lambda: Case(narrative="x")._meta.get_field("narrative").pre_save(Case(narrative="x"), True),
    ):
        with pytest.raises(UnsealedError), transaction.atomic():
            refused()
    assert CANARY_STORY not in repr(Case.objects.values_list("narrative")[0])
    assert Case.objects.get(pk=case.pk).narrative == CANARY_STORY


def test_a_value_brought_elsewhere_or_changed_is_an_error_and_no_text(world: World) -> None:
    one, other = factories.working_case(world), factories.working_case(world)
    for column in ("narrative", "place_detail", "village"):
        write(other, column, stored(one, "narrative"))
        with pytest.raises(BrokenSealError):
            getattr(Case.objects.get(pk=other.pk), column)
    write(one, "narrative", stored(one, "narrative")[:-4])
    with pytest.raises(BrokenSealError):
        Case.objects.get(pk=one.pk).narrative  # noqa: B018 - reading is what fails


def test_lists_open_nothing_and_a_page_asks_no_more_often(world: World) -> None:
    case = factories.working_case(world)
    with CaptureQueriesContext(connection) as asked:
        found = Case.objects.get(pk=case.pk)
        assert found.narrative and found.place_detail is not None and found.reporter.name
    assert len(asked) == 2


def test_rows_are_sealed_under_the_second_key_and_a_stopped_run_goes_on(
    world: World, settings: Any, tmp_path: Path
) -> None:
    file = own_keys(settings, tmp_path / "keys")
    cases = [full_case(world) for _one in range(2)]
    # From before: in clear.
    write(cases[0], "narrative", CANARY_STORY)
    assert Case.objects.get(pk=cases[0].pk).narrative == CANARY_STORY
    assert list(columns.lying_under("")) == [f"cases.case {cases[0].pk}"]
    first, second = current.keys().newest, add_key(file)
    before = read()
    run = columns.seal_rows_anew()
    next(run)
    run.close()
    assert list(columns.lying_under(first)), "stopped in the middle"
    out = StringIO()
    call_command("rotate_keys", stdout=out)
    assert f"Nothing lies under {first} any more" in out.getvalue()
    assert not list(columns.lying_under("")) and not list(columns.lying_under(first))
    assert len(list(columns.lying_under(second))) > 10
    lines = file.read_text("ascii").splitlines()
    file.write_text("\n".join(line for line in lines if first not in line), "ascii")
    current.forget()
    assert set(leaks(read())) == set(leaks(before)) and leaks(dump()) == []
    assert list(columns.seal_rows_anew()) == []


def test_what_cannot_be_opened_stays_as_it_is_while_the_rest_is_sealed(
    world: World, settings: Any, tmp_path: Path
) -> None:
    file = own_keys(settings, tmp_path / "keys")
    case = factories.working_case(world)
    damaged = stored(case, "narrative")[:-4]
    write(case, "narrative", damaged)
    second = add_key(file)
    wrong = {name: why for name, why in columns.seal_rows_anew() if why}
    assert list(wrong) == [f"cases.case {case.pk}"] and "narrative" in wrong[f"cases.case {case.pk}"]
    assert CANARY_STORY not in str(wrong)
    assert stored(case, "narrative") == damaged
    assert envelope.key_of(stored(case.reporter, "name")) == second


def test_the_migration_seals_what_was_there_before(world: World) -> None:
    """Every column that was sealed by then is in its list, and keys and terms from before go, to be made by the key for finding.

    Tables that came later were sealed from their first row on.
    """
    case = factories.working_case(world)
    migration = importlib.import_module("cases.migrations.0035_seal_what_is_there")
    then = StepByStep(None).project_state(("cases", "0035_seal_what_is_there")).models
    sealed = {
        name
        for (room, name), model in then.items()
        if room == "cases" and any(isinstance(field, SealedField) for field in model.fields.values())
    }
    assert set(migration.SEALED) == sealed
    write(case, "narrative", CANARY_STORY)
    write(case.reporter, "name", CANARY_NAME)
    assert set(leaks(dump())) >= {CANARY_STORY, CANARY_NAME}
    migration.seal(apps, None)
    assert leaks(dump()) == []
    assert not CaseKey.objects.exists() and not CaseTerm.objects.exists()
    again = Case.objects.get(pk=case.pk)
    assert (again.narrative, again.reporter.name) == (CANARY_STORY, CANARY_NAME)


def test_without_the_key_a_case_is_an_error_and_nothing_is_spoiled(
    world: World, settings: Any, tmp_path: Path
) -> None:
    file = own_keys(settings, tmp_path / "keys")
    case = factories.working_case(world)
    before, kept = dump(), file.read_text("ascii")
    own_keys(settings, file)
    with pytest.raises(SealingError) as refused:
        Case.objects.get(pk=case.pk).narrative  # noqa: B018 - reading is what fails
    assert not [word for word in CANARIES if word in str(refused.value)]
    assert dump() == before
    file.write_text(kept, "ascii")
    current.forget()
    assert Case.objects.get(pk=case.pk).narrative == CANARY_STORY
