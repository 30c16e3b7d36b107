"""What a file is, by its first bytes. Its name is a claim that may be missing, but not another kind's (ASVS 5.2.2)."""

from __future__ import annotations

from portal.files.refusals import refusal
from portal.thai.filenames import file_slug

PDF = "PDF"
PICTURE_EXTENSIONS = (
    *("jpg", "jpeg", "jfif", "jpe", "pjpeg", "pjp", "mpo", "png", "webp", "heic", "heif", "hif", "avif"),
    *("gif", "bmp", "dib", "tif", "tiff"),
)
ACCEPT = ",".join(("image/*", *(f".{extension}" for extension in (*PICTURE_EXTENSIONS, "pdf"))))
"""For the `accept` attribute of a file field. With `image/*` phones offer the camera and the gallery."""

_HEIF_BRANDS = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1", b"mif2"}
)
_AVIF_BRANDS = frozenset({b"avif", b"avis"})
_BMP_HEADERS = frozenset({12, 16, 40, 52, 56, 64, 108, 124})
_OTHER_EXTENSIONS = frozenset(
    [
        "pdf",
        "svg",
        "svgz",
        "html",
        "htm",
        "xhtml",
        "xml",
        "js",
        "mjs",
        "css",
        "php",
        "phtml",
        "asp",
        "aspx",
        "jsp",
        "cgi",
        "pl",
        "py",
        "rb",
        "sh",
        "bat",
        "cmd",
        "ps1",
        "vbs",
        "wsf",
        "hta",
        "scr",
        "exe",
        "com",
        "msi",
        "dll",
        "apk",
        "jar",
        "lnk",
        "zip",
        "rar",
        "7z",
        "gz",
        "tar",
        "iso",
        "doc",
        "docx",
        "docm",
        "xls",
        "xlsx",
        "xlsm",
        "ppt",
        "pptx",
        "pptm",
        "odt",
        "ods",
        "odp",
        "rtf",
        "csv",
        "txt",
        "eml",
        "mp3",
        "mp4",
        "mov",
        "avi",
        "mkv",
        "wav",
    ]
)
"""Names of kinds that are no picture. A picture with another name than these is one, whatever it is called: phones and
messengers hand over `1000012345`, `photo.jfif` and `image.jpg_large`."""


def judge(content: bytes) -> str | None:
    """Return the kind: `PDF`, the name of a picture's format as Pillow has it, or None for anything else."""
    if content[:512].removeprefix(b"\xef\xbb\xbf").lstrip(b"\0\t\n\f\r ").startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if content.startswith((b"II*\0", b"MM\0*")):
        return "TIFF"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    if content[:2] == b"BM" and content[14:18] and int.from_bytes(content[14:18], "little") in _BMP_HEADERS:
        return "BMP"
    return _media_kind(content)


def _media_kind(content: bytes) -> str | None:
    """Judge a file of boxes (ISO/IEC 14496-12): the first box names the brands it follows, the main one first."""
    if content[4:8] != b"ftyp":
        return None
    end = min(int.from_bytes(content[:4], "big"), 256)
    brands = [content[8:12], *(content[start : start + 4] for start in range(16, end, 4))]
    if any(brand in _AVIF_BRANDS for brand in brands):
        return "AVIF"
    if any(brand in _HEIF_BRANDS for brand in brands):
        return "HEIF"
    return None


def check_name(name: str, kind: str) -> None:
    """Refuse a name that claims another kind than the content is.

    Raises:
        RefusedFile: a picture that is called a document or a program, or a PDF that is called a picture.
    """
    extension = extension_of(name)
    if kind == PDF:
        wrong = extension in PICTURE_EXTENSIONS or (extension in _OTHER_EXTENSIONS and extension != "pdf")
    else:
        wrong = extension in _OTHER_EXTENSIONS
    if wrong:
        raise refusal("other_name")


def stem(name: str) -> str:
    """Return a clean name without its extension; what stands behind a dot stays, unless it names a kind of file."""
    before, extension = _split(name)
    known = extension in _OTHER_EXTENSIONS or extension in PICTURE_EXTENSIONS
    return file_slug(before if known else name)


def extension_of(name: str) -> str:
    """Return what stands behind the last dot of a name, in lower case; "" without one."""
    return _split(name)[1]


def _split(name: str) -> tuple[str, str]:
    before, dot, extension = name.rpartition(".")
    return (before, extension.lower()) if dot else (name, "")
