"""What an actor may do with a case now: `cases.verbs.table` asked about one case, one actor and one moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cases import rules
from cases.errors import GuardFailed, NotAllowed
from cases.verbs.table import TRANSITIONS, Transition
from cases.vocabulary import Verb

if TYPE_CHECKING:
    from cases.models import Case, Referral
    from portal.actors import Actor, Officer


def _answers(row: Transition, case: Case, referral: Referral | None) -> bool:
    """Whether the referral is one of this case and stands where the row wants it."""
    return (
        referral is not None
        and referral.case_id == case.pk
        and (referral.mode, referral.state) == row.referral
    )


def permits(*, verb: Verb, case: Case, actor: Actor, referral: Referral | None = None) -> bool:
    """Whether the table has this verb for this actor in this state; guards aside.

    Args:
        verb: what is to be done.
        case: as it is now.
        actor: who.
        referral: the one that is answered, for verbs that answer one.
    """
    row = TRANSITIONS[verb]
    if case.state not in row.sources:
        return False
    if row.referral is not None and not _answers(row, case, referral):
        return False
    return row.who(case, actor, referral)


def missing(*, verb: Verb, case: Case, actor: Actor) -> rules.Answer:
    """Return what a permitted verb still lacks, as a Thai sentence; None when all its guards hold."""
    for guard in TRANSITIONS[verb].guards:
        if answer := guard(case, actor):
            return answer
    return None


def check(*, verb: Verb, case: Case, actor: Actor, referral: Referral | None = None) -> Transition:
    """Return the row of a verb that may be done now.

    Raises:
        NotAllowed: the table does not have it for this actor in this state.
        GuardFailed: a condition of the row is not met.
    """
    if not permits(verb=verb, case=case, actor=actor, referral=referral):
        raise NotAllowed(verb)
    if answer := missing(verb=verb, case=case, actor=actor):
        raise GuardFailed(answer)
    return TRANSITIONS[verb]


@dataclass(frozen=True)
class Offer:
    """A button: what the actor may do now.

    Attributes:
        transition: the row of the table.
        referral: the referral that it answers, if it answers one.
        missing: why it cannot be pressed yet; None when it can.
    """

    transition: Transition
    referral: Referral | None
    missing: rules.Answer

    @property
    def verb(self) -> Verb:
        """Short for the row's verb."""
        return self.transition.verb


def offers(case: Case, actor: Officer) -> tuple[Offer, ...]:
    """Return what the actor may do with the case now, in the order of the table.

    Args:
        case: with `referrals` prefetched, if the page shows several cases.
        actor: whose buttons.
    """
    found = []
    referrals = list(case.referrals.all())
    for row in TRANSITIONS.values():
        if not row.is_offered:
            continue
        answered = [r for r in referrals if (r.mode, r.state) == row.referral] if row.referral else [None]
        found += [
            Offer(row, referral, missing(verb=row.verb, case=case, actor=actor))
            for referral in answered
            if permits(verb=row.verb, case=case, actor=actor, referral=referral)
        ]
    return tuple(found)


def allowed_verbs(case: Case, actor: Officer) -> tuple[Verb, ...]:
    """Return the verbs whose button works now, each once, in the order of the table."""
    return tuple(dict.fromkeys(offer.verb for offer in offers(case, actor) if offer.missing is None))
