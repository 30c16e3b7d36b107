"""A run begins with a copy of a migrated database, never with one that other migrations made (issue 7, part 1, 8)."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.kept_database import UNUSED_AFTER, KeptFile, KeptTemplate, key_of, sources

LONG_AGO = UNUSED_AFTER + timedelta(hours=1)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Everything that the key is made over, cut short: of each file only what it imports."""
    for path in sources(settings.BASE_DIR):
        copy = tmp_path / "checkout" / path.relative_to(settings.BASE_DIR)
        copy.parent.mkdir(parents=True, exist_ok=True)
        lines = path.read_text(encoding="utf-8").splitlines()
        copy.write_text(
            "\n".join(line for line in lines if re.fullmatch(r"(from|import) [\w., ]+", line)) + "\n"
        )
    for room in ("portal", "cases", "legal_library", "announcements"):
        (tmp_path / "checkout" / room / "__init__.py").touch()
    return tmp_path / "checkout"


class Maker:
    """Makes files and counts how often it had to."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self, path: Path) -> None:
        self.made += 1
        path.write_text(f"number {self.made}")


# What the key is made over


@pytest.mark.django_db
def test_every_migration_of_ours_that_django_runs_decides() -> None:
    """A room that is added later is held too: the list comes from Django's own, not from ours."""
    known = {path.relative_to(settings.BASE_DIR) for path in sources(settings.BASE_DIR)}
    ours = []
    for migration in MigrationExecutor(connection).loader.disk_migrations.values():
        module = Path(*type(migration).__module__.split(".")).with_suffix(".py")
        if (settings.BASE_DIR / module).exists():
            ours.append(module)
            assert module in known
    assert len(ours) >= 15


def test_settings_requirements_and_what_migrations_import_decide() -> None:
    known = {str(path.relative_to(settings.BASE_DIR)) for path in sources(settings.BASE_DIR)}
    assert {"portal/settings/base.py", "portal/settings/test.py", "requirements.txt"} <= known
    assert "requirements-dev.txt" in known
    # 0002_append_only writes what this module says.
    assert "portal/triggers.py" in known
    assert "tests/kept_database.py" in known


def test_the_same_sources_have_the_same_key_wherever_they_lie(checkout: Path, tmp_path: Path) -> None:
    shutil.copytree(checkout, tmp_path / "elsewhere")
    os.utime(tmp_path / "elsewhere" / "requirements.txt", (1, 1))
    assert key_of(checkout) == key_of(tmp_path / "elsewhere")
    assert key_of(checkout) != key_of(checkout, "another user")


def test_whatever_changes_in_any_source_changes_the_key(checkout: Path) -> None:
    """One letter in each file in turn, a file less, a file more, a file renamed."""
    keys = {key_of(checkout)}
    changes = 0
    for path in sources(checkout):
        if not path.is_relative_to(checkout):
            continue
        before = path.read_bytes()
        path.write_bytes(before + b"#")
        keys.add(key_of(checkout))
        path.write_bytes(before)
        changes += 1
        if "migrations" in path.parts:
            renamed = path.rename(path.with_name("9" + path.name))
            keys.add(key_of(checkout))
            renamed.unlink()
            keys.add(key_of(checkout))
            path.write_bytes(before)
            (path.with_name("9999_more.py")).write_text(f"# {path}")
            keys.add(key_of(checkout))
            path.with_name("9999_more.py").unlink()
            changes += 2 + (path.name == "__init__.py")
    assert len(keys) > changes
    assert key_of(checkout) in keys


def test_a_module_that_a_migration_begins_to_import_decides(checkout: Path) -> None:
    word = checkout / "portal" / "word.py"
    word.write_text("WORD = 'one'")
    migration = checkout / "cases" / "migrations" / "0999_word.py"
    for form in ("from portal.word import WORD", "import portal.word", "from portal import word"):
        migration.write_text(form)
        word.write_text("WORD = 'one'")
        before = key_of(checkout)
        word.write_text("WORD = 'two'")
        assert key_of(checkout) != before, form


# SQLite: files


def test_it_is_made_once_and_copied_from_then_on(tmp_path: Path) -> None:
    make = Maker()
    for name in ("a", "b", "c"):
        KeptFile(tmp_path / "kept", "key").copy_to(tmp_path / name, make)
        assert (tmp_path / name).read_text() == "number 1"
    assert make.made == 1


def test_what_a_run_does_to_its_copy_stays_there(tmp_path: Path) -> None:
    make = Maker()
    KeptFile(tmp_path / "kept", "key").copy_to(tmp_path / "a", make)
    (tmp_path / "a").write_text("changed")
    KeptFile(tmp_path / "kept", "key").copy_to(tmp_path / "b", make)
    assert (tmp_path / "b").read_text() == "number 1"


def test_the_kept_database_is_thrown_away_when_a_migration_changes(checkout: Path, tmp_path: Path) -> None:
    make = Maker()
    kept = tmp_path / "kept"
    KeptFile(kept, key_of(checkout)).copy_to(tmp_path / "a", make)
    migration = checkout / "cases" / "migrations" / "0001_initial.py"
    migration.write_text(migration.read_text() + "operations = []\n")

    KeptFile(kept, key_of(checkout)).copy_to(tmp_path / "b", make)
    assert make.made == 2
    assert (tmp_path / "b").read_text() == "number 2"


def test_the_old_one_goes_when_nobody_used_it_for_days(tmp_path: Path) -> None:
    make = Maker()
    old, younger, new = (KeptFile(tmp_path / "kept", name) for name in ("old", "younger", "new"))
    old.copy_to(tmp_path / "a", make)
    younger.copy_to(tmp_path / "a", make)
    moment = time.time() - LONG_AGO.total_seconds()
    for kept in (old, younger):
        os.utime(kept.path, (moment, moment))
    # Being used is enough to be kept.
    younger.copy_to(tmp_path / "a", make)
    new.copy_to(tmp_path / "a", make)
    assert not old.path.exists()
    assert younger.path.exists()
    assert new.path.exists()


def test_a_maker_that_dies_leaves_nothing_to_be_copied(tmp_path: Path) -> None:
    kept = KeptFile(tmp_path / "kept", "key")

    def dies(path: Path) -> None:
        path.write_text("half")
        path.with_name(path.name + "-wal").write_text("half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        kept.copy_to(tmp_path / "a", dies)
    assert not (tmp_path / "a").exists()

    kept.copy_to(tmp_path / "a", Maker())
    assert (tmp_path / "a").read_text() == "number 1"
    assert sorted(path.name for path in kept.folder.iterdir()) == ["key.sqlite3", "lock"]


def test_several_that_ask_at_once_let_one_make_it(tmp_path: Path) -> None:
    make = Maker()

    def slowly(path: Path) -> None:
        time.sleep(0.05)
        make(path)

    with ThreadPoolExecutor(4) as pool:
        list(
            pool.map(
                lambda n: KeptFile(tmp_path / "kept", "key").copy_to(tmp_path / str(n), slowly), range(4)
            )
        )
    assert make.made == 1
    assert {(tmp_path / str(n)).read_text() for n in range(4)} == {"number 1"}


def test_forgetting_makes_the_next_one_anew(tmp_path: Path) -> None:
    make = Maker()
    kept = KeptFile(tmp_path / "kept", "key")
    kept.forget()
    kept.copy_to(tmp_path / "a", make)
    kept.forget()
    kept.copy_to(tmp_path / "a", make)
    assert make.made == 2


# PostgreSQL: databases on the server


@pytest.fixture
def template(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[KeptTemplate]:
    """A template of a name that nobody else has; gone after the test."""
    if connection.vendor != "postgresql":
        pytest.skip("templates are PostgreSQL's")
    with django_db_blocker.unblock():
        made = KeptTemplate(connection, f"test_{uuid4().hex[:12]}")
        yield made
        made.forget()


def _comment(template: KeptTemplate, moment: str) -> None:
    with template._locked() as cursor:
        cursor.execute(f"COMMENT ON DATABASE \"{template.name}\" IS '{moment}'")


def _names(template: KeptTemplate) -> set[str]:
    with template._locked() as cursor:
        return set(template._all(cursor))


def test_a_template_is_made_once(template: KeptTemplate) -> None:
    made: list[str] = []
    assert template.ready(made.append) == template.name
    assert template.ready(made.append) == template.name
    assert made == [template.name]
    template.forget()
    template.ready(made.append)
    assert len(made) == 2


def test_a_template_that_was_not_finished_is_made_anew(template: KeptTemplate) -> None:
    def dies(name: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        template.ready(dies)
    assert template.name in _names(template)
    made: list[str] = []
    template.ready(made.append)
    assert made == [template.name]


def test_a_template_that_nobody_used_for_days_goes(template: KeptTemplate) -> None:
    other = KeptTemplate(connection, f"test_{uuid4().hex[:12]}")
    template.ready(lambda name: None)
    _comment(template, (datetime.now(UTC) - LONG_AGO).isoformat())
    # Use makes it young again.
    template.ready(lambda name: None)
    other.ready(lambda name: None)
    assert {template.name, other.name} <= _names(template)
    _comment(template, (datetime.now(UTC) - LONG_AGO).isoformat())
    other.forget()
    other.ready(lambda name: None)
    assert template.name not in _names(template)
    other.forget()


# This very run


@pytest.mark.django_db
def test_this_run_stands_on_a_copy_that_lacks_nothing() -> None:
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    if connection.vendor == "postgresql":
        assert connection.settings_dict["TEST"]["TEMPLATE"].startswith("klang_kept_")
        return
    kept = settings.BASE_DIR / ".pytest_cache" / "databases"
    assert Path(connection.settings_dict["NAME"]).parent == Path(settings.KLANG_VAR), "the run's own folder"
    tables = set(connection.introspection.table_names())
    with sqlite3.connect(KeptFile(kept, key_of(settings.BASE_DIR)).path) as copied:
        assert tables == {
            name
            for (name,) in copied.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if name != "sqlite_sequence"
        }
