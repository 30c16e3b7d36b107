"""Five hundred reference numbers in every spelling, each cited by others: its own document comes first."""

from __future__ import annotations

from pathlib import Path

from benchmarks.understanding import misplaced_references, references, spellings


def test_every_spelling_finds_its_own_document_first(tmp_path: Path) -> None:
    known = references(500)
    wrong = misplaced_references(tmp_path, known)
    assert not wrong, f"{len(wrong)}: {wrong[:20]}"


def test_the_numbers_and_their_spellings_differ() -> None:
    known = references(500)
    assert len({number for _, _, number in known}) == 500
    assert len(set(spellings(*known[0]))) == 18
    assert any("๐" in text or "๑" in text for text in spellings(*known[0]))
