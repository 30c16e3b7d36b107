"""That a family of a shelter is a household of the register: said by an officer, and then the four figures follow."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid5

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.camps.domain.rights import families_of
from cases.camps.models import Family, FamilyMove
from cases.camps.vocabulary import Leaving, MoveKind
from cases.errors import GuardFailed, NotAllowed
from cases.vulnerable.domain.accounting import mark_from_shelter
from cases.vulnerable.domain.places import matches, name_digests, phone_digest
from cases.vulnerable.domain.rights import MOST_OPENED, accounts_of
from cases.vulnerable.models import Account
from cases.vulnerable.vocabulary import Status
from portal.audit import services as audit
from portal.thai.names import name_words
from portal.thai.phone import numbers_in

if TYPE_CHECKING:
    from portal.actors import Officer

MOST_PROPOSED = 10
LEFT_AS = {
    Leaving.HOME: Status.SAFE,
    Leaving.RELATIVES: Status.MOVED,
    Leaving.HOSPITAL: Status.MOVED,
}
"""What is known of a household whose family left; of one that went nobody knows where, nothing new."""


def proposed(actor: Officer, family: Family) -> list[Account]:
    """Return households of the event that may be this family, for an officer to choose from; only those they may see.

    Args:
        actor: who chooses.
        family: whose name and number are compared.
    """
    numbers = [f" {phone_digest(number)} " for number in numbers_in(family.phone)]
    words = name_words(family.name)
    pieces = [f" {one} " for word in words for one in name_digests(word)]
    wanted = Q()
    for number in numbers:
        wanted |= Q(home__phone_keys__contains=number)
    if pieces:
        wanted |= Q(*(("home__name_keys__contains", piece) for piece in pieces))
    if not wanted:
        return []
    rows = accounts_of(actor, family.event).filter(wanted).select_related("home")
    taken = Family.objects.filter(event=family.event, account__isnull=False).values("account")
    return [
        row
        for row in rows.exclude(pk__in=taken)[:MOST_OPENED]
        if any(number in row.home.phone_keys for number in numbers)
        or (pieces and all(matches(row.home.name, word) for word in words))
    ][:MOST_PROPOSED]


@transaction.atomic
def link(*, actor: Officer, family: Family, account: Account) -> None:
    """Say that a family is a household of the event. Doing it again changes nothing.

    Args:
        actor: sees the family and the household.
        family: of a shelter.
        account: of the same event.

    Raises:
        NotAllowed: one of the two is none of theirs.
        GuardFailed: either is linked to another one.
    """
    if not families_of(actor, family.event).filter(pk=family.pk).exists():
        raise NotAllowed("camp_link")
    if not accounts_of(actor, family.event).filter(pk=account.pk).exists():
        raise NotAllowed("camp_link")
    locked = Family.objects.select_for_update(of=("self",)).select_related("event").get(pk=family.pk)
    if locked.account_id == account.pk:
        return
    if locked.account_id is not None or Family.objects.filter(account=account).exists():
        raise GuardFailed(_("ครอบครัวหรือบ้านนี้ผูกกับรายอื่นแล้ว ยกเลิกก่อน"))
    locked.account = account
    locked.save(update_fields=["account"])
    audit.record(
        actor=actor,
        action="camp.link",
        subject=f"{locked.event.slug}/{locked.number}",
        data={"row": account.number},
    )
    last = locked.moves.exclude(kind=MoveKind.COUNTED).first()
    if last is not None:
        follow(actor, locked, last)


@transaction.atomic
def unlink(*, actor: Officer, family: Family) -> None:
    """Say that it is another household. What was marked stays and is taken back on the page of the household.

    Raises:
        NotAllowed: it is none of theirs.
    """
    if not families_of(actor, family.event).filter(pk=family.pk).exists():
        raise NotAllowed("camp_link")
    locked = Family.objects.select_for_update(of=("self",)).select_related("event").get(pk=family.pk)
    if locked.account_id is None:
        return
    locked.account = None
    locked.save(update_fields=["account"])
    audit.record(actor=actor, action="camp.unlink", subject=f"{locked.event.slug}/{locked.number}")


def follow(actor: Officer, family: Family, row: FamilyMove) -> None:
    """Mark the household of a family by where its move brought it, and as of then; once for each move and household.

    Who a family is may be said hours after it came: whatever was seen of the household since then stands (many.md B3, newest by
    time of observation).

    Args:
        actor: who wrote the move.
        family: nothing happens where it is linked to no household.
        row: the move.
    """
    account = family.account
    if account is None or row.kind == MoveKind.COUNTED or not family.event.is_running:
        return
    status = LEFT_AS.get(Leaving(row.leaving)) if row.kind == MoveKind.LEFT else Status.MOVED
    if status is None:
        return
    mark_from_shelter(
        actor=actor,
        account=account,
        status=status,
        shelter=row.target or row.origin,
        observed_at=row.at,
        token=uuid5(row.token, f"household {account.pk}"),
    )
