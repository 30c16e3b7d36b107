"""The verbs as buttons: which one is the next step, which ones stand beside it, which ones wait for something."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from cases.models import Case
from cases.rules import is_center
from cases.verbs.permissions import Offer, offers
from cases.vocabulary import CaseState, Verb
from portal.actors import Officer


@dataclass(frozen=True, slots=True)
class Button:
    """One verb on the case page.

    Attributes:
        label: words on the button; with the other body's name where the verb answers a referral.
        url: its page.
        primary: the next step; at most one button of a page.
        danger: it ends or turns something back.
        missing: why it cannot be pressed yet; None when it can.
    """

    label: str
    url: str
    primary: bool
    danger: bool
    missing: str | Promise | None


def next_verbs(case: Case, actor: Officer) -> tuple[Verb, ...]:
    """Return what is normally done next in this state, most pressing first.

    The center forwards what it has screened; any other body works on it itself. Answers to other bodies come before
    one's own work, because somebody waits for them.
    """
    after_screening = Verb.REFER if is_center(actor.organization) else Verb.TAKE_ON
    own = {
        CaseState.RECEIVED: Verb.SCREEN,
        CaseState.SCREENED: after_screening,
        CaseState.IN_PROGRESS: Verb.RECORD_HELP,
        CaseState.AWAITING_INFO: Verb.ANSWER,
        CaseState.FOLLOWING_UP: Verb.REQUEST_CLOSURE,
        CaseState.CLOSURE_REQUESTED: Verb.APPROVE_CLOSURE,
    }
    mine = (own[CaseState(case.state)],) if case.state in own else ()
    return (Verb.ACCEPT, Verb.ACCEPT_JOINT, *mine, Verb.COMPLETE_JOINT)


def _url(case: Case, offer: Offer) -> str:
    if offer.referral is None:
        return reverse("desk:act", kwargs={"reference": case.reference, "verb": offer.verb})
    kwargs = {"reference": case.reference, "verb": offer.verb, "referral": offer.referral.pk}
    return reverse("desk:act_on_referral", kwargs=kwargs)


def buttons(case: Case, actor: Officer) -> list[Button]:
    """Return the buttons of a case for one actor: the next step first, what ends something last.

    Args:
        case: with its referrals prefetched.
        actor: whose buttons.
    """
    found = list(offers(case, actor))
    ready = [offer for offer in found if offer.missing is None]
    first = next((offer for verb in next_verbs(case, actor) for offer in ready if offer.verb == verb), None)
    ordered = sorted(
        found, key=lambda offer: (offer is not first, offer.missing is not None, offer.transition.danger)
    )
    return [
        Button(
            label=str(offer.transition.label),
            url=_url(case, offer),
            primary=offer is first,
            danger=offer.transition.danger,
            missing=offer.missing,
        )
        for offer in ordered
    ]
