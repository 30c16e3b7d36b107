"""`manage.py organization_figures`: is the directory complete? (S2.50)."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.organizations import areas
from portal.organizations.domain.figures import frontline1_figures


class Command(BaseCommand):
    """Reads only."""

    help = "Count the active bodies of front line 1 beside the official numbers of 2556."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--province", default="", help="name or code of one province")

    def handle(self, *args: Any, province: str, **options: Any) -> None:
        found = areas.find(province) or areas.area(province) if province else None
        if province and (found is None or found.level != "province"):
            raise CommandError(_("ไม่มีจังหวัด “%(name)s”") % {"name": province})
        figures = frontline1_figures(found.code if found else "")
        for figure in figures:
            self._line(str(figure.label), figure.held, figure.official, national=not found)
        self._line(
            _("รวม"),
            sum(figure.held for figure in figures),
            sum(figure.official for figure in figures),
            national=not found,
        )

    def _line(self, label: str, held: int, official: int, *, national: bool) -> None:
        """Print one group; the official number stands beside a national count only."""
        beside = _("  (พ.ศ. 2556: %(official)s แห่ง)") % {"official": f"{official:,}"} if national else ""
        self.stdout.write(f"{held:>7,}  {label}{beside}")
