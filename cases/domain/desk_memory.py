"""What the desk remembers for people: which cases they have seen, and their own filters. No event: no case changes by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from cases.errors import GuardFailed
from cases.models import Case, SavedFilter, SeenCase

if TYPE_CHECKING:
    from portal.actors import Officer


def note_seen(actor: Officer, case: Case) -> None:
    """Remember that somebody opened an open case as it is now. One statement, two where it is the first time."""
    if case.is_closed:
        return
    seen = SeenCase.objects.filter(case=case, organization=actor.organization, person=actor.person)
    if not seen.update(version=case.version):
        row = SeenCase(case=case, organization=actor.organization, person=actor.person, version=case.version)
        # Two pages of one case at the same moment are one look at it.
        SeenCase.objects.bulk_create([row], ignore_conflicts=True)


def save_filter(*, actor: Officer, name: str, query: str) -> SavedFilter:
    """Keep a filter under a name of one's own; the same name means the same filter, changed.

    Args:
        actor: whose.
        name: in their words.
        query: list and values as an address has them; codes and numbers, no names of people.

    Raises:
        GuardFailed: the name is missing or there are too many; nothing was written.
    """
    name = name.strip()
    if not name:
        raise GuardFailed(_("ตั้งชื่อตัวกรองก่อนเก็บ"), field="name")
    own = SavedFilter.objects.filter(person=actor.person, organization=actor.organization)
    values = {"query": query[: SavedFilter.LONGEST]}
    if own.filter(name=name).update(**values):
        return own.get(name=name)
    if own.count() >= SavedFilter.MOST:
        raise GuardFailed(
            _("เก็บตัวกรองได้ไม่เกิน %(most)d ชุด ลบชุดที่ไม่ใช้ก่อน") % {"most": SavedFilter.MOST}, field="name"
        )
    try:
        with transaction.atomic():
            return SavedFilter.objects.create(
                person=actor.person, organization=actor.organization, name=name, **values
            )
    except IntegrityError:
        return own.get(name=name)


def forget_filter(*, actor: Officer, pk: int) -> bool:
    """Forget one of one's own filters; says whether there was one."""
    own = SavedFilter.objects.filter(person=actor.person, organization=actor.organization, pk=pk)
    return bool(own.delete()[0])
