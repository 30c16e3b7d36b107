"""The OCR engine as a setting: a command that reads one picture and prints its words (documents.md 2).

No engine that comes in a package reads Thai digits rightly: Debian's models know five of the ten. Tesseract is asked unless
an installation names another one, and whatever it says serves the search of the body alone, marked as unchecked.
"""

from __future__ import annotations

import logging
import os
import resource
import shlex
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from legal_library.reading.letters.found import Origin, SourcePage
from portal.thai.text import repair

logger = logging.getLogger(__name__)

SECONDS = 120
MOST_TEXT = 1_000_000
"""Bytes of words that one page may give."""
PICTURE = "{picture}"


@dataclass(frozen=True)
class Engine:
    """A command with its arguments; `{picture}` stands for the file."""

    command: tuple[str, ...]

    def page(self, number: int, picture: Path) -> SourcePage:
        """Return the words of a page; an empty one where the engine fails, for the picture is there all the same."""
        command = [part.replace(PICTURE, str(picture)) for part in self.command]
        try:
            done = subprocess.run(  # noqa: S603 - the operator's own command, no shell, the name of the file is ours
                command,
                capture_output=True,
                timeout=SECONDS,
                env={"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1"},
                check=False,
                preexec_fn=_bounds,  # noqa: PLW1509 - it sets a limit and touches nothing else
            )
        except (subprocess.TimeoutExpired, OSError):
            logger.warning("the OCR engine could not read page %s", number)
            return SourcePage(number, "", Origin.NONE)
        if done.returncode != 0 or len(done.stdout) > MOST_TEXT:
            logger.warning("the OCR engine failed on page %s", number)
            return SourcePage(number, "", Origin.NONE)
        text = repair(done.stdout.decode("utf-8", errors="replace")).strip("\n\f")
        return SourcePage(number, text, Origin.OCR)


def _bounds() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))


def engine() -> Engine | None:
    """Return the engine of this installation (`KLANG["OCR"]`, from `KLANG_OCR`); None where the machine has no such program."""
    command = tuple(shlex.split(settings.KLANG["OCR"]))
    return Engine(command) if command and shutil.which(command[0]) else None
