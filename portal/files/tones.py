"""Every way to write colors, turned into the three channels that every browser shows alike (sRGB).

A picture keeps its tones: scans in print colors, gray with 16 bits, palettes, colors with a profile (ICC.1) of a phone.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from PIL import Image, ImageCms

_SPACES = {"RGB": "RGB ", "RGBA": "RGB ", "L": "GRAY", "CMYK": "CMYK", "LAB": "Lab "}
"""Color space that a profile must be made for (ICC.1, 7.2.6), by mode of the picture."""
_WITH_ALPHA = frozenset({"LA", "La", "PA", "RGBa"})
_DEEP = frozenset({"I", "I;16", "I;16L", "I;16B", "I;16N", "F"})

Band = Image.Image


def to_srgb(
    mode: str, info: dict[Any, Any], extrema: Callable[[], tuple[float, float]]
) -> Callable[[Band], Band] | None:
    """Return the function that turns a band of a picture into mode L, RGB or RGBA in sRGB; None when it is that already.

    Args:
        mode: of the picture, as Pillow names it.
        info: what the file says of itself: `icc_profile`, `transparency`.
        extrema: gives the lowest and the highest value of the whole picture; asked for modes without a fixed white only.
    """
    if mode in _DEEP:
        span = _span(mode, extrema)
        return lambda band: _eight_bits(band, span)
    plain = _plain_mode(mode, info)
    profiled = _profiled(plain or mode, info)
    if plain is None:
        return profiled
    if profiled is None:
        return lambda band: band.convert(plain)
    return lambda band: profiled(band.convert(plain))


def _plain_mode(mode: str, info: dict[Any, Any]) -> str | None:
    """Return the mode to convert to before a profile is applied; None to leave it."""
    if mode in _WITH_ALPHA or ("transparency" in info and mode in ("P", "L", "RGB", "1")):
        return "RGBA"
    return {"1": "L", "P": "RGB", "RGBX": "RGB", "YCbCr": "RGB", "HSV": "RGB"}.get(mode)


def _span(mode: str, extrema: Callable[[], tuple[float, float]]) -> tuple[float, float]:
    """Return the values that stand for black and white: those of the number's width, or else the picture's own."""
    if mode.startswith("I;16"):
        return 0, 65535
    low, high = extrema()
    if low >= 0:
        for white in (1.0, 255.0, 65535.0) if mode == "F" else (255.0, 65535.0):
            if high <= white:
                return 0, white
    return low, high if high > low else low + 1


def _eight_bits(band: Band, span: tuple[float, float]) -> Band:
    # Here, because it costs a tenth of a second and one file in thousands needs it.
    import numpy as np

    low, high = span
    values = np.asarray(band, dtype=np.float32)
    scaled = np.clip((values - low) * (255.0 / (high - low)), 0, 255)
    return Image.fromarray(np.nan_to_num(scaled).round().astype(np.uint8))


def _profiled(mode: str, info: dict[Any, Any]) -> Callable[[Band], Band] | None:
    """Return the function that applies the picture's own profile; a profile that is damaged or another mode's is none."""
    source = _profile(mode, info.get("icc_profile"))
    if source is None:
        return None if mode in ("L", "RGB", "RGBA") else lambda band: band.convert("RGB")
    target = "RGBA" if mode == "RGBA" else "RGB"
    try:
        transform = ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), mode, target)
    except (ImageCms.PyCMSError, ValueError, TypeError):
        return _profiled(mode, {})

    def convert(band: Band) -> Band:
        changed = ImageCms.applyTransform(band, transform)
        return band if changed is None else changed

    return convert


def _profile(mode: str, data: bytes | None) -> ImageCms.ImageCmsProfile | ImageCms.core.CmsProfile | None:
    if data:
        try:
            profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
            if profile.profile.xcolor_space == _SPACES.get(mode):
                return profile
        except (OSError, ImageCms.PyCMSError, ValueError, TypeError):
            pass
    return ImageCms.createProfile("LAB") if mode == "LAB" else None
