"""Pictures, made anew: decoded in bands while they shrink, upright, in sRGB, without anything that came along.

Encoding again drops where and with what a picture was taken, and whatever hides behind it (privacy 13, ASVS 5.3.1).
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from typing import Any

import pillow_heif
from PIL import AvifImagePlugin, Image, ImageOps

from portal.files import limits
from portal.files.refusals import refusal, refusing
from portal.files.tones import to_srgb

# One thread for each decoder: each thread would take memory of its own, and a machine may have many.
pillow_heif.options.DECODE_THREADS = 1
AvifImagePlugin.DEFAULT_MAX_THREADS = 1

BAND = 256
"""Rows that are converted at a time, of the smaller picture."""
ORIENTATION = 0x0112
"""Tag of EXIF 2.32 that says how the camera was held."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is stored."""

    content: bytes
    content_type: str
    extension: str


@dataclass(frozen=True, slots=True)
class _Source:
    """A picture of which bands can be had.

    Attributes:
        size: as it was decoded, which may be smaller than it is.
        target: its size when it is stored.
        mode: as Pillow names it.
        info: what the file says of itself.
        band: gives the rows from the first number up to the second.
        extrema: gives the lowest and the highest value.
        orientation: as in EXIF; 1 is upright.
    """

    size: tuple[int, int]
    target: tuple[int, int]
    mode: str
    info: dict[Any, Any]
    band: Callable[[int, int], Image.Image]
    extrema: Callable[[], tuple[float, float]]
    orientation: int = 1


def stored_size(width: int, height: int) -> tuple[int, int] | None:
    """Return the size in which a picture is stored; None when it would not be readable in any size that we store.

    A photo has `MAX_SIDE` at most; a long one keeps `READABLE_SIDE` in its short side, up to `MAX_STORED_PIXELS` and
    `LONGEST_SIDE` (portal.files.limits says why). Nothing is made larger.
    """
    long, short = max(width, height), min(width, height)
    scale = min(1.0, limits.MAX_SIDE / long)
    if short * scale < limits.READABLE_SIDE:
        scale = min(1.0, limits.READABLE_SIDE / short)
    scale = min(scale, sqrt(limits.MAX_STORED_PIXELS / (width * height)), limits.LONGEST_SIDE / long)
    if scale < 1 and short * scale < min(limits.LEAST_SIDE, short):
        return None
    return max(1, round(width * scale)), max(1, round(height * scale))


def clean_picture(content: bytes, kind: str) -> Picture:
    """Decode a picture and encode it again as JPEG, or as PNG when parts of it are transparent.

    Of a moving picture or a file with several the first or main one is kept.

    Args:
        content: the file.
        kind: its format as `portal.files.kinds.judge` found it; no other decoder is tried.

    Raises:
        RefusedFile: it cannot be decoded, declares too many points, or has several pages.
    """
    with refusing("picture_damaged"):
        source = _open_heif(content) if kind == "HEIF" else _open(content, kind)
        target, orientation = source.target, source.orientation
        reduced = _reduced(source)
        # Gone before the rest is done: it is the largest thing here.
        del source
        smaller = reduced if reduced.size == target else reduced.resize(target, Image.Resampling.LANCZOS)
        return _encode(_upright(smaller, orientation))


def _target(kind: str, size: tuple[int, int]) -> tuple[int, int]:
    if size[0] * size[1] > limits.MAX_PIXELS[kind]:
        raise refusal("picture_points")
    smaller = stored_size(*size)
    if smaller is None:
        raise refusal("picture_long")
    return smaller


def _open(content: bytes, kind: str) -> _Source:
    image = Image.open(io.BytesIO(content), formats=[kind])
    target = _target(kind, image.size)
    if kind == "TIFF" and getattr(image, "n_frames", 1) > 1:
        raise refusal("picture_pages")
    if kind == "JPEG":
        _check_progressive(image)
        image.draft(image.mode, target)
    orientation = image.getexif().get(ORIENTATION, 1)
    image.load()

    def band(top: int, bottom: int) -> Image.Image:
        whole = bottom - top == image.height
        return image if whole else image.crop((0, top, image.width, bottom))

    return _Source(
        size=image.size,
        target=target,
        mode=image.mode,
        info=image.info,
        band=band,
        extrema=lambda: image.getextrema(),  # type: ignore[arg-type, return-value]
        orientation=orientation,
    )


def _check_progressive(image: Image.Image) -> None:
    """Refuse a progressive JPEG whose coefficients, which the decoder holds all at once, would take too much."""
    if not image.info.get("progressive"):
        return
    channels: list[tuple[int, int, int, int]] = image.layer  # type: ignore[attr-defined]
    largest = max(channel[1] for channel in channels) * max(channel[2] for channel in channels)
    share = sum(channel[1] * channel[2] for channel in channels) / largest
    if image.width * image.height * share > limits.MAX_COEFFICIENTS:
        raise refusal("picture_points")


def _open_heif(content: bytes) -> _Source:
    """Open a HEIC picture past Pillow, which would hold it twice. Its decoder turns it upright by itself."""
    file = pillow_heif.open_heif(io.BytesIO(content), convert_hdr_to_8bit=True)
    image = file[file.primary_index]
    target = _target("HEIF", image.size)
    data, stride = image.data, image.stride
    width, height = image.size

    def band(top: int, bottom: int) -> Image.Image:
        rows = data[top * stride : bottom * stride]
        return Image.frombytes(image.mode, (width, bottom - top), rows, "raw", image.mode, stride)

    return _Source((width, height), target, image.mode, image.info, band, lambda: (0, 255))


def _reduced(source: _Source) -> Image.Image:
    """Return the picture in sRGB, converted and made smaller by a whole number, band by band."""
    width, height = source.size
    factor = max(1, min(width // source.target[0], height // source.target[1]))
    convert = to_srgb(source.mode, source.info, source.extrema)
    if factor == 1 and convert is None:
        return source.band(0, height)
    reduced: Image.Image | None = None
    for top in range(0, height, BAND * factor):
        band = source.band(top, min(top + BAND * factor, height))
        band = band if convert is None else convert(band)
        if factor > 1:
            band = band.reduce(factor)
        if reduced is None:
            reduced = Image.new(band.mode, (band.width, -(-height // factor)))
        reduced.paste(band, (0, top // factor))
    assert reduced is not None
    return reduced


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    if orientation == 1:
        return image
    image.getexif()[ORIENTATION] = orientation
    return ImageOps.exif_transpose(image)


def _encode(image: Image.Image) -> Picture:
    """Write a picture without any of its notes; what is opaque everywhere needs no channel for it."""
    if image.mode == "RGBA" and image.getextrema()[3] == (255, 255):
        image = image.convert("RGB")
    image.info.clear()
    out = io.BytesIO()
    if image.mode == "RGBA":
        image.save(out, "PNG", optimize=True)
        return Picture(out.getvalue(), "image/png", "png")
    image.save(out, "JPEG", quality=85, optimize=True)
    return Picture(out.getvalue(), "image/jpeg", "jpg")
