"""`bin/drill machines`: the shipped settings of nginx are what it tries, and a loss or a fallen worker is told."""

from __future__ import annotations

import http.client
import os
import shutil
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest
from django.core.management import call_command

from benchmarks.load import Tally
from benchmarks.server import free_port
from drills import machines

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin")


def test_nginx_is_tried_with_what_is_shipped(tmp_path: Path) -> None:
    part = machines._nginx(tmp_path, 8080, [1, 2])
    made = (tmp_path / "nginx.conf").read_text("utf-8")
    assert "server 127.0.0.1:1 max_fails=0;\n    server 127.0.0.1:2 max_fails=0;" in made
    assert "8001" not in made
    assert "error_page 502 504 =503 /503.html;" in made
    assert "proxy_next_upstream error timeout;" in (tmp_path / "proxy.conf").read_text("utf-8")
    if NGINX is None:
        pytest.skip("this machine has no nginx")
    done = subprocess.run([NGINX, "-t", *part.command[1:]], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(NGINX is None, reason="this machine has no nginx")
def test_with_no_web_server_nginx_alone_shows_whom_to_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{os.environ['PATH']}:/usr/sbin")
    port = free_port()
    part = machines._nginx(tmp_path, port, [free_port(), free_port()])
    call_command("export_error_pages", str(tmp_path / "pages"), verbosity=0)
    part.start()
    try:
        assert machines._emergency_page(port)
    finally:
        part.kill()


@pytest.mark.skipif(NGINX is None, reason="this machine has no nginx")
def test_what_nginx_says_by_itself_it_says_in_the_language_of_the_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever attaches more than it lets through, and whoever comes while no web server answers."""
    monkeypatch.setenv("PATH", f"{os.environ['PATH']}:/usr/sbin")
    port = free_port()
    part = machines._nginx(tmp_path, port, [free_port(), free_port()])
    call_command("export_error_pages", str(tmp_path / "pages"), verbosity=0)

    def answer(method: str, path: str, length: int) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.putrequest(method, path)
        connection.putheader("Content-Length", str(length))
        connection.endheaders()
        response = connection.getresponse()
        html = response.read().decode("utf-8")
        connection.close()
        return response.status, html

    part.start()
    try:
        for path, language, words in (
            ("/request/files/", "th", "ไฟล์ใหญ่เกินไป"),
            ("/en/request/files/?a=1", "en", "too large"),
        ):
            status, html = answer("POST", path, 80_000_000)
            assert (status, f'lang="{language}"' in html, words in html) == (413, True, True), path
            assert 'href="tel:1300"' in html
        for path, language in (("/english/", "th"), ("/en/", "en"), ("/en?q=x", "en")):
            status, html = answer("GET", path, 0)
            assert (status, f'lang="{language}"' in html) == (503, True), path
    finally:
        part.kill()


@pytest.mark.parametrize(
    ("lost", "doubled", "queue", "code"),
    [
        ([], [], (0, 0), 0),
        (["a"], [], (0, 0), 1),
        ([], ["a"], (0, 0), 1),
        ([], [], (1, 0), 1),
        ([], [], (0, 1), 1),
    ],
)
def test_whatever_is_wrong_ends_with_one(
    lost: list[str], doubled: list[str], queue: tuple[int, int], code: int
) -> None:
    over = Tally(shown={"a": ("AAAA-BBBB", "secret")})
    said: list[str] = []
    with (
        mock.patch("benchmarks.load.losses", return_value=(lost, doubled)),
        mock.patch.object(machines, "_queue", return_value=queue),
    ):
        assert machines._verdict(over, 8, said.append, 0.0) == code
    assert f"lost {len(lost)}, doubled {len(doubled)}" in said[0]


def test_a_run_in_which_nobody_got_a_number_proves_nothing() -> None:
    with (
        mock.patch("benchmarks.load.losses", return_value=([], [])),
        mock.patch.object(machines, "_queue", return_value=(0, 0)),
    ):
        assert machines._verdict(Tally(), 8, lambda line: None, 0.0) == 1


def test_what_falls_with_another_part_is_started_again_and_named(tmp_path: Path) -> None:
    site = machines.Site(tmp_path, machines.Plan(), lambda line: None)
    part = machines.Part("worker a", [sys.executable, "-c", "import time; time.sleep(60)"])
    site.parts = [part]
    part.start()
    assert site.raise_up() == []
    part.kill()
    try:
        assert site.raise_up() == ["worker a"]
        assert part.process is not None and part.process.poll() is None
    finally:
        part.kill()
