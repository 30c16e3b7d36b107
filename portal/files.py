"""Files that people hand in: judged by content, made anew, kept where no web server reaches.

A file's name and declared type are claims. The content decides (python-magic), the extension must agree, pictures are
decoded and encoded again (which drops GPS and camera data and anything that hides behind the picture), and PDFs are
rewritten without scripts, actions and embedded files (ASVS 5.2.2, 5.3.1; cases.md, privacy 13).
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

import magic
import pikepdf
import pillow_heif
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import LazyObject
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from portal.thai.filenames import file_slug

pillow_heif.register_heif_opener()

MAX_BYTES = 10 * 1024 * 1024
"""Largest single file, in bytes (ASVS 5.1.1; Primero allows 20 MB)."""
MAX_FILES = 5
MAX_TOTAL_BYTES = 25 * 1024 * 1024
MAX_PIXELS = 50_000_000
MAX_SIDE = 2400
"""Longest side that a stored picture has, in pixels: enough to read a paper that was photographed."""

TYPES: dict[str, tuple[str, ...]] = {
    "application/pdf": ("pdf",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
    "image/webp": ("webp",),
    "image/heic": ("heic", "heif"),
    "image/heif": ("heic", "heif"),
}
ACCEPT = ",".join(f".{extension}" for extensions in TYPES.values() for extension in extensions)
"""For the `accept` attribute of a file field."""


class RefusedFile(Exception):  # noqa: N818 - a refusal is an answer to a person, not a failure of the program
    """A file that is not taken; `reason` is a sentence for the person who sent it."""

    def __init__(self, reason: str) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What is left of a file after the check: safe bytes, their true type and a clean name."""

    name: str
    content: bytes
    content_type: str
    extension: str

    def as_content_file(self) -> ContentFile:
        """Return it in the form that a FileField takes."""
        return ContentFile(self.content, name=f"file.{self.extension}")


class _PrivateStorage(LazyObject):
    """Files under `PRIVATE_ROOT`, which no URL maps to; views stream them after asking who asks."""

    def _setup(self) -> None:
        self._wrapped = FileSystemStorage(
            location=settings.PRIVATE_ROOT,
            base_url=None,
            file_permissions_mode=0o600,
            directory_permissions_mode=0o700,
        )


def private_storage() -> FileSystemStorage:
    """Return the private storage; a callable, so that migrations do not freeze its place."""
    return PRIVATE_STORAGE


PRIVATE_STORAGE = _PrivateStorage()


def check_upload(uploaded: UploadedFile) -> CheckedFile:
    """Judge one uploaded file and return a safe copy of it.

    Args:
        uploaded: what the browser sent; read once from its beginning.

    Raises:
        RefusedFile: with the reason, when it is empty, too large, of another kind than it says, or cannot be read.
    """
    if not uploaded.size:
        raise RefusedFile(_("ไฟล์นี้ว่างเปล่า"))
    if uploaded.size > MAX_BYTES:
        raise RefusedFile(_("ไฟล์นี้ใหญ่เกิน 10 เมกะไบต์"))
    uploaded.seek(0)
    content = uploaded.read()
    content_type = magic.from_buffer(content[:8192], mime=True)
    extension = PurePosixPath(uploaded.name or "").suffix.lstrip(".").lower()
    if content_type not in TYPES:
        raise RefusedFile(_("รับเฉพาะไฟล์ภาพ (JPG, PNG, WebP, HEIC) และ PDF"))
    if extension not in TYPES[content_type]:
        raise RefusedFile(_("ชนิดของไฟล์ไม่ตรงกับนามสกุลของชื่อไฟล์"))
    stem = file_slug(PurePosixPath(uploaded.name or "").stem) or "file"
    if content_type == "application/pdf":
        return CheckedFile(f"{stem}.pdf", _clean_pdf(content), content_type, "pdf")
    return _clean_image(content, stem)


def _clean_image(content: bytes, stem: str) -> CheckedFile:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content))
            if image.width * image.height > MAX_PIXELS:
                raise RefusedFile(_("ภาพนี้มีจำนวนจุดมากเกินไป"))
            upright = ImageOps.exif_transpose(image)
            transparent = upright.mode in ("RGBA", "LA", "P")
            upright = upright.convert("RGBA" if transparent else "RGB")
            upright.thumbnail((MAX_SIDE, MAX_SIDE))
            out = io.BytesIO()
            if transparent:
                upright.save(out, "PNG", optimize=True)
                return CheckedFile(f"{stem}.png", out.getvalue(), "image/png", "png")
            upright.save(out, "JPEG", quality=85, optimize=True)
            return CheckedFile(f"{stem}.jpg", out.getvalue(), "image/jpeg", "jpg")
    except (
        UnidentifiedImageError,
        OSError,
        EOFError,
        RuntimeError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        raise RefusedFile(_("เปิดภาพนี้ไม่ได้ ไฟล์อาจเสียหาย")) from error


# Entries that act, carry files (ISO 32000-2, 7.11.4 and 14.13) or tell of the author; an outline's entries may act.
_ACTIVE_ROOT = (
    *("/OpenAction", "/AA", "/JavaScript", "/AcroForm", "/Metadata"),
    *("/Outlines", "/AF", "/Collection", "/PieceInfo"),
)
_ACTIVE_NAMES = ("/JavaScript", "/EmbeddedFiles")
_ACTIVE_PAGE = ("/AA", "/Annots", "/AF", "/Metadata", "/PieceInfo")


def _drop(holder: pikepdf.Object, keys: tuple[str, ...]) -> None:
    for key in keys:
        if key in holder:
            del holder[key]


def _clean_pdf(content: bytes) -> bytes:
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            _drop(pdf.Root, _ACTIVE_ROOT)
            if "/Names" in pdf.Root:
                _drop(pdf.Root.Names, _ACTIVE_NAMES)
            for page in pdf.pages:
                _drop(page.obj, _ACTIVE_PAGE)
            del pdf.docinfo
            out = io.BytesIO()
            pdf.save(out, encryption=False)
            return out.getvalue()
    except pikepdf.PasswordError as error:
        raise RefusedFile(_("PDF นี้ตั้งรหัสผ่านไว้ เปิดอ่านไม่ได้")) from error
    except pikepdf.PdfError as error:
        raise RefusedFile(_("เปิด PDF นี้ไม่ได้ ไฟล์อาจเสียหาย")) from error


def open_private(name: str) -> IO[bytes]:
    """Open a stored private file for reading.

    Raises:
        FileNotFoundError: when the file is gone from the disk.
    """
    return PRIVATE_STORAGE.open(name, "rb")


__all__ = [
    "ACCEPT",
    "MAX_BYTES",
    "MAX_FILES",
    "MAX_TOTAL_BYTES",
    "PRIVATE_STORAGE",
    "CheckedFile",
    "RefusedFile",
    "check_upload",
    "open_private",
    "private_storage",
]
