"""The posted list: its period, what it says of nobody, objections, and when a resolution is final (S1.01)."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.committee.desk.proceedings.posted import paper_of
from cases.committee.domain import objections, posting, sitting
from cases.committee.domain.decisions import decision_on
from cases.committee.domain.finality import Lodged, last_day, verdict
from cases.committee.domain.resolutions import Decided
from cases.committee.models import Objection, PostedList
from cases.committee.vocabulary import ObjectionAnswer, PostingCount, ResolutionKind, Standing
from cases.domain import erasing
from cases.errors import CaseChanged, GuardFailed, NotAllowed
from cases.intake.views.status_page import KEY
from cases.machine.vocabulary import DutyKind, WaitingState
from cases.models import CommitteeItem, Duty
from portal.actors import Citizen
from portal.audit.models import AuditEntry
from portal.calendar.domain.days import keep
from portal.calendar.models import Holiday
from portal.letters.kinds.reports import report_pdf
from tests.cases.committee.factories import Scene
from tests.cases.committee.test_sitting import GIVEN, opened, resolve
from tests.cases.desk.conftest import Login, soup
from tests.cases.domain.test_erasing import dump
from tests.cases.factories import CANARIES, CANARY_NAME
from tests.helpers import assert_same_queries
from tests.letters.pdf import squeezed, text_of

DAY = dt.date(2026, 12, 1)
"""A Tuesday; Saturday the 5th is a holiday, Monday the 7th is given for it here."""
NOON = "2026-12-01T05:00:00Z"
CLOSED = {dt.date(2026, 12, 5), dt.date(2026, 12, 7), dt.date(2026, 12, 10)}
WORDS = "บ้านหลังนี้ไม่มีคนอยู่-8841"


# --- the written rule -------------------------------------------------------------------------------------------------


def test_the_period_is_counted_without_the_day_of_posting_and_never_ends_on_a_holiday() -> None:
    table = [
        (PostingCount.WORKING, 1, dt.date(2026, 12, 2)),
        (PostingCount.WORKING, 3, dt.date(2026, 12, 4)),
        (PostingCount.WORKING, 4, dt.date(2026, 12, 8)),
        (PostingCount.CALENDAR, 3, dt.date(2026, 12, 4)),
        (PostingCount.CALENDAR, 4, dt.date(2026, 12, 8)),
        (PostingCount.CALENDAR, 9, dt.date(2026, 12, 11)),
        (PostingCount.CALENDAR, 15, dt.date(2026, 12, 16)),
    ]
    for counts, days, ends in table:
        assert last_day(DAY, days=days, counts=counts, holidays=CLOSED) == ends, (counts, days)
    with pytest.raises(ValueError, match="one day"):
        last_day(DAY, days=0, counts=PostingCount.WORKING, holidays=CLOSED)


def test_a_resolution_is_final_after_its_period_when_nothing_said_against_it_is_open() -> None:
    ends = dt.date(2026, 12, 16)
    rejected = Lodged(ObjectionAnswer.REJECTED, dt.date(2026, 12, 20))
    early = Lodged(ObjectionAnswer.REJECTED, dt.date(2026, 12, 3))
    upheld = Lodged(ObjectionAnswer.UPHELD, dt.date(2026, 12, 3))
    table = [
        (None, [], ends, Standing.UNPOSTED, None),
        (ends, [], ends, Standing.POSTED, None),
        (ends, [], dt.date(2026, 12, 17), Standing.FINAL, dt.date(2026, 12, 17)),
        (ends, [early], dt.date(2026, 12, 4), Standing.POSTED, None),
        (ends, [early], dt.date(2026, 12, 18), Standing.FINAL, dt.date(2026, 12, 17)),
        (ends, [early, rejected], dt.date(2026, 12, 21), Standing.FINAL, dt.date(2026, 12, 20)),
        (ends, [rejected, Lodged()], dt.date(2027, 1, 9), Standing.OBJECTED, None),
        (ends, [Lodged(), upheld], dt.date(2027, 1, 9), Standing.REOPENED, None),
    ]
    for ends_on, lodged, today, standing, final_on in table:
        found = verdict(ends_on=ends_on, objections=lodged, today=today)
        assert (found.standing, found.final_on) == (standing, final_on), (lodged, today)


# --- posting ----------------------------------------------------------------------------------------------------------


def held(scene: Scene, *kinds: ResolutionKind):
    """A closed meeting with a resolution of each kind."""
    meeting = opened(scene, cases=len(kinds))
    for number, kind in enumerate(kinds, start=1):
        gives = GIVEN if kind == ResolutionKind.APPROVED else Decided(kind=kind, words="ไม่เข้าเกณฑ์-4402")
        resolve(scene, meeting, gives, number)
    return sitting.close(actor=scene.secretary, meeting=meeting)


def posted_list(scene: Scene, *kinds: ResolutionKind) -> PostedList:
    meeting = held(scene, *(kinds or (ResolutionKind.APPROVED,)))
    return posting.post_list(
        actor=scene.secretary, meeting=meeting, place="หน้า อบต.หนึ่ง", posted_on=timezone.localdate()
    )


@time_machine.travel(NOON, tick=False)
def test_what_gives_help_is_posted_and_the_end_follows_the_calendar_of_then(committee_scene: Scene) -> None:
    keep(Holiday(day=dt.date(2026, 12, 14), name="หยุดพิเศษ", is_closed=True))
    scene = committee_scene
    meeting = held(scene, ResolutionKind.APPROVED, ResolutionKind.DECLINED, ResolutionKind.APPROVED)
    given = {"actor": scene.secretary, "meeting": meeting}
    for wrong in ({"place": " ", "posted_on": DAY}, {"place": "ก", "posted_on": DAY + dt.timedelta(days=1)}):
        with pytest.raises(GuardFailed):
            posting.post_list(**given, **wrong)
    with pytest.raises(NotAllowed):
        posting.post_list(actor=scene.world.other_local.officer, meeting=meeting, place="ก", posted_on=DAY)
    posted = posting.post_list(**given, place="หน้า อบต.หนึ่ง", posted_on=DAY)
    assert [line.resolution.item.number for line in posted.lines.all()] == [1, 3]
    assert posted.ends_on == posting.end_of(scene.committee, DAY) > dt.date(2026, 12, 22)
    before = posted.ends_on
    keep(Holiday(day=dt.date(2026, 12, 16), name="หยุดพิเศษ", is_closed=True))
    posted.refresh_from_db()
    assert posted.ends_on == before < posting.end_of(scene.committee, DAY), "what hangs on the board stays"
    with pytest.raises(GuardFailed, match="แล้ว"):
        posting.post_list(**given, place="ก", posted_on=DAY)


@time_machine.travel(NOON, tick=False)
def test_a_meeting_that_gives_nothing_or_only_to_restricted_cases_posts_nothing(
    committee_scene: Scene,
) -> None:
    scene = committee_scene
    meeting = opened(scene, restricted=True)
    resolve(scene, meeting)
    closed = sitting.close(actor=scene.secretary, meeting=meeting)
    with pytest.raises(GuardFailed, match="ไม่มีมติ"):
        posting.post_list(actor=scene.secretary, meeting=closed, place="ก", posted_on=DAY)


@time_machine.travel(NOON, tick=False)
def test_the_paper_names_people_only_under_a_rule_and_never_their_trouble(
    committee_scene: Scene, login: Login, tmp_path: Path
) -> None:
    scene = committee_scene
    posted = posted_list(scene)
    client = login(scene.secretary)
    response = client.get(reverse("committee:posted_file", args=[posted.meeting_id]))
    said = squeezed(text_of(response.content, tmp_path))
    assert posted.lines.get().resolution.case.reference in said
    assert not [canary for canary in CANARIES if squeezed(canary) in said]
    page = soup(client.get(reverse("committee:posted", args=[posted.meeting_id]))).get_text()
    assert not [canary for canary in CANARIES if canary in page]
    PostedList.objects.filter(pk=posted.pk).update(names_source="ระเบียบ ข้อ 9")
    posted.refresh_from_db()
    lines = posting.paper_lines(posted, scene.secretary)
    named = squeezed(text_of(report_pdf(paper_of(posted, lines)), tmp_path))
    assert squeezed(CANARY_NAME) in named
    assert not [one for one in CANARIES if one not in CANARY_NAME and squeezed(one) in named]
    assert AuditEntry.objects.filter(action="committee.list_named").count() == 1


# --- objections -------------------------------------------------------------------------------------------------------


@time_machine.travel(NOON, tick=False)
def test_an_objection_at_the_counter_holds_the_resolution_until_it_is_answered(
    committee_scene: Scene,
) -> None:
    scene = committee_scene
    posted = posted_list(scene)
    line = posted.lines.get()
    given = {"actor": scene.secretary, "line": line, "words": WORDS}
    for wrong in (DAY - dt.timedelta(days=1), DAY + dt.timedelta(days=1)):
        with pytest.raises(GuardFailed):
            objections.take_down(**given, received_on=wrong)
    with pytest.raises(NotAllowed):
        objections.take_down(**given | {"actor": scene.world.center.officer}, received_on=DAY)
    made = objections.take_down(**given, received_on=DAY, by_whom="นายเพื่อนบ้าน-7719")
    after = posted.ends_on + dt.timedelta(days=30)
    assert posting.verdict_of(line, after).standing == Standing.OBJECTED
    answer = {"actor": scene.secretary, "objection": made, "result": ObjectionAnswer.REJECTED}
    with pytest.raises(GuardFailed):
        objections.answer(**answer, words=" ")
    objections.answer(**answer, words="ไปดูแล้ว มีคนอยู่จริง")
    # Decision 0012: who objected, what they said and what they were told stands in no table in clear.
    stored = dump()
    assert not [one for one in ("เพื่อนบ้าน-7719", WORDS, "มีคนอยู่จริง") if one in stored]
    assert posting.verdict_of(line, after).final_on == posted.ends_on + dt.timedelta(days=1)
    with pytest.raises(CaseChanged):
        objections.answer(**answer, words="อีกครั้ง")
    with time_machine.travel(dt.datetime.combine(posted.ends_on, dt.time(5), dt.UTC) + dt.timedelta(days=1)):
        with pytest.raises(GuardFailed):
            objections.take_down(**given, received_on=timezone.localdate())
        assert objections.take_down(**given, received_on=posted.ends_on).pk, (
            "late by the clerk, not by the person"
        )


@time_machine.travel(NOON, tick=False)
def test_an_objection_that_is_upheld_brings_the_case_before_the_committee_again(
    committee_scene: Scene,
) -> None:
    scene = committee_scene
    posted = posted_list(scene)
    line = posted.lines.get()
    made = [
        objections.take_down(actor=scene.secretary, line=line, words=WORDS, received_on=DAY) for _ in range(2)
    ]
    for one in made:
        objections.answer(
            actor=scene.secretary, objection=one, result=ObjectionAnswer.UPHELD, words="ตรวจสอบใหม่"
        )
    waiting = CommitteeItem.objects.filter(case=line.resolution.case, state=WaitingState.SUBMITTED)
    assert waiting.count() == 1, "once, however many objected"
    assert posting.verdict_of(line, posted.ends_on + dt.timedelta(days=9)).standing == Standing.REOPENED
    with pytest.raises(GuardFailed, match="ใหม่แล้ว"):
        objections.take_down(actor=scene.secretary, line=line, words=WORDS, received_on=DAY)


def opened_by_secret(client: Client, case) -> None:
    case.refresh_from_db()
    session = client.session
    session[KEY] = {
        "reference": case.reference,
        "secret_hash": case.secret_hash,
        "at": timezone.now().isoformat(),
    }
    session.save()


@time_machine.travel(NOON, tick=False)
def test_the_person_reads_the_resolution_and_objects_by_their_secret_once(
    committee_scene: Scene, client: Client
) -> None:
    scene = committee_scene
    posted = posted_list(scene)
    line = posted.lines.get()
    case = line.resolution.case
    address = reverse("decision:page")
    assert client.get(address).headers["Location"] == reverse("cases_intake:track")
    opened_by_secret(client, case)
    assert address in client.get(reverse("cases_intake:status")).content.decode()
    objections.take_down(
        actor=scene.secretary, line=line, words=WORDS, received_on=DAY, by_whom="นายเพื่อนบ้าน-7719"
    )
    page = client.get(address)
    assert page["Cache-Control"].startswith("no-store") or "private" in page["Cache-Control"]
    text = page.content.decode()
    assert "2,000.00" in text
    assert WORDS not in text, "who objects is nobody's business but the office's"
    assert "7719" not in text
    empty = client.post(address, {"words": "", "token": uuid.uuid4()})
    assert empty.status_code == 200
    sent = {"words": "ขอสองพันไม่พอ-3310", "token": uuid.uuid4()}
    for _twice in range(2):
        assert client.post(address, sent).status_code == 302
    own = next(one for one in Objection.objects.all() if one.words == "ขอสองพันไม่พอ-3310")
    assert Duty.objects.filter(case=case, kind=DutyKind.READ, ended_at=None).exists(), (
        "somebody has to read it"
    )
    objections.answer(
        actor=scene.secretary, objection=own, result=ObjectionAnswer.REJECTED, words="เพดานตามระเบียบ-2201"
    )
    assert "2201" in client.get(address).content.decode()
    with pytest.raises(NotAllowed):
        objections.object_by_secret(actor=Citizen("AAAA-AAAA"), line=line, words="ของคนอื่น")
    with time_machine.travel(dt.datetime.combine(posted.ends_on, dt.time(18), dt.UTC)):
        opened_by_secret(client, case)
        late = client.get(address).content.decode()
        assert 'name="words"' not in late
        client.post(address, {"words": "ช้าไป-9", "token": uuid.uuid4()})
        assert "ช้าไป-9" not in [one.words for one in Objection.objects.all()]


@time_machine.travel(NOON, tick=False)
def test_nobody_else_opens_lists_or_objections(committee_scene: Scene, login: Login) -> None:
    scene = committee_scene
    posted = posted_list(scene)
    line = posted.lines.get()
    made = objections.take_down(actor=scene.secretary, line=line, words=WORDS, received_on=DAY)
    addresses = [
        reverse("committee:posted", args=[posted.meeting_id]),
        reverse("committee:posted_file", args=[posted.meeting_id]),
        reverse("committee:objection", args=[posted.meeting_id, 1]),
        reverse("committee:objection_answer", args=[made.pk]),
        reverse("committee:post", args=[posted.meeting_id]),
    ]
    client = login(scene.world.other_local.officer)
    assert [client.get(address).status_code for address in addresses] == [404] * 5
    client = login(scene.secretary)
    assert [client.get(address).status_code for address in addresses] == [200, 200, 200, 200, 404]
    line.resolution.case.recused.add(scene.secretary.person)
    assert [client.get(address).status_code for address in addresses[2:4]] == [404, 404]
    assert WORDS not in client.get(addresses[0]).content.decode()


@time_machine.travel(NOON, tick=False)
def test_the_office_posts_writes_down_and_answers_on_its_pages(committee_scene: Scene, login: Login) -> None:
    scene = committee_scene
    meeting = held(scene, ResolutionKind.APPROVED)
    client = login(scene.secretary)
    page = client.get(reverse("committee:meeting", args=[meeting.pk])).content.decode()
    assert reverse("committee:post", args=[meeting.pk]) in page
    post = reverse("committee:post", args=[meeting.pk])
    bad = client.post(post, {"posted_on": "31/12/2569", "place": "หน้า อบต."})
    assert bad.status_code == 200
    assert soup(bad).select_one(".error-summary") is not None
    assert client.post(post, {"posted_on": "๑/๑๒/๒๕๖๙", "place": "หน้า อบต."}).status_code == 302
    write = reverse("committee:objection", args=[meeting.pk, 1])
    sent = {"received_on": "1/12/2569", "words": WORDS, "by_whom": ""}
    assert client.post(write, sent).status_code == 302
    made = Objection.objects.get()
    answer = reverse("committee:objection_answer", args=[made.pk])
    assert client.post(answer, {"result": "rejected", "words": "ตรวจแล้ว"}).status_code == 302
    made.refresh_from_db()
    assert made.answered_by == scene.secretary.person
    listed = soup(client.get(reverse("committee:posted", args=[meeting.pk])))
    assert "อยู่ระหว่างปิดประกาศ" in listed.get_text()
    closed = client.post(answer, {"result": "upheld", "words": "เปลี่ยนใจ"})
    assert closed.status_code == 200
    made.refresh_from_db()
    assert made.answer == ObjectionAnswer.REJECTED


@time_machine.travel(NOON, tick=False)
def test_a_list_costs_the_same_however_long_it_is(committee_scene: Scene, login: Login) -> None:
    scene = committee_scene
    client = login(scene.secretary)
    addresses = []

    def grow() -> None:
        addresses.append(reverse("committee:posted", args=[three().meeting_id]))

    def three() -> PostedList:
        return posted_list(scene, *[ResolutionKind.APPROVED] * (1 + 2 * len(addresses)))

    grow()
    assert_same_queries(lambda: client.get(addresses[-1]), grow)


@time_machine.travel(NOON, tick=False)
def test_what_was_said_goes_with_the_case(committee_scene: Scene) -> None:
    scene = committee_scene
    line = posted_list(scene).lines.get()
    made = objections.take_down(
        actor=scene.secretary, line=line, words=WORDS, received_on=DAY, by_whom="นายเพื่อนบ้าน"
    )
    objections.answer(
        actor=scene.secretary, objection=made, result=ObjectionAnswer.REJECTED, words="นางขวัญอยู่จริง"
    )
    for model, values in erasing.ERASED.items():
        if model is Objection:
            erasing._rows(model, line.resolution.case).update(**values)
    made.refresh_from_db()
    assert (made.words, made.by_whom, made.answer_words) == ("", "", "")
    assert made.answer == ObjectionAnswer.REJECTED
    assert decision_on(line.resolution.case) is not None
