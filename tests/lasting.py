"""What the tests of a module begin with, made once in a transaction around all of them; each gets a copy of its own.

A test undoes what it changed in the database itself (`db` is a savepoint within that transaction); the objects are copied
and the private files laid back for each. Only for modules without tests that commit: they would empty the tables.
"""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Generic, TypeVar

from django.conf import settings
from django.db import transaction
from django.utils.translation import override
from pytest_django import DjangoDbBlocker

T = TypeVar("T")


class Lasting(Generic[T]):
    """What was made."""

    def __init__(self, made: T, files: Path) -> None:
        self._made = made
        self._files = files

    def fresh(self) -> T:
        """Return it as it was when it was made, with its private files, for one test."""
        shutil.copytree(self._files, settings.PRIVATE_ROOT, dirs_exist_ok=True)
        return copy.deepcopy(self._made)


@contextmanager
def lasting(blocker: DjangoDbBlocker, make: Callable[[], T]) -> Iterator[Lasting[T]]:
    """Keep what is made for as long as this lasts.

    Args:
        blocker: what keeps tests without a database from one.
        make: makes rows, files and objects that can be copied; it runs in Thai, as every test begins.
    """
    around = transaction.atomic()
    # What insists on a transaction of its own may begin one here, as within a test.
    around._from_testcase = True
    with TemporaryDirectory() as folder, blocker.unblock(), around:
        with override(settings.LANGUAGE_CODE):
            made = make()
        files = Path(folder) / "private"
        if settings.PRIVATE_ROOT.exists():
            shutil.move(settings.PRIVATE_ROOT, files)
        files.mkdir(exist_ok=True)
        with blocker.block():
            yield Lasting(made, files)
        transaction.set_rollback(True)
