"""Whatever a comment, a test or a document cites, a reader of this repository finds it (docs/design/README.md)."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
DESIGN = ROOT / "docs" / "design"
CODE = (".py", ".pyx", ".html", ".css", ".js", ".toml", ".sh", ".txt")
DUTY = re.compile(r"\bS[12]\.\d\d\b")
PRIVACY = re.compile(r"\bprivacy (\d+)")
LOSS = re.compile(r"\bR(\d\d)\b")
PAGE = re.compile(r"(?<![\w/.-])((?:docs/)?(?:design/|decisions/)?[a-z]+\.md)\b")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
NAMED_FILE = re.compile(r"`((?:[\w-]+/)*[\w-]+\.(?:py|pyx|html|css|js|toml|txt|sh|yml|po))`")
NAMED_FOLDER = re.compile(
    r"`((?:portal|cases|legal_library|announcements|templates|static|tests|docs|bin|locale)/[\w/-]*)`"
)
PLACES_TO_COME = re.compile(r"## Where does it belong\?.*?(?=\n## )", re.DOTALL)
"""The part of architecture.md that gives a place to what does not exist yet."""


def tracked() -> list[Path]:
    """Return the files of the repository, those not yet committed included."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    return [ROOT / name for name in names if (ROOT / name).is_file()]


FILES = tracked()
SOURCES = [
    path
    for path in FILES
    if path.suffix in CODE and path != Path(__file__) and "migrations" not in path.parts
]
DOCUMENTS = [path for path in FILES if path.suffix == ".md" and path.parent != DESIGN]


def cited(pattern: re.Pattern[str], files: list[Path]) -> dict[str, Path]:
    """Return what files cite, each with one file that does."""
    found = {}
    for path in files:
        for match in pattern.finditer(path.read_text(encoding="utf-8")):
            found[match[match.lastindex or 0]] = path
    return found


def test_there_is_something_to_look_at():
    assert len(SOURCES) > 400
    assert len(cited(DUTY, SOURCES)) > 30
    assert len(cited(PRIVACY, SOURCES)) > 10
    assert len(cited(LOSS, SOURCES)) > 10


def test_every_duty_stands_in_the_requirements():
    known = set(DUTY.findall((DESIGN / "requirements.md").read_text(encoding="utf-8")))
    missing = {
        name: path.name for name, path in cited(DUTY, SOURCES + DOCUMENTS).items() if name not in known
    }
    assert not missing


def test_every_requirement_of_privacy_stands_in_the_design_of_cases():
    text = (DESIGN / "cases.md").read_text(encoding="utf-8")
    section = text[text.index("## Privacy and safety") :]
    missing = [n for n in cited(PRIVACY, SOURCES + DOCUMENTS) if f"\n{n}. " not in section]
    assert not missing


def test_every_loss_that_must_not_happen_stands_in_reliability():
    text = (DESIGN / "reliability.md").read_text(encoding="utf-8")
    assert not [n for n in cited(LOSS, SOURCES + DOCUMENTS) if f"R{n} " not in text]


def test_every_page_that_code_names_exists():
    places = ("", "docs", "docs/design", "docs/decisions")
    missing = {
        name: str(path.relative_to(ROOT))
        for name, path in cited(PAGE, SOURCES).items()
        if not any((ROOT / place / name).is_file() for place in places)
    }
    assert not missing


@pytest.mark.parametrize(
    "path", [p for p in FILES if p.suffix == ".md"], ids=lambda path: str(path.relative_to(ROOT))
)
def test_every_link_between_documents_leads_somewhere(path: Path):
    broken = [
        target
        for target in LINK.findall(path.read_text(encoding="utf-8"))
        if "://" not in target and not target.startswith("mailto:") and not (path.parent / target).exists()
    ]
    assert not broken


def lies_here(name: str) -> bool:
    """Say whether a file or folder of the repository bears a name, or ends with it behind a folder."""
    place = ROOT / name
    return place.exists() or any(f"/{path.relative_to(ROOT)}".endswith(f"/{name}") for path in FILES)


def test_every_file_and_folder_that_a_document_names_lies_here():
    named = {}
    for path in DOCUMENTS:
        text = PLACES_TO_COME.sub("", path.read_text(encoding="utf-8"))
        named |= dict.fromkeys([*NAMED_FILE.findall(text), *NAMED_FOLDER.findall(text)], path.name)
    assert len(named) > 100
    assert not {name: where for name, where in named.items() if not lies_here(name)}


def test_nothing_names_a_folder_of_one_machine():
    """A path that only its writer has helps nobody (CONTRIBUTING.md)."""
    place = re.compile(r"(?<![\w/.])/(?:work|home/\w+|Users/\w+)/")
    named = [
        str(path.relative_to(ROOT))
        for path in SOURCES + DOCUMENTS
        if place.search(path.read_text(encoding="utf-8"))
    ]
    assert not named
