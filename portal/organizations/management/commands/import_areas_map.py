"""`manage.py import_areas_map FILE`: outlines for the map of the units near a person (docs/organizations.md)."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.organizations.importing.area_map import AreaMapError, import_area_map


class Command(BaseCommand):
    """Idempotent; outlines of areas that the file does not name stay."""

    help = "Take over the outlines of provinces, districts and subdistricts from a GeoJSON file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--credit", required=True, help="whom the map names as its source, with the license"
        )
        parser.add_argument("--dry-run", action="store_true", help="report only")

    def handle(self, *args: Any, file: Path, credit: str, dry_run: bool, **options: Any) -> None:
        try:
            report = import_area_map(file.read_bytes(), credit=credit, dry_run=dry_run)
        except (OSError, AreaMapError) as error:
            raise CommandError(f"{file}: {error}") from error
        for number, why in report.refused:
            self.stdout.write(f"feature {number}: {why}")
        done = "would be written" if dry_run else "written"
        self.stdout.write(
            f"{report.written} {done}, {report.unchanged} unchanged, {len(report.refused)} refused"
        )
