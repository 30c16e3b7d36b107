"""How names of organizations are written: full, short and in English, by type.

A new type with names of its own kind needs one row in `FORMS` (docs/organizations.md).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from portal.organizations.vocabulary import OrganizationType as Type
from portal.thai.text import fold


@dataclass(frozen=True)
class NameForm:
    """The parts of names of one type.

    Attributes:
        prefix: in front of the place in the full Thai name, "องค์การบริหารส่วนตำบล".
        short: in front of the place in the short name, "อบต.".
        english: behind the place in English, "Subdistrict Administrative Organization".
    """

    prefix: str
    short: str
    english: str


FORMS: dict[Type, NameForm] = {
    Type.PAO: NameForm("องค์การบริหารส่วนจังหวัด", "อบจ.", "Provincial Administrative Organization"),
    Type.CITY_MUNICIPALITY: NameForm("เทศบาลนคร", "ทน.", "City Municipality"),
    Type.TOWN_MUNICIPALITY: NameForm("เทศบาลเมือง", "ทม.", "Town Municipality"),
    Type.SUBDISTRICT_MUNICIPALITY: NameForm("เทศบาลตำบล", "ทต.", "Subdistrict Municipality"),
    Type.TAO: NameForm("องค์การบริหารส่วนตำบล", "อบต.", "Subdistrict Administrative Organization"),
    Type.PATTAYA: NameForm("เมือง", "เมือง", "City"),
    Type.DISTRICT_OFFICE: NameForm("ที่ทำการปกครองอำเภอ", "ปค.อ.", "District Office"),
    Type.DISTRICT_LOCAL_OFFICE: NameForm(
        "สำนักงานส่งเสริมการปกครองท้องถิ่นอำเภอ", "สถอ.", "District Office of Local Administration"
    ),
    Type.PROVINCIAL_LOCAL_OFFICE: NameForm(
        "สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัด", "สถจ.", "Provincial Office of Local Administration"
    ),
    Type.PROVINCIAL_SOCIAL_OFFICE: NameForm(
        "สำนักงานพัฒนาสังคมและความมั่นคงของมนุษย์จังหวัด",
        "พมจ.",
        "Provincial Office of Social Development and Human Security",
    ),
    Type.LABOR_PROTECTION_OFFICE: NameForm(
        "สำนักงานสวัสดิการและคุ้มครองแรงงานจังหวัด", "สสค.", "Provincial Office of Labor Protection and Welfare"
    ),
    Type.DAMRONGDHAMA_CENTER: NameForm("ศูนย์ดำรงธรรมจังหวัด", "ศดธ.", "Provincial Damrongdhama Center"),
    Type.HOSPITAL: NameForm("โรงพยาบาล", "รพ.", "Hospital"),
    Type.POLICE_STATION: NameForm("สถานีตำรวจภูธร", "สภ.", "Provincial Police Station"),
    Type.METROPOLITAN_POLICE_STATION: NameForm("สถานีตำรวจนครบาล", "สน.", "Metropolitan Police Station"),
    Type.POLICE_COMMAND: NameForm("ตำรวจภูธรจังหวัด", "ภ.จว.", "Provincial Police"),
    Type.BMA_DISTRICT_OFFICE: NameForm("สำนักงานเขต", "สนข.", "District Office"),
    Type.BMA_HEALTH_CENTER: NameForm("ศูนย์บริการสาธารณสุข", "ศบส.", "Public Health Center"),
    Type.JUSTICE_OFFICE: NameForm("สำนักงานยุติธรรมจังหวัด", "ยธจ.", "Provincial Justice Office"),
    Type.EDUCATION_AREA_OFFICE: NameForm("สำนักงานเขตพื้นที่การศึกษา", "สพท.", "Educational Service Area Office"),
    Type.GOVERNOR: NameForm("ผู้ว่าราชการจังหวัด", "ผวจ.", "Governor of"),
}
"""Name parts of the types whose names follow a pattern; the others are written in full by hand."""


@cache
def _beginning(form: NameForm) -> re.Pattern[str]:
    """Return the pattern of the beginnings of names of one kind: "อบต.", "อบต ", "อ.บ.ต. ", or the words in full."""
    letters = [letter for letter in form.short if letter != "."]
    short = r"\.? ?".join(map(re.escape, letters)) + r"(?:\. *| +)"
    if not form.short.endswith("."):
        short = re.escape(form.short)
    return re.compile(rf"(?:{re.escape(form.prefix)} *|{short})(?=.)")


def place_of(type_: Type, name: str) -> str:
    """Return the place in a full or short name: "อบต.อ่าวนาง" gives "อ่าวนาง"; other names come back whole."""
    form = FORMS.get(type_)
    match = _beginning(form).match(name) if form else None
    return name[match.end() :].strip() if match else name


def full_name(type_: Type, name: str) -> str:
    """Return the full Thai name of a body named in full, in short or by its place alone.

    "อบต.อ่าวนาง", "อ่าวนาง" and "องค์การบริหารส่วนตำบลอ่าวนาง" give the last. Names of types without a pattern are
    returned as they are.
    """
    form = FORMS.get(type_)
    return form.prefix + place_of(type_, name) if form else name


def short_name(type_: Type, name: str) -> str:
    """Return the short Thai name, "อบต.อ่าวนาง"; empty for types without a pattern."""
    form = FORMS.get(type_)
    return form.short + place_of(type_, name) if form else ""


def english_name(type_: Type, place: str) -> str:
    """Return the English name of a body from its place in English: "Ao Nang" gives "Ao Nang Subdistrict …"."""
    form = FORMS.get(type_)
    if not place or not form or place.endswith(form.english):
        return place
    return f"{form.english} {place}" if type_ == Type.GOVERNOR else f"{place} {form.english}"


def type_of(name: str) -> Type | None:
    """Return the type that a Thai name shows by its beginning, full or short, or None when it shows none."""
    folded = fold(name)
    if folded in ("กรุงเทพมหานคร", "กทม."):
        return Type.BMA
    if folded in ("เมืองพัทยา", "พัทยา"):
        return Type.PATTAYA
    candidates = [
        (match.end(), type_)
        for type_, form in FORMS.items()
        if type_ != Type.PATTAYA and (match := _beginning(form).match(folded))
    ]
    return max(candidates)[1] if candidates else None
