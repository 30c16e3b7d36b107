"""Papers that take long: ordered, drawn part by part in the queue, kept privately for some days, given to who asked."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from portal.actors import Officer
from portal.files.tasks import forget_files
from portal.letters.drawing.apart import PaperCostlyError
from portal.letters.drawing.render import page_count
from portal.letters.models import PrintOrder, PrintPart
from portal.letters.vocabulary import PrintState
from portal.web.errors import BusyError


class NotAllowedAnyMoreError(Exception):
    """Who ordered a paper may not see what it shows any more."""


logger = logging.getLogger(__name__)

KEPT = dt.timedelta(days=7)
"""How long what was ordered can be fetched; what is needed later is ordered again."""
MOST_TRIES = 5
"""Times that a part waits for the lane of slow papers, a minute each, before it is given up."""


@transaction.atomic
def order(*, actor: Officer, kind: str, subject: str, parts: Sequence[str]) -> PrintOrder:
    """Write an order down; whoever calls puts its parts into the queue after the commit.

    Args:
        actor: who asks, and alone gets it.
        kind: which drawing.
        subject: of what, such as the year.
        parts: the subject of each file, in order.
    """
    now = timezone.now()
    made = PrintOrder.objects.create(
        asked_by=actor.person,
        organization=actor.organization,
        kind=kind,
        subject=subject,
        asked_at=now,
        expires_at=now + KEPT,
    )
    PrintPart.objects.bulk_create(
        PrintPart(order=made, number=number, subject=part) for number, part in enumerate(parts, start=1)
    )
    return made


def make_part(pk: int, draw: Callable[[PrintPart], bytes]) -> bool:
    """Draw a part that still waits; returns whether it was drawn now. Doing it twice, or again after half of it, is fine.

    Args:
        pk: of the part; one that is gone with its order is no trouble.
        draw: makes the file.
    """
    part = PrintPart.objects.select_related("order__organization", "order__asked_by").filter(pk=pk).first()
    if part is None or part.state != PrintState.WAITING:
        return False
    content = _drawn(part, draw)
    with transaction.atomic():
        locked = PrintPart.objects.select_for_update().filter(pk=pk, state=PrintState.WAITING).first()
        if locked is None:
            return False
        if content is None:
            locked.state = PrintState.FAILED
        else:
            name = f"prints/{part.order.organization_id}/{uuid4().hex}.pdf"
            locked.pdf.name = locked.pdf.storage.save(name, ContentFile(content))
            locked.pages, locked.state = page_count(content), PrintState.READY
        locked.save()
    return content is not None


def _drawn(part: PrintPart, draw: Callable[[PrintPart], bytes]) -> bytes | None:
    for _try in range(MOST_TRIES):
        try:
            return draw(part)
        except (PaperCostlyError, NotAllowedAnyMoreError):
            break
        except BusyError:
            continue
    logger.error("a part of an order could not be drawn: %s %s", part.order.kind, part.pk)
    return None


def sweep(now: dt.datetime | None = None) -> int:
    """Forget orders whose time is over, with their files; returns how many."""
    return forget(PrintOrder.objects.filter(expires_at__lte=now or timezone.now()))


def forget(orders: QuerySet[PrintOrder]) -> int:
    """Forget orders with their files, because their time is over or nobody may see them any more; returns how many."""
    count = 0
    for made in orders.prefetch_related("parts"):
        with transaction.atomic():
            names = [part.pdf.name for part in made.parts.all()]
            made.delete()
            forget_files(names)
        count += 1
    return count
