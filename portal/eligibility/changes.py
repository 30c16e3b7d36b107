"""Numbers of the law that changed, and the kinds of help that they touch: what was decided by the old one may be looked at again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.eligibility.rates import Period, Rate
from portal.eligibility.tree import Rules


@dataclass(frozen=True)
class Change:
    """One number that became another.

    Attributes:
        rate: the number through time.
        before: what it was.
        after: what it is from `since` on.
        problems: kinds of help whose answers depend on it or name it.
    """

    rate: Rate
    before: Period
    after: Period
    problems: frozenset[str]

    @property
    def name(self) -> str:
        """Key of the rate."""
        return self.rate.name

    @property
    def since(self) -> dt.date:
        """The first day of the new number."""
        # checking.problems holds that only a first period may lack its day.
        assert self.after.since is not None
        return self.after.since

    @property
    def key(self) -> str:
        """Names the change in an address."""
        return f"{self.name}-{self.since:%Y%m%d}"


def changes(rules: Rules) -> tuple[Change, ...]:
    """Return every change of a number, the newest first, those that are still to come among them.

    Args:
        rules: all of them.
    """
    found = [
        Change(rate, before, after, _touched(rules, rate.name))
        for rate in rules.rates.values()
        for before, after in zip(rate.periods, rate.periods[1:], strict=False)
    ]
    return tuple(sorted(found, key=lambda change: (change.since, change.name), reverse=True))


def _touched(rules: Rules, name: str) -> frozenset[str]:
    return frozenset(tree.problem for tree in rules.trees.values() if name in tree.rates)
