"""A backup takes along what lies in the store that several machines share, and puts it back there (R13)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from portal.files import PRIVATE_STORAGE, open_private
from portal.sealing import streams
from portal.upkeep.copies import making, manifest, restoring
from portal.upkeep.copies.manifest import CopyError
from portal.upkeep.copies.places import OnDisk
from tests.store import Store, store, store_server

__all__ = ["store", "store_server"]

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "cases/aa/aa1.jpg"


@pytest.fixture(autouse=True)
def _a_place_of_its_own(settings: Any, tmp_path: Path) -> None:
    settings.KLANG_VAR = tmp_path / "var"
    settings.KLANG_VAR.mkdir()
    settings.KLANG = {**settings.KLANG, "TRAIL_DIR": tmp_path / "var" / "trail", "LEAST_FREE_BYTES": 1024}


def test_files_of_the_store_are_copied_sealed_and_put_back_as_they_were(store: Store, tmp_path: Path) -> None:
    PRIVATE_STORAGE.save(NAME, ContentFile(b"CANARY"))
    default_storage.save("documents/law.pdf", ContentFile(b"%PDF"))
    made = making.make(tmp_path / "backups")
    copy = (made / "private" / NAME).read_bytes()
    assert copy.startswith(streams.MARK)
    assert (made / "media" / "documents" / "law.pdf").read_bytes() == b"%PDF"
    before = {name: store.raw(name) for name in store.names()}

    store.empty()
    for name in ("private", "media"):
        for entry in OnDisk(made / name).entries():
            making.sources()[name].put(entry.name, made / name / entry.name)
    assert {name: store.raw(name) for name in store.names()} == before
    told = manifest.read(made).files
    assert making.sources()["private"].digest(NAME) == told[f"private/{NAME}"].sha256
    with open_private(NAME) as file:
        assert file.read() == b"CANARY"


def test_what_did_not_change_takes_no_room_a_second_time(store: Store, tmp_path: Path) -> None:
    PRIVATE_STORAGE.save(NAME, ContentFile(b"CANARY"))
    first = making.make(tmp_path / "backups")
    renamed = first.rename(first.with_name("klang-20200101T000000Z"))
    PRIVATE_STORAGE.save("cases/aa/aa2.jpg", ContentFile(b"another"))
    second = making.make(tmp_path / "backups")
    assert (second / "private" / NAME).stat().st_ino == (renamed / "private" / NAME).stat().st_ino
    assert (second / "private" / "cases/aa/aa2.jpg").is_file()


def test_a_store_that_holds_something_is_not_restored_over(store: Store, tmp_path: Path) -> None:
    PRIVATE_STORAGE.save(NAME, ContentFile(b"CANARY"))
    made = making.make(tmp_path / "backups")
    with pytest.raises(CopyError, match="not empty: the database, private"):
        restoring.check(made)


def test_a_file_that_is_gone_or_changed_is_seen(store: Store) -> None:
    place = making.sources()["private"]
    PRIVATE_STORAGE.save(NAME, ContentFile(b"CANARY"))
    whole = place.digest(NAME)
    store.client.put_object(Bucket="klang", Key=f"private/{NAME}", Body=b"changed")
    assert place.digest(NAME) not in ("", whole)
    store.empty()
    assert place.digest(NAME) == ""
    with pytest.raises(FileNotFoundError):
        place.copy(NAME, Path("never-written"))
    assert not Path("never-written").exists()
