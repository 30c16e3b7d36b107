"""Who carries *are you safe?* to a telephone and brings the answer back, as a plug-in: by text, or read out by voice.

`KLANG["CARRIER"]` names the class and its arguments; "" asks nobody by this way, which is how an installation begins.
`Folder` needs no company: it lays each question into a folder and takes the answer that somebody lays beside it, for trying
it out. Another way is a class with three methods (docs/many.md, "Are you safe?").
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

MOST_ANSWERS = 500
"""Answers of one round; the next minute brings the next."""
LONGEST_ANSWER = 200
"""Bytes; one digit is meant."""


class CarrierAwayError(Exception):
    """The carrier did not take the question; it is offered again."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One question.

    Attributes:
        key: says "the same question", so that it may be handed in twice; no part of a number or a case.
        way: "text" or "voice".
        number: in its international form.
        words: to be sent or read out.
        language: of the words, for a voice.
    """

    key: str
    way: str
    number: str
    words: str
    language: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """One answer.

    Attributes:
        key: of the question.
        answer: as it was typed, or the key that was pressed.
    """

    key: str
    answer: str


class Carrier(Protocol):
    """Carries questions and brings answers."""

    def send(self, question: Outgoing) -> None:
        """Take a question; the same key again is the same question.

        Raises:
            CarrierAwayError: it was not taken.
        """

    def answers(self) -> Iterator[Incoming]:
        """Yield what came and was not taken yet."""

    def taken(self, answer: Incoming) -> None:
        """Forget an answer and its question: both are kept here now."""


class Folder:
    """Questions as files `out/KEY.json`, answers as files `in/KEY.txt`, for trials: nobody's telephone rings.

    Args:
        folder: where they lie; `asks` of `KLANG_VAR` by default.
    """

    def __init__(self, folder: str = "") -> None:
        self._folder = Path(folder) if folder else Path(settings.KLANG_VAR) / "asks"

    def send(self, question: Outgoing) -> None:
        """Lay the question into the folder, whole or not at all, readable for this machine's portal only."""
        out = self._folder / "out"
        written = {
            "way": question.way,
            "number": question.number,
            "words": question.words,
            "language": question.language,
        }
        try:
            out.mkdir(parents=True, exist_ok=True, mode=0o700)
            (self._folder / "in").mkdir(exist_ok=True, mode=0o700)
            draft = out / f"{question.key}.part"
            draft.touch(mode=0o600)
            draft.write_text(json.dumps(written, ensure_ascii=False), encoding="utf-8")
            draft.rename(out / f"{question.key}.json")
        except OSError as error:
            raise CarrierAwayError from error

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


def carrier() -> Carrier | None:
    """Return the carrier of this installation; None where there is none."""
    name, *arguments = settings.KLANG["CARRIER"].split() or [""]
    return import_string(name)(*arguments) if name else None
