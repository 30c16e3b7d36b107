"""Photographs within a PDF: each is a file of its own, with its own camera, place and date (privacy 13)."""

from __future__ import annotations

import pikepdf

from portal.files.jpegs import without_metadata, without_telling_boxes

_STRIPPED = {"/DCTDecode": without_metadata, "/JPXDecode": without_telling_boxes}
"""Filters whose content is a whole file of a picture."""


def strip_photographs(pdf: pikepdf.Pdf) -> None:
    """Take from every JPEG and JPEG 2000 of a document what it tells beside the picture; no picture is coded anew.

    A PDF says itself how its pictures stand and which colors they have, so readers do not look at what goes.
    """
    for part in pdf.objects:
        if isinstance(part, pikepdf.Stream) and (filters := _filters(part)) and filters[-1] in _STRIPPED:
            _strip(pdf, part, filters)


def _filters(stream: pikepdf.Stream) -> list[str]:
    """Return the filters of a stream in the order in which they are undone (ISO 32000-2, 7.3.8.2)."""
    found = stream.get("/Filter", [])
    return [str(name) for name in ([found] if isinstance(found, pikepdf.Name) else found)]


def _parameters(stream: pikepdf.Stream, count: int) -> list[pikepdf.Dictionary | None]:
    """Return what each filter is told, None for nothing."""
    found = stream.get("/DecodeParms")
    each = list(found) if isinstance(found, pikepdf.Array) else [found]
    told = [one if isinstance(one, pikepdf.Dictionary) and len(one) else None for one in each]
    return told if len(told) == count else [None] * count


def _strip(pdf: pikepdf.Pdf, stream: pikepdf.Stream, filters: list[str]) -> None:
    *told, told_last = _parameters(stream, len(filters))
    content = stream.read_raw_bytes()
    if told:
        # Undone by a stream that has all filters but the last; the picture then stands without them.
        outer = pdf.make_stream(content)
        outer.Filter = pikepdf.Array([pikepdf.Name(name) for name in filters[:-1]])
        if any(told):
            outer.DecodeParms = pikepdf.Array(told)
        content = outer.read_bytes()
    stripped = _STRIPPED[filters[-1]](content)
    if stripped != content:
        stream.write(stripped, filter=pikepdf.Name(filters[-1]), decode_parms=told_last)
