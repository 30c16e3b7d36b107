"""Whether the same household was helped for the same cause already, by whoever (issue 9, point 8).

Whoever writes help down is told what, when and by whom, and no more: neither the other case nor anything of it. Of restricted
cases nothing is said, nor of those from which the own organization was left out or the reader stepped back
(as `cases.domain.queries.similar`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F, Q

from cases.domain.queries.names import brief
from cases.models import SURE_KINDS, AssistanceRecord, Case, CaseKey
from cases.vocabulary import AssistanceKind, Confidentiality

if TYPE_CHECKING:
    from portal.actors import Officer

LOOKS_BACK = dt.timedelta(days=365)
MOST_TOLD = 5
LOOKED_AT = 40
"""More than so much help for one household in a year is not looked through for what may be told."""


@dataclass(frozen=True, slots=True)
class HelpedBefore:
    """Help on record for the same household: what, when, by whom."""

    kind: AssistanceKind
    on: dt.date
    by: str


def helped_before(case: Case, today: dt.date, actor: Officer) -> tuple[HelpedBefore, ...]:
    """Return help for the same cause that the same household got elsewhere in the last year, the newest first.

    The same household: the same kind of problem in the same subdistrict, and a name, a telephone number or a house in
    common (`CaseKey`). Two queries.

    Args:
        case: for which help is to be written down.
        today: the day.
        actor: who is told.
    """
    known = Q(pk__in=())
    for kind, key in CaseKey.objects.filter(case=case, kind__in=SURE_KINDS).values_list("kind", "key"):
        known |= Q(kind=kind, key=key)
    same_household = CaseKey.objects.filter(known).exclude(case=case)
    rows = (
        AssistanceRecord.objects.filter(
            case__in=same_household.values("case"),
            case__subdistrict_code=case.subdistrict_code,
            case__problem=case.problem,
            given_on__gte=today - LOOKS_BACK,
        )
        .exclude(case__subdistrict_code="")
        .exclude(case__confidentiality=Confidentiality.RESTRICTED)
        .exclude(case__recused=actor.person.pk)
        .select_related("organization")
        .annotate(left_out=F("case__excluded"))
        .order_by("-given_on", "-pk")[:LOOKED_AT]
    )
    told = [row for row in rows if actor.organization.pk not in row.left_out][:MOST_TOLD]
    return tuple(
        HelpedBefore(AssistanceKind(row.kind), row.given_on, brief(row.organization)) for row in told
    )
