"""What is known, and where people can go: written by officers of the event, read by everybody."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.errors import GuardFailed, NotAllowed
from cases.events.domain.rights import leads, may_tell
from cases.events.models import Event, KnownFact, Shelter
from cases.events.vocabulary import ShelterState
from portal.audit import services as audit

if TYPE_CHECKING:
    from portal.actors import Officer


ADVICE = ("advice", "advice_en", "phone")
"""Fields of an event that say what people should do."""


@transaction.atomic
def tell(
    *, actor: Officer, event: Event, words: str, words_en: str = "", corrects: int | None = None, token: UUID
) -> KnownFact:
    """Write down what is known, with the time and the organization; it is never changed, only corrected by a later one.

    Args:
        actor: of an organization of the event.
        event: which.
        words: in Thai, without anybody's name.
        words_en: the same in English.
        corrects: the entry that was wrong, None for none.
        token: one for each form.

    Raises:
        NotAllowed: for anybody else.
        GuardFailed: the words are missing, or the entry to correct is of another event.
    """
    if not may_tell(actor, event):
        raise NotAllowed("tell_event")
    if not words.strip():
        raise GuardFailed(_("เขียนสิ่งที่ทราบ"), field="words")
    if corrects is not None and not event.facts.filter(pk=corrects).exists():
        raise GuardFailed(_("ไม่พบข้อความที่จะแก้"), field="corrects")
    fact, is_new = KnownFact.objects.get_or_create(
        token=token,
        defaults={
            "event": event,
            "organization": actor.organization,
            "person": actor.person,
            "words": words.strip(),
            "words_en": words_en.strip(),
            "corrects_id": corrects,
        },
    )
    if is_new:
        audit.record(actor=actor, action="event.tell", subject=event.slug)
    return fact


@transaction.atomic
def advise(*, actor: Officer, event: Event, **said: str) -> Event:
    """Say what to do and whom to call.

    Args:
        actor: who directs the event.
        event: which.
        said: `advice`, `advice_en`, `phone`: those that change. What others wrote into the rest meanwhile stays.

    Raises:
        NotAllowed: for somebody who does not direct the event.
    """
    if not leads(actor, event):
        raise NotAllowed("advise_event")
    names = [name for name in ADVICE if name in said]
    for name in names:
        setattr(event, name, said[name].strip())
    event.save(update_fields=names)
    audit.record(actor=actor, action="event.advise", subject=event.slug)
    return event


@transaction.atomic
def keep_shelter(
    *, actor: Officer, event: Event, shelter: Shelter, only: Collection[str] | None = None
) -> Shelter:
    """Keep a shelter, new or changed; the time of the change is told with it.

    Args:
        actor: of an organization of the event.
        event: which.
        shelter: with its fields set, saved or not.
        only: fields that somebody changed in a form: whatever others wrote into the rest since it was drawn stays. None for all.

    Raises:
        NotAllowed: for anybody else.
    """
    if not may_tell(actor, event):
        raise NotAllowed("keep_shelter")
    if shelter.pk is None:
        shelter.event, shelter.organization = event, actor.organization
    elif only is not None:
        shelter = _as_it_is(shelter, only)
    shelter.state = ShelterState(shelter.state)
    shelter.changed_at = timezone.now()
    shelter.save()
    audit.record(actor=actor, action="event.shelter", subject=event.slug, data={"shelter": shelter.pk})
    return shelter


def _as_it_is(shelter: Shelter, only: Collection[str]) -> Shelter:
    """Return the row of a shelter as it is by now, locked, with some fields of what came from a form."""
    found = Shelter.objects.select_for_update().get(pk=shelter.pk)
    for name in only:
        setattr(found, name, getattr(shelter, name))
    return found
