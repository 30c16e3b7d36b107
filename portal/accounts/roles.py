"""What a member of staff may be appointed to (glossary: Roles)."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """A role within one organization; it hangs on an appointment, never on the account (S2.60)."""

    CENTER_OFFICER = "center_officer", _("เจ้าหน้าที่สถานที่กลาง")
    CENTER_HEAD = "center_head", _("หัวหน้าศูนย์")
    CONTENT_EDITOR = "content_editor", _("บรรณาธิการเนื้อหา")
    PUBLISHER = "publisher", _("ผู้อนุมัติเผยแพร่")
    LAO_OFFICER = "lao_officer", _("เจ้าหน้าที่ อปท.")
    LAO_CHIEF_ADMINISTRATOR = "lao_chief_administrator", _("ปลัด อปท.")
    LEAD_AGENCY_OFFICER = "lead_agency_officer", _("เจ้าหน้าที่หน่วยงานเจ้าภาพหลัก")
    LEAD_AGENCY_HEAD = "lead_agency_head", _("หัวหน้าหน่วยงานเจ้าภาพหลัก")
    PROVINCE_ADMIN = "province_admin", _("ผู้ดูแลผู้ใช้ระดับจังหวัด")
    SYSTEM_ADMIN = "system_admin", _("ผู้ดูแลระบบ")

    @property
    def is_officer(self) -> bool:
        """Works on cases: receives, screens, forwards, helps."""
        return self in _OFFICERS or self in _SUPERVISORS

    @property
    def is_supervisor(self) -> bool:
        """Approves what an officer of the same body asks for."""
        return self in _SUPERVISORS

    @property
    def edits_content(self) -> bool:
        """May enter /cms/."""
        return self in _EDITORS


_OFFICERS = frozenset({Role.CENTER_OFFICER, Role.LAO_OFFICER, Role.LEAD_AGENCY_OFFICER})
_SUPERVISORS = frozenset({Role.CENTER_HEAD, Role.LAO_CHIEF_ADMINISTRATOR, Role.LEAD_AGENCY_HEAD})
_EDITORS = frozenset({Role.CONTENT_EDITOR, Role.PUBLISHER})

CMS_GROUPS = {Role.CONTENT_EDITOR: "Editors", Role.PUBLISHER: "Moderators"}
"""Wagtail's own groups: editors write drafts, moderators publish."""
