"""A citizen's files in the store that several machines share; while it refuses, nothing that was typed is lost (issue 15, point 3)."""

from __future__ import annotations

import pytest

from cases.intake import draft_folder
from cases.models import Case, CaseFile
from portal.files import PRIVATE_STORAGE
from portal.sealing import streams
from tests.cases.intake.conftest import STORY, Walker, address, errors_of, text_of
from tests.cases.intake.test_files import picture, upload
from tests.store import Store, files_in, free_port, store, store_server

__all__ = ["store", "store_server"]


@pytest.fixture
def at_files(walker: Walker) -> Walker:
    """A visitor on the page of files."""
    walker.fill(until="files")
    return walker


def away(store: Store) -> dict[str, str]:
    return {"endpoint": f"http://127.0.0.1:{free_port()}"}


def test_files_go_with_the_request_and_the_draft_leaves_nothing(walker: Walker, store: Store) -> None:
    walker.fill()
    walker.post("files", files=[picture()], action="continue")
    (kept,) = store.names("private/drafts/")
    assert store.raw(kept).startswith(streams.MARK)
    assert walker.send()["Location"] == address("sent")
    file = CaseFile.objects.get()
    (there,) = store.names()
    assert there == f"private/{file.file.name}"
    with file.opened() as content:
        assert len(content.read()) == file.size


def test_while_it_is_away_a_file_is_refused_in_words_and_the_text_goes_on(
    at_files: Walker, store: Store
) -> None:
    with files_in(store, **away(store)):
        response = upload(at_files, picture("บ้าน.jpg"))
        assert "ตอนนี้ระบบเก็บไฟล์ไม่ได้" in errors_of(response)
        assert upload(at_files)["Location"] == at_files.url("contact")


def test_a_request_whose_files_nobody_can_read_now_is_a_503_and_is_sent_later_whole(
    walker: Walker, store: Store
) -> None:
    walker.fill()
    walker.post("files", files=[picture("บ้าน.jpg")], action="continue")
    with files_in(store, **away(store)):
        response = walker.send()
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert Case.objects.count() == 0
    assert STORY in text_of(walker.client.get(address("check")))
    assert walker.send()["Location"] == address("sent")
    assert CaseFile.objects.get().name == "บ้าน.jpg"


def test_a_store_that_takes_no_more_loses_no_text(
    walker: Walker, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It gives out what it has, and refuses what is new: the request is kept, and its files are named."""
    walker.fill()
    walker.post("files", files=[picture("ใหญ่.jpg")], action="continue")
    store.client.put_bucket_policy(Bucket="klang", Policy=store.takes_nothing())
    try:
        walker.send()
    finally:
        store.client.delete_bucket_policy(Bucket="klang")
    assert Case.objects.count() == 1
    words = text_of(walker.sent())
    assert "เก็บไฟล์บางไฟล์ไม่ได้" in words
    assert "ใหญ่.jpg" in words


def test_forgotten_drafts_are_swept_there_too(walker: Walker, store: Store) -> None:
    walker.fill()
    walker.post("files", files=[picture()], action="continue")
    assert draft_folder.remove_abandoned() == 0
    assert draft_folder.remove_abandoned(now=9e9) == 1
    assert list(PRIVATE_STORAGE.entries()) == []
