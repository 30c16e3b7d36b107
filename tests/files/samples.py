"""Files as tests need them, made anew for each."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from typing import Any

import pikepdf
import pillow_heif
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

pillow_heif.register_heif_opener()

COLORS = {"RGB": (10, 90, 160), "RGBA": (10, 90, 160, 80), "L": 90, "CMYK": (200, 60, 20, 10), "P": 3}


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    """Return a picture as a file."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48), mode: str = "RGB", **options: Any) -> bytes:
    """Return a picture of one color."""
    return encoded(Image.new(mode, size, COLORS[mode]), kind, **options)


def speckled(size: tuple[int, int], seed: int = 1) -> Image.Image:
    """Return a picture with something on it, the same for the same seed."""
    noise = random.Random(seed)
    small = Image.new("RGB", (max(1, size[0] // 16), max(1, size[1] // 16)))
    small.putdata([tuple(noise.randrange(256) for _ in range(3)) for _ in range(small.width * small.height)])
    return small.resize(size)


def opened(content: bytes) -> Image.Image:
    """Return a stored picture."""
    return Image.open(io.BytesIO(content))


def pdf(change: Callable[[pikepdf.Pdf], object] = lambda document: None, **options: Any) -> bytes:
    """Return a PDF of one blank page, changed as told."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(200, 200))
    change(document)
    out = io.BytesIO()
    document.save(out, **options)
    return out.getvalue()


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """Return a file as a browser sends it, with a type that says nothing."""
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")
