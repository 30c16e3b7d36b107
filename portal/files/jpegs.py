"""JPEG files cut at their segments: what tells of the camera, the place and the person goes, no point of the picture changes.

Source: ITU-T T.81 (ISO/IEC 10918-1) annex B, JFIF 1.02, EXIF 2.32, Adobe Technical Note 5116; ITU-T T.800 (ISO/IEC
15444-1) annex I for JPEG 2000.
"""

from __future__ import annotations

import re

_START, _END = b"\xff\xd8", b"\xff\xd9"
_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""A marker: within the coded picture FF 00 is a byte, FF D0 to FF D7 only divide it, and FF before FF fills up."""
_BARE = frozenset({0x01, 0xD8})
"""Markers without a length that change nothing where they stand a second time."""
_SCAN = 0xDA
_APPLICATIONS = range(0xE0, 0xF0)
_COMMENT = 0xFE
_KEPT = {0xE0: (b"JFIF\0", b"JFXX\0"), 0xE2: (b"ICC_PROFILE\0",), 0xEE: (b"Adobe",)}
"""Segments of applications that decide how the picture looks: its density, its colors, and how these were turned."""
_SIGNATURE = bytes.fromhex("0000000c6a5020200d0a870a")
"""How a file of JPEG 2000 begins; without it there is the coded picture alone, which tells nothing of a camera."""
_TELLING = frozenset({b"uuid", b"uinf", b"xml "})
"""Its boxes of metadata: EXIF, XMP and what else programs put there."""


def without_metadata(content: bytes) -> bytes:
    """Return a JPEG without EXIF, XMP, IPTC, previews, comments, and what stands before and behind the picture.

    It reads as decoders do: what is no marker where one should stand is passed over, a picture that is cut off stays cut
    off. Something that is no JPEG comes back as it is.

    Args:
        content: of a file or of an image in a document.
    """
    begin = content.find(_START)
    if begin < 0:
        return content
    kept = [_START]
    place = begin + 2
    while marker := _MARKER.search(content, place):
        code = content[marker.start() + 1]
        if marker.group() == _END:
            break
        if code in _BARE:
            place = marker.end()
            continue
        length = int.from_bytes(content[marker.end() : marker.end() + 2])
        end = marker.end() + length
        if length < 2 or end > len(content):
            # Cut off within its tables: no decoder goes on.
            break
        if not _is_metadata(code, content[marker.end() + 2 : min(end, marker.end() + 32)]):
            kept.append(content[marker.start() : end])
        place = end
        if code == _SCAN:
            # The coded picture follows, up to the next marker.
            following = _MARKER.search(content, place)
            through = following.start() if following else len(content)
            kept.append(content[place:through])
            place = through
    return b"".join([*kept, _END])


def _is_metadata(code: int, beginning: bytes) -> bool:
    if code == _COMMENT:
        return True
    return code in _APPLICATIONS and not beginning.startswith(_KEPT.get(code, ()))


def without_telling_boxes(content: bytes) -> bytes:
    """Return a picture of JPEG 2000 without its boxes of metadata; what cannot be followed stays from there on.

    Args:
        content: of a file or of an image in a document.
    """
    if not content.startswith(_SIGNATURE):
        return content
    kept = []
    place = 0
    while len(content) - place >= 8:
        length, kind = int.from_bytes(content[place : place + 4]), content[place + 4 : place + 8]
        if length == 1:
            length = int.from_bytes(content[place + 8 : place + 16])
        end = place + length if length else len(content)
        if end < place + 8:
            break
        if kind not in _TELLING:
            kept.append(content[place:end])
        place = end
    return b"".join([*kept, content[place:]])
