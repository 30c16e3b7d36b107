"""Private files are sealed on the disk and read as before, old ones too; keys are rotated while people work (R14)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.management import CommandError, call_command
from django.utils import timezone

from cases.models import CaseFile
from portal.files import PRIVATE_STORAGE, open_private, resealing, storage
from portal.files.storage import StoreError
from portal.sealing import columns, current, keys, streams
from portal.sealing.errors import BrokenSealError, KeysError, UnknownKeyError
from portal.sealing.models import Probe
from portal.upkeep.registry import Look
from portal.upkeep.running import inspect
from tests.cases import factories
from tests.cases.factories import World
from tests.sealing.helpers import add_key, own_keys

CANARY = b"CANARY-IN-A-PICTURE " * 10


@pytest.fixture(autouse=True)
def keys_file(settings: Any, tmp_path: Path) -> Iterator[Path]:
    yield own_keys(settings, tmp_path / "keys")
    current.forget()


@pytest.fixture
def world(db: None) -> World:
    return factories.world()


def raw(name: str) -> bytes:
    return Path(PRIVATE_STORAGE.path(name)).read_bytes()


def content_of(name: str) -> bytes:
    with open_private(name) as file:
        return file.read()


def in_clear(name: str, content: bytes) -> str:
    """Lay a file as an older version did."""
    plain = FileSystemStorage(location=PRIVATE_STORAGE.location)
    return plain.save(name, ContentFile(content))


def test_what_is_written_is_sealed_and_read_from_any_place() -> None:
    content = CANARY * 2000
    name = PRIVATE_STORAGE.save("cases/aa/aa1.jpg", ContentFile(content))
    assert b"CANARY" not in raw(name) and raw(name).startswith(streams.MARK)
    assert Path(PRIVATE_STORAGE.path(name)).stat().st_mode & 0o777 == 0o600
    assert PRIVATE_STORAGE.size(name) == len(content)
    with open_private(name) as file:
        assert file.read() == content
        # As for a range of bytes.
        file.seek(100_000)
        assert file.read(7) == content[100_000:100_007]
        assert file.size == len(content)
    with open_private(name) as file:
        assert b"".join(file.chunks()) == content
    with pytest.raises(ValueError, match="written by `save`"):
        PRIVATE_STORAGE.open(name, "wb")
    text = PRIVATE_STORAGE.save("cases/aa/aa2.txt", ContentFile("คำ"))
    assert content_of(text).decode() == "คำ"


def test_a_name_that_somebody_took_meanwhile_is_sealed_under_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    first = PRIVATE_STORAGE.save("cases/aa/aa1.jpg", ContentFile(b"first"))
    monkeypatch.setattr(storage.SealedStorage, "get_available_name", free_the_second_time())
    second = PRIVATE_STORAGE.save("cases/aa/aa1.jpg", ContentFile(b"second"))
    assert first != second
    assert (content_of(first), content_of(second)) == (b"first", b"second")


def free_the_second_time() -> Any:
    """Answer once as if a name were free that somebody takes at that moment."""
    asked: list[str] = []
    right = FileSystemStorage.get_available_name

    def name_of(self: FileSystemStorage, name: str, max_length: int | None = None) -> str:
        asked.append(name)
        return name if len(asked) == 1 else right(self, name, max_length)

    return name_of


def test_old_files_are_read_as_they_are_and_damaged_ones_say_so() -> None:
    old = in_clear("cases/aa/old.jpg", CANARY)
    assert content_of(old) == CANARY
    assert (PRIVATE_STORAGE.size(old), PRIVATE_STORAGE.key_of(old)) == (len(CANARY), "")
    name = PRIVATE_STORAGE.save("cases/aa/aa1.jpg", ContentFile(CANARY))
    moved = Path(PRIVATE_STORAGE.path("cases/aa/aa9.jpg"))
    moved.write_bytes(raw(name))
    with pytest.raises(BrokenSealError):
        open_private("cases/aa/aa9.jpg")
    moved.write_bytes(raw(name)[:-1])
    with pytest.raises(BrokenSealError):
        open_private("cases/aa/aa9.jpg")


def attached(world: World, name: str, content: bytes) -> CaseFile:
    case = factories.working_case(world)
    return CaseFile.objects.create(
        case=case, file=in_clear(f"cases/aa/{name}", content), name=name, size=len(content)
    )


def found(name: str) -> int:
    (result,) = inspect(Look(timezone.now()), [name])
    return result.found.count


def test_a_rotation_from_files_in_clear_to_the_second_key(world: World, keys_file: Path) -> None:
    """Old files are sealed, a key is put on top, a killed run goes on, the old key goes; whoever reads notices nothing."""
    rows = [attached(world, f"{number}.jpg", CANARY + str(number).encode()) for number in range(3)]
    assert (found("files_in_clear"), found("keys_old")) == (3, 0)
    run = resealing.seal_files_anew()
    assert next(run) == (f"cases.casefile {rows[0].pk}", "")
    run.close()
    assert found("files_in_clear") == 2
    leftover = Path(PRIVATE_STORAGE.path(storage.UNFINISHED)) / "of-a-run-that-was-killed"
    leftover.write_bytes(b"x")
    out = StringIO()
    call_command("rotate_keys", stdout=out)
    first = current.keys().newest
    assert f"2 sealed anew with {first}" in out.getvalue()
    assert found("files_in_clear") == 0 and not leftover.exists()
    assert not any(b"CANARY" in raw(row.file.name) for row in rows)

    second = add_key(keys_file)
    new = CaseFile.objects.create(
        case=rows[0].case, file=ContentFile(b"new", name="n.jpg"), name="n.jpg", size=3
    )
    assert PRIVATE_STORAGE.key_of(new.file.name) == second
    out = StringIO()
    call_command("rotate_keys", "--dry-run", stdout=out)
    left = found("keys_old")
    assert f"{left} still lie under {first}" in out.getvalue() and left > 3, "files and rows"
    assert Probe.objects.filter(key=f"seal:{first}").exists()
    call_command("rotate_keys", stdout=out)
    assert f"Nothing lies under {first} any more" in out.getvalue()
    assert not Probe.objects.filter(key=f"seal:{first}").exists()
    lines = keys_file.read_text("ascii").splitlines()
    keys_file.write_text("\n".join(line for line in lines if first not in line), "ascii")
    current.forget()
    call_command("rotate_keys", stdout=out)
    for row in rows:
        with row.opened() as content:
            assert content.read().startswith(CANARY)
    assert found("files_cut") == 0


def test_what_cannot_be_opened_stays_as_it_is_and_is_named(world: World, keys_file: Path) -> None:
    call_command("rotate_keys", stdout=StringIO())
    row = attached(world, "a.jpg", CANARY)
    call_command("rotate_keys", stdout=StringIO())
    path = Path(row.file.path)
    damaged = path.read_bytes()[:-3]
    path.write_bytes(damaged)
    add_key(keys_file)
    error = StringIO()
    with pytest.raises(CommandError, match="1 could not be opened and stay as they are"):
        call_command("rotate_keys", stdout=StringIO(), stderr=error)
    assert f"cases.casefile {row.pk}" in error.getvalue() and path.read_bytes() == damaged
    path.unlink()
    call_command("rotate_keys", stdout=StringIO())


def test_a_file_that_is_erased_while_it_is_sealed_does_not_come_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = attached(world, "a.jpg", CANARY)
    seal = storage.SealedStorage.seal_anew

    def meanwhile(self: storage.SealedStorage, name: str) -> None:
        seal(self, name)
        CaseFile.objects.filter(pk=row.pk).delete()

    monkeypatch.setattr(storage.SealedStorage, "seal_anew", meanwhile)
    assert list(resealing.seal_files_anew()) == [(f"cases.casefile {row.pk}", "")]
    assert not Path(row.file.path).exists()


def test_without_its_key_nothing_is_given_out_and_nothing_is_spoiled(keys_file: Path, tmp_path: Path) -> None:
    name = PRIVATE_STORAGE.save("cases/aa/aa1.jpg", ContentFile(CANARY))
    before, kept = raw(name), keys_file.read_text("ascii")
    keys_file.unlink()
    current.forget()
    with pytest.raises(KeysError, match="no key file"):
        open_private(name)
    with pytest.raises(KeysError):
        PRIVATE_STORAGE.save("cases/aa/aa2.jpg", ContentFile(CANARY))
    assert not PRIVATE_STORAGE.exists("cases/aa/aa2.jpg")
    keys.write(keys_file, keys.new_text(dt.date(2026, 11, 29)))
    current.forget()
    with pytest.raises(UnknownKeyError):
        open_private(name)
    keys.write(keys_file, kept)
    current.forget()
    assert raw(name) == before and content_of(name) == CANARY


def test_a_store_that_is_silent_makes_no_key_superfluous(
    world: World, keys_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rotation was killed among the files; whoever counts then, while the store is away, must not be told to drop the key."""
    call_command("rotate_keys", stdout=StringIO())
    first = current.keys().newest
    attached(world, "a.jpg", CANARY)
    add_key(keys_file)
    for _row in columns.seal_rows_anew():
        pass
    proof = Probe.objects.filter(key=f"seal:{first}")
    out = StringIO()

    def silent(name: str) -> str:
        raise StoreError("no answer")

    with monkeypatch.context() as patch:
        patch.setattr(PRIVATE_STORAGE, "key_of", silent)
        with pytest.raises(CommandError, match="leave their lines where they are"):
            call_command("rotate_keys", "--dry-run", stdout=out)
    assert "Nothing lies under" not in out.getvalue()
    assert proof.exists()
    call_command("rotate_keys", stdout=StringIO())
    assert not proof.exists()


def test_counting_takes_nothing_out_of_use(world: World, keys_file: Path) -> None:
    call_command("rotate_keys", stdout=StringIO())
    first = current.keys().newest
    add_key(keys_file)
    for _row in columns.seal_rows_anew():
        pass
    out = StringIO()
    call_command("rotate_keys", "--dry-run", stdout=out)
    assert f"Nothing lies under {first} any more" in out.getvalue()
    assert Probe.objects.filter(key=f"seal:{first}").exists()
