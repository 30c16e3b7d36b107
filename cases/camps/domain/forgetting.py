"""Names in shelters end with the event: some time after its end nobody is named, numbers and moves stay (PDPA s.37(3))."""

from __future__ import annotations

from django.utils import timezone

from cases.camps.models import EntryWords, Family, FamilyTerm, HelperLink
from cases.events.domain.naming import nameless
from portal.queue.one_by_one import each_apart

MOST_AT_ONCE = 500


def forget_old() -> int:
    """Forget the names of events that are over for long enough, each family apart; returns how many."""
    over = nameless()
    EntryWords.objects.filter(entry__goods__event__in=over).delete()
    for link in HelperLink.objects.filter(event__in=over).exclude(whom="")[:MOST_AT_ONCE]:
        link.whom = ""
        link.save(update_fields=["whom"])
    rows = Family.objects.filter(event__in=over, forgotten_at=None).order_by("pk")
    return each_apart(
        rows.values_list("pk", flat=True)[:MOST_AT_ONCE], _forget, what="forgetting names in shelters"
    )


def _forget(pk: int) -> int:
    family = Family.objects.select_for_update(of=("self",)).get(pk=pk)
    family.name = family.phone = family.others = family.place = family.note = ""
    family.account = None
    family.forgotten_at = timezone.now()
    family.save()
    family.needs.clear()
    FamilyTerm.objects.filter(family=family).delete()
    return 1
