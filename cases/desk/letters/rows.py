"""What the pages of letters show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.desk.names import brief
from cases.desk.statuses import Status
from cases.domain.letters.occasions import Occasion, occasions, occasions_about, reference_in
from cases.models import Case
from cases.vocabulary.letters import LetterKind
from portal.actors import Officer
from portal.letters.models import OutgoingLetter

RECENT = dt.timedelta(days=14)
MOST_SHOWN = 30


@dataclass(frozen=True, slots=True)
class ToWrite:
    """A letter that may be written.

    Attributes:
        url: of its preview.
        reference: of the case.
        kind: which letter, in words.
        receiver: to whom.
        at: since when.
        replaces: number of the withdrawn letter that it would take the place of; "" for a first one.
    """

    url: str
    reference: str
    kind: str
    receiver: str
    at: dt.datetime
    replaces: str


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter that went out.

    Attributes:
        letter: number, subject, addressee, day.
        issued_on: the letter's own date.
        reference: of the case that it is about; "" for none.
        url: of its PDF; "" when the reader may not read it.
        withdraw_url: where it is withdrawn; "" when the reader may not.
        status: None while it holds.
    """

    letter: OutgoingLetter
    issued_on: dt.date
    reference: str
    url: str
    withdraw_url: str
    status: Status | None


@dataclass(frozen=True, slots=True)
class Panel:
    """The letters of one case, for its page.

    Attributes:
        written: that the reader may see.
        to_write: that the reader's organization may write.
    """

    written: list[LetterRow]
    to_write: list[ToWrite]


def receiver_words(occasion: Occasion) -> str:
    """Return to whom a letter goes."""
    return brief(occasion.receiver) if occasion.receiver is not None else _("ผู้ยื่นคำขอ")


def to_write(found: Iterable[Occasion], letters: Iterable[OutgoingLetter]) -> list[ToWrite]:
    """Return those occasions that have no valid letter yet."""
    last: dict[str, OutgoingLetter] = {}
    for letter in sorted(letters, key=lambda one: one.edition):
        last[letter.occasion] = letter
    rows = []
    for one in found:
        before = last.get(one.key)
        if before is not None and before.is_valid:
            continue
        rows.append(
            ToWrite(
                url=reverse("desk:letter_occasion", args=[one.key]),
                reference=one.case.reference,
                kind=str(LetterKind(one.kind).label),
                receiver=receiver_words(one),
                at=one.at,
                replaces=before.number if before is not None else "",
            )
        )
    return rows


def recent_to_write(actor: Officer, now: dt.datetime) -> list[ToWrite]:
    """Return what the actor's organization may write about the last two weeks, the newest first; five queries."""
    since = now - RECENT
    own = actor.organization.pk
    touched = Case.objects.exclude(recused=actor.person.pk).filter(
        Q(referrals__sender=own, referrals__sent_at__gte=since)
        | Q(referrals__target=own, referrals__answered_at__gte=since)
        | Q(holder=own, closed_at__gte=since)
    )
    found = occasions(actor.organization, touched, since=since)
    letters = OutgoingLetter.objects.filter(organization=own, occasion__in=[one.key for one in found])
    return to_write(found, letters)[:MOST_SHOWN]


def letter_row(letter: OutgoingLetter, actor: Officer, *, url: str) -> LetterRow:
    """Return a letter that went out as a row; without an address it is not withdrawn either."""
    may = bool(url) and letter.is_valid and letter.organization_id == actor.organization.pk
    status = None
    if not letter.is_valid:
        status = Status(_("ยกเลิกแล้ว"), "danger", note=str(letter.get_withdrawal_reason_display()))
    return LetterRow(
        letter=letter,
        issued_on=letter.letter.issued_on,
        reference=reference_in(letter.occasion),
        url=url,
        withdraw_url=reverse("desk:letter_withdraw", args=[letter.pk]) if may else "",
        status=status,
    )


def readable_letters(case: Case, actor: Officer) -> list[OutgoingLetter]:
    """Return the letters of a case that an organization may read: those it wrote or got; the holder reads all."""
    # With the condition of the index, which neither database finds out by itself.
    found = OutgoingLetter.objects.filter(~Q(occasion=""), occasion__begins=f"{case.reference}-")
    if case.holder_id != actor.organization.pk:
        found = found.filter(Q(organization=actor.organization.pk) | Q(receiver=actor.organization.pk))
    return list(found.order_by("created_at", "pk"))


def panel_of(case: Case, actor: Officer) -> Panel:
    """Return the letters of a case that the actor may see anyway; four queries."""
    letters = readable_letters(case, actor)
    own = [one for one in letters if one.organization_id == actor.organization.pk]
    found = occasions_about(actor.organization, case)
    return Panel(
        written=[
            letter_row(one, actor, url=reverse("desk:letter", args=[case.reference, one.pk]))
            for one in letters
        ],
        to_write=to_write(found, own),
    )
