"""Who can act on a case, and who has the right to: read from the world and the standing, written nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cases.machine.standing import Approval
from cases.machine.world import DECIDES, DOES_CASE_WORK
from portal.accounts.functions import Function

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cases.machine.change import Change
    from cases.machine.standing import Duty

NOBODY: frozenset[int] = frozenset()


def people_for(
    change: Change, organization: int, function: Function, but: frozenset[int] = NOBODY
) -> frozenset[int]:
    """Return the persons of an organization whose work something is.

    A function that nobody there has falls to everybody who works or decides, and where nobody does, to those who take
    requests in; decisions fall to nobody else.

    Args:
        change: the act.
        organization: whose people.
        function: of which function; supervising and being deputy include intake and work.
        but: persons who may not, besides those who are recused.
    """
    if not change.offices.is_active(organization):
        return NOBODY
    barred = change.standing.recused | but
    people = {
        person: functions
        for person, functions in change.offices.people(organization).items()
        if person not in barred
    }

    return whose_work(people, function)


def is_work_of(change: Change, person: int, organization: int, function: Function) -> bool:
    """Say whether a person is among `people_for`; of an office of hundreds it looks at this one, where that settles it.

    Args:
        change: the act.
        person: who.
        organization: whose people.
        function: of which function.
    """
    if person in change.standing.recused or not change.offices.is_active(organization):
        return False
    functions = change.offices.people(organization).get(person)
    if functions is None:
        return False
    return bool(functions & _having_it(function)) or person in people_for(change, organization, function)


def _having_it(function: Function) -> frozenset[Function]:
    """Return the functions each of which is enough for a work."""
    if function == Function.SUPERVISE:
        return DECIDES
    return frozenset({function}) | (DECIDES if function in {Function.INTAKE, Function.WORK} else frozenset())


def whose_work(people: Mapping[int, frozenset[Function]], function: Function) -> frozenset[int]:
    """Return those of some people whose work something is; the rule of `people_for`, where there is no case yet.

    Args:
        people: of one organization, and what each is appointed for.
        function: of which function.
    """

    def having(wanted: frozenset[Function]) -> frozenset[int]:
        return frozenset(person for person, functions in people.items() if functions & wanted)

    direct = having(_having_it(function))
    if function == Function.SUPERVISE:
        return direct
    return direct or having(DECIDES | {Function.WORK}) or having(frozenset({Function.INTAKE}))


def who_can_do(change: Change, duty: Duty) -> frozenset[int]:
    """Return the persons who can do a duty of this case: never whoever asked for the decision that it is about."""
    row = change.standing.waiting.get(duty.waiting)
    but = frozenset({row.requester}) if isinstance(row, Approval) else NOBODY
    return people_for(change, duty.organization, duty.function, but)


def can_act(change: Change, organization: int) -> bool:
    """Whether somebody who may touch this case signs in for the organization."""
    if not change.offices.is_active(organization):
        return False
    people = change.offices.people(organization)
    return any(
        functions & DOES_CASE_WORK and person not in change.standing.recused
        for person, functions in people.items()
    )


def lead_agency(change: Change) -> int | None:
    """Return who leads this crisis; None where the table names nobody, or who it names is excluded or all recused."""
    lead = change.offices.lead_agency(change.standing.problem)
    if lead is None or lead in change.standing.excluded:
        return None
    if not can_act(change, lead) and not change.offices.is_reachable_outside(lead):
        return None
    return lead


def may_accept_crisis(change: Change) -> frozenset[int]:
    """Return the organizations whose acceptance ends the 24 hours: the lead agency and its unit, else the center.

    A center that took the case over stands in until the lead agency accepts.
    """
    center = change.offices.center()
    lead = lead_agency(change)
    if lead is None:
        return frozenset({center})
    unit = change.offices.unit_of(lead)
    found = {lead} | ({unit} if unit is not None and unit not in change.standing.excluded else set())
    return frozenset(found | ({center} if change.standing.stand_in else set()))


def may_take_on(change: Change) -> frozenset[int]:
    """Return who may work on this crisis: as `may_accept_crisis`, and the center where the lead agency has no sign-in."""
    found = may_accept_crisis(change)
    lead = lead_agency(change)
    if lead is not None and not can_act(change, lead):
        return found | {change.offices.center()}
    return found


def is_in_right_hands(change: Change) -> bool:
    """Whether the holder may work on the case: always on a general one."""
    return not change.standing.is_crisis or change.standing.holder in may_take_on(change)


def where_to_decide(change: Change, requester: int) -> int:
    """Return the organization that decides what a person asks for: the first in which somebody else can.

    The holder, then the center, then the department; nobody decides on their own request, and nobody who may not know
    of the case.
    """
    for organization in (change.standing.holder, change.offices.center(), change.offices.department()):
        if organization is None or organization in change.standing.excluded:
            continue
        if people_for(change, organization, Function.SUPERVISE, frozenset({requester})):
            return organization
    return change.offices.center()


def heir_of(change: Change, organization: int) -> int:
    """Return who takes over from an organization that ended: its last successor, else the center."""
    seen = {organization}
    while not change.offices.is_active(organization):
        following = change.offices.successor(organization)
        if following is None or following in seen:
            return change.offices.center()
        seen.add(following)
        organization = following
    return organization


def who_can_take_over(change: Change, organization: int) -> int:
    """Return the heir if it may know of the case and somebody there can act, else the center."""
    heir = heir_of(change, organization)
    if heir in change.standing.excluded or not can_act(change, heir):
        return change.offices.center()
    return heir


def where_to_route(change: Change) -> int | None:
    """Return where a crisis report goes by itself: its lead agency, or the center where nobody could receive it there.

    None where no lead agency is known, or the report is there already (row 1a).
    """
    lead = change.offices.lead_agency(change.standing.problem)
    if lead is None:
        return None
    reaches = lead not in change.standing.excluded and can_act(change, lead)
    goal = lead if reaches else change.offices.center()
    return goal if goal != change.standing.holder else None
