"""What reading finds, as plain data that goes through JSON and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Nature(StrEnum):
    """What a piece of a file is."""

    LETTER = "letter"
    AGREEMENT = "agreement"
    ANNEX = "annex"
    UNKNOWN = "unknown"
    """Nothing of its words could be read, or they begin like no document that we know."""


class Origin(StrEnum):
    """Where the words of a page come from."""

    TEXT = "text"
    """The file holds them."""
    OCR = "ocr"
    """A machine read them from a picture: for searching the body only (documents.md 2)."""
    NONE = "none"
    """It is a picture, and nobody has read it."""


class Sure(StrEnum):
    """How sure a field is."""

    SURE = "sure"
    LOOK = "look"
    """A rule found it in an unusual place or form, or a machine read it: somebody compares it with the page."""


@dataclass(frozen=True)
class Place:
    """Where something stands: page and line, both counted from 1."""

    page: int
    line: int


@dataclass(frozen=True)
class SourcePage:
    """One page of a file.

    Attributes:
        number: from 1.
        text: its words, one line of the page in each line.
        origin: where they come from.
        damage: signs of a broken text layer on it; the worst pages are looked at first (library.md, idea 16).
    """

    number: int
    text: str
    origin: Origin = Origin.TEXT
    damage: int = 0


@dataclass(frozen=True)
class Line:
    """One line of a page."""

    place: Place
    text: str
    origin: Origin = Origin.TEXT

    @property
    def words(self) -> str:
        """Its text without blanks around it."""
        return self.text.strip()


@dataclass(frozen=True)
class Found:
    """A field of a document.

    Attributes:
        name: of the field, as `DocumentPage` calls it.
        value: what goes into it; days as ISO 8601.
        written: how it stands there.
        place: where.
        sure: how sure.
    """

    name: str
    value: str
    written: str
    place: Place
    sure: Sure = Sure.SURE


@dataclass(frozen=True)
class Enclosed:
    """Something that a letter says is sent with it; `piece` is its place in the file when it is there."""

    title: str
    quantity: int | None
    unit: str
    place: Place
    piece: int | None = None


@dataclass(frozen=True)
class Cited:
    """A letter that is referred to: as written, its number in normal form, its day as told here."""

    written: str
    reference: str
    signed_on: str
    place: Place
    piece: int | None = None


@dataclass(frozen=True)
class Signature:
    """One block of signature: its number, what stands where one signs, the name below it, the post."""

    number: int
    mark: str
    name: str
    post: str
    place: Place


@dataclass(frozen=True)
class Oddity:
    """Something irregular in the source: shown and never repaired (requirements.md 6).

    Attributes:
        code: which kind; see `legal_library.reading.letters.oddities`.
        words: a sentence for the editor.
        written: how it stands there.
        place: where.
    """

    code: str
    words: str
    written: str
    place: Place


@dataclass(frozen=True)
class Piece:
    """One document of a file."""

    nature: Nature
    title: str
    text: str
    first: Place
    last: Place
    fields: tuple[Found, ...] = ()
    enclosures: tuple[Enclosed, ...] = ()
    cited: tuple[Cited, ...] = ()
    signatures: tuple[Signature, ...] = ()
    oddities: tuple[Oddity, ...] = ()
    is_machine_read: bool = False

    def value(self, name: str) -> str:
        """Return the value of a field; "" when it was not found."""
        return next((one.value for one in self.fields if one.name == name), "")


@dataclass(frozen=True)
class Reading:
    """What was read in one file."""

    name: str
    pages: tuple[SourcePage, ...]
    pieces: tuple[Piece, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """Return it as data for JSON."""
        return asdict(self)


def reading_from(data: Mapping[str, Any]) -> Reading:
    """Return what `Reading.as_json` gave."""
    return Reading(
        name=data["name"],
        pages=tuple(SourcePage(**{**page, "origin": Origin(page["origin"])}) for page in data["pages"]),
        pieces=tuple(_piece(piece) for piece in data["pieces"]),
    )


def _piece(data: Mapping[str, Any]) -> Piece:
    def rows(name: str, model: type) -> tuple[Any, ...]:
        return tuple(model(**{**row, "place": Place(**row["place"])}) for row in data[name])

    return Piece(
        nature=Nature(data["nature"]),
        title=data["title"],
        text=data["text"],
        first=Place(**data["first"]),
        last=Place(**data["last"]),
        fields=tuple(
            Found(**{**row, "place": Place(**row["place"]), "sure": Sure(row["sure"])})
            for row in data["fields"]
        ),
        enclosures=rows("enclosures", Enclosed),
        cited=rows("cited", Cited),
        signatures=rows("signatures", Signature),
        oddities=rows("oddities", Oddity),
        is_machine_read=data["is_machine_read"],
    )
