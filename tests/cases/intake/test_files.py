"""Files of a request: taken one by one, refused with a reason, kept with the draft and gone with it (R06, R17)."""

from __future__ import annotations

import io
import re
import time
import uuid
from pathlib import Path
from typing import Any
from unittest import mock

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cases.intake import draft as drafts
from cases.intake import draft_folder, uploads
from cases.intake.draft import KEY, Draft
from cases.intake.views import files as files_view
from cases.models import Case, CaseFile
from portal.files import PRIVATE_STORAGE, RefusedFile, open_private
from portal.files.storage import SESSIONS_ARE_OVER
from portal.web.sessions import SessionStore
from tests.cases.intake.conftest import Walker, address, errors_of, text_of
from tests.files.samples import pdf
from tests.files.samples import picture as sample_picture

GPS = {0: b"\x02\x03\x00\x00", 1: "N", 2: (8.0, 3.0, 0.0), 3: "E", 4: (98.0, 55.0, 0.0)}


def picture(name: str = "บ้าน.jpg", *, color: str = "teal", gps: bool = False) -> SimpleUploadedFile:
    """Return a small photo."""
    exif = Image.Exif()
    if gps:
        exif[0x8825] = GPS
    out = io.BytesIO()
    Image.new("RGB", (64, 48), color).save(out, "JPEG", exif=exif)
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


def program(name: str = "help.jpg") -> SimpleUploadedFile:
    """Return a program that says it is a photo."""
    return SimpleUploadedFile(name, b"MZ\x90\x00" + b"\x00" * 300, content_type="image/jpeg")


def stored() -> list[Path]:
    """Return every file of drafts on the disk."""
    folder = Path(PRIVATE_STORAGE.path(draft_folder.FOLDER))
    return sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []


@pytest.fixture
def at_files(walker: Walker) -> Walker:
    """A visitor on the page of files."""
    walker.fill(until="files")
    return walker


def upload(walker: Walker, *files: SimpleUploadedFile, action: str = "continue") -> Any:
    return walker.post("files", files=list(files), action=action)


def test_files_are_optional(at_files: Walker) -> None:
    assert upload(at_files)["Location"] == at_files.url("contact")


def test_several_files_are_taken_at_once_and_listed(at_files: Walker) -> None:
    response = upload(at_files, picture(), picture("เอกสาร.jpg", color="red"), action="upload")
    assert response["Location"] == at_files.url("files")
    words = text_of(at_files.get("files"))
    assert "บ้าน.jpg" in words
    assert "เอกสาร.jpg" in words
    assert len(stored()) == 2


def test_continue_takes_the_files_as_well(at_files: Walker) -> None:
    assert upload(at_files, picture())["Location"] == at_files.url("contact")
    assert len(stored()) == 1


def test_a_picture_is_made_anew_without_the_place_where_it_was_taken(at_files: Walker) -> None:
    upload(at_files, picture(gps=True))
    with (
        open_private(stored()[0].relative_to(PRIVATE_STORAGE.location).as_posix()) as file,
        Image.open(file) as image,
    ):
        assert image.size == (64, 48)
        assert not image.getexif()


def test_the_name_on_the_disk_tells_nothing(at_files: Walker) -> None:
    upload(at_files, picture("สมหญิง-คะนารี.jpg"))
    assert re.fullmatch(r"[0-9a-f]{32}\.jpg", stored()[0].name)


@pytest.mark.parametrize(
    ("refused", "reason"),
    [
        (program(), "รับเฉพาะไฟล์ภาพ"),
        (SimpleUploadedFile("empty.jpg", b"", content_type="image/jpeg"), "ว่างเปล่า"),
        (SimpleUploadedFile("page.html", b"<html><script>alert(1)</script></html>"), "รับเฉพาะไฟล์ภาพ"),
        (
            SimpleUploadedFile("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>"),
            "รับเฉพาะไฟล์ภาพ",
        ),
        (SimpleUploadedFile("broken.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 50), "เปิดภาพนี้ไม่ได้"),
    ],
)
def test_a_wrong_file_is_refused_with_its_reason_and_the_request_goes_on(
    at_files: Walker, refused: SimpleUploadedFile, reason: str
) -> None:
    refused.seek(0)
    response = upload(at_files, refused)
    assert reason in errors_of(response)
    assert "ส่งคำขอต่อได้โดยไม่แนบไฟล์" in text_of(response)
    assert "<title>ข้อผิดพลาด" in response.content.decode()
    assert stored() == []
    assert upload(at_files)["Location"] == at_files.url("contact")


def test_a_refused_file_does_not_take_the_good_ones_with_it(at_files: Walker) -> None:
    response = upload(at_files, picture("ดี.jpg"), program("ร้าย.jpg"))
    assert "ร้าย.jpg" in errors_of(response)
    assert "ดี.jpg" not in errors_of(response)
    assert "ดี.jpg" in text_of(response)
    assert len(stored()) == 1


def test_the_name_of_a_refused_file_is_shown_inert(at_files: Walker) -> None:
    page = upload(at_files, program('"><script>x</script>.jpg')).content.decode()
    assert "<script>x" not in page


def test_the_sixth_file_is_refused(at_files: Walker) -> None:
    response = upload(at_files, *(picture(f"{number}.jpg") for number in range(6)))
    assert "5.jpg" in errors_of(response)
    assert "ไม่เกิน 5 ไฟล์" in errors_of(response)
    assert len(stored()) == 5
    page = at_files.get("files").content.decode()
    assert 'type="file"' not in page
    assert "แนบครบ 5 ไฟล์แล้ว" in page


def test_all_files_together_have_a_limit(at_files: Walker) -> None:
    with mock.patch.object(uploads, "MAX_TOTAL_BYTES", 10):
        response = upload(at_files, picture())
    assert "25 เมกะไบต์" in errors_of(response)
    assert stored() == []


def test_a_file_can_be_taken_away_again(at_files: Walker) -> None:
    upload(at_files, picture("หนึ่ง.jpg"), picture("สอง.jpg"), action="upload")
    first = at_files.client.session[KEY]["files"][0]["id"]
    assert at_files.post("files", remove=first)["Location"] == at_files.url("files")
    assert "หนึ่ง.jpg" not in text_of(at_files.get("files"))
    assert len(stored()) == 1


def test_taking_away_a_file_of_somebody_else_does_nothing(at_files: Walker) -> None:
    upload(at_files, picture(), action="upload")
    at_files.post("files", remove=uuid.uuid4().hex)
    at_files.post("files", remove="../../etc/passwd")
    assert len(stored()) == 1


def test_a_full_disk_refuses_the_file_and_keeps_the_answers(at_files: Walker) -> None:
    with mock.patch.object(
        type(PRIVATE_STORAGE), "save", create=True, side_effect=OSError(28, "No space left")
    ):
        response = upload(at_files, picture())
    assert "ระบบเก็บไฟล์ไม่ได้" in errors_of(response)
    assert upload(at_files)["Location"] == at_files.url("contact")


def test_too_many_uploads_from_one_address_are_slowed(at_files: Walker) -> None:
    with mock.patch.object(files_view, "UPLOADS_PER_WINDOW", 1):
        response = upload(at_files, picture("หนึ่ง.jpg"), picture("สอง.jpg"))
    assert "รอ 10 นาที" in errors_of(response)
    assert len(stored()) == 1


def test_giving_up_deletes_the_files(at_files: Walker) -> None:
    upload(at_files, picture())
    at_files.client.post(address("discard"))
    assert stored() == []


def test_sending_gives_the_files_to_the_case_and_clears_the_draft(walker: Walker) -> None:
    walker.fill()
    walker.post("files", files=[picture("หลักฐาน.jpg")], action="continue")
    assert "หลักฐาน.jpg" in text_of(walker.client.get(address("check")))
    walker.send()
    row = CaseFile.objects.get(case=Case.objects.get())
    assert row.name == "หลักฐาน.jpg"
    with row.file.open() as content, Image.open(content) as image:
        assert image.size == (64, 48)
    assert stored() == []


def test_a_file_that_vanished_is_told_before_sending(walker: Walker) -> None:
    walker.fill()
    walker.post("files", files=[picture("หาย.jpg")], action="continue")
    stored()[0].unlink()
    response = walker.send()
    assert "ยังไม่ได้ส่ง" in errors_of(response)
    assert "หาย.jpg" in errors_of(response)
    assert Case.objects.count() == 0
    assert walker.send()["Location"] == address("sent")


def test_files_for_which_the_disk_had_no_room_are_named_on_the_confirmation(walker: Walker) -> None:
    walker.fill()
    walker.post("files", files=[picture("ใหญ่.jpg")], action="continue")
    with mock.patch("cases.domain.intake.add_file", side_effect=OSError(28, "No space left")):
        walker.send()
    assert Case.objects.count() == 1
    words = text_of(walker.sent())
    assert "เก็บไฟล์บางไฟล์ไม่ได้" in words
    assert "ใหญ่.jpg" in words


def test_files_of_forgotten_drafts_are_swept_and_fresh_ones_stay() -> None:
    uploads.prepare(Draft(), picture())
    assert draft_folder.remove_abandoned() == 0
    assert draft_folder.remove_abandoned(now=time.time() + SESSIONS_ARE_OVER + 60) == 1
    assert stored() == []


def test_a_folder_that_another_upload_swept_in_this_moment_stops_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    uploads.prepare(Draft(), picture())
    listed = Path.iterdir
    monkeypatch.setattr(Path, "iterdir", lambda self: iter([self / "swept-by-another", *listed(self)]))
    assert draft_folder.remove_abandoned(now=time.time() + SESSIONS_ARE_OVER + 60) == 1
    assert stored() == []


def test_a_draft_takes_no_file_beyond_its_limit_even_without_the_page(db: None) -> None:
    """Six were prepared while there was room for each; the lock lets five in and takes the sixth off the disk."""
    draft, session = Draft(), SessionStore()
    files = [uploads.prepare(draft, picture(f"{number}.jpg")) for number in range(6)]
    for file in files[:5]:
        draft = uploads.attach(session, draft.token, file)
    with pytest.raises(RefusedFile):
        uploads.attach(session, draft.token, files[5])
    with pytest.raises(RefusedFile):
        uploads.prepare(draft, picture())
    assert [file.name for file in drafts.load(session).files] == [f"{number}.jpg" for number in range(5)]
    assert len(stored()) == 5


def test_the_page_of_files_cannot_be_reached_ahead_of_its_turn(walker: Walker) -> None:
    walker.fill(until="story")
    assert upload(walker, picture())["Location"] == walker.url("story")
    assert stored() == []


def test_an_odd_file_is_refused_by_name_and_the_others_of_the_same_upload_are_kept(at_files: Walker) -> None:
    odd = pdf(lambda document: setattr(document.Root, "Names", pikepdf.Array([])))
    files = [
        picture("1000012345"),
        SimpleUploadedFile("แปลก.pdf", odd),
        SimpleUploadedFile("photo.jfif", sample_picture("WEBP")),
        SimpleUploadedFile("ขาด.heic", sample_picture("HEIF")[:150]),
        SimpleUploadedFile("IMG_0001.HEIC", sample_picture("JPEG")),
    ]
    response = upload(at_files, *files)
    assert response.status_code == 200
    assert "แปลก.pdf" in errors_of(response)
    assert "ขาด.heic" in errors_of(response)
    assert [file["name"] for file in at_files.client.session[KEY]["files"]] == [
        "1000012345.jpg",
        "photo.jpg",
        "IMG_0001.jpg",
    ]
    assert len(stored()) == 3
