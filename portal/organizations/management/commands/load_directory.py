"""`manage.py load_directory`: add the offices of all provinces that are missing (docs/organizations.md)."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from portal.organizations.country import load_country


class Command(BaseCommand):
    """Idempotent; what people changed stays as it is."""

    help = "Add the offices that every province has, and the lead agencies, where they are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(_("เพิ่มหน่วยงาน %(count)s แห่ง") % {"count": f"{load_country():,}"})
