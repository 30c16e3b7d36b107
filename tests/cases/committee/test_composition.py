"""Who sits on the committee: orders, terms, and what is refused in words (S1.01)."""

from __future__ import annotations

import datetime as dt

import pytest

from cases.committee.domain import composition, meetings
from cases.committee.models import AppointingOrder, Meeting, Member
from cases.committee.vocabulary import MeetingState, MemberRole, QuorumRule
from cases.domain import committees
from cases.errors import GuardFailed, NotAllowed
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from tests.accounts.factories import officer
from tests.cases.committee.factories import CHAIR, START, Scene, committee_for, member, planned
from tests.cases.factories import World

DAY = dt.timedelta(days=1)


def test_one_order_appoints_several(committee_scene: Scene) -> None:
    order = AppointingOrder.objects.get()
    assert order.members.count() == 5


def test_terms_count_their_first_and_last_day(committee_scene: Scene) -> None:
    scene = committee_scene
    end = START + 30 * DAY
    new = member(scene.secretary, scene.committee, "นายฉลาด วาระสั้น", MemberRole.MEMBER, ends_on=end)
    for day, sits in ((START - DAY, False), (START, True), (end, True), (end + DAY, False)):
        assert (new in composition.in_force(scene.committee, day)) is sits, day


def test_chair_stands_first_and_assistants_last(committee_scene: Scene) -> None:
    scene = committee_scene
    member(scene.secretary, scene.committee, "นางชบา ช่วยงาน", MemberRole.ASSISTANT)
    names = [one.name for one in composition.in_force(scene.committee, START)]
    assert names[0] == CHAIR
    assert names[-1] == "นางชบา ช่วยงาน"


def test_a_second_chair_or_the_same_person_twice_is_refused_in_words(committee_scene: Scene) -> None:
    scene = committee_scene
    with pytest.raises(GuardFailed, match="มีประธานกรรมการอยู่แล้ว"):
        member(scene.secretary, scene.committee, "นายซื่อ ตรง", MemberRole.CHAIR)
    with pytest.raises(GuardFailed, match="เป็นกรรมการอยู่แล้ว"):
        member(scene.secretary, scene.committee, "นาย ขวัญ  ผู้แทนหนึ่ง", MemberRole.MEMBER)
    assert Member.objects.count() == 5


def test_a_new_chair_follows_the_one_whose_term_ended(committee_scene: Scene) -> None:
    scene = committee_scene
    end = START + 10 * DAY
    composition.end_term(actor=scene.secretary, member=scene.chair, ends_on=end, because="ลาออก")
    member(scene.secretary, scene.committee, "นายซื่อ ตรง", MemberRole.CHAIR, starts_on=end + DAY)
    chairs = [
        one.name for one in composition.in_force(scene.committee, end + DAY) if one.role == MemberRole.CHAIR
    ]
    assert chairs == ["นายซื่อ ตรง"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"ends_on": START - DAY}, "ต้องไม่ก่อนวันเริ่ม"),
        ({"ordered_on": START + DAY}, "ก่อนวันที่ของคำสั่ง"),
    ],
)
def test_a_term_that_cannot_be_is_refused(
    committee_scene: Scene, values: dict[str, dt.date], words: str
) -> None:
    with pytest.raises(GuardFailed, match=words):
        member(committee_scene.secretary, committee_scene.committee, "นายซื่อ", MemberRole.MEMBER, **values)


def test_a_term_is_not_ended_before_a_meeting_that_counted_the_member(committee_scene: Scene) -> None:
    scene = committee_scene
    meeting = planned(scene)
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.CLOSED)
    with pytest.raises(GuardFailed, match="นับกรรมการคนนี้ไปแล้ว"):
        composition.end_term(
            actor=scene.secretary, member=scene.chair, ends_on=meetings.day_of(meeting) - DAY, because="ลาออก"
        )
    composition.end_term(
        actor=scene.secretary, member=scene.chair, ends_on=meetings.day_of(meeting), because="ลาออก"
    )
    assert scene.chair in composition.in_force(scene.committee, meetings.day_of(meeting))


def test_only_who_keeps_the_committee_writes(committee_scene: Scene) -> None:
    """Where a secretary is appointed, nobody else keeps it; the head reads."""
    scene, world = committee_scene, committee_scene.world
    for other in (
        world.local.officer,
        world.local.supervisor,
        world.center.officer,
        world.other_local.officer,
    ):
        with pytest.raises(NotAllowed):
            member(other, scene.committee, "นายซื่อ", MemberRole.MEMBER)
    assert committees.may_read(world.local.supervisor)
    assert not committees.may_read(world.local.officer)
    assert not committees.may_read(world.center.supervisor)


def test_without_a_secretary_who_works_there_keeps_it(world: World) -> None:
    assert committees.may_keep(world.local.officer)
    committee_for(world.local.officer)
    officer(world.local.organization, Role.COMMITTEE_SECRETARY)
    assert not committees.may_keep(world.local.officer)
    assert not committees.may_keep(officer(world.local.organization, Role.CONTENT_EDITOR))


def test_rules_are_data_with_their_source_and_each_change_is_recorded(committee_scene: Scene) -> None:
    scene = committee_scene
    with pytest.raises(GuardFailed):
        composition.set_up(
            actor=scene.secretary, name="ก", quorum=QuorumRule.MAJORITY, quorum_source=" ", posting_days=15
        )
    with pytest.raises(GuardFailed):
        composition.set_up(
            actor=scene.secretary, name="ก", quorum=QuorumRule.MAJORITY, quorum_source="ข้อ 8", posting_days=0
        )
    committee_for(scene.secretary, quorum=QuorumRule.MAJORITY)
    scene.committee.refresh_from_db()
    assert scene.committee.quorum == QuorumRule.MAJORITY
    assert AuditEntry.objects.filter(action="committee.set_up").count() == 2
