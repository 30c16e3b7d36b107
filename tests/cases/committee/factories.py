"""Committees and meetings, made through the domain."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from cases.committee.domain import composition, meetings
from cases.committee.models import HelpCommittee, Meeting, Member
from cases.committee.vocabulary import MemberRole, QuorumRule
from cases.domain import working
from cases.models import Case
from cases.vocabulary import Confidentiality
from portal.accounts.roles import Role
from portal.actors import Officer
from tests.accounts.factories import officer
from tests.cases import factories
from tests.cases.factories import World

CHAIR = "นายก ประธานกรรมการ"
NAMES = ("นายขวัญ ผู้แทนหนึ่ง", "นางค้อ ผู้แทนสอง", "นายงาม ผู้แทนสาม", "นางสาวจันทร์ เลขานุการ")
START = dt.date(2026, 1, 1)


@dataclass
class Scene:
    """A committee of five voting members.

    Attributes:
        world: around it.
        secretary: keeps it.
        committee: of the first local administration.
        members: the voting ones, chair first.
    """

    world: World
    secretary: Officer
    committee: HelpCommittee
    members: list[Member]

    @property
    def chair(self) -> Member:
        return self.members[0]


def committee_for(secretary: Officer, *, quorum: QuorumRule = QuorumRule.HALF) -> HelpCommittee:
    """Set a committee up."""
    return composition.set_up(
        actor=secretary,
        name="คณะกรรมการช่วยเหลือประชาชน อบต.หนึ่ง",
        quorum=quorum,
        quorum_source="คำสั่ง 1/2569",
        posting_days=15,
    )


def member(
    secretary: Officer, committee: HelpCommittee, name: str, role: MemberRole, **values: object
) -> Member:
    """Appoint somebody by order 1/2569."""
    given: dict[str, object] = {
        "order_number": "1/2569",
        "ordered_on": START,
        "starts_on": START,
        "ends_on": None,
    }
    return composition.appoint(
        actor=secretary,
        committee=committee,
        name=name,
        role=role,
        **(given | values),  # type: ignore[arg-type]
    )


def scene(world: World) -> Scene:
    """A secretary, a chair and four members."""
    secretary = officer(world.local.organization, Role.COMMITTEE_SECRETARY)
    committee = committee_for(secretary)
    members = [member(secretary, committee, CHAIR, MemberRole.CHAIR)]
    members += [member(secretary, committee, name, MemberRole.MEMBER) for name in NAMES[:3]]
    members.append(member(secretary, committee, NAMES[3], MemberRole.SECRETARY))
    return Scene(world, secretary, committee, members)


def planned(scene: Scene, *, days: float = 7) -> Meeting:
    """A meeting some days from now."""
    starts = timezone.now() + dt.timedelta(days=days)
    return meetings.plan(
        actor=scene.secretary, committee=scene.committee, starts_at=starts, place="ห้องประชุม อบต.หนึ่ง"
    )


def submitted(
    scene: Scene, *, proposal: str = "เสนอให้ช่วย 2,000 บาท", restricted: bool = False, **values: object
) -> Case:
    """A case on which the local administration works and that waits for its committee."""
    case = factories.working_case(scene.world, **values)
    if restricted:
        Case.objects.filter(pk=case.pk).update(confidentiality=Confidentiality.RESTRICTED)
        case.refresh_from_db()
    working.submit_to_committee(case=case, actor=scene.secretary, note=proposal)
    return Case.objects.get(pk=case.pk)
