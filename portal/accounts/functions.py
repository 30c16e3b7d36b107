"""What an appointment lets a person do: functions, which of them an organization may give, which of them include others.

Nothing in the portal decides by a position title. The same title does different work in different offices; the order of
appointment says which (S2.60).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.organizations.vocabulary import LOCAL_ADMINISTRATIONS, OrganizationType


class Function(TextChoices):
    """What somebody does in an organization by an order; several to one appointment (cases.md, second edition, 3)."""

    INTAKE = "intake", _("รับแจ้งเหตุ")
    WORK = "work", _("ดำเนินการช่วยเหลือ")
    REPORTING = "reporting", _("รายงานผล")
    ALARMS = "alarms", _("ติดตามกรณีแจ้งเตือน")
    SUPERVISE = "supervise", _("บังคับบัญชาและอนุมัติ")
    DEPUTY = "deputy", _("ปฏิบัติราชการแทนผู้บังคับบัญชา")
    COMMITTEE = "committee", _("เลขานุการคณะกรรมการ")
    FIELD = "field", _("หน่วยเคลื่อนที่เร็ว")
    VIEW = "view", _("ดูรายงาน")
    ACCOUNTS = "accounts", _("ดูแลผู้ใช้ระบบ")
    EDIT_CONTENT = "edit_content", _("เขียนเนื้อหา")
    PUBLISH = "publish", _("เผยแพร่เนื้อหา")
    SYSTEM = "system", _("ดูแลระบบทางเทคนิค")
    DATA_PROTECTION = "data_protection", _("คุ้มครองข้อมูลส่วนบุคคล")

    @property
    def is_case_work(self) -> bool:
        """Whoever has it works on cases."""
        return self in CASE_WORK

    @property
    def is_supervision(self) -> bool:
        """Whoever has it decides on what others of the organization ask for."""
        return self in SUPERVISION


CASE_WORK = frozenset(
    {Function.INTAKE, Function.WORK, Function.SUPERVISE, Function.DEPUTY, Function.FIELD, Function.COMMITTEE}
)
SUPERVISION = frozenset({Function.SUPERVISE, Function.DEPUTY})
INCLUDED: dict[Function, frozenset[Function]] = {
    Function.SUPERVISE: frozenset({Function.INTAKE, Function.WORK}),
    Function.DEPUTY: frozenset({Function.INTAKE, Function.WORK}),
}
"""What comes with a function without standing in the order (cases.md, second edition, 3)."""

CMS_GROUPS = {Function.EDIT_CONTENT: "Editors", Function.PUBLISH: "Moderators"}
"""Wagtail's own groups: editors write drafts, moderators publish."""

_HELPING = frozenset(
    {
        *(Function.INTAKE, Function.WORK, Function.REPORTING, Function.ALARMS),
        *(Function.SUPERVISE, Function.DEPUTY, Function.FIELD, Function.VIEW, Function.ACCOUNTS),
        # Every public office has its own officer (PDPA s.41).
        Function.DATA_PROTECTION,
    }
)
_WATCHING = frozenset(
    {Function.REPORTING, Function.ALARMS, Function.VIEW, Function.ACCOUNTS, Function.DATA_PROTECTION}
)

FUNCTIONS_OF: dict[OrganizationType, frozenset[Function]] = {
    # House rule: content is edited by the center's editors only, and the machine is looked after from there.
    OrganizationType.CENTER: frozenset(Function),
    # The regulation gives each of them a committee for helping people (S1.14).
    **dict.fromkeys(LOCAL_ADMINISTRATIONS, _HELPING | {Function.COMMITTEE}),
    OrganizationType.LAO_HELP_CENTER: _HELPING | {Function.COMMITTEE},
    OrganizationType.DISTRICT_OFFICE: _HELPING,
    OrganizationType.DISTRICT_LOCAL_OFFICE: _WATCHING,
    OrganizationType.PROVINCIAL_LOCAL_OFFICE: _HELPING,
    # Where a center has not two who may approve, the department's supervisor does (cases.md, second edition, 3).
    OrganizationType.DLA: _HELPING - {Function.FIELD},
    OrganizationType.PROVINCIAL_SOCIAL_OFFICE: _HELPING,
    OrganizationType.DAMRONGDHAMA_CENTER: _HELPING,
    OrganizationType.HOSPITAL: _HELPING,
    OrganizationType.POLICE_STATION: _HELPING,
    OrganizationType.LABOR_PROTECTION_OFFICE: _HELPING,
    OrganizationType.EDUCATION_AREA_OFFICE: _HELPING,
    OrganizationType.JUSTICE_OFFICE: _HELPING,
    OrganizationType.EMBASSY: _HELPING - {Function.FIELD},
    OrganizationType.NGO: _HELPING,
    # Receives reports and nothing else (glossary).
    OrganizationType.GOVERNOR: frozenset({Function.VIEW}),
    OrganizationType.OTHER: _HELPING,
    # Offices of Bangkok and of departments that lead a problem in the directory.
    **dict.fromkeys(
        (
            OrganizationType.BMA_DISTRICT_OFFICE,
            OrganizationType.BMA_HEALTH_CENTER,
            OrganizationType.BMA_HOSPITAL,
            OrganizationType.SOCIAL_CENTER,
            OrganizationType.EDUCATION_HOSPITAL,
            OrganizationType.METROPOLITAN_POLICE_STATION,
            OrganizationType.POLICE_COMMAND,
            OrganizationType.LABOR_AREA_OFFICE,
            OrganizationType.LABOR_CENTER,
            OrganizationType.RIGHTS_DEPARTMENT,
            OrganizationType.FOREIGN_AFFAIRS,
        ),
        _HELPING,
    ),
}
"""Which functions a kind of organization may give to its people."""


def including(functions: Iterable[Function]) -> frozenset[Function]:
    """Return functions together with those that come with them."""
    given = frozenset(functions)
    return given.union(*(INCLUDED.get(one, frozenset()) for one in given))


@lru_cache(maxsize=1000)
def named(values: frozenset[str]) -> frozenset[Function]:
    """Return the functions of some values together with those that come with them, made once for each set of values.

    The hundreds of people of an office share a few sets, and each page of a case asks what all of them are appointed for.

    Args:
        values: as they stand in the table.
    """
    return including(map(Function, values))


def giving(*functions: Function) -> frozenset[Function]:
    """Return every function by which somebody has one of these, directly or because it is included."""
    return frozenset(one for one in Function if including({one}) & frozenset(functions))
