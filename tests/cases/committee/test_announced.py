"""A third is quorum of a second call only where the invitation said so before the meeting began (S1.01; act of 2539, s.79)."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from cases.committee.domain import letters, second_calls, sitting
from cases.committee.models import Meeting
from cases.committee.vocabulary import QuorumRule
from cases.errors import CaseChanged, GuardFailed
from portal.letters.issuing import withdraw_letter
from portal.letters.models import OutgoingLetter
from portal.letters.vocabulary import WithdrawalReason
from tests.cases.committee.factories import Scene
from tests.cases.committee.test_second_calls import (
    NOW,
    SOURCE,
    again,
    by_rule,
    ready_to_hold,
    without_quorum,
)
from tests.cases.committee.test_sitting import came
from tests.cases.desk.conftest import Login

pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


def of(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_related("committee", "called_again_from").get(pk=meeting.pk)


def cannot_be_held_by_a_third(scene: Scene, meeting: Meeting) -> None:
    assert second_calls.rule_of(of(meeting)) == QuorumRule.HALF
    with pytest.raises(GuardFailed, match="ขาด 1 คน"):
        sitting.hold(actor=scene.secretary, meeting=of(meeting), chair=scene.chair, attendance=came(scene, 2))


def test_a_rule_that_is_set_after_the_invitation_binds_nobody(committee_scene: Scene, login: Login) -> None:
    scene = committee_scene
    by_rule(scene, None)
    meeting = ready_to_hold(scene, again(scene, without_quorum(scene)))
    by_rule(scene)
    cannot_be_held_by_a_third(scene, meeting)
    page = login(scene.secretary).get(reverse("committee:meeting", args=[meeting.pk])).content.decode()
    assert "หนังสือเชิญไม่ได้บอกหลักนี้ไว้ก่อนเวลาประชุม" in page
    same = letters.invite(actor=scene.secretary, meeting=of(meeting))
    assert "หนึ่งในสาม" not in str(same.snapshot)
    cannot_be_held_by_a_third(scene, meeting)


def test_an_invitation_that_is_made_when_the_meeting_has_begun_tells_nobody(committee_scene: Scene) -> None:
    scene = committee_scene
    by_rule(scene)
    meeting = ready_to_hold(scene, again(scene, without_quorum(scene)), invited=False)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=timezone.now() - dt.timedelta(minutes=1))
    letter = letters.invite(actor=scene.secretary, meeting=of(meeting))
    assert "หนึ่งในสาม" not in str(letter.snapshot)
    cannot_be_held_by_a_third(scene, meeting)


def test_what_the_invitation_said_holds_when_the_rule_changes_afterwards(committee_scene: Scene) -> None:
    scene = committee_scene
    by_rule(scene)
    meeting = ready_to_hold(scene, again(scene, without_quorum(scene)))
    by_rule(scene, QuorumRule.TWO_THIRDS)
    assert second_calls.rule_of(of(meeting)) == QuorumRule.ONE_THIRD
    held = sitting.hold(
        actor=scene.secretary, meeting=of(meeting), chair=scene.chair, attendance=came(scene, 2)
    )
    assert (held.second_quorum, held.needed) == (QuorumRule.ONE_THIRD, 2)
    assert f"หนึ่งในสามของกรรมการ {SOURCE}" in held.quorum_words


def test_an_invitation_in_the_place_of_a_withdrawn_one_says_it_anew(committee_scene: Scene) -> None:
    scene = committee_scene
    by_rule(scene, None)
    meeting = again(scene, without_quorum(scene))
    held = ready_to_hold(scene, meeting)
    by_rule(scene)
    silent = OutgoingLetter.objects.get(occasion=second_calls.invitation_occasion(meeting))
    withdraw_letter(letter=silent, actor=scene.secretary, reason=WithdrawalReason.WRONG_CONTENT)
    assert second_calls.rule_of(of(held)) == QuorumRule.HALF
    letters.invite(actor=scene.secretary, meeting=of(held))
    assert second_calls.rule_of(of(held)) == QuorumRule.ONE_THIRD


def test_a_withdrawn_invitation_says_nothing_any_more(committee_scene: Scene) -> None:
    scene = committee_scene
    by_rule(scene)
    meeting = ready_to_hold(scene, again(scene, without_quorum(scene)))
    letter = OutgoingLetter.objects.get(occasion=second_calls.invitation_occasion(meeting))
    withdraw_letter(letter=letter, actor=scene.secretary, reason=WithdrawalReason.NOT_NEEDED)
    cannot_be_held_by_a_third(scene, meeting)


def test_a_meeting_that_is_held_gets_no_invitation_any_more(committee_scene: Scene) -> None:
    scene = committee_scene
    by_rule(scene)
    meeting = ready_to_hold(scene, again(scene, without_quorum(scene)), invited=False)
    stale = of(meeting)
    sitting.hold(actor=scene.secretary, meeting=of(meeting), chair=scene.chair, attendance=came(scene, 3))
    with pytest.raises(CaseChanged):
        letters.invite(actor=scene.secretary, meeting=stale)
    assert of(meeting).second_quorum == ""
