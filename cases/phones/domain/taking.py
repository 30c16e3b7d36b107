"""Taking what a phone sends: first everything that is whole, then judging. Nothing is refused here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from cases.phones import protocol
from cases.phones.models import Entry, Missing, Stream
from cases.phones.vocabulary import StreamState
from portal.upkeep import backups

if TYPE_CHECKING:
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
    now = timezone.now()
    stream = _stream(head, actor, device)
    taking = protocol.take(stream.mark, head.floor, records)
    if taking.missing is not None:
        first, last = taking.missing
        Missing.objects.create(stream=stream, first=first, last=last, noted_at=now)
    known = set(Entry.objects.filter(pk__in=[one.id for one in taking.records]).values_list("pk", flat=True))
    fresh = {one.id: one for one in taking.records if one.id not in known}
    Entry.objects.bulk_create(
        Entry(
            id=one.id,
            stream=stream,
            number=one.number,
            sealed=one.sealed,
            phone_now=head.now,
            received_at=now,
            delivered_by=actor.person,
            organization=stream.organization,
        )
        for one in fresh.values()
    )
    stream.mark, stream.met_at, stream.device = taking.mark, now, device[:60]
    stream.save(update_fields=["mark", "met_at", "device"])
    return stream


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
    Stream.objects.get_or_create(
        pk=head.stream,
        defaults={"owner": actor.person, "organization": actor.organization, "device": device[:60]},
    )
    return Stream.objects.select_for_update().select_related("organization").get(pk=head.stream)


def safe_mark(stream: Stream) -> int:
    """Return up to which number the phone may delete its entries: each is in the second newest backup as well."""
    limit = protocol.safe_before(backups.moment(backups.BEFORE))
    if limit is None:
        return 0
    young = stream.entries.filter(received_at__gte=limit).order_by("number").values_list("number", flat=True)
    first = young.first()
    return stream.mark if first is None else first - 1


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
