"""Who may: predicates over an act in the making and what it acts on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cases.machine.offices import is_work_of, people_for
from cases.machine.standing import Approval, Referral
from cases.machine.vocabulary import TO_READ_ONLY, GrantReason, Scope, WaitingKind
from cases.machine.world import DECIDES
from cases.vocabulary import Confidentiality
from portal.accounts.functions import Function

if TYPE_CHECKING:
    from cases.machine.change import Change
    from cases.machine.standing import Grant
    from cases.machine.verb import Ask


_HELPS = DECIDES | {Function.INTAKE, Function.WORK, Function.FIELD}
HELPS_BESIDE = frozenset({GrantReason.WAS_HOLDER, GrantReason.SENDER})
"""Who has had the case, and still knows how it stands."""


def _of(change: Change, organization: int, function: Function) -> bool:
    """Whether the actor is an officer of the organization whose work this is."""
    by = change.by
    return (
        by.is_officer
        and by.organization == organization
        and by.person is not None
        and is_work_of(change, by.person, organization, function)
    )


def does_case_work(change: Change) -> bool:
    """The actor is an officer appointed for case work: editors and administrators of the same office are not."""
    by = change.by
    return by.is_officer and any(function.is_case_work for function in by.functions)


def citizen(change: Change, ask: Ask) -> bool:
    """The person who asks for help."""
    return change.by.is_citizen


def system(change: Change, ask: Ask) -> bool:
    """The portal itself."""
    return change.by.is_system


def citizen_or_intake(change: Change, ask: Ask) -> bool:
    """The person who asks, or an officer who takes requests in; of a case that nobody has taken in yet."""
    if change.standing.duties:
        return False
    organization = change.by.organization
    return change.by.is_citizen or (organization is not None and _of(change, organization, Function.INTAKE))


def holder_intake(change: Change, ask: Ask) -> bool:
    """Takes requests in at the holder, or works there."""
    return _of(change, change.standing.holder, Function.INTAKE)


def holder_work(change: Change, ask: Ask) -> bool:
    """Works at the holder."""
    return _of(change, change.standing.holder, Function.WORK)


def holder_any(change: Change, ask: Ask) -> bool:
    """Takes in or works at the holder."""
    return holder_intake(change, ask) or holder_work(change, ask)


def own_link(change: Change, ask: Ask) -> bool:
    """Answers by its link for the organization that is asked."""
    return (
        change.by.is_outside
        and isinstance(ask.row, Referral)
        and change.by.organization == ask.row.organization
    )


def holder_intake_or_own_link(change: Change, ask: Ask) -> bool:
    """Takes requests in at the holder and writes an answer down, or the organization that was asked gives it by its link."""
    return holder_intake(change, ask) or own_link(change, ask)


def has_something_to_say(change: Change, ask: Ask) -> bool:
    """The person who asks; an organization that was asked, by its link; the portal, whose mail came back."""
    by = change.by
    if by.is_outside:
        rows = change.standing.alive(WaitingKind.HANDOVER, WaitingKind.JOINT)
        return any(row.organization == by.organization for row in rows)
    return by.is_citizen or by.is_system


def citizen_or_holder(change: Change, ask: Ask) -> bool:
    """The person who asks, or an officer of the holder who writes down what that person said."""
    return citizen(change, ask) or holder_any(change, ask)


def decides_at(change: Change, organization: int) -> bool:
    """The actor may decide for an organization, and is not recused."""
    by = change.by
    return (
        by.is_officer
        and by.organization == organization
        and bool(by.functions & DECIDES)
        and by.person not in change.standing.recused
    )


def center_decides(change: Change, ask: Ask) -> bool:
    """Supervises or is deputy at the center."""
    return decides_at(change, change.offices.center())


def holder_or_center_decides(change: Change, ask: Ask) -> bool:
    """Supervises or is deputy at the holder or at the center."""
    return decides_at(change, change.standing.holder) or center_decides(change, ask)


def target(change: Change, ask: Ask) -> bool:
    """Takes in at the organization that is asked, or answers for it by its link."""
    row = ask.row
    if not isinstance(row, Referral):
        return False
    if change.by.is_outside:
        return change.by.organization == row.organization
    return _of(change, row.organization, Function.INTAKE)


def target_officer(change: Change, ask: Ask) -> bool:
    """Takes in at the organization that is asked."""
    return target(change, ask) and change.by.is_officer


def target_work(change: Change, ask: Ask) -> bool:
    """Works at the organization that does the part, or answers for it by its link."""
    row = ask.row
    if not isinstance(row, Referral):
        return False
    if change.by.is_outside:
        return change.by.organization == row.organization
    return _of(change, row.organization, Function.WORK)


def holder_or_center_recalls(change: Change, ask: Ask) -> bool:
    """Takes in at the holder, or decides at the center."""
    return holder_intake(change, ask) or center_decides(change, ask)


def decides_this(change: Change, ask: Ask) -> bool:
    """Decides where the decision lies, and is not the person who asked for it."""
    row = ask.row
    return (
        isinstance(row, Approval)
        and decides_at(change, row.organization)
        and change.by.person != row.requester
    )


def asked_for_it(change: Change, ask: Ask) -> bool:
    """Does case work in the organization that asked for the decision."""
    row = ask.row
    return isinstance(row, Approval) and does_case_work(change) and change.by.organization == row.requesting


def may_hand_up(change: Change, ask: Ask) -> bool:
    """Decides in the local administration that holds the case; where nobody does, whoever works there."""
    holder = change.standing.holder
    if not change.offices.is_local(holder):
        return False
    if decides_at(change, holder):
        return True
    return holder_work(change, ask) and not people_for(change, holder, Function.SUPERVISE)


def has_the_duty(change: Change, ask: Ask) -> bool:
    """Works in the organization that has the duty named in the form, if any is named."""
    duty = change.standing.duties.get(ask.given.duty or 0)
    if duty is None:
        return does_case_work(change)
    return _of(change, duty.organization, Function.WORK)


def works_on_it(change: Change, ask: Ask) -> bool:
    """Works or is in the field for an organization that has the whole case or a part of it to do."""
    by = change.by
    if not any_officer(change, ask) or not by.functions & _HELPS:
        return False
    return any(_lets_work(grant) for grant in change.standing.grants_of(by.organization))


def _lets_work(grant: Grant) -> bool:
    """Whether it is a reason to help, and not only to read."""
    return grant.scope in {Scope.PART, Scope.FULL} and grant.reason not in TO_READ_ONLY


def may_record_help(change: Change, ask: Ask) -> bool:
    """As `works_on_it`; who held the case, or passed it on, helps by its own mission beside who leads it now (S2.51).

    What was given while an organization worked on the case may be handed in later, too.
    """
    by, at = change.by, ask.given.happened_at
    if works_on_it(change, ask):
        return True
    if not any_officer(change, ask) or not by.functions & _HELPS:
        return False
    beside = {grant.reason for grant in change.standing.grants_of(by.organization)} & HELPS_BESIDE
    # After a closing whoever read along keeps the summary by the same reason: who never had it did not help.
    if GrantReason.SENDER in beside or (beside and _has_held(change, by.organization)):
        return True
    if at is None:
        return False
    return any(
        grant.organization == by.organization
        and _lets_work(grant)
        and grant.since <= at <= (grant.until or change.now)
        for grant in change.standing.grants.values()
    )


def _has_held(change: Change, organization: int | None) -> bool:
    """Whether an organization had the whole case at some time."""
    return any(
        grant.organization == organization and grant.reason == GrantReason.HOLDER
        for grant in change.standing.grants.values()
    )


def has_part_or_holds(change: Change, organization: int) -> bool:
    """Whether an organization holds the case or does a part of it."""
    return organization == change.standing.holder or bool(
        change.standing.grants_of(organization, GrantReason.JOINT)
    )


def may_send_out(change: Change, ask: Ask) -> bool:
    """Works or is in the field for the holder, or for an organization that does a part."""
    by = change.by
    if not works_on_it(change, ask) or by.organization is None:
        return False
    return has_part_or_holds(change, by.organization) and bool(
        by.functions & (DECIDES | {Function.WORK, Function.FIELD})
    )


def of_the_visit(change: Change, ask: Ask) -> bool:
    """Is in the field for the organization of the visit; where nobody is, works there."""
    return ask.row is not None and _of(change, ask.row.organization, Function.FIELD)


def ends_the_visit(change: Change, ask: Ask) -> bool:
    """Is in the field for the organization of the visit; or the portal, where the trip of the unit ended without a word."""
    return change.by.is_system or of_the_visit(change, ask)


def may_submit_to_committee(change: Change, ask: Ask) -> bool:
    """Is the committee's secretary, else works, in a local administration that holds the case or does a part."""
    organization = change.by.organization
    return (
        organization is not None
        and change.offices.is_local(organization)
        and _of(change, organization, Function.COMMITTEE)
        and has_part_or_holds(change, organization)
    )


def of_the_committee(change: Change, ask: Ask) -> bool:
    """Is the secretary of that committee; where there is none, works in the local administration."""
    return ask.row is not None and _of(change, ask.row.organization, Function.COMMITTEE)


def any_officer(change: Change, ask: Ask) -> bool:
    """Any officer who does case work and is not recused."""
    return does_case_work(change) and change.by.person not in change.standing.recused


def works_or_decides(change: Change, ask: Ask) -> bool:
    """Any officer who works or decides, and is not recused."""
    return any_officer(change, ask) and bool(change.by.functions & (DECIDES | {Function.WORK}))


def reads_or_works(change: Change, ask: Ask) -> bool:
    """Does case work for an organization that reads more than the summary, and not only to read."""
    return any_officer(change, ask) and any(
        grant.scope >= Scope.PART and grant.reason not in TO_READ_ONLY
        for grant in change.standing.grants_of(change.by.organization)
    )


def reads_or_works_or_citizen(change: Change, ask: Ask) -> bool:
    """As `reads_or_works`, or the citizen."""
    return citizen(change, ask) or reads_or_works(change, ask)


def may_assign(change: Change, ask: Ask) -> bool:
    """Decides in the organization that has the duty, or takes it (or gives it back) for themselves."""
    if ask.given.duty is None:
        # No form has named a duty yet: whether there is any that this person could take or give.
        duties = change.standing.open_duties(organization=change.by.organization)
        return change.by.organization is not None and any(
            decides_at(change, duty.organization) or _of(change, duty.organization, duty.function)
            for duty in duties
        )
    duty = change.standing.duties.get(ask.given.duty)
    if duty is None or not duty.is_open:
        return False
    if decides_at(change, duty.organization):
        return True
    own = {change.by.person, None}
    return _of(change, duty.organization, duty.function) and {duty.person, ask.given.person} <= own


def waits_for_it(change: Change, ask: Ask) -> bool:
    """Any organization that may know of the case and waits for another one, or the citizen.

    Also people who only watch: whoever is told of an alarm presses for it (S2.47, S2.55).
    """
    if citizen(change, ask):
        return True
    watches = change.by.is_officer and bool(change.by.functions & {Function.ALARMS, Function.VIEW})
    presses = (does_case_work(change) or watches) and change.by.person not in change.standing.recused
    return presses and change.standing.scope_of(change.by.organization) is not None


def identifies(change: Change, ask: Ask) -> bool:
    """Takes in at the holder or at the center: checks who somebody is."""
    return holder_intake(change, ask) or _of(change, change.offices.center(), Function.INTAKE)


def identifies_or_reporter(change: Change, ask: Ask) -> bool:
    """Checks who somebody is; or the person of a general case, by the link in their own mail."""
    standing = change.standing
    is_general = not standing.problem.is_crisis and standing.confidentiality == Confidentiality.NORMAL
    return (change.by.is_citizen and is_general) or identifies(change, ask)
