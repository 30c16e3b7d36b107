"""Services as GeoReport names them: the general kinds of help. The crisis problems are not among them.

A program of somebody else is no place to tell of violence, pregnancy, trafficking or child labor: they are neither listed nor
taken by their codes, and words that tell of danger under another code make a careful request (`receiving`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.intake.forms.place import home_district
from portal.organizations import areas
from portal.vocabulary import ProblemType

SUBDISTRICT, MOO = "subdistrict", "moo"
"""Variables of a service definition."""


@dataclass(frozen=True, slots=True)
class Service:
    """One service.

    Attributes:
        code: of the kind of help.
        name: in the reader's language.
        description: what it is for.
        group: under which heading programs show it.
    """

    code: str
    name: str | Promise
    description: str | Promise
    group: str | Promise


_GENERAL = _("ความช่วยเหลือทั่วไป")
_DESCRIBED: Mapping[ProblemType, str | Promise] = {
    ProblemType.DISASTER: _("น้ำท่วม พายุ ไฟไหม้ ภัยแล้ง บ้านหรือทรัพย์สินเสียหาย"),
    ProblemType.QUALITY_OF_LIFE: _("ขาดแคลน บ้านทรุดโทรม ไม่มีคนดูแล"),
    ProblemType.DISEASE: _("โรคติดต่อ การป้องกันและควบคุม"),
    ProblemType.LOW_INCOME_FARMER: _("เกษตรกรผู้มีรายได้น้อยที่ได้รับความเสียหาย"),
    ProblemType.OTHER: _("เรื่องอื่นที่ต้องการความช่วยเหลือจากท้องถิ่น"),
}


def services() -> list[Service]:
    """Return what programs may report."""
    return [Service(code.value, code.label, words, _GENERAL) for code, words in _DESCRIBED.items()]


def service(code: str) -> Service | None:
    """Return the service of a code; None for an unknown one, and for every crisis problem."""
    return next((one for one in services() if one.code == code), None)


def subdistricts() -> list[tuple[str, str]]:
    """Return (code, name) of the subdistricts of the center's own district, for whoever cannot write an address."""
    return [(area.code, area.name) for area in areas.subdistricts(home_district())]
