"""What is kept as digests of the key for finding, made anew when that is another key (decision 0012).

Cases have theirs by `cases.domain.catching_up`; rooms above register what they keep.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet

BATCH = 200


@dataclass(frozen=True, slots=True)
class Kept:
    """Digests that a room keeps in its rows.

    Attributes:
        name: of what they are, for the person at the command line.
        rows: returns those that have digests.
        digests: takes a row and returns column → what has to stand there with the key of now.
    """

    name: str
    rows: Callable[[], QuerySet[Any]]
    digests: Callable[[Any], Mapping[str, str]]


_kept: list[Kept] = []


def register(kept: Kept) -> None:
    """Let a room have its digests made anew; the same a second time counts once."""
    if kept not in _kept:
        _kept.append(kept)


def make_anew() -> Iterator[tuple[str, int]]:
    """Make all digests again that rooms registered, from what stands opened in their rows; repeatable.

    Yields:
        Of what, and of how many.
    """
    for kept in _kept:
        yield kept.name, _make(kept)


def _make(kept: Kept) -> int:
    """Go through the rows by primary key, each batch in a transaction of its own."""
    count, after = 0, 0
    while True:
        batch: list[int] = list(
            kept.rows().filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:BATCH]
        )
        if not batch:
            return count
        after = batch[-1]
        with transaction.atomic():
            # An act that is under way ends first: what it wrote is what the digests are made of.
            locked = kept.rows().filter(pk__in=batch).order_by("pk").select_for_update(of=("self",))
            for row in locked:
                model: type[Model] = type(row)
                model._base_manager.filter(pk=row.pk).update(**kept.digests(row))
                count += 1
