"""Situations of people, written from the text of the rules: two tables, read once.

`situations_apart.tsv` was written from the provisions before the questions had any ways; `situations.tsv` afterwards.
"""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from portal.eligibility.tree import Outcome, Rules
from portal.eligibility.walking import walk

HERE = Path(__file__).parent
APART, TUNED = "situations_apart.tsv", "situations.tsv"
TODAY = dt.date(2026, 11, 27)


@dataclass(frozen=True)
class Situation:
    """One row: the answers of somebody, and what the text of the rules makes of them."""

    guide: str
    texts: dict[str, list[str]]
    answer: str
    rests_on: str
    leads_to: str


def situations(*names: str) -> list[Situation]:
    """Return the rows of some tables."""
    return [
        Situation(
            row["guide"],
            {name: [value] for name, value in (each.split("=", 1) for each in row["answers"].split())},
            row["answer"],
            row["rests on"],
            row["leads to"],
        )
        for table in names
        for row in csv.DictReader((HERE / table).read_text(encoding="utf-8").splitlines(), delimiter="\t")
    ]


def outcome_of(rules: Rules, situation: Situation) -> Outcome | None:
    """Return where the answers lead, None where a question stays open."""
    return walk(rules.trees[situation.guide], rules.rates, situation.texts, TODAY).outcome


def is_right(rules: Rules, situation: Situation) -> bool:
    """Say whether answer, provision and who helps are those of the text."""
    found = outcome_of(rules, situation)
    if found is None:
        return False
    rests_on = "#".join(part for part in rules.sources[found.source].place if part)
    leads_to = found.organization or found.guide or "-"
    return (found.answer.value, rests_on, leads_to) == (
        situation.answer,
        situation.rests_on,
        situation.leads_to,
    )
