"""`manage.py verify`: is all well, and if not, what has to be done?"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from portal.upkeep.registry import Look, checks
from portal.upkeep.running import Result, inspect


class Command(BaseCommand):
    """Run every check of every room; changes nothing.

    The exit code is that of the gravest finding: 0 all is well, 1 to do this month, 2 today, 3 now.
    """

    help = (
        "Look at the whole system and say what has to be done. Ends with 0 when all is well, 1 when something has to be "
        "done this month, 2 today, 3 now. Names references and tables, never a person."
    )
    # The system's own checks are among ours, and a system that fails them has to be looked at all the more.
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django's own way

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("names", nargs="*", metavar="CHECK", help="only these checks")
        parser.add_argument("--full", action="store_true", help="read everything, however long it takes")
        parser.add_argument("--all", action="store_true", help="tell of checks that found nothing too")
        parser.add_argument("--json", action="store_true", help="one JSON object a line, for programs")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="th")

    def handle(self, *args: Any, names: list[str], language: str, **options: Any) -> None:
        """Print what was found, the gravest first.

        Raises:
            CommandError: no check is called so.
        """
        unknown = sorted(set(names) - set(checks()))
        if unknown:
            raise CommandError(f"no check is called {', '.join(unknown)}; known are {', '.join(checks())}")
        with translation.override(language):
            results = inspect(Look(timezone.now(), is_full=options["full"]), names or None)
            told = [one for one in results if options["all"] or not one.is_well]
            # The gravest first; among equals those that every other one depends on, as the settings order them.
            for one in sorted(told, key=lambda one: -one.severity * (not one.is_well)):
                self.stdout.write(_as_json(one) if options["json"] else _as_text(one))
        wrong = [one for one in results if not one.is_well]
        if not options["json"]:
            seconds = sum(one.seconds for one in results)
            self.stdout.write(f"{len(results)} checks, {len(wrong)} findings, {seconds:.1f} s")
        if wrong:
            sys.exit(max(one.severity for one in wrong))


def _as_text(one: Result) -> str:
    if one.is_well:
        return f"ok     {one.check.name}  ({one.seconds:.2f} s)"
    count = f"{one.found.count}{'+' if one.found.is_more else ''}"
    lines = [
        f"{one.severity.name:6} {one.check.name}  {count}  ({one.seconds:.2f} s)",
        f"       {one.check.title}",
    ]
    if one.problem:
        lines.append(f"       could not look: {one.problem}")
    if one.found.names:
        lines.append(f"       {', '.join(one.found.names)}")
    return "\n".join([*lines, f"       → {one.check.remedy}"])


def _as_json(one: Result) -> str:
    return json.dumps(
        {
            "name": one.check.name,
            "severity": one.severity.name.lower(),
            "count": one.found.count,
            "more": one.found.is_more,
            "seconds": round(one.seconds, 3),
            "problem": one.problem,
            "names": one.found.names,
            "title": str(one.check.title),
            "remedy": str(one.check.remedy),
        },
        ensure_ascii=False,
    )
