"""A list of households from a spreadsheet: tried first, then taken line by line, each kept or refused with its reason."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from cases.errors import GuardFailed, NotAllowed
from cases.vulnerable.domain.keeping import Agreed, AlreadyThereError, Details, enter
from cases.vulnerable.domain.order import hold
from cases.vulnerable.domain.rights import keeps, places_of
from cases.vulnerable.models import Home, Need
from cases.vulnerable.vocabulary import AgreedBy, AgreedHow, EntryWay
from portal.organizations.areas import area, codes_by_key
from portal.organizations.importing.reading import Table, read_tables, words_of_cut
from portal.thai.dates import DateError, parse_date
from portal.thai.digits import to_arabic
from portal.thai.text import key

if TYPE_CHECKING:
    from portal.actors import Officer

COLUMNS = {
    "name": ("ชื่อ", "ชื่อ-สกุล", "ชื่อผู้ที่ต้องช่วยก่อน", "name"),
    "phone": ("โทรศัพท์", "เบอร์โทรศัพท์", "โทรศัพท์ของบ้าน", "phone"),
    "other_contact": ("ผู้ที่ติดต่อแทนได้", "ผู้ดูแล", "other contact"),
    "place_detail": ("บ้านเลขที่", "เลขที่บ้าน", "บ้านเลขที่และจุดสังเกต", "house"),
    "moo": ("หมู่ที่", "หมู่", "moo"),
    "subdistrict": ("ตำบล", "subdistrict"),
    "people": ("จำนวนคนในบ้าน", "จำนวนสมาชิก", "people"),
    "needs": ("ความจำเป็น", "เหตุที่ต้องช่วยก่อน", "needs"),
    "note": ("สิ่งที่ผู้เข้าช่วยต้องรู้", "หมายเหตุ", "note"),
    "agreed_on": ("วันที่ยินยอม", "ยินยอมเมื่อ", "agreed on"),
    "agreed_by": ("ผู้ให้ความยินยอม", "agreed by"),
    "agreed_name": ("ชื่อผู้ให้ความยินยอมแทน", "agreed name"),
    "agreed_how": ("ยินยอมอย่างไร", "agreed how"),
}
NEEDED = {"name", "needs", "agreed_on"}
MOST_ROWS = 1_000
"""Lines of one file, so that taking it in stays a matter of seconds."""
Choice = TypeVar("Choice", AgreedBy, AgreedHow)
_NAMESPACE = uuid.UUID("3d0c7c9a-7a52-4e0a-9a3c-5b7c3c0b8f21")


@dataclass(slots=True)
class Taken:
    """What became of a list, or would become of it.

    Attributes:
        made: lines that were kept.
        existing: lines that stood there before.
        refused: number of the line and why.
        tried: nothing was kept, it was only tried.
    """

    made: int = 0
    existing: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)
    tried: bool = False


def take(*, actor: Officer, path: Path, tries: bool) -> Taken:
    """Take a list in; brought again with corrected lines it takes only what is missing.

    Args:
        actor: who keeps a register.
        path: of a CSV or XLSX file.
        tries: everything is judged as if it were kept, and nothing is.

    Raises:
        ImportFileError: it cannot be read.
        GuardFailed: it has too many lines, or a column is missing.
        NotAllowed: for anybody else.
    """
    if not keeps(actor):
        raise NotAllowed("enter_home")
    for table in read_tables(path):
        places = _places(table)
        if "name" not in places:
            continue
        if missing := sorted(NEEDED - set(places)):
            words = ", ".join(COLUMNS[name][0] for name in missing)
            raise GuardFailed(_("ไม่พบคอลัมน์ %(columns)s") % {"columns": words}, field="file")
        if len(table.rows) > MOST_ROWS:
            raise GuardFailed(_("ไฟล์มีเกิน 1,000 แถว แบ่งเป็นหลายไฟล์"), field="file")
        with transaction.atomic():
            # All villages at once: two lists that name them in different orders would wait for each other.
            hold(*(f"{code}/" for code in sorted(places_of(actor.organization))))
            taken = _Reader(actor, places).take(table)
            taken.tried = tries
            if tries:
                transaction.set_rollback(True)
        return taken
    raise GuardFailed(_("ไม่พบคอลัมน์ชื่อ"), field="file")


def _places(table: Table) -> dict[str, int]:
    """Return in which column each field stands."""
    heads = {key(head): place for place, head in reversed(list(enumerate(table.header)))}
    found = {}
    for name, words in COLUMNS.items():
        at = next((heads[key(word)] for word in words if key(word) in heads), None)
        if at is not None:
            found[name] = at
    return found


class _Reader:
    """Reads lines of one list; what is the same for all of them is asked once."""

    def __init__(self, actor: Officer, places: Mapping[str, int]) -> None:
        self.actor, self.places = actor, places
        self.codes = sorted(places_of(actor.organization))
        self.names: dict[str, str] = {}
        for district in dict.fromkeys(code[:4] for code in self.codes):
            self.names |= codes_by_key(district)
        self.needs = {
            key(word): need.slug
            for need in Need.objects.filter(is_offered=True)
            for word in (need.name, need.slug, need.name_en)
            if word
        }

    def take(self, table: Table) -> Taken:
        """Take each line by itself: what is wrong with one keeps no other out."""
        taken = Taken()
        for line, cells in table.rows:
            if not any(cells):
                continue
            if line in table.cut:
                taken.refused.append((line, words_of_cut()))
                continue
            try:
                with transaction.atomic():
                    is_new = self._take_one(cells)
            except AlreadyThereError:
                is_new = False
            except GuardFailed as error:
                taken.refused.append((line, str(error.message)))
                continue
            taken.made += is_new
            taken.existing += not is_new
        return taken

    def _take_one(self, cells: list[str]) -> bool:
        """Keep one line; False when the same line was kept before."""
        given = {name: cells[at].strip() for name, at in self.places.items()}
        details = Details(
            **{
                name: given.get(name, "")
                for name in ("name", "phone", "other_contact", "moo", "place_detail", "note")
            },
            subdistrict=self._subdistrict(given.get("subdistrict", "")),
            needs=self._needs(given.get("needs", "")),
            people=_people(given.get("people", "")),
        )
        agreed = Agreed(
            by=_choice(AgreedBy, given.get("agreed_by", ""), AgreedBy.SELF),
            how=_choice(AgreedHow, given.get("agreed_how", ""), AgreedHow.PAPER),
            on=_day(given["agreed_on"]),
            name=given.get("agreed_name", ""),
        )
        parts = [str(self.actor.organization.pk), str(self.actor.person.pk), *cells]
        token = uuid.uuid5(_NAMESPACE, "\x1f".join(parts))
        known = Home.objects.filter(token=token).exists()
        enter(actor=self.actor, details=details, agreed=agreed, token=token, way=EntryWay.IMPORT)
        return not known

    def _subdistrict(self, written: str) -> str:
        """Return the code of a subdistrict as written; the only one of the organization where nothing is written."""
        if not written:
            return self.codes[0] if len(self.codes) == 1 else ""
        bare = written.removeprefix("ตำบล").removeprefix("ต.")
        if (code := self.names.get(key(bare))) is not None:
            return code
        found = area(to_arabic(written[:6]))
        return found.code if found else ""

    def _needs(self, written: str) -> list[str]:
        """Return the needs of a line, written with commas between them.

        Raises:
            GuardFailed: one of them is none.
        """
        found = []
        for part in written.replace("/", ",").replace(";", ",").split(","):
            if not part.strip():
                continue
            if (slug := self.needs.get(key(part))) is None:
                raise GuardFailed(_("ไม่รู้จักความจำเป็น “%(need)s”") % {"need": part.strip()[:60]}, field="needs")
            found.append(slug)
        return found


def _people(written: str) -> int | None:
    digits = to_arabic(written[:6])
    return int(digits) if digits.isascii() and digits.isdigit() else None


def _choice(choices: type[Choice], written: str, usual: Choice) -> Choice:
    """Return what a cell names by its words or its code; the usual one of a list where nothing stands.

    Raises:
        GuardFailed: it names none of them.
    """
    if not written:
        return usual
    named = {key(str(word)): one for one in choices for word in (one.label, one.value)}
    if (found := named.get(key(written))) is None:
        raise GuardFailed(_("ไม่รู้จัก “%(words)s”") % {"words": written[:60]}, field="file")
    return found


def _day(written: str) -> dt.date:
    try:
        return parse_date(written)
    except DateError as error:
        raise GuardFailed(_("อ่านวันที่ยินยอมไม่ได้"), field="agreed_on") from error
