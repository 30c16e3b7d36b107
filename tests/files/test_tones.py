"""A picture keeps its tones in every mode (issue 7): what is stored has the mean color that the sender saw."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pillow_heif
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageStat

from portal.files.cleaning import clean
from tests.files.samples import encoded, opened

COLOR = (200, 120, 40)
GRAY = 128
NEAR = 4
"""Of 255: what JPEG and rounding may change of a mean."""
SRGB = ImageCms.createProfile("sRGB")


def mean(content: bytes, background: int = 255) -> list[float]:
    """Return the mean of each channel, with what is transparent on white paper."""
    image = opened(clean(content, "x").content).convert("RGBA")
    paper = Image.new("RGBA", image.size, (background,) * 3 + (255,))
    return ImageStat.Stat(Image.alpha_composite(paper, image).convert("RGB")).mean


def near(found: list[float], wanted: tuple[float, float, float], tolerance: float = NEAR) -> bool:
    return all(abs(one - other) <= tolerance for one, other in zip(found, wanted, strict=True))


def of(mode: str, color: Any, size: tuple[int, int] = (64, 64)) -> Image.Image:
    return Image.new(mode, size, color)


def halves(mode: str, first: Any, second: Any) -> Image.Image:
    image = of(mode, first)
    image.paste(second, (0, 0, 32, 64))
    return image


def palette(transparent: bool) -> bytes:
    image = of("P", 0)
    image.putpalette([*COLOR, 0, 0, 255])
    image.paste(1, (0, 0, 32, 64))
    return encoded(image, "PNG", **({"transparency": 1} if transparent else {}))


def deep(kind: str, dtype: str) -> bytes:
    values = np.full((64, 64), 32896, dtype=dtype)
    return encoded(Image.fromarray(values), kind)


def lab(lightness: int, a: int, b: int) -> bytes:
    """Return a TIFF in CIE L*a*b* with 8 bits; Pillow holds a and b from 0 to 255."""
    image = of("LAB", (round(lightness * 2.55), a + 128, b + 128))
    return encoded(image, "TIFF")


SAME = {
    "RGB": encoded(of("RGB", COLOR), "PNG"),
    "RGB in BMP": encoded(of("RGB", COLOR), "BMP"),
    "RGB in TIFF": encoded(of("RGB", COLOR), "TIFF"),
    "RGB in WebP": encoded(of("RGB", COLOR), "WEBP"),
    "RGB in AVIF": encoded(of("RGB", COLOR), "AVIF"),
    "RGB in HEIC": encoded(of("RGB", COLOR), "HEIF"),
    "RGBA that is opaque": encoded(of("RGBA", (*COLOR, 255)), "PNG"),
    "palette in GIF": encoded(of("RGB", COLOR), "GIF"),
    "palette in PNG": encoded(of("RGB", COLOR).quantize(4), "PNG"),
    "YCbCr": encoded(of("RGB", COLOR).convert("YCbCr"), "JPEG"),
    "several in one": encoded(of("RGB", COLOR), "MPO", save_all=True, append_images=[of("RGB", (0, 0, 0))]),
    "moving": encoded(
        of("RGB", COLOR), "WEBP", save_all=True, append_images=[of("RGB", (0, 0, 0))], lossless=True
    ),
    "moving GIF": encoded(of("RGB", COLOR), "GIF", save_all=True, append_images=[of("RGB", (0, 0, 0))]),
    "moving PNG": encoded(of("RGB", COLOR), "PNG", save_all=True, append_images=[of("RGB", (0, 0, 0))]),
    "color that stands for transparent": encoded(of("RGB", COLOR), "PNG", transparency=(1, 2, 3)),
}


@pytest.mark.parametrize("mode", SAME)
def test_colors_stay(mode):
    assert near(mean(SAME[mode]), COLOR)


GRAYS = {
    "L": encoded(of("L", GRAY), "JPEG"),
    "L in PNG": encoded(of("L", GRAY), "PNG"),
    "LA": encoded(of("LA", (GRAY, 255)), "PNG"),
    "16 bits": deep("PNG", "uint16"),
    "16 bits in TIFF": deep("TIFF", "uint16"),
    "32 bits in TIFF": deep("TIFF", "int32"),
    "black and white": encoded(halves("1", 0, 1), "PNG"),
    "black and white fax": encoded(halves("1", 0, 1), "TIFF", compression="group4"),
    "half transparent black": encoded(of("LA", (0, 127)), "PNG"),
    "half transparent palette": encoded(of("RGBA", (0, 0, 0, 127)), "WEBP", lossless=True),
}


@pytest.mark.parametrize("mode", GRAYS)
def test_grays_stay(mode):
    assert near(mean(GRAYS[mode]), (GRAY,) * 3)


@pytest.mark.parametrize("kind", ["float to one", "float to 255"])
def test_numbers_with_a_point_are_read_by_their_span(kind):
    top = 1.0 if kind == "float to one" else 255.0
    values = np.linspace(0, top, 64 * 64, dtype="float32").reshape(64, 64)
    assert near(mean(encoded(Image.fromarray(values), "TIFF")), (127.5,) * 3)


def test_a_transparent_color_of_a_palette_is_transparent_and_the_others_stay():
    assert near(mean(palette(False)), (COLOR[0] / 2, COLOR[1] / 2, (COLOR[2] + 255) / 2))
    assert near(mean(palette(True)), tuple((part + 255) / 2 for part in COLOR))


@pytest.mark.parametrize(
    "ink", [(0, 0, 0, 0), (255, 0, 0, 0), (0, 200, 100, 0), (0, 0, 0, 255), (40, 40, 40, 60)]
)
@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_print_colors_stay(kind, ink):
    image = of("CMYK", ink)
    wanted = ImageStat.Stat(image.convert("RGB")).mean
    assert near(mean(encoded(image, kind)), tuple(wanted), 6)


@pytest.mark.parametrize(
    ("color", "wanted"),
    [
        ((100, 0, 0), (255, 255, 255)),
        ((0, 0, 0), (0, 0, 0)),
        ((54, 81, 70), (255, 0, 0)),
        ((50, 0, 0), (119, 119, 119)),
    ],
)
def test_lab_becomes_the_color_that_it_names(color, wanted):
    assert near(mean(lab(*color)), wanted, 8)


def shifted_profile(space: str = "RGB") -> bytes:
    """Return a profile whose colors are other ones than those of sRGB: its gamma is 1."""
    data = bytearray(ImageCms.ImageCmsProfile(SRGB).tobytes())
    place = data.find(b"para")
    while place != -1:
        # A parametric curve (ICC.1, 10.18): type 3 becomes type 0 with the exponent 1.
        data[place + 8 : place + 10] = b"\0\0"
        data[place + 12 : place + 16] = (1 << 16).to_bytes(4, "big")
        place = data.find(b"para", place + 4)
    return bytes(data)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF", "AVIF"])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_profile_is_turned_into_srgb(kind, mode):
    if mode == "RGBA" and kind == "JPEG":
        pytest.skip("JPEG has no transparency")
    profile = shifted_profile()
    color = (100, 100, 100) + ((255,) if mode == "RGBA" else ())
    content = encoded(of(mode, color), kind, icc_profile=profile)
    plain = ImageCms.profileToProfile(
        of("RGB", color[:3]), ImageCms.ImageCmsProfile(io.BytesIO(profile)), SRGB
    )
    wanted = ImageStat.Stat(plain).mean
    assert wanted[0] > 150
    assert near(mean(content), tuple(wanted), 6)


def test_a_profile_of_a_phone_picture_is_turned_into_srgb():
    heif = pillow_heif.from_pillow(of("RGB", (100, 100, 100)))
    heif[0].info["icc_profile"] = shifted_profile()
    out = io.BytesIO()
    heif.save(out, quality=90)
    assert mean(out.getvalue())[0] > 150


@pytest.mark.parametrize("profile", [b"rubbish", b"", shifted_profile()[:200], b"\0" * 4000])
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_damaged_or_foreign_profile_is_left_aside(profile, mode):
    image = of(mode, {"RGB": COLOR, "L": GRAY, "CMYK": (0, 0, 0, 127)}[mode])
    wanted = ImageStat.Stat(image.convert("RGB")).mean
    assert near(mean(encoded(image, "JPEG", icc_profile=profile)), tuple(wanted), 6)


def test_nothing_of_a_profile_or_of_notes_is_stored():
    content = encoded(of("RGB", COLOR), "PNG", icc_profile=shifted_profile(), dpi=(300, 300))
    assert not {"icc_profile", "exif", "dpi", "xmp"} & set(opened(clean(content, "x").content).info) - {"dpi"}
    assert "icc_profile" not in opened(clean(content, "x").content).info


@settings(max_examples=60)
@given(
    color=st.tuples(*[st.integers(0, 255)] * 3),
    kind=st.sampled_from(["PNG", "BMP", "TIFF", "GIF"]),
    size=st.tuples(st.integers(1, 40), st.integers(1, 40)),
)
def test_any_color_in_any_size_stays(color, kind, size):
    assert near(mean(encoded(of("RGB", color, size), kind)), color, 6)


def test_bands_fit_together_without_a_seam(monkeypatch):
    """A gradient that is converted band by band is the same as one that is converted at once."""
    values = np.tile(np.arange(4000, dtype="uint16")[:, None] * 16, (1, 3000))
    content = encoded(Image.fromarray(values), "PNG", compress_level=1)
    stored = np.asarray(opened(clean(content, "x").content).convert("L"), dtype=int)
    column = stored[:, 100]
    assert abs(np.diff(column)).max() <= 3
    assert column[0] <= 2
    assert abs(column[-1] - 249) <= 2
