"""The verbs as buttons: which one is the next step, which ones stand beside it, which ones wait for something."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cases.desk.names import brief
from cases.desk.verbs.forms import VERB_FORMS
from cases.desk.verbs.words import DANGER
from cases.machine.act import Offer, Situation, offers
from cases.machine.offices import is_in_right_hands
from cases.machine.standing import Approval, FollowUp, Referral
from cases.machine.vocabulary import DutyKind, Scope, Stage, Verb
from cases.models import Case
from portal.organizations.domain import routing
from portal.thai.dates import format_date, to_bangkok

MEANWHILE = frozenset(
    {
        *(
            Verb.SET_OUT,
            Verb.ARRIVE,
            Verb.NOTE,
            Verb.LOG_CALL,
            Verb.ASSIGN,
            Verb.URGE,
            Verb.ADD_FILE,
            Verb.CORRECT_FACTS,
        ),
        *(Verb.CHANGE_CONTACT, Verb.CHANGE_CONSENT, Verb.REPLACE_SECRET),
    }
)
"""Verbs that bring nothing further by themselves: never the next step, but that a sender urges whoever is late."""
SELDOM = MEANWHILE | frozenset(
    {
        *(
            Verb.INFORM,
            Verb.PLAN_HELP,
            Verb.DISPATCH,
            Verb.SUBMIT_COMMITTEE,
            Verb.REQUEST_MORE_TIME,
            Verb.RECLASSIFY,
        ),
        *(Verb.REQUEST_LOWERING, Verb.REQUEST_DISCLOSURE, Verb.RECUSE, Verb.BREAK_GLASS, Verb.CALL_OFF),
        Verb.SHUT_OUT,
        *(Verb.CANCEL_PART, Verb.CANCEL_FOLLOWUP, Verb.WITHDRAW_REQUEST),
    }
)
"""Verbs that stand folded away: an officer looks for them, and must not have to look past them."""
EXPLAINED = frozenset(
    {
        *(Verb.ACCEPT, Verb.RETURN, Verb.FORWARD_ON, Verb.APPROVE, Verb.TAKE_ON, Verb.REFER, Verb.REJECT),
        *(Verb.HAND_UP, Verb.START_FOLLOWING_UP, Verb.REQUEST_CLOSURE),
    }
)
"""Verbs that an officer expects here: the page says what they wait for. Of others it says nothing until they can be done."""


@dataclass(frozen=True, slots=True)
class Button:
    """One verb on the case page.

    Attributes:
        label: words on the button.
        url: its page.
        primary: the next step; at most one button of a page.
        danger: it ends or turns something back.
        folded: it stands among the others that are seldom needed.
        missing: why it cannot be pressed yet; None when it can.
    """

    label: str
    url: str
    primary: bool
    danger: bool
    folded: bool
    missing: str | Promise | None


def next_verbs(situation: Situation) -> tuple[Verb, ...]:
    """Return what is normally done next, most pressing first.

    Answers to others come before one's own work, because somebody waits for them. The center forwards what it has
    screened, and so does everybody a crisis that they may not work on; any other organization works on it itself. Who
    has handed a case over waits for the answer: whoever accepts it screens it and works on it.
    """
    standing, change = situation.standing, situation.change()
    is_center = situation.by.organization == situation.offices.center()
    passes_on = not is_in_right_hands(change) or (is_center and not standing.is_crisis)
    own: tuple[Verb, ...] = {
        Stage.RECEIVED: (Verb.SCREEN,),
        Stage.SCREENED: (Verb.REFER, Verb.TAKE_ON) if passes_on else (Verb.TAKE_ON,),
        Stage.WORKING: (Verb.REFER,) if not is_in_right_hands(change) else _while_working(situation),
        Stage.FOLLOWING_UP: (Verb.RECORD_FOLLOWUP, Verb.REQUEST_CLOSURE),
        Stage.CLOSED: (),
    }[standing.stage]
    if standing.holder == situation.by.organization and (sent := standing.pending_handover) is not None:
        own = _while_waiting(situation, sent)
    return (
        Verb.ACCEPT,
        Verb.APPROVE,
        Verb.ACKNOWLEDGE,
        *own,
        Verb.END_VISIT,
        Verb.DECIDE_COMMITTEE,
        Verb.COMPLETE_PART,
    )


def _while_waiting(situation: Situation, sent: Referral) -> tuple[Verb, ...]:
    """Return what a sender does: nothing in time; then what they were told elsewhere is written down, others are urged."""
    asked = situation.standing.open_duties(DutyKind.ACKNOWLEDGE, waiting=sent.number)
    is_late = any(duty.due < situation.now for duty in asked)
    return (Verb.RECORD_OUTSIDE, Verb.URGE) if is_late else ()


def _while_working(situation: Situation) -> tuple[Verb, ...]:
    return (Verb.START_FOLLOWING_UP, Verb.RECORD_HELP) if situation.standing.helped else (Verb.RECORD_HELP,)


def _url(case: Case, offer: Offer) -> str:
    if offer.row is None:
        return reverse("desk:act", kwargs={"reference": case.reference, "verb": offer.line.verb})
    kwargs = {"reference": case.reference, "verb": offer.line.verb, "number": offer.row.number}
    return reverse("desk:act_on_row", kwargs=kwargs)


def _whom_a_crisis_waits_for(case: Case, situation: Situation) -> str:
    """Return the lead agency of a crisis that others hold: the form of the handover is filled in with it (S2.38)."""
    if not situation.standing.is_crisis or is_in_right_hands(situation.change()):
        return ""
    lead = routing.lead_agency_for(case.problem, case.province_code, case.district_code)
    return brief(lead) if lead is not None and lead.pk not in situation.standing.excluded else ""


def _label(case: Case, offer: Offer, situation: Situation) -> str:
    """The verb; where it could be done to several things that wait, also to which."""
    row, label = offer.row, str(offer.line.verb.label)
    if offer.line.verb == Verb.REFER and (lead := _whom_a_crisis_waits_for(case, situation)):
        return _("ส่งต่อให้ %(lead)s") % {"lead": lead}
    if isinstance(row, Approval):
        return f"{label}: {row.subject.label}"
    if row is None or len(situation.standing.alive(*offer.line.answers)) == 1:
        return label
    if isinstance(row, FollowUp):
        due = next((duty.due for duty in situation.standing.open_duties(waiting=row.number)), None)
        return f"{label}: {format_date(to_bangkok(due).date())}" if due else label
    name = next((brief(sent.target) for sent in case.referrals.all() if sent.number == row.number), "")
    return f"{label}: {name}" if name else label


def buttons(case: Case, situation: Situation) -> list[Button]:
    """Return the buttons of a case for one actor: the next step first, what ends something last.

    Args:
        case: as it is shown.
        situation: of its reader.
    """
    reads = situation.standing.scope_of(situation.by.organization) or Scope.METADATA
    found = [
        offer
        for offer in offers(situation)
        if offer.line.verb in VERB_FORMS
        and reads >= VERB_FORMS[offer.line.verb].reads
        and (offer.missing is None or offer.line.verb in EXPLAINED)
    ]
    ready = [offer for offer in found if offer.missing is None]
    # Whoever knows only how it stands may do a thing or two beside; the next step is others'.
    following = next_verbs(situation) if reads >= Scope.PART else ()
    first = next((offer for verb in following for offer in ready if offer.line.verb == verb), None)
    ordered = sorted(
        found,
        key=lambda offer: (
            offer is not first,
            offer.missing is not None,
            offer.line.verb in DANGER,
            offer.line.verb in MEANWHILE,
        ),
    )
    return [
        Button(
            label=_label(case, offer, situation),
            url=_url(case, offer),
            primary=offer is first,
            danger=offer.line.verb in DANGER,
            folded=offer.line.verb in SELDOM and offer is not first,
            missing=offer.missing,
        )
        for offer in ordered
    ]


@dataclass(frozen=True, slots=True)
class Steps:
    """The buttons of a page, parted by how soon somebody needs them.

    Attributes:
        now: what can be done, the next step first.
        more: what can be done as well, and is seldom needed.
        later: what an officer expects here and cannot do yet, with the reason.
    """

    now: list[Button]
    more: list[Button]
    later: list[Button]


def steps_of(case: Case, situation: Situation) -> Steps:
    """Part the buttons of a case for its page."""
    found = buttons(case, situation)
    ready = [button for button in found if button.missing is None]
    return Steps(
        now=[button for button in ready if not button.folded],
        more=[button for button in ready if button.folded],
        later=[button for button in found if button.missing is not None],
    )
