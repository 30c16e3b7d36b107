"""A household as its page and its line in a list show it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.desk.statuses import Status
from cases.vulnerable.domain.listing import where_of
from cases.vulnerable.domain.terms import LAST_MONTHS, freshness, months_after
from cases.vulnerable.models import Home
from cases.vulnerable.vocabulary import Freshness
from portal.organizations.areas import area_name

TONES = {Freshness.FRESH: "ok", Freshness.OLD: "warn", Freshness.OVER: "danger"}


@dataclass(frozen=True, slots=True)
class Line:
    """One household.

    Attributes:
        home: its row.
        where: house, village, subdistrict in words.
        needs: in words, the most urgent first.
        state: how old it is.
        erased_on: the day from which it may be erased when nobody confirms.
        is_old: somebody has to be asked again.
    """

    home: Home
    where: str
    needs: str
    state: Status
    erased_on: dt.date
    is_old: bool


def line_of(home: Home, today: dt.date) -> Line:
    """Return a household as it is shown; its needs are prefetched or asked for."""
    state = freshness(home.agreed_on, today)
    return Line(
        home=home,
        where=where_of(home),
        needs=", ".join(need.display_name for need in home.needs.all()),
        state=Status(state.label, TONES[state]),
        erased_on=months_after(home.agreed_on, LAST_MONTHS),
        is_old=state is not Freshness.FRESH,
    )


def village_words(subdistrict: str, number: str) -> str:
    """Return a village in words.

    Args:
        subdistrict: its code.
        number: of the village; "" where none is known.
    """
    moo = _("หมู่ %(moo)s") % {"moo": number} if number else _("ไม่ได้ระบุหมู่")
    return f"{area_name(subdistrict)} {moo}"
