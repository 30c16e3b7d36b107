"""Files are judged by content and made anew (ASVS 5.2.2, 5.3.1; cases.md, privacy 13)."""

from __future__ import annotations

import io

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from portal.files import RefusedFile, check_upload, limits, pictures
from portal.files.cleaning import clean
from tests.files.samples import pdf, picture, upload


@pytest.mark.parametrize(
    ("name", "content", "extension", "content_type"),
    [
        ("บ้านน้ำท่วม.jpg", picture(), "jpg", "image/jpeg"),
        ("photo.JPEG", picture(), "jpg", "image/jpeg"),
        ("screen.png", picture("PNG"), "jpg", "image/jpeg"),
        ("seal.png", picture("PNG", mode="RGBA"), "png", "image/png"),
        ("photo.webp", picture("WEBP"), "jpg", "image/jpeg"),
        ("photo.heic", picture("HEIF"), "jpg", "image/jpeg"),
        ("letter.pdf", pdf(), "pdf", "application/pdf"),
    ],
)
def test_what_people_send_is_taken(name, content, extension, content_type):
    checked = clean(content, name)
    assert (checked.extension, checked.content_type) == (extension, content_type)
    assert checked.name.endswith("." + extension)
    assert checked.content


def test_the_thai_name_survives_with_its_vowels_and_tone_marks():
    assert clean(picture(), "บ้านน้ำท่วม ปู่ย่า.jpg").name == "บ้านน้ำท่วม-ปู่ย่า.jpg"


@pytest.mark.parametrize("name", ["../../etc/passwd.jpg", "a\x00b.jpg", "..\\..\\x.jpg", "x" * 400 + ".jpg"])
def test_a_name_cannot_leave_its_folder(name):
    checked = clean(picture(), name)
    assert "/" not in checked.name
    assert "\\" not in checked.name
    assert "\x00" not in checked.name
    assert not checked.name.startswith(".")
    assert len(checked.name.encode()) < 256


def test_where_a_picture_was_taken_is_forgotten():
    exif = Image.Exif()
    exif[0x010F] = "ZZCAMERA"
    exif.get_ifd(0x8825)[2] = (8.0, 3.0, 33.12)
    content = picture(exif=exif)
    assert b"ZZCAMERA" in content
    checked = clean(content, "x.jpg")
    assert b"ZZCAMERA" not in checked.content
    assert not Image.open(io.BytesIO(checked.content)).getexif()


def test_a_picture_that_was_held_sideways_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    checked = clean(picture(size=(64, 48), exif=exif), "x.jpg")
    assert Image.open(io.BytesIO(checked.content)).size == (48, 64)


def test_what_hides_behind_a_picture_is_lost():
    content = picture() + b"<?php system($_GET['c']); ?><script>alert(1)</script>"
    checked = clean(content, "x.jpg")
    assert b"php" not in checked.content
    assert b"script" not in checked.content


def test_a_large_picture_is_made_smaller_but_stays_readable():
    checked = clean(picture(size=(5000, 4000)), "x.jpg")
    assert Image.open(io.BytesIO(checked.content)).size == (2400, 1920)


def test_a_pdf_loses_scripts_actions_files_and_traces():
    def arm(document: pikepdf.Pdf) -> None:
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('ZZSCRIPT')")
        document.Root.OpenAction = action
        document.Root.Names = pikepdf.Dictionary(
            JavaScript=pikepdf.Dictionary(Names=pikepdf.Array(["x", action])),
            EmbeddedFiles=pikepdf.Dictionary(Names=pikepdf.Array(["ZZEMBEDDED", pikepdf.Dictionary()])),
        )
        document.pages[0].obj.AA = pikepdf.Dictionary(O=action)
        document.docinfo["/Author"] = "ZZAUTHOR"

    content = pdf(arm, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    assert b"ZZSCRIPT" in content
    checked = clean(content, "x.pdf")
    with pikepdf.open(io.BytesIO(checked.content)) as cleaned:
        text = b"".join(repr(thing).encode() for thing in cleaned.objects)
        assert len(cleaned.pages) == 1
    for trace in (b"ZZSCRIPT", b"ZZEMBEDDED", b"ZZAUTHOR", b"OpenAction", b"JavaScript"):
        assert trace not in text


def test_a_pdf_loses_what_acts_from_its_outline_and_what_is_attached_elsewhere():
    def arm(document: pikepdf.Pdf) -> None:
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('ZZOUTLINE')")
        item = document.make_indirect(pikepdf.Dictionary(Title="ZZTITLE", A=action))
        document.Root.Outlines = pikepdf.Dictionary(First=item, Last=item, Count=1)
        attached = pikepdf.Dictionary(
            Type=pikepdf.Name.Filespec,
            F="ZZATTACHED",
            EF=pikepdf.Dictionary(F=document.make_stream(b"ZZFILE")),
        )
        document.Root.AF = pikepdf.Array([attached])
        document.pages[0].obj.AF = pikepdf.Array([attached])
        document.pages[0].obj.PieceInfo = pikepdf.Dictionary(App=pikepdf.Dictionary(Private="ZZPRIVATE"))
        document.pages[0].obj.Metadata = document.make_stream(b"ZZPLACE")

    checked = clean(pdf(arm), "x.pdf")
    with pikepdf.open(io.BytesIO(checked.content)) as cleaned:
        text = b"".join(repr(thing).encode() for thing in cleaned.objects)
        streams = b"".join(
            thing.read_bytes() for thing in cleaned.objects if isinstance(thing, pikepdf.Stream)
        )
    for trace in (b"ZZOUTLINE", b"ZZATTACHED", b"ZZPRIVATE", b"ZZFILE", b"ZZPLACE"):
        assert trace not in text + streams


@pytest.mark.parametrize("keep", [0.4, 0.7, 0.9])
def test_a_phone_picture_that_was_cut_off_on_its_way_is_refused(keep):
    noise = Image.effect_noise((64, 48), 60).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "HEIF")
    whole = out.getvalue()
    with pytest.raises(RefusedFile):
        clean(whole[: int(len(whole) * keep)], "x.heic")


@pytest.mark.parametrize(
    "error",
    [
        EOFError,
        RuntimeError,
        KeyError,
        TypeError,
        RecursionError,
        ZeroDivisionError,
        Image.DecompressionBombError,
    ],
)
@pytest.mark.parametrize("kind", ["HEIF", "JPEG", "PNG"])
def test_whatever_a_decoder_says_it_is_an_answer_to_the_person(monkeypatch, error, kind):
    """Decoders raise what they like on files that were cut off, claim an enormous size, or are built in an odd way."""

    def fail(*args: object, **kwargs: object) -> None:
        raise error

    monkeypatch.setattr(pictures.pillow_heif, "open_heif", fail)
    monkeypatch.setattr(pictures.Image, "open", fail)
    with pytest.raises(RefusedFile, match="เสียหาย"):
        clean(picture(kind), "x.heic")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("x.jpg", b"not a picture", "รับเฉพาะ"),
        ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "รับเฉพาะ"),
        ("x.html", b"<!doctype html><script>alert(1)</script>", "รับเฉพาะ"),
        ("x.exe", b"MZ" + b"\0" * 200, "รับเฉพาะ"),
        ("x.zip", b"PK\x03\x04" + b"\0" * 60, "รับเฉพาะ"),
        ("x.pdf", picture(), "ไม่ตรงกับนามสกุล"),
        ("x.php", picture(), "ไม่ตรงกับนามสกุล"),
        ("x.jpg", pdf(), "ไม่ตรงกับนามสกุล"),
        ("x.jpg", picture()[:200], "เสียหาย"),
        ("x.pdf", b"%PDF-1.7 broken", "เสียหาย"),
        ("x.pdf", pdf(encryption=pikepdf.Encryption(owner="o", user="u")), "รหัสผ่าน"),
    ],
)
def test_what_is_refused_says_why(name, content, reason):
    with pytest.raises(RefusedFile) as refused:
        clean(content, name)
    assert reason in str(refused.value.reason)


def test_an_empty_file_is_refused():
    with pytest.raises(RefusedFile, match="ว่างเปล่า"):
        check_upload(upload("x.jpg", b""))


def test_a_file_over_the_limit_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(limits, "MAX_BYTES", 100)
    with pytest.raises(RefusedFile, match="ใหญ่เกิน"):
        check_upload(upload("x.jpg", picture()))


def test_a_picture_with_too_many_points_is_refused_before_it_is_decoded(monkeypatch):
    monkeypatch.setitem(limits.MAX_PIXELS, "PNG", 1000)
    with pytest.raises(RefusedFile, match="จุดมากเกินไป"):
        clean(picture("PNG"), "x.png")


@given(st.binary(max_size=400), st.sampled_from(["x.jpg", "x.pdf", "x.png", "x.heic"]))
def test_no_bytes_make_it_fail_otherwise(content, name):
    try:
        clean(content, name)
    except RefusedFile as refused:
        assert str(refused.reason)


@given(st.integers(0, 500), st.integers(0, 255))
def test_a_damaged_picture_or_pdf_is_taken_or_refused_never_an_error(place, value):
    for name, content in (("x.jpg", picture()), ("x.pdf", pdf()), ("x.png", picture("PNG"))):
        damaged = bytearray(content)
        damaged[place % len(damaged)] = value
        try:
            clean(bytes(damaged), name)
        except RefusedFile as refused:
            assert str(refused.reason)
