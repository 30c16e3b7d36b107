"""Charts drawn as SVG on the server: no script, no style, and the same numbers in a table beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cases.statistics.desk.words import month_label
from cases.statistics.domain.dashboard import Season

HEIGHT = 120
"""Units of the drawing from nought to the largest value."""
STEP = 40
BAR = 14


@dataclass(frozen=True, slots=True)
class Column:
    """One month of the chart: two columns, and the words of the table.

    Attributes:
        label: the month.
        now, before: the numbers.
        x, x_before: where the columns begin.
        y, height, y_before, height_before: of the columns.
    """

    label: str
    now: int
    before: int
    x: int
    x_before: int
    y: int
    height: int
    y_before: int
    height_before: int


@dataclass(frozen=True, slots=True)
class Columns:
    """A chart of months.

    Attributes:
        columns: the months, the oldest first.
        width: of the drawing.
        height: of the drawing.
        most: the largest number.
    """

    columns: tuple[Column, ...]
    width: int
    height: int
    most: int


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of lines.

    Attributes:
        title: words above it.
        lines: label and number, the largest first.
        whole: the number that fills a bar.
    """

    title: str
    lines: tuple[tuple[str, int], ...]
    whole: int


def columns_of(seasons: Sequence[Season]) -> Columns:
    """Return the chart of twelve months beside the twelve before them."""
    most = max([1, *(one.now for one in seasons), *(one.before for one in seasons)])

    def tall(number: int) -> int:
        return round(HEIGHT * number / most)

    columns = tuple(
        Column(
            label=month_label(one.month),
            now=one.now,
            before=one.before,
            x=STEP * place + BAR + 4,
            x_before=STEP * place + 4,
            y=HEIGHT - tall(one.now),
            height=tall(one.now),
            y_before=HEIGHT - tall(one.before),
            height_before=tall(one.before),
        )
        for place, one in enumerate(seasons)
    )
    return Columns(columns, STEP * len(columns), HEIGHT + 1, most)


def bars_of(title: str, numbers: Mapping[str, int], names: Mapping[str, str]) -> Bars:
    """Return the chart of some lines; a code without a name keeps its code."""
    lines = tuple((names.get(code, code), number) for code, number in numbers.items())
    return Bars(title, lines, max(numbers.values(), default=0))
