"""A photograph within a PDF tells nothing of where, when, with what and by whom it was taken, and looks the same."""

from __future__ import annotations

import io
import zlib
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from portal.files.jpegs import without_metadata, without_telling_boxes
from portal.files.pdfs import clean_pdf, quiet_pdf
from tests.files.samples import COLORS, encoded, opened, pdf, speckled

CAMERA, COMMENT = b"ZZCAMERA", b"ZZCOMMENT"
XMP = b"<x:xmpmeta>ZZPERSON at 8.03N 98.55E</x:xmpmeta>"
CANARIES = [b"Exif", CAMERA, COMMENT, b"ZZPERSON", b"ZZBEHIND", b"ZZBEFORE", b"ZZCAPTION", b"ZZPREVIEW"]


def exif() -> Image.Exif:
    found = Image.Exif()
    found[0x010F] = CAMERA.decode()
    found[0x0112] = 6
    place = found.get_ifd(0x8825)
    place[1], place[2] = "N", (8.0, 3.0, 33.12)
    place[3], place[4] = "E", (98.0, 55.0, 1.5)
    return found


def segment(code: int, content: bytes) -> bytes:
    return bytes([0xFF, code]) + (len(content) + 2).to_bytes(2) + content


def photograph(mode: str = "RGB", **options: Any) -> bytes:
    """Return a JPEG with everything that cameras and programs put into one."""
    image = speckled((96, 64)).convert(mode)
    content = encoded(image, "JPEG", exif=exif(), xmp=XMP, comment=COMMENT, **options)
    caption = segment(0xED, b"Photoshop 3.0\x008BIM ZZCAPTION")
    preview = segment(0xE2, b"FPXR\0ZZPREVIEW")
    behind = encoded(Image.new("RGB", (8, 8)), "JPEG", exif=exif(), comment=b"ZZBEHIND")
    return content[:2] + caption + preview + content[2:] + behind


def in_pdf(
    content: bytes, *, filters: Any = pikepdf.Name.DCTDecode, mode: str = "RGB", **values: Any
) -> bytes:
    """Return a PDF that shows a JPEG on its page."""

    def draw(document: pikepdf.Pdf) -> None:
        space = {"RGB": "/DeviceRGB", "L": "/DeviceGray", "CMYK": "/DeviceCMYK"}[mode]
        image = document.make_stream(content)
        image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        image.Width, image.Height, image.BitsPerComponent = 96, 64, 8
        image.ColorSpace = pikepdf.Name(space)
        image.Filter = filters
        for name, value in values.items():
            image["/" + name] = value
        page = document.pages[0]
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=image))
        page.Contents = document.make_stream(b"q 180 0 0 120 10 40 cm /P Do Q")

    return pdf(draw)


def jpeg_of(document: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(document)) as found:
        image = found.pages[0].Resources.XObject.P
        assert image.Filter == pikepdf.Name.DCTDecode
        return image.read_raw_bytes()


def points(content: bytes) -> bytes:
    return opened(content).tobytes()


def drawn(document: bytes) -> bytes:
    with pypdfium2.PdfDocument(document) as found:
        return found[0].render(scale=2).to_pil().tobytes()


def test_the_example_tells_everything() -> None:
    content = photograph()
    assert all(canary in content for canary in CANARIES if canary != b"ZZBEFORE")
    assert opened(content).getexif().get_ifd(0x8825)[4] == (98.0, 55.0, 1.5)


@pytest.mark.parametrize("clean", [clean_pdf, quiet_pdf])
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_blocks": 2}])
def test_the_place_goes_and_no_point_changes(clean: Any, mode: str, options: dict[str, Any]) -> None:
    content = photograph(mode, **options)
    before = in_pdf(content, mode=mode)
    after = clean(before)
    kept = jpeg_of(after)
    assert not [canary for canary in CANARIES if canary in after or canary in kept]
    assert not opened(kept).getexif()
    assert points(kept) == points(content)
    assert drawn(after) == drawn(before)
    assert kept in content or len(kept) < len(content)


@pytest.mark.parametrize("clean", [clean_pdf, quiet_pdf])
def test_a_photograph_within_another_filter_is_no_hiding_place(clean: Any) -> None:
    content = photograph()
    packed = in_pdf(
        zlib.compress(content), filters=pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.DCTDecode])
    )
    hexed = in_pdf(
        content.hex().encode() + b">",
        filters=pikepdf.Array([pikepdf.Name.ASCIIHexDecode, pikepdf.Name.DCTDecode]),
        DecodeParms=pikepdf.Array([pikepdf.Dictionary(), pikepdf.Dictionary(ColorTransform=1)]),
    )
    for document in (packed, hexed):
        after = clean(document)
        assert not opened(jpeg_of(after)).getexif()
        assert CAMERA not in jpeg_of(after)
        assert drawn(after) == drawn(document)
    with pikepdf.open(io.BytesIO(clean(hexed))) as found:
        assert found.pages[0].Resources.XObject.P.DecodeParms.ColorTransform == 1


def test_colors_stay_what_they_were() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    content = encoded(speckled((96, 64)), "JPEG", icc_profile=profile, exif=exif())
    assert opened(without_metadata(content)).info["icc_profile"] == profile
    adobe = encoded(Image.new("CMYK", (8, 8), COLORS["CMYK"]), "JPEG")
    assert b"Adobe" in adobe and b"Adobe" in without_metadata(adobe)


def test_a_photograph_that_tells_nothing_stays_byte_for_byte() -> None:
    content = encoded(speckled((96, 64)), "JPEG")
    assert without_metadata(content) == content
    assert without_metadata(without_metadata(photograph())) == without_metadata(photograph())


def test_what_stands_before_behind_and_between_goes() -> None:
    plain = encoded(speckled((96, 64)), "JPEG")
    assert without_metadata(b"ZZBEFORE" + plain + b"ZZBEHIND") == plain
    assert without_metadata(plain[:2] + b"ZZBETWEEN" + plain[2:]) == plain
    assert without_metadata(plain[:2] + b"\xff\xff\xff" + plain[2:]) == plain


def test_metadata_between_two_scans_goes_too() -> None:
    plain = encoded(speckled((96, 64)), "JPEG", progressive=True)
    second = plain.index(b"\xff\xda", plain.index(b"\xff\xda") + 2)
    hidden = plain[:second] + segment(0xE1, b"Exif\0\0ZZCAMERA") + plain[second:]
    assert without_metadata(hidden) == plain


@pytest.mark.parametrize("cut", [3, 20, 200, 700, -3])
def test_a_photograph_that_is_cut_off_tells_nothing_either(cut: int) -> None:
    kept = without_metadata(photograph()[:cut])
    assert not [canary for canary in CANARIES if canary in kept]


@given(
    st.binary(max_size=200)
    | st.lists(st.sampled_from([0xFF, 0xD8, 0xD9, 0xDA, 0xE1, 0, 2, 8]), max_size=60).map(bytes)
)
def test_any_bytes_are_read_to_the_end(content: bytes) -> None:
    once = without_metadata(content)
    assert without_metadata(once) == once
    assert len(once) <= len(content) + 2


@pytest.mark.parametrize("unit", [b"\xff", b"\xff\xda\0\2", b"\xff\xe1\0\0", b"\xff\xd8", b"\xff\x00"])
def test_no_heap_of_bytes_is_gone_over_again_and_again(unit: bytes) -> None:
    content = b"\xff\xd8" + unit * 300_000
    assert len(without_metadata(content)) <= len(content) + 2


def test_a_stream_that_only_says_it_is_a_photograph_stays() -> None:
    document = in_pdf(b"no picture at all")
    assert jpeg_of(clean_pdf(document)) == b"no picture at all"


# --- JPEG 2000 --------------------------------------------------------------------------------------------------------


def box(kind: bytes, content: bytes) -> bytes:
    return (len(content) + 8).to_bytes(4) + kind + content


def telling() -> bytes:
    """Return a JPEG 2000 with EXIF and XMP before its picture and behind it."""
    plain = encoded(speckled((96, 64)), "JPEG2000")
    at = plain.index(b"jp2c") - 4
    exif_box = box(b"uuid", b"JpgTiffExif->JP2" + exif().tobytes())
    return plain[:at] + exif_box + box(b"xml ", XMP) + plain[at:] + box(b"uuid", b"x" * 16 + b"ZZBEHIND")


@pytest.mark.parametrize("clean", [clean_pdf, quiet_pdf])
def test_pictures_of_the_younger_kind_tell_nothing_either(clean: Any) -> None:
    content = telling()
    assert CAMERA in content and b"ZZPERSON" in content
    before = in_pdf(content, filters=pikepdf.Name.JPXDecode)
    after = clean(before)
    assert not [canary for canary in CANARIES if canary in after]
    assert drawn(after) == drawn(before)


def test_a_picture_of_the_younger_kind_that_tells_nothing_stays() -> None:
    plain = encoded(speckled((96, 64)), "JPEG2000")
    bare = plain[plain.index(b"jp2c") + 4 :]
    assert without_telling_boxes(plain) == plain
    assert without_telling_boxes(bare) == bare
    # A last box may have no length: it goes to the end. A long one has its length behind its kind.
    at = plain.index(b"jp2c") - 4
    endless = plain[:at] + bytes(4) + plain[at + 4 :]
    assert without_telling_boxes(endless) == endless
    long = plain[:at] + (1).to_bytes(4) + b"uuid" + (24).to_bytes(8) + b"ZZPERSON" + plain[at:]
    assert without_telling_boxes(long) == plain


@given(st.binary(max_size=100))
def test_any_boxes_are_read_to_the_end(content: bytes) -> None:
    head = bytes.fromhex("0000000c6a5020200d0a870a")
    once = without_telling_boxes(head + content)
    assert without_telling_boxes(once) == once
    assert len(once) <= len(head + content)
