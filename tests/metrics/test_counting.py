"""Every answer is counted once, by whichever process gave it, and a sum never falls (issue 15, point 3)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from portal.metrics import counting
from portal.metrics.counting import Counted, Counts
from tests.page_cache.through import environ

OTHER = """
import sys
from pathlib import Path
from portal.metrics.counting import Counts
counts = Counts(Path(sys.argv[1]))
counts.add("200 OK", 0.2)
counts.add("503 Service Unavailable", 20.0)
print("counted", flush=True)
sys.stdin.readline()
"""


class Another:
    """Another web process, which has counted two answers, until it is told to end."""

    def __init__(self, path: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", OTHER, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "counted\n"

    def end(self) -> None:
        self._process.communicate("\n")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "run" / "requests"


def test_answers_are_told_by_class_and_by_time(path: Path) -> None:
    counts = Counts(path)
    for status, seconds in (("200 OK", 0.05), ("204 No Content", 0.1), ("404 Not Found", 2.0), ("500", 11.0)):
        counts.add(status, seconds)
    by_class, by_time, seconds = counts.total()
    assert by_class == {"2xx": 2, "3xx": 0, "4xx": 1, "5xx": 1}
    assert by_time == [2, 0, 0, 1, 0, 1], "up to 0.1, 0.3, 1, 3, 10 seconds, and above"
    assert seconds == pytest.approx(13.15)


def test_processes_add_up_and_what_an_ended_one_counted_stays(path: Path) -> None:
    counts = Counts(path)
    counts.add("200 OK", 0.2)
    first, second = Another(path), Another(path)
    assert counts.processes() == 3
    assert counts.total()[0] == {"2xx": 3, "3xx": 0, "4xx": 0, "5xx": 2}
    first.end()
    assert counts.processes() == 2
    third = Another(path)
    assert counts.total()[0] == {"2xx": 4, "3xx": 0, "4xx": 0, "5xx": 3}, "the line of the first goes on"
    second.end()
    third.end()


def test_a_folder_that_was_deleted_is_made_anew_and_all_meet_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "LOOK_SECONDS", 0.0)
    counts = Counts(path)
    counts.add("200 OK", 0.2)
    path.unlink()
    other = Another(path)
    counts.add("200 OK", 0.2)
    assert counts.total()[0]["2xx"] == 2
    assert counts.processes() == 2
    other.end()


def test_where_nothing_can_be_written_people_are_answered_and_it_is_said_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "run").write_text("not a folder")
    counts = Counts(tmp_path / "run" / "requests")
    for _each in range(50):
        counts.add("200 OK", 0.2)
    assert counts.total()[0]["2xx"] == 50
    assert counts.processes() == 1
    # Once while counting and once for each of the two questions.
    assert [record.getMessage() for record in caplog.records] == [
        "Requests of this process are counted for itself alone (FileExistsError)."
    ] * len(caplog.records)
    assert len(caplog.records) <= 3


def test_more_processes_than_lines_are_answered_too(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "SLOTS", 1)
    other = Another(path)
    counts = Counts(path)
    counts.add("200 OK", 0.2)
    assert counts.total()[0]["2xx"] == 1, "what the other one counted"
    other.end()


def answering(status: str) -> Any:
    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response(status, [])
        return [b"body"]

    return application


def ask(application: Any, address: str) -> list[str]:
    said: list[str] = []
    application(environ(address), lambda status, headers, *rest: said.append(status))
    return said


def test_an_application_is_counted_and_answers_as_before(path: Path) -> None:
    counts = Counts(path)
    assert ask(Counted(answering("302 Found"), counts), "/desk/") == ["302 Found"]
    assert counts.total()[0]["3xx"] == 1


@pytest.mark.parametrize("address", sorted(counting.UNCOUNTED))
def test_whoever_watches_does_not_watch_itself(path: Path, address: str) -> None:
    counts = Counts(path)
    ask(Counted(answering("503 Service Unavailable"), counts), address)
    assert counts.total()[0]["5xx"] == 0


def test_an_application_that_breaks_is_a_failure(path: Path) -> None:
    def broken(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        raise RuntimeError

    counts = Counts(path)
    with pytest.raises(RuntimeError):
        ask(Counted(broken, counts), "/")
    assert counts.total()[0]["5xx"] == 1
