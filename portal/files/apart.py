"""Cleaning in a process of its own, which may take so much memory and time and no more.

Decoders are large programs in C that read what strangers made. Apart, the worst that a file can do is to end its own
process: no server thread is held for ever, no memory is taken from the others, and a decoder that crashes refuses
one file. Starting it takes a fifth of a second (measured), less than decoding a photo does.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

from portal.files import limits
from portal.files.cleaning import CheckedFile
from portal.files.refusals import REASONS, RefusedFile, refusal
from portal.files.turns import one_at_a_time

logger = logging.getLogger(__name__)

COMMAND = (sys.executable, "-m", "portal.files.worker")
ROOT = Path(__file__).resolve().parents[2]
QUIET = {"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
"""The environment of that process: it has no use for the secrets in ours."""


def clean_apart(content: bytes, name: str, door: str = "citizen") -> CheckedFile:
    """Do what a function of `portal.files.cleaning.DOORS` does, one file at a time and apart.

    Args:
        content: everything of the file.
        name: as its sender calls it.
        door: which of `DOORS`.

    Raises:
        RefusedFile: with the reason; also when the file took too much memory or time, or crashed its decoder.
    """
    asked = json.dumps({"name": name, "door": door}).encode() + b"\n" + content
    with one_at_a_time():
        try:
            done = subprocess.run(  # noqa: S603 - our own program, no shell, the file comes in by a pipe
                COMMAND,
                input=asked,
                capture_output=True,
                timeout=limits.PATIENCE,
                env=QUIET,
                cwd=ROOT,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise refusal("costly") from error
    head, _line, cleaned = done.stdout.partition(b"\n")
    if done.returncode != 0 or not head:
        # The end of its words says where it failed; they quote nothing of the file.
        logger.error("a file could not be cleaned: status %s, %s", done.returncode, done.stderr[-500:])
        raise refusal("costly")
    answer = json.loads(head)
    if "refused" in answer:
        raise RefusedFile(REASONS[answer["refused"]], code=answer["refused"])
    return CheckedFile(answer["name"], cleaned, answer["content_type"], answer["extension"])
