"""What verbs are seen to do: in random walks, and in the stories of what walks seldom come to.

`seen` walks until everything that the table declares was seen somewhere, and keeps for each variant of each verb one act
as it was just before it was done, so that tests may do it again in another way.
"""

from __future__ import annotations

import copy
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from unittest import mock

from cases.machine.act import Situation, perform
from cases.machine.change import Change
from cases.machine.compared import deeds_of
from cases.machine.declared import Deed, Deeds, Does, Rule
from cases.machine.table import LINES, TABLE
from cases.machine.verb import Ask
from cases.machine.vocabulary import Verb
from tests.cases.machine import walks
from tests.cases.machine.rare import RARE

Variant = tuple[Verb, str]
SEEDS, STEPS = range(9_000, 9_400), 70


@dataclass
class Seen:
    """What was seen.

    Attributes:
        deeds: by variant, and how often each.
        before: by variant, one act just before it was done: who looks, at what, and what they ask for.
        owed: by variant and what it always does, one act in which that happened.
        walks: how many it took.
    """

    deeds: dict[Variant, Counter[Deed]] = field(default_factory=dict)
    before: dict[Variant, tuple[Situation, Ask]] = field(default_factory=dict)
    owed: dict[tuple[Variant, Deed], tuple[Situation, Ask]] = field(default_factory=dict)
    walks: int = 0

    def perform(self, situation: Situation, verb: Verb, ask: Ask, identity: str) -> Change:
        """Do an act as the machine does, and keep what it did."""
        change = perform(situation, verb, ask, identity)
        variant = (verb, TABLE[verb].declared(ask)[0])
        done = deeds_of(situation.standing, change)
        self.deeds.setdefault(variant, Counter()).update(done)
        line = TABLE[verb].variants()[variant[1]]
        fresh = [(variant, deed) for deed in done if deed in line.must and (variant, deed) not in self.owed]
        if fresh or variant not in self.before:
            # The town goes on changing; the standing does not.
            kept = (replace(situation, offices=copy.deepcopy(situation.offices)), ask)
            self.before.setdefault(variant, kept)
            self.owed |= dict.fromkeys(fresh, kept)
        return change

    def never(self) -> set[tuple[str, Deed]]:
        """Return what is declared and was not seen: of a variant what it names itself, of a rule at any verb."""
        missing = set()
        by_rule: dict[Rule, set[Deed]] = {}
        for variant, does in variants():
            found = self.deeds.get(variant, Counter())
            missing |= {(" ".join(variant).strip(), deed) for deed in named(does) if deed not in found}
            for rule in does.rules:
                by_rule.setdefault(rule, set()).update(deed for deed in named(rule) if deed in found)
        for rule, found in by_rule.items():
            missing |= {(rule.name, deed) for deed in named(rule) if deed not in found}
        return missing


def variants() -> Iterator[tuple[Variant, Does]]:
    """Yield every variant of every verb with what it declares."""
    for line in LINES:
        for which, does in line.variants().items():
            yield (line.verb, which), does


def named(does: Does) -> Deeds:
    """Return what a line or a rule names itself, apart from the rules that it follows."""
    return does.always | does.sometimes | does.many | does.one_of


@cache
def seen() -> Seen:
    """Return what the walks and the rare stories show; walked once, until nothing is missing that is declared."""
    found = Seen()
    with mock.patch.object(walks, "perform", found.perform):
        for tell in RARE:
            tell()
        for seed in SEEDS:
            everything = len(found.before) == sum(1 for _variant in variants())
            if everything and found.walks % 10 == 0 and not found.never():
                break
            walk = walks.Walk(random.Random(seed))
            for _step in range(STEPS):
                walk.step()
            found.walks += 1
    return found
