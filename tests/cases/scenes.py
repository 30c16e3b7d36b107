"""Scenes that many tests begin with: acted out once in a process, then laid, the rows that the verbs wrote written again.

A test that begins with a case on which somebody works would act out four verbs first, which takes many times as long as
writing their rows. Laid are the same rows with the same keys and the same objects; the test that acts a scene out takes it
back and stands on laid rows like all others. `tests/cases/test_scenes.py` holds both against each other.

A scene is laid only where acting it out would write the same: on a fresh district, behind nothing but scenes, where the test
has changed no part of the program, in the same hour and less than half a minute later. Anywhere else it is acted out.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.conf import UserSettingsHolder, settings
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import get_language

from portal.page_cache import changes
from tests.cases import rows

P = ParamSpec("P")
T = TypeVar("T")
District = TypeVar("District")

OLDEST = timedelta(seconds=30)
"""How old a scene may be when it is laid: a busy machine may need as long between two verbs."""
MOST = 100
"""Scenes that are remembered at a time."""
MOST_IN_A_TEST = 8
"""Scenes of one test that are laid: to remember one, whole tables are read, and a test that makes many fills them."""
OF_NO_SCENE = frozenset(
    {"django_session", "accounts_user", "accounts_signinmark", "accounts_opensession", "axes_accesslog"}
)
"""Tables that scenes neither read nor write: whoever signed in before changed nothing for them."""
UNPICKLED = (pickle.PicklingError, TypeError, AttributeError)
"""What Python says of a thing that it cannot pickle."""


@dataclass(frozen=True, eq=False)
class Remembered:
    """A scene that was acted out.

    Attributes:
        at: when.
        changes: table → what it did to its rows.
        result: what it returned, pickled.
        afterwards: what it left to be done after the commit, pickled.
    """

    at: datetime
    changes: Mapping[str, rows.Change]
    result: bytes
    afterwards: bytes


_remembered: dict[Hashable, Remembered] = {}


class _NoSceneError(Exception):
    """What was acted out did more than can be done again."""

    def __init__(self, result: Any) -> None:
        super().__init__("no scene")
        self.result = result


def _files() -> list[Path]:
    return sorted(settings.PRIVATE_ROOT.rglob("*"))


class Stage:
    """What the running test has done so far, as far as scenes depend on it."""

    def __init__(self, *, is_program_itself: Callable[[], bool]) -> None:
        """Begin with nothing written.

        Args:
            is_program_itself: says whether the test has left every part of the program as it is, and listens to none.
        """
        self._is_program_itself = is_program_itself
        self._is_untouched = True
        self._is_ours = False
        self._things: dict[str, Any] = {}
        self._names: dict[int, str] = {}
        self._behind: Hashable = None
        self._many = 0

    def watch(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Mapping[str, Any]
    ) -> Any:
        """Run a statement; after one that writes something of the test's own, scenes are acted out."""
        if self._is_untouched and not self._is_ours:
            try:
                self._is_untouched = rows.table_written_by(sql) in {None, *OF_NO_SCENE}
            except rows.NotUnderstoodError:
                self._is_untouched = False
        return execute(sql, params, many, context)

    @contextmanager
    def ours(self) -> Iterator[None]:
        """Let what is written meanwhile be of a scene."""
        self._is_ours = True
        try:
            yield
        finally:
            self._is_ours = False

    def stand_on(self, district: bytes, things: Mapping[str, Any]) -> None:
        """Let scenes be laid on a district that was laid itself.

        Args:
            district: says which one.
            things: its objects by name: they are the same ones in what a scene returns.
        """
        self._behind, self._many = district, 0
        self._things = dict(things)
        self._names = {id(thing): name for name, thing in things.items()}

    def carries(self, district: object) -> bool:
        """Say whether a scene on a district may be laid now."""
        return (
            self._is_untouched
            and not self._is_ours
            and self._names.get(id(district)) == ""
            and self._many < MOST_IN_A_TEST
            # The transaction of the test itself, and none around it or in it.
            and len(connection.atomic_blocks) == 1
            and connection.execute_wrappers[-1] == self.watch
            and not connection.force_debug_cursor
            and not isinstance(settings._wrapped, UserSettingsHolder)
            and self._is_program_itself()
        )

    def lay(self, name: str, act: Callable[[], T], asked: object) -> T:
        """Return what a scene returns and leave what it writes.

        Args:
            name: of the scene.
            act: acts it out.
            asked: how this one is to be.
        """
        try:
            wanted = self._dumped(asked)
        except UNPICKLED:
            self._is_untouched = False
            return act()
        now = timezone.now()
        key = (name, wanted, self._behind, get_language(), f"{timezone.localtime():%Y-%m-%d %H}")
        found = _remembered.get(key)
        if found is None or not found.at <= now <= found.at + OLDEST:
            try:
                found = self._acted_out(act, now)
            except _NoSceneError as error:
                return error.result
            if len(_remembered) >= MOST:
                _remembered.clear()
            _remembered[key] = found
        self._behind = found
        self._many += 1
        with self.ours():
            for table, change in found.changes.items():
                rows.write(table, change)
        for function in self._loaded(found.afterwards):
            transaction.on_commit(function)
        result: T = self._loaded(found.result)
        return result

    def _acted_out(self, act: Callable[[], Any], now: datetime) -> Remembered:
        """Act a scene out and take it back.

        Raises:
            _NoSceneError: it did more than can be done again; what it did stays.
        """
        before: dict[str, dict[rows.Key, rows.Row]] = {}
        unclear: list[str] = []

        def listen(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
            try:
                table = rows.table_written_by(sql)
                if table is not None and table not in before:
                    before[table] = rows.contents(table)
            except rows.NotUnderstoodError:
                unclear.append(sql)
            return execute(sql, *rest)

        waiting, sent, files = len(connection.run_on_commit), len(mail.outbox), _files()
        begun = transaction.savepoint()
        self._is_untouched = False
        with self.ours(), connection.execute_wrapper(listen):
            result = act()
        if unclear or OF_NO_SCENE & before.keys() or sent < len(mail.outbox) or files != _files():
            raise _NoSceneError(result)
        # Which rooms of the page cache rise is noticed again when the rows are laid.
        left = [of[1] for of in connection.run_on_commit[waiting:] if not isinstance(of[1], changes._Rise)]
        try:
            changed = {table: rows.change_of(of, rows.contents(table)) for table, of in before.items()}
            remembered = Remembered(now, changed, self._dumped(result), self._dumped(left))
        except (rows.NotUnderstoodError, *UNPICKLED) as error:
            raise _NoSceneError(result) from error
        transaction.savepoint_rollback(begun)
        del connection.run_on_commit[waiting:]
        self._is_untouched = True
        return remembered

    def _dumped(self, value: object) -> bytes:
        file = io.BytesIO()
        pickler = pickle.Pickler(file)
        pickler.persistent_id = lambda thing: self._names.get(id(thing))  # type: ignore[method-assign]
        pickler.dump(value)
        return file.getvalue()

    def _loaded(self, dumped: bytes) -> Any:
        unpickler = pickle.Unpickler(io.BytesIO(dumped))
        unpickler.persistent_load = self._things.__getitem__  # type: ignore[method-assign]
        return unpickler.load()


_stage = Stage(is_program_itself=lambda: False)


def stage() -> Stage:
    """Return that of the running test."""
    return _stage


@contextmanager
def staged(stage: Stage) -> Iterator[None]:
    """Let one test run on a stage of its own."""
    global _stage
    before, _stage = _stage, stage
    try:
        with connection.execute_wrapper(stage.watch):
            yield
    finally:
        _stage = before


def scene(
    act: Callable[Concatenate[District, P], T],
) -> Callable[Concatenate[District, P], T]:
    """Let a function that acts a scene out on a district lay it where it can."""

    @wraps(act)
    def laid(district: District, /, *args: P.args, **kwargs: P.kwargs) -> T:
        if not _stage.carries(district):
            return act(district, *args, **kwargs)
        return _stage.lay(act.__name__, lambda: act(district, *args, **kwargs), (args, kwargs))

    return laid
