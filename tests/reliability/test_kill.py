"""A kill -9 of the server during submission loses no request whose number was shown, and makes none twice (R01, R03).

Invariant I0: every reference ever shown exists with its answers, an owner and a next due action; every accepted
sending has exactly one request.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from django.conf import settings

from portal.sealing import envelope, keys
from tests.reliability.citizen import Citizen

pytestmark = pytest.mark.slow

POINTS = (
    "before the case",
    "after the case",
    "after the duty",
    "after the event",
    "after the register",
    "before the commit",
    "after the commit",
    "after the session",
    "before the answer",
)
STATE = """
SELECT kase.reference, kase.holder_id IS NOT NULL, kase.narrative,
    (SELECT count(*) FROM cases_duty AS duty WHERE duty.case_id = kase.id AND duty.ended_at IS NULL),
    (SELECT count(*) FROM cases_caseevent AS event WHERE event.case_id = kase.id)
FROM cases_case AS kase ORDER BY kase.id
"""


class Server:
    """One installation with a server that can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "klang.sqlite3"
        self.environment = {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "KLANG_VAR": str(folder),
            "DJANGO_SETTINGS_MODULE": "portal.settings.development",
        }
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        """Bring the database up to date and load the starter content."""
        command = [sys.executable, "manage.py", "prepare"]
        subprocess.run(command, cwd=settings.BASE_DIR, env=self.environment, check=True, capture_output=True)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self.process = subprocess.Popen(
            [
                *(
                    sys.executable,
                    "-m",
                    "granian",
                    "--interface",
                    "wsgi",
                    "--port",
                    str(self.port),
                    "--no-ws",
                ),
                *("--log-level", "critical", "tests.reliability.wsgi:application"),
            ],
            cwd=settings.BASE_DIR,
            env=self.environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _attempt in range(2400):
            try:
                if requests.get(self.base + "/healthz", timeout=2).ok:
                    return
            except requests.RequestException:
                time.sleep(0.05)
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        """End every process of the server at once, without a chance to tidy up."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def cases(self) -> list[tuple[str, int, str, int, int]]:
        """Return what the database holds: reference, has a holder, narrative, running duties, events."""
        with contextlib.closing(sqlite3.connect(self.database)) as database:
            found = database.execute(STATE).fetchall()
        own = keys.read(self.database.with_name("keys")) if found else None
        return [
            (reference, held, self._opened(own, reference, told), *more)
            for reference, held, told, *more in found
        ]

    @staticmethod
    def _opened(own: keys.Keys | None, reference: str, told: str) -> str:
        """Open a story with the keys of the installation: that it can be read is a part of what was promised."""
        assert own is not None
        return envelope.opened(own, told, envelope.place("cases_case", "narrative", reference))


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory, lay_migrated: Callable[[Path], None]
) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("installation"))
    lay_migrated(server.database)
    server.prepare()
    server.start()
    yield server
    server.kill()


@pytest.mark.parametrize("point", POINTS)
def test_a_killed_server_neither_loses_nor_doubles(server, point):
    before = len(server.cases())
    citizen = Citizen(server.base)
    citizen.fill_until_check()
    citizen.session.headers["X-Klang-Trap"] = point
    with pytest.raises(requests.ConnectionError):
        citizen.send()
    server.kill()
    assert len(server.cases()) <= before + 1

    server.start()
    del citizen.session.headers["X-Klang-Trap"]
    assert citizen.get("/request/check/") == 200
    if citizen.url.endswith("/request/check/"):
        assert citizen.send() == 200
    shown = citizen.shown()
    assert shown is not None, citizen.url
    # Everything a doubtful person does next: send again, go back, reload.
    citizen.get("/request/check/")
    citizen.get("/request/sent/")
    assert citizen.shown() == shown

    rows = server.cases()
    assert len(rows) == before + 1, "one sending, one request"
    reference, has_holder, narrative, duties, events = rows[-1]
    assert reference == shown[0]
    assert has_holder
    assert duties, "something happens next"
    assert "น้ำท่วมบ้าน" in narrative
    assert events


@pytest.mark.parametrize("part", [0.02, 0.5, 0.98], ids=["hardly begun", "half", "nearly whole"])
def test_an_upload_that_breaks_off_keeps_nobody_from_sending_without_it(server, part):
    """R17: a train goes into a tunnel; what was answered before is there, and no file hangs on the request."""
    before = len(server.cases())
    citizen = Citizen(server.base)
    citizen.fill_until_check()
    assert citizen.get("/request/files/") == 200
    form = citizen.form()
    assert form is not None
    upload = form.select_one("input[type=file]")
    assert upload is not None
    prepared = requests.Request(
        "POST",
        citizen.url,
        data=citizen._values(form),
        files={str(upload["name"]): ("บ้าน.jpg", b"\xff\xd8\xff\xe0" + b"x" * 3_000_000, "image/jpeg")},
        headers={"Referer": citizen.url},
    )
    whole = citizen.session.prepare_request(prepared)
    assert isinstance(whole.body, bytes)
    head = "".join(f"{name}: {value}\r\n" for name, value in whole.headers.items())
    with socket.create_connection(("127.0.0.1", server.port), 10) as line:
        line.sendall(
            f"POST {whole.path_url} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n{head}\r\n".encode()
        )
        line.sendall(whole.body[: int(part * len(whole.body))])

    assert citizen.get("/request/check/") == 200
    assert citizen.url.endswith("/request/check/"), "every answer is there still"
    assert citizen.send() == 200
    reference, _secret = citizen.shown() or ("", "")
    rows = server.cases()
    assert [len(rows), rows[-1][0]] == [before + 1, reference]
    with contextlib.closing(sqlite3.connect(server.database)) as database:
        assert database.execute("SELECT count(*) FROM cases_casefile").fetchone() == (0,)


def test_every_number_that_was_shown_can_be_followed(server):
    """The last of them is opened by reference and secret, after all the killing."""
    citizen = Citizen(server.base)
    citizen.fill_until_check()
    assert citizen.send() == 200
    reference, secret = citizen.shown() or ("", "")
    visitor = Citizen(server.base)
    assert visitor.get("/track/") == 200
    form = visitor.form()
    assert form is not None
    names = [str(field["name"]) for field in form.select("input[name]:not([type=hidden])")]
    token = form.select_one("input[type=hidden]")
    assert token is not None
    response = visitor.session.post(
        server.base + "/track/",
        data={token["name"]: token["value"], names[0]: reference, names[1]: secret},
        headers={"Referer": server.base + "/track/"},
        timeout=20,
    )
    assert response.status_code == 200
    assert reference in response.text
