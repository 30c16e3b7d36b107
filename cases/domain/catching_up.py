"""What an installation gets with a new version, for cases that are older than it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from cases.domain import lists, recognition, terms
from cases.models import Case, CaseTerm


def list_older_cases() -> int:
    """Make the work lists and search terms of cases that stand in no list; returns of how many.

    Asked when tables have changed (`prepare`), before anybody works: later, acts would list some cases and hide that
    others are missing.
    """
    terms.rebuild(lists.unlisted())
    return lists.rebuild(lists.unlisted())


def unfindable() -> QuerySet[Case]:
    """Return the cases that nobody could find: every case has the terms of its reference."""
    return Case.objects.filter(~Exists(CaseTerm.objects.filter(case=OuterRef("pk"))))


def oldest_is_unfindable() -> bool:
    """Whether the oldest case has no terms, as after an upgrade: cheap enough to ask every minute."""
    oldest = Case.objects.order_by("pk").values_list("pk", flat=True)[:1]
    return unfindable().filter(pk__in=list(oldest)).exists()


def make_findable(cases: QuerySet[Case] | None = None) -> int:
    """Make terms and keys by which cases are found and known again; returns of how many. May be stopped and started.

    The newest come first: they are looked for. The oldest is the last, so that it tells when all are done.

    Args:
        cases: which; None for those that have none.
    """
    chosen = unfindable() if cases is None else cases
    count = 0
    for pk in list(chosen.order_by("-pk").values_list("pk", flat=True)):
        with transaction.atomic():
            case = Case.objects.select_for_update().get(pk=pk)
            if not case.anonymized:
                recognition.remember(case)
            terms.keep(case)
        count += 1
    return count
