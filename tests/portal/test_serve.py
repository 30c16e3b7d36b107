"""`serve` and `prepare`: one command that starts everything, watches over it and stops everything it started."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
import requests
from django.conf import settings
from django.core.management import CommandError, call_command

from portal.files import limits
from portal.letters.drawing import once
from portal.management.commands.serve import Command


def test_a_taken_port_gets_a_clear_message():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(
            CommandError, match=f"Port {port} on 127.0.0.1 cannot be used.*PORT={port + 1} bin/run"
        ):
            call_command("serve", port=port)


def test_the_web_server_is_told_where_to_listen():
    command = Command._web("127.0.0.1", 8123, 2)
    assert command[command.index("--host") + 1] == "127.0.0.1"
    assert command[command.index("--port") + 1] == "8123"
    assert command[command.index("--workers") + 1] == "2"


def test_files_and_papers_together_leave_threads_for_those_who_ask_for_help():
    command = Command._web("127.0.0.1", 8123, 1)
    threads = int(command[command.index("--blocking-threads") + 1])
    assert threads - limits.PLACES - once.PLACES >= 2
    operator = (Path(settings.BASE_DIR) / "docs" / "operator.md").read_text(encoding="utf-8")
    assert f"--blocking-threads {threads}" in operator


def test_what_is_forked_later_is_loaded_by_one_thread():
    """Only the thread that forks lives on in a child; one of a library would be gone there, with what it held."""
    program = "import os; from portal.management.loading import load; load(); print(len(os.listdir('/proc/self/task')))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "1"


def test_a_server_that_is_started_alone_has_loaded_everything_before_it_answers(tmp_path):
    """A unit or a container starts granian itself, with no `serve` that loads first: its collector is settled all the same."""
    program = (
        "import gc, portal.wsgi; from django.urls import get_resolver; from portal.management.loading import COLLECT_AFTER;"
        "print(gc.get_threshold() == COLLECT_AFTER, gc.get_freeze_count() > len(gc.get_objects()),"
        " get_resolver().__dict__.keys() >= {'urlconf_module', 'url_patterns'})"
    )
    environment = {
        **os.environ,
        "KLANG_VAR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "portal.settings.development",
    }
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["True", "True", "True"], done.stderr


@pytest.mark.slow
def test_it_serves_restarts_its_worker_and_ends_with_all_its_children(tmp_path, lay_migrated):
    lay_migrated(tmp_path / "klang.sqlite3")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "KLANG_VAR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "portal.settings.development",
    }
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--prepare", "--port", str(port)],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=log,
            stderr=log,
            # Whoever runs the tests in the background lets them ignore Ctrl-C, and all that they start too.
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
        )
    try:
        wait(lambda: "Ctrl-C stops everything" in (tmp_path / "log").read_text("utf-8"), 900)
        ready = requests.get(f"http://127.0.0.1:{port}/readyz", timeout=20)
        assert ready.status_code == 200, ready.text
        assert requests.get(f"http://127.0.0.1:{port}/", timeout=20).ok
        worker = children_of(process.pid, "klang worker")[0]
        os.killpg(worker, signal.SIGKILL)
        wait(lambda: children_of(process.pid, "klang worker") not in ([], [worker]), 30)
        family = children_of(process.pid, "")
        assert len(family) == 2
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=120)
    wait(lambda: not [child for child in family if alive(child)], 15)
    with pytest.raises(requests.ConnectionError):
        requests.get(f"http://127.0.0.1:{port}/healthz", timeout=2)


def wait(condition, seconds: float) -> None:
    """Wait until a condition holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.1)


def alive(pid: int) -> bool:
    """Say whether a process still runs."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def children_of(pid: int, words: str) -> list[int]:
    """Return the living children of a process whose name holds some words."""
    listed = subprocess.run(
        ["ps", "-o", "pid=,stat=,comm=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    ).stdout
    rows = [line.split(maxsplit=2) for line in listed.splitlines()]
    return [int(row[0]) for row in rows if not row[1].startswith("Z") and words in row[2]]
