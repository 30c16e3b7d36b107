"""How far a list is: every row in one column, so that the columns always add up to the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from cases.calls.domain.rules import column_of
from cases.calls.models import Call, CallList, CallRow
from cases.calls.vocabulary import Column, Reason, RowState
from cases.vocabulary import CallOutcome
from portal.web.keyset import Key

if TYPE_CHECKING:
    from django.db.models import QuerySet

BY_HASTE = (Key("urgent", descending=True), Key("next_at", nulls="last"), Key("pk"))
"""What presses most first; what nobody calls any more stands last."""
_FRESH = Q(state=RowState.WAITING, tries=0, code="")
_IN: dict[Column, Q] = {
    Column.FRESH: _FRESH,
    Column.AGAIN: Q(state=RowState.WAITING) & ~_FRESH,
    Column.ASKED: Q(state=RowState.ASKED),
    Column.LOOK: Q(state=RowState.LOOK),
    Column.VISIT: Q(state=RowState.VISIT),
    Column.LEFT: Q(state=RowState.LEFT),
    Column.SENT: Q(state=RowState.DONE, code=Reason.UNIT_SENT),
    Column.SAFE: Q(state=RowState.DONE, code=CallOutcome.SAFE),
    Column.NEEDS: Q(state=RowState.DONE, code=CallOutcome.NEEDS),
    Column.MOVED: Q(state=RowState.DONE, code=CallOutcome.MOVED),
    Column.DIED: Q(state=RowState.DONE, code=CallOutcome.DIED),
    Column.REFUSED: Q(state=RowState.DONE, code=CallOutcome.REFUSED),
}
"""The same as `rules.column_of`, for the database; a test compares the two."""


@dataclass(slots=True)
class Progress:
    """The rows of a list by column.

    Attributes:
        cells: column → rows; every column is named.
        calls: how many calls were made; a corrected one does not count.
        called: of how many rows.
    """

    cells: dict[Column, int] = field(default_factory=lambda: dict.fromkeys(Column, 0))
    calls: int = 0
    called: int = 0

    @property
    def total(self) -> int:
        """All rows: the sum of the columns, and nothing else."""
        return sum(self.cells.values())

    @property
    def waiting(self) -> int:
        """Rows that are still to be called."""
        return self.cells[Column.FRESH] + self.cells[Column.AGAIN]


def progress_of(calls: CallList) -> Progress:
    """Return how far a list is; two queries, whatever its length."""
    return progress_of_all([calls])[calls.pk]


def progress_of_all(lists: Sequence[CallList]) -> dict[int, Progress]:
    """Return how far lists are, by their keys; two queries, however many there are and however long."""
    keys = [one.pk for one in lists]
    found = {key: Progress() for key in keys}
    made = Call.objects.filter(row__calls__in=keys, corrected_by=None).order_by().values_list("row__calls")
    for key, calls, called in made.annotate(Count("pk"), Count("row", distinct=True)):
        found[key].calls, found[key].called = calls, called
    rows = CallRow.objects.filter(calls__in=keys).order_by().values_list("calls", "state", "code", "tries")
    for key, state, code, tries, number in rows.annotate(number=Count("pk")):
        found[key].cells[column_of(state, code, tries)] += number
    return found


def rows_in(calls: CallList, column: Column) -> QuerySet[CallRow]:
    """Return the rows of a list that stand in a column, what presses most first."""
    return calls.rows.filter(_IN[column]).order_by(*(key.order() for key in BY_HASTE))
