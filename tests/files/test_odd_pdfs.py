"""A PDF that is built in an odd way is taken or refused in words, and never anything else (issue 7)."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String

from portal.files import RefusedFile, limits
from portal.files.pdfs import clean_pdf
from tests.files.forms import Form
from tests.files.samples import pdf

ODD: dict[str, Any] = {
    "array": lambda document: Array([]),
    "array of numbers": lambda document: Array([1, -2, 3.5]),
    "array of nothing": lambda document: Array([None, None]),
    "dictionary": lambda document: Dictionary(),
    "number": lambda document: -7,
    "huge number": lambda document: 2**62,
    "string": lambda document: String("x"),
    "bytes": lambda document: String(b"\xff\xfe\x00"),
    "name": lambda document: Name.Odd,
    "yes": lambda document: True,
    "stream": lambda document: document.make_stream(b"q q q"),
    "itself": lambda document: document.Root,
    "page": lambda document: document.pages[0].obj,
}
ROOT = (
    "Names",
    "AcroForm",
    "OCProperties",
    "StructTreeRoot",
    "Outlines",
    "OpenAction",
    "Metadata",
    "PageLabels",
    "Lang",
    "Version",
)
PAGE = (
    "Annots",
    "Resources",
    "Contents",
    "MediaBox",
    "CropBox",
    "Rotate",
    "Parent",
    "UserUnit",
    "Group",
    "Type",
    "Tabs",
)
FORM = ("Fields", "DR", "DA", "NeedAppearances", "XFA", "SigFlags")
MARK = (
    "Rect",
    "F",
    "AP",
    "AS",
    "Contents",
    "Parent",
    "OC",
    "MK",
    "FT",
    "Ff",
    "V",
    "DA",
    "Subtype",
    "QuadPoints",
    "P",
)
PLACES = [
    (part, key)
    for part, keys in (("root", ROOT), ("page", PAGE), ("form", FORM), ("mark", MARK))
    for key in keys
]


def odd(part: str, key: str, value: str, words: str = "ABC") -> bytes:
    """Return a filled form in which one entry is of another type than it should be."""
    form = Form()
    mark = form.field("Tx", V=String(words), AP=Dictionary(N=form.words("ABC")))
    content = form.content(need_appearances=True)
    with pikepdf.open(io.BytesIO(content)) as document:
        mark = document.pages[0].obj.Annots[0]
        holder = {
            "root": document.Root,
            "page": document.pages[0].obj,
            "form": document.Root.AcroForm,
            "mark": mark,
        }[part]
        out = io.BytesIO()
        holder["/" + key] = ODD[value](document)
        document.save(out)
        return out.getvalue()


@pytest.mark.filterwarnings("ignore::pikepdf.PageCopyWarning")  # as in the process that cleans
@settings(max_examples=150)
@given(place=st.sampled_from(PLACES), value=st.sampled_from(list(ODD)), words=st.sampled_from(["ABC", "กขค"]))
def test_an_entry_of_another_type_is_taken_or_refused(place, value, words):
    try:
        content = odd(*place, value, words)
    except (pikepdf.PdfError, RuntimeError, ValueError):
        return
    try:
        with pikepdf.open(io.BytesIO(clean_pdf(content))) as document:
            assert len(document.pages) >= 1
    except RefusedFile as refused:
        assert str(refused.reason)


@pytest.mark.parametrize("value", ["array", "number", "string", "stream"])
@pytest.mark.parametrize("key", ["Names", "AcroForm"])
def test_main_parts_of_another_type_are_refused_by_name(key, value):
    def change(document: pikepdf.Pdf) -> None:
        document.Root["/" + key] = ODD[value](document)

    with pytest.raises(RefusedFile, match="ผิดแบบ"):
        clean_pdf(pdf(change))


def test_fields_that_are_their_own_parents_do_not_go_round():
    form = Form()
    one, other = form.field("Tx"), form.field("Tx")
    one.Parent, other.Parent = other, one
    del one["/FT"], other["/FT"]
    try:
        clean_pdf(form.content(need_appearances=True))
    except RefusedFile as refused:
        assert str(refused.reason)


def test_deeply_nested_parts_are_taken_or_refused():
    def change(document: pikepdf.Pdf) -> None:
        inner = document.make_indirect(Dictionary())
        for _step in range(2000):
            inner = document.make_indirect(Dictionary(K=inner, JS=String("ZZDEEP")))
        document.Root.StructTreeRoot = inner

    with pikepdf.open(io.BytesIO(clean_pdf(pdf(change)))) as cleaned:
        assert all(b"ZZDEEP" not in thing.unparse(resolved=True) for thing in cleaned.objects)


def test_what_acts_goes_from_dictionaries_inside_of_others():
    def change(document: pikepdf.Pdf) -> None:
        document.pages[0].obj.Group = Dictionary(
            Deep=Dictionary(Er=Array([Dictionary(JS=String("ZZINSIDE"))]))
        )

    with pikepdf.open(io.BytesIO(clean_pdf(pdf(change)))) as cleaned:
        assert all(b"ZZINSIDE" not in thing.unparse(resolved=True) for thing in cleaned.objects)


@pytest.mark.parametrize(("limit", "value"), [("MAX_PAGES", 2), ("MAX_OBJECTS", 5)])
def test_more_pages_or_parts_than_the_limit_are_refused(monkeypatch, limit, value):
    monkeypatch.setattr(limits, limit, value)
    with pytest.raises(RefusedFile, match="มากเกินไป"):
        clean_pdf(Form(pages=3).content())


def test_a_pdf_without_pages_is_refused():
    out = io.BytesIO()
    pikepdf.new().save(out)
    with pytest.raises(RefusedFile, match="ผิดแบบ"):
        clean_pdf(out.getvalue())
