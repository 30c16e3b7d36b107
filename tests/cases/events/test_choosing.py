"""Officers correct what belongs to an event, lists are filtered by it, and it has its own report."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from cases.domain import screening
from cases.errors import GuardFailed, NotAllowed
from cases.events.desk.report import table
from cases.events.domain import choosing, declaring
from cases.events.domain.attaching import members
from cases.events.domain.summing import summary_of
from cases.events.models import Event, EventCase
from cases.events.vocabulary import Way
from cases.machine.vocabulary import Verb
from cases.models import Case, CaseEvent
from cases.vocabulary import Severity
from portal.outbox.models import OutboxMessage
from portal.vocabulary import ProblemType
from tests.cases import factories
from tests.cases.desk.conftest import Login, body_of, references, soup
from tests.cases.events.conftest import DRY, NOW, OURS, Declare
from tests.cases.factories import CANARIES, World
from tests.helpers import assert_same_queries

pytestmark = pytest.mark.django_db


def asked(place: str = OURS, **values) -> Case:
    return factories.CaseFactory(**({"problem": ProblemType.DISASTER, "subdistrict_code": place} | values))


def test_an_officer_puts_a_request_in_and_takes_it_out_with_a_reason_in_its_history(
    event: Event, areas: World
) -> None:
    case, actor = asked(DRY), areas.center.officer
    before = Case.objects.filter(pk=case.pk).values("stage", "holder", "problem", "severity", "base").get()
    row = choosing.put_in(actor=actor, event=event, case=case, reason="บ้านอยู่ริมคลองเดียวกัน")
    assert (row.way, row.person, members(event).get().case) == (Way.OFFICER, actor.person, case)
    assert choosing.put_in(actor=actor, event=event, case=case, reason="อีกครั้ง") == row
    choosing.take_out(actor=actor, event=event, case=case, reason="ไม่เกี่ยวกับน้ำ")
    assert not members(event).exists()
    assert EventCase.objects.get().taken_out == "ไม่เกี่ยวกับน้ำ"
    assert CaseEvent.objects.filter(case=case, verb=Verb.NOTE).count() == 2
    assert Case.objects.filter(pk=case.pk).values(*before).get() == before
    choosing.put_in(actor=actor, event=event, case=case, reason="เกี่ยวจริง")
    assert members(event).count() == 1
    assert EventCase.objects.count() == 2, "what was is kept"


def test_what_the_board_must_not_tell_is_not_put_in(event: Event, areas: World) -> None:
    for case in (asked(problem=ProblemType.UNSURE), factories.crisis_case(areas, subdistrict_code=OURS)):
        with pytest.raises((GuardFailed, NotAllowed)):
            choosing.put_in(actor=areas.center.officer, event=event, case=case, reason="x")
    assert not EventCase.objects.exists()


def test_a_request_of_another_event_a_missing_reason_and_a_closed_event_are_refused(
    event: Event, declared: Declare, areas: World
) -> None:
    actor, case = areas.center.officer, asked()
    other = declared(subdistricts=[DRY])
    for given in (
        {"event": other, "reason": "x"},
        {"event": event, "reason": " "},
        {"event": event, "reason": "x" * 301},
    ):
        with pytest.raises(GuardFailed):
            choosing.put_in(actor=actor, case=case, **given)
    with pytest.raises(GuardFailed):
        choosing.take_out(actor=actor, event=other, case=case, reason="x")
    with pytest.raises(NotAllowed):
        choosing.take_out(actor=areas.local.officer, event=event, case=case, reason="x")
    declaring.close(actor=areas.center.supervisor, event=event, ended_at=NOW, reason="x")
    with pytest.raises(GuardFailed):
        choosing.take_out(actor=actor, event=event, case=case, reason="x")


def test_the_page_of_requests_shows_what_one_may_read_and_changes_it(
    event: Event, declared: Declare, areas: World, login: Login
) -> None:
    inside, outside = asked(), asked(DRY)
    client = login(areas.center.officer)
    address = reverse("events:cases", args=[event.slug])
    assert inside.reference in client.get(address).content.decode()
    wrong = client.post(address, {"act": "in", "reference": "CCCC-CCCC", "reason": "ลองดู"})
    assert "ไม่พบเรื่องนี้" in wrong.content.decode()
    assert "ลองดู" in wrong.content.decode()
    assert (
        client.post(address, {"act": "in", "reference": outside.reference, "reason": "x"}).status_code == 302
    )
    assert (
        client.post(address, {"act": "out", "reference": inside.reference, "reason": "x"}).status_code == 302
    )
    assert [one.case for one in members(event)] == [outside]
    wide = declared(organizations=[areas.local.organization])
    hidden = asked()
    page = login(areas.local.officer).get(reverse("events:cases", args=[wide.slug])).content.decode()
    assert hidden.reference not in page
    assert login(areas.hospital.officer).get(address).status_code == 404


def test_lists_are_filtered_by_an_event_of_ones_own(event: Event, areas: World, login: Login) -> None:
    inside, outside = asked(), asked(DRY)
    client = login(areas.center.officer)
    address = f"{reverse('desk:worklist')}?list=all"
    assert set(references(client.get(address))) == {inside.reference, outside.reference}
    assert references(client.get(f"{address}&event={event.slug}")) == [inside.reference]
    assert soup(client.get(address)).select_one("select[name=event]")
    foreign = login(areas.hospital.officer).get(f"{address}&event={event.slug}")
    assert not soup(foreign).select_one("select[name=event]")


def test_a_list_costs_the_same_however_many_belong_to_the_event(
    event: Event, areas: World, at_center: Client
) -> None:
    asked()

    def more() -> None:
        for _ in range(2):
            asked()

    address = f"{reverse('desk:worklist')}?list=all&event={event.slug}"
    assert_same_queries(lambda: at_center.get(address), more)


def test_the_report_adds_up_and_says_what_was_left(event: Event, areas: World, login: Login) -> None:
    asked(danger_now=False)
    factories.working_case(areas, subdistrict_code=OURS)
    rows = [[int(cell) for cell in row[1:]] for row in table(summary_of(event))]
    assert [sum(column) for column in zip(*rows[:-1], strict=True)] == rows[-1]
    assert rows[-1][-2] == 2
    client = login(areas.center.officer)
    page = client.get(reverse("events:report", args=[event.slug]))
    assert "ยังไม่สิ้นสุด" in page.content.decode()
    assert not [one for one in CANARIES if one in page.content.decode()]
    lines = list(
        csv.reader(
            io.StringIO(
                body_of(client.get(reverse("events:report_csv", args=[event.slug]))).decode("utf-8-sig")
            )
        )
    )
    assert [int(cell) for cell in lines[-1][1:]] == rows[-1]
    for name in ("report", "report_csv", "report_pdf"):
        assert (
            login(areas.hospital.officer).get(reverse(f"events:{name}", args=[event.slug])).status_code == 404
        )


def test_what_is_left_at_the_end_stands_in_the_report_by_its_holder(event: Event, areas: World, now) -> None:
    now.move_to(NOW.replace(hour=3))
    asked()
    factories.working_case(areas, subdistrict_code=OURS)
    now.move_to(NOW)
    declaring.close(actor=areas.center.supervisor, event=event, ended_at=NOW, reason="น้ำลด")
    summary = summary_of(event)
    assert summary.left == {areas.center.organization.pk: 1, areas.local.organization.pk: 1}
    assert table(summary)[-1][-1] == "2"


def test_the_report_is_one_page_of_paper(event: Event, areas: World, at_center: Client) -> None:
    asked()
    content = body_of(at_center.get(reverse("events:report_pdf", args=[event.slug])))
    assert content.startswith(b"%PDF")


def test_a_request_whose_place_is_corrected_enters_the_event_there(event: Event, areas: World) -> None:
    """It was taken down with the wrong subdistrict; danger in it is told like that of any other."""
    case = asked(DRY, danger_now=True)
    assert not EventCase.objects.filter(case=case).exists()
    before = OutboxMessage.objects.filter(template="event_danger").count()

    def put(place: str) -> None:
        screening.reclassify_case(
            case=Case.objects.get(pk=case.pk),
            actor=areas.center.officer,
            problem=ProblemType.DISASTER,
            severity=Severity(Case.objects.get(pk=case.pk).severity),
            place=place,
            note="ผู้แจ้งโทรมาแก้",
        )

    put(OURS)
    row = EventCase.objects.get(case=case)
    assert (row.event, row.until) == (event, None)
    assert OutboxMessage.objects.filter(template="event_danger").count() > before
    choosing.take_out(actor=areas.center.supervisor, event=event, case=case, reason="ไม่ใช่น้ำท่วม")
    put(DRY)
    put(OURS)
    assert not EventCase.objects.filter(case=case, until=None).exists(), "what an officer took out stays out"
