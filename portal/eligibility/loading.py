"""Reading `data/`, once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from portal.eligibility.checking import DataError, check
from portal.eligibility.rates import Period, Rate, Source, Words
from portal.eligibility.tree import Answer, Branch, Choice, Kind, Organization, Outcome, Question, Rules, Tree

DATA = Path(__file__).parent / "data"
SHARED = "shared.toml"
"""Provisions, numbers and organizations; every other file holds the questions of one kind of help."""

Table = Mapping[str, Any]


@cache
def rules() -> Rules:
    """Return the rules of this installation, read and checked at the first call.

    Raises:
        DataError: the data break a promise (checking).
        tomllib.TOMLDecodeError: a file is not TOML.
    """
    files = {path.name: path.read_text(encoding="utf-8") for path in sorted(DATA.glob("*.toml"))}
    return check(read(files))


def read(files: Mapping[str, str]) -> Rules:
    """Return the rules in some files, not checked yet.

    Args:
        files: name → text; `SHARED` is one of them.

    Raises:
        DataError: a table lacks what it needs, or says what nobody reads.
        tomllib.TOMLDecodeError: a file is not TOML.
    """
    shared = tomllib.loads(files[SHARED])
    try:
        trees = [_tree(tomllib.loads(text)) for name, text in files.items() if name != SHARED]
        return Rules(
            trees={tree.problem: tree for tree in trees},
            sources={name: _source(name, row) for name, row in shared["sources"].items()},
            rates={name: _rate(name, row) for name, row in shared["rates"].items()},
            organizations={name: _organization(name, row) for name, row in shared["organizations"].items()},
        )
    except DataError:
        raise
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(f"cannot be read: {error!r}") from error


def _words(row: Table, name: str = "") -> Words:
    return Words(row[f"{name}th"], row[f"{name}en"])


def _only(row: Table, *names: str) -> None:
    """Refuse what nobody reads: a slip of the pen would be silent otherwise.

    Raises:
        DataError: the table has another name.
    """
    if extra := set(row) - set(names):
        raise DataError(f"nobody reads {sorted(extra)}")


def _source(name: str, row: Table) -> Source:
    _only(row, "document", "anchor", "th", "en", "since", "year_be", "checked")
    return Source(
        name=name,
        document=row["document"],
        anchor=row.get("anchor", ""),
        label=_words(row),
        since=row.get("since"),
        year_be=row.get("year_be", 0),
        checked=row.get("checked"),
    )


def _rate(name: str, row: Table) -> Rate:
    _only(row, "th", "en", "unit_th", "unit_en", "periods")
    periods = []
    for period in row["periods"]:
        _only(period, "value", "since", "source")
        periods.append(Period(value=period["value"], since=period.get("since"), source=period["source"]))
    unit = Words(row.get("unit_th", ""), row.get("unit_en", ""))
    return Rate(name=name, label=_words(row), unit=unit, periods=tuple(periods))


def _organization(name: str, row: Table) -> Organization:
    _only(row, "th", "en", "note_th", "note_en", "page")
    return Organization(name=name, label=_words(row), note=_words(row, "note_"), page=row.get("page", ""))


def _tree(table: Table) -> Tree:
    _only(table, "problem", "start", "facts", "questions", "outcomes")
    return Tree(
        problem=table["problem"],
        start=table["start"],
        questions={
            name: _question(name, row, table["questions"]) for name, row in table["questions"].items()
        },
        outcomes={name: _outcome(name, row) for name, row in table["outcomes"].items()},
        facts=tuple(table.get("facts", ())),
    )


def _question(name: str, row: Table, others: Table) -> Question:
    """Return a question; one that is the same `as` another borrows its words and says only where its choices lead.

    Raises:
        DataError: it says what nobody reads, or leaves a choice without a way.
    """
    if "as" in row:
        _only(row, "as", "to")
        asked = others[row["as"]]
        if set(row["to"]) != {choice["value"] for choice in asked["choices"]}:
            raise DataError(f"{name}: its ways are not those of {row['as']}")
        choices = [{**choice, "to": row["to"][choice["value"]]} for choice in asked["choices"]]
        return _question_of(name, row["as"], {**asked, "choices": choices})
    return _question_of(name, name, row)


def _question_of(name: str, field: str, row: Table) -> Question:
    _only(row, "kind", "th", "en", "hint_th", "hint_en", "choices", "ways", "unknown", "least", "most")
    for choice in row.get("choices", ()):
        _only(choice, "value", "th", "en", "to")
    return Question(
        name=name,
        field=field,
        kind=Kind(row["kind"]),
        label=_words(row),
        hint=_words(row, "hint_") if "hint_th" in row else None,
        choices=tuple(Choice(each["value"], _words(each), each["to"]) for each in row.get("choices", ())),
        branches=tuple(Branch(**each) for each in row.get("ways", ())),
        unknown=row.get("unknown", ""),
        least=row.get("least", 0),
        most=row.get("most", 0),
    )


def _outcome(name: str, row: Table) -> Outcome:
    _only(row, "answer", "th", "en", "source", "guide", "organization")
    return Outcome(
        name=name,
        answer=Answer(row["answer"]),
        reason=_words(row),
        source=row["source"],
        guide=row.get("guide", ""),
        organization=row.get("organization", ""),
    )
