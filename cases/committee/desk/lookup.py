"""The one way from an address to a committee and what belongs to it: only of the reader's own organization."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest

from cases.committee.domain.composition import committee_of
from cases.committee.models import (
    AgendaItem,
    FrozenAgenda,
    HelpCommittee,
    Meeting,
    Member,
    Objection,
    PostedLine,
    PostedList,
)
from cases.domain import committees
from cases.models import Case
from portal.actors import Officer

HERE = "committee"
"""The entry of the rail."""
YEARS = range(2500, 2700)
"""Fiscal years (B.E.) that an address may name."""
_WITH_MEETING = ("committee__organization", "chair", "called_again_from__committee")


def reader_or_404(request: HttpRequest) -> Officer:
    """Return who reads, if the committee's pages exist for them.

    Raises:
        Http404: they do not.
    """
    actor: Officer = request.actor
    if not committees.may_read(actor):
        raise Http404
    return actor


def keeper_or_404(request: HttpRequest) -> Officer:
    """Return who acts, if they keep the committee.

    Raises:
        Http404: they do not.
    """
    actor: Officer = request.actor
    if not committees.may_keep(actor):
        raise Http404
    return actor


def year_or_404(year: int) -> int:
    """Return a fiscal year of an address.

    Raises:
        Http404: it is none for which anything can be kept.
    """
    if year not in YEARS:
        raise Http404
    return year


def committee_or_404(actor: Officer) -> HelpCommittee:
    """Return the committee of the reader's organization.

    Raises:
        Http404: nobody set it up.
    """
    committee = committee_of(actor)
    if committee is None:
        raise Http404
    return committee


def _own(model: type[models.Model], actor: Officer, pk: int, lookup: str, *joined: str) -> Any:
    rows = model._default_manager.filter(**{lookup: actor.organization.pk}, pk=pk)
    found = rows.select_related(*joined).first()
    if found is None:
        raise Http404
    return found


def meeting_or_404(actor: Officer, pk: int) -> Meeting:
    """Return a meeting of the reader's committee; another's is 404."""
    found: Meeting = _own(Meeting, actor, pk, "committee__organization", *_WITH_MEETING)
    return found


def member_or_404(actor: Officer, pk: int) -> Member:
    """Return a member of the reader's committee; another's is 404."""
    found: Member = _own(Member, actor, pk, "committee__organization", "committee", "order")
    return found


def item_or_404(actor: Officer, pk: int, number: int) -> AgendaItem:
    """Return a case on the agenda of a meeting of the reader's committee, by its number there."""
    meeting = meeting_or_404(actor, pk)
    found = (
        meeting.items.select_related(
            "meeting__committee__organization",
            "meeting__chair",
            "meeting__called_again_from",
            "case",
            "row",
            "resolution",
        )
        .filter(number=number)
        .first()
    )
    if found is None:
        raise Http404
    return found


def posted_or_404(actor: Officer, pk: int) -> PostedList:
    """Return the posted list of a meeting of the reader's committee; another's, and one not posted yet, is 404.

    Args:
        actor: who reads.
        pk: of the meeting.
    """
    lookup = "meeting__committee__organization"
    found = (
        PostedList.objects.filter(**{lookup: actor.organization.pk}, meeting=pk)
        .select_related(lookup)
        .first()
    )
    if found is None:
        raise Http404
    return found


def line_or_404(actor: Officer, pk: int, number: int) -> PostedLine:
    """Return a line of the posted list of a meeting, of a case that the reader may open."""
    posted = posted_or_404(actor, pk)
    rows = posted.lines.select_related("posted__meeting__committee", "resolution__case")
    found = rows.filter(number=number).first()
    if found is None or not Case.objects.visible_to(actor, among=Q(pk=found.resolution.case_id)).exists():
        raise Http404
    return found


def objection_or_404(actor: Officer, pk: int) -> Objection:
    """Return an objection to a list of the reader's committee, to a case that they may open."""
    lookup = "line__posted__meeting__committee__organization"
    found: Objection = _own(
        Objection, actor, pk, lookup, "line__posted__meeting__committee", "line__resolution__case"
    )
    if not Case.objects.visible_to(actor, among=Q(pk=found.case_id)).exists():
        raise Http404
    return found


def frozen_or_404(actor: Officer, pk: int) -> FrozenAgenda:
    """Return a frozen agenda of the reader's committee; another's is 404."""
    lookup = "meeting__committee__organization"
    found: FrozenAgenda = _own(FrozenAgenda, actor, pk, lookup, lookup)
    return found
