"""Practice touches nothing real: its own folder, its own database, no address of the real one, a banner everywhere (S2.52)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from portal.letters.kinds import official
from portal.management.commands import practice
from portal.management.commands.practice import practice_environment
from portal.web.practice import PracticeMiddleware, with_banner

REAL = {
    "PATH": os.environ["PATH"],
    "DATABASE_URL": "postgres://real/klang",
    "EMAIL_URL": "smtp://real",
    "SECRET_KEY": "real",
    "KLANG_REDIS_URL": "redis://real",
    "KLANG_BASE_URL": "https://real.example",
    "KLANG_VAR": "/srv/klang",
    "KLANG_KEYS": "/etc/klang/keys",
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SOME_TOKEN": "real",
}
ASK = """
import django; django.setup()
from django.conf import settings as s
print(s.DATABASES["default"]["ENGINE"], s.DATABASES["default"]["NAME"], s.EMAIL_BACKEND, s.EMAIL_FILE_PATH,
      s.PRIVATE_ROOT, s.MEDIA_ROOT, s.KLANG["INDEX_DIR"], s.KLANG["TRAIL_DIR"], s.KLANG["PRACTICE"],
      s.SESSION_COOKIE_NAME, s.MIDDLEWARE[0], sep="\\n")
"""


def asked(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_nothing_of_the_real_environment_comes_along(tmp_path: Path) -> None:
    found = practice_environment(REAL, tmp_path / "practice")
    assert set(found) == {"PATH", "KLANG_VAR", "DJANGO_SETTINGS_MODULE"}
    assert not set(found.values()) & {value for name, value in REAL.items() if name != "PATH"}
    assert found["KLANG_VAR"] == str(tmp_path / "practice")


def test_everything_of_practice_lies_in_its_own_folder_and_mail_too(tmp_path: Path) -> None:
    folder = tmp_path / "practice"
    folder.mkdir()
    said = asked(practice_environment({**REAL, **os.environ}, folder))
    assert said.returncode == 0, said.stderr
    engine, database, mail, *paths, is_practice, cookie, first = said.stdout.split()
    assert engine.endswith("sqlite3")
    assert all(Path(path).is_relative_to(folder) for path in (database, *paths))
    assert len(paths) == 5
    assert mail == "django.core.mail.backends.filebased.EmailBackend"
    assert (is_practice, cookie, first) == (
        "True",
        "practice_session",
        "portal.web.practice.PracticeMiddleware",
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"KLANG_VAR": "/srv/klang"},
        {"KLANG_VAR": ""},
        {"DATABASE_URL": "postgres://real/klang"},
        {"EMAIL_URL": "smtp://real"},
        {"SECRET_KEY": "real"},
        {"KLANG_KEYS": "/etc/klang/keys"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_the_settings_refuse_whatever_is_not_practice(tmp_path: Path, wrong: dict[str, str]) -> None:
    folder = tmp_path / "practice"
    said = asked({**practice_environment(REAL, folder), **wrong})
    assert said.returncode != 0
    assert "manage.py practice" in said.stderr
    assert not folder.exists()


def test_the_command_starts_a_server_with_that_environment_and_begins_anew_when_asked(
    tmp_path: Path, monkeypatch, settings
) -> None:
    settings.KLANG_VAR = tmp_path
    (tmp_path / "klang.sqlite3").write_text("real")
    old = tmp_path / "practice" / "klang.sqlite3"
    old.parent.mkdir()
    old.write_text("old")
    started = []
    monkeypatch.setattr(practice.os, "execve", lambda *call: started.append(call))
    monkeypatch.setattr(practice.os, "chdir", lambda folder: None)
    call_command("practice", port=8123)
    assert old.exists()
    call_command("practice", port=8123, fresh=True)
    assert not old.exists() and (tmp_path / "klang.sqlite3").read_text() == "real"
    program, command, environment = started[-1]
    assert program == sys.executable
    assert command[1:4] == ["manage.py", "serve", "--prepare"] and "--demo" in command and "8123" in command
    assert environment["KLANG_VAR"] == str(tmp_path / "practice")
    assert environment["DJANGO_SETTINGS_MODULE"] == "portal.settings.practice"


# --- the banner ---------------------------------------------------------------------------------------------------------


def through(response: HttpResponse) -> HttpResponse:
    answer = PracticeMiddleware(lambda request: response)(RequestFactory().get("/"))
    assert isinstance(answer, HttpResponse)
    return answer


def test_every_page_says_that_it_is_practice() -> None:
    page = through(HttpResponse('<html><BODY class="a">เรื่อง</BODY></html>', headers={"Content-Length": "1"}))
    text = page.content.decode()
    assert '<BODY class="a"><div class="notice notice--warn practice-banner" role="note">ระบบฝึกหัด' in text
    assert page["Content-Length"] == str(len(page.content))
    failed = through(HttpResponse("<body>ผิด</body>", status=500))
    assert failed.status_code == 500 and "ระบบฝึกหัด" in failed.content.decode()


def test_what_is_no_page_stays_as_it_is() -> None:
    for kind in ("application/json", "application/pdf", "text/csv"):
        assert through(HttpResponse(b"<body>", content_type=kind)).content == b"<body>"
    squeezed = HttpResponse(b"<body>", headers={"Content-Encoding": "gzip"})
    assert through(squeezed).content == b"<body>"
    stream = StreamingHttpResponse([b"<body>"])
    assert PracticeMiddleware(lambda request: stream)(RequestFactory().get("/")) is stream
    assert with_banner(b"no page", "x") == b"no page"


def test_letters_of_practice_cannot_be_taken_for_real_ones(monkeypatch, settings) -> None:
    stamps = []
    monkeypatch.setattr(
        official, "render_pdf", lambda template, context, **rest: stamps.append(context["stamp"]) or b""
    )
    letter = type("Letter", (), {"urgency": "normal", "number": "1"})()
    official.letter_pdf(letter)
    settings.KLANG = {**settings.KLANG, "PRACTICE": True}
    official.letter_pdf(letter)
    official.letter_pdf(letter, stamp=official.WITHDRAWN)
    assert stamps == ["", "ฝึกหัด", "ยกเลิก"]
