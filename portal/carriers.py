"""Who carries short messages out of the house and brings answers back, as plug-ins: to telephones, and to LINE accounts.

`KLANG["CARRIER"]` names the class and its arguments for telephones (a text, or words read out by a voice), `KLANG["LINE"]` the
one for LINE; "" uses neither, which is how an installation begins. `Folder` needs no company: it lays each message into a folder
and takes the answers that somebody lays beside it, for trying it out. Another one is a class with three methods
(docs/operator.md, "Texts and LINE").
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

MOST_ANSWERS = 500
"""Answers of one round; the next minute brings the next."""
LONGEST_ANSWER = 200
"""Bytes; a digit or a short code is meant."""
KEPT_SECONDS = 7 * 24 * 60 * 60
"""How long the folder keeps messages that nobody answered: there is a number in each."""


class CarrierAwayError(Exception):
    """The carrier did not take the message; it is offered again."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message.

    Attributes:
        key: says "the same message", so that it may be handed in twice; no part of a number or a case.
        way: "text", "voice" or "line".
        to: the number in its international form; with LINE the account as LINE names it to us.
        words: to be sent or read out.
        language: of the words, for a voice.
    """

    key: str
    way: str
    to: str
    words: str
    language: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """One answer, or what somebody wrote by themselves.

    Attributes:
        key: of the question; with LINE the account that writes.
        answer: as it was typed, or the key that was pressed.
    """

    key: str
    answer: str


class Carrier(Protocol):
    """Carries messages and brings answers."""

    def send(self, message: Outgoing) -> None:
        """Take a message; the same key again is the same message.

        Raises:
            CarrierAwayError: it was not taken.
        """

    def answers(self) -> Iterator[Incoming]:
        """Yield what came and was not taken yet."""

    def taken(self, answer: Incoming) -> None:
        """Forget an answer and its question: both are kept here now."""


class Folder:
    """Messages as files `out/KEY.json`, answers as files `in/KEY.txt`, for trials: nobody's telephone rings.

    Args:
        folder: where they lie, below `KLANG_VAR` where it is no absolute path.
    """

    def __init__(self, folder: str = "asks") -> None:
        self._folder = Path(settings.KLANG_VAR) / folder

    def send(self, message: Outgoing) -> None:
        """Lay the message into the folder, whole or not at all, readable for this machine's portal only."""
        out = self._folder / "out"
        written = {
            "way": message.way,
            "to": message.to,
            "words": message.words,
            "language": message.language,
        }
        try:
            out.mkdir(parents=True, exist_ok=True, mode=0o700)
            (self._folder / "in").mkdir(exist_ok=True, mode=0o700)
            self._forget_old(out)
            draft = out / f"{message.key}.part"
            draft.touch(mode=0o600)
            draft.write_text(json.dumps(written, ensure_ascii=False), encoding="utf-8")
            draft.rename(out / f"{message.key}.json")
        except OSError as error:
            raise CarrierAwayError from error

    def _forget_old(self, out: Path) -> None:
        for path in out.iterdir():
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_mtime < time.time() - KEPT_SECONDS:
                    path.unlink()

    def answers(self) -> Iterator[Incoming]:
        """Read the answers in the order of their names."""
        for path in sorted((self._folder / "in").glob("*.txt"))[:MOST_ANSWERS]:
            with path.open("rb") as file:
                yield Incoming(path.stem, file.read(LONGEST_ANSWER).decode("utf-8", "replace"))

    def taken(self, answer: Incoming) -> None:
        """Delete both files: there is a number in one of them."""
        for path in (self._folder / "in" / f"{answer.key}.txt", self._folder / "out" / f"{answer.key}.json"):
            with contextlib.suppress(FileNotFoundError):
                path.unlink()


def carrier(setting: str = "CARRIER") -> Carrier | None:
    """Return a carrier of this installation; None where there is none.

    Args:
        setting: "CARRIER" for telephones, "LINE" for LINE.
    """
    name, *arguments = settings.KLANG[setting].split() or [""]
    return import_string(name)(*arguments) if name else None


def is_there(setting: str = "CARRIER") -> bool:
    """Say whether this installation has a carrier.

    Args:
        setting: "CARRIER" for telephones, "LINE" for LINE.
    """
    return bool(settings.KLANG[setting])
