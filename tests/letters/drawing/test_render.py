"""The renderer loads our own static files and handed-over bytes, and nothing else in the world."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.template import engines
from weasyprint.urls import FatalURLFetchingError

from portal.letters.drawing import engine, render
from portal.letters.drawing.apart import MissingAssetError
from portal.letters.drawing.engine import BASE_URL, BlockedAddressError, MissingFileError, StaticOnlyFetcher
from tests.letters import pdf


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch):
    """Draw HTML given in the test."""

    def draw(html: str, **options: object) -> bytes:
        monkeypatch.setattr(
            render,
            "render_to_string",
            lambda name, context: engines["django"].from_string(html).render(context),
        )
        return render.render_pdf("given-in-the-test", {}, **options)

    return draw


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "http://169.254.169.254/latest/meta-data/",
        "http://127.0.0.1:8000/cms/",
        "https://example.org/static/css/letters/paper.css",
        "ftp://example.org/x.css",
        "data:text/css,body{}",
        "https://papers.invalid/other/paper.css",
        "https://papers.invalid.example.org/static/css/letters/paper.css",
        "https://user@papers.invalid/static/css/letters/paper.css",
        "https://papers.invalid/static/../manage.py",
        "https://papers.invalid/static/%2e%2e/%2e%2e/etc/passwd.css",
        "https://papers.invalid/static//etc/passwd.css",
        "https://papers.invalid/static/css/letters/../../../portal/settings/base.py",
        "https://papers.invalid/static/fonts/OFL.txt",
        "",
    ],
)
def test_every_other_address_is_refused(url: str) -> None:
    with pytest.raises(BlockedAddressError):
        StaticOnlyFetcher().fetch(url)


def test_refusing_goes_on_but_a_missing_file_of_ours_stops() -> None:
    assert not issubclass(BlockedAddressError, FatalURLFetchingError)
    with pytest.raises(MissingFileError):
        StaticOnlyFetcher().fetch(BASE_URL + "static/css/letters/none.css")
    with pytest.raises(MissingFileError):
        StaticOnlyFetcher().fetch(BASE_URL + "asset/none")


def test_static_files_and_handed_over_bytes_are_served() -> None:
    fetcher = StaticOnlyFetcher({"qr": (b"<svg/>", "image/svg+xml")})
    style = fetcher.fetch(BASE_URL + "static/css/letters/paper.css?v=1#x")
    assert b"KlangSarabun" in style.read()
    assert style.content_type == "text/css"
    picture = fetcher.fetch(BASE_URL + "asset/qr")
    assert (picture.read(), picture.content_type) == (b"<svg/>", "image/svg+xml")


def test_the_emblem_of_an_installation_stands_before_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = StaticOnlyFetcher().fetch(BASE_URL + "static/img/emblem.svg").read()
    (tmp_path / "static" / "img").mkdir(parents=True)
    (tmp_path / "static" / "img" / "emblem.svg").write_bytes(b"<svg/>")
    monkeypatch.setenv("KLANG_FACE", str(tmp_path))
    assert StaticOnlyFetcher().fetch(BASE_URL + "static/img/emblem.svg").read() == b"<svg/>" != ours
    assert b"KlangSarabun" in StaticOnlyFetcher().fetch(BASE_URL + "static/css/letters/paper.css").read()
    (tmp_path / "secret.svg").write_bytes(b"secret")
    (tmp_path / "static" / "img" / "link.svg").symlink_to(tmp_path / "secret.svg")
    with pytest.raises(BlockedAddressError):
        StaticOnlyFetcher().fetch(BASE_URL + "static/img/link.svg")


def test_a_refused_address_is_not_logged_in_full(caplog: pytest.LogCaptureFixture) -> None:
    """An address may carry what a citizen typed."""
    with pytest.raises(BlockedAddressError):
        StaticOnlyFetcher().fetch("https://example.org/?name=นางสาวความลับ")
    assert "ความลับ" not in caplog.text


def test_a_hostile_picture_leaves_the_paper_standing(drawn, tmp_path: Path) -> None:
    paper = drawn(
        '<html lang="th"><title>ท</title><p>ก่อน<img src="file:///etc/passwd"><img src="http://169.254.169.254/x">'
        '<object data="file:///etc/passwd"></object><style>@import url(http://example.org/x.css);</style>หลัง</p>'
    )
    assert pdf.squeezed(pdf.text_of(paper, tmp_path)) == "ก่อนหลัง"
    assert b"root:" not in paper


def test_a_missing_typeface_or_stylesheet_stops_the_paper(drawn) -> None:
    with pytest.raises(MissingAssetError):
        drawn(
            '<html lang="th"><title>ท</title><link rel="stylesheet" href="static/css/letters/none.css"><p>ก</p>'
        )


def test_language_title_and_tags_are_in_the_file(drawn) -> None:
    import io

    import pikepdf

    paper = drawn('<html lang="th"><title>ชื่อเอกสารทำเอง</title><h1>หัวข้อ</h1><p>เนื้อความ</p>')
    with pikepdf.open(io.BytesIO(paper)) as document:
        assert str(document.Root.Lang) == "th"
        assert document.Root.MarkInfo.Marked
        assert str(document.docinfo["/Title"]) == "ชื่อเอกสารทำเอง"
        assert b"pdfuaid" in document.Root.Metadata.read_bytes()


def test_the_same_paper_twice_is_the_same_file(drawn) -> None:
    html = '<html lang="th"><title>ท</title><link rel="stylesheet" href="static/css/letters/paper.css"><p>น้ำ กำชับ</p>'
    assert drawn(html) == drawn(html)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("จึงเรียนมาเพื่อโปรดพิจารณาดำเนินการต่อไป", "/จึงเรียนมาเพื่อโปรด..."),
        ("๔. ให้เทศบาลเมืองกระบี่และอำเภอรวบรวม", "/๔. ให้เทศบาลเมืองกระบี่..."),
        ("สั้น", "/สั้น..."),
        ("   ", ""),
        ("", ""),
        ("...", ""),
    ],
)
def test_a_catch_word_is_the_beginning_cut_between_words(text: str, word: str) -> None:
    assert engine.catch_word(text) == word


def test_a_catch_word_cannot_leave_its_string() -> None:
    """The words of the next page go into a stylesheet: nothing of them may become style."""
    hostile = 'ก"; } @import url(file:///etc/passwd); \\ { content: "\n'
    quoted = engine.css_string(hostile)
    assert quoted.startswith('"')
    assert quoted.endswith('"')
    inside = quoted[1:-1]
    assert not set('";{}@()/\n') & set(inside)
    assert "กำชับ๑A" in engine.css_string("กำชับ๑A")


def test_drawing_does_not_make_the_process_take_half_pictures():
    """WeasyPrint changes a switch of Pillow's for everybody; uploads must stay strict (portal.files)."""
    from PIL import ImageFile

    assert not ImageFile.LOAD_TRUNCATED_IMAGES
