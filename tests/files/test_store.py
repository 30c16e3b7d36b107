"""Files in a store that several machines share: as private as on a disk, and an outage when it does not answer (issue 15, point 3)."""

from __future__ import annotations

import errno
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from portal import probes
from portal.checks import store_is_reached_by_tls
from portal.files import PRIVATE_STORAGE, StoreError, objects, open_private, resealing
from portal.sealing import current, streams
from portal.sealing.errors import BrokenSealError
from portal.web.errors import is_outage
from tests.cases import factories
from tests.sealing.helpers import add_key, own_keys
from tests.store import BUCKET, Store, files_elsewhere, files_in, free_port, store, store_server

__all__ = ["store", "store_server"]

CANARY = b"CANARY-IN-A-PICTURE " * 10
NAME = "cases/aa/aa1.jpg"


@pytest.fixture(autouse=True)
def keys_file(settings: Any, tmp_path: Path) -> Iterator[Path]:
    yield own_keys(settings, tmp_path / "keys")
    current.forget()


def content_of(name: str) -> bytes:
    with open_private(name) as file:
        return file.read()


# --- as on a disk ---------------------------------------------------------------------------------------------------


def test_what_leaves_the_machine_is_sealed_and_read_from_any_place(store: Store) -> None:
    content = CANARY * 20_000
    name = PRIVATE_STORAGE.save(NAME, ContentFile(content))
    there = store.raw(f"private/{name}")
    assert there.startswith(streams.MARK)
    assert b"CANARY" not in there
    assert (PRIVATE_STORAGE.size(name), PRIVATE_STORAGE.exists(name)) == (len(content), True)
    with open_private(name) as file:
        file.seek(-5, 2)
        assert file.read() == content[-5:]
        file.seek(70_000)
        assert file.read(10) == content[70_000:70_010]
    with pytest.raises(ValueError):
        PRIVATE_STORAGE.open(name, "wb")


def test_a_second_file_of_one_name_takes_another(store: Store) -> None:
    first = PRIVATE_STORAGE.save(NAME, ContentFile(b"first"))
    second = PRIVATE_STORAGE.save(NAME, ContentFile(b"second"))
    assert first != second
    assert (content_of(first), content_of(second)) == (b"first", b"second")


def test_a_file_under_another_name_does_not_open(store: Store) -> None:
    PRIVATE_STORAGE.save(NAME, ContentFile(CANARY))
    store.client.copy_object(Bucket=BUCKET, Key="private/other.jpg", CopySource=f"{BUCKET}/private/{NAME}")
    with pytest.raises(BrokenSealError):
        open_private("other.jpg")


def test_one_that_is_gone_is_as_one_on_a_disk(store: Store) -> None:
    for ask in (open_private, PRIVATE_STORAGE.size, PRIVATE_STORAGE.key_of):
        with pytest.raises(FileNotFoundError):
            ask("nothing.jpg")
    PRIVATE_STORAGE.delete("nothing.jpg")
    assert not PRIVATE_STORAGE.exists("nothing.jpg")


def test_one_from_before_anything_was_sealed_is_given_out_and_then_sealed(store: Store) -> None:
    store.client.put_object(Bucket=BUCKET, Key=f"private/{NAME}", Body=CANARY)
    store.client.put_object(Bucket=BUCKET, Key="private/empty", Body=b"")
    assert (content_of(NAME), PRIVATE_STORAGE.key_of(NAME), PRIVATE_STORAGE.size(NAME)) == (
        CANARY,
        "",
        len(CANARY),
    )
    assert (PRIVATE_STORAGE.size("empty"), PRIVATE_STORAGE.key_of("empty")) == (0, "")
    PRIVATE_STORAGE.seal_anew(NAME)
    assert b"CANARY" not in store.raw(f"private/{NAME}")
    assert (content_of(NAME), PRIVATE_STORAGE.key_of(NAME)) == (CANARY, current.keys().newest)


@pytest.mark.django_db
def test_keys_are_rotated_there_too(store: Store, keys_file: Path) -> None:
    world = factories.world()
    case = factories.working_case(world)
    file = case.files.create(file=ContentFile(CANARY, name="a.jpg"), name="a.jpg", size=len(CANARY))
    add_key(keys_file)
    current.forget()
    assert [problem for _row, problem in resealing.seal_files_anew()] == [""]
    assert PRIVATE_STORAGE.key_of(file.file.name) == current.keys().newest
    assert content_of(file.file.name) == CANARY


def test_folders_are_listed_by_age_and_deleted_whole(store: Store) -> None:
    for name in ("drafts/a/1.jpg", "drafts/a/2.jpg", "drafts/b/1.jpg"):
        PRIVATE_STORAGE.save(name, ContentFile(b"x"))
    assert PRIVATE_STORAGE.folders_before("drafts", 0) == []
    assert PRIVATE_STORAGE.folders_before("drafts", 9e9) == ["drafts/a", "drafts/b"]
    PRIVATE_STORAGE.delete_folder("drafts/a")
    assert [entry.name for entry in PRIVATE_STORAGE.entries("drafts")] == ["drafts/b/1.jpg"]
    assert PRIVATE_STORAGE.listdir("drafts") == (["b"], [])


# --- nobody else ----------------------------------------------------------------------------------------------------


def test_nobody_without_the_key_reads_anything(store: Store) -> None:
    PRIVATE_STORAGE.save(NAME, ContentFile(CANARY))
    default_storage.save("documents/law.pdf", ContentFile(b"%PDF"))
    for name in store.names():
        assert requests.get(f"{store.url}/{BUCKET}/{name}", timeout=10).status_code == 403


def test_no_address_of_the_store_is_ever_given_out(store: Store) -> None:
    name = default_storage.save("images/ภาพ.png", ContentFile(b"x"))
    for url in (default_storage.url(name), PRIVATE_STORAGE.url(name)):
        assert url.startswith("/cms/media/images/")
        assert store.key not in url
        assert str(store.port) not in url


def test_nothing_that_is_put_there_gets_a_public_right(store: Store) -> None:
    PRIVATE_STORAGE.save(NAME, ContentFile(CANARY))
    default_storage.save("documents/law.pdf", ContentFile(b"%PDF"))
    for name in store.names():
        grants = store.client.get_object_acl(Bucket=BUCKET, Key=name)["Grants"]
        assert all(grant["Grantee"]["Type"] == "CanonicalUser" for grant in grants)


# --- a store that refuses -------------------------------------------------------------------------------------------


def each_way(name: str) -> list[Any]:
    """Return everything that is asked of a store."""
    return [
        lambda: PRIVATE_STORAGE.save("b.jpg", ContentFile(CANARY)),
        lambda: content_of(name),
        lambda: PRIVATE_STORAGE.exists(name),
        lambda: PRIVATE_STORAGE.size(name),
        lambda: PRIVATE_STORAGE.delete(name),
        lambda: PRIVATE_STORAGE.get_modified_time(name),
        lambda: PRIVATE_STORAGE.listdir(""),
        lambda: list(PRIVATE_STORAGE.entries()),
        lambda: PRIVATE_STORAGE.delete_folder("cases"),
        PRIVATE_STORAGE.works,
    ]


def assert_outage(name: str) -> None:
    for ask in each_way(name):
        with pytest.raises(StoreError) as met:
            ask()
        assert is_outage(met.value)
        assert met.value.errno == errno.EIO
        assert name not in str(met.value)
    assert not probes.store()


@pytest.mark.parametrize(
    "other",
    [{"secret": "another"}, {"key": "AKIANOBODY"}, {"bucket": "of-somebody-else"}],
    ids=("a wrong secret", "an unknown key", "a bucket that is not ours"),
)
def test_one_that_does_not_let_us_in(store: Store, other: dict[str, str]) -> None:
    name = PRIVATE_STORAGE.save(NAME, ContentFile(CANARY))
    with files_in(store, **other):
        assert_outage(name)
    assert content_of(name) == CANARY
    assert probes.store()


def test_one_that_is_not_there(store: Store) -> None:
    with files_in(store, endpoint=f"http://127.0.0.1:{free_port()}"):
        assert_outage(NAME)


def test_one_that_hangs_is_waited_for_a_while_only(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    given = objects.options

    def impatient(folder: str) -> dict[str, Any]:
        found = given(folder)
        found["client_config"].read_timeout = 0.2
        return found

    monkeypatch.setattr(objects, "options", impatient)
    with files_in(store):
        name = PRIVATE_STORAGE.save(NAME, ContentFile(CANARY))
        store.hang()
        try:
            with pytest.raises(StoreError, match="Timeout"):
                content_of(name)
        finally:
            store.go_on()
        assert content_of(name) == CANARY


def test_a_file_that_it_keeps_is_told_though_the_request_ended_well(store: Store) -> None:
    for name in ("drafts/a/1.jpg", "drafts/a/2.jpg"):
        PRIVATE_STORAGE.save(name, ContentFile(b"x"))
    store.client.put_bucket_policy(Bucket=BUCKET, Policy=store.keeps("private/drafts/a/1.jpg"))
    try:
        with pytest.raises(StoreError, match="AccessDenied") as met:
            PRIVATE_STORAGE.delete_folder("drafts/a")
    finally:
        store.client.delete_bucket_policy(Bucket=BUCKET)
    assert "drafts" not in str(met.value)
    assert store.names() == ["private/drafts/a/1.jpg"]


def test_it_is_asked_for_no_checksum_that_it_may_not_know(store: Store) -> None:
    """MinIO and Ceph of some years ago refuse what the client would add by itself."""
    asked: list[dict[str, str]] = []
    for bucket in (PRIVATE_STORAGE.bucket, PRIVATE_STORAGE._impatient.bucket):
        events = bucket.meta.client.meta.events
        events.register("before-send.s3", lambda request, **_: asked.append(dict(request.headers)))
    PRIVATE_STORAGE.save(NAME, ContentFile(CANARY))
    assert probes.store()
    assert len(asked) >= 3
    assert not [name for headers in asked for name in headers if "checksum" in name.lower()]


def test_whoever_asks_whether_it_answers_asks_once_and_not_for_long(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = PRIVATE_STORAGE._impatient.connection.meta.client.meta.config
    assert config.connect_timeout + config.read_timeout <= 3
    asked: list[str] = []
    client = PRIVATE_STORAGE._impatient.bucket.meta.client
    client.meta.events.register("before-send.s3", lambda request, **_: asked.append(request.method))
    monkeypatch.setattr(client._endpoint.http_session, "_timeout", 0.2)
    store.hang()
    try:
        assert not probes.store()
    finally:
        store.go_on()
    assert len(asked) <= 1
    assert config.retries["total_max_attempts"] == 1


def test_a_thread_of_the_server_is_held_for_seconds_only(store: Store) -> None:
    config = objects.options("private")["client_config"]
    assert config.connect_timeout + config.read_timeout <= 12
    assert config.retries["total_max_attempts"] == 2


# --- settings -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("endpoint", "warned"),
    [
        ("http://files.example.go.th:9000", True),
        ("https://files.example.go.th:9000", False),
        ("http://127.0.0.1:9000", False),
        ("", False),
    ],
)
def test_a_store_over_the_network_in_clear_is_warned_of(endpoint: str, warned: bool) -> None:
    with files_elsewhere(endpoint):
        assert bool(store_is_reached_by_tls(None)) is warned


def test_production_refuses_a_store_without_its_key(tmp_path: Path) -> None:
    given = {
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "SECRET_KEY": "x" * 60,
        "KLANG_VAR": str(tmp_path),
        "DATABASE_URL": "sqlite:///" + str(tmp_path / "a"),
        "KLANG_ALLOWED_HOSTS": "a.example",
        "KLANG_BASE_URL": "https://a.example",
        "EMAIL_URL": "smtp+tls://u:s@mail.example:587",
        "KLANG_KEYS": str(tmp_path / "keys"),
        "KLANG_FROM_EMAIL": "a@a.example",
        "KLANG_STORE_BUCKET": "klang",
    }
    command = [sys.executable, "-c", "from django.conf import settings; settings.DEBUG"]
    for more, code in (({}, 1), ({"KLANG_STORE_KEY": "k", "KLANG_STORE_SECRET": "s"}, 0)):
        ended = subprocess.run(
            command, env={"PATH": "", **given, **more}, capture_output=True, text=True, check=False
        )
        assert ended.returncode == code, ended.stderr
        assert ("KLANG_STORE_SECRET" in ended.stderr) is bool(code)
