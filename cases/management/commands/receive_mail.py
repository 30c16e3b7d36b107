"""Take the mail that reporters send as an answer: from a Maildir, or one from the standard input (docs/operator.md)."""

from __future__ import annotations

import datetime as dt
import logging
import mailbox
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from cases.domain.mail_in.keeping import Fate, take
from cases.domain.mail_in.reading import LARGEST

log = logging.getLogger(__name__)

TRY_AGAIN = 75
"""EX_TEMPFAIL of sysexits.h: the mail server keeps the mail and offers it again."""
MOST_AT_ONCE = 200
REFUSED = "refused"
"""Folder of what could not be kept, for an operator to look at."""
KEPT_FOR = dt.timedelta(days=14)
"""Then what was refused goes: it is mail of people."""


class Command(BaseCommand):
    """Take mail in. Run as often as wished: the same mail is kept once."""

    help = "Take mail in: one from the standard input, or with --maildir what is new in a Maildir."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say where mail lies."""
        parser.add_argument(
            "--maildir", help="a folder with cur, new and tmp; what was kept is deleted there"
        )

    def handle(self, *args: Any, maildir: str | None = None, **options: Any) -> None:
        """Take what is there.

        Raises:
            CommandError: the folder is no Maildir, or what came could not be kept now and has to come again (75).
        """
        if maildir is not None:
            self._from_folder(maildir)
            return
        try:
            fate = take(sys.stdin.buffer.read(LARGEST + 1))
        except Exception as error:
            # Whatever it was: with any other number the server writes to the sender that nothing arrived, and forgets the mail.
            raise CommandError(f"try again: {type(error).__name__}", returncode=TRY_AGAIN) from error
        self.stdout.write(fate.value)

    def _from_folder(self, name: str) -> None:
        folder = Path(name)
        if not all((folder / part).is_dir() for part in ("cur", "new", "tmp")):
            raise CommandError(f"{name} is no Maildir")
        box = mailbox.Maildir(folder, create=False)
        counted = dict.fromkeys(Fate, 0)
        for key in sorted(box.keys())[:MOST_AT_ONCE]:
            try:
                fate = self._take_one(box, key)
            except (DatabaseError, OSError) as error:
                # It stays where it is; the others are tried all the same.
                log.warning("a mail could not be kept now (%s)", type(error).__name__)
                continue
            except Exception as error:  # noqa: BLE001 - see below
                # Nobody foresaw it, and it would be the same next time: one mail never stops those behind it. Its words
                # stand in no log.
                log.error("a mail was put aside (%s)", type(error).__name__)
                fate = self._put_aside(box, key)
            if fate is not None:
                counted[fate] += 1
        self._sweep(folder / f".{REFUSED}")
        self.stdout.write(" ".join(f"{fate.value}={count}" for fate, count in counted.items()))

    def _take_one(self, box: mailbox.Maildir, key: str) -> Fate | None:
        """Take one mail, and put it away; None when another run was faster."""
        raw = self._content(box, key)
        if raw is None:
            return None
        fate = take(raw)
        if fate in (Fate.REFUSED, Fate.NOT_OURS):
            box.add_folder(REFUSED).add(raw[:LARGEST])
        box.discard(key)
        return fate

    def _put_aside(self, box: mailbox.Maildir, key: str) -> Fate | None:
        """Move one mail to what was refused, as it came."""
        raw = self._content(box, key)
        if raw is None:
            return None
        box.add_folder(REFUSED).add(raw[:LARGEST])
        box.discard(key)
        return Fate.REFUSED

    def _content(self, box: mailbox.Maildir, key: str) -> bytes | None:
        try:
            with box.get_file(key) as file:
                return file.read(LARGEST + 1)
        except KeyError:
            return None

    def _sweep(self, refused: Path) -> None:
        """Delete what was refused long ago."""
        oldest = (timezone.now() - KEPT_FOR).timestamp()
        for part in ("new", "cur"):
            for path in (refused / part).glob("*"):
                if path.stat().st_mtime < oldest:
                    path.unlink(missing_ok=True)
