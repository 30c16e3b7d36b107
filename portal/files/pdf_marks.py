"""What was filled in, written and drawn on the pages of a PDF, made a part of the pages (ISO 32000-2, 12.5 and 12.7).

Form fields and annotations lie above a page and can act; they go. What a reader sees of them stays: each has, or is
given, an appearance, which is painted into the page. Words in notes that open on a click are printed behind the last
page. What cannot be shown refuses the file, because a filled form that comes out empty is worse than none.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf

from portal.files import limits
from portal.files.pdf_layers import drop_hidden_layers
from portal.files.pdf_pictures import generated_appearances
from portal.files.pdf_words import Box, drawn_boxes, drawn_notes
from portal.files.refusals import refusal, refusing

_HIDDEN = 2
_NO_VIEW = 32
_PASSWORD = 1 << 13
_MULTILINE = 1 << 12
"""Bits of `F` and `Ff` (ISO 32000-2, tables 167, 231 and 232)."""
_UNSEEN = frozenset(
    [
        "/Link",
        "/Popup",
        "/FileAttachment",
        "/Sound",
        "/Movie",
        "/Screen",
        "/RichMedia",
        "/3D",
        "/PrinterMark",
        "/TrapNet",
        "/Redact",
        "/Projection",
    ]
)
"""Annotations that act, play or carry: without an appearance of their own there is nothing of them to keep."""
_SHOWS_ITS_WORDS = frozenset({"/FreeText", "/Widget", "/Link", "/Stamp"})
"""Annotations whose `Contents` are their appearance or a description; the words of the others open on a click."""
_LONGEST_LINE_OF_PARENTS = 32
_DRAWN = "/KlangDrawn"
"""Our own mark on an annotation while it is at work; it goes with the annotation."""
_TURNS = {90: (0, 1, -1, 0, 0, 0), 180: (-1, 0, 0, -1, 0, 0), 270: (0, -1, 1, 0, 0, 0)}
"""Matrices that turn a shape against the clock; where it lands follows from its rectangle."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """One annotation that a reader sees.

    Attributes:
        page: number of its page, from 0.
        place: its place in the page's list.
    """

    page: int
    place: int
    annotation: pikepdf.Dictionary

    @property
    def subtype(self) -> str:
        return str(self.annotation.get("/Subtype", ""))

    @property
    def has_appearance(self) -> bool:
        appearance = self.annotation.get("/AP")
        return isinstance(appearance, pikepdf.Dictionary) and "/N" in appearance

    @property
    def width(self) -> float:
        """Width in points."""
        return abs(float(self.annotation.Rect[2]) - float(self.annotation.Rect[0]))

    @property
    def height(self) -> float:
        """Height in points."""
        return abs(float(self.annotation.Rect[3]) - float(self.annotation.Rect[1]))

    @property
    def turn(self) -> int:
        """Degrees against the clock by which a field is turned on its page: 0, 90, 180, 270."""
        return int(self.annotation.get("/MK", {}).get("/R", 0)) % 360

    def upright_size(self) -> tuple[float, float]:
        """Return width and height as the field's words run."""
        return (self.height, self.width) if self.turn in (90, 270) else (self.width, self.height)

    @property
    def is_multiline(self) -> bool:
        """Whether its words run over several lines."""
        return self.subtype == "/FreeText" or bool(self._flags() & _MULTILINE)

    def _flags(self) -> int:
        return int(self.inherited("/Ff") or 0)

    def words(self) -> str:
        """Return the words that stand in a field or a typed note, as a reader sees them."""
        if self.subtype == "/FreeText":
            return str(self.annotation.get("/Contents", "")).strip()
        kind = str(self.inherited("/FT"))
        value = self.inherited("/V")
        if kind == "/Ch" and isinstance(value, pikepdf.Array):
            return "\n".join(str(choice) for choice in value)
        if kind not in ("/Tx", "/Ch") or not isinstance(value, pikepdf.String | pikepdf.Stream | str):
            return ""
        words = (
            value.read_bytes().decode("utf-8", "replace") if isinstance(value, pikepdf.Stream) else str(value)
        )
        return "*" * len(words) if self._flags() & _PASSWORD else words.strip()

    def says_something(self) -> bool:
        """Whether a reader would miss it: a field with a value, or anything that is no field."""
        if self.subtype != "/Widget":
            return True
        chosen = str(self.inherited("/V") or "")
        return bool(self.words()) or (
            str(self.inherited("/FT")) == "/Btn" and chosen not in ("", "/Off", "Off")
        )

    def inherited(self, key: str) -> pikepdf.Object | None:
        """Return an entry of a field, which may stand with its parents."""
        holder = self.annotation
        for _step in range(_LONGEST_LINE_OF_PARENTS):
            if key in holder:
                return holder[key]
            if not isinstance(holder.get("/Parent"), pikepdf.Dictionary):
                return None
            holder = holder["/Parent"]
        return None


@dataclass(frozen=True, slots=True)
class Marked:
    """A document with marks, as it was before they were painted into its pages.

    Attributes:
        before: the whole file, with every mark above its page.
        pages: numbers of the pages that have marks, from 0.
    """

    before: bytes
    pages: tuple[int, ...]


def flatten_marks(pdf: pikepdf.Pdf) -> Marked | None:
    """Paint everything that a reader sees above the pages into them.

    Args:
        pdf: its structure is checked. Its annotations and its form may be taken off afterwards.

    Returns:
        What to compare the result with; None when nothing lies above the pages.

    Raises:
        RefusedFile: something that is seen cannot be kept.
    """
    with refusing("pdf_form"):
        form = pdf.Root.get("/AcroForm", pikepdf.Dictionary())
        if "/XFA" in form:
            # A form within the form, which the programs of one maker draw by themselves.
            raise refusal("pdf_form")
        drop_hidden_layers(pdf)
        marks = list(_marks(pdf))
        pages = tuple(sorted({mark.page for mark in marks}))
        if len(pages) > limits.MAX_MARKED_PAGES:
            raise refusal("pdf_long")
        if not pages:
            return None
        notes = _notes(marks)
        before = _saved(pdf)
        anew = _draws_anew(form)
        has_drawn = _draw_words(pdf, marks, anew)
        _take_generated(pdf, marks, before, anew)
        if "/NeedAppearances" in form:
            del form["/NeedAppearances"]
        if has_drawn:
            # No reader could show these words before; what we drew is what must be seen afterwards.
            before = _saved(pdf)
        _paint_into_layers(marks)
        pdf.flatten_annotations("screen")
        if notes:
            with drawn_notes(notes) as sheets:
                pdf.pages.extend(sheets.pages)
        return Marked(before, pages)


def _saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out, encryption=False)
    return out.getvalue()


def _draws_anew(form: pikepdf.Object) -> bool:
    """Whether readers are told to draw every field from its value, whatever appearance it has."""
    return bool(form.get("/NeedAppearances", False))


def _marks(pdf: pikepdf.Pdf) -> Iterator[_Mark]:
    for number, page in enumerate(pdf.pages):
        for place, annotation in enumerate(page.obj.get("/Annots", [])):
            mark = _Mark(number, place, annotation)
            is_hidden = int(annotation.get("/F", 0)) & (_HIDDEN | _NO_VIEW)
            is_something = mark.has_appearance or mark.subtype not in _UNSEEN
            if is_something and not is_hidden and mark.width > 0 and mark.height > 0:
                yield mark


def _draw_words(pdf: pikepdf.Pdf, marks: list[_Mark], anew: bool) -> bool:
    """Give an appearance to every field and typed note whose words no reader's built-in letters can show (Thai).

    Returns:
        Whether there was one.
    """
    wanted = [
        (mark, words)
        for mark in marks
        if (not mark.has_appearance or (anew and mark.subtype == "/Widget"))
        and (words := mark.words())
        and not words.isascii()
    ]
    boxes = [Box(words, *mark.upright_size(), mark.is_multiline) for mark, words in wanted]
    if not boxes:
        return False
    with drawn_boxes(boxes) as drawn:
        for (mark, _words), page in zip(wanted, drawn.pages, strict=True):
            shape = pdf.copy_foreign(page.as_form_xobject())
            turn = _TURNS.get(mark.turn)
            if turn:
                shape.Matrix = pikepdf.Array(turn)
            mark.annotation.AP = pikepdf.Dictionary(N=shape)
            # Said once; a reader that is told to draw anew must not draw over it.
            mark.annotation[_DRAWN] = True
    return True


def _take_generated(pdf: pikepdf.Pdf, marks: list[_Mark], before: bytes, anew: bool) -> None:
    """Give the marks that have no appearance the one that a reader makes for them; refuse what nobody could show."""
    lacking = [
        mark
        for mark in marks
        if _DRAWN not in mark.annotation and (not mark.has_appearance or (anew and mark.subtype == "/Widget"))
    ]
    if not lacking:
        return
    with generated_appearances(before, sorted({mark.page for mark in lacking})) as generated:
        for mark in lacking:
            twin = generated.pages[mark.page].obj.Annots[mark.place]
            if str(twin.get("/Subtype")) == mark.subtype and isinstance(twin.get("/AP"), pikepdf.Dictionary):
                mark.annotation.AP = pdf.copy_foreign(generated.make_indirect(twin.AP))
                if "/AS" in twin:
                    mark.annotation.AS = pdf.copy_foreign(twin.AS) if twin.AS.is_indirect else twin.AS
            elif mark.says_something():
                raise refusal("pdf_form")


def _paint_into_layers(marks: list[_Mark]) -> None:
    """Let each appearance belong to the layer to which its mark belonged, so that both are switched together."""
    for mark in marks:
        layer = mark.annotation.get("/OC")
        if layer is None or not mark.has_appearance:
            continue
        shapes = mark.annotation.AP.N
        for shape in [shapes] if isinstance(shapes, pikepdf.Stream) else list(shapes.as_dict().values()):
            shape.OC = layer


def _notes(marks: list[_Mark]) -> list[tuple[int, str]]:
    """Return (number of the page from 1, words) of every note that opens on a click."""
    found = [
        (mark.page + 1, str(mark.annotation.get("/Contents", "")).strip())
        for mark in marks
        if mark.subtype not in _SHOWS_ITS_WORDS
    ]
    notes = [(page, words) for page, words in found if words]
    if sum(len(words) for _page, words in notes) > limits.MAX_NOTES:
        raise refusal("pdf_long")
    return notes
