"""Sending a document round, passing it on, and reminding those who have not received it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from legal_library.circulating.receiving import may_acknowledge
from legal_library.circulating.recipients import announces, below, called
from legal_library.models import Circulation, DocumentPage, Receipt
from legal_library.models.document import DocumentQuerySet
from portal.accounts.models import Appointment
from portal.actors import Actor, Officer
from portal.audit import services as audit
from portal.organizations.models import Organization
from portal.outbox.services import enqueue
from portal.thai.dates import bangkok_today, format_date
from portal.thai.digits import to_arabic
from portal.web.links import absolute

MOST_WORDS = 8
BEFORE = timedelta(days=3)
"""So long before its day an organization is reminded."""


class CannotCirculate(ValueError):  # noqa: N818 - an answer to a person
    """The text is a Thai sentence that says why."""


@transaction.atomic
def circulate(
    *,
    document: DocumentPage,
    sender: Organization,
    organizations: Iterable[Organization],
    addressed_to: str,
    actor: Actor,
    user: Any = None,
    message: str = "",
    due_on: date | None = None,
    relays: Receipt | None = None,
    token: UUID | None = None,
) -> Circulation:
    """Send a public document to organizations; each gets a receipt to fill, and a mail where it has an address.

    What is sent once cannot be called back, so the same form sent again returns what went out.

    Args:
        document: one that anyone may read: what is circulated stands in the library.
        sender: in whose name.
        organizations: who gets it.
        addressed_to: how they are called on the proof.
        actor: who does it, for the record.
        user: the account that does it.
        message: to the recipients.
        due_on: until when it is to be acknowledged; not before today.
        relays: the receipt by which the sender has it itself, when it passes it on.
        token: one for each form; None for a program.

    Raises:
        CannotCirculate: nobody is addressed, the document is not public, or the day has passed.
    """
    if token and (known := sent_by_form(token, document=document, sender=sender)):
        return known
    found = list(organizations)
    if not found:
        raise CannotCirculate(_("ไม่มีหน่วยงานผู้รับตามที่เลือก"))
    if not DocumentPage.objects.published().filter(pk=document.pk).exists():
        raise CannotCirculate(_("แจ้งเวียนได้เฉพาะเอกสารที่เผยแพร่แล้ว"))
    if due_on is not None and due_on < bangkok_today():
        raise CannotCirculate(_("กำหนดรับทราบต้องไม่ก่อนวันนี้"))
    row = Circulation(
        document=document,
        sender=sender,
        relays=relays,
        addressed_to=addressed_to[:300],
        message=message.strip(),
        due_on=due_on,
        sent_by=user,
        token=_key(token, document, sender) if token else None,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        # The same form twice in one moment; the other was faster.
        if token and (known := sent_by_form(token, document=document, sender=sender)):
            return known
        raise
    staffed = set(
        Appointment.objects.in_force()
        .filter(organization__in=found, functions__isnull=False)
        .values_list("organization_id", flat=True)
    )
    Receipt.objects.bulk_create(
        Receipt(circulation=row, organization=one, by_letter=one.pk not in staffed) for one in found
    )
    for receipt in row.receipts.select_related("organization"):
        tell(receipt, "circular_sent")
    audit.record(
        actor=actor,
        action="circular.send",
        subject=document.slug,
        data={"circulation": row.pk, "to": len(found)},
    )
    return row


def sent_by_form(token: UUID, *, document: DocumentPage, sender: Organization) -> Circulation | None:
    """Return what was sent by a form; None where it was not sent yet."""
    return Circulation.objects.filter(token=_key(token, document, sender)).first()


def _key(token: UUID, document: DocumentPage, sender: Organization) -> UUID:
    # No form takes the token of another document's, or of another office's.
    return uuid5(token, f"circulation:{document.pk}:{sender.pk}")


def by_words(words: str) -> DocumentQuerySet:
    """Return the public documents whose name or number holds some words, the newest first; Thai digits are read."""
    found = DocumentPage.objects.published()
    for word in to_arabic(words).split()[:MOST_WORDS]:
        ways = Q(title__icontains=word) | Q(other_names__icontains=word) | Q(reference__icontains=word)
        found = found.filter(ways)
    return found.order_by(F("dated_on").desc(nulls_last=True), "pk")


@transaction.atomic
def announce(
    *, document: DocumentPage, officer: Officer, token: UUID, message: str = "", due_on: date | None = None
) -> Circulation:
    """Send a public document to everybody below the officer's organization: the department announces guidelines (S2.53).

    Args:
        document: one that anyone may read.
        officer: of the department or a provincial office, who may acknowledge for it.
        token: one for each form.
        message: to the recipients.
        due_on: until when it is to be acknowledged.

    Raises:
        CannotCirculate: as `circulate`.
        PermissionError: the organization announces nothing, or no order lets the officer speak for it.
    """
    sender = officer.organization
    if not may_announce(officer):
        raise PermissionError
    return circulate(
        document=document,
        sender=sender,
        organizations=below(sender),
        addressed_to=called(sender),
        actor=officer,
        user=officer.person,
        message=message,
        due_on=due_on,
        token=token,
    )


def may_announce(officer: Officer) -> bool:
    """Whether an officer sends documents round in the name of an office that does."""
    return announces(officer.organization) and may_acknowledge(officer)


@transaction.atomic
def relay(
    *, receipt: Receipt, officer: Officer, message: str = "", due_on: date | None = None
) -> Circulation:
    """Pass a circular on to everybody below the officer's organization who does not have it from us yet (S2.11, S2.53).

    Args:
        receipt: by which the officer's organization has it.
        officer: of an office that has others below it (`below`), who may acknowledge for it.
        message: to the recipients.
        due_on: until when; by default as the sender asked.

    Raises:
        CannotCirculate: there is nobody to pass it on to.
        PermissionError: no order lets the officer speak for the organization.
    """
    if not may_acknowledge(officer):
        raise PermissionError
    # Of two presses the second waits until it is known who has it from the first.
    Receipt.objects.select_for_update().get(pk=receipt.pk)
    had = Receipt.objects.filter(circulation__relays=receipt).values("organization")
    return circulate(
        document=receipt.circulation.document,
        sender=officer.organization,
        organizations=below(officer.organization).exclude(pk__in=had),
        addressed_to=called(officer.organization),
        actor=officer,
        user=officer.person,
        message=message,
        due_on=due_on or receipt.circulation.due_on,
        relays=receipt,
    )


def tell(receipt: Receipt, template: str) -> None:
    """Write to an organization that has an address; the same word is never sent twice."""
    organization = receipt.organization
    if not organization.email or receipt.by_letter:
        return
    circulation = receipt.circulation
    with translation.override("th"):
        link = absolute(reverse("desk:circular", kwargs={"pk": receipt.pk}))
    context = {
        "reference": circulation.document.reference or circulation.document.title,
        "link": link,
        "body_name": organization.display_name,
        "due": format_date(circulation.due_on) if circulation.due_on else "",
    }
    enqueue(
        template=template,
        to=organization.email,
        context=context,
        dedup_key=f"{template}:{receipt.pk}",
        organization=organization,
    )


def remind() -> int:
    """Remind every organization once shortly before its day and once after it; return how many are due. Repeating it is fine.

    Of what was withdrawn or became secret since then nobody is reminded: it cannot be read, and a mail would name it.
    """
    today = bangkok_today()
    waiting = Receipt.objects.open().filter(
        by_letter=False,
        circulation__due_on__lte=today + BEFORE,
        circulation__document__in=DocumentPage.objects.published(),
    )
    count = 0
    for receipt in waiting.select_related("organization", "circulation__document"):
        is_over = receipt.circulation.due_on < today
        with transaction.atomic():
            tell(receipt, "circular_late" if is_over else "circular_soon")
        count += 1
    return count
