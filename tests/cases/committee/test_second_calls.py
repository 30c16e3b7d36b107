"""A meeting without quorum is called again for the same matters, by a rule that is data (S1.01)."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from cases.committee.desk.proceedings.minutes import minutes_of
from cases.committee.domain import agenda, composition, freezing, letters, meetings, second_calls, sitting
from cases.committee.models import Meeting
from cases.committee.vocabulary import MeetingState, QuorumRule, Variant
from cases.errors import CaseChanged, GuardFailed, NotAllowed
from portal.letters.models import OutgoingLetter
from portal.thai.dates import bangkok_datetime
from tests.cases.committee.factories import Scene, submitted
from tests.cases.committee.test_sitting import came, due, resolve
from tests.cases.desk.conftest import Login, soup

NOW = "2026-12-01T05:00:00Z"
SOURCE = "พ.ร.บ. วิธีปฏิบัติราชการทางปกครอง มาตรา 79"


def by_rule(scene: Scene, rule: QuorumRule | None = QuorumRule.ONE_THIRD) -> None:
    scene.committee = composition.set_up(
        actor=scene.secretary,
        name=scene.committee.name,
        quorum=QuorumRule.HALF,
        quorum_source="คำสั่ง 1/2569",
        posting_days=15,
        second_quorum=rule,
        second_source=SOURCE if rule else "",
    )


def without_quorum(scene: Scene, *, cases: int = 1) -> Meeting:
    meeting = due(scene, cases=cases)
    return sitting.give_up(actor=scene.secretary, meeting=meeting, attendance=came(scene, 2))


def again(scene: Scene, first: Meeting, *, day: dt.date = dt.date(2026, 12, 8)) -> Meeting:
    return second_calls.call_again(
        actor=scene.secretary, meeting=first, starts_at=bangkok_datetime(day, dt.time(9)), place="ห้องประชุม"
    )


def ready_to_hold(scene: Scene, meeting: Meeting, *, invited: bool = True) -> Meeting:
    """The day of the second call has come; the agenda was frozen, and the letter is out."""
    freezing.freeze(actor=scene.secretary, meeting=meeting, variant=Variant.ANONYMOUS)
    if invited:
        letters.invite(actor=scene.secretary, meeting=meeting)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=timezone.now())
    return Meeting.objects.select_related("committee", "called_again_from").get(pk=meeting.pk)


@time_machine.travel(NOW, tick=False)
def test_the_second_call_takes_what_still_waits_and_meets_in_time(committee_scene: Scene) -> None:
    scene = committee_scene
    by_rule(scene)
    first = without_quorum(scene, cases=2)
    for at in (timezone.now() + dt.timedelta(hours=1), bangkok_datetime(dt.date(2026, 12, 16))):
        with pytest.raises(GuardFailed, match="14 วัน"):
            second_calls.call_again(actor=scene.secretary, meeting=first, starts_at=at, place="ก")
    with pytest.raises(NotAllowed):
        second_calls.call_again(
            actor=scene.world.other_local.officer,
            meeting=first,
            starts_at=bangkok_datetime(dt.date(2026, 12, 8)),
            place="ก",
        )
    made = again(scene, first, day=dt.date(2026, 12, 15))
    assert list(made.items.values_list("row", flat=True)) == list(first.items.values_list("row", flat=True))
    assert agenda.ready(scene.secretary, made).count() == 0
    with pytest.raises(GuardFailed, match="14 วัน"):
        meetings.move(
            actor=scene.secretary,
            meeting=made,
            starts_at=bangkok_datetime(dt.date(2026, 12, 16)),
            place="ก",
        )
    with pytest.raises(CaseChanged):
        again(scene, first)


@time_machine.travel(NOW, tick=False)
def test_a_third_is_enough_for_the_same_matters_when_the_invitation_says_so(committee_scene: Scene) -> None:
    scene = committee_scene
    by_rule(scene)
    made = again(scene, without_quorum(scene))
    submitted(scene, proposal="เรื่องใหม่")
    agenda.add_ready(actor=scene.secretary, meeting=made)
    meeting = ready_to_hold(scene, made)
    letter = OutgoingLetter.objects.get(occasion=second_calls.invitation_occasion(meeting))
    assert any(SOURCE in one and "หนึ่งในสาม" in one for one in letter.snapshot["paragraphs"])
    held = {"actor": scene.secretary, "meeting": meeting, "chair": scene.chair}
    with pytest.raises(GuardFailed):
        sitting.hold(**held, attendance=came(scene, 1))
    opened = sitting.hold(**held, attendance=came(scene, 2))
    same = resolve(scene, opened, number=1)
    assert (same.present, same.needed) == (2, 2)
    with pytest.raises(GuardFailed, match="ขาด 1 คน"):
        resolve(scene, opened, number=2)
    sitting.hold(**held, attendance=came(scene, 3))
    new = resolve(scene, opened, number=2)
    assert (new.present, new.needed) == (3, 3), "a new matter has the ordinary quorum"
    closed = sitting.close(actor=scene.secretary, meeting=opened)
    assert SOURCE in minutes_of(closed).quorum


@time_machine.travel(NOW, tick=False)
def test_without_rule_or_letter_the_ordinary_quorum_holds_and_a_third_call_is_none(
    committee_scene: Scene,
) -> None:
    scene = committee_scene
    by_rule(scene)
    silent = ready_to_hold(scene, again(scene, without_quorum(scene)), invited=False)
    assert second_calls.rule_of(silent) == QuorumRule.HALF
    letters.invite(actor=scene.secretary, meeting=silent)
    assert second_calls.rule_of(silent) == QuorumRule.ONE_THIRD
    by_rule(scene, None)
    silent.refresh_from_db()
    assert second_calls.rule_of(silent) == QuorumRule.HALF
    failed = sitting.give_up(actor=scene.secretary, meeting=silent, attendance=came(scene, 2))
    assert failed.state == MeetingState.NO_QUORUM
    with pytest.raises(CaseChanged):
        again(scene, failed)


def test_the_rule_of_second_calls_needs_its_source_and_a_third_is_for_them_alone(
    committee_scene: Scene,
) -> None:
    given = {
        "actor": committee_scene.secretary,
        "name": "คณะกรรมการ",
        "quorum_source": "คำสั่ง",
        "posting_days": 15,
    }
    table = [
        ({"quorum": QuorumRule.ONE_THIRD}, "quorum"),
        ({"quorum": QuorumRule.HALF, "second_quorum": QuorumRule.ONE_THIRD}, "second_source"),
        ({"quorum": QuorumRule.HALF, "second_within_days": 0}, "second_within_days"),
    ]
    for values, field in table:
        with pytest.raises(GuardFailed) as refused:
            composition.set_up(**given, **values)
        assert refused.value.field == field


@time_machine.travel(NOW, tick=False)
def test_the_office_calls_again_on_its_pages(committee_scene: Scene, login: Login) -> None:
    scene = committee_scene
    client = login(scene.secretary)
    sent = {
        "name": "คณะกรรมการช่วยเหลือประชาชน",
        "quorum": "half",
        "quorum_source": "คำสั่ง 1/2569",
        "second_quorum": "one_third",
        "second_within_days": "14",
        "second_source": SOURCE,
        "posting_days": "15",
        "posting_counts": "working",
        "names_source": "",
    }
    assert client.post(reverse("committee:rules"), sent).status_code == 302
    first = without_quorum(scene)
    page = soup(client.get(reverse("committee:meeting", args=[first.pk])))
    address = reverse("committee:call_again", args=[first.pk])
    assert page.select_one(f'a[href="{address}"]') is not None
    assert "15 ธันวาคม 2569" in client.get(address).content.decode()
    late = client.post(address, {"starts_at": "20/12/2569 09:00", "place": "ก"})
    assert soup(late).select_one(".error-summary") is not None
    made = client.post(address, {"starts_at": "8/12/2569 09:00", "place": "ห้องประชุม"})
    assert "ยังไม่ได้ออกหนังสือเชิญ" in client.get(made.headers["Location"]).content.decode()
    assert client.get(address).status_code == 404
