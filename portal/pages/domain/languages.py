"""Languages that are no interface of their own: what their readers need in an emergency and beside the form, as data files.

Each file says who checked it and when. Without both its page says first of all that a machine wrote it, and whom to call
(issue 12 point 8).
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "starter_data" / "languages"


@dataclass(frozen=True, slots=True)
class WrittenLanguage:
    """One language.

    Attributes:
        code: ISO 639-1, also of the interpreter's language in the form.
        name: as its readers call it.
        english: as everybody else does.
        checked_by: who read it as a speaker, "" while nobody did.
        checked_on: when.
        texts: sentences by name; `{social}` stands for the number of the help line.
        pages: slug of a page of the form → the lines that stand beside its questions.
    """

    code: str
    name: str
    english: str
    checked_by: str
    checked_on: dt.date | None
    texts: Mapping[str, Any]
    pages: Mapping[str, tuple[str, ...]]

    @property
    def is_checked(self) -> bool:
        """Whether a speaker has read it."""
        return bool(self.checked_by and self.checked_on)


@cache
def written_languages() -> tuple[WrittenLanguage, ...]:
    """Return every language of the folder, by its code."""
    return tuple(_read(path) for path in sorted(FOLDER.glob("*.toml")))


def written_language(code: str) -> WrittenLanguage | None:
    """Return the language of a code, None for an unknown one."""
    return next((one for one in written_languages() if one.code == code), None)


def _read(path: Path) -> WrittenLanguage:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return WrittenLanguage(
        code=data["code"],
        name=data["name"],
        english=data["english"],
        checked_by=data["checked_by"],
        checked_on=data.get("checked_on"),
        texts=data["texts"],
        pages={slug: tuple(page["lines"]) for slug, page in data["pages"].items()},
    )
