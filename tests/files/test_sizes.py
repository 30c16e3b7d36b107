"""Tall pictures stay readable, large ones are taken, and what no size would make readable is refused in words."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw

from portal.files import RefusedFile, limits
from portal.files.cleaning import clean
from portal.files.pictures import stored_size
from tests.files.samples import encoded, opened

SIDES = st.integers(1, 70_000)


@given(width=SIDES, height=SIDES)
@example(width=1080, height=20_000)
@example(width=4000, height=3000)
@example(width=16_320, height=12_240)
def test_every_size_has_its_bounds(width, height):
    found = stored_size(width, height)
    if found is None:
        return
    assert found[0] * found[1] <= limits.MAX_STORED_PIXELS * 1.01
    assert max(found) <= limits.LONGEST_SIDE
    assert 1 <= found[0] <= width
    assert 1 <= found[1] <= height
    shrunk = min(found) < min(width, height)
    assert not shrunk or min(found) >= limits.LEAST_SIDE
    if max(found) > limits.MAX_SIDE:
        assert min(found) <= limits.READABLE_SIDE
    if min(found) > 200:
        assert abs(found[0] / found[1] / (width / height) - 1) < 0.02


@pytest.mark.parametrize(
    ("size", "stored"),
    [
        ((4000, 3000), (2400, 1800)),
        ((16_320, 12_240), (2400, 1800)),
        ((800, 600), (800, 600)),
        ((1080, 20_000), (1080, 20_000)),
        ((20_000, 1080), (20_000, 1080)),
        ((1440, 20_000), (1080, 15_000)),
        ((1080, 2400), (1080, 2400)),
        ((1440, 3200), (1080, 2400)),
        ((12_000, 3000), (4320, 1080)),
        ((1080, 26_000), (998, 24_037)),
        ((750, 30_000), (750, 30_000)),
        ((1080, 60_000), None),
        ((400, 65_000), None),
        ((1, 30_000), (1, 30_000)),
    ],
)
def test_sizes_of_what_people_send(size, stored):
    assert stored_size(*size) == stored


def chat(height: int, mode: str) -> Image.Image:
    """Return a chat as a phone saves it: words in bubbles, one below the other."""
    image = Image.new("L", (1080, height), 235)
    draw = ImageDraw.Draw(image)
    for top in range(40, height - 100, 120):
        draw.rounded_rectangle((40, top, 900, top + 90), 20, fill=255)
        draw.text((70, top + 30), f"message {top} 0812345678", fill=0)
    return image.convert(mode)


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "P"])
@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_tall_chat_is_stored_point_by_point(mode, kind):
    image = chat(12_000, mode)
    stored = opened(
        clean(encoded(image, kind, **({"lossless": True} if kind == "WEBP" else {})), "x.png").content
    )
    assert stored.size == (1080, 12_000)
    part = (0, 11_000, 1080, 11_500)
    difference = ImageChops.difference(stored.convert("L").crop(part), image.convert("L").crop(part))
    assert difference.reduce(4).getextrema()[1] < 40


def test_a_picture_that_no_size_makes_readable_is_refused_in_words():
    with pytest.raises(RefusedFile, match="ตัดแบ่งเป็นหลายภาพ"):
        clean(encoded(Image.new("1", (1080, 46_000)), "PNG"), "x.png")


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_long_picture_that_was_held_sideways_stands_upright(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = Image.new("RGB", (300, 100), "white")
    image.paste("red", (0, 0, 30, 30))
    stored = opened(clean(encoded(image, "JPEG", exif=exif, quality=95), "x.jpg").content)
    assert stored.size == ((100, 300) if orientation >= 5 else (300, 100))
    corners = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)}
    right, down = corners[orientation]
    red, _green, blue = stored.getpixel(
        (right * (stored.width - 10) + 5 * (1 - right), down * (stored.height - 10) + 5 * (1 - down))
    )
    assert red > 200 > 100 > blue
