"""Drawing in processes of their own, which may take so much memory and time and no more.

WeasyPrint works in Python: drawn in a thread of the web process, a law of 2,000 passages slowed everybody who was served by that
process for a quarter of a minute. Apart, a drawing takes a processor of its own; one that runs away is ended and nobody else
notices. Starting costs a second, so the process stays for the next paper and leaves by itself when there is none.

There are two lanes, so that a letter never waits behind a law, and on the whole machine one drawing in each (`Lane`).
"""

from __future__ import annotations

import atexit
import fcntl
import json
import logging
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path
from typing import Any

from django.conf import settings

from portal.web.errors import BusyError

logger = logging.getLogger(__name__)

COMMAND = (sys.executable, "-m", "portal.letters.drawing.worker")
ROOT = Path(__file__).resolve().parents[3]
QUIET = {"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
QUIET |= {"KLANG_FACE": os.environ["KLANG_FACE"]} if os.environ.get("KLANG_FACE") else {}
"""The environment of that process: it has no use for the secrets in ours."""
_BREATH = 0.05
"""Seconds between two looks at a lock that another process holds."""
_LOOK = 0.25
"""Seconds between two looks at what a drawing has taken."""
_GOODBYE = 2.0
"""Seconds that a process gets to end after it was told to."""


class Lane(Enum):
    """What a drawing may take of a processor, how long it may take on the clock, and how long another waits for its turn.

    All in seconds. On a busy machine the clock runs on while nobody draws: what counts is the processor, and the clock only
    ends what stands still.
    """

    QUICK = ("quick", 30.0, 30.0, 30.0)
    """Letters, receipts, notices: a tenth of a second each."""
    SLOW = ("slow", 120.0, 600.0, 60.0)
    """Whole laws, a month of the register."""

    def __init__(self, label: str, effort: float, patience: float, turn: float) -> None:
        self.label, self.effort, self.patience, self.turn = label, effort, patience, turn


class MissingAssetError(Exception):
    """One of our own files is missing: no paper, rather than a letter without its typeface."""


class PaperCostlyError(BusyError):
    """A paper took more memory or time than any may, or the program that draws crashed; nobody else was held up by it."""


class _Drawer:
    """The process of one lane, as this process knows it."""

    def __init__(self, lane: Lane) -> None:
        self.lane = lane
        self.turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def ask(self, request: bytes) -> tuple[dict[str, Any], bytes]:
        """Send one request and return its answer.

        Raises:
            PaperCostlyError: it took too long, or the process ended.
        """
        for fresh in (False, True):
            process = self._running(fresh=fresh)
            try:
                return self._talk(process, request)
            except (BrokenPipeError, EOFError) as error:
                self.end()
                # The first may have left by itself for want of work, in this very moment; a new one has no such reason.
                if fresh:
                    logger.exception("a paper ended the process that drew it")
                    raise PaperCostlyError from error
            except TimeoutError as error:
                self.end()
                logger.error("a paper took too long: %s", error)  # noqa: TRY400
                raise PaperCostlyError from error
        raise AssertionError

    def _running(self, *, fresh: bool) -> subprocess.Popen[bytes]:
        kept = self._process
        if not fresh and kept is not None and kept.poll() is None and self._owner == os.getpid():
            return kept
        # One that left by itself for want of work leaves its pipes behind.
        self.end()
        self._process = subprocess.Popen(  # noqa: S603 - our own program, no shell, everything goes by pipes
            COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=QUIET, cwd=ROOT
        )
        self._owner = os.getpid()
        return self._process

    def _talk(self, process: subprocess.Popen[bytes], request: bytes) -> tuple[dict[str, Any], bytes]:
        assert process.stdin is not None
        assert process.stdout is not None
        limit = _Limit(process.pid, self.lane)
        process.stdin.write(len(request).to_bytes(8, "big") + request)
        process.stdin.flush()
        source = process.stdout.fileno()
        sizes = _read(source, 12, limit)
        head = _read(source, int.from_bytes(sizes[:4], "big"), limit)
        return json.loads(head), _read(source, int.from_bytes(sizes[4:], "big"), limit)

    def end(self) -> None:
        """End the process, if there is one of ours."""
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                # What is left in the pipe of a process that was ended goes nowhere.
                with suppress(BrokenPipeError):
                    pipe.close()
        process.wait(_GOODBYE)


class _Limit:
    """What one drawing may still take, from now on."""

    def __init__(self, pid: int, lane: Lane) -> None:
        self._pid, self._lane = pid, lane
        self._until = time.monotonic() + lane.patience
        self._spent = processor_seconds(pid)

    def check(self) -> None:
        """Go on, or not.

        Raises:
            TimeoutError: it took too much; the words name no paper.
        """
        if time.monotonic() > self._until:
            raise TimeoutError(f"{self._lane.patience} seconds on the clock")
        if processor_seconds(self._pid) - self._spent > self._lane.effort:
            raise TimeoutError(f"{self._lane.effort} seconds of a processor")


def processor_seconds(pid: int) -> float:
    """Return what a process took of the processors since it began, user and system; 0 where the system does not say."""
    try:
        fields = (
            Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        )
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _read(source: int, size: int, limit: _Limit) -> bytes:
    parts, left = [], size
    while left:
        ready, _w, _x = select.select([source], [], [], _LOOK)
        if not ready:
            limit.check()
            continue
        part = os.read(source, min(left, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


_drawers = {lane: _Drawer(lane) for lane in Lane}


@atexit.register
def end_all() -> None:
    """End the processes of this one; they would also end by themselves."""
    for drawer in _drawers.values():
        drawer.end()


@contextmanager
def _turn_on_the_machine(lane: Lane) -> Iterator[None]:
    """Hold the one place of a lane among all processes of the installation; the kernel frees it when one dies.

    Raises:
        BusyError: others had it for longer than the lane's turn.
    """
    until = time.monotonic() + lane.turn
    drawer = _drawers[lane]
    if not drawer.turn.acquire(timeout=lane.turn):
        raise BusyError
    try:
        path = Path(settings.KLANG_VAR) / f"papers-{lane.label}.lock"
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            while True:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError as error:
                    if time.monotonic() > until:
                        raise BusyError from error
                    time.sleep(_BREATH)
            yield
        finally:
            os.close(lock)
    finally:
        drawer.turn.release()


def draw_apart(
    html: str, *, assets: Mapping[str, tuple[bytes, str]], lane: Lane = Lane.QUICK, **options: object
) -> bytes:
    """Draw a page of HTML as PDF.

    Args:
        html: complete, with addresses that `engine.StaticOnlyFetcher` knows.
        assets: as in `render.render_pdf`.
        lane: how long it may take.
        options: of `engine.draw`.

    Raises:
        MissingAssetError: a stylesheet, typeface or asset of ours is missing.
        BusyError: others draw and wait already.
        PaperCostlyError: it took too much memory or time.
    """
    listed = [(name, content_type, len(content)) for name, (content, content_type) in assets.items()]
    page = html.encode("utf-8")
    head = {"what": "draw", "page": len(page), "assets": listed, "options": options}
    answer, content = _ask(head, [page, *(content for content, _type in assets.values())], lane)
    if answer["without_glyph"]:
        logger.error("paper: no typeface has %s", answer["without_glyph"])
    return content


def letters_without_glyph_apart(letters: list[str]) -> set[str]:
    """Return those letters that the typefaces of papers do not have."""
    answer, _content = _ask({"what": "glyphs", "letters": letters}, [], Lane.QUICK)
    return set(answer["letters"])


def _ask(head: dict[str, Any], parts: list[bytes], lane: Lane) -> tuple[dict[str, Any], bytes]:
    first = json.dumps(head).encode()
    request = len(first).to_bytes(4, "big") + first + b"".join(parts)
    with _turn_on_the_machine(lane):
        answer, content = _drawers[lane].ask(request)
    for refused in range(answer.get("refused", 0)):
        logger.warning("paper: an address outside of the static files was refused (%s)", refused + 1)
    if "missing" in answer:
        raise MissingAssetError(answer["missing"])
    if "failed" in answer:
        # Where it failed, by file and line; the words of the paper are not told.
        logger.error("a paper could not be drawn: %s", answer["failed"])
        raise PaperCostlyError
    return answer, content
