"""Whatever is uploaded in /cms/ goes through the same door, on every way in (issue 7)."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, UploadedFile

from portal.files import limits
from portal.files.scanning import EICAR, ScannerAwayError
from tests.accounts.factories import UserFactory
from tests.files.samples import encoded, opened, pdf, picture, speckled
from tests.files.test_office import office

# Wagtail leaves the temporary files of its renditions to the garbage collector.
pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)


@pytest.fixture(autouse=True)
def _collect() -> Iterator[None]:
    yield
    gc.collect()


@pytest.fixture
def editor(db: None, client: Client) -> Client:
    client.force_login(UserFactory(is_superuser=True))
    return client


def placed() -> bytes:
    """Return a photo that tells where it was taken, large enough to come as a file on the disk."""
    exif = Image.Exif()
    exif[0x010F] = "ZZCAMERA"
    exif.get_ifd(0x8825)[2] = (8.0, 3.0, 33.12)
    return encoded(speckled((800, 600)), "JPEG", exif=exif, quality=95)


def several(client: Client, room: str, name: str, content: bytes, **more: str) -> dict[str, Any]:
    response = client.post(
        reverse(f"{room}:add_multiple"),
        {
            "files[]": SimpleUploadedFile(name, content),
            "collection": Collection.get_first_root_node().pk,
            "title": "x",
            **more,
        },
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    assert response.status_code == 200
    return json.loads(response.content)


def one(client: Client, address: str, name: str, content: bytes) -> Any:
    root = Collection.get_first_root_node().pk
    values = {"title": "x", "file": SimpleUploadedFile(name, content), "collection": root, "tags": ""}
    return client.post(address, values)


def in_a_page(client: Client, room: str, name: str, content: bytes) -> Any:
    prefix = "image-chooser-upload" if room == "wagtailimages" else "document-chooser-upload"
    root = Collection.get_first_root_node().pk
    values = {
        f"{prefix}-title": "x",
        f"{prefix}-file": SimpleUploadedFile(name, content),
        f"{prefix}-collection": root,
    }
    chooser = "wagtailimages_chooser:create" if room == "wagtailimages" else "wagtaildocs_chooser:create"
    return client.post(reverse(chooser), values | {f"{prefix}-tags": ""})


def images() -> Any:
    return get_image_model().objects.all()


def documents() -> Any:
    return get_document_model().objects.all()


@pytest.mark.parametrize("way", ["several", "one", "in a page"])
@pytest.mark.parametrize(
    ("name", "kind"), [("photo.jpg", "JPEG"), ("IMG_1.HEIC", "HEIF"), ("x.jpg", "WEBP"), ("y.png", "JPEG")]
)
def test_a_picture_is_made_anew_on_every_way_in(editor, way, name, kind):
    content = placed() if kind == "JPEG" else picture(kind)
    if way == "several":
        assert several(editor, "wagtailimages", name, content)["success"]
    elif way == "one":
        assert one(editor, reverse("wagtailimages:add"), name, content).status_code == 302
    else:
        assert in_a_page(editor, "wagtailimages", name, content).status_code == 200
    image = images().get()
    with image.file.open() as stream:
        stored = stream.read()
    assert b"ZZCAMERA" not in stored
    assert opened(stored).format == "JPEG"
    assert not opened(stored).getexif()
    assert image.file.name.endswith(".jpg")
    assert image.file_size == len(stored)
    assert (image.width, image.height) == opened(stored).size


@pytest.mark.parametrize("way", ["several", "one", "in a page"])
@pytest.mark.parametrize(
    ("room", "name", "content"),
    [
        ("wagtailimages", "x.jpg", b"<script>alert(1)</script>"),
        ("wagtailimages", "x.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>"),
        ("wagtailimages", "x.jpg", picture()[:200]),
        ("wagtaildocs", "x.pdf", b"<html><script>alert(1)</script>"),
        ("wagtaildocs", "x.docx", office("docx", ("word/vbaProject.bin", b"x"))),
        ("wagtaildocs", "x.xlsx", office("docx")),
        ("wagtaildocs", "x.csv", b"MZ\x90\x00"),
        ("wagtaildocs", "x.exe", b"MZ\x90\x00"),
    ],
)
def test_what_is_not_taken_is_refused_on_every_way_in(editor, way, room, name, content):
    if way == "several":
        answer = several(editor, room, name, content)
        assert not answer["success"]
        assert answer["error_message"]
    elif way == "one":
        assert one(editor, reverse(f"{room}:add"), name, content).status_code == 200
    else:
        assert in_a_page(editor, room, name, content).status_code == 200
    assert not images().exists()
    assert not documents().exists()
    assert not UploadedFile.objects.exists()


@pytest.mark.parametrize("way", ["several", "one", "in a page"])
def test_documents_are_taken_on_every_way_in(editor, way):
    content = office("docx")
    if way == "several":
        assert several(editor, "wagtaildocs", "ประกาศ.docx", content)["success"]
    elif way == "one":
        assert one(editor, reverse("wagtaildocs:add"), "ประกาศ.docx", content).status_code == 302
    else:
        assert in_a_page(editor, "wagtaildocs", "ประกาศ.docx", content).status_code == 200
    document = documents().get()
    with document.file.open() as stream:
        assert stream.read() == content
    assert document.file_size == len(content)


@pytest.mark.parametrize("room", ["wagtailimages", "wagtaildocs"])
def test_a_file_that_replaces_another_is_judged_as_well(editor, room):
    if room == "wagtailimages":
        several(editor, room, "x.jpg", picture())
        thing = images().get()
    else:
        several(editor, room, "x.pdf", pdf())
        thing = documents().get()
    before = thing.file.name
    one(editor, reverse(f"{room}:edit", args=[thing.pk]), before.rpartition("/")[2], b"<script>")
    thing.refresh_from_db()
    assert thing.file.name == before


def test_what_waits_for_a_better_title_waits_clean(editor):
    """When another field is wrong Wagtail keeps the upload for later, and takes it from the request once more."""
    several(editor, "wagtailimages", "x.jpg", placed(), title="ก" * 300)
    waiting = UploadedFile.objects.get()
    with waiting.file.open() as stream:
        assert b"ZZCAMERA" not in stream.read()


@override_settings(FILE_UPLOAD_MAX_MEMORY_SIZE=10)
@pytest.mark.parametrize("room", ["wagtailimages", "wagtaildocs"])
def test_a_file_that_came_onto_the_disk_is_cleaned_there(editor, room):
    content = placed() if room == "wagtailimages" else pdf()
    assert several(editor, room, "x.jpg" if room == "wagtailimages" else "x.pdf", content)["success"]
    thing = images().first() or documents().get()
    with thing.file.open() as stream:
        stored = stream.read()
    assert b"ZZCAMERA" not in stored
    assert len(stored) == thing.file_size


@pytest.mark.parametrize(
    ("room", "limit", "words"),
    [("wagtailimages", "MAX_BYTES", "10 เมกะไบต์"), ("wagtaildocs", "MAX_DOCUMENT_BYTES", "50 เมกะไบต์")],
)
def test_the_limit_is_named_before_and_after(editor, monkeypatch, room, limit, words):
    assert words in editor.get(reverse(f"{room}:add")).content.decode()
    monkeypatch.setattr(limits, limit, 10)
    name, content = ("x.jpg", picture()) if room == "wagtailimages" else ("x.pdf", pdf())
    assert words in several(editor, room, name, content)["error_message"]


class Suspicious:
    """A scanner that finds something in every file."""

    def is_clean(self, content: bytes) -> bool:
        return False


class Asleep:
    """A scanner that gives no verdict."""

    def is_clean(self, content: bytes) -> bool:
        raise ScannerAwayError


@pytest.mark.parametrize("way", ["several", "one", "in a page"])
@pytest.mark.parametrize("room", ["wagtailimages", "wagtaildocs"])
@pytest.mark.parametrize(
    ("scanner", "said"), [("Suspicious", "พบสิ่งอันตราย"), ("Asleep", "ระบบตรวจไวรัสยังไม่ตอบ")]
)
def test_what_the_scanner_does_not_call_clean_is_not_published(editor, settings, way, room, scanner, said):
    """ASVS 5.4.3: here nothing waits for a verdict, so it is asked for before anything is kept."""
    settings.KLANG = {**settings.KLANG, "SCANNER": f"tests.files.test_cms_uploads.{scanner}"}
    name, content = ("x.jpg", picture()) if room == "wagtailimages" else ("x.pdf", pdf())
    if way == "several":
        assert said in several(editor, room, name, content)["error_message"]
    elif way == "one":
        assert said in one(editor, reverse(f"{room}:add"), name, content).content.decode()
    else:
        answered = json.loads(in_a_page(editor, room, name, content).content)
        assert said in json.dumps(answered, ensure_ascii=False)
    assert not images().exists()
    assert not documents().exists()
    assert not UploadedFile.objects.exists()


def test_what_the_scanner_calls_clean_is_taken(editor, settings):
    settings.KLANG = {**settings.KLANG, "SCANNER": "portal.files.scanning.Trial"}
    assert several(editor, "wagtaildocs", "x.csv", b"a,b\n1,2\n")["success"]
    assert not several(editor, "wagtaildocs", "y.csv", b"a,b\n1," + EICAR + b"\n")["success"]
