"""What is read from a real replica is never older than what was committed before; one that lags or is gone is left out (issue 15, 3)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.replica import clusters

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not clusters.are_here(), reason="this machine has no PostgreSQL to run"),
]


class Program:
    """A process of the portal between two servers; asked line by line."""

    def __init__(self, first: clusters.Cluster, second: clusters.Cluster, var: Path) -> None:
        given = {"DATABASE_URL": first.url, "KLANG_REPLICA_URL": second.url, "KLANG_VAR": str(var)}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.replica.asked"],
            cwd=settings.BASE_DIR,
            env={**os.environ, **given, "DJANGO_SETTINGS_MODULE": "portal.settings.development"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def ask(self, question: str, **more: Any) -> Any:
        assert self._process.stdin and self._process.stdout and self._process.stderr
        self._process.stdin.write(json.dumps({"ask": question, **more}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, self._process.stderr.read()[-3000:]
        return json.loads(line)

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()


class Pair:
    """Both servers, and a program that asks them."""

    def __init__(self, first: clusters.Cluster, second: clusters.Cluster, program: Program) -> None:
        self.first, self.second, self.program = first, second, program

    def replay(self, verb: str) -> None:
        self.second.ask(f"SELECT pg_wal_replay_{verb}()")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    with (
        clusters.room() as folder,
        clusters.primary(folder) as first,
        clusters.replica_of(first, folder) as second,
    ):
        program = Program(first, second, tmp_path_factory.mktemp("var"))
        yield Pair(first, second, program)
        program.end()


@pytest.fixture
def pair(running: Pair) -> Pair:
    running.program.ask("forget")
    return running


def test_a_replica_that_is_level_answers_and_has_what_was_just_written(pair: Pair) -> None:
    for number in range(50):
        pair.program.ask("write", value=f"v{number}")
        said = pair.program.ask("read")
        assert said["value"] == f"v{number}"
        if said["from"] == "default":
            pair.program.ask("forget")
    assert [pair.program.ask("read")["from"] for _each in range(3)] == ["replica"] * 3


def test_one_that_lags_is_left_out_and_taken_in_again(pair: Pair) -> None:
    pair.replay("pause")
    try:
        pair.program.ask("write", value="new")
        said = pair.program.ask("read")
        assert (said["value"], said["from"]) == ("new", "default")
        assert pair.program.ask("log") == [
            "The replica is left out (it lags); everything is read from the primary."
        ]
        assert pair.program.ask("read")["from"] == "default"
        assert pair.program.ask("log") == []
        assert pair.program.ask("check") == 1
    finally:
        pair.replay("resume")
    pair.program.ask("pause is over")
    assert level(pair)["value"] == "new"
    assert pair.program.ask("log") == ["The replica is level with the primary again."]
    assert pair.program.ask("check") == 0


def level(pair: Pair) -> Any:
    """Read until the replica answers."""
    for _attempt in range(100):
        said = pair.program.ask("read")
        if said["from"] == "replica":
            return said
        pair.program.ask("pause is over")
    raise AssertionError("the replica is not taken in")


def test_after_a_write_the_same_request_reads_the_primary(pair: Pair) -> None:
    level(pair)
    assert pair.program.ask("write while reading", value="own")["value"] == "own"
    assert pair.program.ask("read in a transaction", value="own too") == {
        "value": "own too",
        "from": "default",
    }


def test_the_replica_takes_no_word(pair: Pair) -> None:
    level(pair)
    assert pair.program.ask("write there") == "InternalError"


def test_a_page_whose_query_is_ended_there_is_made_from_the_primary(pair: Pair) -> None:
    level(pair)
    assert pair.program.ask("page that fails there") == {"status": 200, "from": ["replica", "default"]}


def test_one_that_is_gone_costs_nothing_but_a_line(pair: Pair) -> None:
    level(pair)
    pair.program.ask("log")
    pair.second.stop()
    try:
        pair.program.ask("write", value="alone")
        said = pair.program.ask("read")
        assert (said["value"], said["from"]) == ("alone", "default")
        (line,) = pair.program.ask("log")
        assert line.startswith("The replica is left out (")
    finally:
        pair.second.start()
    pair.program.ask("pause is over")
    assert level(pair)["value"] == "alone"


def test_a_primary_that_is_gone_is_no_reason_to_believe_the_replica(pair: Pair) -> None:
    level(pair)
    pair.first.stop()
    try:
        assert pair.program.ask("read") == "OperationalError"
    finally:
        pair.first.start()
    pair.program.ask("pause is over")
    assert level(pair)["from"] == "replica"
