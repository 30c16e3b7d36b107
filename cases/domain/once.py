"""An act that is sent twice is done once: a double click, a page that is sent again, a connection that broke (R03)."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.db import transaction

from cases.domain.act import lock_case
from cases.models import Case, CaseEvent


def once(*, case: Case, token: uuid.UUID, what: str, act: Callable[[str], object]) -> bool:
    """Do an act unless the same form has done it before.

    The event's identity follows from the case, the form and the token, so nobody can take that of another event. The case is locked
    first: of two copies at the same moment the later one finds the event of the earlier.

    Args:
        case: acted on.
        token: random, one for each drawing of the form.
        what: which form of the page.
        act: does it; takes the identity for the event.

    Returns:
        Whether it was done now.

    Raises:
        CaseError: whatever the act raises; nothing was written.
    """
    with transaction.atomic():
        lock_case(case)
        if was_done(case=case, token=token, what=what):
            return False
        act(_identity(case, token, what))
    return True


def was_done(*, case: Case, token: uuid.UUID, what: str) -> bool:
    """Return whether `once` has done it before."""
    return CaseEvent.objects.filter(identity=_identity(case, token, what)).exists()


def _identity(case: Case, token: uuid.UUID, what: str) -> str:
    return str(uuid.uuid5(token, f"{what}:{case.reference}"))
