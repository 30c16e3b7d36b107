"""Cases that may be the same matter, as the desk shows them: no more of each than its reader may know (S1.35)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.desk.marks import mark_words
from cases.domain.queries.similar import NEAR_BY, Similar, Standing, find_similar
from cases.machine.vocabulary import Stage, Verb
from cases.models import KeyKind
from portal.organizations.domain import routing
from portal.pages.domain.lines import said
from portal.thai.dates import format_date, to_bangkok

if TYPE_CHECKING:
    import datetime as dt

    from cases.domain.recognition import Traits
    from cases.models import Case
    from portal.actors import Officer

_ORDER = (KeyKind.PHONE, KeyKind.HOME, KeyKind.NAME)


@dataclass(frozen=True, slots=True)
class SimilarRow:
    """One case that may be the same.

    Attributes:
        reference: "" where the reader may not know it.
        url: its page; "" where the reader may not read it.
        about: what and when, or whom to ask.
        why: what is the same.
        warning: somebody was helped for the same already; "" otherwise.
        may_add: news may be added to it.
        same_url: where the case in hand is turned away as the same; "" where there is none or it cannot be.
    """

    reference: str
    url: str
    about: str
    why: str
    warning: str
    may_add: bool
    same_url: str = ""


def similar_rows(
    *, traits: Traits, actor: Officer, now: dt.datetime, besides: Case | None = None, sure: bool = False
) -> list[SimilarRow]:
    """Return what may be the same matter, one line each; of those that are another's secret one line for all.

    Args:
        traits: of the request in hand.
        actor: the reader.
        now: the time.
        besides: the case itself.
        sure: nothing where only place, problem and time are alike: in a flood that is everybody.
    """
    found = find_similar(traits=traits, actor=actor, now=now, besides=besides)
    if sure and not any(one.why for one in found):
        return []
    rows = [_row(one, besides) for one in found if one.standing is not Standing.ELSEWHERE]
    elsewhere = [one for one in found if one.standing is Standing.ELSEWHERE]
    return [*rows, *([_elsewhere(elsewhere, traits)] if elsewhere else [])]


def _why(one: Similar) -> str:
    words = [str(kind.label) for kind in _ORDER if kind in one.why]
    if one.likeness is not None:
        for_it, against = one.likeness.speaks_for, one.likeness.speaks_against
        words = [*(mark_words(mark) for mark in for_it), *(mark_words(mark) for mark in against)]
    return " · ".join(words) or str(NEAR_BY)


def _row(one: Similar, in_hand: Case | None) -> SimilarRow:
    case = one.case
    day = format_date(to_bangkok(case.received_at).date())
    warning = _("เคยได้รับความช่วยเหลือเหตุเดียวกันแล้ว") if one.helped else ""
    if one.standing is Standing.KNOWN:
        about = _("อยู่ที่ %(holder)s โทร %(phone)s") % {
            "holder": case.holder.display_name,
            "phone": case.holder.phone or "–",
        }
        return SimilarRow(case.reference, "", about, _why(one), warning, may_add=False)
    about = f"{case.get_problem_display()} · {day} · {Stage(case.stage).label} · {case.holder.display_name}"
    url = reverse("desk:case", kwargs={"reference": case.reference})
    return SimilarRow(
        case.reference, url, about, _why(one), warning, not case.is_closed, _same_url(in_hand, case)
    )


def _same_url(in_hand: Case | None, original: Case) -> str:
    """Return the form that turns a general case away as a duplicate; a crisis is never turned away by one person."""
    if in_hand is None or in_hand.is_crisis or in_hand.is_closed:
        return ""
    form = reverse("desk:act", kwargs={"reference": in_hand.reference, "verb": Verb.REJECT})
    return f"{form}?{urlencode({'duplicate_of': original.reference})}"


def _elsewhere(found: list[Similar], traits: Traits) -> SimilarRow:
    """Say that there is something, and whom to ask; neither where nor what it is."""
    center = routing.center_for(traits.subdistrict or traits.province)
    about = _("มีเรื่องคล้ายกันที่หน่วยงานอื่น กรุณาโทร %(center)s %(phone)s") % {
        "center": center.display_name if center else said()["social"],
        "phone": center.phone if center else "",
    }
    warning = (
        _("เคยได้รับความช่วยเหลือเหตุเดียวกันจากหน่วยงานอื่น ถามก่อนให้ซ้ำ") if any(one.helped for one in found) else ""
    )
    return SimilarRow("", "", about.strip(), "", warning, may_add=False)
