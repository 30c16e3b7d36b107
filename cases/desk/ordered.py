"""A list that somebody takes along: what stands at its foot, and the paper that the queue draws for whoever ordered it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.letters.models import PrintOrder, PrintPart
from portal.letters.printing import order
from portal.letters.vocabulary import PrintState
from portal.thai.dates import format_datetime

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile
    from django_tasks.base import Task

    from portal.actors import Officer


def stamp_of(request: HttpRequest) -> str:
    """Return who takes something along and when, as it stands on every sheet."""
    return _("%(person)s %(organization)s นำออกเมื่อ %(at)s") % {
        "person": request.user,
        "organization": request.actor.organization.name_th,
        "at": format_datetime(timezone.now()),
    }


def orders_of(request: HttpRequest, kind: str, *, about: str = "") -> list[PrintOrder]:
    """Return what the reader ordered for their organization and can still fetch.

    Args:
        request: the reader's.
        kind: which drawing.
        about: with what its subject begins.
    """
    mine = PrintOrder.objects.filter(
        asked_by=request.user,
        organization=request.actor.organization,
        kind=kind,
        subject__startswith=about,
        expires_at__gt=timezone.now(),
    )
    return list(mine.prefetch_related("parts"))


@transaction.atomic
def ordered(*, actor: Officer, kind: str, subject: str, parts: Sequence[str], draw: Task) -> PrintOrder:
    """Order a paper; its parts are drawn after the commit.

    Args:
        actor: who asks, and alone gets it.
        kind: which drawing.
        subject: of what, such as the year.
        parts: the subject of each file, in order.
        draw: takes the key of a part.
    """
    made = order(actor=actor, kind=kind, subject=subject, parts=parts)
    keys = list(made.parts.values_list("pk", flat=True))

    def enqueue() -> None:
        for pk in keys:
            draw.enqueue(pk)

    transaction.on_commit(enqueue)
    return made


def progress_of(made: PrintOrder) -> dict[str, Any]:
    """Return what the page of an order shows: `order`, `parts`, `done`, `total`, `is_over`."""
    parts = list(made.parts.all())
    return {
        "order": made,
        "parts": parts,
        "done": sum(part.state == PrintState.READY for part in parts),
        "total": len(parts),
        "is_over": all(part.state != PrintState.WAITING for part in parts),
    }


def file_of(made: PrintOrder, number: int) -> tuple[PrintPart, FieldFile]:
    """Return a part of an order with its open file.

    Raises:
        Http404: there is none of that number, it is not drawn yet, or its file is gone.
    """
    part = next((one for one in made.parts.all() if one.number == number and one.pdf), None)
    if part is None:
        raise Http404
    try:
        return part, part.pdf.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
