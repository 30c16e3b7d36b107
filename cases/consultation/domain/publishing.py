"""From an answer to a question and answer for everybody: anonymized by one person, agreed to by a second (S1.25)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.consultation.domain.answering import visible_to
from cases.consultation.domain.rules import may_decide
from cases.consultation.models import Consultation, FrequentQuestion
from cases.consultation.vocabulary import ConsultationState, PublicationState
from cases.errors import GuardFailed, NotAllowed
from portal.audit import services as audit
from portal.page_cache.memory import remembered
from portal.search.sources import changes
from portal.thai.traces import personal_traces

if TYPE_CHECKING:
    from portal.actors import Officer

MOST_SHOWN = 12
"""Questions under one guide: a longer list has a page of its own."""
MOST_LISTED = 300
LIVE = (PublicationState.PROPOSED, PublicationState.PUBLISHED)


@dataclass(frozen=True, kw_only=True)
class Words:
    """What everybody would read.

    Attributes:
        question, answer: without anything of whoever asked.
        question_en, answer_en: the same in English; may be empty.
        problem: under whose guide it stands; "" for none.
    """

    question: str
    answer: str
    question_en: str = ""
    answer_en: str = ""
    problem: str = ""


def propose(*, actor: Officer, consultation: Consultation, words: Words) -> FrequentQuestion:
    """Propose to publish an answer; what is published is written anew for everybody.

    Args:
        actor: who answers questions of that center.
        consultation: answered.
        words: without anything of whoever asked.

    Raises:
        NotAllowed: it is not theirs.
        GuardFailed: it is not answered, stands already, or holds numbers or addresses of people.
    """
    with transaction.atomic():
        found = visible_to(actor).select_for_update().filter(pk=consultation.pk).first()
        if found is None:
            raise NotAllowed("consultation")
        if found.state != ConsultationState.ANSWERED:
            raise GuardFailed(_("ตอบคำถามก่อนเสนอเผยแพร่"), field="question")
        if found.publications.filter(state__in=LIVE).exists():
            raise GuardFailed(_("คำถามนี้เสนอเผยแพร่แล้ว"), field="question")
        for name in ("question", "answer", "question_en", "answer_en"):
            if personal_traces(getattr(words, name)):
                raise GuardFailed(_("ยังมีเลขบัตร เบอร์มือถือ หรืออีเมลอยู่ เอาออกก่อน"), field=name)
        made = FrequentQuestion.objects.create(
            consultation=found,
            problem=words.problem,
            question=words.question,
            answer=words.answer,
            question_en=words.question_en,
            answer_en=words.answer_en,
            proposed_by=actor.person,
            proposed_at=timezone.now(),
        )
        audit.record(actor=actor, action="consultation.propose", subject=found.reference)
    return made


def decide(*, actor: Officer, proposal: FrequentQuestion, agrees: bool) -> FrequentQuestion:
    """Agree to publish, or refuse; never by who proposed it.

    Args:
        actor: the second person.
        proposal: proposed.
        agrees: it is published at once; else it never is.

    Raises:
        NotAllowed: they are not the second person.
        GuardFailed: it was decided before.
    """
    with transaction.atomic():
        found = FrequentQuestion.objects.select_for_update().get(pk=proposal.pk)
        if not may_decide(actor, found):
            raise NotAllowed("consultation")
        if found.state != PublicationState.PROPOSED:
            raise GuardFailed(_("มีผู้พิจารณาแล้ว"))
        found.state = PublicationState.PUBLISHED if agrees else PublicationState.REFUSED
        found.decided_by, found.decided_at = actor.person, timezone.now()
        found.save(update_fields=["state", "decided_by", "decided_at"])
        action = "consultation.publish" if agrees else "consultation.refuse"
        audit.record(actor=actor, action=action, subject=found.consultation.reference)
        changes.update(key_of(found))
    return found


def withdraw(*, actor: Officer, published: FrequentQuestion) -> FrequentQuestion:
    """Take a question and answer from the public, at once and by one person: a mistake must not wait for a second.

    Raises:
        NotAllowed: it is not of their center.
        GuardFailed: it is not published.
    """
    with transaction.atomic():
        found = FrequentQuestion.objects.select_for_update().get(pk=published.pk)
        if not visible_to(actor).filter(pk=found.consultation_id).exists():
            raise NotAllowed("consultation")
        if found.state != PublicationState.PUBLISHED:
            raise GuardFailed(_("ไม่ได้เผยแพร่อยู่"))
        found.state = PublicationState.WITHDRAWN
        found.save(update_fields=["state"])
        audit.record(actor=actor, action="consultation.withdraw", subject=found.consultation.reference)
        changes.update(key_of(found))
    return found


def published() -> QuerySet[FrequentQuestion]:
    """Return what everybody may read."""
    return FrequentQuestion.objects.filter(state=PublicationState.PUBLISHED)


def key_of(row: FrequentQuestion) -> str:
    """Return its key in search."""
    return f"faq:{row.pk}"


def under_guide(problem: str) -> tuple[FrequentQuestion, ...]:
    """Return the questions of one kind of problem, newest first; asked once for every state of the database."""
    rows = remembered("consultation.published", lambda: tuple(published()[:MOST_LISTED]))
    return tuple(row for row in rows if row.problem == problem)[:MOST_SHOWN]
