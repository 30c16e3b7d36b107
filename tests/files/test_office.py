"""Documents that editors publish: what they say they are, and nothing that acts (issue 7, ASVS 5.2)."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String

from portal.files import RefusedFile, limits
from portal.files.cleaning import clean_document, clean_illustration
from tests.files.forms import Form
from tests.files.samples import opened, pdf, picture

OPEN_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
OPEN_DOCUMENT = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
KINDS = [*OPEN_TYPES, *OPEN_DOCUMENT]


def office(kind: str, *more: tuple[str, bytes], types: str = "", flag: int = 0) -> bytes:
    """Return a small document of a kind with more parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if kind in OPEN_TYPES:
            archive.writestr(
                "[Content_Types].xml", f'<Types><Override ContentType="{OPEN_TYPES[kind]}"/>{types}</Types>'
            )
            archive.writestr("word/document.xml" if kind == "docx" else "xl/workbook.xml", "<x/>")
        else:
            archive.writestr("mimetype", OPEN_DOCUMENT[kind], zipfile.ZIP_STORED)
            archive.writestr("META-INF/manifest.xml", f"<manifest>{types}</manifest>")
            archive.writestr("content.xml", "<x/>")
        for name, content in more:
            archive.writestr(name, content)
    return out.getvalue()


def refused(content: bytes, name: str) -> str:
    with pytest.raises(RefusedFile) as refusal:
        clean_document(content, name)
    assert str(refusal.value.reason)
    return refusal.value.code


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_is_kept_as_it_is(kind):
    content = office(kind, ("Pictures/seal.png", picture("PNG")))
    checked = clean_document(content, f"ประกาศ ๑.{kind.upper()}")
    assert checked.content == content
    assert checked.name == f"ประกาศ-๑.{kind}"
    assert checked.extension == kind


def test_a_table_that_a_program_wrote_is_taken():
    book = openpyxl.Workbook()
    book.active.append(["ชื่อ", 1, "=SUM(B1:B1)"])
    out = io.BytesIO()
    book.save(out)
    assert clean_document(out.getvalue(), "x.xlsx").content == out.getvalue()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", [*KINDS, "pdf", "csv"])
def test_another_extension_than_the_content_is_refused(kind, name):
    if name != kind:
        assert refused(office(kind), f"x.{name}") == "document_kind"


@pytest.mark.parametrize(
    "name", ["x.docm", "x.doc", "x.exe", "x.html", "x.svg", "x", "x.docx.exe", "x.zip", ".docx."]
)
def test_other_extensions_are_refused(name):
    assert refused(office("docx"), name) == "document_kind"


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        ("docx", "word/vbaProject.bin"),
        ("docx", "word/VBAPROJECT.BIN"),
        ("xlsx", "xl/vbaProject.bin"),
        ("docx", "word/activeX/activeX1.bin"),
        ("docx", "word/embeddings/oleObject1.bin"),
        ("xlsx", "xl/embeddings/oleObject1.bin"),
        ("docx", "word/media/run.exe"),
        ("xlsx", "a/b/c.js"),
        ("odt", "Basic/Standard/Module1.xml"),
        ("ods", "Scripts/python/x.py"),
        ("odt", "Object 1/payload.bin"),
    ],
)
def test_what_runs_is_refused(kind, part):
    assert refused(office(kind, (part, b"x")), f"x.{kind}") == "office_acts"


@pytest.mark.parametrize("kind", OPEN_TYPES)
def test_a_document_with_macros_under_another_name_is_refused(kind):
    types = '<Override PartName="/a.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    assert refused(office(kind, ("a.bin", b"x"), types=types), f"x.{kind}") == "office_acts"
    other = '<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
    assert refused(office(kind, types=other), f"x.{kind}") == "office_acts"


@pytest.mark.parametrize("relation", ["attachedTemplate", "oleObject", "frame", "subDocument"])
@pytest.mark.parametrize("order", ["first", "last"])
def test_what_is_fetched_when_it_opens_is_refused(relation, order):
    mode, kind = (
        'TargetMode="External"',
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{relation}"',
    )
    inside = f"{mode} {kind}" if order == "first" else f"{kind} {mode}"
    rels = (
        f'<Relationships><Relationship Id="r1" {inside} Target="https://example.org/x.dotm"/></Relationships>'
    )
    assert refused(office("docx", ("word/_rels/settings.xml.rels", rels.encode())), "x.docx") == "office_acts"


def test_a_link_that_is_clicked_may_stay():
    rels = b'<Relationship Type="http://x/relationships/hyperlink" Target="https://example.org" TargetMode="External"/>'
    assert clean_document(office("docx", ("word/_rels/document.xml.rels", rels)), "x.docx")


def test_locked_and_old_documents_are_refused_with_what_to_do():
    assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "x.docx") == "office_old"
    assert refused(office("odt", types="<encryption-data/>"), "x.odt") == "office_old"
    locked = bytearray(office("docx"))
    for place in (locked.index(b"PK\x01\x02") + 8, locked.index(b"PK\x03\x04") + 6):
        locked[place] |= 1
    assert refused(bytes(locked), "x.docx") == "office_old"


def test_a_document_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(monkeypatch):
    content = office("docx", ("word/media/zeros.bmp", bytes(30 << 20)))
    monkeypatch.setattr(
        "portal.files.office._read_through", lambda *arguments: pytest.fail("it was unpacked")
    )
    assert refused(content, "x.docx") == "office_large"
    monkeypatch.setattr(limits, "MAX_RATIO", 10**6)
    monkeypatch.setattr(limits, "MAX_UNPACKED", 20 << 20)
    assert refused(content, "x.docx") == "office_large"


def test_many_parts_are_refused(monkeypatch):
    monkeypatch.setattr(limits, "MAX_PARTS", 20)
    assert (
        refused(office("xlsx", *((f"xl/{number}.xml", b"x") for number in range(30))), "x.xlsx")
        == "office_large"
    )


def test_sizes_that_are_understated_come_to_light(monkeypatch):
    content = bytearray(office("docx", ("word/big.xml", bytes(3 << 20))))
    size = (3 << 20).to_bytes(4, "little")
    while (place := content.find(size)) != -1:
        content[place : place + 4] = (10).to_bytes(4, "little")
    assert refused(bytes(content), "x.docx") in ("office_damaged", "office_large")


@pytest.mark.parametrize("name", ["../../etc/x", "/etc/x", "a\\b", "word/document.xml", "WORD/document.xml"])
def test_parts_with_strange_names_are_refused(name):
    with pytest.warns(UserWarning) if name == "word/document.xml" else _nothing():
        content = office("docx", (name, b"x"))
    assert refused(content, "x.docx") == "office_damaged"


def _nothing():
    from contextlib import nullcontext

    return nullcontext()


@pytest.mark.parametrize("before", [b"<html><script>alert(1)</script>", b"MZ", b"%PDF-1.4\n", b"GIF89a"])
def test_an_archive_behind_something_else_is_refused(before):
    assert refused(before + office("docx"), "x.docx") == "document_kind"


@settings(max_examples=60)
@given(place=st.integers(0, 3000), value=st.integers(0, 255), kind=st.sampled_from(KINDS))
def test_a_damaged_document_is_taken_or_refused(place, value, kind):
    content = bytearray(office(kind))
    content[place % len(content)] = value
    try:
        clean_document(bytes(content), f"x.{kind}")
    except RefusedFile as refusal:
        assert str(refusal.reason)


@pytest.mark.parametrize("text", ["a,b\n1,2", "ชื่อ;จังหวัด\nก;กระบี่", "", "a\tb\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
def test_tables_of_text_are_taken(text, encoding):
    assert clean_document(text.encode(encoding), "x.csv").content_type == "text/csv"


@pytest.mark.parametrize(
    "content",
    [
        b"a\0b",
        b"<html>",
        b" \n<!doctype html>",
        b"\x89PNG\r\n\x1a\n\xff",
        b"MZ\x90\x00",
        b"PK\x03\x04\x00",
        b"\x1f\x8b\x08",
    ],
)
def test_what_is_no_table_of_text_is_refused(content):
    assert refused(content, "x.csv") == "document_kind"


def test_a_published_pdf_keeps_what_helps_readers_and_loses_what_acts():
    form = Form()
    script = Dictionary(S=Name.JavaScript, JS=String("ZZSCRIPT"))
    form.field("Tx", V=String("FILL ME"), AP=Dictionary(N=form.words("FILL ME")), AA=Dictionary(K=script))
    form.mark("Link", (1, 1, 9, 9), A=Dictionary(S=Name.URI, URI=String("https://kept.example"), Next=script))
    form.mark("Link", (1, 1, 9, 9), A=Dictionary(S=Name.Launch, F=String("ZZLAUNCH")))
    form.mark("Link", (1, 1, 9, 9), A=Dictionary(S=Name.SubmitForm, F=String("ZZSUBMIT")))
    form.pdf.Root.OpenAction = script
    form.pdf.Root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array([String("x"), script])),
        EmbeddedFiles=Dictionary(Names=Array([String("ZZFILE"), Dictionary()])),
    )
    item = form.pdf.make_indirect(
        Dictionary(Title=String("KEPT TITLE"), A=Dictionary(S=Name.GoTo, D=Array([0])))
    )
    form.pdf.Root.Outlines = Dictionary(First=item, Last=item, Count=1)
    form.pdf.docinfo["/Title"] = "KEPT NAME"
    with pikepdf.open(io.BytesIO(clean_document(form.content(), "x.pdf").content)) as document:
        written = b"".join(
            thing.unparse(resolved=True)
            for thing in document.objects
            if not isinstance(thing, pikepdf.Stream)
        )
        assert len(document.pages[0].obj.Annots) == 4
        assert len(document.Root.AcroForm.Fields) == 1
    for kept in (b"kept.example", b"KEPT TITLE", b"KEPT NAME", b"FILL ME"):
        assert kept in written
    for gone in (b"ZZSCRIPT", b"ZZLAUNCH", b"ZZSUBMIT", b"ZZFILE", b"OpenAction"):
        assert gone not in written


def test_pdfs_that_cannot_be_published_say_why():
    assert refused(picture(), "x.pdf") == "document_kind"
    assert refused(b"%PDF-1.7 broken", "x.pdf") == "pdf_damaged"
    assert refused(pdf(encryption=pikepdf.Encryption(owner="o", user="u")), "x.pdf") == "pdf_password"
    form = Form()
    form.field("Tx")
    assert refused(form.content(XFA=form.pdf.make_stream(b"<xdp/>")), "x.pdf") == "document_pdf"


def test_a_picture_of_an_editor_is_a_picture():
    assert opened(clean_illustration(picture("WEBP"), "x.webp").content).format == "JPEG"
    for content in (pdf(), office("docx"), b"<svg xmlns='http://www.w3.org/2000/svg'/>"):
        with pytest.raises(RefusedFile, match="รับเฉพาะไฟล์ภาพ"):
            clean_illustration(content, "x.png")
