"""Taking what a phone sends: first everything that is whole, then judging. Nothing is refused here.

A number that the mark covers says that an entry is here, and the phone deletes it. So what comes under such a number and is not
here is another entry, whoever numbered it: a copy of the phone's store, or somebody who knew the name of the stream. It is taken as
well, into a stream beside the first (**used**), and the phone keeps what it has until both are in the backups.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count, Min, Q
from django.utils import timezone

from cases.phones import protocol
from cases.phones.models import Entry, Missing, Stream
from cases.phones.models.stream import beside
from cases.phones.vocabulary import StreamState
from portal.upkeep import backups

if TYPE_CHECKING:
    import datetime as dt
    from uuid import UUID

    from cases.phones.protocol import Head, Record
    from portal.accounts.models import User
    from portal.actors import Officer

MOST_TOLD = 200


@dataclass(frozen=True, slots=True)
class Told:
    """What a phone is told of one entry of the person who is signed in.

    Attributes:
        number: in the stream.
        outcome: a value of `Outcome`, or of `Resolution` once a person decided; "" while it waits to be judged.
        reason: why it was put aside or dismissed.
    """

    number: int
    outcome: str
    reason: str


@transaction.atomic
def take(*, head: Head, records: Iterable[Record], actor: Officer, device: str) -> Stream:
    """Take what is new, and move the mark with it in one transaction (**inbox**, **gapless**).

    Whoever is signed in delivers, whoever wrote (**courier**); the same entry is taken once (**id**).

    Args:
        head: of the request.
        records: whole ones.
        actor: who is signed in.
        device: browser and system.
    """
    now, sent = timezone.now(), list(records)
    stream = _stream(head, actor, device)
    taking = protocol.take(stream.mark, head.floor, sent)
    if taking.missing is not None:
        first, last = taking.missing
        Missing.objects.create(stream=stream, first=first, last=last, noted_at=now)
    covered = {one.id: one for one in sent if one.number <= taking.mark}
    known = set(Entry.objects.filter(pk__in=covered).values_list("pk", flat=True))
    fresh = {one.id: one for one in taking.records if one.id not in known}
    others = [one for one in covered.values() if one.id not in known and one.id not in fresh]
    _keep(stream, ((one.number, one) for one in fresh.values()), head, actor, now)
    if others:
        second = _beside(stream)
        _keep(second, enumerate(others, second.mark + 1), head, actor, now)
        second.mark, second.met_at = second.mark + len(others), now
        second.save(update_fields=["mark", "met_at"])
    stream.mark, stream.met_at, stream.device = taking.mark, now, device[:60]
    stream.save(update_fields=["mark", "met_at", "device"])
    return stream


def _keep(
    stream: Stream, numbered: Iterable[tuple[int, Record]], head: Head, actor: Officer, now: dt.datetime
) -> None:
    Entry.objects.bulk_create(
        Entry(
            id=record.id,
            stream=stream,
            number=number,
            sealed=record.sealed,
            phone_now=head.now,
            received_at=now,
            delivered_by=actor.person,
            organization=stream.organization,
        )
        for number, record in numbered
    )


def take_file(*, content: tuple[Head, list[Record]], actor: Officer) -> Stream:
    """Take the file of a phone that cannot send (**export**): what a request would have brought.

    Nobody knows how long it lay there, so its clock is taken for right; its floor says nothing, because it is a part only.

    Args:
        content: of the file.
        actor: who hands it in.
    """
    head, records = content
    now = int(timezone.now().timestamp() * 1000)
    known = Stream.objects.filter(pk=head.stream).values_list("device", flat=True).first()
    return take(head=replace(head, now=now, floor=0), records=records, actor=actor, device=known or "")


def _stream(head: Head, actor: Officer, device: str) -> Stream:
    """Return a phone's stream, locked: two requests of it come one after the other."""
    return _locked(head.stream, owner=actor.person, organization=actor.organization, device=device[:60])


def _beside(stream: Stream) -> Stream:
    """Return the stream beside one, locked after it."""
    device = f"{stream.device[:56]} (2)"
    return _locked(beside(stream.pk), owner=stream.owner, organization=stream.organization, device=device)


def _locked(key: UUID, **made: Any) -> Stream:
    Stream.objects.get_or_create(pk=key, defaults=made)
    return Stream.objects.select_for_update().select_related("organization").get(pk=key)


def safe_mark(stream: Stream) -> int:
    """Return up to which number the phone may delete its entries: each is in the second newest backup as well.

    Of what was taken beside, nobody knows under which number the phone holds it: as long as that is young, nothing more goes.
    """
    limit = protocol.safe_before(backups.moment(backups.BEFORE))
    if limit is None:
        return 0
    young = Entry.objects.filter(stream__in=(stream.pk, beside(stream.pk)), received_at__gte=limit)
    of_this = Q(stream=stream.pk)
    found = young.aggregate(first=Min("number", filter=of_this), others=Count("pk", filter=~of_this))
    if found["others"]:
        return 0
    return stream.mark if found["first"] is None else int(found["first"]) - 1


def told(stream: Stream, person: User) -> list[Told]:
    """Return what became of the newest entries of a stream that somebody wrote; of others' entries nothing is told."""
    mine = stream.entries.filter(author=person).order_by("-number")[:MOST_TOLD]
    return [
        Told(one.number, one.resolution or one.outcome, one.resolution_note or one.reason)
        for one in reversed(mine)
    ]


def lose(*, stream: Stream, actor: Officer) -> None:
    """Note that a phone is lost: at its next contact everything readable goes; what it carries still comes."""
    Stream.objects.filter(pk=stream.pk, state=StreamState.OPEN).update(
        state=StreamState.LOST, lost_at=timezone.now(), lost_by=actor.person
    )


def find_again(*, stream: Stream) -> None:
    """Note that a phone was found."""
    Stream.objects.filter(pk=stream.pk, state=StreamState.LOST).update(
        state=StreamState.OPEN, lost_at=None, lost_by=None
    )
