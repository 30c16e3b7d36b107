"""PDFs with something filled in, written or drawn above their pages."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image

WIDTH, HEIGHT = 300, 200
PLACE = (20, 100, 220, 120)


class Form:
    """A PDF of one page that is filled in piece by piece."""

    def __init__(self, *, pages: int = 1, rotate: int = 0) -> None:
        self.pdf = pikepdf.new()
        self.fields: list[Dictionary] = []
        for _number in range(pages):
            self.pdf.add_blank_page(page_size=(WIDTH, HEIGHT))
        self.page = self.pdf.pages[0]
        self.helvetica = self.pdf.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        )
        self.resources = Dictionary(Font=Dictionary(Helv=self.helvetica))
        for page in self.pdf.pages:
            page.obj.Resources = self.resources
            if rotate:
                page.obj.Rotate = rotate
        self.page.contents_add(b"BT /Helv 12 Tf 20 170 Td (Name:) Tj ET")

    def shape(self, content: bytes, size: Sequence[float] = (200, 20), **more: Any) -> Stream:
        """Return an appearance: what is painted for a mark."""
        made = self.pdf.make_stream(content)
        for key, value in {
            "/Type": Name.XObject,
            "/Subtype": Name.Form,
            "/BBox": Array([0, 0, *size]),
            "/Resources": self.resources,
            **more,
        }.items():
            made[key] = value
        return made

    def words(self, text: str) -> Stream:
        """Return an appearance with ASCII words."""
        return self.shape(f"BT /Helv 12 Tf 2 5 Td ({text}) Tj ET".encode())

    def mark(self, subtype: str, place: Sequence[float] = PLACE, *, page: int = 0, **more: Any) -> Dictionary:
        """Put a mark above a page."""
        made = self.pdf.make_indirect(
            Dictionary(
                {
                    "/Type": Name.Annot,
                    "/Subtype": Name("/" + subtype),
                    "/Rect": Array(place),
                    "/F": 4,
                    **{"/" + key: value for key, value in more.items()},
                }
            )
        )
        holder = self.pdf.pages[page].obj
        if "/Annots" not in holder:
            holder.Annots = Array()
        holder.Annots.append(made)
        return made

    def field(self, kind: str, place: Sequence[float] = PLACE, **more: Any) -> Dictionary:
        """Put a form field on the page."""
        made = self.mark(
            "Widget",
            place,
            FT=Name("/" + kind),
            T=String(f"f{len(self.fields)}"),
            DA=String("/Helv 12 Tf 0 g"),
            **more,
        )
        self.fields.append(made)
        return made

    def content(self, *, need_appearances: bool = False, **form: Any) -> bytes:
        """Return the file."""
        if self.fields or form:
            self.pdf.Root.AcroForm = Dictionary(
                {
                    "/Fields": Array(self.fields),
                    "/DR": self.resources,
                    "/DA": String("/Helv 12 Tf 0 g"),
                    **({"/NeedAppearances": True} if need_appearances else {}),
                    **{"/" + key: value for key, value in form.items()},
                }
            )
        out = io.BytesIO()
        self.pdf.save(out)
        return out.getvalue()


def seen(content: bytes, number: int = 0) -> Image.Image:
    """Return a page as a reader draws it, with everything that lies above it."""
    document = pypdfium2.PdfDocument(content)
    document.init_forms()
    try:
        return document[number].render(scale=2).to_pil().convert("RGB")
    finally:
        document.close()


def words_of(content: bytes) -> str:
    """Return the words of all pages, without what lies above them."""
    document = pypdfium2.PdfDocument(content)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def ink(image: Image.Image, place: Iterable[float] = PLACE) -> int:
    """Count the points of an upright page that are not white within a rectangle of the page."""
    left, bottom, right, top = place
    box = (int(left * 2), int((HEIGHT - top) * 2), int(right * 2), int((HEIGHT - bottom) * 2))
    return sum(count for count, color in image.crop(box).getcolors(1 << 20) if min(color) < 200)
