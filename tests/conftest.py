"""What every test stands on."""

from __future__ import annotations

import gc
import os
import shutil
import time
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import SimpleTestCase
from django.utils.translation import override
from pytest_django import DjangoDbBlocker
from pytest_django.plugin import blocking_manager_key

from tests import properties
from tests.flushing import flushing_past_append_only_tables
from tests.kept_database import KeptFile, hand_over, kept_for, lay
from tests.restoring import MIGRATED, MigratedRows
from tests.stack import pytest_runtest_protocol

__all__ = ["pytest_runtest_protocol"]

KEPT = settings.BASE_DIR / ".pytest_cache" / "databases"
DAY = 86_400.0
TRANSACTIONAL = {"transactional_db", "live_server"}
DATABASE = TRANSACTIONAL | {"db", "django_db_setup"}
WEIGHTS = {"browser": 1000, "slow": 1000, "database": 15}
"""How much longer than any other test one takes that bears this mark, roughly."""
WHOLE_ON_EACH = ("tests/cases/domain/", "tests/cases/machine/")
"""Where a parameter is a verb of its own, with statements of its own: nothing of it is called a repetition."""

properties.load()


def _is_transactional(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    names = set(getattr(item, "fixturenames", ()))
    return bool(marker and marker.kwargs.get("transaction")) or bool(TRANSACTIONAL & names)


def _may_ask_a_database(item: pytest.Item) -> bool:
    """Say whether a test can reach the database at all: to every other pytest-django refuses it."""
    names = set(getattr(item, "fixturenames", ()))
    is_case = isinstance(cls := getattr(item, "cls", None), type) and issubclass(cls, SimpleTestCase)
    return is_case or item.get_closest_marker("django_db") is not None or bool(DATABASE & names)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Mark what runs on every database, before others choose by marks, and put heavy files first, after they did."""
    _mark(items)
    result = yield
    weights: Counter[Path] = Counter()
    for item in items:
        weights[item.path] += max([1, *(WEIGHTS.get(mark.name, 1) for mark in item.iter_markers())])
    if os.environ.get("PYTEST_XDIST_WORKER"):
        # The last file of a run should not be one that the other workers wait for (`--no-loadscope-reorder`).
        items.sort(key=lambda item: (-weights[item.path], item.path))
    return result


def _mark(items: list[pytest.Item]) -> None:
    """Let every test that commits bring back what the migrations made: Wagtail's root page, groups, permissions."""
    for item in items:
        if _may_ask_a_database(item):
            item.add_marker("database")
        if _is_transactional(item):
            marker = item.get_closest_marker("django_db")
            options = {**(marker.kwargs if marker else {}), "transaction": True, "serialized_rollback": True}
            item.add_marker(pytest.mark.django_db(**options), append=False)
    for item in _repetitions(items):
        item.add_marker("repeated")


def _repetitions(items: list[pytest.Item]) -> Iterator[pytest.Item]:
    """Yield what asks a promise again with other values: neither the first nor the last of a function's parameters.

    The statements are the same, so that a second database would answer nothing new. What commits is never left out:
    locks and transactions are what databases differ in.
    """
    of_function: dict[tuple[Path, str], list[pytest.Item]] = defaultdict(list)
    for item in items:
        if getattr(item, "callspec", None) is not None:
            of_function[item.path, item.nodeid.partition("[")[0]].append(item)
    for same in of_function.values():
        if not same[0].nodeid.startswith(WHOLE_ON_EACH):
            yield from (item for item in same[1:-1] if not _is_transactional(item))


def pytest_configure(config: pytest.Config) -> None:
    """With `--create-db`, throw away the kept database before any worker asks for it."""
    if config.getoption("create_db") and not hasattr(config, "workerinput"):
        with config.stash[blocking_manager_key].unblock():
            kept_for(connection, settings.BASE_DIR, KEPT).forget()


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """On SQLite Django takes the file that lies there, a copy of the kept one, and goes with its folder."""
    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_createdb() -> bool:
    """See `pytest_configure`: what is made anew is the kept database, and this run's is always a fresh copy of it."""
    return False


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Let the test database begin as a copy of a migrated one."""
    with django_db_blocker.unblock():
        hand_over(connection, kept_for(connection, settings.BASE_DIR, KEPT))


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Remember what the migrations made, and leave Django nothing of it to put back (`tests/restoring.py`)."""
    with django_db_blocker.unblock():
        request.config.stash[MIGRATED] = MigratedRows(connection, settings.KLANG_VAR / "migrated.sqlite3")
        # On the class: a browser brings an event loop, and with it a context in which another connection is opened.
        vars(connections["default"]).pop("_test_serialized_contents", None)
        type(connections["default"])._test_serialized_contents = "[]"
        connection.close()


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest) -> None:
    """Refuse a database that is asked for while a test runs: the run on another database would not know of it."""
    asks = fixturedef.argname in DATABASE and isinstance(request.node, pytest.Item)
    if asks and request.node.get_closest_marker("database") is None:
        pytest.fail("ask for the database by a fixture or mark, or `-m database` leaves this test out")


def pytest_collection_finish() -> None:
    """Take what was imported and collected out of the garbage collector's rounds; it stays until the end anyway."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def lay_migrated(django_db_blocker: DjangoDbBlocker) -> Callable[[Path], None]:
    """Return a function that lays a migrated SQLite database at a path, for a server of a test's own.

    In a run on PostgreSQL it does nothing: the server's `prepare` makes its database itself.
    """

    def lay_at(path: Path) -> None:
        kept = kept_for(connection, settings.BASE_DIR, KEPT)
        if isinstance(kept, KeptFile):
            with django_db_blocker.unblock():
                lay(connection, kept, path)

    return lay_at


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(
    item: pytest.Item, nextitem: pytest.Item | None
) -> Generator[None, object, object]:
    """Put back what the migrations made, for the test that runs next in this process, also behind one that failed."""
    try:
        return (yield)
    finally:
        if nextitem is not None and _is_transactional(item):
            with item.config.stash[blocking_manager_key].unblock():
                item.config.stash[MIGRATED].restore()


@pytest.fixture(autouse=True, scope="session")
def _flush_past_append_only_tables() -> Iterator[None]:
    """Let Django empty the tables between transactional tests."""
    with flushing_past_append_only_tables():
        yield


@pytest.fixture(autouse=True)
def _thai() -> Iterator[None]:
    """Begin every test in Thai: a request to /en/ leaves English active in its thread."""
    with override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def _windows_begin_with_the_test(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let no window of the limits end while a test counts in it: some run on the stroke of an hour, and one failed there.

    The tests of the windows themselves say what time it is.
    """
    began = time.time()
    with pytest.MonkeyPatch.context() as patch:
        if "throttle" not in request.path.parts:
            # By its name: `tests/portal/test_collection.py` loads this file before the applications are.
            patch.setattr(
                "portal.throttle.limits.time", SimpleNamespace(time=lambda: time.time() - began + DAY)
            )
        yield


@pytest.fixture(autouse=True)
def _nothing_held_grows_old(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let no half minute end between two counts of one test: a table that is held is read again after it, with a query more.

    The tests of what is held say themselves how old it is.
    """
    with pytest.MonkeyPatch.context() as patch:
        if "page_cache" not in request.path.parts:
            patch.setattr("portal.page_cache.memory.HELD_SECONDS", 3_600.0)
        # What many look for within half a minute is written less often: no test makes words popular for another one.
        patch.setattr("portal.search.sources.journal._gathered", OrderedDict())
        yield


@pytest.fixture
def monkeypatch(
    _windows_begin_with_the_test: None, _nothing_held_grows_old: None, monkeypatch: pytest.MonkeyPatch
) -> pytest.MonkeyPatch:
    """Take back what a test put in the place of these two before they take back their own.

    The other way round a test that sets how long answers are held would leave behind what had been set for it alone.
    """
    return monkeypatch


@pytest.fixture(autouse=True)
def _own_folders() -> Iterator[None]:
    """Give every test an empty private folder, so that no file of another test is found."""
    yield
    shutil.rmtree(settings.PRIVATE_ROOT, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def _remove_session_folder() -> Iterator[None]:
    """Leave nothing behind."""
    yield
    connections.close_all()
    shutil.rmtree(settings.KLANG_VAR, ignore_errors=True)
