"""`manage.py serve`: web server and worker under one process, for one machine.

`manage.py` runs it without loading the apps (`LIGHT` there): what has to be prepared is prepared first, in a process of its own.
Then the portal is loaded once, and web server and worker are forked from it. Nothing that is imported here may need the apps.
"""

from __future__ import annotations

import http.client
import multiprocessing
import os
import signal
import socket
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from functools import partial
from types import FrameType
from typing import Any

from django.core.management import execute_from_command_line
from django.core.management.base import BaseCommand, CommandError

from portal.crowd import THREADS_OF_GRANIAN
from portal.management import prepared
from portal.management.children import Child, becoming
from portal.management.loading import load, spare_heaps
from portal.sealing import starting

LOOK_SECONDS = 0.25
WORK = ("db_worker", "--no-startup-delay", "--interval", "0.5", "--beside", "portal.periodic.Ticker")
"""The command of the worker."""
MOST_WORKERS = 4
"""Web processes that are started by themselves; more than four share one disk and one database without being faster."""
START_SECONDS = 60
"""How long the web server may take until it answers its first request."""


class Command(BaseCommand):
    """Start everything, watch over it, and stop everything that was started.

    What has to be prepared is prepared before anything is served; when nothing can have changed since the last time, the
    portal opens at once and is looked over meanwhile.

    A worker that dies is started again, later each time; a web server that dies ends the command, because nobody would
    notice a portal that only looks alive. Whatever ends this process, kill -9 included, ends its children.
    """

    # The checks need the apps; `prepare` and every child run them.
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django's own way
    help = "Serve the portal with its worker; Ctrl-C stops both."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--workers", type=int, default=0, help="web processes (as many as processors, four at most)"
        )
        parser.add_argument("--prepare", action="store_true", help="run `prepare` first")
        parser.add_argument(
            "--demo", action="store_true", help="with demonstration staff and fictitious cases"
        )

    def handle(
        self, *args: Any, host: str, port: int, workers: int, prepare: bool, demo: bool, **options: Any
    ) -> None:
        self._refuse_taken(host, port)
        self.stopping = False
        spare_heaps()
        # Links on papers and in e-mail lead to where this portal really is, unless the operator says otherwise.
        os.environ.setdefault("KLANG_BASE_URL", f"http://{host}:{port}")
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            # `nohup` asks to be left alone when its terminal closes.
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._stop)
        self.children: dict[str, Child] = {}
        try:
            is_prepared = prepare and prepared.is_current(demo=demo)
            if prepare and not is_prepared:
                self._prepare(demo)
                self._refuse_taken(host, port)
            self._refuse_half_blind()
            load()
            arguments = self._web(host, port, workers or workers_for_this_machine())
            self._start("klang web", partial(serve_pages, arguments))
            self._wait_until_up(host, port)
            # Who reads comes first: on two processors everything that starts beside the web server delays it.
            self._start("klang worker", partial(run_command, WORK))
            if is_prepared:
                self._start("klang prepare", becoming(self._preparation(demo)))
            if not self.stopping:
                self._greet(host, port)
            self._watch()
        finally:
            # In the order in which they were started: first nobody comes in any more, then the work ends.
            for child in self.children.values():
                child.stop()

    @staticmethod
    def _web(host: str, port: int, workers: int) -> list[str]:
        return [
            *("--interface", "wsgi", "--host", host, "--port", str(port)),
            *("--workers", str(workers), *THREADS_OF_GRANIAN),
            *("--no-ws", "--log-level", "warning", "--respawn-failed-workers", "portal.wsgi:application"),
        ]

    @staticmethod
    def _preparation(demo: bool) -> list[str]:
        return [sys.executable, "manage.py", "prepare", *(["--demo"] if demo else [])]

    def _start(self, name: str, work: Callable[[], object]) -> None:
        if not self.stopping:
            self.children[name] = Child(name, work)
            self.children[name].start()

    def _prepare(self, demo: bool) -> None:
        """Prepare in a process of its own: what it needs of memory is given back before anything is served.

        Raises:
            CommandError: when it failed.
        """
        self._start("klang prepare", becoming(self._preparation(demo)))
        child = self.children["klang prepare"]
        while child.ended() is None and not self.stopping:
            time.sleep(LOOK_SECONDS)
        if child.ended():
            raise CommandError("The portal could not be prepared; the reason stands above.")

    @staticmethod
    def _refuse_taken(host: str, port: int) -> None:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                raise CommandError(
                    f"Port {port} on {host} cannot be used ({error.strerror}). "
                    f"Stop what runs there, or choose another: PORT={port + 1} bin/run"
                ) from error

    @staticmethod
    def _refuse_half_blind() -> None:
        try:
            starting.refuse_half_blind()
        except starting.HalfBlindError as error:
            raise CommandError(str(error)) from error

    def _wait_until_up(self, host: str, port: int) -> None:
        """Wait until a request is answered, whatever the answer.

        Raises:
            CommandError: when the web server ended or did not answer.
        """
        target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - only compared
        deadline = time.monotonic() + START_SECONDS
        while not self.stopping:
            if self.children["klang web"].ended() is not None:
                raise CommandError("The web server ended at once; its message stands above.")
            if answers(target, port):
                return
            if time.monotonic() > deadline:
                raise CommandError(f"The web server did not answer within {START_SECONDS} seconds.")
            time.sleep(0.1)

    def _greet(self, host: str, port: int) -> None:
        address = f"http://{host}:{port}"
        lines = ["", f"  Klang is open at {address}/   (desk {address}/desk/ · content {address}/cms/)"]
        lines += ["", "  Ctrl-C stops everything.", ""]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()

    def _watch(self) -> None:
        # Only what runs beside the server; whoever prepared before it has ended.
        looked_over = self.children.get("klang prepare")
        while not self.stopping:
            if self.children["klang web"].ended() is not None:
                raise CommandError("The web server ended.")
            if looked_over is not None and (code := looked_over.ended()) is not None:
                if code:
                    self.stderr.write("The portal could not be looked over; the reason stands above.")
                looked_over = None
            wait = self.children["klang worker"].restart_when_due()
            if wait is not None:
                self.stderr.write(f"The worker ended; it is started again in {wait:.0f} s.")
            time.sleep(LOOK_SECONDS)

    def _stop(self, signum: int, frame: FrameType | None) -> None:
        self.stopping = True


def serve_pages(arguments: list[str]) -> None:
    """Be the web server, in a process that has loaded the portal; its own processes are forked from it.

    Args:
        arguments: of granian's command line.
    """
    # Late: whoever only watches does not need it.
    from granian.cli import entrypoint

    # Python's own default on Linux up to 3.13; the sharing is the point.
    multiprocessing.set_start_method("fork", force=True)
    sys.argv = ["granian", *arguments]
    entrypoint()


def run_command(arguments: Sequence[str]) -> None:
    """Be a management command, in a process that has loaded the portal."""
    execute_from_command_line(["manage.py", *arguments])


def workers_for_this_machine() -> int:
    """Return how many web processes it pays to run: one for each processor that we may use, four at most."""
    return max(1, min(len(os.sched_getaffinity(0)), MOST_WORKERS))


def answers(host: str, port: int) -> bool:
    """Say whether a web server answers a request there, with whatever status."""
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True
