"""A small province to walk the machine in: offices with one head, with none, without anybody, and some that end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cases.machine.standing import Standing
from cases.machine.vocabulary import DutyKind
from cases.machine.world import Agent
from cases.vocabulary import Severity
from portal.accounts.functions import Function
from portal.vocabulary import ActorKind, ProblemType

CENTER, DEPARTMENT = 1, 2
ONE_HEAD, NO_HEAD, NOBODY, WHOLE, COUNTER = 11, 12, 13, 14, 15
"""Local administrations: one with a head alone, one without, one in which nobody signs in, a complete one, and one
that only takes requests in."""
LEAD, SMALL_LEAD, SILENT_LEAD, UNIT, HOSPITAL = 21, 22, 23, 24, 25
"""Lead agencies: complete, with a head alone, without a sign-in; the unit of the first; a hospital asked by link."""

NAMES = {
    CENTER: "center",
    DEPARTMENT: "department",
    ONE_HEAD: "local with one head",
    NO_HEAD: "local without a head",
    NOBODY: "local without anybody",
    WHOLE: "local",
    COUNTER: "local with a counter only",
    LEAD: "lead",
    SMALL_LEAD: "small lead",
    SILENT_LEAD: "silent lead",
    UNIT: "unit",
    HOSPITAL: "hospital",
}
LOCAL = frozenset({ONE_HEAD, NO_HEAD, NOBODY, WHOLE, COUNTER})
LEADERS = frozenset({LEAD, SMALL_LEAD, SILENT_LEAD})

START = dt.datetime(2026, 6, 1, 2, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def _functions(*names: Function) -> frozenset[Function]:
    return frozenset(names)


PEOPLE: dict[int, dict[int, frozenset[Function]]] = {
    CENTER: {
        101: _functions(Function.SUPERVISE, Function.ALARMS, Function.INTAKE, Function.WORK),
        102: _functions(Function.DEPUTY, Function.INTAKE, Function.WORK),
        103: _functions(Function.INTAKE, Function.WORK),
    },
    DEPARTMENT: {201: _functions(Function.SUPERVISE, Function.VIEW)},
    ONE_HEAD: {
        1101: _functions(
            Function.INTAKE, Function.WORK, Function.SUPERVISE, Function.ALARMS, Function.COMMITTEE
        )
    },
    NO_HEAD: {
        1201: _functions(Function.INTAKE, Function.WORK),
        1202: _functions(Function.INTAKE, Function.WORK, Function.FIELD),
    },
    NOBODY: {},
    WHOLE: {
        1401: _functions(Function.SUPERVISE, Function.ALARMS),
        1402: _functions(Function.DEPUTY, Function.WORK),
        1403: _functions(Function.INTAKE, Function.WORK),
        1404: _functions(Function.FIELD),
        1405: _functions(Function.COMMITTEE),
    },
    LEAD: {
        2101: _functions(Function.SUPERVISE, Function.WORK),
        2102: _functions(Function.INTAKE, Function.WORK),
    },
    SMALL_LEAD: {2201: _functions(Function.SUPERVISE, Function.INTAKE, Function.WORK)},
    SILENT_LEAD: {},
    UNIT: {2401: _functions(Function.INTAKE, Function.WORK)},
    HOSPITAL: {},
}


@dataclass
class Town:
    """The offices of one walk, which change while it goes on. Implements `cases.machine.world.Offices`."""

    staff: dict[int, dict[int, frozenset[Function]]] = field(
        default_factory=lambda: {organization: dict(people) for organization, people in PEOPLE.items()}
    )
    ended: dict[int, int] = field(default_factory=dict)
    by_letter: set[int] = field(default_factory=lambda: {NOBODY, SILENT_LEAD})
    by_link: set[int] = field(default_factory=lambda: {HOSPITAL})
    leads: dict[ProblemType, int] = field(
        default_factory=lambda: {
            ProblemType.VIOLENCE: LEAD,
            ProblemType.CHILD_LABOR: SMALL_LEAD,
            ProblemType.HUMAN_TRAFFICKING: SILENT_LEAD,
        }
    )
    units: dict[int, int] = field(default_factory=lambda: {LEAD: UNIT})
    coordinates: int = CENTER
    elsewhere: set[int] = field(default_factory=lambda: {DEPARTMENT})
    """Who sits in no province, or in another one."""
    other_places: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By the code of another place, what is otherwise there."""

    @property
    def organizations(self) -> list[int]:
        """All, also those that ended."""
        return list(self.staff)

    def is_active(self, organization: int) -> bool:
        return organization not in self.ended

    def is_local(self, organization: int) -> bool:
        return organization in LOCAL

    def only_oversees(self, organization: int) -> bool:
        return organization == DEPARTMENT

    def people(self, organization: int) -> Mapping[int, frozenset[Function]]:
        return self.staff[organization] if organization not in self.ended else {}

    def is_reachable_outside(self, organization: int) -> bool:
        return organization in self.by_letter | self.by_link

    def successor(self, organization: int) -> int | None:
        return self.ended.get(organization)

    def center(self) -> int:
        return self.coordinates

    def department(self) -> int | None:
        return DEPARTMENT

    def lead_agency(self, problem: ProblemType) -> int | None:
        return self.leads.get(problem)

    def unit_of(self, lead_agency: int) -> int | None:
        return self.units.get(lead_agency)

    def is_in_province(self, organization: int) -> bool:
        return organization not in self.elsewhere

    def seen_from(self, place: str) -> Town:
        return replace(self, **self.other_places.get(place, {}))

    def agents(self) -> list[Agent]:
        """Everybody who could act today: officers, the citizen, the portal, and who answers by a link."""
        officers = [
            Agent(ActorKind.OFFICER, person, organization, functions)
            for organization in self.organizations
            for person, functions in self.people(organization).items()
        ]
        links = [
            Agent(ActorKind.OUTSIDE, None, organization)
            for organization in sorted(self.by_link)
            if self.is_active(organization)
        ]
        return [*officers, *links, Agent(ActorKind.CITIZEN), Agent(ActorKind.SYSTEM)]

    def officer(self, person: int) -> Agent:
        """Return the agent of a person."""
        return next(agent for agent in self.agents() if agent.person == person)

    def employer(self, person: int) -> int:
        """Return where a person works."""
        return next(organization for organization, people in self.staff.items() if person in people)

    def may_leave(self, person: int) -> bool:
        """A center keeps its two who may decide, the department its one."""
        organization = self.employer(person)
        decides = bool(self.staff[organization][person] & {Function.SUPERVISE, Function.DEPUTY})
        return not (organization in {CENTER, DEPARTMENT} and decides)

    def leave(self, person: int) -> None:
        """A person's last appointment ends; where nobody is left the organization answers by letter."""
        organization = self.employer(person)
        del self.staff[organization][person]
        works = {Function.INTAKE, Function.WORK, Function.SUPERVISE, Function.DEPUTY}
        left = any(functions & works for functions in self.staff[organization].values())
        if not left and organization not in self.by_link:
            self.by_letter.add(organization)

    def may_end(self, organization: int, successor: int) -> bool:
        """An organization ends with a successor that exists; center and department do not."""
        return (
            organization not in self.ended
            and organization not in {CENTER, DEPARTMENT}
            and successor not in {organization, DEPARTMENT}
            and successor not in self.ended
        )

    def end(self, organization: int, successor: int) -> None:
        """An organization is merged into another one; the tables that name it follow."""
        self.ended[organization] = successor
        for problem, lead in list(self.leads.items()):
            if lead == organization:
                if successor in LEADERS | {UNIT}:
                    self.leads[problem] = successor
                else:
                    del self.leads[problem]
        self.units = {lead: unit for lead, unit in self.units.items() if organization not in {lead, unit}}


class Hours:
    """Time limits in plain hours. Implements `cases.machine.world.Limits`."""

    def hours(self, kind: DutyKind, standing: Standing) -> int:
        crisis, severity = standing.is_crisis, standing.severity
        fast = crisis or severity != Severity.NORMAL
        emergency = severity == Severity.EMERGENCY
        return {
            DutyKind.FORWARD: 24,
            DutyKind.ACKNOWLEDGE: (1 if emergency else 24) if crisis or emergency else 72,
            DutyKind.ACT: 72 if fast else 240,
            DutyKind.PART: 72 if fast else 240,
            DutyKind.REROUTE: 4 if crisis else 24,
            DutyKind.DECIDE: 4 if crisis else 24,
            DutyKind.FOLLOW: 24 * {Severity.NORMAL: 90, Severity.URGENT: 30, Severity.EMERGENCY: 7}[severity],
            DutyKind.APPROVE: 24 if crisis else 72,
            DutyKind.TELL: 360,
            DutyKind.ANSWER: 360,
            DutyKind.VISIT: 24,
            DutyKind.COMMITTEE: 240,
            DutyKind.READ: 24 if crisis else 72,
        }[kind]

    def due(self, kind: DutyKind, standing: Standing, start: dt.datetime) -> dt.datetime:
        return start + self.hours(kind, standing) * HOUR

    def longest_pause(self, standing: Standing) -> dt.timedelta:
        return 360 * HOUR

    def alarm_at(self, standing: Standing, late_since: dt.datetime, level: int) -> dt.datetime:
        return late_since + (level - 1) * 24 * HOUR
