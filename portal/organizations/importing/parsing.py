"""Step three: the cells of a row to facts about one organization, or to Thai reasons why not."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import cache

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.utils import translation
from django.utils.translation import gettext as _

from portal.organizations import areas, naming
from portal.organizations.models import Organization, ServiceArea
from portal.organizations.vocabulary import LOCAL_ADMINISTRATIONS, OrganizationType
from portal.thai.dates import DateError, parse_date
from portal.thai.digits import only_digits, to_arabic
from portal.thai.phone import PhoneError, tidy_phones
from portal.thai.text import key

Coverage = ServiceArea.Coverage

_FOREIGN_TYPES = {
    "thesabannakhon": OrganizationType.CITY_MUNICIPALITY,
    "thesabanmueang": OrganizationType.TOWN_MUNICIPALITY,
    "thesabantambon": OrganizationType.SUBDISTRICT_MUNICIPALITY,
    "specialadministrativeunit": None,
    "อปท": None,
    "เทศบาล": None,
}
_COVERAGES = {
    "": Coverage.WHOLE, "c": Coverage.WHOLE, "whole": Coverage.WHOLE, "complete": Coverage.WHOLE,
    "ทั้งตำบล": Coverage.WHOLE, "ทั้งหมด": Coverage.WHOLE,
    "p": Coverage.PART, "part": Coverage.PART, "partly": Coverage.PART, "บางส่วน": Coverage.PART,
}  # fmt: skip


class RowError(Exception):
    """A row that cannot be taken over; the text is a Thai reason."""


@dataclass
class Served:
    """One subdistrict that a body serves."""

    coverage: str = Coverage.WHOLE
    villages: list[int] = field(default_factory=list)


@dataclass
class ParsedRow:
    """What one row says.

    Attributes:
        line: number of the line in the file.
        key: own id of the source, else "".
        values: fields of `Organization` that the row fills; blank cells are left out.
        areas: subdistrict code to `Served`; None when the file says nothing about areas.
        successor: key, code or name of the body that took over, else "".
        warnings: Thai remarks on cells that were left out.
        tells_closing: the list has a column for the day of closing; without it nothing is said about that.
        short_is_derived: the short name follows from the name; the list does not give it.
    """

    line: int
    key: str
    values: dict[str, object]
    areas: dict[str, Served] | None
    successor: str = ""
    warnings: list[str] = field(default_factory=list)
    tells_closing: bool = False
    short_is_derived: bool = False

    @property
    def type(self) -> OrganizationType:
        """Kind of body."""
        return OrganizationType(str(self.values["type"]))

    @property
    def name(self) -> str:
        """Full Thai name."""
        return str(self.values["name_th"])

    @property
    def natural_key(self) -> tuple[str, str, str, str]:
        """Type, name and place: unique in practice but for one leftover of the real list (documents.md 4)."""
        return natural_key(self.values)


def natural_key(values: dict[str, object]) -> tuple[str, str, str, str]:
    """Return what tells a body from others when no code does."""
    return (
        str(values["type"]),
        key(str(values["name_th"])),
        str(values.get("province_code", "")),
        str(values.get("district_code", "")),
    )


@cache
def _kinds_by_name() -> dict[str, OrganizationType]:
    """Return the kinds of bodies by every way in which a list may write them: value, Thai label, prefix, short form."""
    found: dict[str, OrganizationType] = {}
    with translation.override("th"):
        for kind in OrganizationType:
            form = naming.FORMS.get(kind)
            names = [kind.value, str(kind.label)]
            if form:
                names += [form.prefix, form.short]
            for name in names:
                found.setdefault(key(name), kind)
    return found


def _type(text: str, name: str) -> OrganizationType:
    """Return the kind of body from its own column or, failing that, from its name.

    Raises:
        RowError: when neither tells.
    """
    bare = key(text)
    kind = _kinds_by_name().get(bare)
    if kind:
        return kind
    if bare and bare not in _FOREIGN_TYPES:
        raise RowError(_("ไม่รู้จักประเภทหน่วยงาน “%(type)s”") % {"type": text})
    found = _FOREIGN_TYPES.get(bare) or naming.type_of(name)
    if found is None:
        raise RowError(_("ไม่มีประเภทหน่วยงาน และชื่อไม่บอกประเภท"))
    return found


def _whole(text: str) -> str:
    """Return a number of a spreadsheet without the decimals that it added: "6810101.0" is a code."""
    return re.sub(r"^(\d+)\.0+$", r"\1", text)


def _digits(text: str, warnings: list[str]) -> str:
    """Return the digits of a cell that holds a code; what a spreadsheet made short ("6.81E+06") is left out."""
    plain = _whole(to_arabic(text).strip())
    if re.fullmatch(r"\d(?:[.,]\d+)?[eE]\+?\d+", plain):
        warnings.append(_("ข้ามรหัส “%(text)s” เพราะโปรแกรมตารางย่อตัวเลขไว้") % {"text": text})
        return ""
    return only_digits(plain)


def _code(text: str) -> str:
    """Return the digits of a cell that holds a code, else ""."""
    compact = _whole(to_arabic(text).replace(" ", ""))
    return compact if compact.isascii() and compact.isdecimal() else ""


def _area(text: str, level: areas.Level, parent: str) -> str:
    """Return the code of an area given by code or by name; "" for a blank cell.

    A cell may name several ("2007 2004"); the first one that exists counts.

    Raises:
        RowError: when the area does not exist.
    """
    if not text:
        return ""
    for part in (text, *to_arabic(text).split()):
        code = _code(part)
        if code and areas.is_area(code, level):
            return code
    if level != "province" and not parent and not _code(text):
        raise RowError(_("มีชื่อพื้นที่ “%(name)s” แต่ไม่มีพื้นที่ระดับบน") % {"name": text})
    found = areas.find(text, parent)
    if found is None:
        raise RowError(_("ไม่มีพื้นที่ชื่อหรือรหัส “%(name)s”") % {"name": text})
    return found.code


def parse_villages(text: str) -> list[int]:
    """Return village numbers from "1-3, 5", sorted.

    Raises:
        RowError: for anything else.
    """
    villages: set[int] = set()
    for part in re.split(r"[,; ]+", re.sub(r" ?[-–] ?", "-", " ".join(to_arabic(text).split()))):
        match = re.fullmatch(r"(\d{1,2})(?:-(\d{1,2}))?", part)
        if part and not match:
            raise RowError(_("อ่านหมู่ที่ไม่ได้: “%(text)s”") % {"text": text})
        if match:
            villages |= set(range(int(match[1]), int(match[2] or match[1]) + 1))
    return sorted(village for village in villages if village)


def parse_served(subdistrict: str, coverage: str, villages: str, parent: str = "") -> tuple[str, Served]:
    """Return one subdistrict and how it is served.

    Raises:
        RowError: for an unknown subdistrict, coverage or village.
    """
    code = _area(subdistrict, "subdistrict", parent)
    if not code:
        raise RowError(_("ไม่มีตำบล"))
    folded = key(coverage)
    if folded not in _COVERAGES:
        raise RowError(_("ขอบเขต “%(text)s” ต้องเป็น ทั้งตำบล หรือ บางส่วน") % {"text": coverage})
    numbers = parse_villages(villages)
    return code, Served(Coverage.PART if numbers and not folded else _COVERAGES[folded], numbers)


def _areas(text: str, district: str) -> dict[str, Served]:
    """Return the served subdistricts of a cell such as "810101:c 810102:p" or "ปากน้ำ, กระบี่ใหญ่".

    Raises:
        RowError: for a part that is no subdistrict.
    """
    found: dict[str, Served] = {}
    for part in re.split(r"[,;\s]+", text.strip()):
        if part:
            subdistrict, _colon, coverage = part.partition(":")
            code, served = parse_served(subdistrict, coverage, "", district)
            found[code] = served
    return found


def _places(cells: dict[str, str]) -> dict[str, object]:
    """Return province, district and subdistrict codes; the lower ones give the higher ones.

    Raises:
        RowError: for an area that does not exist or lies elsewhere.
    """
    district_text = cells.get("district", "")
    province = _area(cells.get("province", ""), "province", "")
    if district_text and areas.is_area(_code(district_text), "province"):
        province, district_text = province or _code(district_text), ""
    district = _area(district_text, "district", province)
    subdistrict = _area(cells.get("subdistrict", ""), "subdistrict", district)
    if not subdistrict and areas.is_area(_code(cells.get("geocode", "")), "subdistrict"):
        subdistrict = _code(cells["geocode"])
    district = district or subdistrict[:4]
    province = province or district[:2]
    if district and not district.startswith(province):
        raise RowError(_("อำเภอไม่อยู่ในจังหวัดที่ระบุ"))
    if not subdistrict.startswith(district):
        # The office may stand in one of several districts; the district column says which one counts.
        subdistrict = ""
    found = {"province_code": province, "district_code": district, "subdistrict_code": subdistrict}
    return {name: code for name, code in found.items() if code}


def _coordinates(cells: dict[str, str], warnings: list[str]) -> dict[str, object]:
    """Return latitude and longitude in degrees; a cell that is no coordinate is left out with a warning."""
    values: dict[str, object] = {}
    for name, limit in (("latitude", 90.0), ("longitude", 180.0)):
        if text := to_arabic(cells.get(name, "")):
            try:
                number = float(text)
            except ValueError:
                number = limit + 1
            if -limit <= number <= limit:
                values[name] = number
            else:
                warnings.append(_("ข้ามพิกัด “%(text)s” เพราะไม่ใช่พิกัด") % {"text": text})
    return values


def _contacts(cells: dict[str, str], warnings: list[str]) -> dict[str, object]:
    """Return the contact fields; a cell that is no number or address is left out with a warning."""
    values: dict[str, object] = {}
    if text := cells.get("phone", ""):
        try:
            values["phone"] = tidy_phones(text, longest=Organization._meta.get_field("phone").max_length)
        except PhoneError:
            warnings.append(_("ข้ามหมายเลขโทรศัพท์ “%(text)s” เพราะอ่านไม่ได้") % {"text": text})
    if text := cells.get("email", ""):
        try:
            EmailValidator()(text)
            values["email"] = text
        except ValidationError:
            warnings.append(_("ข้ามอีเมล “%(text)s” เพราะผิดรูปแบบ") % {"text": text})
    if text := cells.get("website", ""):
        address = text if "://" in text else f"http://{text}"
        try:
            URLValidator(schemes=["http", "https"])(address)
            values["website"] = address[:200]
        except ValidationError:
            warnings.append(_("ข้ามเว็บไซต์ “%(text)s” เพราะผิดรูปแบบ") % {"text": text})
    return values


def _names(kind: OrganizationType, cells: dict[str, str]) -> dict[str, object]:
    """Return the names in full: lists often give the short name or only the place.

    Raises:
        RowError: when there is no name.
    """
    written = cells.get("name_th", "")
    if not written:
        raise RowError(_("ไม่มีชื่อหน่วยงาน"))
    form = naming.FORMS.get(kind)
    follows_pattern = kind in LOCAL_ADMINISTRATIONS or bool(
        form and naming.place_of(kind, written) != written
    )
    name = naming.full_name(kind, written) if follows_pattern else written
    if len(name) > 200:
        raise RowError(_("ชื่อหน่วยงานยาวเกิน 200 ตัวอักษร"))
    short = cells.get("short_name", "") or (naming.short_name(kind, name) if follows_pattern else "")
    english = cells.get("name_en", "")
    values: dict[str, object] = {"name_th": name, "short_name": short[:80]}
    if english:
        values["name_en"] = (
            naming.english_name(kind, english) if kind in LOCAL_ADMINISTRATIONS else english
        )[:200]
    return {field_name: value for field_name, value in values.items() if value}


def _closed_on(text: str) -> dt.date | None:
    """Return the day of closure.

    Raises:
        RowError: when it is no date.
    """
    if not text:
        return None
    try:
        return parse_date(text.removesuffix(" 00:00:00"))
    except DateError as error:
        raise RowError(_("วันที่เลิก: %(reason)s") % {"reason": _(error.message)}) from error


def parse_row(line: int, cells: dict[str, str]) -> ParsedRow:
    """Return what a row says.

    Args:
        line: number of the line in the file.
        cells: our column names to cleaned text, all known columns of the file.

    Raises:
        RowError: with the first Thai reason why the row cannot be taken over.
    """
    warnings: list[str] = []
    kind = _type(cells.get("type", ""), cells.get("name_th", ""))
    values: dict[str, object] = {"type": kind.value, **_names(kind, cells), **_places(cells)}
    if kind in LOCAL_ADMINISTRATIONS and not values.get("province_code"):
        raise RowError(_("ไม่มีจังหวัด"))
    for name, most in (("geocode", 6), ("dla_code", 8)):
        code = _digits(cells.get(name, ""), warnings)
        if len(code) > most:
            raise RowError(_("รหัส “%(text)s” ยาวเกิน %(most)d หลัก") % {"text": cells[name], "most": most})
        if code:
            values[name] = code
    for name, most in (("address", 300), ("letter_code", 40)):
        if cells.get(name):
            values[name] = cells[name][:most]
    values |= _contacts(cells, warnings) | _coordinates(cells, warnings)
    if closed := _closed_on(cells.get("closed_on", "")):
        values["closed_on"] = closed
    served = _areas(cells["areas"], str(values.get("district_code", ""))) if cells.get("areas") else None
    return ParsedRow(
        line,
        _whole(cells.get("key", ""))[:80],
        values,
        served,
        cells.get("successor", ""),
        warnings,
        tells_closing="closed_on" in cells,
        short_is_derived=not cells.get("short_name"),
    )
