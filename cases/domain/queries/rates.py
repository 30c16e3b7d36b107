"""Cases that a changed number of the law touches: open ones, and refused ones that might be decided otherwise now (S1.26)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from cases.machine.vocabulary import Stage
from cases.models import Case
from cases.vocabulary import REFUSAL_REASONS
from portal.thai.dates import bangkok_datetime
from portal.web.keyset import Key

if TYPE_CHECKING:
    from cases.models.case import CaseQuerySet
    from portal.actors import Actor
    from portal.eligibility.changes import Change

NEWEST_FIRST = (Key("received_at", descending=True), Key("reference", descending=True, is_code=True))


def touched_by(change: Change, actor: Actor) -> CaseQuerySet:
    """Return the cases of a kind of help that depends on the number, received while the old one held; newest first.

    Only those that the reader may read. Whether the new number changes anything for a case is for people to see: a case
    does not hold the answers of the guide's questions.

    Args:
        change: the number that became another.
        actor: who asks.
    """
    concerned = Q(stage=Stage.CLOSED, closure_reason__in=REFUSAL_REASONS) | ~Q(stage=Stage.CLOSED)
    return (
        Case.objects.visible_to(actor)
        .filter(concerned, problem__in=change.problems, received_at__lt=bangkok_datetime(change.since))
        .order_by(*(key.order() for key in NEWEST_FIRST))
    )
