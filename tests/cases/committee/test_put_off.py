"""A matter for which too few members are left is put off, and the meeting can be closed (S1.01)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.committee.desk.proceedings.minutes import minutes_of
from cases.committee.domain import agenda, conflicts, sitting
from cases.committee.domain.resolutions import Decided
from cases.committee.models import Meeting, Resolution
from cases.committee.vocabulary import ConflictReason, MeetingState, ResolutionKind
from cases.errors import GuardFailed
from cases.machine.vocabulary import WaitingState
from cases.models import CommitteeItem
from tests.cases.committee.factories import Scene, planned
from tests.cases.committee.test_sitting import item_of, opened, resolve
from tests.cases.desk.conftest import Login, soup


def put_off(days: int = 20) -> Decided:
    until = timezone.localdate() + dt.timedelta(days=days)
    return Decided(kind=ResolutionKind.DEFERRED, words="กรรมการมีส่วนได้เสีย", deferred_until=until)


def left_by(scene: Scene, meeting: Meeting, *places: int) -> None:
    for place in places:
        conflicts.mark(
            actor=scene.secretary,
            item=item_of(meeting),
            member=scene.members[place],
            reason=ConflictReason.KIN,
        )


@pytest.mark.parametrize(
    ("places", "count"),
    [((1, 2), (3, 1, 2)), ((0, 1, 2), (2, 0, 1)), ((0, 1, 2, 3, 4), (0, 0, 1))],
    ids=["too few are left", "the chair left too", "nobody is left"],
)
def test_a_matter_without_quorum_is_put_off_with_its_count_and_the_meeting_is_closed(
    committee_scene: Scene, places: tuple[int, ...], count: tuple[int, int, int]
) -> None:
    scene = committee_scene
    meeting = opened(scene, count=3)
    left_by(scene, meeting, *places)
    for decided in (
        Decided(kind=ResolutionKind.APPROVED, amount_baht=1, basis="ข้อ 16"),
        Decided(kind=ResolutionKind.DECLINED, words="ไม่เข้าเกณฑ์"),
        Decided(kind=ResolutionKind.NOTED),
    ):
        with pytest.raises(GuardFailed, match="มีมติได้เฉพาะเลื่อนการพิจารณา"):
            resolve(scene, meeting, decided)
    made = resolve(scene, meeting, put_off())
    assert (made.members, made.present, made.needed, made.chair) == (*count, scene.chair)
    ended = sitting.close(actor=scene.secretary, meeting=meeting)
    assert ended.state == MeetingState.CLOSED
    lines = minutes_of(Meeting.objects.get(pk=meeting.pk)).items[0].lines
    assert f"กรรมการที่พิจารณาได้ {count[0]} คน มาประชุม {count[1]} คน ไม่ครบองค์ประชุมในเรื่องนี้" in lines
    assert CommitteeItem.objects.get().state == WaitingState.SUBMITTED
    assert agenda.ready(scene.secretary, planned(scene, days=21)).count() == 1


def test_who_presides_over_a_matter_with_quorum_is_still_there(committee_scene: Scene) -> None:
    scene = committee_scene
    meeting = opened(scene)
    left_by(scene, meeting, 0)
    with pytest.raises(GuardFailed, match="เลือกกรรมการที่ทำหน้าที่ประธานแทน"):
        resolve(scene, meeting, put_off())


def test_the_page_says_that_the_matter_can_only_be_put_off(committee_scene: Scene, login: Login) -> None:
    scene = committee_scene
    meeting = opened(scene, count=3)
    client = login(scene.secretary)
    address = reverse("committee:resolve", args=[meeting.pk, 1])
    words = "เรื่องนี้มีมติได้เฉพาะเลื่อนการพิจารณา"
    assert words not in client.get(address).content.decode()
    left_by(scene, meeting, 1, 2)
    assert words in client.get(address).content.decode()
    refused = client.post(address, {"kind": "approved", "amount_baht": "1", "basis": "ข้อ 16"})
    assert words in soup(refused).select_one(".error-summary").get_text()
    until = timezone.localdate() + dt.timedelta(days=20)
    sent = {
        "kind": "deferred",
        "words": "ไม่ครบ",
        "deferred_until": f"{until.day}/{until.month}/{until.year + 543}",
    }
    assert client.post(address, sent).status_code == 302
    assert not Resolution.objects.get().had_quorum
