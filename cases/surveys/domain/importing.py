"""A list of answers from a spreadsheet: tried line by line, each kept or refused with its reason, never twice (S1.02)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cases.errors import GuardFailed
from cases.surveys.domain.answering import Home, answer
from cases.surveys.models import EntryWay, Survey
from portal.organizations.areas import area, codes_by_key
from portal.organizations.importing.reading import read_tables
from portal.thai.digits import to_arabic
from portal.thai.text import key

if TYPE_CHECKING:
    from portal.actors import Officer

COLUMNS = {
    "name": ("ชื่อ", "ชื่อ-สกุล", "ชื่อหัวหน้าครัวเรือน", "หัวหน้าครัวเรือน", "name"),
    "phone": ("โทรศัพท์", "เบอร์โทรศัพท์", "phone"),
    "house": ("บ้านเลขที่", "เลขที่บ้าน", "house"),
    "moo": ("หมู่ที่", "หมู่", "moo"),
    "subdistrict": ("ตำบล", "subdistrict"),
    "members": ("จำนวนคนในบ้าน", "จำนวนสมาชิก", "members"),
}
MOST_ROWS = 1_000
"""Lines of one request: each is kept by itself, in seconds altogether."""
_NAMESPACE = uuid.UUID("5f0a7f5e-6f63-4f0e-9d0b-0d1b3e0c9a11")


@dataclass(slots=True)
class Taken:
    """What became of a list: how many lines were kept, had been kept before, or were refused and why."""

    made: int = 0
    existing: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


def take(*, survey: Survey, actor: Officer, path: Path) -> Taken:
    """Take a list in; run again with corrected lines it takes only what is missing.

    A question's column has its words, or its number ("1" or "ข้อ 1"), at the head.

    Args:
        survey: that takes answers.
        actor: an officer of its organization.
        path: of a CSV or XLSX file.

    Raises:
        ImportFileError: it cannot be read.
        GuardFailed: it has too many lines, or no column that names a house.
        NotAllowed: another organization's survey.
    """
    taken = Taken()
    questions = {key(one.words): one.number for one in survey.questions.all()}
    questions |= {key(f"ข้อ {number}"): number for number in [*questions.values()]}
    for table in read_tables(path):
        places = _places(table.header)
        if not {"house", "name"} & set(places):
            continue
        asked = {
            at: questions[name] for at, head in enumerate(table.header) if (name := key(head)) in questions
        }
        rows = list(table.rows)
        if len(rows) > MOST_ROWS:
            raise GuardFailed(_("ไฟล์มีเกิน 1,000 แถว แบ่งเป็นหลายไฟล์"), field="file")
        for line, cells in rows:
            if any(cells):
                _take_one(survey, actor, taken, line, cells, places, asked)
        return taken
    raise GuardFailed(_("ไม่พบคอลัมน์บ้านเลขที่หรือชื่อ"), field="file")


def _places(header: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, words in COLUMNS.items():
        wanted = {key(word) for word in words}
        at = next((place for place, head in enumerate(header) if key(head) in wanted), None)
        if at is not None:
            found[name] = at
    return found


def _take_one(
    survey: Survey,
    actor: Officer,
    taken: Taken,
    line: int,
    cells: list[str],
    places: Mapping[str, int],
    asked: Mapping[int, int],
) -> None:
    given = {name: cells[at].strip() for name, at in places.items()}
    members = to_arabic(given.pop("members", "")[:6])
    home = Home(
        **(given | {"subdistrict": _subdistrict(survey, given.get("subdistrict", ""))}),
        members=int(members) if members.isascii() and members.isdigit() and int(members) < 100 else None,
    )
    token = uuid.uuid5(_NAMESPACE, "\x1f".join([str(survey.pk), *cells]))
    before = survey.households.filter(token=token).exists()
    try:
        answer(
            survey=survey,
            actor=actor,
            token=token,
            home=home,
            answers={number: cells[at] for at, number in asked.items()},
            way=EntryWay.IMPORT,
        )
    except GuardFailed as error:
        taken.refused.append((line, str(error)))
    else:
        taken.existing += before
        taken.made += not before


def _subdistrict(survey: Survey, written: str) -> str:
    """Return the code of a subdistrict as written; of the only one of the survey where nothing is written."""
    codes = [one.subdistrict_code for one in survey.areas.all()]
    if not written:
        return codes[0] if len(codes) == 1 else ""
    for district in dict.fromkeys(code[:4] for code in codes):
        named = codes_by_key(district)
        if (code := named.get(key(written.removeprefix("ตำบล").removeprefix("ต.")))) is not None:
            return code
    found = area(written)
    return found.code if found else ""
