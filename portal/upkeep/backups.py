"""When the last two whole backups were made, and when one was last put back for trial.

The moments stand in the database, because one machine makes the backups and all are asked about them, and in a small file of
this machine: a backup that was made while the database takes no rows counts too. The newer of the two is believed.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import secrets
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from portal.upkeep.models import BackupMoment

log = logging.getLogger(__name__)

MADE, BEFORE, TRIED = "made_at", "made_before_at", "tried_at"
"""The newest backup, the one before it, the last trial."""
AHEAD = dt.timedelta(minutes=5)
"""A moment that lies further ahead was noted by a clock that has been put back since, and says nothing."""


def _path() -> Path:
    return Path(settings.KLANG_VAR) / "backups.json"


def moment(which: str) -> dt.datetime | None:
    """Return when it last happened; None when it never did, or nobody knows.

    Args:
        which: `MADE`, `BEFORE` or `TRIED`.
    """
    return max(filter(None, (_in_file(which), _in_database(which))), default=None)


def age(which: str, now: dt.datetime) -> dt.timedelta | None:
    """Return how long ago it last happened; None when it never did, nobody knows, or it lies ahead.

    Args:
        which: `MADE`, `BEFORE` or `TRIED`.
        now: the present.
    """
    last = moment(which)
    return None if last is None or last > now + AHEAD else now - last


def note(which: str, at: dt.datetime | None = None) -> None:
    """Write down that it happened, whole or not at all; the newest backup so far is then the one before.

    Args:
        which: `MADE` or `TRIED`.
        at: when; now by default.
    """
    at = at or timezone.now()
    news = {which: at}
    # One that was noted by a clock that ran ahead is the one before of nothing.
    if which == MADE and (last := moment(MADE)) is not None and last <= at:
        news[BEFORE] = last
    _write_file(news)
    _write_database(news)


def _in_file(which: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(json.loads(_path().read_text("utf-8"))[which])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _in_database(which: str) -> dt.datetime | None:
    try:
        return BackupMoment.objects.filter(which=which).values_list("at", flat=True).first()
    except Exception:  # noqa: BLE001 - see below
        # Asked also before the table is made, and while the database is away, by whatever its driver raises then.
        return None


def _write_file(news: dict[str, dt.datetime]) -> None:
    known = {name: last for name in (MADE, BEFORE, TRIED) if (last := _in_file(name))}
    text = json.dumps({name: at.isoformat() for name, at in (known | news).items()})
    unfinished = _path().with_suffix(f".{secrets.token_hex(4)}.part")
    unfinished.write_text(text, "utf-8")
    unfinished.replace(_path())


def _write_database(news: dict[str, dt.datetime]) -> None:
    try:
        for which, at in news.items():
            BackupMoment.objects.update_or_create(which=which, defaults={"at": at})
    except Exception as error:  # noqa: BLE001 - see below
        # The backup is whole all the same, and the file of this machine says so.
        log.warning("The moment of a backup could not be written to the database (%s).", type(error).__name__)
