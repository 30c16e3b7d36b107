"""`manage.py serve`: web server, worker and ticker in one process group, for one machine."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from portal.periodic import enqueue_all

TICK_SECONDS = 60


class Command(BaseCommand):
    """Start everything, watch over it, and stop everything that was started.

    A worker that dies is started again; a web server that dies ends the command, because nobody would notice a portal
    that only looks alive.
    """

    help = "Serve the portal with its worker; Ctrl-C stops both."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=1, help="web processes")
        parser.add_argument("--prepare", action="store_true", help="run `prepare` first, in this process")
        parser.add_argument(
            "--demo", action="store_true", help="with demonstration staff and fictitious cases"
        )

    def handle(
        self, *args: Any, host: str, port: int, workers: int, prepare: bool, demo: bool, **options: Any
    ) -> None:
        self._refuse_taken(host, port)
        if prepare:
            call_command("prepare", demo=demo)
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.stopping = False
        # Links on papers and in e-mail lead to where this portal really is, unless the operator says otherwise.
        os.environ.setdefault("KLANG_BASE_URL", f"http://{host}:{port}")
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        try:
            self._start("web", self._web(host, port, workers))
            self._start(
                "worker",
                [sys.executable, "manage.py", "db_worker", "--no-startup-delay", "--interval", "0.5"],
            )
            self._wait_until_up(host, port)
            self._greet(host, port, demo)
            self._watch()
        finally:
            self._end_children()

    @staticmethod
    def _web(host: str, port: int, workers: int) -> list[str]:
        return [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
            *("--workers", str(workers), "--blocking-threads", "4", "--no-ws", "--log-level", "warning"),
            *("--respawn-failed-workers", "portal.wsgi:application"),
        ]

    def _start(self, name: str, command: list[str]) -> None:
        # A group of its own: Ctrl-C reaches this process alone, which then stops the others in order.
        self.children[name] = subprocess.Popen(command, cwd=settings.BASE_DIR, start_new_session=True)  # noqa: S603

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

    def _wait_until_up(self, host: str, port: int) -> None:
        target = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 - only compared
        for _attempt in range(300):
            if self.stopping:
                return
            if self.children["web"].poll() is not None:
                raise CommandError("The web server ended at once; its message stands above.")
            with socket.socket(socket.AF_INET6 if ":" in target else socket.AF_INET) as probe:
                if probe.connect_ex((target, port)) == 0:
                    return
            time.sleep(0.1)
        raise CommandError("The web server did not answer within 30 seconds.")

    def _greet(self, host: str, port: int, demo: bool) -> None:
        address = f"http://{host}:{port}"
        lines = ["", f"  Klang is open at {address}/   (desk {address}/desk/ · content {address}/cms/)"]
        if demo:
            from portal.accounts.demo import sign_in_lines

            lines += ["", *("  " + line for line in sign_in_lines())]
        lines += ["", "  Ctrl-C stops everything.", ""]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()

    def _watch(self) -> None:
        next_tick = 0.0
        while not self.stopping:
            if self.children["web"].poll() is not None:
                raise CommandError("The web server ended.")
            if self.children["worker"].poll() is not None:
                self.stderr.write("The worker ended; starting it again.")
                self._start("worker", list(map(str, self.children["worker"].args)))
            if time.monotonic() >= next_tick:
                close_old_connections()
                enqueue_all()
                next_tick = time.monotonic() + TICK_SECONDS
            time.sleep(0.25)

    def _stop(self, signum: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _end_children(self) -> None:
        for child in self.children.values():
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGTERM)
        deadline = time.monotonic() + 5
        for child in self.children.values():
            try:
                child.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
