"""What a reader sees above the pages of a PDF stays when it is cleaned, or the file is refused (issue 7)."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageChops, ImageStat

from portal.files import RefusedFile, limits, pdf_pictures
from portal.files.pdf_words import Box
from portal.files.pdfs import clean_pdf
from tests.files.forms import HEIGHT, PLACE, WIDTH, Form, ink, seen, words_of

Filled = Callable[[Form], object]
QUAD = Array([20, 120, 220, 120, 20, 100, 220, 100])


def checkbox(form: Form, state: str) -> Dictionary:
    states = Dictionary(On=form.shape(b"0 0 200 20 re f"), Off=form.shape(b""))
    return form.field("Btn", AP=Dictionary(N=states), AS=Name("/" + state), V=Name("/" + state))


WITH_APPEARANCE: dict[str, Filled] = {
    "text field": lambda form: form.field("Tx", V=String("FILLED"), AP=Dictionary(N=form.words("FILLED"))),
    "choice": lambda form: form.field("Ch", V=String("ONE"), AP=Dictionary(N=form.words("ONE"))),
    "checked box": lambda form: checkbox(form, "On"),
    "signature": lambda form: form.field("Sig", AP=Dictionary(N=form.words("SIGNED"))),
    "typed note": lambda form: form.mark(
        "FreeText", Contents=String("X"), AP=Dictionary(N=form.words("TYPED"))
    ),
    "stamp": lambda form: form.mark("Stamp", AP=Dictionary(N=form.words("RECEIVED"))),
    "ink": lambda form: form.mark("Ink", AP=Dictionary(N=form.shape(b"0 0 1 RG 2 w 0 0 m 200 20 l S"))),
    "line": lambda form: form.mark("Line", AP=Dictionary(N=form.shape(b"2 w 0 10 m 200 10 l S"))),
    "drawn by rubber": lambda form: form.mark(
        "Polygon", AP=Dictionary(N=form.shape(b"0 0 m 90 20 l 180 0 l f"))
    ),
    "picture button": lambda form: form.field(
        "Btn", Ff=1 << 16, AP=Dictionary(N=form.shape(b"1 0 0 rg 0 0 90 20 re f"))
    ),
}
WITHOUT_APPEARANCE: dict[str, Filled] = {
    "text field": lambda form: form.field("Tx", V=String("FILLED")),
    "long text": lambda form: form.field("Tx", Ff=1 << 12, V=String("FILLED\nIN"), place=(20, 80, 220, 130)),
    "choice": lambda form: form.field(
        "Ch", Ff=1 << 17, V=String("ONE"), Opt=Array([String("ONE"), String("TWO")])
    ),
    "Thai field": lambda form: form.field("Tx", V=String("สมหญิง ใจดี ที่นี่")),
    "Thai choice": lambda form: form.field("Ch", Ff=1 << 17, V=String("น้ำท่วม"), Opt=Array([String("น้ำท่วม")])),
    "typed note": lambda form: form.mark("FreeText", Contents=String("TYPED"), DA=String("/Helv 12 Tf 0 g")),
    "Thai note": lambda form: form.mark(
        "FreeText", Contents=String("บ้านเลขที่ ๑๒"), DA=String("/Helv 12 Tf 0 g")
    ),
    "highlight": lambda form: form.mark("Highlight", QuadPoints=QUAD, C=Array([1, 0.6, 0])),
    "underline": lambda form: form.mark("Underline", QuadPoints=QUAD, C=Array([1, 0, 0])),
    "struck out": lambda form: form.mark("StrikeOut", QuadPoints=QUAD, C=Array([1, 0, 0])),
    "ink": lambda form: form.mark(
        "Ink", InkList=Array([Array([30, 105, 120, 118, 210, 105])]), C=Array([0, 0, 1])
    ),
    "square": lambda form: form.mark("Square", C=Array([0, 0, 1])),
    "circle": lambda form: form.mark("Circle", C=Array([0, 0, 1])),
}


def cleaned(form: Form, **options: Any) -> tuple[bytes, bytes]:
    """Return the file and its safe copy, of which nothing acts any more."""
    before = form.content(**options)
    after = clean_pdf(before)
    with pikepdf.open(io.BytesIO(after)) as pdf:
        assert "/AcroForm" not in pdf.Root
        assert all("/Annots" not in page.obj for page in pdf.pages)
        assert b"KlangDrawn" not in after
    return before, after


def alike(one: Image.Image, other: Image.Image) -> bool:
    """Compare two drawings by the means of squares of ten points; the product's own comparison uses other ones."""
    if one.size != other.size:
        return False
    difference = ImageChops.difference(one.reduce(10), other.reduce(10))
    return max(high for _low, high in difference.getextrema()) < 25


@pytest.mark.parametrize("kind", WITH_APPEARANCE)
@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_what_has_an_appearance_looks_the_same_afterwards(kind, rotate):
    form = Form(rotate=rotate)
    WITH_APPEARANCE[kind](form)
    before, after = cleaned(form)
    assert alike(seen(before), seen(after))
    if rotate == 0:
        assert ink(seen(after)) > 100


@pytest.mark.parametrize("kind", WITHOUT_APPEARANCE)
@pytest.mark.parametrize("rotate", [0, 90])
def test_what_readers_draw_by_themselves_is_drawn_for_good(kind, rotate):
    form = Form(rotate=rotate)
    WITHOUT_APPEARANCE[kind](form)
    _before, after = cleaned(form, need_appearances=bool(form.fields))
    empty = Form(rotate=rotate).content()
    assert not alike(seen(empty), seen(after))
    if rotate == 0:
        assert ink(seen(after)) > 100


def test_the_words_stay_words():
    form = Form()
    form.field("Tx", V=String("FILLED 1234"), AP=Dictionary(N=form.words("FILLED 1234")))
    form.mark("FreeText", (20, 50, 220, 70), AP=Dictionary(N=form.words("TYPED BY HAND")))
    form.field("Tx", (20, 20, 220, 40), V=String("ก ข ค"))
    words = words_of(cleaned(form)[1])
    for text in ("Name:", "FILLED 1234", "TYPED BY HAND", "ก ข ค"):
        assert text in words


def test_an_appearance_that_is_older_than_its_value_is_drawn_anew():
    """Programs that fill forms leave the old picture and tell readers to draw the fields (NeedAppearances)."""
    form = Form()
    form.field("Tx", V=String("NEW"), AP=Dictionary(N=form.words("OLD")))
    form.field("Tx", (20, 50, 220, 70), V=String("ใหม่"), AP=Dictionary(N=form.words("STALE")))
    words = words_of(cleaned(form, need_appearances=True)[1])
    assert "NEW" in words
    assert "ใหม" in words
    assert "OLD" not in words
    assert "STALE" not in words


def test_a_value_that_stands_with_the_parent_of_its_field_is_seen():
    form = Form()
    parent = form.pdf.make_indirect(
        Dictionary(FT=Name.Tx, T=String("p"), V=String("พ่อแม่"), DA=String("/Helv 12 Tf 0 g"))
    )
    child = form.mark("Widget", Parent=parent)
    parent.Kids = Array([child])
    form.fields.append(parent)
    assert ink(seen(cleaned(form, need_appearances=True)[1])) > 100


def test_a_password_field_shows_no_password():
    form = Form()
    form.field("Tx", Ff=1 << 13, V=String("ความลับ"))
    words = words_of(cleaned(form, need_appearances=True)[1])
    assert "ความ" not in words


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_thai_runs_as_its_field_is_turned(turn):
    """A field is turned against its page, so that a reader who turns the page reads it upright."""
    place = PLACE if turn in (0, 180) else (20, 20, 40, 180)
    form = Form(rotate=turn)
    del form.page.obj["/Contents"]
    form.field("Tx", place, V=String("สวัสดีค่ะคุณ"), MK=Dictionary(R=turn))
    after = seen(cleaned(form, need_appearances=True)[1])
    left, top, right, bottom = ImageChops.invert(after).getbbox()
    assert right - left > 2 * (bottom - top)


def test_notes_that_open_on_a_click_are_printed_behind_the_last_page():
    form = Form(pages=2)
    form.mark("Text", (20, 100, 40, 120), Contents=String("โทรกลับก่อนเที่ยง <b>"), page=1)
    form.mark("Highlight", QuadPoints=QUAD, C=Array([1, 1, 0]), Contents=String("CHECK THIS"))
    after = cleaned(form)[1]
    with pikepdf.open(io.BytesIO(after)) as pdf:
        assert len(pdf.pages) == 3
    words = words_of(after)
    assert "CHECK THIS" in words
    assert "โทรกลับ" in words
    assert "<b>" in words


def test_a_page_with_links_alone_is_left_as_it_is(monkeypatch):
    monkeypatch.setattr(
        "portal.files.pdfs.refuse_differences", lambda *arguments: pytest.fail("it was drawn")
    )
    form = Form()
    form.mark("Link", A=Dictionary(S=Name.URI, URI=String("https://example.org/")))
    after = cleaned(form)[1]
    assert b"example.org" not in after
    assert "Name:" in words_of(after)


@pytest.mark.parametrize("flag", [2, 32])
def test_what_was_hidden_stays_hidden(flag):
    form = Form()
    form.field("Tx", V=String("HIDDEN"), AP=Dictionary(N=form.words("HIDDEN"))).F = flag
    form.mark("FreeText", (20, 50, 220, 70), Contents=String("ซ่อน")).F = flag
    after = cleaned(form, need_appearances=True)[1]
    assert ink(seen(after), (0, 0, WIDTH, 160)) == 0
    assert "HIDDEN" not in words_of(after)


def test_hidden_layers_stay_hidden():
    form = Form()
    layer = form.pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("secret")))
    form.pdf.Root.OCProperties = Dictionary(
        OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]), Order=Array([layer]))
    )
    form.mark("Stamp", AP=Dictionary(N=form.words("LAYER")), OC=layer)
    form.mark("Stamp", (20, 50, 220, 70), AP=Dictionary(N=form.words("SHOWN")))
    form.page.Resources.Properties = Dictionary(L=layer)
    form.page.contents_add(b"/OC /L BDC BT /Helv 12 Tf 20 20 Td (BELOW) Tj ET EMC")
    after = cleaned(form)[1]
    assert ink(seen(after), PLACE) == 0
    assert ink(seen(after), (20, 10, 220, 40)) == 0
    assert ink(seen(after), (20, 50, 220, 70)) > 100


def test_an_unchecked_box_and_an_empty_field_refuse_nothing():
    form = Form()
    checkbox(form, "Off")
    form.field("Tx", (20, 50, 220, 70))
    form.field("Btn", (20, 20, 40, 40), V=Name.Off)
    form.field("Sig", (0, 0, 0, 0))
    after = cleaned(form)[1]
    assert ink(seen(after), (0, 0, WIDTH, 160)) == 0


@pytest.mark.parametrize(
    "mark",
    [
        lambda form: form.mark("Stamp", Name=Name.Approved),
        lambda form: form.mark("Line", L=Array([20, 100, 220, 120])),
        lambda form: form.mark("Polygon", Vertices=Array([20, 100, 220, 100, 90, 120])),
        lambda form: form.mark("Caret"),
        lambda form: form.mark("FromTheFuture"),
        lambda form: form.field("Tx", V=String("ก" * 3000)),
    ],
)
def test_what_cannot_be_shown_refuses_the_file_in_words(mark):
    form = Form()
    mark(form)
    with pytest.raises(RefusedFile, match="เก็บสิ่งที่กรอกหรือเขียนไว้"):
        clean_pdf(form.content(need_appearances=True))


def test_a_form_within_the_form_is_refused_in_words():
    form = Form()
    form.field("Tx", V=String("X"), AP=Dictionary(N=form.words("X")))
    with pytest.raises(RefusedFile, match="เก็บสิ่งที่กรอกหรือเขียนไว้"):
        clean_pdf(form.content(XFA=form.pdf.make_stream(b"<xdp/>")))


@pytest.mark.parametrize("lost", [{"skip": True}, {"mode": "print"}])
def test_a_loss_is_noticed_whatever_caused_it(monkeypatch, lost):
    """The pictures of the pages are compared: a mark that the painting left out refuses the file."""
    real = pikepdf.Pdf.flatten_annotations

    def flatten(pdf: pikepdf.Pdf, mode: str) -> None:
        if "mode" in lost:
            real(pdf, lost["mode"])

    monkeypatch.setattr(pikepdf.Pdf, "flatten_annotations", flatten)
    form = Form()
    form.mark("Stamp", AP=Dictionary(N=form.words("RECEIVED"))).F = 0
    with pytest.raises(RefusedFile, match="เก็บสิ่งที่กรอกหรือเขียนไว้"):
        clean_pdf(form.content())


def test_many_pages_that_are_written_on_are_refused_before_any_is_drawn(monkeypatch):
    monkeypatch.setattr(limits, "MAX_MARKED_PAGES", 2)
    monkeypatch.setattr(
        "portal.files.pdf_marks.generated_appearances", lambda *arguments: pytest.fail("drawn")
    )
    form = Form(pages=3)
    for page in range(3):
        form.mark("Square", page=page, C=Array([0, 0, 1]))
    with pytest.raises(RefusedFile, match="มากเกินไป"):
        clean_pdf(form.content())


def test_notes_without_end_are_refused(monkeypatch):
    monkeypatch.setattr(limits, "MAX_NOTES", 100)
    form = Form()
    form.mark("Text", Contents=String("ก" * 101))
    with pytest.raises(RefusedFile, match="มากเกินไป"):
        clean_pdf(form.content())


def test_what_acts_in_a_mark_goes_also_where_the_structure_points_to_it():
    form = Form()
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert('ZZSCRIPT')"))
    mark = form.mark("Stamp", AP=Dictionary(N=form.words("RECEIVED")), A=script, AA=Dictionary(E=script))
    form.pdf.Root.StructTreeRoot = form.pdf.make_indirect(
        Dictionary(
            Type=Name.StructTreeRoot, K=Dictionary(S=Name.Annot, K=Dictionary(Type=Name.OBJR, Obj=mark))
        )
    )
    after = cleaned(form)[1]
    with pikepdf.open(io.BytesIO(after)) as pdf:
        written = b"".join(thing.unparse(resolved=True) for thing in pdf.objects)
    assert b"ZZSCRIPT" not in written
    assert "RECEIVED" in words_of(after)


@pytest.mark.parametrize(("width", "height"), [(200.0, 20.0), (60.0, 60.0), (30.0, 10.0)])
def test_letters_get_smaller_before_words_are_lost(width, height):
    sizes = [Box("ก" * count, width, height, True).size_of_letters() for count in (1, 10, 40, 5000)]
    known = [size for size in sizes if size is not None]
    assert known == sorted(known, reverse=True)
    assert sizes[-1] is None


def test_the_page_keeps_its_size():
    form = Form()
    form.page.obj.CropBox = Array([10, 10, 250, 190])
    form.mark("Stamp", AP=Dictionary(N=form.words("RECEIVED")))
    before, after = cleaned(form)
    assert seen(before).size == seen(after).size == (480, 360)
    assert alike(seen(before), seen(after))
    assert ImageStat.Stat(seen(after)).mean[0] < 255
    assert HEIGHT == 200


@pytest.mark.parametrize(
    ("rule", "states", "is_seen"),
    [
        (None, [True], True),
        (None, [False], False),
        (None, [True, False], True),
        ("AnyOn", [False, False], False),
        ("AllOn", [True, False], False),
        ("AllOn", [True, True], True),
        ("AnyOff", [True, True], False),
        ("AnyOff", [True, False], True),
        ("AllOff", [True, False], False),
        ("AllOff", [False, False], True),
        (None, [], True),
    ],
)
@pytest.mark.parametrize("base", ["ON", "OFF"])
def test_a_mark_on_several_layers_is_seen_as_their_rule_says(rule, states, is_seen, base):
    form = Form()
    layers = [form.pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("x"))) for _state in states]
    named = Array([layer for layer, state in zip(layers, states, strict=True) if state is (base == "OFF")])
    default = Dictionary({"/ON" if base == "OFF" else "/OFF": named, "/BaseState": Name("/" + base)})
    form.pdf.Root.OCProperties = Dictionary(OCGs=Array(layers), D=default)
    membership = Dictionary(
        {"/Type": Name.OCMD, "/OCGs": Array(layers), **({"/P": Name("/" + rule)} if rule else {})}
    )
    form.mark("Stamp", AP=Dictionary(N=form.words("LAYER")), OC=membership)
    after = cleaned(form)[1]
    assert ("LAYER" in words_of(after)) is is_seen
    assert (ink(seen(after)) > 100) is is_seen


def test_a_mark_on_a_layer_that_an_expression_switches_is_refused():
    form = Form()
    form.mark("Stamp", AP=Dictionary(N=form.words("X")), OC=Dictionary(Type=Name.OCMD, VE=Array([Name.Not])))
    with pytest.raises(RefusedFile):
        clean_pdf(form.content())


def test_what_is_the_same_point_by_point_is_not_looked_at_closely(monkeypatch):
    """The close look is slow: forms of many pages whose pages did not change at all must not cost it."""
    monkeypatch.setattr(
        "portal.files.pdf_pictures._shows_more", lambda *images: pytest.fail("it was looked at")
    )
    form = Form(pages=3)
    for page in range(3):
        form.mark("Square", page=page, AP=Dictionary(N=form.shape(b"1 0 0 rg 0 0 200 20 re f")))
    cleaned(form)


def test_the_close_look_is_at_the_part_that_changed(monkeypatch):
    sizes: list[tuple[int, int]] = []
    real = pdf_pictures._shows_more

    def counted(one: Image.Image, other: Image.Image) -> bool:
        sizes.append(one.size)
        return real(one, other)

    monkeypatch.setattr(pdf_pictures, "_shows_more", counted)
    form = Form()
    form.mark("Stamp", (20, 20, 40, 30), AP=Dictionary(N=form.words("X"))).F = 0
    monkeypatch.setattr(pikepdf.Pdf, "flatten_annotations", lambda pdf, mode: None)
    with pytest.raises(RefusedFile):
        clean_pdf(form.content())
    assert sizes
    assert max(width * height for width, height in sizes) < 100 * 60


@pytest.mark.parametrize(
    ("lost", "color"),
    [("a word", "black"), ("a comma", "black"), ("a thin line", "blue"), ("pale yellow", "#ffff99")],
)
def test_small_losses_are_seen_and_small_moves_are_none(lost, color):
    page = Image.new("RGB", (800, 600), "white")
    marked = page.copy()
    place = {
        "a word": (300, 200, 340, 208),
        "a comma": (300, 200, 305, 208),
        "a thin line": (100, 300, 500, 301),
    }
    marked.paste(color, place.get(lost, (100, 100, 200, 112)))
    assert pdf_pictures._differ(page, marked)
    assert pdf_pictures._differ(marked, page)
    assert not pdf_pictures._differ(marked, marked)
    assert not pdf_pictures._differ(marked, ImageChops.offset(marked, 1, 1))
