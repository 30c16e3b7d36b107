"""A key that is missing or wrong ends the start with what to do, before anything is served (issue 10, Bad input; R14)."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.core.management import CommandError, call_command

from portal.management.commands.serve import Command as Serve
from portal.queue.management.commands.db_worker import Command as Worker
from portal.sealing import current, keys, proving, starting
from portal.sealing.models import Probe
from portal.sealing.starting import HalfBlindError
from tests.sealing.helpers import add_key, own_keys


@pytest.fixture
def file(settings: Any, tmp_path: Path) -> Path:
    """The key file of an installation that is in use."""
    return own_keys(settings, tmp_path / "keys")


def lines(path: Path) -> list[str]:
    return [line for line in path.read_text("ascii").splitlines() if not line.startswith("#")]


def rewrite(path: Path, *kept: str) -> None:
    path.write_text("\n".join(kept), "ascii")
    current.forget()


@pytest.mark.django_db
def test_every_way_in_which_keys_can_be_wrong(file: Path, tmp_path: Path) -> None:
    """One installation through all of it: nothing sealed yet, in use, rotated, key lost, key exchanged."""
    assert starting.problem() == ""
    proving.prove_keys()
    first = current.keys().newest
    assert set(Probe.objects.values_list("key", flat=True)) == {
        f"seal:{first}",
        f"find:{current.keys().finding[0]}",
    }
    proving.prove_keys()
    assert Probe.objects.count() == 2, "a proof is kept once"

    second = add_key(file)
    proving.prove_keys()
    assert Probe.objects.count() == 3 and starting.problem() == ""
    top, old, find = lines(file)

    rewrite(file, top, find)
    assert (
        f'The key "{first}", under which something may still be sealed, is not in the key file'
        in starting.problem()
    )
    with pytest.raises(HalfBlindError, match="does not start half-blind"):
        proving.prove_keys()

    other = keys.new_line(keys.SEAL, dt.date(2026, 1, 1)).split()
    rewrite(file, " ".join(["seal", second, other[2]]), old, find)
    assert f'The key "{second}" of the key file is another one than before' in starting.problem()

    rewrite(file, top, old, " ".join(["find", find.split()[1], other[2]]))
    assert "The key for finding is not" in starting.problem() and "rebuild_lists" in starting.problem()

    file.unlink()
    current.forget()
    assert str(file) in starting.problem() and "make_keys" in starting.problem()
    for begin in (starting.refuse_half_blind, Serve._refuse_half_blind):
        with pytest.raises((HalfBlindError, CommandError), match="does not start half-blind"):
            begin()
    with pytest.raises(CommandError, match="does not start half-blind"):
        Worker().handle(worker_id="w")

    # Nobody makes new keys over what only the old ones open.
    with pytest.raises(CommandError, match="nobody could ever read it"):
        call_command("make_keys")
    rewrite(file, top, old, find)
    proving.take_out_of_use(first)
    rewrite(file, top, find)
    assert starting.problem() == ""
    for line in (top, old, find):
        assert not any(line.split()[2] in one.proof for one in Probe.objects.all())


@pytest.mark.django_db
def test_the_key_for_finding_is_changed_on_purpose(file: Path) -> None:
    proving.prove_keys()
    seal, _find = lines(file)
    rewrite(file, seal, keys.new_line(keys.FIND, dt.date(2026, 1, 1)))
    assert starting.problem()
    proving.begin_finding_anew()
    assert starting.problem() == ""
    assert Probe.objects.filter(key__startswith="find:").count() == 1


@pytest.mark.django_db
def test_the_command_makes_a_file_once_and_puts_keys_on_top(settings: Any, tmp_path: Path) -> None:
    place = tmp_path / "elsewhere" / "keys"
    settings.KLANG = {**settings.KLANG, "KEYS": str(place)}
    current.forget()
    with pytest.raises(CommandError, match="cannot be used"):
        call_command("make_keys", "--add")
    out = StringIO()
    call_command("make_keys", stdout=out)
    made = current.keys()
    assert made.newest in out.getvalue() and "apart from the backups" in out.getvalue()
    assert lines(place)[0].split()[2] not in out.getvalue()
    with pytest.raises(CommandError, match="is there already; nothing was changed"):
        call_command("make_keys")
    call_command("make_keys", "--add", stdout=out)
    assert list(current.keys().sealing)[1:] == [made.newest]
    place.write_text("# nothing", "ascii")
    with pytest.raises(CommandError, match="needs at least one line"):
        call_command("make_keys", "--add")


@pytest.mark.django_db
def test_an_installation_for_trying_things_out_makes_its_keys_once(settings: Any, tmp_path: Path) -> None:
    place = tmp_path / "var" / "keys"
    settings.KLANG = {**settings.KLANG, "KEYS": str(place)}
    current.forget()
    assert not starting.make_where_allowed(), "a real one never does"
    settings.KLANG = {**settings.KLANG, "MAKES_KEYS": True}
    starting.refuse_half_blind()
    made = place.read_text("ascii")
    keys.write(place, keys.new_text(dt.date(2026, 1, 1)), is_new=True)
    assert place.read_text("ascii") == made, "of two that begin at once one makes it"
    assert not starting.make_where_allowed()
    proving.prove_keys()
    place.unlink()
    current.forget()
    with pytest.raises(HalfBlindError, match="There is no key file"):
        starting.refuse_half_blind()


def test_a_process_that_started_before_a_key_came_reads_the_file_again(file: Path) -> None:
    before = current.keys()
    keys.write(file, keys.with_new_key(file.read_text("ascii"), dt.date(2026, 11, 28)))
    newest = keys.read(file).newest
    assert current.keys() == before
    assert current.keys_with(before.newest) == before
    assert current.keys_with(newest).newest == newest


def test_production_names_what_is_missing(tmp_path: Path) -> None:
    """The real settings, the real command: without `KLANG_KEYS`, and with a file that is not there."""
    production = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "SECRET_KEY": "a-key-for-the-check-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEF",
        "DATABASE_URL": f"sqlite:///{tmp_path}/klang.sqlite3",
        "KLANG_ALLOWED_HOSTS": "klang.example",
        "KLANG_BASE_URL": "https://klang.example",
        "EMAIL_URL": "smtp+tls://user:secret@mail.example:587",
        "KLANG_VAR": str(tmp_path / "var"),
        "KLANG_FROM_EMAIL": "klang@klang.example",
    }
    wanted = {"": "set in the environment: KLANG_KEYS", str(tmp_path / "none"): "There is no key file at"}
    for place, sentence in wanted.items():
        done = subprocess.run(
            [sys.executable, "manage.py", "serve", "--port", "8169"],
            cwd=project.BASE_DIR,
            env={**production, **({"KLANG_KEYS": place} if place else {})},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode != 0 and sentence in done.stderr, done.stderr
