"""The counts of this installation, the same object for the application that counts and for the page that tells."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from portal.metrics.counting import Counts


def counts() -> Counts:
    """Return the counts of the web processes of this machine."""
    return _at(str(Path(settings.KLANG_VAR) / "run" / "requests"))


@cache
def _at(path: str) -> Counts:
    return Counts(Path(path))
