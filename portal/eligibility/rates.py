"""Numbers that the law sets, each with its provision and the days on which it holds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

Value = int | dt.date


class UnknownRateError(LookupError):
    """No such number, or none that holds on that day."""


@dataclass(frozen=True)
class Words:
    """A text in both languages."""

    th: str
    en: str


@dataclass(frozen=True)
class Source:
    """A provision that a rule rests on.

    Attributes:
        name: key in the data.
        document: address of the document in the library: "labor-protection-act-2541".
        anchor: of the provision in it, "m44"; "" for the document as a whole.
        label: how it is called: "มาตรา 44 พ.ร.บ. คุ้มครองแรงงาน พ.ศ. 2541".
        since: the first day on which it is followed; None where the source names none.
        year_be: the year that the source bears instead of a day, 0 without one.
        checked: the day of the text that it was compared with; None where nobody compared it.
    """

    name: str
    document: str
    anchor: str
    label: Words
    since: dt.date | None
    year_be: int
    checked: dt.date | None

    @property
    def place(self) -> tuple[str, str]:
        """The document and the provision in it, as the library names them."""
        return self.document, self.anchor


@dataclass(frozen=True)
class Period:
    """What a number is from a day on.

    Attributes:
        value: the number, or the day where the number is a date.
        since: the first day; None for "as long as anybody knows", which only the first period may say.
        source: key of the provision that sets it.
    """

    value: Value
    since: dt.date | None
    source: str


@dataclass(frozen=True)
class Rate:
    """A number of the law through time.

    Attributes:
        name: key in the data; sentences name it in braces: "{child_age}".
        label: what it says, in words that come before the number.
        unit: "ปี"; empty for a date.
        periods: from the oldest.
    """

    name: str
    label: Words
    unit: Words
    periods: tuple[Period, ...]

    @property
    def is_date(self) -> bool:
        """Whether it is a day rather than a count."""
        return isinstance(self.periods[0].value, dt.date)

    def on(self, day: dt.date) -> Period:
        """Return what holds on a day.

        Raises:
            UnknownRateError: the day is before the first period.
        """
        found = [period for period in self.periods if period.since is None or period.since <= day]
        if not found:
            raise UnknownRateError(f"{self.name} on {day}")
        return found[-1]
