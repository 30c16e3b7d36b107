"""Papers have a glyph for every letter of a name, or the editor is told (issue 7)."""

from __future__ import annotations

import logging
import re
import subprocess
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from wagtail.test.utils.form_data import rich_text

from announcements.models import AnnouncementPage
from legal_library.models import DocumentPage
from portal.letters.drawing import coverage
from portal.letters.drawing.coverage import in_words, missing_letters
from portal.letters.kinds.official import letter_pdf
from tests.accounts.factories import UserFactory
from tests.announcements.test_editing import add_address, form
from tests.letters.factories import letter
from tests.letters.pdf import squeezed, text_of

NAMES = {
    "Padauk": "မောင်အောင်မြင့် ၸၢႆးသိူဝ် နာင်မန်",
    "Khmer OS": "សុខ សុភាព ភ្នំពេញ",
    "Phetsarath OT": "ສົມສັກ ວຽງຈັນ",
    "WenQuanYi Micro Hei": "王小明 簡體繁體 山田たろう カタカナ 김민수",
    "Lohit Devanagari": "राम कुमार",
    "Lohit Bengali": "মোহাম্মদ রহিম",
    "Lohit Tamil": "முருகன்",
    "DejaVu Sans": "محمد ڤتاني Иван Γιώργος",
}
READ_BACK = ["王小明", "簡體繁體", "山田たろう", "김민수", "ສົມສັກ", "Иван", "Γιώργος", "Nguyễn Thị Hường"]
SHEETS = sorted((Path(settings.BASE_DIR) / "static/css/letters").glob("*.css"))


def fonts_of(pdf: bytes, folder: Path) -> str:
    path = folder / "fonts.pdf"
    path.write_bytes(pdf)
    return subprocess.run(["pdffonts", str(path)], capture_output=True, check=True, text=True).stdout


@pytest.mark.parametrize("family", NAMES)
def test_a_name_is_drawn_with_letters_that_show_it(family, tmp_path, caplog):
    with caplog.at_level(logging.ERROR):
        paper = letter_pdf(letter(addressee=NAMES[family]))
    row = next(line for line in fonts_of(paper, tmp_path).splitlines() if family.replace(" ", "-") in line)
    assert " yes yes yes " in row, "the typeface is within the file"
    assert "no typeface" not in caplog.text
    assert missing_letters(NAMES[family]) == ""


def test_letters_of_other_languages_can_be_read_back(tmp_path):
    text = squeezed(text_of(letter_pdf(letter(paragraphs=tuple(READ_BACK))), tmp_path))
    for name in READ_BACK:
        assert squeezed(name) in text


def test_every_sheet_of_a_paper_uses_all_typefaces():
    for sheet in SHEETS:
        rules = [line for line in sheet.read_text("utf-8").splitlines() if re.match(r"html\s*{.*font", line)]
        assert all("var(--letters)" in rule for rule in rules), sheet.name


def test_every_typeface_that_papers_name_is_installed():
    css = (Path(settings.BASE_DIR) / "static/css/letters/paper.css").read_text("utf-8")
    named = re.search(r"--letters:(.*?);", css, re.DOTALL)[1]
    installed = subprocess.run(["fc-list", ":", "family"], capture_output=True, check=True, text=True).stdout
    families = re.findall(r'"([^"]+)"', named)
    assert set(families) == {"KlangSarabun", *NAMES}
    for family in families[1:]:
        assert family in installed


def test_a_letter_that_no_typeface_has_is_named():
    assert missing_letters("ก ជ \U0001e900 ກ \u1200 A \U0001e900") == "\u1200\U0001e900"
    assert in_words("\u1200") == "\u1200 (U+1200)"
    assert in_words("\u1200" * 12).endswith(", …")


@hypothesis_settings(max_examples=60)
@given(
    st.text(
        st.characters(max_codepoint=0x17F, exclude_categories=["Cs"])
        | st.characters(min_codepoint=0xE01, max_codepoint=0xE3A)
    )
)
def test_thai_and_english_cost_no_drawing(text):
    with mock.patch.object(coverage, "letters_without_glyph_apart", lambda letters: pytest.fail("drawn")):
        assert missing_letters(text) == ""


@pytest.mark.parametrize(
    "mark", ["\u200b", "\u200d", "\ufe0f", "\ufeff", "\u2028", "\u00a0", "\u0301", "\r\n\t"]
)
def test_what_leaves_no_mark_is_never_missing(mark):
    assert missing_letters(f"ก{mark}ข") == ""


def test_the_log_names_the_codes_and_not_the_words(caplog):
    with caplog.at_level(logging.ERROR):
        letter_pdf(letter(addressee="ความลับ \u1200"))
    assert "U+1200" in caplog.text
    assert "ความลับ" not in caplog.text


def test_pages_that_are_papers_say_so():
    assert AnnouncementPage.is_printed
    assert DocumentPage.is_printed


@pytest.fixture
def publisher(client: Client, db: None) -> Client:
    user = UserFactory()
    user.groups.add(Group.objects.get(name="Moderators"))
    client.force_login(user)
    return client


def told(client: Client, *, publish: bool, **changes: object) -> str:
    """Save an announcement in /cms/ and return what the editor is told."""
    data = form(**changes)
    if not publish:
        del data["action-publish"]
    response = client.post(add_address(), data, follow=True)
    assert AnnouncementPage.objects.count() == 1
    return " ".join(str(message) for message in response.context["messages"])


@pytest.mark.parametrize("publish", [False, True])
@pytest.mark.parametrize(
    "changes",
    [
        {"title": "ประกาศถึง \u1200"},
        {"summary": "ประกาศถึง \u1200"},
        {"body": rich_text("<p>ประกาศถึง <b>\u1200</b></p>")},
    ],
)
def test_the_editor_is_told_of_letters_that_cannot_be_printed(publisher, publish, changes):
    assert "\u1200 (U+1200)" in told(publisher, publish=publish, **changes)


def test_the_editor_hears_nothing_when_every_letter_can_be_printed(publisher):
    words = told(publisher, publish=False, title="ประกาศ " + " ".join(NAMES.values()))
    assert "แบบอักษร" not in words
    assert "U+" not in words
