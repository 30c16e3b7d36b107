"""Reading catalogs of translations."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

_LINE = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?) (".*")$')


@dataclass(frozen=True, slots=True)
class Entry:
    """One string of a catalog: the text, its plural where it has one, the translation."""

    text: str
    plural: str
    translation: str


def entries(path: Path) -> dict[tuple[str, str], Entry]:
    """Return what a catalog holds, by context and text; the head is left out, a later entry counts."""
    found: dict[tuple[str, str], Entry] = {}
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        parts: dict[str, str] = {}
        name = ""
        for line in block.splitlines():
            if match := _LINE.match(line):
                name, written = match.groups()
                parts[name] = ast.literal_eval(written)
            elif line.startswith('"') and name:
                parts[name] += ast.literal_eval(line)
        if parts.get("msgid"):
            said = parts.get("msgstr") or parts.get("msgstr[0]", "")
            found[parts.get("msgctxt", ""), parts["msgid"]] = Entry(
                parts["msgid"], parts.get("msgid_plural", ""), said
            )
    return found
