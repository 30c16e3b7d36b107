"""Who may, under which conditions, and where to: predicates over a case and an actor.

`cases.verbs` combines them into the one table of verbs.
"""

from cases.rules.conditions import (
    ACTIVE_REFERRAL_STATES,
    CITIZEN_REOPEN_DAYS,
    Answer,
    general_and_not_urgent,
    may_be_closed,
    may_be_reopened,
    no_active_joint,
    no_active_referral,
    not_the_requester,
    second_person_rejects_crisis,
    waited_long_enough,
)
from cases.rules.secrecy import (
    is_careful,
)
from cases.rules.targets import (
    MAX_HANDOVERS,
    MAX_HOPS,
    MAX_RETURNS_FROM_ONE_BODY,
    is_local_to,
    may_refer_to,
    previous_state,
)
from cases.rules.who import (
    citizen,
    citizen_or_officer,
    holder_officer,
    holder_officer_or_citizen,
    holder_supervisor,
    is_center,
    is_local_administration,
    knows_as_center_supervisor,
    local_supervisor_of_holder,
    sender_officer_center_supervisor_or_system,
    sender_officer_or_center_supervisor,
    supervisor_or_citizen,
    system,
    target_officer,
    target_officer_or_system,
)

__all__ = [
    "ACTIVE_REFERRAL_STATES",
    "Answer",
    "CITIZEN_REOPEN_DAYS",
    "MAX_HANDOVERS",
    "MAX_HOPS",
    "MAX_RETURNS_FROM_ONE_BODY",
    "citizen",
    "citizen_or_officer",
    "general_and_not_urgent",
    "holder_officer",
    "holder_officer_or_citizen",
    "holder_supervisor",
    "is_careful",
    "is_center",
    "is_local_administration",
    "knows_as_center_supervisor",
    "local_supervisor_of_holder",
    "may_be_closed",
    "may_be_reopened",
    "is_local_to",
    "may_refer_to",
    "no_active_joint",
    "no_active_referral",
    "not_the_requester",
    "previous_state",
    "second_person_rejects_crisis",
    "sender_officer_or_center_supervisor",
    "supervisor_or_citizen",
    "system",
    "target_officer",
    "sender_officer_center_supervisor_or_system",
    "target_officer_or_system",
    "waited_long_enough",
]
