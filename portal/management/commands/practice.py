"""`manage.py practice`: serve a practice installation beside the real one (S2.52; decision 0017)."""

from __future__ import annotations

import os
import shutil
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

FOLDER = "practice"
KEPT = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TZ",
    "VIRTUAL_ENV",
    "KLANG_ALLOWED_HOSTS",
    "KLANG_TRUSTED_ORIGINS",
    "KLANG_EXIT_URL",
)
"""All that a practice installation learns of the environment: no address, secret or folder of the real one."""


def practice_environment(real: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Return the environment of a practice installation.

    Args:
        real: the environment of the command.
        folder: where the practice installation lies.
    """
    kept = {name: real[name] for name in KEPT if name in real}
    return {**kept, "KLANG_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "portal.settings.practice"}


class Command(BaseCommand):
    """Prepare and serve; what is practiced stays until `--fresh`."""

    # The real installation is not looked at.
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django's own way
    help = "Serve a practice installation with invented cases, apart from all real data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8010)
        parser.add_argument(
            "--fresh", action="store_true", help="throw away what was practiced and begin anew"
        )

    def handle(self, *args: Any, host: str, port: int, fresh: bool, **options: Any) -> None:
        folder = Path(settings.KLANG_VAR) / FOLDER
        if fresh:
            shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        command = [
            sys.executable,
            "manage.py",
            "serve",
            "--prepare",
            "--demo",
            "--host",
            host,
            "--port",
            str(port),
        ]
        os.chdir(settings.BASE_DIR)
        self.stdout.flush()
        os.execve(sys.executable, command, practice_environment(os.environ, folder))  # noqa: S606 - our own program
