"""The committed fonts are the ones that bin/build-fonts makes, and PDFs made with them keep their words."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont
from weasyprint import HTML

ROOT = Path(settings.BASE_DIR)
FONTS = ROOT / "static" / "fonts"
STYLES = {
    "Regular": "",
    "Bold": "font-weight:700",
    "Italic": "font-style:italic",
    "BoldItalic": "font-weight:700;font-style:italic",
}
WORDS = "กา การเงิน กำชับ น้ำ นา น้า ป่ำ ป้ำ ฟ้ำ ก๊ำ ก๋ำ ฝ่ำ ปำ ฝ้า ทำ ถ้ำ ต่ำ ซ้ำ ปู่ ฐานญาติ ฎีกา ๐๑๒๓๔๕๖๗๘๙"


@pytest.mark.slow
def test_the_committed_fonts_are_what_the_script_makes() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "bin" / "build-fonts", "--check"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("weight", ["400", "600", "700"])
def test_web_fonts_hold_all_thai_and_the_signs_we_write(weight: str) -> None:
    covered = TTFont(FONTS / f"klang-sarabun-{weight}.woff2").getBestCmap()
    thai = set(range(0x0E01, 0x0E3B)) | set(range(0x0E3F, 0x0E5C))
    assert thai <= set(covered)
    assert {ord(sign) for sign in "–—‘’“”…·›‹×"} <= set(covered)


@pytest.mark.parametrize("style", STYLES)
def test_derived_fonts_do_not_pass_for_the_original(style: str) -> None:
    """The license asks nothing here, but two different fonts of one name end in confusion."""
    names = {
        str(record)
        for record in TTFont(FONTS / f"KlangSarabun-{style}.ttf")["name"].names
        if record.nameID in (1, 4, 6)
    }
    assert names
    assert all("Klang" in name for name in names)


def test_the_license_comes_along() -> None:
    assert "SIL Open Font License" in (FONTS / "OFL.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("style", STYLES)
def test_words_put_into_a_pdf_come_out_again(style: str, tmp_path: Path) -> None:
    """SARA AM and tone marks survive WeasyPrint (documents.md BUG 1): with plain Sarabun "กำชับ" came out "กาชับ"."""
    face = (FONTS / f"KlangSarabun-{style}.ttf").as_uri()
    html = f"<style>@font-face{{font-family:K;src:url({face});{STYLES[style]}}}p{{font:16pt/2 K;{STYLES[style]}}}</style><p>{WORDS}</p>"
    target = tmp_path / "words.pdf"
    HTML(string=html).write_pdf(target)
    text = subprocess.run(
        ["pdftotext", "-raw", target, "-"], capture_output=True, text=True, check=True
    ).stdout
    assert " ".join(text.split()) == WORDS
