"""The usual time in one sentence, for those who ask and those who wait: no promise, and never more exact than is known."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.domain.usual_times import Usual, shown_hours, usual_time
from portal.organizations.areas import area
from portal.vocabulary import ProblemType

UNLIKE = frozenset({ProblemType.OTHER, ProblemType.UNSURE})
"""Kinds whose requests have nothing in common; a usual time would say nothing."""


def span(hours: float) -> str:
    """Return a time in whole hours below two days, else in whole days; never shorter than it is."""
    shown = max(1, int(shown_hours(hours)))
    if shown < 24 or shown % 24:
        return ngettext("%(count)d ชั่วโมง", "%(count)d ชั่วโมง", shown) % {"count": shown}
    days = shown // 24
    return ngettext("%(count)d วัน", "%(count)d วัน", days) % {"count": days}


def _where(code: str) -> str:
    found = area(code) if code else None
    return found.label if found else _("ทุกพื้นที่")


def sentence(usual: Usual) -> str:
    """Return what is told: by when half are helped, nine of ten where known, and for which area."""
    words = _("%(where)s: ครึ่งหนึ่งได้รับความช่วยเหลือภายใน %(half)s") % {
        "where": _where(usual.area),
        "half": span(usual.half_hours),
    }
    if usual.nine_hours is None:
        return words
    if usual.nine_area == usual.area and span(usual.nine_hours) == span(usual.half_hours):
        # So alike that one figure says both.
        return _("%(where)s: เก้าในสิบคนได้รับความช่วยเหลือภายใน %(nine)s") % {
            "where": _where(usual.area),
            "nine": span(usual.nine_hours),
        }
    nine = _("และเก้าในสิบคนภายใน %(nine)s") % {"nine": span(usual.nine_hours)}
    if usual.nine_area != usual.area:
        nine = _("%(nine)s (ดูจาก%(where)s)") % {"nine": nine, "where": _where(usual.nine_area)}
    return f"{words} {nine}"


def told(problem: ProblemType | None, place: str = "") -> str:
    """Return the sentence for a kind of problem and a place; "" where nothing can be told."""
    if problem is None or problem in UNLIKE:
        return ""
    usual = usual_time(problem, place)
    return sentence(usual) if usual is not None else ""
