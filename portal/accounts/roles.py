"""What an order of appointment calls a person (glossary: Roles). A title proposes functions and decides nothing."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.accounts.functions import Function


class Role(TextChoices):
    """The position within one organization that an order names; it hangs on an appointment, never on the account."""

    CENTER_OFFICER = "center_officer", _("เจ้าหน้าที่สถานที่กลาง")
    CENTER_HEAD = "center_head", _("หัวหน้าศูนย์")
    CONTENT_EDITOR = "content_editor", _("บรรณาธิการเนื้อหา")
    PUBLISHER = "publisher", _("ผู้อนุมัติเผยแพร่")
    LAO_OFFICER = "lao_officer", _("เจ้าหน้าที่ อปท.")
    LAO_CHIEF_ADMINISTRATOR = "lao_chief_administrator", _("ปลัด อปท.")
    LEAD_AGENCY_OFFICER = "lead_agency_officer", _("เจ้าหน้าที่หน่วยงานเจ้าภาพหลัก")
    LEAD_AGENCY_HEAD = "lead_agency_head", _("หัวหน้าหน่วยงานเจ้าภาพหลัก")
    DEPUTY_HEAD = "deputy_head", _("รองหัวหน้าหน่วยงาน")
    REPORT_OFFICER = "report_officer", _("เจ้าหน้าที่รายงานผล")
    COMMITTEE_SECRETARY = "committee_secretary", _("เลขานุการคณะกรรมการ")
    RAPID_UNIT_MEMBER = "rapid_unit_member", _("เจ้าหน้าที่หน่วยเคลื่อนที่เร็ว")
    VIEWER = "viewer", _("ผู้ดูรายงาน")
    PROVINCE_ADMIN = "province_admin", _("ผู้ดูแลผู้ใช้ระดับจังหวัด")
    SYSTEM_ADMIN = "system_admin", _("ผู้ดูแลระบบ")
    DATA_PROTECTION_OFFICER = "data_protection_officer", _("เจ้าหน้าที่คุ้มครองข้อมูลส่วนบุคคล")


_OFFICER = frozenset({Function.INTAKE, Function.WORK})
_HEAD = frozenset({Function.SUPERVISE, Function.ALARMS, Function.INTAKE, Function.WORK})

PROPOSED: dict[Role, frozenset[Function]] = {
    Role.CENTER_OFFICER: _OFFICER,
    Role.CENTER_HEAD: _HEAD,
    Role.CONTENT_EDITOR: frozenset({Function.EDIT_CONTENT}),
    Role.PUBLISHER: frozenset({Function.PUBLISH}),
    Role.LAO_OFFICER: _OFFICER,
    Role.LAO_CHIEF_ADMINISTRATOR: _HEAD,
    Role.LEAD_AGENCY_OFFICER: _OFFICER,
    Role.LEAD_AGENCY_HEAD: _HEAD,
    Role.DEPUTY_HEAD: frozenset({Function.DEPUTY, Function.ALARMS, Function.INTAKE, Function.WORK}),
    Role.REPORT_OFFICER: frozenset({Function.REPORTING}),
    Role.COMMITTEE_SECRETARY: frozenset({Function.COMMITTEE}),
    Role.RAPID_UNIT_MEMBER: frozenset({Function.FIELD}),
    Role.VIEWER: frozenset({Function.VIEW}),
    Role.PROVINCE_ADMIN: frozenset({Function.ACCOUNTS}),
    Role.SYSTEM_ADMIN: frozenset({Function.SYSTEM}),
    Role.DATA_PROTECTION_OFFICER: frozenset({Function.DATA_PROTECTION}),
}
"""The functions that a form ticks for a position; whoever appoints may change them."""
