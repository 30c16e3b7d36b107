"""A file is what it holds: every phone format under every name, and nothing that only looks like one (issue 7)."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from portal.files import ACCEPT, RefusedFile, kinds
from portal.files.cleaning import clean
from tests.files.samples import encoded, opened, pdf, picture

PICTURES = {
    "JPEG": picture("JPEG"),
    "progressive JPEG": picture("JPEG", progressive=True),
    "JPEG of two": encoded(
        Image.new("RGB", (64, 48)), "MPO", save_all=True, append_images=[Image.new("RGB", (64, 48))]
    ),
    "PNG": picture("PNG"),
    "WebP": picture("WEBP"),
    "HEIC": picture("HEIF"),
    "AVIF": picture("AVIF"),
    "GIF": picture("GIF"),
    "BMP": picture("BMP"),
    "TIFF": picture("TIFF"),
}
NAMES = [
    *(
        "photo.jfif",
        "1000012345",
        "IMG_0001.HEIC",
        "IMG_0001.jpg",
        "a.png",
        "x.webp",
        "y.JPEG",
        "z.avif",
        "w.gif",
    ),
    *("ภาพถ่าย", "image.jpg_large", "IMG.2026.11.26", "photo.jpg.1", ".jpg", "", "download"),
]


@pytest.mark.parametrize("kind", PICTURES)
@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_taken_whatever_it_is_called_and_named_anew(kind, name):
    checked = clean(PICTURES[kind], name)
    assert checked.extension == "jpg"
    assert checked.name.endswith(".jpg")
    assert checked.name != ".jpg"
    assert opened(checked.content).format == "JPEG"
    assert opened(checked.content).size == (64, 48)


@pytest.mark.parametrize("name", ["letter.pdf", "LETTER.PDF", "1000012345", "หนังสือ", "", "scan.2026"])
def test_a_pdf_is_taken_without_an_extension_as_well(name):
    assert clean(pdf(), name).name.endswith(".pdf")


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("x.txt", "x")
    return out.getvalue()


DISGUISED = {
    "page": b"<!doctype html><script>alert(1)</script>",
    "drawing": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "drawing with a head": b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>",
    "archive": archive(),
    "program": b"MZ\x90\x00" + bytes(300),
    "program of Linux": b"\x7fELF" + bytes(300),
    "script": b"#!/bin/sh\nrm -rf /",
    "film": b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + bytes(200),
    "words that begin like a bitmap": b"BMW is a car" * 20,
    "drawing of PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n",
    "picture of Photoshop": b"8BPS\x00\x01" + bytes(100),
    "icon": b"\x00\x00\x01\x00\x01\x00" + bytes(100),
    "page that speaks of PDF": b"<html>%PDF-1.7<script>alert(1)</script>",
    "nothing": b"\x00" * 100,
}


@pytest.mark.parametrize("content", DISGUISED)
@pytest.mark.parametrize("name", ["x.jpg", "x.heic", "x.pdf", "x", "x.png"])
def test_what_is_no_picture_and_no_pdf_is_refused_under_every_name(content, name):
    with pytest.raises(RefusedFile, match="รับเฉพาะไฟล์ภาพ"):
        clean(DISGUISED[content], name)


@pytest.mark.parametrize("kind", PICTURES)
@pytest.mark.parametrize(
    "tail", [b"<?php system($_GET['c']); ?>", b"<script>alert('ZZ')</script>", archive(), pdf()]
)
def test_nothing_of_a_second_file_behind_a_picture_is_kept(kind, tail):
    try:
        stored = clean(PICTURES[kind] + tail, "x.jpg").content
    except RefusedFile:
        return
    assert tail[:20] not in stored
    assert b"PK\x03\x04" not in stored


@pytest.mark.parametrize("name", ["x.php", "x.html", "x.svg", "x.exe", "x.zip", "x.docx", "x.pdf", "x.JS"])
def test_a_picture_that_claims_to_be_another_kind_is_refused(name):
    with pytest.raises(RefusedFile, match="ไม่ตรงกับนามสกุล"):
        clean(picture(), name)


@settings(max_examples=200)
@given(
    head=st.sampled_from([content[:40] for content in (*PICTURES.values(), pdf())]),
    rest=st.binary(max_size=200),
)
def test_a_true_beginning_with_anything_behind_it_is_taken_or_refused(head, rest):
    try:
        clean(head + rest, "x")
    except RefusedFile as refused:
        assert str(refused.reason)


def test_a_browser_offers_what_is_taken():
    offered = ACCEPT.split(",")
    assert "image/*" in offered
    for extension in (*kinds.PICTURE_EXTENSIONS, "pdf"):
        assert f".{extension}" in offered
