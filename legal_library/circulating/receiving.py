"""What an organization does with a circular: its officers read it, an appointed person acknowledges it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from legal_library.models import DocumentPage, Receipt, Understanding
from legal_library.models.circulation import ReceiptQuerySet
from portal.accounts.functions import Function
from portal.actors import Officer
from portal.audit import services as audit
from portal.web.keyset import Key

OPEN_FIRST = (
    Key("acknowledged_at", nulls="first"),
    Key("circulation__sent_at", descending=True),
    Key("pk", descending=True),
)
"""What is still open, the newest first; then what was acknowledged."""


def inbox(actor: Officer) -> ReceiptQuerySet:
    """Return the circulars that the actor's organization got, those still open first, then the newest."""
    found = Receipt.objects.filter(organization=actor.organization)
    rows = found.select_related("circulation__document", "circulation__sender", "organization")
    return rows.order_by(*(key.order() for key in OPEN_FIRST))


def nameable(documents: Iterable[int]) -> dict[int, bool]:
    """Return which documents may be named to whoever got them, each with whether it can still be read; one query.

    Args:
        documents: primary keys. What was withdrawn with a reason is named; what became secret since then is not.
    """
    found = DocumentPage.objects.nameable().filter(pk__in=list(documents))
    return dict(found.values_list("pk", "live"))


def may_acknowledge(actor: Officer) -> bool:
    """Say whether an order lets this officer acknowledge for the organization: who works on cases, or reports."""
    return actor.works_on_cases or Function.REPORTING in actor.functions


@transaction.atomic
def acknowledge(*, receipt: Receipt, actor: Officer) -> bool:
    """Acknowledge a circular for the actor's organization; say whether that was still to be done.

    Args:
        receipt: of the actor's own organization.
        actor: who does it.

    Raises:
        PermissionError: it is another organization's, or no order lets the actor do it.
    """
    if receipt.organization_id != actor.organization.pk or not may_acknowledge(actor):
        raise PermissionError
    done = Receipt.objects.open().filter(pk=receipt.pk)
    if not done.update(acknowledged_at=timezone.now(), acknowledged_by=actor.appointment):
        return False
    audit.record(actor=actor, action="circular.acknowledge", subject=f"receipt:{receipt.pk}")
    return True


def understand(*, receipt: Receipt, actor: Officer) -> bool:
    """Write down that the actor has read and understood a circular of their organization; say whether that is new (S2.04).

    Raises:
        PermissionError: it is another organization's.
    """
    if receipt.organization_id != actor.organization.pk:
        raise PermissionError
    _row, is_new = Understanding.objects.get_or_create(receipt=receipt, person=actor.person)
    return is_new


@transaction.atomic
def record_letter(*, receipt: Receipt, received_on: date, receiver_words: str, user: Any) -> bool:
    """Write down the signed receipt of a circular that went on paper; say whether that was still to be done.

    Args:
        receipt: of an organization in which nobody signs in, or that answered on paper all the same.
        received_on: the day on the receipt.
        receiver_words: who signed it, name and position as written.
        user: who writes it down.
    """
    done = Receipt.objects.open().filter(pk=receipt.pk)
    return bool(
        done.update(
            acknowledged_at=timezone.now(),
            received_on=received_on,
            receiver_words=receiver_words.strip()[:200],
            recorded_by=user,
        )
    )
