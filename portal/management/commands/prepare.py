"""`manage.py prepare`: bring database, starter content and search index up to date."""

from __future__ import annotations

import shutil
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.files.storage import storages
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils.module_loading import import_string
from wagtail.models import Page

from portal import file_modes
from portal.accounts.demo import password_file, sign_in_lines
from portal.management import prepared
from portal.sealing import current, proving, starting
from portal.search.sources import site_index
from portal.upkeep.upgrading import reasons_against
from portal.web.static import HashedStaticFiles


def _static_state() -> str:
    """Return a mark of every static file: its name, size and time."""
    mark = sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            mark.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return mark.hexdigest()


class Command(BaseCommand):
    """Idempotent; each step says what it does and how long it took."""

    help = "Migrate, load the starter content once, and build the search index where it is missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--demo", action="store_true", help="also make demonstration staff and fictitious cases, once"
        )
        parser.add_argument(
            "--without-backup",
            action="store_true",
            help="change the database of a real installation although no fresh backup is there",
        )

    def handle(self, *args: Any, demo: bool, **options: Any) -> None:
        """Do what is left to do.

        Raises:
            CommandError: this version must not change the database, for the reasons that are told; or a key is missing.
        """
        if reasons := reasons_against(without_backup=options["without_backup"]):
            raise CommandError("\n".join(["Nothing was changed. " + reasons[0], *reasons[1:]]))
        file_modes.tighten(deep=True)
        self._look_after_keys()
        # A run that was killed, and a backup of an older version that was put back, leave nothing to migrate and yet miss
        # what comes after that.
        is_same, was_broken_off = prepared.is_current(demo=demo), not prepared.is_there()
        if not is_same:
            prepared.forget()
        is_migrated = self._unapplied()
        if is_migrated:
            with self._step("database tables"):
                call_command("migrate", verbosity=0, interactive=False)
        proving.prove_keys()
        is_new, is_added = not Page.objects.filter(slug="library", depth=3).exists(), False
        if is_new:
            self._load("starter content", settings.KLANG["STARTER"])
        elif is_migrated or not is_same:
            is_added = self._load("what is new in the starter content", settings.KLANG["ADDED_LATER"])
        if demo and not self._has_demo():
            self._load("demonstration staff and fictitious cases", settings.KLANG["DEMO"])
        # Starter pages are made live without the signals of publishing, so a new installation is indexed as a whole; a
        # new version may hand over more of what there is already.
        if is_new or is_migrated or is_added or was_broken_off or not site_index.is_current():
            with self._step("search index"):
                site_index.rebuild()

        self._collect()
        prepared.remember(demo=demo)
        if demo:
            self.stdout.write("\n".join(["", *("  " + line for line in sign_in_lines())]))

    def _look_after_keys(self) -> None:
        """Make a key file where one may be made, before anything could have to be sealed.

        Raises:
            CommandError: a key is missing or wrong.
        """
        if starting.make_where_allowed():
            self.stdout.write(f"  keys are new: {current.path()}")
        if wrong := starting.problem():
            raise CommandError(f"Nothing was changed. {wrong}")

    def _collect(self) -> None:
        """Collect static files, compressed, when one of them changed since the last time."""
        if not isinstance(storages["staticfiles"], HashedStaticFiles):
            return
        stamp, now = settings.STATIC_ROOT / "collected", _static_state()
        if stamp.is_file() and stamp.read_text("ascii") == now:
            return
        with self._step("style, scripts and typefaces"):
            shutil.rmtree(settings.STATIC_ROOT, ignore_errors=True)
            call_command("collectstatic", verbosity=0, interactive=False)
            stamp.write_text(now, "ascii")

    def _has_demo(self) -> bool:
        return password_file().exists()

    def _load(self, label: str, paths: list[str]) -> bool:
        """Take steps, all of them or none; says whether one of them says that it added something."""
        is_added = False
        with self._step(label), transaction.atomic():
            for path in paths:
                step: Callable[[], object] = import_string(path)
                told = step()
                # How many, or which; the library tells what was there already as well.
                is_added = bool(getattr(told, "created", told)) or is_added
        return is_added

    @staticmethod
    def _unapplied() -> bool:
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))

    @contextmanager
    def _step(self, label: str) -> Any:
        self.stdout.write(f"  {label} … ", ending="")
        self.stdout.flush()
        started = monotonic()
        yield
        self.stdout.write(f"done ({monotonic() - started:.0f} s)")
