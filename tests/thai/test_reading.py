"""Texts for everybody can be read in one breath and hold no word that only offices use (issue 12 point 8)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from portal.thai.reading import MOST_WORDS, Hard, hard_places

ROOT = Path(__file__).parents[2]
OFFICE = {"ผู้ประสบปัญหา": "คนที่เดือดร้อน"}


def test_a_long_breath_and_an_office_word_are_hard() -> None:
    long = "น้ำท่วมบ้าน" * MOST_WORDS
    assert list(hard_places(f"โทร 1300 {long} ได้", OFFICE)) == [Hard(long)]
    assert list(hard_places("ผู้ประสบปัญหาขอได้", OFFICE)) == [Hard("ผู้ประสบปัญหา", "คนที่เดือดร้อน")]


def test_blanks_quotes_and_lines_end_a_breath_and_other_scripts_count_nothing() -> None:
    plain = " ".join(["น้ำท่วมบ้าน"] * 40) + "\n“น้ำท่วม” (บ้าน)"
    assert list(hard_places(plain, OFFICE)) == []
    assert list(hard_places("a" * 5000 + " word" * 300, OFFICE)) == []


def test_the_pages_for_citizens_and_the_guides_are_easy_to_read() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "bin/check-reading")],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert int(done.stdout.split()[0]) > 300, "the texts were found"
