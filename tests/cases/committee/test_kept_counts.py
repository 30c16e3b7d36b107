"""What was counted at a meeting stays, whatever the committee's rules and members become later (S1.01)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from cases.committee.desk.proceedings.minutes import minutes_of
from cases.committee.domain import meetings, sitting
from cases.committee.models import Meeting, Member
from cases.committee.vocabulary import MemberRole, QuorumRule
from cases.errors import GuardFailed
from tests.cases.committee.factories import START, Scene, committee_for, member, planned
from tests.cases.committee.test_sitting import came, due, opened, resolve
from tests.cases.desk.conftest import Login, soup

DAY = dt.timedelta(days=1)
NEW = "นายใหม่ มาทีหลัง"


def fresh(meeting: Meeting) -> Meeting:
    return Meeting.objects.get(pk=meeting.pk)


def changed(scene: Scene) -> None:
    """Another rule, and somebody more on the committee since its first day, past what the pages let in."""
    committee_for(scene.secretary, quorum=QuorumRule.TWO_THIRDS)
    Member.objects.create(
        committee=scene.committee,
        order=scene.chair.order,
        name=NEW,
        role=MemberRole.MEMBER,
        starts_on=START,
    )


def test_minutes_stay_as_they_were_when_rule_and_members_change(committee_scene: Scene) -> None:
    scene = committee_scene
    meeting = opened(scene, count=3)
    resolve(scene, meeting)
    sitting.close(actor=scene.secretary, meeting=meeting)
    before = minutes_of(fresh(meeting))
    changed(scene)
    after = minutes_of(fresh(meeting))
    assert after == before
    assert "กรรมการ 5 คน มา 3 คน ต้องมา 3 คน ครบองค์ประชุม (ไม่น้อยกว่ากึ่งหนึ่ง" in after.quorum
    assert NEW not in str(after)


def test_an_open_meeting_resolves_by_the_rule_and_members_by_which_it_was_opened(
    committee_scene: Scene,
) -> None:
    scene = committee_scene
    meeting = opened(scene, count=3)
    changed(scene)
    made = resolve(scene, meeting)
    assert (made.members, made.present, made.needed) == (5, 3, 3)


def test_a_correction_of_who_came_is_counted_by_the_rule_of_the_opening(committee_scene: Scene) -> None:
    scene = committee_scene
    meeting = opened(scene, count=3)
    changed(scene)
    held = {"actor": scene.secretary, "meeting": meeting, "chair": scene.chair}
    corrected = sitting.hold(**held, attendance=came(scene, 4))
    assert (corrected.members, corrected.present, corrected.needed) == (5, 4, 3)
    with pytest.raises(GuardFailed, match="กรรมการ 5 คน มา 2 คน ต้องมา 3 คน"):
        sitting.hold(**held, attendance=came(scene, 2))
    assert fresh(meeting).present == 4


def test_the_page_of_a_meeting_without_quorum_says_what_was_counted(
    committee_scene: Scene, login: Login
) -> None:
    scene = committee_scene
    meeting = sitting.give_up(actor=scene.secretary, meeting=due(scene), attendance=came(scene, 2))
    changed(scene)
    page = soup(login(scene.secretary).get(reverse("committee:meeting", args=[meeting.pk]))).get_text()
    assert page.count("กรรมการ 5 คน มา 2 คน ต้องมา 3 คน") == 2
    assert NEW not in page


def test_nobody_is_appointed_into_a_term_with_a_meeting_that_was_counted(committee_scene: Scene) -> None:
    scene = committee_scene
    meeting = opened(scene)
    day = meetings.day_of(meeting)

    def appoint(name: str, **values: object) -> Member:
        return member(scene.secretary, scene.committee, name, MemberRole.MEMBER, **values)

    for state in ("open", "closed"):
        Meeting.objects.filter(pk=meeting.pk).update(state=state)
        for values in ({}, {"ends_on": day}, {"starts_on": day}):
            with pytest.raises(GuardFailed, match="นับกรรมการไปแล้ว") as refused:
                appoint(NEW, **values)
            assert refused.value.field == "starts_on"
    assert appoint("นายก่อน การประชุม", ends_on=day - DAY).pk
    assert appoint("นายหลัง การประชุม", starts_on=day + DAY).pk
    Meeting.objects.filter(pk=meeting.pk).update(state="no_quorum")
    assert appoint(NEW).pk


def test_before_it_is_held_a_meeting_follows_rules_and_members(committee_scene: Scene) -> None:
    scene = committee_scene
    meeting = planned(scene)
    assert not meeting.was_counted
    changed(scene)
    meeting = fresh(meeting)
    assert NEW in [one.name for one in sitting.members_at(meeting)]
    assert sitting.counted(meeting).needed == 4
