"""`/desk/rates/`: a number of the law became another; which open and refused cases does it touch (issue 11 point 10)?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from cases.desk.frame import desk_page
from cases.desk.lists.paging import total_of
from cases.desk.statuses import Status, case_status
from cases.desk.tabs import in_words
from cases.domain.queries.rates import NEWEST_FIRST, touched_by
from cases.models import Case
from portal.eligibility.changes import Change, changes
from portal.eligibility.loading import rules
from portal.pages import cited
from portal.pages.public.eligibility.numbers import Provision, plain, provision_of, said
from portal.web.access import staff_only
from portal.web.keyset import keyed

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change as the page says it.

    Attributes:
        key: names it in the address.
        label: what the number says, with its unit.
        before, after: the numbers.
        change: the change itself, for its first day.
        provision: what sets the new number.
    """

    key: str
    label: str
    before: str
    after: str
    change: Change
    provision: Provision


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case that a change touches."""

    case: Case
    status: Status


def _rows(found: Sequence[Change]) -> list[ChangeRow]:
    """Return what the page says of changes, with one question to the library for all of their provisions."""
    sources = {change.key: rules().sources[change.after.source] for change in found}
    held = cited.find(source.place for source in sources.values())
    return [_row(change, provision_of(sources[change.key], held)) for change in found]


def _row(change: Change, source: Provision) -> ChangeRow:
    unit = said(change.rate.unit)

    def with_unit(value: str) -> str:
        return f"{value} {unit}".strip()

    return ChangeRow(
        key=change.key,
        label=said(change.rate.label),
        before=with_unit(plain(change.before.value)),
        after=with_unit(plain(change.after.value)),
        change=change,
        provision=source,
    )


@staff_only
@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """List the changes, and the cases of the chosen one, the newest without a choice.

    Raises:
        Http404: the reader does not work on cases.
    """
    actor = request.actor
    if not actor.works_on_cases:
        raise Http404
    known = _rows(changes(rules()))
    chosen = next(
        (each for each in known if each.key == request.GET.get("change")), known[0] if known else None
    )
    context: dict[str, Any] = {"changes": known, "chosen": chosen}
    if chosen:
        found = touched_by(chosen.change, actor)
        page = keyed(request, found, NEWEST_FIRST, PAGE_SIZE)
        total = total_of(page, found)
        context |= {
            "page": page,
            "total": total,
            "total_words": in_words(total),
            "rows": [CaseRow(case, case_status(case)) for case in page.rows],
        }
    return desk_page(request, "desk/rates.html", context, here="rates")
