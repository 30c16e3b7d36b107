"""Taking a question, and finding it again by its two codes (S1.25)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.consultation.domain.rules import due_of, rule_of
from cases.consultation.models import Consultation
from cases.domain import identity
from cases.errors import GuardFailed
from cases.models import Case
from portal.actors import Citizen
from portal.audit import services as audit
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from portal.pages.domain.lines import said
from portal.search.query.danger import danger_in
from portal.thai.codes import clean, new_code

IN_DANGER = dt.timedelta(hours=2)
"""By when somebody looks at a question whose words speak of danger, day and night: house rule, no source fixes it."""

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True)
class Asked:
    """A question that was kept, with the secret that its asker needs."""

    consultation: Consultation
    secret: str


def center() -> Organization | None:
    """Return the center that answers: the first that is open; None on an installation without one."""
    return Organization.objects.active().of_types(OrganizationType.CENTER).order_by("pk").first()


def ask(*, token: UUID, question: str, problem: str = "", email: str = "", may_email: bool = False) -> Asked:
    """Keep a question. The same token always means the same question, however often it is sent (R03).

    Args:
        token: random, one for each drawing of the form; known to nobody else.
        question: in the asker's words.
        problem: of the list; "" when they do not know.
        email: for a mail that says only that there is an answer; kept only with `may_email`.
        may_email: the asker says that this address is safe: silence means no.

    Raises:
        GuardFailed: there is no center that could answer.
    """
    key, secret = identity.submission_key(token), identity.secret_for(token)
    if (existing := Consultation.objects.filter(submission_key=key).first()) is not None:
        return Asked(
            existing, identity.secret_that_fits(token=token, secret_hash=existing.secret_hash) or secret
        )
    organization = center()
    if organization is None:
        raise GuardFailed(_("ยังไม่มีศูนย์ที่รับคำถามทางนี้ โทร %(social)s ได้") % said())
    danger = danger_in(question)
    now, safe = timezone.now(), bool(email) and may_email
    try:
        with transaction.atomic():
            kept = Consultation.objects.create(
                reference=_new_reference(),
                secret_hash=identity.hash_secret(secret),
                submission_key=key,
                organization=organization,
                problem=problem,
                question=question,
                email=email if safe else "",
                may_email=safe,
                asked_at=now,
                danger=danger.kind if danger else "",
                due_at=now + IN_DANGER if danger else due_of(organization, now),
                working_days=None if danger else rule_of(organization).working_days,
            )
            audit.record(
                actor=Citizen(), action="consultation.ask", subject=kept.reference, organization=organization
            )
    except IntegrityError:
        # The same form came twice at one moment, and the other copy was first.
        return Asked(Consultation.objects.get(submission_key=key), secret)
    return Asked(kept, secret)


def _new_reference() -> str:
    while True:
        reference = new_code(identity.REFERENCE_LENGTH)
        taken = Consultation.objects.filter(reference=reference) or Case.objects.filter(reference=reference)
        if not taken:
            return reference


def find(*, reference: str, secret: str) -> Consultation | None:
    """Return the question of two codes in any spelling; None for every mistake alike.

    Args:
        reference: as typed, in any spelling.
        secret: the same.
    """
    found = Consultation.objects.filter(reference=clean(reference)).first()
    # A wrong reference costs the same hash as a right one.
    matches = identity.is_secret_of(secret=secret, secret_hash=found.secret_hash if found else "")
    if found is None or not matches:
        return None
    if found.answered_at and not found.read_at:
        Consultation.objects.filter(pk=found.pk, read_at=None).update(read_at=timezone.now())
    return found
