"""When the last two whole backups were made, and when one was last put back for trial: moments in a small file."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from django.conf import settings
from django.utils import timezone

MADE, BEFORE, TRIED = "made_at", "made_before_at", "tried_at"
"""The newest backup, the one before it, the last trial."""


def _path() -> Path:
    return Path(settings.KLANG_VAR) / "backups.json"


def moment(which: str) -> dt.datetime | None:
    """Return when it last happened; None when it never did, or nobody knows.

    Args:
        which: `MADE`, `BEFORE` or `TRIED`.
    """
    try:
        return dt.datetime.fromisoformat(json.loads(_path().read_text("utf-8"))[which])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def note(which: str, at: dt.datetime | None = None) -> None:
    """Write down that it happened, whole or not at all; the newest backup so far is then the one before.

    Args:
        which: `MADE` or `TRIED`.
        at: when; now by default.
    """
    known = {name: last.isoformat() for name in (MADE, BEFORE, TRIED) if (last := moment(name))}
    if which == MADE and MADE in known:
        known[BEFORE] = known[MADE]
    known[which] = (at or timezone.now()).isoformat()
    unfinished = _path().with_suffix(".part")
    unfinished.write_text(json.dumps(known), "utf-8")
    unfinished.replace(_path())
