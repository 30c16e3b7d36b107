"""What the page of an act on many cases shows of each of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.households.desk.presenting import Side, side_of
from cases.machine.vocabulary import ApprovalSubject, WaitingState
from cases.mass.desk.forms import FORMS
from cases.mass.models import MassAct, MassOutcome
from cases.mass.vocabulary import MassVerb
from cases.models import Approval, AssistanceRecord, Case
from cases.vocabulary import ClosureReason, Outcome
from portal.actors import Officer
from portal.thai.dates import format_date
from portal.web.language import is_english


@dataclass(frozen=True, slots=True)
class Row:
    """One case of the act.

    Attributes:
        case: that the reader may open.
        reason: why it was left, as a sentence; "" when it was not.
        asked: for whoever decides: why it is to end, with which result, how often it was helped, and who asked.
    """

    case: Case
    reason: str
    asked: str = ""


def shown_rows(mass: MassAct, outcomes: Iterable[MassOutcome]) -> list[Row]:
    """Return the rows of a page, with a constant number of queries.

    Args:
        mass: the act.
        outcomes: of it, with their cases, all of which the reader may open.
    """
    found = list(outcomes)
    asked = _asked([one.case_id for one in found]) if mass.verb == MassVerb.APPROVE else {}
    return [Row(one.case, one.reason, asked.get(one.case_id, "")) for one in found]


def stories(outcomes: Iterable[MassOutcome], actor: Officer) -> list[Side]:
    """Return what the cases of a page tell, as far as their reader may read each; one statement for each case.

    Args:
        outcomes: of a page, with their cases, all of which the reader may open.
        actor: the reader.
    """
    now = timezone.now()
    found = (side_of(one.case, actor, now) for one in outcomes)
    return [side for side in found if side is not None]


def alike(mass: MassAct) -> list[tuple[str, str]]:
    """Return what was filled in for all of them, as pairs of label and words; nothing where nothing is."""
    if not mass.verb:
        return []
    fields = FORMS[MassVerb(mass.verb)].base_fields
    return [
        (str(field.label), _in_words(field, mass.fields[name]))
        for name, field in fields.items()
        if mass.fields.get(name) is not None
    ]


def _in_words(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.ModelChoiceField):
        chosen = field.queryset.model._default_manager.filter(pk=value).first()
        return chosen.display_name if chosen is not None else ""
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))
    if isinstance(field, forms.DateField):
        return format_date(dt.date.fromisoformat(value), language="en" if is_english() else "th")
    return str(value)


def _asked(cases: list[int]) -> dict[int, str]:
    """Return case → what is to be decided about it, of those for which something is."""
    waiting = Approval.objects.filter(
        case__in=cases, subject=ApprovalSubject.CLOSE, state__in=(WaitingState.OPEN, WaitingState.APPROVED)
    )
    helped = dict(
        AssistanceRecord.objects.filter(case__in=cases)
        .order_by()
        .values_list("case")
        .annotate(number=Count("pk"))
    )
    return {
        one.case_id: _words(one, helped.get(one.case_id, 0))
        for one in waiting.select_related("requester").order_by("number")
    }


def _words(asked: Approval, helped: int) -> str:
    reason, outcome = asked.terms.get("reason", ""), asked.terms.get("outcome", "")
    given = ngettext("บันทึกการช่วยเหลือ %(number)d ครั้ง", "บันทึกการช่วยเหลือ %(number)d ครั้ง", helped)
    parts = [
        str(ClosureReason(reason).label) if reason in ClosureReason.values else "",
        str(Outcome(outcome).label) if outcome in Outcome.values else "",
        given % {"number": helped},
        _("ขอโดย %(name)s") % {"name": asked.requester.display_name},
    ]
    return " · ".join(part for part in parts if part)
