"""`bin/drill machines`: two machines behind nginx, whose parts are killed in turn while people ask for help.

Everything is real and on loopback: nginx with the shipped settings, PostgreSQL with a streaming replica, an S3 server, Redis, two web
servers and two workers, each pair with a folder of its own as on two machines. A part is killed with SIGKILL, is away for some
seconds, and is started again; then the next. Nobody waits for anybody: people go on coming. At the end every number that was shown
is looked for, and every mark is counted (reliability.md 4.4, I0, R01, R02).
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.server import free_port
from portal.crowd import THREADS_OF_GRANIAN

if TYPE_CHECKING:
    from benchmarks.load import Tally

Write = Callable[[str], object]
ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 240.0
QUIET_SECONDS = 180.0
"""How long the queue may take to run empty when everything is there again."""


@dataclass
class Plan:
    """How much of it.

    Attributes:
        requests: how many people ask for help at least; every part is killed once in any case.
        away: seconds that a part stays away, and that it is left alone afterwards.
        rate: people a second who ask for help; four times as many read.
        is_sqlite: one machine with SQLite and two of each process, instead of two with PostgreSQL.
    """

    requests: int = 40
    away: float = 6.0
    rate: float = 0.5
    is_sqlite: bool = False


@dataclass
class Part:
    """A program that can be killed and started again.

    Attributes:
        name: in the table.
        command: that runs it.
        environment: of its process.
        is_up: says whether it works.
        kills: how often it was killed.
        seconds: from its start until it worked, the longest.
    """

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    is_up: Callable[[], bool] = lambda: True
    kills: int = 0
    seconds: float = 0.0
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it works.

        Raises:
            RuntimeError: it does not.
        """
        began = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own commands
            self.command,
            cwd=ROOT,
            env={**os.environ, **self.environment},
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while not self.is_up():
            if self.process.poll() is not None or time.monotonic() - began > START_SECONDS:
                raise RuntimeError(f"{self.name} does not start")
            time.sleep(0.1)
        self.seconds = max(self.seconds, time.monotonic() - began)

    def kill(self) -> None:
        """End it with all its processes at once, without a chance to tidy up."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def _open(port: int) -> Callable[[], bool]:
    # Late: it may read settings, which know where everything is only when it is set up.
    import socket

    def is_open() -> bool:
        with socket.socket() as probe:
            probe.settimeout(1)
            return probe.connect_ex(("127.0.0.1", port)) == 0

    return is_open


def _healthy(port: int) -> Callable[[], bool]:
    # Late: it may read settings, which know where everything is only when it is set up.
    from benchmarks.visitor import Visitor

    def is_healthy() -> bool:
        visitor = Visitor(port)
        try:
            return visitor.get("/healthz").status == 200
        except OSError:
            return False
        finally:
            visitor.close()

    return is_healthy


def _nginx(folder: Path, port: int, behind: list[int]) -> Part:
    """The shipped settings, without TLS and with another address: the visitors of the drill say who they are, as a first proxy would."""
    shipped = ROOT / "deploy" / "nginx"
    proxy = (shipped / "klang-proxy.conf").read_text("utf-8")
    proxy = proxy.replace("X-Forwarded-For $remote_addr", "X-Forwarded-For $proxy_add_x_forwarded_for")
    (folder / "proxy.conf").write_text(proxy, "utf-8")
    portal = (shipped / "klang.conf").read_text("utf-8")
    upstream = re.sub(
        r"    server 127\.0\.0\.1:8001.*?    keepalive",
        "".join(f"    server 127.0.0.1:{one} max_fails=0;\n" for one in behind) + "    keepalive",
        portal[portal.index("upstream klang") : portal.index("# Addresses may end")],
        flags=re.DOTALL,
    )
    locations = portal[portal.index("    # Figures are for programs") :]
    locations = locations.replace("/etc/nginx/klang-proxy.conf", str(folder / "proxy.conf"))
    locations = locations.replace("/var/www/klang", str(folder / "pages"))
    (folder / "pages").mkdir(exist_ok=True)
    (folder / "nginx.conf").write_text(
        # The scratch folder is for its owner alone.
        f"{'user root; ' if os.geteuid() == 0 else ''}worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log crit;\n"
        "events { worker_connections 512; }\n"
        f"http {{ access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;\n"
        f"fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;\n"
        f"{upstream}\nserver {{ listen 127.0.0.1:{port}; client_max_body_size 65m;\n{locations}\n}}\n",
        "utf-8",
    )
    return Part("nginx", ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")], is_up=_open(port))


def _emergency_page(port: int) -> bool:
    """Say whether nginx alone shows the page with the numbers to call, and asks to come back."""
    # Late: it may read settings, which know where everything is only when it is set up.
    from benchmarks.visitor import Visitor

    visitor = Visitor(port)
    reply = visitor.get("/request/")
    visitor.close()
    return reply.status == 503 and bool(reply.retry_after) and 'href="tel:1300"' in reply.text


class Site:
    """All parts, and what the portal is told of them."""

    def __init__(self, folder: Path, plan: Plan, write: Write) -> None:
        self.folder, self.plan, self.write = folder, plan, write
        self.port = free_port()
        self.shared: dict[str, str] = {
            "DJANGO_SETTINGS_MODULE": "portal.settings.development",
            "KLANG_KEYS": str(folder / "keys"),
            # Who asks, as a first proxy said it, and nginx.
            "KLANG_TRUSTED_PROXIES": "2",
            "KLANG_LOGS": "json",
        }
        self.parts: list[Part] = []
        self.emergency_pages: list[bool] = []
        self.switches: list[tuple[str, Callable[[], None], Callable[[], None]]] = []

    @contextmanager
    def running(self) -> Iterator[None]:
        """Set everything up and take it away again."""
        with ExitStack() as stack:
            if not self.plan.is_sqlite:
                self._databases(stack)
                self._store(stack)
            self._redis()
            machines = [self.folder / name for name in (("a",) if self.plan.is_sqlite else ("a", "b"))]
            self._prepare(machines)
            ports = [free_port(), free_port()]
            for number, port in enumerate(ports):
                self._machine(number, machines[number % len(machines)], port)
            nginx = _nginx(self.folder, self.port, ports)
            self._error_pages(machines[0])
            self.parts.append(nginx)
            stack.callback(lambda: [part.kill() for part in self.parts])
            for part in self.parts:
                if part.process is None:
                    part.start()
            yield

    def _databases(self, stack: ExitStack) -> None:
        # Late: it may read settings, which know where everything is only when it is set up.
        from tests.replica import clusters

        if not clusters.are_here():
            raise RuntimeError("PostgreSQL's own programs are not on this machine; try --sqlite")
        room = stack.enter_context(clusters.room())
        first = stack.enter_context(clusters.primary(room))
        self.shared["DATABASE_URL"] = first.url
        self.first, self._stack, self._room = first, stack, room
        self.switches.append(("PostgreSQL", lambda: first.stop("immediate"), first.start))

    def _replica(self) -> None:
        # Late: it may read settings, which know where everything is only when it is set up.
        from tests.replica import clusters

        second = self._stack.enter_context(clusters.replica_of(self.first, self._room))
        self.shared["KLANG_REPLICA_URL"] = second.url
        self.switches.append(("its replica", lambda: second.stop("immediate"), second.start))

    def _store(self, stack: ExitStack) -> None:
        # Late: it may read settings, which know where everything is only when it is set up.
        from tests.store import BUCKET, Store

        store = Store()
        stack.callback(store.kill)
        self.shared |= {
            "KLANG_STORE_BUCKET": BUCKET,
            "KLANG_STORE_ENDPOINT": store.url,
            "KLANG_STORE_KEY": store.key,
            "KLANG_STORE_SECRET": store.secret,
        }
        # What lies in this server is in its memory: it is stopped as a network that breaks, and goes on.
        self.switches.append(("the store (hangs)", store.hang, store.go_on))

    def _redis(self) -> None:
        if shutil.which("redis-server") is None:
            self.write("no redis-server on this machine: pages are kept by each process")
            return
        port = free_port()
        command = [
            "redis-server",
            str(ROOT / "deploy" / "redis.conf"),
            "--port",
            str(port),
            "--supervised",
            "no",
        ]
        redis = Part("Redis", [*command, "--dir", str(self.folder)], is_up=_open(port))
        self.shared["KLANG_REDIS_URL"] = f"redis://127.0.0.1:{port}/0"
        self.parts.append(redis)
        redis.start()

    def _prepare(self, machines: list[Path]) -> None:
        began = time.monotonic()
        word = secrets.token_urlsafe(64)
        for machine in machines:
            machine.mkdir()
            (machine / "secret_key").touch(mode=0o600)
            (machine / "secret_key").write_text(word, "ascii")
        self._manage(machines[0], "prepare")
        if not self.plan.is_sqlite:
            # Now there is something to copy; from here on it comes by the log.
            self._replica()
        for machine in machines[1:]:
            for name in ("static", "index"):
                shutil.copytree(machines[0] / name, machine / name)
        self.write(f"prepared in {time.monotonic() - began:.0f} s")

    def _error_pages(self, machine: Path) -> None:
        self._manage(machine, "export_error_pages", str(self.folder / "pages"))

    def _manage(self, machine: Path, *words: str) -> None:
        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env={**os.environ, **self.shared, "KLANG_VAR": str(machine)},
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(f"{words[0]}: {done.stderr[-2000:]}")

    def _machine(self, number: int, var: Path, port: int) -> None:
        told = {**self.shared, "KLANG_VAR": str(var)}
        web = [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
        ]
        web += ["--workers", "1", *THREADS_OF_GRANIAN, "--no-ws", "--log-level", "error"]
        name = "ab"[number]
        worker = [sys.executable, "manage.py", "db_worker", "--no-startup-delay", "--interval", "0.5"]
        self.parts += [
            Part(f"web {name}", [*web, "portal.wsgi:application"], told, _healthy(port)),
            Part(f"worker {name}", [*worker, "--beside", "portal.periodic.Ticker"], told),
        ]

    def raise_up(self) -> list[str]:
        """Start what ended by itself, as `Restart=always` of its unit does; return the names."""
        fallen = [part for part in self.parts if part.process is not None and part.process.poll() is not None]
        for part in fallen:
            part.start()
        return [part.name for part in fallen]

    def turns(self) -> list[tuple[str, Callable[[], None], Callable[[], None]]]:
        """Return the parts that are killed, each with how it goes and how it comes back."""
        each = [(part.name, part.kill, part.start) for part in self.parts if part.name != "nginx"]
        return [*each, *self.switches, ("both web servers", self._kill_webs, self._start_webs)]

    def _webs(self) -> list[Part]:
        return [part for part in self.parts if part.name.startswith("web ")]

    def _kill_webs(self) -> None:
        for part in self._webs():
            part.kill()
        self.emergency_pages.append(_emergency_page(self.port))

    def _start_webs(self) -> None:
        for part in self._webs():
            part.start()


def run(write: Write, folder: Path, plan: Plan) -> int:
    """Kill each part in turn while people come; return 1 when something was lost, doubled, failed, or stayed undone.

    Args:
        write: takes each line.
        folder: an empty one.
        plan: how much of it.
    """
    began = time.monotonic()
    site = Site(folder, plan, write)
    with site.running():
        os.environ |= {**site.shared, "KLANG_VAR": str(folder / "a")}
        os.environ.pop("KLANG_REPLICA_URL", None)
        # Late: from here on the settings know where everything is.
        import django
        from django.conf import settings

        if settings.configured and str(settings.KLANG_VAR) != os.environ["KLANG_VAR"]:
            raise RuntimeError("the settings were read too early")
        django.setup()
        # Late: it may read settings, which know where everything is only when it is set up.
        from django.db import connection

        try:
            return _act(site, write, began)
        finally:
            connection.close()


def _act(site: Site, write: Write, began: float) -> int:
    # Late: it may read settings, which know where everything is only when it is set up.
    from benchmarks.load import Crowd, Rates, Tally
    from benchmarks.visitor import record

    plan = site.plan
    steps = record(f"http://127.0.0.1:{site.port}")
    crowd = Crowd(site.port, steps)
    rates = Rates(plan.rate, 4 * plan.rate, plan.rate)
    over: Tally = Tally()
    rows: list[tuple[str, float, Tally]] = []
    turns, number = site.turns(), 0
    write(f"{len(turns)} parts, {len(steps)} pages to a request; each part is away for {plan.away:g} s")
    while number < len(turns) or sum(len(tally.shown) for _name, _took, tally in rows) < plan.requests:
        name, kill, start = turns[number % len(turns)]
        number += 1
        crowd.tally = Tally()
        coming = threading.Thread(target=crowd.come, args=(rates, 3 * plan.away))
        coming.start()
        time.sleep(plan.away / 2)
        kill()
        time.sleep(plan.away)
        back = time.monotonic()
        start()
        took = time.monotonic() - back
        coming.join()
        if fallen := site.raise_up():
            name += f" (with it {', '.join(fallen)})"
        rows.append((name, took, crowd.tally))
    for name, took, tally in rows[: len(turns)] if number > 3 * len(turns) else rows:
        write(_line(name, took, tally))
    for _name, _took, tally in rows:
        _add(over, tally)
    shows = bool(site.emergency_pages) and all(site.emergency_pages)
    write(f"with no web server the page with the numbers to call is {'shown' if shows else 'NOT shown'}")
    return _verdict(over, number, write, began) or int(not shows)


def _line(name: str, took: float, tally: Tally) -> str:
    codes = [code for counted in tally.statuses.values() for code in counted.elements()]
    busy, other = codes.count(503), sum(code >= 500 and code != 503 for code in codes)
    return (
        f"  {name:40} back after {took:5.1f} s  answers {len(codes):5}  503 {busy:4}  other 5xx {other}"
        f"  broken off {sum(tally.broken.values()):3}  shown {len(tally.shown):3}  given up {len(tally.given_up)}"
    )


def _add(over: Tally, tally: Tally) -> None:
    over.shown |= tally.shown
    over.given_up |= tally.given_up
    for kind, counted in tally.statuses.items():
        over.statuses[kind] += counted


def _verdict(over: Tally, kills: int, write: Write, began: float) -> int:
    # Late: it may read settings, which know where everything is only when it is set up.
    from benchmarks.load import losses

    lost, doubled = losses(over)
    other = sum(
        number
        for codes in over.statuses.values()
        for code, number in codes.items()
        if code >= 500 and code != 503
    )
    failed, waiting = _queue()
    write(
        f"{kills} kills, {len(over.shown):,} numbers shown: lost {len(lost)}, doubled {len(doubled)}, other 5xx {other},"
        f" tasks given up {failed}, undone {waiting}; {time.monotonic() - began:.0f} s, load {os.getloadavg()[0]:.1f}"
    )
    return 1 if lost or doubled or other or failed or waiting or not over.shown else 0


def _queue() -> tuple[int, int]:
    """Return how many tasks were given up, and how many are still not done when the queue had time to run empty."""
    # Late: it may read settings, which know where everything is only when it is set up.
    from django.utils import timezone
    from django_tasks import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    from portal.queue.revival import DIED

    until, start = time.monotonic() + QUIET_SECONDS, timezone.now()
    # What comes round by itself is put in anew each minute; only what waited when the killing ended has to be done.
    ready = DBTaskResult.objects.ready().filter(enqueued_at__lt=start)
    running = DBTaskResult.objects.running().filter(enqueued_at__lt=start)
    while (undone := ready.count() + running.count()) and time.monotonic() < until:
        time.sleep(0.5)
    # A task that met the outage itself comes round again; one that was given up does not.
    given_up = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED, exception_class_path=DIED)
    return given_up.count(), undone
