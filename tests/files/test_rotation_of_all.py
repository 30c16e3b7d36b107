"""A key is out of use when nothing at all lies under it: sessions of people at work and files that no row names count too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from portal.files import PRIVATE_STORAGE, open_private, resealing
from portal.sealing import current, envelope
from portal.sealing.models import Probe
from portal.web import sessions
from portal.web.sessions import SessionStore
from tests.sealing.helpers import add_key, own_keys

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys_file(settings: Any, tmp_path: Path) -> Iterator[Path]:
    yield own_keys(settings, tmp_path / "keys")
    current.forget()


def rotate(*words: str) -> str:
    out = StringIO()
    call_command("rotate_keys", *words, stdout=out)
    return out.getvalue()


def a_session(**words: str) -> str:
    store = SessionStore()
    store.update(words)
    store.create()
    return str(store.session_key)


def key_of(session: str) -> str:
    return envelope.key_of(Session.objects.get(session_key=session).session_data)


def is_proved(identifier: str) -> bool:
    return Probe.objects.filter(key=f"seal:{identifier}").exists()


def without(keys_file: Path, identifier: str) -> None:
    """Take the line of a key away, as the command says."""
    lines = keys_file.read_text("ascii").splitlines()
    keys_file.write_text("\n".join(line for line in lines if identifier not in line), "ascii")
    current.forget()


def test_what_people_are_writing_outlives_the_key_under_which_it_lay(keys_file: Path) -> None:
    first, session = current.keys().newest, a_session(story="ถูกทำร้าย")
    names = [
        PRIVATE_STORAGE.save(f"{folder}/aa11/bb22.jpg", ContentFile(b"picture"))
        for folder in ("waiting", "drafts", "imports")
    ]
    second = add_key(keys_file)
    told = rotate("--dry-run")
    assert f"4 still lie under {first}" in told
    assert "call this once more" in told
    assert f"Nothing lies under {first} any more" in rotate()
    assert not is_proved(first)
    assert key_of(session) == second
    without(keys_file, first)
    assert SessionStore(session)["story"] == "ถูกทำร้าย"
    for name in names:
        with open_private(name) as file:
            assert file.read() == b"picture"


def test_a_web_process_that_was_not_started_again_keeps_its_key_in_use(
    keys_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, old_keys = current.keys().newest, current.keys()
    add_key(keys_file)
    rotate()
    with monkeypatch.context() as as_before:
        as_before.setattr(sessions.current, "keys", lambda: old_keys)
        session = a_session(story="a")
    assert key_of(session) == first
    assert f"1 still lie under {first}" in rotate("--dry-run")
    assert f"Nothing lies under {first} any more" in rotate()


def test_a_session_that_is_over_keeps_no_key_in_use(keys_file: Path) -> None:
    first, session = current.keys().newest, a_session(story="a")
    Session.objects.update(expire_date=timezone.now() - dt.timedelta(seconds=1))
    second = add_key(keys_file)
    assert f"Nothing lies under {first} any more" in rotate()
    assert key_of(session) == first != second, "nobody reads it any more"


def test_a_session_that_is_written_meanwhile_keeps_what_its_owner_wrote(
    keys_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = a_session(story="before")
    add_key(keys_file)
    opened = envelope.opened

    def meanwhile(*args: Any) -> str:
        text = opened(*args)
        monkeypatch.setattr(envelope, "opened", opened)
        store = SessionStore(session)
        store["story"] = "after"
        store.save()
        return text

    monkeypatch.setattr(envelope, "opened", meanwhile)
    rows = sessions.rows_left(f"{envelope.MARK}{current.keys().newest}.")
    assert sessions.seal_anew(rows) == 0
    assert SessionStore(session)["story"] == "after"


def test_no_name_of_a_session_is_told(keys_file: Path) -> None:
    session = a_session(story="a")
    add_key(keys_file)
    assert session not in rotate("--dry-run") + rotate()


def test_what_a_probe_or_a_killed_run_laid_there_is_no_file_of_anybody(keys_file: Path) -> None:
    for name in (".probe-1", "sealing-unfinished/1", "waiting/.probe-2"):
        path = Path(PRIVATE_STORAGE.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    assert list(resealing.keys_of()) == []


def test_a_file_without_a_row_that_cannot_be_opened_is_counted_and_stops_nothing(keys_file: Path) -> None:
    first = current.keys().newest
    name = PRIVATE_STORAGE.save("waiting/aa11/bb22.jpg", ContentFile(b"picture"))
    path = Path(PRIVATE_STORAGE.path(name))
    path.write_bytes(path.read_bytes()[:-3])
    other = PRIVATE_STORAGE.save("waiting/aa11/cc33.jpg", ContentFile(b"picture"))
    second = add_key(keys_file)
    assert f"1 still lie under {first}" in rotate()
    assert PRIVATE_STORAGE.key_of(other) == second
    assert is_proved(first)
