"""Years of the Buddhist era in what Django and Wagtail write themselves in Thai: schedules, locks, versions, history.

Django's formats know no Buddhist era. Ours name the common one ("ค.ศ. Y", `portal.formats.th`), and the one function that
fills a format in puts the year of the Buddhist era in its place. Who reads the formats for something else, as Wagtail does
for the cells of a spreadsheet, goes on with a format that says which year it shows.
"""

from __future__ import annotations

import datetime as dt
from functools import wraps

from django.utils import dateformat

from portal.thai.dates import be_year

COMMON_YEAR = "ค.ศ. Y"
"""As the formats of `portal.formats.th` have it."""


def in_buddhist_era(format_string: str, day: dt.date) -> str:
    """Return a format with the year of the Buddhist era in the place of one of the common era that is named.

    Args:
        format_string: of Django (its `dateformat`).
        day: or a moment, in the zone in which it is shown.
    """
    return format_string.replace(COMMON_YEAR, f"พ.ศ. {be_year(day)}")


def connect() -> None:
    """Fill in every format this way; called once, when the project starts. Twice does no harm."""
    before = dateformat.format
    if hasattr(before, "__wrapped__"):
        return

    @wraps(before)
    def filled_in(value: dt.date | dt.time, format_string: str) -> str:
        in_era = in_buddhist_era(format_string, value) if isinstance(value, dt.date) else format_string
        return str(before(value, in_era))

    dateformat.format = filled_in
