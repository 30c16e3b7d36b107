"""What happens everywhere in the same way, whichever verb leads to it: the case moves, closes, is told of, is driven on.

Each rule is what one of the acts in `cases.machine.holding`, `rows` and `succession` does. The lines of the table name
the rules that their verbs follow, so that each fact stands here once.
"""

from __future__ import annotations

from cases.machine.declared import (
    ASSIGNS,
    CHANGES_BASE,
    NO_DEEDS,
    Rule,
    goes_on,
    grants,
    moves,
    notes,
    opens,
    revokes,
    sets,
    starts,
    stops,
    turns,
)
from cases.machine.vocabulary import (
    DutyBasis,
    DutyEnd,
    DutyKind,
    GrantReason,
    WaitingKind,
    WaitingState,
)

DONE, SUPERSEDED, WITHDRAWN = DutyEnd.DONE, DutyEnd.SUPERSEDED, DutyEnd.WITHDRAWN
SEARCH = (DutyKind.FORWARD, DutyKind.REROUTE)
"""The two duties by which the responsible organization is looked for."""

# Beside a duty ----------------------------------------------------------------------------------------------------------

REPORTER_TOLD = Rule(
    name="the reporter is told",
    words="Something was made known to the reporter: the next time is due anew.",
    always=stops(DutyKind.TELL) | starts(DutyKind.TELL),
)
ALARMS_END = Rule(
    name="alarms end",
    words="A duty ends, and with it what its alarms let others know.",
    sometimes=revokes(GrantReason.LADDER),
)
WISHES_FALL = Rule(
    name="wishes for more time fall",
    words="A duty ends or goes on as another one: nobody decides any more whether it gets more time.",
    many=turns(WaitingKind.APPROVAL, to=WaitingState.WITHDRAWN),
    sometimes=stops(DutyKind.APPROVE, how=WITHDRAWN) | revokes(GrantReason.APPROVAL),
    may_follow=(ALARMS_END,),
)
HAS_TO_BE_READ = Rule(
    name="it has to be read",
    words="Somebody at the holder has to read what was sent; one such duty is enough.",
    always=starts(DutyKind.READ),
)
OWN_WORK_IS_READ = Rule(
    name="own work is still read",
    words="Who loses its reason to read keeps what its visit or committee item needs.",
    sometimes=grants(GrantReason.OWN_ROW),
)
SOMEBODY_DECIDES = Rule(
    name="somebody else decides",
    words="A decision is asked for where one can be made; who decides elsewhere may read the case for it.",
    always=opens(WaitingKind.APPROVAL) | starts(DutyKind.APPROVE),
    sometimes=grants(GrantReason.APPROVAL),
)
DECISION_MOVES = Rule(
    name="a decision moves",
    words="A decision goes to where it can be made now, with its due time.",
    sometimes=moves(WaitingKind.APPROVAL)
    | goes_on(DutyKind.APPROVE, basis=DutyBasis.MOVED)
    | revokes(GrantReason.APPROVAL),
    many=grants(GrantReason.APPROVAL),
)


# What drives a case -----------------------------------------------------------------------------------------------------


_BASIS = {
    DutyBasis.MOVED: sets(led=False),
    DutyBasis.RETURNED: sets(led=False),
    DutyBasis.RECALLED: sets(led=False),
    # What is no crisis any more needs no leader.
    DutyBasis.RECLASSIFIED: NO_DEEDS,
}
DRIVEN_ON = {
    basis: Rule(
        name=f"the case is driven on ({basis.value})",
        words="Where nothing drives the case any more, a duty begins that does; where a crisis may not stay, the search.",
        sometimes=starts(DutyKind.REROUTE, DutyKind.DECIDE, basis=basis)
        | starts(DutyKind.ACT, basis=DutyBasis.BACK)
        | lead,
    )
    for basis, lead in _BASIS.items()
}


def _unsent(state: WaitingState, how: DutyEnd, basis: DutyBasis) -> Rule:
    return Rule(
        name=f"a handover is {state.value}",
        words="A handover comes to nothing, and the case is looked at anew by who holds it.",
        always=turns(WaitingKind.HANDOVER, to=state)
        | stops(DutyKind.ACKNOWLEDGE, how=how)
        | revokes(GrantReason.ASKED)
        | CHANGES_BASE,
        may_follow=(ALARMS_END, DRIVEN_ON[basis]),
    )


HANDOVER_RETURNED = _unsent(WaitingState.RETURNED, DONE, DutyBasis.RETURNED)
HANDOVER_RECALLED = _unsent(WaitingState.RECALLED, WITHDRAWN, DutyBasis.RECALLED)


# The case moves and closes ----------------------------------------------------------------------------------------------

OTHER_REASONS = tuple(reason for reason in GrantReason if reason != GrantReason.HOLDER)
"""Every reason for which somebody else than the holder may read.

Where all of them end at once, whatever they are, they are declared whatever they are: access that nobody has a reason for
any more must not keep a case from moving, closing, or being erased.
"""
_MOVES = (
    sets("act_due", led=True)
    | sets(led=False)
    # What waits beside the stage goes with the case; time that stood still runs.
    | notes(WaitingKind.QUESTION)
    | moves(WaitingKind.QUESTION, WaitingKind.FOLLOW_UP)
    | goes_on(DutyKind.ANSWER, DutyKind.FOLLOW, DutyKind.READ, DutyKind.FORWARD, basis=DutyBasis.MOVED)
    | stops(DutyKind.FORWARD)
    | starts(DutyKind.REROUTE, basis=DutyBasis.MOVED)
    # What the new holder did as a part is its own work now, and what led elsewhere was passed on.
    | stops(DutyKind.PART)
    | stops(DutyKind.ACKNOWLEDGE, DutyKind.APPROVE, how=WITHDRAWN)
    | grants(GrantReason.WAS_HOLDER, GrantReason.COORDINATES, GrantReason.OWN_ROW)
    | revokes(*OTHER_REASONS)
)
_TURN = (
    turns(WaitingKind.APPROVAL, to=WaitingState.WITHDRAWN)
    | turns(WaitingKind.JOINT, to=WaitingState.DONE)
    | turns(WaitingKind.JOINT, to=WaitingState.WITHDRAWN)
    | turns(WaitingKind.HANDOVER, to=WaitingState.FORWARDED_ON)
)
_ANOTHER_HOLDER = revokes(GrantReason.HOLDER) | grants(GrantReason.HOLDER) | sets("holder") | CHANGES_BASE

TAKES_THE_CASE = Rule(
    name="another organization takes the case",
    words="It accepted: what the former holder had to do is done.",
    always=_ANOTHER_HOLDER | stops(DutyKind.REROUTE, DutyKind.ACT, DutyKind.DECIDE),
    sometimes=_MOVES | sets(stand_in=False),
    many=_TURN,
    by=(REPORTER_TOLD,),
    may_follow=(DECISION_MOVES, WISHES_FALL),
)
CASE_FALLS_TO = Rule(
    name="the case falls to another organization",
    words="Nobody there has accepted it: what the former holder had to do is not done.",
    always=_ANOTHER_HOLDER | stops(DutyKind.REROUTE, DutyKind.ACT, DutyKind.DECIDE, how=SUPERSEDED),
    sometimes=_MOVES,
    many=_TURN,
    by=(REPORTER_TOLD,),
    may_follow=(DECISION_MOVES, WISHES_FALL),
)
CASE_CLOSES = Rule(
    name="the case closes",
    words="Everything that waits ends; the holder reads on, others keep the summary.",
    always=stops(*SEARCH, DutyKind.ACT, DutyKind.DECIDE, DutyKind.TELL, DutyKind.READ)
    | sets(closed_at=True)
    | CHANGES_BASE,
    sometimes=sets("act_due", "forward_due", wants_out=False)
    | notes(WaitingKind.QUESTION)
    | stops(DutyKind.ANSWER, DutyKind.APPROVE, DutyKind.FOLLOW, how=WITHDRAWN)
    # Whatever else was due, for what waits no more.
    | stops(*DutyKind)
    | revokes(*OTHER_REASONS),
    many=turns(WaitingKind.INFORM, to=WaitingState.NOTED)
    | turns(WaitingKind.HANDOVER, to=WaitingState.DONE)
    | turns(WaitingKind.QUESTION, WaitingKind.APPROVAL, WaitingKind.FOLLOW_UP, to=WaitingState.WITHDRAWN)
    | grants(GrantReason.WAS_HOLDER),
)


# Somebody may know nothing -----------------------------------------------------------------------------------------------

SHUT_OUT = Rule(
    name="somebody is shut out",
    words="An organization may know nothing any more: what it was asked or had under way ends, and it is asked no more.",
    sometimes=sets("excluded", led=True)
    | stops(*SEARCH)
    | stops(DutyKind.ACKNOWLEDGE, DutyKind.PART, DutyKind.VISIT, DutyKind.COMMITTEE, how=WITHDRAWN)
    | revokes(*OTHER_REASONS),
    many=turns(WaitingKind.JOINT, to=WaitingState.RECALLED)
    | turns(
        *(WaitingKind.HANDOVER, WaitingKind.JOINT, WaitingKind.INFORM, WaitingKind.VISIT),
        WaitingKind.COMMITTEE_ITEM,
        to=WaitingState.WITHDRAWN,
    ),
    may_follow=(
        HANDOVER_RECALLED,
        DRIVEN_ON[DutyBasis.MOVED],
        DRIVEN_ON[DutyBasis.RETURNED],
        WISHES_FALL,
    ),
)


# One organization asks another ------------------------------------------------------------------------------------------

ASKED = {
    kind: Rule(
        name=f"{kind.value} is asked",
        words="Another organization has to answer, and may read what it is asked about. A consent given now is kept.",
        always=opens(kind) | starts(DutyKind.ACKNOWLEDGE) | grants(GrantReason.ASKED),
        sometimes=sets("consent"),
        by=(REPORTER_TOLD,),
    )
    for kind in (WaitingKind.HANDOVER, WaitingKind.JOINT)
}
SEARCH_ENDS = Rule(
    name="the search is over",
    words="A general case was sent on: who is responsible is found, and the due time is kept for the day it comes back.",
    sometimes=stops(*SEARCH) | sets("forward_due"),
    may_follow=(ALARMS_END,),
)


# Classes ----------------------------------------------------------------------------------------------------------------

RECOUNTED = (DutyKind.FORWARD, DutyKind.ACT, DutyKind.ACKNOWLEDGE, DutyKind.PART)
BECOMES_A_CRISIS = Rule(
    name="other classes",
    words="Problem, severity or confidentiality are others: running duties are counted anew, a crisis has its 24 hours.",
    sometimes=sets("problem", "severity", "confidentiality", "base", crisis_since=True, led=False)
    | goes_on(*RECOUNTED, basis=DutyBasis.RECLASSIFIED)
    | stops(DutyKind.REROUTE, how=SUPERSEDED)
    | starts(DutyKind.FORWARD, basis=DutyBasis.NEW_CRISIS),
    may_follow=(WISHES_FALL,),
)
CLASSES_IN_WORK = Rule(
    name="other classes while somebody works on it",
    words="What becomes urgent or a crisis does not stand still; in the hands of who may take it on, it is led.",
    sometimes=notes(WaitingKind.QUESTION)
    | starts(DutyKind.ACT, basis=DutyBasis.PAUSED)
    | stops(*SEARCH)
    | sets(led=True),
    may_follow=(BECOMES_A_CRISIS,),
)
CLASSES_ARE_LOWERED = Rule(
    name="lower classes",
    words="Somebody decided: limits are counted from their start, and what is no crisis any more has no 24 hours.",
    sometimes=goes_on(*RECOUNTED, basis=DutyBasis.APPROVED)
    | stops(*SEARCH, how=WITHDRAWN)
    | sets(crisis_since=False),
    may_follow=(CLASSES_IN_WORK, DRIVEN_ON[DutyBasis.RECLASSIFIED]),
)


OTHER_PLACE = Rule(
    name="another place",
    words="The case lies elsewhere: another center may coordinate it, and those the reporter fears there may not know.",
    sometimes=CHANGES_BASE | grants(GrantReason.COORDINATES) | revokes(GrantReason.COORDINATES),
    may_follow=(SHUT_OUT,),
)


# Organizations end and people leave -------------------------------------------------------------------------------------

REPAIRED = Rule(
    name="nothing stays where nobody can act",
    words="The case, what waits and what may be read go to who takes over, with their due times; it is no acceptance.",
    sometimes=moves(
        WaitingKind.HANDOVER,
        WaitingKind.JOINT,
        WaitingKind.INFORM,
        WaitingKind.VISIT,
        WaitingKind.COMMITTEE_ITEM,
    )
    | notes(WaitingKind.JOINT, WaitingKind.INFORM)
    | goes_on(
        DutyKind.ACKNOWLEDGE,
        DutyKind.PART,
        DutyKind.VISIT,
        DutyKind.COMMITTEE,
        basis=DutyBasis.MOVED,
    )
    | stops(DutyKind.PART, DutyKind.ACKNOWLEDGE)
    | stops(DutyKind.PART, DutyKind.ACKNOWLEDGE, DutyKind.COMMITTEE, how=WITHDRAWN)
    | revokes(*GrantReason)
    | ASSIGNS,
    many=turns(WaitingKind.JOINT, to=WaitingState.RETURNED)
    | turns(WaitingKind.JOINT, WaitingKind.HANDOVER, to=WaitingState.DONE)
    | turns(WaitingKind.JOINT, WaitingKind.INFORM, WaitingKind.COMMITTEE_ITEM, to=WaitingState.WITHDRAWN)
    | grants(
        GrantReason.ASKED,
        GrantReason.JOINT,
        GrantReason.OUTSIDE,
        GrantReason.TOLD,
        GrantReason.OWN_ROW,
        GrantReason.WAS_HOLDER,
    ),
    may_follow=(
        CASE_FALLS_TO,
        HANDOVER_RETURNED,
        HANDOVER_RECALLED,
        DRIVEN_ON[DutyBasis.MOVED],
        DECISION_MOVES,
        WISHES_FALL,
    ),
)
