"""Everybody accounted for: rows of an event, what somebody said of each, and what follows from it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.errors import GuardFailed, NotAllowed
from cases.events.domain.naming import nameless
from cases.events.models import Event, EventArea, Shelter
from cases.vulnerable.domain import requesting
from cases.vulnerable.domain.figures import Seen, known
from cases.vulnerable.domain.rights import accounts_of
from cases.vulnerable.models import Account, Home, Mark, MarkWords, TakenBack
from cases.vulnerable.vocabulary import Source, Status
from portal.accounts.models import KeptForm
from portal.audit import services as audit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from portal.actors import Officer, System

BATCH = 1_000
EARLY = dt.timedelta(days=1)
"""So long before an event something may have been seen: the water comes before the order."""
AHEAD = dt.timedelta(minutes=10)
"""A clock may go ahead so much."""
LONGEST_SAID_BY, LONGEST_TEXT = 150, 500


@transaction.atomic
def open_rows(event: Event) -> int:
    """Write a row for every household of the event's area that has none; returns how many. Doing it again adds nothing.

    Numbers follow the way through subdistricts and villages; households that come later get the next ones.

    Args:
        event: that runs; of a closed one nothing is opened.
    """
    locked = Event.objects.select_for_update().get(pk=event.pk)
    if not locked.is_running:
        return 0
    area = EventArea.objects.filter(event=locked).values("subdistrict_code")
    there = Account.objects.filter(event=locked, home__isnull=False).values("home")
    missing = list(
        Home.objects.filter(subdistrict_code__in=area)
        .exclude(pk__in=there)
        .order_by("place_key", "pk")
        .values_list("pk", "organization_id", "subdistrict_code", "moo")
    )
    if not missing:
        return 0
    last = Account.objects.filter(event=locked).aggregate(last=Max("number"))["last"] or 0
    Account.objects.bulk_create(
        (
            Account(
                event=locked,
                number=last + place,
                home_id=home,
                organization_id=organization,
                subdistrict_code=subdistrict,
                moo=moo,
            )
            for place, (home, organization, subdistrict, moo) in enumerate(missing, 1)
        ),
        batch_size=BATCH,
    )
    return len(missing)


def open_missing() -> int:
    """Write rows for households that came into the register while an event runs; returns how many. Two queries where none."""
    return sum(open_rows(event) for event in Event.objects.running() if _lacks(event))


def _lacks(event: Event) -> bool:
    area = EventArea.objects.filter(event=event).values("subdistrict_code")
    there = Account.objects.filter(event=event, home__isnull=False).values("home")
    return Home.objects.filter(subdistrict_code__in=area).exclude(pk__in=there).exists()


@transaction.atomic
def mark(
    *,
    actor: Officer,
    account: Account,
    status: Status,
    source: Source,
    token: UUID,
    observed_at: dt.datetime | None = None,
    said_by: str = "",
    text: str = "",
    danger: bool = False,
    shelter: Shelter | None = None,
) -> Mark:
    """Write down what somebody saw of a household or heard from it. The same token means the same mark.

    Args:
        actor: who may see the row.
        account: which household.
        status: needs, moved or safe.
        source: how it is known.
        token: one for each form, or each line of a paper.
        observed_at: when it was seen; now where nothing is said.
        said_by: who said so, "" where an officer saw it.
        text: what is needed, or where they went.
        danger: somebody is in danger; of a need only. Danger that still stands is a request at once (`requesting.raise_danger`).
        shelter: of the event, where they came into one.

    Raises:
        NotAllowed: the row is none of theirs.
        GuardFailed: the time cannot be, the shelter is of another event, the words are too long.
    """
    event = account.event
    if not accounts_of(actor, event).filter(pk=account.pk).exists():
        raise NotAllowed("observe")
    if danger:
        requesting.hold_request(account)
    locked = Account.objects.select_for_update().get(pk=account.pk)
    if (before := Mark.objects.filter(token=token).first()) is not None:
        if before.account_id != locked.pk:
            raise NotAllowed("observe")
        return before
    now = timezone.now()
    at = observed_at or now
    _check(event, status, at, now, shelter)
    if len(said_by.strip()) > LONGEST_SAID_BY or len(text.strip()) > LONGEST_TEXT:
        raise GuardFailed(_("ข้อความยาวเกินไป"), field="text")
    made = Mark(
        token=token,
        status=status,
        source=source,
        is_danger=danger and status is Status.NEEDS,
        shelter=shelter,
        observed_at=at,
        recorded_at=now,
    )
    _keep(actor, locked, made, said_by=said_by.strip(), text=text.strip())
    if made.is_danger:
        requesting.raise_danger(actor=actor, mark=made)
    return made


@transaction.atomic
def mark_from_shelter(
    *,
    actor: Officer,
    account: Account,
    status: Status,
    shelter: Shelter | None,
    observed_at: dt.datetime,
    token: UUID,
) -> Mark:
    """Write down what a shelter knew of a household at a moment. The same token means the same mark.

    Other than `mark` it asks no door: that the family in the shelter is this household was said by somebody who may see
    both (`cases.camps.domain.following.link`), and whoever keeps the next shelter learns nothing of the row.

    Args:
        actor: who keeps the shelter.
        account: which household.
        status: moved or safe.
        shelter: where they are, or which they left.
        observed_at: when they came or left, whenever somebody said who they are: what was seen since then stands.
        token: one for each move.

    Raises:
        GuardFailed: the event is over or has not begun, or the shelter is of another one.
    """
    locked = Account.objects.select_for_update(of=("self",)).select_related("event").get(pk=account.pk)
    if (before := Mark.objects.filter(token=token).first()) is not None:
        return before
    now = timezone.now()
    _check(locked.event, status, observed_at, now, shelter)
    made = Mark(
        token=token,
        status=status,
        source=Source.SHELTER,
        shelter=shelter,
        observed_at=observed_at,
        recorded_at=now,
    )
    _keep(actor, locked, made)
    return made


@transaction.atomic
def mark_heard(
    *,
    actor: Officer | System,
    account: Account,
    status: Status,
    source: Source,
    observed_at: dt.datetime,
    token: UUID,
    danger: bool = False,
) -> None:
    """Write down what was heard or seen of a household when its request was worked on. The same token means the same mark.

    It asks no door and answers nothing: whoever heard it worked on the request, and learns nothing of the row. What lies outside
    of the event is not written: what is over stays as it was.

    Args:
        actor: who wrote it into the request.
        account: whose request it is; the request is locked.
        status: needs, moved or safe.
        source: how it is known.
        observed_at: when.
        token: one for each news and household.
        danger: somebody is in danger; of a need only.
    """
    locked = Account.objects.select_for_update(of=("self",)).select_related("event").get(pk=account.pk)
    now = timezone.now()
    if Mark.objects.filter(token=token).exists() or not _was_then(locked.event, observed_at, now):
        return
    made = Mark(
        token=token,
        status=status,
        source=source,
        is_danger=danger and status is Status.NEEDS,
        observed_at=observed_at,
        recorded_at=now,
    )
    _keep(actor, locked, made)


def _keep(
    actor: Officer | System, account: Account, made: Mark, *, said_by: str = "", text: str = ""
) -> None:
    """Keep a mark of a row that is locked, and what follows from it."""
    made.account, made.person = account, actor.person
    made.save()
    # A household that left the register is not named again by what is written later.
    if account.home_id is not None and (said_by or text):
        MarkWords.objects.create(mark=made, said_by=said_by, text=text)
    recount(account)
    audit.record(
        actor=actor,
        action="first.mark",
        subject=f"{account.event.slug}/{account.number}",
        data={"status": Status(made.status).value, "source": Source(made.source).value},
    )


def _check(event: Event, status: Status, at: dt.datetime, now: dt.datetime, shelter: Shelter | None) -> None:
    if status is Status.NOT_REACHED:
        raise GuardFailed(_("เลือกว่าปลอดภัย ย้ายแล้ว หรือต้องการความช่วยเหลือ"), field="status")
    if not _was_then(event, at, now):
        raise GuardFailed(_("เวลาต้องอยู่ในช่วงสถานการณ์ และไม่อยู่ในอนาคต"), field="observed_at")
    if shelter is not None and shelter.event_id != event.pk:
        raise GuardFailed(_("ศูนย์พักพิงนี้เป็นของสถานการณ์อื่น"), field="shelter")


def _was_then(event: Event, at: dt.datetime, now: dt.datetime) -> bool:
    """Whether a moment lies in an event, and not in the future."""
    return event.starts_at - EARLY <= at <= now + AHEAD and not (event.ended_at and at > event.ended_at)


@transaction.atomic
def take_back(*, actor: Officer, mark: Mark) -> bool:
    """Say that a mark was wrong; what holds follows from the others. False when that was done before.

    Raises:
        NotAllowed: the row is none of theirs.
    """
    if not accounts_of(actor, mark.account.event).filter(pk=mark.account_id).exists():
        raise NotAllowed("observe")
    return withdraw(actor=actor, mark=mark)


@transaction.atomic
def withdraw(*, actor: Officer, mark: Mark) -> bool:
    """The same for what a call of its request said by a slip of the finger: whoever made the call corrects it, and asks no door."""
    locked = Account.objects.select_for_update().get(pk=mark.account_id)
    _row, is_new = TakenBack.objects.get_or_create(mark=mark, defaults={"person": actor.person})
    if not is_new:
        return False
    recount(locked)
    audit.record(actor=actor, action="first.unmark", subject=f"{mark.account.event.slug}/{locked.number}")
    return True


def recount(account: Account) -> None:
    """Write what follows from all marks of a row that is locked."""
    marks = Mark.objects.filter(account=account, taken_back__isnull=True)
    found = known(
        [
            Seen(Status(one.status), one.observed_at, Source(one.source).is_person, one.is_danger)
            for one in marks.order_by()
        ]
    )
    Account.objects.filter(pk=account.pk).update(
        status=found.status, is_danger=found.danger, seen_at=found.at
    )


def follow_home(home: Home) -> list[int]:
    """Let the rows of running events stand where a household stands now; returns of which events they are.

    Whoever keeps it now goes there and sees it on the board; whoever kept it does not any more. What is over stays as it was.

    Args:
        home: as it was saved.
    """
    rows = Account.objects.filter(home=home, event__in=Event.objects.running())
    rows.update(organization=home.organization, subdistrict_code=home.subdistrict_code, moo=home.moo)
    return list(rows.values_list("event", flat=True))


def forget_home(home: int) -> list[int]:
    """Let the rows of a household that leaves the register lead to nobody; returns of which events they were.

    Number and figure stay; words and the way to a case go. The household itself is set free by its key.
    """
    return _set_free(Account.objects.filter(home=home))


def leave_over(home: Home) -> list[int]:
    """Let the rows of events that are over lead to nobody, because another organization keeps the household; of which events.

    They stand with whoever kept it then, who does not see any more where it lives.

    Args:
        home: as it was saved.
    """
    return _set_free(Account.objects.filter(home=home).exclude(event__in=Event.objects.running()))


def _set_free(rows: QuerySet[Account]) -> list[int]:
    """Take from rows the household, words, the way to a case and what was typed without a session; returns of which events."""
    held = list(_held(rows).values_list("pk", "event", "event__slug", "number"))
    keys = [key for key, _event, _slug, _number in held]
    _forget_words(keys)
    for _key, _event, slug, number in held:
        KeptForm.objects.filter(path__contains=f"/desk/first/event/{slug}/{number}/").delete()
    return [event for _key, event, _slug, _number in held]


def _held(rows: QuerySet[Account]) -> QuerySet[Account]:
    """Return rows to be locked in one order: a mark that is being written ends first, so that its words are seen."""
    return rows.order_by("pk").select_for_update(of=("self",))


def _forget_words(keys: Sequence[int]) -> None:
    """Let rows that are held lead to nobody, and forget all words to their marks."""
    MarkWords.objects.filter(mark__account__in=keys).delete()
    Account.objects.filter(pk__in=keys).update(home=None, case=None)


def forget_old() -> int:
    """Let rows lead to nobody when their event is over for long enough; returns how many."""
    rows = Account.objects.filter(event__in=nameless())
    worded = MarkWords.objects.filter(mark__account__event__in=nameless()).values("mark__account")
    leading = rows.filter(Q(home__isnull=False) | Q(case__isnull=False) | Q(pk__in=worded))
    keys = list(leading.values_list("pk", flat=True)[:BATCH])
    if not keys:
        return 0
    with transaction.atomic():
        list(_held(Account.objects.filter(pk__in=keys)).values_list("pk"))
        _forget_words(keys)
    return len(keys)
