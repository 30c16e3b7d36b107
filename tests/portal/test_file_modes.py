"""What the portal writes is private to the account that it runs under (issue 7, Operation).

The whole installation as real commands write it is looked at in `test_serve_killed.py`.
"""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.core.checks import run_checks
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management import call_command

from portal import file_modes
from portal.file_modes import everything, is_open, roots, tighten

WIDE = (0o644, 0o666, 0o640, 0o604, 0o660, 0o755, 0o777, 0o607)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def var(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation as an older version left it: everything open."""
    var = tmp_path / "var"
    settings.KLANG_VAR = var
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = var / "media", var / "private"
    settings.KLANG = {**settings.KLANG, "INDEX_DIR": var / "index"}
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.sqlite3")
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", str(var / "klang.sqlite3"))
    for folder in ("media/documents", "private/cases/1", "index/site", "mail", "static/css"):
        (var / folder).mkdir(parents=True)
    for number, name in enumerate(
        (
            "klang.sqlite3",
            "klang.sqlite3-wal",
            "klang.sqlite3-shm",
            "secret_key",
            "demo-staff.json",
            "media/documents/law.pdf",
            "private/cases/1/photo",
            "index/site/CURRENT",
            "mail/1.log",
            "static/css/klang.css",
        )
    ):
        (var / name).write_text("x")
        (var / name).chmod(WIDE[number % len(WIDE)])
    for path in [var, *(path for path in var.rglob("*") if path.is_dir())]:
        path.chmod(0o755)
    return var


def test_what_was_open_is_closed_at_a_start(var: Path) -> None:
    assert len(tighten()) >= 9
    assert [path for path in roots() if is_open(path)] == []
    assert mode_of(var) == 0o700
    assert tighten() == []


def test_every_single_file_is_closed_when_it_is_prepared(var: Path) -> None:
    tighten(deep=True)
    left = [path for path in var.rglob("*") if is_open(path) and "static" not in path.parts]
    assert left == []
    for path in everything():
        assert mode_of(path) & stat.S_IRUSR, "the service itself keeps its rights"


def test_static_files_stay_as_they_are(var: Path) -> None:
    tighten(deep=True)
    assert mode_of(var / "static") == 0o755


def test_a_link_leads_nobody_elsewhere(var: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "file").write_text("not ours")
    for path in (outside, outside / "file"):
        path.chmod(0o755)
    (var / "private" / "link").symlink_to(outside)
    (var / "private" / "file").symlink_to(outside / "file")
    tighten(deep=True)
    assert mode_of(outside) == mode_of(outside / "file") == 0o755


@pytest.mark.parametrize("mode", [0o1777, 0o1755])
def test_a_folder_of_the_machine_is_not_closed(settings: Any, tmp_path: Path, mode: int) -> None:
    """Somebody names /tmp: the portal must not lock everybody else out of it."""
    shared = tmp_path / "tmp"
    shared.mkdir()
    shared.chmod(mode)
    settings.KLANG_VAR = shared
    tighten()
    assert mode_of(shared) == mode
    settings.KLANG_VAR = Path("/")
    assert Path("/") not in roots()


def test_a_missing_folder_is_no_trouble(settings: Any, tmp_path: Path) -> None:
    settings.KLANG_VAR = tmp_path / "nothing"
    tighten(deep=True)


def test_what_could_not_be_closed_is_named(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It belongs to another account: root in this test may do everything, so the refusal is put in."""

    def refuse(self: Path, mode: int) -> None:
        raise PermissionError

    with monkeypatch.context() as patch:
        patch.setattr(Path, "chmod", refuse)
        assert tighten(deep=True) == []
    shallow = [message for message in run_checks() if message.id == "portal.W001"]
    assert str(var) in shallow[0].msg
    deep = [message for message in run_checks(include_deployment_checks=True) if message.id == "portal.W002"]
    assert "more" in deep[0].msg
    tighten(deep=True)
    names = {message.id for message in run_checks(include_deployment_checks=True)}
    assert not {"portal.W001", "portal.W002"} & names


def test_uploads_are_private_whatever_django_thinks(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        storage = FileSystemStorage(location=tmp_path / "media")
        name = storage.save("documents/2569/law.pdf", ContentFile(b"x"))
    finally:
        os.umask(before)
    stored = Path(storage.path(name))
    for path in (stored, stored.parent, stored.parent.parent):
        assert not is_open(path), path
    assert default_storage.file_permissions_mode == 0o600


@pytest.mark.parametrize("module", ["portal.settings.development", "portal.wsgi", "portal.settings.test"])
def test_every_way_in_sets_the_umask(tmp_path: Path, module: str) -> None:
    """`manage.py` and every server read the settings before they write anything."""
    script = f"import os, {module}; from django.conf import settings; settings.DEBUG; print(oct(os.umask(0)))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=project.BASE_DIR,
        env={
            **os.environ,
            "KLANG_VAR": str(tmp_path / "a" / "var"),
            "DJANGO_SETTINGS_MODULE": "portal.settings.development",
        },
        capture_output=True,
        text=True,
        check=True,
        umask=0,
    )
    assert done.stdout.strip() == "0o77"
    made = tmp_path / "a" / "var"
    if made.exists():
        assert mode_of(made) == 0o700
        assert [path for path in made.rglob("*") if is_open(path)] == []


def test_pages_for_the_proxy_are_readable_for_the_proxy(tmp_path: Path) -> None:
    call_command("export_error_pages", str(tmp_path / "pages"), verbosity=0)
    assert mode_of(tmp_path / "pages") == 0o755
    assert {mode_of(path) for path in (tmp_path / "pages").iterdir()} == {0o644}


def test_an_open_mode_is_any_right_of_others(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    for mode in range(0o1000):
        file.chmod(mode)
        assert is_open(file) is bool(mode & 0o77)
    assert not file_modes.is_open(tmp_path / "missing")
