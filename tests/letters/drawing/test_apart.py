"""Drawing happens apart: bounded in memory and time, one in each lane on the machine, nobody else held up (issue 9, point 10)."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from portal.letters.drawing import apart, worker
from portal.letters.drawing.apart import Lane, PaperCostlyError, draw_apart, processor_seconds
from portal.web.errors import BusyError

PAGE = '<html lang="th"><title>ท</title><p>กำชับ</p>'
# Programs that stand in for the one that draws. They read a request as it does.
READ = "import sys,time,os\nread=sys.stdin.buffer.read\nread(int.from_bytes(read(8),'big'))\n"


@pytest.fixture(autouse=True)
def _ended():  # noqa: ANN202
    apart.end_all()
    yield
    apart.end_all()


def stand_in(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    monkeypatch.setattr(apart, "COMMAND", (sys.executable, "-c", READ + program))


def pid(lane: Lane = Lane.QUICK) -> int:
    process = apart._drawers[lane]._process
    assert process is not None
    return process.pid


def test_the_web_process_never_loads_what_draws() -> None:
    """The half second and the 60 MB of WeasyPrint belong to the process apart."""
    program = (
        "import django; django.setup(); import portal.letters.kinds.official, portal.letters.drawing.coverage, sys;"
        "print('weasyprint' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_that_process_knows_no_secrets_and_no_django(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://secret@example.org/x")
    draw_apart(PAGE, assets={})
    environment = Path(f"/proc/{pid()}/environ").read_bytes()
    assert b"secret" not in environment
    program = "import portal.letters.drawing.worker, sys; print('django' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env=apart.QUIET,
        cwd=apart.ROOT,
    )
    assert done.stdout.strip() == "False"


def test_the_process_stays_for_the_next_paper_and_gives_the_same_file() -> None:
    first = draw_apart(PAGE, assets={})
    kept = pid()
    assert draw_apart(PAGE, assets={}) == first
    assert pid() == kept


def test_a_process_that_was_killed_is_replaced_at_once() -> None:
    draw_apart(PAGE, assets={})
    gone = pid()
    os.kill(gone, 9)
    assert draw_apart(PAGE, assets={}).startswith(b"%PDF")
    assert pid() != gone


def test_a_process_that_left_for_want_of_work_leaves_no_pipe_open() -> None:
    draw_apart(PAGE, assets={})
    left = apart._drawers[Lane.QUICK]._process
    assert left is not None
    left.kill()
    left.wait()
    draw_apart(PAGE, assets={})
    assert left.stdin is not None
    assert left.stdout is not None
    assert (left.stdin.closed, left.stdout.closed) == (True, True)


def test_a_crash_concerns_one_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        stand_in(broken, "os._exit(9)")
        with pytest.raises(PaperCostlyError):
            draw_apart(PAGE, assets={})
    assert draw_apart(PAGE, assets={}).startswith(b"%PDF")


def test_what_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, "time.sleep(600)")
    monkeypatch.setattr(Lane.QUICK, "patience", 0.5)
    with pytest.raises(PaperCostlyError):
        draw_apart(PAGE, assets={})
    assert apart._drawers[Lane.QUICK]._process is None


def test_a_busy_machine_ends_no_drawing_that_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """What counts is the processor: who works too long is ended long before the clock would, who waits for a core is not."""
    # Loading the program that draws is part of its first paper.
    draw_apart(PAGE, assets={})
    monkeypatch.setattr(Lane.QUICK, "effort", 1.0)
    assert draw_apart(PAGE, assets={}).startswith(b"%PDF")
    apart.end_all()
    stand_in(monkeypatch, "while True: pass")
    with pytest.raises(PaperCostlyError):
        draw_apart(PAGE, assets={})
    assert processor_seconds(os.getpid()) > 0


def test_what_takes_too_much_memory_is_refused_and_says_nothing_of_the_paper(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    program = "\n".join(
        ("from portal.letters.drawing import worker", "worker.MEMORY = 150 * 1024 * 1024", "worker.main()")
    )
    monkeypatch.setattr(apart, "COMMAND", (sys.executable, "-c", program))
    with pytest.raises(PaperCostlyError):
        draw_apart(PAGE + "<p>เรื่องของความลับ</p>" * 60_000, assets={})
    assert "ความลับ" not in caplog.text


def test_a_mistake_of_a_library_is_told_by_its_place(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(PaperCostlyError):
        draw_apart(PAGE + "ความลับ", assets={}, pdf_variant="none-such")
    assert "a paper could not be drawn" in caplog.text
    assert ".py:" in caplog.text
    assert "ความลับ" not in caplog.text


def test_a_letter_does_not_wait_behind_a_law(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two lanes: while a slow paper is drawn, a quick one is."""
    began, go_on = threading.Event(), threading.Event()

    def slow(request: bytes) -> tuple[dict, bytes]:
        began.set()
        assert go_on.wait(20)
        return {"without_glyph": ""}, b"%PDF slow"

    monkeypatch.setattr(apart._drawers[Lane.SLOW], "ask", slow)
    with ThreadPoolExecutor() as pool:
        law = pool.submit(draw_apart, PAGE, assets={}, lane=Lane.SLOW)
        assert began.wait(20)
        assert draw_apart(PAGE, assets={}).startswith(b"%PDF")
        go_on.set()
        assert law.result(20) == b"%PDF slow"


def test_one_paper_of_a_lane_at_a_time_in_all_processes(monkeypatch: pytest.MonkeyPatch, settings) -> None:
    """Another process of the machine holds the lane: who waits too long is asked to come back."""
    program = (
        "import fcntl,sys,time\n"
        f"lock=open({str(Path(settings.KLANG_VAR) / 'papers-quick.lock')!r},'w')\n"
        "fcntl.flock(lock, fcntl.LOCK_EX)\nprint('held', flush=True)\nsys.stdin.read()"
    )
    Path(settings.KLANG_VAR).mkdir(parents=True, exist_ok=True)
    other = subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        monkeypatch.setattr(Lane.QUICK, "turn", 0.2)
        with pytest.raises(BusyError):
            draw_apart(PAGE, assets={})
    finally:
        other.communicate("")
    assert draw_apart(PAGE, assets={}).startswith(b"%PDF")


def test_a_process_that_has_grown_leaves_after_its_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    program = "\n".join(("from portal.letters.drawing import worker", "worker.GROWN = 1", "worker.main()"))
    monkeypatch.setattr(apart, "COMMAND", (sys.executable, "-c", program))
    assert draw_apart(PAGE, assets={}) == draw_apart(PAGE, assets={})
    process = apart._drawers[Lane.QUICK]._process
    assert process is not None
    assert process.wait(20) == 0


def test_it_leaves_when_who_started_it_is_gone() -> None:
    process = subprocess.Popen(
        apart.COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=apart.QUIET, cwd=apart.ROOT
    )
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(30) == 0
    assert process.stdout is not None
    process.stdout.close()


def test_the_bounds_are_those_that_are_stated() -> None:
    assert worker.GROWN < worker.MEMORY <= 1024**3
    assert len(Lane) == 2
