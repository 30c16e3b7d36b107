"""Freezing an agenda as it is sent, and reading it again (S1.07)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.committee.domain.agenda import has_something, items_of
from cases.committee.domain.briefs import brief_of, digest_of, digest_of_all
from cases.committee.domain.composition import check
from cases.committee.domain.meetings import locked
from cases.committee.models import AgendaItem, Brief, FrozenAgenda, Meeting
from cases.committee.vocabulary import MeetingState, Variant
from cases.domain.view import Part, case_view
from cases.errors import GuardFailed
from cases.models import Case
from portal.audit import services as audit

if TYPE_CHECKING:
    from portal.actors import Officer

MOST_EDITIONS = 20
"""Editions of one agenda; each is a copy of everything."""


@transaction.atomic
def freeze(*, actor: Officer, meeting: Meeting, variant: Variant) -> FrozenAgenda:
    """Store what the committee is given to read, as it is now; nothing changes it afterwards.

    Every case is read through the one door; restricted cases that go into it are named in the record.

    Args:
        actor: keeps the committee.
        meeting: planned, with something on its agenda.
        variant: with names, or without.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    check(actor, meeting.committee)
    found = locked(meeting, MeetingState.PLANNED)
    has_something(found)
    edition = (found.frozen.aggregate(last=Max("edition"))["last"] or 0) + 1
    if edition > MOST_EDITIONS:
        raise GuardFailed(_("ตรึงระเบียบวาระครั้งนี้ครบจำนวนฉบับแล้ว"))
    now = timezone.now()
    briefs = [_brief(item, actor, variant) for item in _read_whole(found)]
    agenda = FrozenAgenda.objects.create(
        meeting=found,
        edition=edition,
        variant=variant,
        frozen_at=now,
        frozen_by=actor.person,
        digest=digest_of_all(_head(found, edition, variant), [one.digest for one in briefs]),
    )
    for one in briefs:
        one.agenda = agenda
    Brief.objects.bulk_create(briefs)
    audit.record(
        actor=actor,
        action="committee.freeze",
        subject=f"meeting:{found.pk}",
        data={"edition": edition, "variant": str(variant), "count": len(briefs)},
    )
    _record(actor, "committee.case_frozen", agenda, briefs)
    return agenda


def _read_whole(meeting: Meeting) -> list[AgendaItem]:
    return list(meeting.items.select_related("case__holder", "case__received_by", "case__reporter"))


def _head(meeting: Meeting, edition: int, variant: str) -> tuple[str, ...]:
    return (str(meeting.committee_id), meeting.title, str(edition), str(variant))


def _brief(item: AgendaItem, actor: Officer, variant: Variant) -> Brief:
    view = case_view(item.case, actor)
    if not isinstance(view, Part):
        words = _("เปิดอ่านเรื่อง %(reference)s ไม่ได้แล้ว ให้นำออกจากระเบียบวาระก่อน")
        raise GuardFailed(words % {"reference": item.case.reference})
    content = brief_of(view, variant=variant)
    return Brief(
        case=item.case,
        number=item.number,
        content=content,
        digest=digest_of(content),
        is_restricted=view.is_restricted,
    )


def _record(actor: Officer, action: str, agenda: FrozenAgenda, briefs: list[Brief]) -> None:
    """Name every restricted case of an agenda in the record (privacy 6)."""
    for one in briefs:
        if one.is_restricted:
            audit.record(actor=actor, action=action, subject=one.case.reference, data={"agenda": agenda.pk})


def is_current(meeting: Meeting, agenda: FrozenAgenda) -> bool:
    """Say whether an edition holds the very cases that stand on the agenda now."""
    now = list(items_of(meeting).values_list("case_id", flat=True))
    return now == list(agenda.briefs.order_by("number").values_list("case_id", flat=True))


@dataclass(frozen=True, slots=True)
class Reading:
    """A frozen agenda as one person reads it.

    Attributes:
        briefs: without those in which the reader takes no part.
        kept_back: how many those are.
        is_intact: every brief is as it was frozen; one whose data were erased in time counts as intact.
    """

    briefs: list[Brief]
    kept_back: int
    is_intact: bool


@transaction.atomic
def read(*, actor: Officer, agenda: FrozenAgenda, action: str = "committee.read") -> Reading:
    """Return what somebody of the committee's organization reads of a frozen agenda; restricted cases are recorded.

    Args:
        actor: may read the committee's pages.
        agenda: of their committee.
        action: for the record: reading on a page, or taking the paper.
    """
    rows = list(agenda.briefs.select_related("case").order_by("number"))
    own = set(
        Case.objects.filter(pk__in=[one.case_id for one in rows], recused=actor.person.pk).values_list(
            "pk", flat=True
        )
    )
    shown = [one for one in rows if one.case_id not in own]
    _record(actor, action, agenda, shown)
    return Reading(shown, len(rows) - len(shown), is_intact(agenda, rows))


def is_intact(agenda: FrozenAgenda, briefs: list[Brief]) -> bool:
    """Say whether nothing of a frozen agenda was changed."""
    as_frozen = all(one.is_erased or digest_of(one.content) == one.digest for one in briefs)
    head = _head(agenda.meeting, agenda.edition, agenda.variant)
    return as_frozen and digest_of_all(head, [one.digest for one in briefs]) == agenda.digest
