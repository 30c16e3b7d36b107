"""Files that an operator copies start this program, name its own settings, and are whole (issue 15, point 3)."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import load_command_class
from django.core.management.base import CommandError

from portal.crowd import THREADS, THREADS_OF_GRANIAN
from portal.management.commands.export_error_pages import PAGES
from portal.settings import base
from portal.upkeep.checks import machine

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
DOCS = (ROOT / "docs" / "operations.md").read_text("utf-8")
VARIABLE = re.compile(r"^#?([A-Z][A-Z_]+)=", re.MULTILINE)
APPS = {"backup": "portal", "db_worker": "portal.queue", "serve": "portal", "verify": "portal"}


def read_by_settings() -> set[str]:
    """Return every variable that an installation in production may set."""
    sources = [ROOT / "portal" / "settings" / name for name in ("base.py", "production.py")]
    text = "".join(source.read_text("utf-8") for source in sources)
    return set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', text)) | {"DJANGO_SETTINGS_MODULE"}


def lines(unit: Path, name: str) -> list[str]:
    return [
        line.partition("=")[2] for line in unit.read_text("utf-8").splitlines() if line.startswith(name + "=")
    ]


def commands() -> list[tuple[str, list[str]]]:
    """Return what the units start, by its words."""
    return [(unit.name, shlex.split(line)) for unit in SERVICES for line in lines(unit, "ExecStart")]


# --- settings ------------------------------------------------------------------------------------------------------


def test_the_environment_names_every_setting_and_no_other() -> None:
    assert set(VARIABLE.findall((DEPLOY / "environment").read_text("utf-8"))) == read_by_settings()


def test_every_setting_is_explained_to_operators() -> None:
    told = (ROOT / "docs" / "operator.md").read_text("utf-8")
    assert [name for name in sorted(read_by_settings()) if f"`{name}`" not in told and name not in told] == []


def test_what_a_start_needs_is_not_left_out() -> None:
    source = (ROOT / "portal" / "settings" / "production.py").read_text("utf-8")
    required = re.findall(r'^    "([A-Z_]+)",$', source, re.MULTILINE)
    assert len(required) >= 8
    text = (DEPLOY / "environment").read_text("utf-8")
    assert [name for name in required if not re.search(rf"^{name}=", text, re.MULTILINE)] == []


def test_the_folders_of_the_units_are_those_of_the_environment() -> None:
    text = (DEPLOY / "environment").read_text("utf-8")
    assert "\nKLANG_VAR=/var/lib/klang\n" in text
    assert "\nKLANG_KEYS=/etc/klang/keys\n" in text, "outside of what backups take along"
    assert all(lines(unit, "StateDirectory") == ["klang"] for unit in SERVICES)


# --- units ---------------------------------------------------------------------------------------------------------


def test_there_are_units() -> None:
    assert len(SERVICES) >= 5


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_no_unit_may_do_more_than_it_needs(unit: Path) -> None:
    text = unit.read_text("utf-8")
    for wall in (
        *("User=klang", "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes"),
        *("CapabilityBoundingSet=\n", "SystemCallFilter=@system-service", "UMask=0077", "MemoryMax="),
    ):
        assert wall in text, f"{unit.name}: {wall}"


def starts_the_portal(words: list[str]) -> None:
    """Ask granian itself whether it knows each option."""
    ran = subprocess.run(
        [sys.executable, "-m", "granian", "--help"], capture_output=True, text=True, check=True
    )
    assert [word for word in words if word.startswith("--") and word not in ran.stdout] == []
    assert words[-1] == "portal.wsgi:application"


@pytest.mark.parametrize(
    ("unit", "words"), commands(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_what_a_unit_starts_takes_these_words(unit: str, words: list[str], settings: Any) -> None:
    program, *rest = words
    if program == "/opt/klang/bin/backup":
        assert (ROOT / "bin" / "backup").is_file()
        rest = ["manage.py", "backup", *rest]
    else:
        assert program == "/opt/klang/.venv/bin/python"
    if rest[:2] == ["-m", "granian"]:
        starts_the_portal(rest)
        return
    assert rest[0] == "manage.py"
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    parser = load_command_class(APPS[rest[1]], rest[1]).create_parser("manage.py", rest[1])
    try:
        parser.parse_args(rest[2:])
    except CommandError as error:
        raise AssertionError(f"{unit}: {error}") from error


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="this machine has no systemd")
def test_systemd_takes_the_units_and_calls_them_safe(tmp_path: Path) -> None:
    """With programs that are here in place of those that an installation has."""
    for unit in UNITS:
        text = unit.read_text("utf-8").replace("/opt/klang/.venv/bin/python", sys.executable)
        text = text.replace("/opt/klang/bin/backup", "/bin/true").replace(
            "file:///opt/klang", f"file://{ROOT}"
        )
        names = (
            [unit.name.replace("@", f"@{which}") for which in (8001, 8002, 1, 2)]
            if "@" in unit.name
            else [unit.name]
        )
        for name in names:
            (tmp_path / name).write_text(text)
    ran = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True,
        text=True,
    )
    ours = [line for line in ran.stderr.splitlines() if "klang" in line]
    assert (ran.returncode, ours) == (0, [])
    for name in ("klang.service", "klang-web@8001.service", "klang-worker@1.service", "klang-backup.service"):
        ran = subprocess.run(
            ["systemd-analyze", "security", "--offline=true", "--threshold=25", str(tmp_path / name)],
            capture_output=True,
            text=True,
        )
        assert ran.returncode == 0, ran.stdout[-200:]


def test_web_servers_have_as_many_threads_as_the_portal_counts_on() -> None:
    """With fewer it would never know that none is free, with more it would send people away too early (0025)."""
    started = [words for _unit, words in commands() if "granian" in words]
    image = (DEPLOY / "container" / "Containerfile").read_text("utf-8")
    started.append(json.loads(image[image.rindex("CMD [") + 4 :].splitlines()[0]))
    assert len(started) >= 2
    for words in started:
        begin = words.index("--blocking-threads")
        assert words[begin + 1] == str(THREADS)
        assert tuple(words[begin : begin + 4]) == THREADS_OF_GRANIAN, "a thread stays with its connection"


def test_a_web_server_is_started_when_it_answers() -> None:
    """Else the next line of the manual finds nobody, and the second of a pair is stopped before the first is back."""
    for name, port in (("klang.service", "8001"), ("klang-web@.service", "%i")):
        (asked,) = lines(DEPLOY / "systemd" / name, "ExecStartPost")
        assert f"http://127.0.0.1:{port}/healthz" in asked


def test_certificates_are_got_by_words_that_certbot_of_debian_12_knows() -> None:
    assert re.findall(r"^certbot (\S+)", DOCS, re.MULTILINE) == ["certonly", "certonly"], (
        "2.1 has no `reconfigure`"
    )


def test_a_target_starts_what_is_there() -> None:
    wanted = lines(DEPLOY / "systemd" / "klang.target", "Wants")[0].split()
    known = {unit.name for unit in UNITS}
    assert {re.sub(r"@\w+", "@", name) for name in wanted} <= known
    for timer in (unit for unit in UNITS if unit.suffix == ".timer"):
        assert timer.with_suffix(".service").name in known


def test_what_is_lost_with_the_machine_is_an_hour_at_most_as_shipped() -> None:
    """R13: the database, files and trail of a district or of a province that ships no log."""
    timer = DEPLOY / "systemd" / "klang-backup.timer"
    ((minutes,),) = (re.findall(r"^\*:0/(\d+)$", one) for one in lines(timer, "OnCalendar"))
    (spread,) = lines(timer, "RandomizedDelaySec")
    assert int(minutes) * 60 + int(spread) <= 3600
    assert 2 * int(minutes) <= 60 * machine.POINT_HOURS, "one that fails once alarms nobody"


# --- proxy ---------------------------------------------------------------------------------------------------------


def proxy() -> str:
    return "\n".join(
        (DEPLOY / "nginx" / name).read_text("utf-8") for name in ("klang.conf", "klang-proxy.conf")
    )


def test_the_proxy_asks_where_the_web_servers_are() -> None:
    target = lines(DEPLOY / "systemd" / "klang.target", "Wants")[0]
    ports = re.findall(r"klang-web@(\d+)", target)
    assert re.findall(r"^    server 127\.0\.0\.1:(\d+)", proxy(), re.MULTILINE) == ports
    assert f"--port {ports[0]}" in (DEPLOY / "systemd" / "klang.service").read_text("utf-8")


def test_the_proxy_hands_out_no_file_of_the_portal_and_tells_who_comes() -> None:
    text = proxy()
    assert "/var/lib/klang" not in text, "files are handed out by views that ask who asks"
    assert "X-Forwarded-For $remote_addr" in text, "what visitors say of themselves is not passed on"
    assert "X-Forwarded-Proto $scheme" in text
    assert "\nKLANG_TRUSTED_PROXIES=1\n" in (DEPLOY / "environment").read_text("utf-8")


def test_the_proxy_lets_through_what_the_portal_takes() -> None:
    (megabytes,) = re.findall(r"client_max_body_size (\d+)m", proxy())
    assert int(megabytes) * 1024 * 1024 >= base.LARGEST_REQUEST


def test_every_page_that_the_proxy_shows_by_itself_is_exported_and_comes_in_the_language_of_the_address() -> (
    None
):
    shown = set(re.findall(r"error_page [\d =]+ /(\d+)\.html;", proxy()))
    assert shown == {"503", "413"}
    assert shown <= set(PAGES)
    for page in shown:
        assert f"try_files /{page}$klang_language.html /{page}.html ={page};" in proxy()


def test_the_log_of_the_proxy_holds_no_query_and_no_secret_of_an_address() -> None:
    (form,) = re.findall(r"log_format klang .*?;", proxy(), re.DOTALL)
    asked = set(re.findall(r"\$(\w+)", form))
    assert (
        asked & {"request", "request_uri", "uri", "args", "query_string", "http_referer", "http_cookie"}
        == set()
    )
    (pattern,) = re.findall(r'"~(\^.*?)" \$room', proxy())
    room = re.compile(pattern.replace("(?<", "(?P<"))
    for address, said in (
        ("/answer/s3cret/", "/answer"),
        ("/en/answer/s3cret/", "/en/answer"),
        ("/alerts/confirm/s3cret/", "/alerts"),
        ("/", "/"),
    ):
        match = room.match(address)
        assert match is not None
        assert match["room"] == said


@pytest.mark.skipif(shutil.which("nginx") is None, reason="this machine has no nginx")
def test_nginx_takes_the_file(tmp_path: Path) -> None:
    for name in ("fullchain.pem", "privkey.pem"):
        (tmp_path / name).touch()
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=a"),
            *("-keyout", str(tmp_path / "privkey.pem"), "-out", str(tmp_path / "fullchain.pem")),
        ],
        check=True,
        capture_output=True,
    )
    text = (DEPLOY / "nginx" / "klang.conf").read_text("utf-8")
    text = text.replace("/etc/letsencrypt/live/oscc.example.go.th", str(tmp_path))
    text = text.replace("/etc/nginx/klang-proxy.conf", str(DEPLOY / "nginx" / "klang-proxy.conf"))
    text = text.replace("/var/log/nginx", str(tmp_path))
    text = re.sub(r"listen (\[::\]:)?(80|443)", r"listen \g<1>1\2", text)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = " ".join(f"{kind}_temp_path {tmp_path}/{kind};" for kind in kinds)
    whole = tmp_path / "nginx.conf"
    whole.write_text(
        f"pid {tmp_path}/pid; error_log {tmp_path}/error; events {{}} http {{ {folders} {text} }}"
    )
    ran = subprocess.run(["nginx", "-t", "-c", str(whole)], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr


# --- image ---------------------------------------------------------------------------------------------------------

IMAGE = (DEPLOY / "container" / "Containerfile").read_text("utf-8")


def test_the_image_holds_what_a_run_needs() -> None:
    setup = (ROOT / "bin" / "setup.sh").read_text("utf-8")
    packages = " ".join(re.findall(r"^(?:FONT|RUN)_PACKAGES=\((.*?)\)", setup, re.MULTILINE | re.DOTALL))
    wanted = {name for name in packages.split() if not name.startswith('"')}
    assert len(wanted) > 10
    last = IMAGE[IMAGE.rindex("FROM ") :]
    assert {name for name in wanted if not re.search(rf"\s{re.escape(name)}\s", last)} == set()


def test_the_image_starts_the_portal_as_an_account_of_its_own() -> None:
    (command,) = re.findall(r"^CMD (\[.*\])$", IMAGE, re.MULTILINE)
    program, *rest = json.loads(command)
    assert program == ".venv/bin/python"
    starts_the_portal(rest)
    assert "\nUSER klang\n" in IMAGE
    assert set(re.findall(r"(?:ENV | )([A-Z_]+)=", IMAGE)) <= read_by_settings() | {"MALLOC_ARENA_MAX"}


def test_no_image_holds_data_keys_or_history() -> None:
    left_out = (ROOT / ".dockerignore").read_text("utf-8").split()
    assert {".git", ".venv", "var", "**/keys", "**/secret_key", "**/*.sqlite3*"} <= set(left_out)


# --- the manual ----------------------------------------------------------------------------------------------------


def test_every_file_stands_in_the_manual_and_every_file_of_the_manual_is_there() -> None:
    paths = set(re.findall(r"\bdeploy/[\w@./*-]*[\w*]", DOCS))
    assert [path for path in sorted(paths) if not list(ROOT.glob(path))] == []
    files = {str(path.relative_to(ROOT)) for path in DEPLOY.rglob("*") if path.is_file()}
    covered = {str(found.relative_to(ROOT)) for path in paths for found in ROOT.glob(path)}
    assert files - covered == set()


# --- connections ---------------------------------------------------------------------------------------------------


def connections_with(**environment: str) -> Any:
    """Return how long each database is kept open, and whether it is looked at before each request, as a server has it."""
    code = (
        "import json; from portal.settings.base import DATABASES as d;"
        "print(json.dumps({n: [v['CONN_MAX_AGE'], v.get('CONN_HEALTH_CHECKS', False)] for n, v in d.items()}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PATH": "", "SECRET_KEY": "x", **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_connections_to_postgres_outlast_a_crowd_and_are_looked_at_before_they_answer() -> None:
    """A minute was too short: all threads planned everything again at the same moment (docs/operations.md)."""
    primary = "postgres://klang@127.0.0.1:1/klang"
    found = connections_with(DATABASE_URL=primary, KLANG_REPLICA_URL=primary)
    seconds, is_looked_at = found["default"]
    assert seconds >= 600
    assert is_looked_at
    assert found["replica"][0] == seconds


def test_a_file_stays_open() -> None:
    assert connections_with()["default"] == [None, False]


# --- what readers found --------------------------------------------------------------------------------------------


def test_pages_that_are_not_the_same_for_all_are_not_compressed_on_the_way() -> None:
    """Debian's nginx.conf says `gzip on`: sizes of pages with a token and with words of a request tell secrets (BREACH)."""
    text = (DEPLOY / "nginx" / "klang.conf").read_text("utf-8")
    secure = text[text.index("listen 443") :]
    assert re.search(r"^    gzip off;$", secure, re.MULTILINE)
    assert "gzip on" not in text


def turned_by_debian(path: str) -> bool:
    """Say whether Debian's own rule of nginx turns a log."""
    return re.fullmatch(r"/var/log/nginx/[^/]*\.log", path) is not None


def test_no_log_is_in_our_rule_and_in_debians() -> None:
    """A file in two rules is an error for logrotate, and none of the machine's logs is turned any more."""
    rule = (DEPLOY / "logrotate").read_text("utf-8")
    turned = re.findall(r"/var/log/\S+(?=[^\n]*\{)", rule)
    written = set(re.findall(r"^ +(?:access|error)_log (\S+)", proxy(), re.MULTILINE))
    assert set(turned) == written
    assert not [path for path in turned if turned_by_debian(path)]


@pytest.mark.skipif(shutil.which("logrotate") is None, reason="this machine has no logrotate")
def test_logrotate_takes_our_rule_beside_debians(tmp_path: Path) -> None:
    ours = re.sub(r"create .*", "create", (DEPLOY / "logrotate").read_text("utf-8"))
    theirs = "/var/log/nginx/*.log {\n daily\n rotate 14\n missingok\n create\n}\n"
    both = tmp_path / "rules"
    logs = tmp_path / "logs"
    logs.mkdir()
    for name in (*re.findall(r"/var/log/nginx/(\S+)", ours), "access.log"):
        (logs / name.rstrip("{")).write_text("line\n")
    both.write_text((theirs + ours).replace("/var/log/nginx", str(logs)))
    both.chmod(0o600)
    ran = subprocess.run(
        ["logrotate", "--debug", "--state", str(tmp_path / "state"), str(both)],
        capture_output=True,
        text=True,
    )
    assert "duplicate" not in ran.stdout + ran.stderr
    assert ran.returncode == 0, ran.stderr


def test_the_portal_waits_for_a_clock_that_is_right() -> None:
    """`After=time-sync.target` waits for nobody while no service of that target is enabled."""
    assert "\nsystemctl enable systemd-time-wait-sync\n" in DOCS
    for name in ("klang.service", "klang-web@.service", "klang-worker@.service"):
        assert any("time-sync.target" in one for one in lines(DEPLOY / "systemd" / name, "After"))


@pytest.mark.parametrize(
    ("there", "code", "left"),
    [(None, 0, b"wal"), (b"wal", 0, b"wal"), (b"other", 1, b"other")],
    ids=["not yet", "shipped before the server was killed", "another one of this name"],
)
def test_a_piece_of_the_log_that_was_shipped_already_is_no_failure(
    tmp_path: Path, there: bytes | None, code: int, left: bytes
) -> None:
    """PostgreSQL asks again for what it was killed over; what is there is never overwritten."""
    manual = (ROOT / "docs" / "operator.md").read_text("utf-8")
    (command,) = re.findall(r"^archive_command = '(.*)'$", manual, re.MULTILINE)
    (tmp_path / "archive").mkdir()
    (tmp_path / "0001").write_bytes(b"wal")
    shipped = tmp_path / "archive" / "0001"
    if there is not None:
        shipped.write_bytes(there)
    line = command.replace("/archive", str(tmp_path / "archive")).replace("%p", str(tmp_path / "0001"))
    ran = subprocess.run(["sh", "-c", line.replace("%f", "0001")], capture_output=True)
    assert (ran.returncode, shipped.read_bytes()) == (code, left)
    assert list(shipped.parent.iterdir()) == [shipped]
