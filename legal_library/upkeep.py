"""Checks of the library."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from legal_library.models import LibraryImport
from portal.upkeep.registry import Found, Look, Severity, check, rows


@check(
    Severity.TODAY,
    _("การนำเข้าเอกสารค้างอยู่"),
    _("เปิดการนำเข้าใน /cms/ แล้วเริ่มใหม่ ดู “manage.py queue” ว่างานใดตาย"),
)
def imports_stuck(look: Look) -> Found:
    """An import has been reading or writing for an hour."""
    busy = (LibraryImport.State.LOOKING, LibraryImport.State.WRITING)
    return rows(LibraryImport.objects.filter(state__in=busy, started_at__lt=look.ago(hours=1)))
