"""`manage.py export_error_pages DIRECTORY`: error pages that stand alone, for the proxy in front of the portal."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management.base import BaseCommand, CommandParser
from django.template.loader import render_to_string
from django.utils import translation

PAGES = ("503", "500", "413")
_STYLESHEET = re.compile(r'<link rel="stylesheet"[^<>]*>')
_LINKS_TO_STATIC = re.compile(r'(?<!\s)\s*<link rel="(?:icon|preload)"[^<>]*>')
_FACES = re.compile(r"@font-face\s*{[^{}]*}\n?")


def alone(html: str, css: str) -> str:
    """Return a page that fetches nothing: its style inside, without fonts and icons (the system's Thai font serves).

    Args:
        html: a page made from templates/plain.html.
        css: the stylesheet.
    """
    style = f"<style>{_FACES.sub('', css)}</style>"
    return _STYLESHEET.sub(lambda _match: style, _LINKS_TO_STATIC.sub("", html))


class Command(BaseCommand):
    """Write the pages that a proxy shows when the portal does not answer, or is not asked (S2.37: 1300 stays reachable)."""

    help = "Write error pages that need nothing else, for the proxy in front of the portal."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path, help="where to write; made if it is missing")

    def handle(self, *args: Any, directory: Path, **options: Any) -> None:
        """Write every page in every language."""
        found = finders.find("css/klang.css")
        css = Path(str(found)).read_text(encoding="utf-8")
        directory.mkdir(parents=True, exist_ok=True)
        # The proxy runs under an account of its own.
        directory.chmod(0o755)
        for language, _name in settings.LANGUAGES:
            suffix = "" if language == settings.LANGUAGE_CODE else f"-{language}"
            with translation.override(language):
                for page in PAGES:
                    target = directory / f"{page}{suffix}.html"
                    target.write_text(alone(render_to_string(f"{page}.html"), css), encoding="utf-8")
                    target.chmod(0o644)
                    self.stdout.write(str(target))
