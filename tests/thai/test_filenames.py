"""File names: readable Thai, safe on every system."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.thai.filenames import file_slug


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("ที่ทำการผู้ใหญ่บ้าน หมู่ที่ ๓.docx", "ที่ทำการผู้ใหญ่บ้าน-หมู่ที่-๓.docx"),
        ("ประกาศ เรื่อง น้ำท่วม (ฉบับที่ 2).PDF", "ประกาศ-เรื่อง-น้ำท่วม-ฉบับที่-2.pdf"),
        ("สํานักงาน.jpg", "สำนักงาน.jpg"),
        ("IMG_2569-01.JPEG", "IMG_2569-01.jpeg"),
        ("cafe\u0301.txt", "café.txt"),
        ("हिन्दी.txt", "हिन्दी.txt"),
        ("a..b.tar.gz", "a.b.tar.gz"),
        ("ไม่มีนามสกุล", "ไม่มีนามสกุล"),
        ("  ชื่อ   ไฟล์  .pdf", "ชื่อ-ไฟล์.pdf"),
        ("ก---ข.pdf", "ก-ข.pdf"),
        ("ลงวันที่ 16/9/2556", "2556"),
    ],
)
def test_names_stay_readable(name: str, slug: str) -> None:
    assert file_slug(name) == slug


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\win.ini", "win.ini"),
        ("C:\\เอกสาร\\ไฟล์.jpg", "ไฟล์.jpg"),
        ("a:b.txt", "a-b.txt"),
        ("x\x00.pdf\x1f", "x.pdf"),
        ("gpj.\u202eexe.pdf", "gpj.exe.pdf"),
        ("<script>.html", "script.html"),
        ("ชื่อ\r\nContent-Type: x.pdf", "ชื่อ-Content-Type-x.pdf"),
        ('"; rm -rf ~.pdf', "rm-rf.pdf"),
        (".htaccess", "file.htaccess"),
        (".pdf", "file.pdf"),
        ("..", "file"),
        ("", "file"),
        ("///", "file"),
        ("\u200b", "file"),
        ("่้.pdf", "file.pdf"),
        ("con", "file-con"),
        ("CON.txt", "file-CON.txt"),
        ("nul.tar.gz", "file-nul.tar.gz"),
        ("com1.pdf", "file-com1.pdf"),
        ("condo.pdf", "condo.pdf"),
        ("\ud800.pdf", "file.pdf"),
        ("😀.png", "file.png"),
    ],
)
def test_tricks_lead_nowhere(name: str, slug: str) -> None:
    assert file_slug(name) == slug


def test_long_names_are_cut_between_whole_letters_and_keep_their_extension() -> None:
    for letter in ("ก", "น้ำ", "ที่", "เก", "é"):
        slug = file_slug(letter * 200 + ".pdf", max_bytes=100)
        assert len(slug.encode()) <= 100
        assert slug.endswith(".pdf")
        stem = slug.removesuffix(".pdf")
        assert len(stem) % len(letter) == 0
        assert stem == letter * (len(stem) // len(letter))


def test_a_cut_never_leaves_a_leading_vowel_alone() -> None:
    for size in range(40, 60):
        assert file_slug("ก" + "เแโใไ" * 30, max_bytes=size) == "ก"


def test_the_default_is_the_callers() -> None:
    assert file_slug("", default="เอกสาร") == "เอกสาร"


def test_an_absurd_limit_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="24"):
        file_slug("ก", max_bytes=10)


@given(st.text(max_size=120), st.integers(24, 255))
def test_any_text_gives_a_safe_name(name: str, limit: int) -> None:
    slug = file_slug(name, max_bytes=limit)
    assert slug
    assert len(slug.encode()) <= limit
    assert not set(slug) & set('/\\:*?"<>|\r\n\t \x00')
    assert not slug.startswith((".", "-"))
    assert not slug.endswith(".")
    assert unicodedata.is_normalized("NFC", slug)
    assert ".." not in slug


@given(st.text(alphabet="กขคเแ่้ิุำา ._-()1๑aZ", max_size=60))
def test_a_safe_name_is_already_its_own_slug(name: str) -> None:
    assert file_slug(file_slug(name)) == file_slug(name)
