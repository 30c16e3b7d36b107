"""What the office does with letters: show them before, give them a number, hand out their PDF, withdraw them."""

from __future__ import annotations

import hashlib
import logging
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from portal.actors import Officer
from portal.audit import services as audit
from portal.files.tasks import forget_files
from portal.letters.drawing.render import renderer_stamp
from portal.letters.kinds.covering import corrected
from portal.letters.kinds.official import WITHDRAWN, LetterDraft, OfficialLetter, letter_pdf
from portal.letters.letterhead import with_letterhead
from portal.letters.models import LetterCounter, OutgoingLetter
from portal.letters.vocabulary import WithdrawalReason
from portal.sealing.errors import BrokenSealError
from portal.thai.dates import be_year

if TYPE_CHECKING:
    from django.db.models import QuerySet

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
    *,
    organization: Organization,
    actor: Actor,
    letter: LetterDraft,
    on: date | None = None,
    occasion: str = "",
    receiver: Organization | None = None,
) -> OutgoingLetter:
    """Give a draft its number and date and keep it for good.

    Runs in the caller's transaction: when that fails, the number is free again. An occasion has one valid letter: asked
    for again, it is returned, and no number is taken.

    Args:
        organization: in whose name the letter goes out.
        actor: who issues it; the system when it does so by rule (S2.38).
        letter: the draft.
        on: the letter's date; today in Thailand by default.
        occasion: what it is written about, where that must have one valid letter only.
        receiver: the organization that it goes to, if it is one.

    Raises:
        LetterError: subject, addressee or text is missing or too long.
        PermissionDenied: the actor acts for another organization.
    """
    if isinstance(actor, Officer) and actor.organization.pk != organization.pk:
        raise PermissionDenied("nobody issues letters in the name of another organization")
    _check(letter)
    issued_on = on or timezone.localdate()
    year = be_year(issued_on)
    counter = _locked_counter(organization, year)
    before = letters_on(organization, occasion)
    if before and before[-1].is_valid:
        return before[-1]
    if before:
        replaced = before[-1]
        letter = corrected(letter, number=replaced.number, issued_on=replaced.letter.issued_on)
    running_number = _next_number(counter)
    number = letter_number(organization, running_number, circular=letter.is_circular)
    complete = _complete(letter, organization, number, issued_on)
    return OutgoingLetter.objects.create(
        organization=organization,
        year_be=year,
        running_number=running_number,
        number=complete.number,
        occasion=occasion,
        edition=len(before) + 1,
        receiver=receiver,
        subject=complete.subject,
        addressee=complete.addressee,
        snapshot=complete.to_snapshot(),
        created_by=actor.person,
    )


def unnumbered(*, organization: Organization, letter: LetterDraft, occasion: str = "") -> OfficialLetter:
    """Return a draft as it would go out today; no number is taken, and its place stays empty on paper.

    Args:
        organization: in whose name it would go out.
        letter: the draft.
        occasion: as `issue_letter`; where its letter was withdrawn, this one takes its place.

    Raises:
        LetterError: as `issue_letter`.
    """
    _check(letter)
    if before := letters_on(organization, occasion):
        replaced = before[-1]
        letter = corrected(letter, number=replaced.number, issued_on=replaced.letter.issued_on)
    number = letter_number(organization, None, circular=letter.is_circular)
    return _complete(letter, organization, number, timezone.localdate())


@transaction.atomic
def withdraw_letter(*, letter: OutgoingLetter, actor: Officer, reason: WithdrawalReason) -> OutgoingLetter:
    """Make a letter invalid. It keeps number, text and file, so that the register has no gap and no hidden page.

    Doing it twice changes nothing.

    Raises:
        PermissionDenied: it is a letter of another organization.
    """
    found = OutgoingLetter.objects.select_for_update().get(pk=letter.pk)
    if actor.organization.pk != found.organization_id:
        raise PermissionDenied("nobody withdraws letters of another organization")
    if found.withdrawn_at is None:
        found.withdrawn_at, found.withdrawn_by = timezone.now(), actor.person
        found.withdrawal_reason = reason
        found.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
        audit.record(
            actor=actor, action="letter.withdraw", subject=found.number, data={"reason": reason.value}
        )
    return found


@transaction.atomic
def take_out_words(letters: QuerySet[OutgoingLetter], *, words: str, instead: str) -> int:
    """Replace the paragraphs in which some words stand that may not be kept any longer; returns in how many letters.

    Number, day and everything else of a letter stay; its file goes, and is drawn again without the words.

    Args:
        letters: in which they may stand.
        words: as they were written; at least one letter of them.
        instead: the paragraph that takes the place of the whole one.
    """
    files: list[str | None] = []
    for letter in letters.select_for_update():
        before = letter.snapshot["paragraphs"]
        after = [instead if words in one else one for one in before]
        if after == before:
            continue
        files.append(letter.pdf.name)
        letter.snapshot = {**letter.snapshot, "paragraphs": after}
        letter.pdf, letter.pdf_sha256, letter.pdf_renderer = "", "", ""
        letter.save(update_fields=["snapshot", "pdf", "pdf_sha256", "pdf_renderer"])
    # Their names say the number of the letter and nothing of what stands in it.
    forget_files(files)
    return len(files)


def _complete(
    letter: LetterDraft, organization: Organization, number: str, issued_on: date
) -> OfficialLetter:
    return OfficialLetter.from_draft(
        with_letterhead(letter, organization),
        number=number,
        agency_lines=agency_lines(organization),
        issued_on=issued_on,
    )


def _check(letter: LetterDraft) -> None:
    for code, value in (("subject", letter.subject), ("addressee", letter.addressee)):
        if not value.strip() or len(value) > LONGEST_SUBJECT:
            raise LetterError(code)
    if not any(paragraph.strip() for paragraph in letter.paragraphs):
        raise LetterError("paragraphs")


def letters_on(organization: Organization, occasion: str) -> list[OutgoingLetter]:
    """Return the letters of an organization on one occasion, the first edition first; none for no occasion."""
    if not occasion:
        return []
    return list(
        OutgoingLetter.objects.filter(organization=organization, occasion=occasion).order_by("edition")
    )


def _locked_counter(organization: Organization, year: int) -> LetterCounter:
    LetterCounter.objects.get_or_create(organization=organization, year_be=year)
    return LetterCounter.objects.select_for_update().get(organization=organization, year_be=year)


def _next_number(counter: LetterCounter) -> int:
    counter.last_number += 1
    counter.save(update_fields=["last_number"])
    return counter.last_number


def letter_number(organization: Organization, running_number: int | None, *, circular: bool = False) -> str:
    """Return the full number, "กบ 52001/123" or "กบ 0023.3/ว 3332"; without a running number its place is dotted.

    An organization without a letter code of its own uses its short name, else its name: never an invented code.
    """
    code = organization.letter_code or organization.short_name or organization.name_th
    return f"{code}/{'ว ' if circular else ''}{running_number or '........'}"


def agency_lines(organization: Organization) -> tuple[str, ...]:
    """Return the letterhead: the organization's name and its address, a line for each line of it."""
    address = (line.strip() for line in organization.address.splitlines())
    return (organization.name_th, *(line for line in address if line))


def letter_file(outgoing: OutgoingLetter) -> bytes:
    """Return the PDF of a letter: the kept file, or a new drawing of the snapshot when there is none.

    A kept file whose content is not what was drawn is never handed out: it is drawn again. A letter that was withdrawn
    says so on every page. Who may read the letter is the caller's question.
    """
    if outgoing.withdrawn_at is not None:
        return letter_pdf(outgoing.letter, stamp=WITHDRAWN)
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
    except BrokenSealError:
        content = b""
    if hashlib.sha256(content).hexdigest() != outgoing.pdf_sha256:
        logger.error("letter %s: the kept file was altered; drawing it again", outgoing.pk)
        return None
    return content
