"""Quorum, stakes, resolutions that end what waits, minutes and letters (S1.01)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.committee.desk.proceedings.minutes import minutes_of
from cases.committee.domain import agenda, conflicts, freezing, letters, meetings, resolutions, sitting
from cases.committee.domain.resolutions import Decided
from cases.committee.models import AgendaItem, Conflict, Meeting, Resolution
from cases.committee.vocabulary import (
    AttendanceState,
    ConflictReason,
    MeetingState,
    MemberRole,
    ResolutionKind,
    Variant,
)
from cases.domain import erasing, working
from cases.errors import CaseChanged, GuardFailed, NotAllowed
from cases.machine.vocabulary import DutyKind, WaitingState
from cases.models import CaseNote, CommitteeItem, Duty
from portal.letters.issuing import withdraw_letter
from portal.letters.kinds.minutes import minutes_pdf
from portal.letters.models import OutgoingLetter
from portal.letters.vocabulary import WithdrawalReason
from portal.thai.dates import bangkok_datetime
from tests.cases.committee.factories import CHAIR, Scene, member, planned, submitted
from tests.cases.desk.conftest import Login, soup
from tests.cases.domain.test_erasing import closed
from tests.cases.factories import CANARIES, CANARY_NAME
from tests.letters.pdf import squeezed, text_of

COMES, STAYS = AttendanceState.PRESENT, AttendanceState.ABSENT
GIVEN = Decided(kind=ResolutionKind.APPROVED, amount_baht=Decimal(2000), basis="ระเบียบ ข้อ 16")


def due(scene: Scene, *, cases: int = 1, **values: object) -> Meeting:
    """A meeting whose time has come, with submitted cases on its agenda."""
    for _ in range(cases):
        submitted(scene, **values)
    meeting = planned(scene, days=1)
    agenda.add_ready(actor=scene.secretary, meeting=meeting)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=timezone.now())
    meeting.refresh_from_db()
    return meeting


def came(scene: Scene, count: int) -> dict[int, AttendanceState]:
    return {one.pk: COMES if place < count else STAYS for place, one in enumerate(scene.members)}


def opened(scene: Scene, *, count: int = 5, **values: object) -> Meeting:
    meeting = due(scene, **values)
    return sitting.hold(
        actor=scene.secretary, meeting=meeting, attendance=came(scene, count), chair=scene.chair
    )


def item_of(meeting: Meeting, number: int = 1) -> AgendaItem:
    return AgendaItem.objects.select_related("meeting__committee", "meeting__chair", "case", "row").get(
        meeting=meeting, number=number
    )


def resolve(scene: Scene, meeting: Meeting, decided: Decided = GIVEN, number: int = 1) -> Resolution:
    return resolutions.resolve(actor=scene.secretary, item=item_of(meeting, number), decided=decided)


# --- quorum -----------------------------------------------------------------------------------------------------------


def test_a_meeting_without_quorum_is_not_opened_and_it_is_said_how_many_are_missing(
    committee_scene: Scene,
) -> None:
    scene = committee_scene
    meeting = due(scene)
    with pytest.raises(GuardFailed, match="ไม่ครบองค์ประชุม ขาด 1 คน"):
        sitting.hold(actor=scene.secretary, meeting=meeting, attendance=came(scene, 2), chair=scene.chair)
    meeting.refresh_from_db()
    assert meeting.is_planned
    sitting.hold(actor=scene.secretary, meeting=meeting, attendance=came(scene, 3), chair=scene.chair)
    assert Meeting.objects.get(pk=meeting.pk).is_open


def test_a_meeting_that_had_no_quorum_lets_its_cases_wait_for_another(committee_scene: Scene) -> None:
    scene = committee_scene
    meeting = due(scene)
    with pytest.raises(GuardFailed, match="ครบองค์ประชุม"):
        sitting.give_up(actor=scene.secretary, meeting=meeting, attendance=came(scene, 3))
    ended = sitting.give_up(actor=scene.secretary, meeting=meeting, attendance=came(scene, 2))
    assert (ended.state, "ขาด 1 คน" in ended.why_not) == (MeetingState.NO_QUORUM, True)
    assert agenda.ready(scene.secretary, planned(scene)).count() == 1


def test_who_presides_came_and_votes(committee_scene: Scene) -> None:
    scene = committee_scene
    helper = member(scene.secretary, scene.committee, "นางชบา ช่วยงาน", MemberRole.ASSISTANT)
    meeting = due(scene)
    attendance = came(scene, 3) | {helper.pk: COMES}
    for chair in (None, helper, scene.members[4]):
        with pytest.raises(GuardFailed, match="เลือกประธาน"):
            sitting.hold(actor=scene.secretary, meeting=meeting, attendance=attendance, chair=chair)


def test_nobody_opens_tomorrows_meeting(committee_scene: Scene) -> None:
    scene = committee_scene
    with pytest.raises(GuardFailed, match="ยังไม่ถึงวันประชุม"):
        sitting.hold(
            actor=scene.secretary,
            meeting=planned(scene, days=2),
            attendance=came(scene, 5),
            chair=scene.chair,
        )


# --- resolutions ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "decided",
    [
        GIVEN,
        Decided(kind=ResolutionKind.IN_PART, amount_baht=Decimal(500), basis="ข้อ 16", words="ให้ครึ่งหนึ่ง"),
        Decided(kind=ResolutionKind.DECLINED, words="ได้รับจากหน่วยงานอื่นแล้ว"),
        Decided(kind=ResolutionKind.NOTED),
    ],
    ids=lambda one: str(one.kind),
)
def test_a_resolution_ends_what_waits_for_the_committee(committee_scene: Scene, decided: Decided) -> None:
    scene = committee_scene
    meeting = opened(scene)
    made = resolve(scene, meeting, decided)
    row = CommitteeItem.objects.get()
    assert row.state == WaitingState.DECIDED
    assert not Duty.objects.running().filter(case=row.case, kind=DutyKind.COMMITTEE).exists()
    note = CaseNote.objects.filter(event__case=row.case).latest("pk").text
    assert str(decided.kind.label) in note
    assert meeting.title in note
    assert (made.members, made.present, made.needed) == (5, 5, 3)


def test_a_deferral_waits_until_its_day_and_then_comes_back(committee_scene: Scene) -> None:
    scene = committee_scene
    meeting = opened(scene)
    until = timezone.localdate() + dt.timedelta(days=20)
    resolve(scene, meeting, Decided(kind=ResolutionKind.DEFERRED, words="ขอเอกสารเพิ่ม", deferred_until=until))
    row = CommitteeItem.objects.get()
    assert row.state == WaitingState.SUBMITTED
    duty = Duty.objects.running().get(case=row.case, kind=DutyKind.COMMITTEE)
    assert timezone.localtime(duty.due_at).date() == until
    sitting.close(actor=scene.secretary, meeting=meeting)
    assert agenda.ready(scene.secretary, planned(scene, days=10)).count() == 0
    assert agenda.ready(scene.secretary, planned(scene, days=21)).count() == 1


@pytest.mark.parametrize(
    ("decided", "field"),
    [
        (Decided(kind=ResolutionKind.APPROVED, amount_baht=Decimal(1)), "basis"),
        (Decided(kind=ResolutionKind.APPROVED, basis="ข้อ 16"), "amount_baht"),
        (Decided(kind=ResolutionKind.DECLINED), "words"),
        (Decided(kind=ResolutionKind.DECLINED, words="ก", amount_baht=Decimal(1)), "amount_baht"),
        (Decided(kind=ResolutionKind.DEFERRED, words="ก"), "deferred_until"),
        (
            Decided(kind=ResolutionKind.DEFERRED, words="ก", deferred_until=dt.date(2020, 1, 1)),
            "deferred_until",
        ),
        (Decided(kind=ResolutionKind.NOTED, deferred_until=dt.date(2099, 1, 1)), "deferred_until"),
    ],
)
def test_a_resolution_that_lacks_something_is_refused_at_its_field(
    committee_scene: Scene, decided: Decided, field: str
) -> None:
    meeting = opened(committee_scene)
    with pytest.raises(GuardFailed) as refused:
        resolve(committee_scene, meeting, decided)
    assert refused.value.field == field
    assert not Resolution.objects.exists()
    assert CommitteeItem.objects.get().state == WaitingState.SUBMITTED


def test_a_case_is_resolved_once_and_only_at_an_open_meeting(committee_scene: Scene) -> None:
    scene = committee_scene
    meeting = opened(scene)
    resolve(scene, meeting)
    with pytest.raises(GuardFailed, match="มีมติแล้ว"):
        resolve(scene, meeting)
    sitting.close(actor=scene.secretary, meeting=meeting)
    with pytest.raises(CaseChanged):
        resolve(scene, meeting)


def test_what_was_resolved_on_the_page_of_the_case_is_not_resolved_again(committee_scene: Scene) -> None:
    scene = committee_scene
    meeting = opened(scene)
    working.record_committee_decision(item=CommitteeItem.objects.get(), actor=scene.secretary, note="มติเวียน")
    with pytest.raises(GuardFailed, match="ที่หน้าเรื่อง"):
        resolve(scene, meeting)
    sitting.close(actor=scene.secretary, meeting=meeting)


def test_a_meeting_is_not_closed_over_an_undecided_case(committee_scene: Scene) -> None:
    scene = committee_scene
    meeting = opened(scene, cases=2)
    resolve(scene, meeting)
    with pytest.raises(GuardFailed, match="ยังมี 1 เรื่องที่ไม่มีมติ"):
        sitting.close(actor=scene.secretary, meeting=meeting)


def test_others_resolve_nothing(committee_scene: Scene) -> None:
    scene = committee_scene
    meeting = opened(scene)
    for other in (scene.world.other_local.officer, scene.world.local.supervisor, scene.world.center.officer):
        with pytest.raises(NotAllowed):
            resolutions.resolve(actor=other, item=item_of(meeting), decided=GIVEN)


# --- a member in their own matter -------------------------------------------------------------------------------------


def test_a_member_in_their_own_matter_leaves_the_count_of_that_case(committee_scene: Scene) -> None:
    """Administrative Procedure Act s.13, s.15: the committee then consists of the others."""
    scene = committee_scene
    meeting = opened(scene, count=3, cases=2)
    conflicts.mark(
        actor=scene.secretary, item=item_of(meeting), member=scene.members[1], reason=ConflictReason.KIN
    )
    first, second = resolve(scene, meeting), resolve(scene, meeting, number=2)
    assert (first.members, first.present, first.needed) == (4, 2, 2)
    assert (second.members, second.present, second.needed) == (5, 3, 3)


def test_when_too_few_are_left_for_a_case_nothing_is_resolved(committee_scene: Scene) -> None:
    scene = committee_scene
    meeting = opened(scene, count=3)
    for one in scene.members[1:3]:
        conflicts.mark(actor=scene.secretary, item=item_of(meeting), member=one, reason=ConflictReason.SELF)
    with pytest.raises(GuardFailed, match="ออกจากที่ประชุม 2 คน.*ไม่ครบองค์ประชุม ขาด 1 คน"):
        resolve(scene, meeting)


def test_a_chair_who_leaves_is_replaced_for_that_case(committee_scene: Scene) -> None:
    scene = committee_scene
    meeting = opened(scene)
    conflicts.mark(
        actor=scene.secretary, item=item_of(meeting), member=scene.chair, reason=ConflictReason.SPOUSE
    )
    with pytest.raises(GuardFailed, match="เลือกกรรมการที่ทำหน้าที่ประธานแทน"):
        resolve(scene, meeting)
    other = scene.members[1]
    made = resolve(
        scene,
        meeting,
        Decided(kind=ResolutionKind.APPROVED, amount_baht=Decimal(1), basis="ข้อ 16", chair=other),
    )
    assert made.chair == other


def test_a_member_with_the_name_of_somebody_in_the_case_has_to_be_settled_first(
    committee_scene: Scene,
) -> None:
    scene = committee_scene
    alike = member(scene.secretary, scene.committee, f"นาง{CANARY_NAME}", MemberRole.MEMBER)
    scene.members.append(alike)
    meeting = opened(scene, count=6)
    with pytest.raises(GuardFailed, match="มีชื่อตรงกับผู้เกี่ยวข้อง"):
        resolve(scene, meeting)
    conflicts.mark(actor=scene.secretary, item=item_of(meeting), member=alike, reason=ConflictReason.NAMESAKE)
    assert resolve(scene, meeting).members == 6


def test_a_member_who_said_at_the_case_to_take_no_part_cannot_be_called_a_namesake(
    committee_scene: Scene,
) -> None:
    scene = committee_scene
    head = scene.world.local.supervisor
    sits = member(scene.secretary, scene.committee, "ปลัด ทดสอบ", MemberRole.MEMBER, person=head.person)
    scene.members.append(sits)
    meeting = opened(scene, count=6)
    working.recuse(case=item_of(meeting).case, actor=head)
    with pytest.raises(GuardFailed, match="ขอไม่ร่วมพิจารณา"):
        resolve(scene, meeting)
    with pytest.raises(GuardFailed, match="ขอไม่ร่วมพิจารณา"):
        conflicts.mark(
            actor=scene.secretary, item=item_of(meeting), member=sits, reason=ConflictReason.NAMESAKE
        )
    conflicts.mark(actor=scene.secretary, item=item_of(meeting), member=sits, reason=ConflictReason.SELF)
    assert resolve(scene, meeting).members == 5


def test_a_mark_is_taken_back_before_the_resolution_and_not_after(committee_scene: Scene) -> None:
    scene = committee_scene
    meeting = opened(scene)
    mark = {"actor": scene.secretary, "member": scene.members[1], "reason": ConflictReason.DEBT}
    conflicts.unmark(actor=scene.secretary, conflict=conflicts.mark(item=item_of(meeting), **mark))
    assert not Conflict.objects.exists()
    made = conflicts.mark(item=item_of(meeting), **mark)
    resolve(scene, meeting)
    with pytest.raises(GuardFailed, match="มีมติแล้ว"):
        conflicts.unmark(actor=scene.secretary, conflict=Conflict.objects.get(pk=made.pk))


# --- papers -----------------------------------------------------------------------------------------------------------


def held(scene: Scene, decided: Decided = GIVEN, **values: object) -> Meeting:
    meeting = opened(scene, count=4, **values)
    resolve(scene, meeting, decided)
    return sitting.close(actor=scene.secretary, meeting=meeting, told="แจ้งสถานการณ์น้ำ")


def test_minutes_say_who_came_and_what_was_resolved_with_thai_digits_and_name_nobody_who_asked(
    committee_scene: Scene, tmp_path: Path
) -> None:
    meeting = held(committee_scene)
    said = squeezed(text_of(minutes_pdf(minutes_of(Meeting.objects.get(pk=meeting.pk))), tmp_path))
    for words in (
        *("รายงานการประชุม", "ผู้มาประชุม", "ผู้ไม่มาประชุม", "เริ่มประชุมเวลา", "เลิกประชุมเวลา"),
        *(CHAIR, "แจ้งสถานการณ์น้ำ", "๒,๐๐๐.๐๐บาท", "กรรมการ๕คนมา๔คนต้องมา๓คนครบองค์ประชุม"),
        meeting.items.get().case.reference,
    ):
        assert squeezed(words) in said, words
    assert not [canary for canary in CANARIES if squeezed(canary) in said]


def test_what_is_written_down_later_has_the_times_of_the_meeting(committee_scene: Scene) -> None:
    """Minutes of a meeting of the morning, entered in the afternoon, do not say when somebody pressed a button."""
    scene = committee_scene
    submitted(scene)
    meeting = planned(scene)
    agenda.add_ready(actor=scene.secretary, meeting=meeting)
    day = timezone.localdate(meeting.starts_at)
    with time_machine.travel(bangkok_datetime(day, dt.time(18)), tick=False):
        came = {one.pk: COMES for one in scene.members}
        given = {"actor": scene.secretary, "meeting": meeting, "attendance": came, "chair": scene.members[0]}
        with pytest.raises(GuardFailed) as caught:
            sitting.hold(**given, opened=dt.time(19))
        assert caught.value.field == "opened"
        sitting.hold(**given, opened=dt.time(9, 35))
        found = sitting.hold(**given)
        assert found.opened_at == bangkok_datetime(day, dt.time(9, 35)), "who came was corrected, not when"
        resolve(scene, Meeting.objects.get(pk=meeting.pk))
        for wrong in (dt.time(9), dt.time(19)):
            with pytest.raises(GuardFailed) as caught:
                sitting.close(actor=scene.secretary, meeting=meeting, closed=wrong)
            assert caught.value.field == "closed"
        sitting.close(actor=scene.secretary, meeting=meeting, closed=dt.time(11, 10))
        told = minutes_of(Meeting.objects.get(pk=meeting.pk))
    assert (told.opened, told.closed) == ("09.35 น.", "11.10 น.")


def test_a_secretary_who_was_not_there_did_not_take_the_minutes(committee_scene: Scene) -> None:
    meeting = held(committee_scene)
    secretary = next(one for one in committee_scene.members if one.role == MemberRole.SECRETARY)
    for state, name in ((COMES, secretary.name), (STAYS, "")):
        meeting.attendance.update_or_create(member=secretary, defaults={"state": state})
        assert minutes_of(Meeting.objects.get(pk=meeting.pk)).secretary == name


def test_an_invitation_needs_a_frozen_agenda_and_is_one_letter(committee_scene: Scene) -> None:
    scene = committee_scene
    submitted(scene)
    meeting = planned(scene)
    agenda.add_ready(actor=scene.secretary, meeting=meeting)
    with pytest.raises(GuardFailed, match="ตรึงระเบียบวาระก่อน"):
        letters.invite(actor=scene.secretary, meeting=meeting)
    freezing.freeze(actor=scene.secretary, meeting=meeting, variant=Variant.FULL)
    first = letters.invite(actor=scene.secretary, meeting=meeting)
    assert letters.invite(actor=scene.secretary, meeting=meeting) == first
    said = str(first.snapshot)
    assert meeting.title in said
    assert not [canary for canary in CANARIES if canary in said]


def test_after_a_meeting_moved_the_invitation_of_before_is_not_given_out(committee_scene: Scene) -> None:
    scene = committee_scene
    submitted(scene)
    meeting = planned(scene)
    agenda.add_ready(actor=scene.secretary, meeting=meeting)
    freezing.freeze(actor=scene.secretary, meeting=meeting, variant=Variant.FULL)
    first = letters.invite(actor=scene.secretary, meeting=meeting)
    meetings.move(
        actor=scene.secretary,
        meeting=meeting,
        starts_at=meeting.starts_at + dt.timedelta(hours=1),
        place="ศาลาวัด",
    )
    meeting.refresh_from_db()
    with pytest.raises(GuardFailed, match=first.number):
        letters.invite(actor=scene.secretary, meeting=meeting)
    withdraw_letter(letter=first, actor=scene.secretary, reason=WithdrawalReason.WRONG_CONTENT)
    second = letters.invite(actor=scene.secretary, meeting=meeting)
    assert "ศาลาวัด" in str(second.snapshot)
    assert letters.invite(actor=scene.secretary, meeting=meeting) == second
    submitted(scene)
    agenda.add_ready(actor=scene.secretary, meeting=meeting)
    freezing.freeze(actor=scene.secretary, meeting=meeting, variant=Variant.FULL)
    with pytest.raises(GuardFailed, match="ระเบียบวาระเปลี่ยน"):
        letters.invite(actor=scene.secretary, meeting=meeting)


def test_a_letter_on_a_resolution_names_the_case_and_says_how_to_appeal(committee_scene: Scene) -> None:
    scene = committee_scene
    held(scene, Decided(kind=ResolutionKind.DECLINED, words="ได้รับจากหน่วยงานอื่นแล้ว"))
    resolution = Resolution.objects.select_related("item__meeting__committee__organization", "case").get()
    letter = letters.tell_resolution(actor=scene.secretary, resolution=resolution)
    assert letters.tell_resolution(actor=scene.secretary, resolution=resolution) == letter
    said = str(letter.snapshot)
    assert resolution.case.reference in said
    assert "ได้รับจากหน่วยงานอื่นแล้ว" in said
    assert "อุทธรณ์" in said
    assert not [canary for canary in CANARIES if canary in said]


def test_the_letter_of_a_restricted_case_says_nothing_of_the_matter(committee_scene: Scene) -> None:
    scene = committee_scene
    decided = Decided(
        kind=ResolutionKind.APPROVED, amount_baht=Decimal(900), basis="ข้อ 16", words="บ้านพักฉุกเฉิน"
    )
    held(scene, decided, restricted=True)
    letters.tell_resolution(actor=scene.secretary, resolution=Resolution.objects.get())
    said = str(OutgoingLetter.objects.latest("pk").snapshot)
    assert "บ้านพักฉุกเฉิน" not in said
    assert "900" not in said


def test_the_words_of_a_resolution_go_with_the_case_and_amount_and_basis_stay(committee_scene: Scene) -> None:
    scene = committee_scene
    held(scene, Decided(kind=ResolutionKind.APPROVED, amount_baht=Decimal(7), basis="ข้อ 16", words="ลับเฉพาะ"))
    erasing.erase(closed(Resolution.objects.get().case))
    left = Resolution.objects.get()
    assert (left.words, left.amount_baht, left.basis) == ("", Decimal(7), "ข้อ 16")


# --- pages ------------------------------------------------------------------------------------------------------------


def test_a_meeting_is_held_from_attendance_to_minutes_on_its_pages(
    committee_scene: Scene, login: Login
) -> None:
    scene = committee_scene
    meeting = due(scene)
    client: Client = login(scene.secretary)
    here = reverse("committee:meeting", args=[meeting.pk])
    address = reverse("committee:attendance", args=[meeting.pk])
    few = {
        f"came_{one.pk}": state
        for one, state in zip(scene.members, ["present"] + ["absent"] * 4, strict=True)
    }
    refused = client.post(address, few | {"chair": str(scene.chair.pk)})
    assert "ไม่ครบองค์ประชุม ขาด 2 คน" in refused.content.decode()
    all_came = dict.fromkeys(few, "present") | {"chair": str(scene.chair.pk)}
    assert client.post(address, all_came).status_code == 302
    resolution = reverse("committee:resolve", args=[meeting.pk, 1])
    assert "ครบองค์ประชุม" in client.get(resolution).content.decode()
    wrong = client.post(
        resolution, {"kind": "deferred", "words": "รอเอกสาร", "deferred_until": "30 ก.พ. 2570"}
    )
    assert "เดือนนี้ไม่มีวันที่ดังกรอก" in wrong.content.decode()
    assert "รอเอกสาร" in wrong.content.decode()
    client.post(resolution, {"kind": "approved", "amount_baht": "2000", "basis": "ระเบียบ ข้อ 16", "words": ""})
    assert "อนุมัติ" in soup(client.get(here)).select_one("#agenda").parent.get_text()
    client.post(reverse("committee:close", args=[meeting.pk]), {"told": "", "earlier": "", "other": ""})
    paper = client.get(reverse("committee:minutes", args=[meeting.pk]))
    assert paper["Content-Type"] == "application/pdf"
    letter = client.post(reverse("committee:tell", args=[meeting.pk, 1]), follow=True)
    assert letter["Content-Type"] == "application/pdf"


def test_the_page_says_before_the_resolution_who_has_to_be_settled(
    committee_scene: Scene, login: Login
) -> None:
    scene = committee_scene
    alike = member(scene.secretary, scene.committee, f"นาง{CANARY_NAME}", MemberRole.MEMBER)
    scene.members.append(alike)
    meeting = opened(scene, count=6)
    client = login(scene.secretary)
    page = reverse("committee:resolve", args=[meeting.pk, 1])
    assert "มีชื่อตรงกับผู้เกี่ยวข้องในเรื่องนี้" in client.get(page).content.decode()
    stakes = reverse("committee:conflict", args=[meeting.pk, 1])
    client.post(stakes, {"member": str(alike.pk), "reason": "self"})
    assert "ออกจากที่ประชุมในเรื่องนี้" in client.get(page).content.decode()
    client.post(reverse("committee:unmark", args=[meeting.pk, 1, alike.pk]))
    assert not Conflict.objects.exists()


@time_machine.travel("2026-11-27T03:00:00Z", tick=False)
def test_minutes_of_a_meeting_that_is_not_closed_are_not_there(committee_scene: Scene, login: Login) -> None:
    meeting = opened(committee_scene)
    client = login(committee_scene.secretary)
    assert client.get(reverse("committee:minutes", args=[meeting.pk])).status_code == 404
