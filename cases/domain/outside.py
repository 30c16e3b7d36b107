"""Organizations in which nobody signs in: a link by which they answer, and what they say by it (cases.md, 5; S1.29).

The link is a paper with two secrets: an address, which may also go by mail, and a code, which stands on the paper alone.
Both are random, shown once, and kept as keyed digests. Nothing of the case is shown before the code was typed.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from cases.domain import notify, referral
from cases.domain.act import act_on, lock_case
from cases.domain.queries import heirs
from cases.errors import GuardFailed
from cases.machine.vocabulary import Verb, WaitingKind, WaitingState
from cases.models import AnswerLink, Case, Referral
from cases.vocabulary import ReturnReason, Visibility
from portal.actors import Officer, OutsideOrganization, System
from portal.audit import services as audit
from portal.outbox.services import enqueue
from portal.thai import codes
from portal.web.links import absolute

VALID_FOR = dt.timedelta(days=30)
CODE_LENGTH = 8
"""Signs of the code on the paper, 37 bits: behind an address that nobody can guess, and counted."""
SECRET_LENGTH = 20
"""Signs of the secret in the address, 91 bits; made like a code, so that it can be typed from the paper."""

ANSWERS = {
    WaitingState.ACCEPTED: "case_accepted",
    WaitingState.DONE: "case_part_done",
    WaitingState.RETURNED: "case_returned",
}
"""What an organization outside can answer, and by which message the holder hears of it."""


@dataclass(frozen=True, slots=True)
class IssuedLink:
    """A link as it is given out; it is shown once and cannot be shown again.

    Attributes:
        link: the row.
        address: full address, which holds the one secret.
        code: the other one, in groups of four.
    """

    link: AnswerLink
    address: str
    code: str


def _digest(purpose: str, secret: str) -> str:
    return salted_hmac(f"cases.outside.{purpose}", secret, algorithm="sha256").hexdigest()


def is_without_accounts(row: Referral) -> bool:
    """Whether a referral asks an organization in which nobody works on cases at the portal."""
    return row.mode != WaitingKind.INFORM and not heirs.can_act(row.target)


@transaction.atomic
def issue_link(*, row: Referral, actor: Officer, by_mail: bool = False) -> IssuedLink:
    """Make a link for the organization that is asked; one that was made before ends.

    Args:
        row: a referral that waits or is worked on.
        actor: an officer of the case's holder.
        by_mail: also send the address, never the code, to the organization's mail address, where there is one.

    Raises:
        GuardFailed: it waits no more, the organization has accounts, or the actor's organization does not hold the case.
    """
    lock_case(row.case)
    row = Referral.objects.select_related("case__holder", "target").get(pk=row.pk)
    _check(row, actor)
    now = timezone.now()
    replaced = AnswerLink.objects.filter(referral=row, ended_at=None).update(ended_at=now, is_replaced=True)
    secret, code = codes.new_code(SECRET_LENGTH), codes.new_code(CODE_LENGTH)
    link = AnswerLink.objects.create(
        referral=row,
        digest=_digest("address", secret),
        code_digest=_digest("code", codes.clean(code)),
        made_at=now,
        made_by=actor.person,
        expires_at=now + VALID_FOR,
    )
    with translation.override("th"):
        address = absolute(reverse("outside:enter", kwargs={"secret": secret}))
    if by_mail and row.target.email:
        link.mailed_at = now
        link.save(update_fields=["mailed_at"])
        enqueue(
            template="case_asked_outside",
            to=row.target.email,
            context={
                "reference": row.case.reference,
                "link": address,
                "body_name": row.case.holder.display_name,
            },
            dedup_key=f"case_asked_outside:{link.pk}",
            organization=row.target,
        )
    audit.record(
        actor=actor,
        action="case.link_issued",
        subject=row.case.reference,
        data={"referral": row.number, "replaced": replaced, "mailed": link.mailed_at is not None},
    )
    return IssuedLink(link, address, code)


def _check(row: Referral, actor: Officer) -> None:
    if row.state not in {WaitingState.SENT, WaitingState.ACCEPTED}:
        raise GuardFailed(_("การส่งต่อนี้สิ้นสุดแล้ว ไม่ต้องใช้ลิงก์"))
    if row.case.holder_id != actor.organization.pk or not actor.works_on_cases:
        raise GuardFailed(_("หน่วยงานที่รับผิดชอบเรื่องเป็นผู้ออกลิงก์"))
    if not is_without_accounts(row):
        raise GuardFailed(_("หน่วยงานนี้มีผู้ใช้ในระบบ ให้ตอบในระบบ"))


@transaction.atomic
def revoke_link(*, link: AnswerLink, actor: Officer) -> bool:
    """End a link before its time; says whether there was anything to end.

    Args:
        link: of a case that the actor's organization holds.
        actor: who takes it back.
    """
    ended = AnswerLink.objects.filter(pk=link.pk, ended_at=None).update(ended_at=timezone.now())
    if ended:
        audit.record(actor=actor, action="case.link_revoked", subject=link.referral.case.reference)
    return bool(ended)


def find_link(secret: str) -> AnswerLink | None:
    """Return the link of an address, whatever became of it; None when it was never given out."""
    found = AnswerLink.objects.filter(digest=_digest("address", codes.clean(secret)))
    return found.select_related("referral__case__holder", "referral__target", "referral__sender").first()


def opens(link: AnswerLink, code: str) -> bool:
    """Say whether the code that was typed is the one of the paper."""
    return constant_time_compare(link.code_digest, _digest("code", codes.clean(code)))


def actor_of(link: AnswerLink) -> OutsideOrganization:
    """Return who acts by a link."""
    return OutsideOrganization(link.referral.target, str(link.pk))


def note_reading(link: AnswerLink) -> None:
    """Record that somebody with address and code read what the link shows."""
    AnswerLink.objects.filter(pk=link.pk).update(opened_at=timezone.now())
    audit.record(
        actor=actor_of(link),
        action="case.read_by_link",
        subject=link.referral.case.reference,
        data={"link": link.pk, "referral": link.referral.number},
    )


def answer(
    *, link: AnswerLink, outcome: WaitingState, words: str, reason: ReturnReason | str = ""
) -> Referral:
    """Take the answer of an organization by its link: the holder keeps the case and is told.

    Args:
        link: open, whose code was typed.
        outcome: accepted, returned, or done.
        words: who answers, how they are reached, and what they say; required.
        reason: from the closed list, when it is returned.

    Raises:
        CaseChanged: it was answered or recalled meanwhile.
        NotAllowed, GuardFailed: nothing was written.
    """
    with transaction.atomic():
        row = _still_open(link)
        answered = referral.record_outside_answer(
            referral=row, actor=actor_of(link), outcome=outcome, note=words, reason=reason
        )
        case = Case.objects.select_related("holder").get(pk=row.case_id)
        notify.tell_body(case=case, body=case.holder, template=ANSWERS[outcome])
    return answered


def ask_back(*, link: AnswerLink, words: str, identity: str = "") -> Case:
    """Take a question of an organization by its link: somebody at the holder has to read it.

    Args:
        link: open, whose code was typed.
        words: who asks, and what; required.
        identity: of the event, when it may come twice (`cases.domain.once`).

    Raises:
        NotAllowed, GuardFailed: nothing was written.
    """
    with transaction.atomic():
        return say(case=_still_open(link).case, actor=actor_of(link), words=words, identity=identity)


def _still_open(link: AnswerLink) -> Referral:
    """Return the referral of a link that still counts; under the lock of its case, so that nobody takes it back meanwhile.

    Raises:
        GuardFailed: it does not count any more.
    """
    lock_case(link.referral.case)
    if not AnswerLink.objects.get(pk=link.pk).is_open():
        raise GuardFailed(_("ลิงก์นี้ใช้ไม่ได้แล้ว โปรดติดต่อหน่วยงานที่ส่งเรื่อง"))
    return link.referral


def say(*, case: Case, actor: OutsideOrganization | System, words: str, identity: str = "") -> Case:
    """Let the holder read something that does not come from the reporter, who does not see it either.

    Args:
        case: open.
        actor: an organization outside, or the portal whose mail came back.
        words: required.
        identity: of the event, when it may come twice.

    Raises:
        NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.MESSAGE, case=case, actor=actor, identity=identity) as act:
        act.record(
            note=act.note_text(words, field="words", required=True),
            readers=Visibility.SHARED,
            visibility=Visibility.SHARED,
        )
        notify.tell_holder_to_read(act)
    return act.case
