"""What the office does with letters: give them a number, hand out their PDF."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from portal.actors import Officer
from portal.letters.drawing.render import renderer_stamp
from portal.letters.kinds.official import LetterDraft, OfficialLetter, letter_pdf
from portal.letters.models import LetterCounter, OutgoingLetter
from portal.thai.dates import be_year

if TYPE_CHECKING:
    from portal.actors import Actor
    from portal.organizations.models import Organization

logger = logging.getLogger(__name__)

LONGEST_SUBJECT = 300


class LetterError(ValueError):
    """A draft from which no letter can be made; `code` says why: "subject", "addressee" or "paragraphs"."""

    def __init__(self, code: str) -> None:
        super().__init__(f"letter without {code}, or longer than fits")
        self.code = code


@transaction.atomic
def issue_letter(
    *, organization: Organization, actor: Actor, letter: LetterDraft, on: date | None = None
) -> OutgoingLetter:
    """Give a draft its number and date and keep it for good.

    Runs in the caller's transaction: when that fails, the number is free again.

    Args:
        organization: in whose name the letter goes out.
        actor: who issues it; the system when it does so by rule (S2.38).
        letter: the draft.
        on: the letter's date; today in Thailand by default.

    Raises:
        LetterError: subject, addressee or text is missing or too long.
        PermissionDenied: the actor acts for another organization.
    """
    if isinstance(actor, Officer) and actor.organization.pk != organization.pk:
        raise PermissionDenied("nobody issues letters in the name of another organization")
    _check(letter)
    issued_on = on or timezone.localdate()
    year = be_year(issued_on)
    running_number = _next_number(organization, year)
    complete = OfficialLetter.from_draft(
        _with_defaults(letter, organization),
        number=letter_number(organization, running_number, circular=letter.is_circular),
        agency_lines=agency_lines(organization),
        issued_on=issued_on,
    )
    return OutgoingLetter.objects.create(
        organization=organization,
        year_be=year,
        running_number=running_number,
        number=complete.number,
        subject=complete.subject,
        addressee=complete.addressee,
        snapshot=complete.to_snapshot(),
        created_by=actor.person,
    )


def _check(letter: LetterDraft) -> None:
    for code, value in (("subject", letter.subject), ("addressee", letter.addressee)):
        if not value.strip() or len(value) > LONGEST_SUBJECT:
            raise LetterError(code)
    if not any(paragraph.strip() for paragraph in letter.paragraphs):
        raise LetterError("paragraphs")


def _next_number(organization: Organization, year: int) -> int:
    LetterCounter.objects.get_or_create(organization=organization, year_be=year)
    counter = LetterCounter.objects.select_for_update().get(organization=organization, year_be=year)
    counter.last_number += 1
    counter.save(update_fields=["last_number"])
    return counter.last_number


def letter_number(organization: Organization, running_number: int, *, circular: bool = False) -> str:
    """Return the full number, "กบ 52001/123" or "กบ 0023.3/ว 3332".

    An organization without a letter code of its own uses its short name, else its name: never an invented code.
    """
    code = organization.letter_code or organization.short_name or organization.name_th
    return f"{code}/{'ว ' if circular else ''}{running_number}"


def agency_lines(organization: Organization) -> tuple[str, ...]:
    """Return the letterhead: the organization's name and its address, a line for each line of it."""
    address = (line.strip() for line in organization.address.splitlines())
    return (organization.name_th, *(line for line in address if line))


def _with_defaults(letter: LetterDraft, organization: Organization) -> LetterDraft:
    phones = letter.phones or ((organization.phone,) if organization.phone else ())
    return replace(letter, owner_unit=letter.owner_unit or organization.name_th, phones=phones)


def letter_file(outgoing: OutgoingLetter) -> bytes:
    """Return the PDF of a letter: the kept file, or a new drawing of the snapshot when there is none.

    A kept file whose content is not what was drawn is never handed out: it is drawn again. Who may read the letter is
    the caller's question.
    """
    content = _kept_file(outgoing)
    if content is not None:
        return content
    content = letter_pdf(outgoing.letter)
    digest = hashlib.sha256(content).hexdigest()
    if outgoing.pdf_sha256 and digest != outgoing.pdf_sha256:
        logger.warning(
            "letter %s: drawn anew by %s, differs from the file drawn by %s",
            outgoing.pk,
            renderer_stamp(),
            outgoing.pdf_renderer,
        )
    name = f"letters/{outgoing.organization_id}/{outgoing.year_be}/{outgoing.running_number}.pdf"
    storage = outgoing.pdf.storage
    if storage.exists(name):
        storage.delete(name)
    outgoing.pdf.name = storage.save(name, ContentFile(content))
    outgoing.pdf_sha256 = digest
    outgoing.pdf_renderer = renderer_stamp()
    outgoing.save(update_fields=["pdf", "pdf_sha256", "pdf_renderer"])
    return content


def _kept_file(outgoing: OutgoingLetter) -> bytes | None:
    if not outgoing.pdf:
        return None
    try:
        with outgoing.pdf.storage.open(outgoing.pdf.name, "rb") as file:
            content = file.read()
    except FileNotFoundError:
        return None
    if hashlib.sha256(content).hexdigest() != outgoing.pdf_sha256:
        logger.error("letter %s: the kept file was altered; drawing it again", outgoing.pk)
        return None
    return content
