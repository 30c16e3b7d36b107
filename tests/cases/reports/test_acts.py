"""Sending, accepting, giving back, opening: who may, in which order, and what is refused in words (S1.09, S1.10, S2.08-S2.11)."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, transaction

from cases.reports.domain import acts, rounds
from cases.reports.domain.consolidating import below, figures_below, is_behind
from cases.reports.domain.storing import table_of
from cases.reports.errors import ReportChanged, ReportRefused
from cases.reports.models import MonthlyReport, ReportEvent
from cases.reports.vocabulary import ReportState as S
from portal.accounts.functions import Function
from portal.actors import System
from portal.audit.models import AppendOnlyError
from portal.organizations.domain.closing import close
from portal.outbox.models import OutboxMessage
from tests.accounts.factories import officer
from tests.cases.reports.conftest import (
    IN_NOVEMBER,
    IN_OCTOBER,
    OCTOBER,
    SEPTEMBER,
    SOME,
    Levels,
    accepted,
    do,
    report_of,
    sent,
    table,
)

NOVEMBER = dt.date(2026, 11, 1)


def test_reports_are_expected_of_every_level_of_a_province_in_which_somebody_reports(october: Levels) -> None:
    tiers = dict(MonthlyReport.objects.values_list("organization__name_th", "tier"))
    assert tiers["อบต.หนึ่ง"] == tiers["เทศบาลเมืองทดสอบ"] == "local"
    assert tiers["ท้องถิ่นอำเภอทดสอบ"] == "district"
    assert tiers["สถ.จ.ทดสอบ"] == "province"
    assert "สถ." not in tiers and "ผู้ว่าฯ ทดสอบ" not in tiers and "สถานที่กลางทดสอบ" not in tiers
    assert report_of(october.local).due_on == dt.date(2026, 11, 20)
    assert report_of(october.province).due_on == dt.date(2026, 11, 30)


def test_opening_again_makes_nothing_anew_and_a_pause_is_made_up_for(october: Levels) -> None:
    assert rounds.open_rounds(IN_NOVEMBER) == 0
    made = rounds.open_rounds(dt.date(2027, 1, 25))
    assert made == 2 * MonthlyReport.objects.filter(month=OCTOBER).count()


def test_whoever_joins_after_the_day_is_not_late(levels: Levels) -> None:
    """S2.10: no false lateness. The province, due on the 30th, still has its own report to make."""
    rounds.open_rounds(dt.date(2026, 11, 25))
    assert set(MonthlyReport.objects.values_list("tier", flat=True)) == {"province"}


def test_a_report_goes_from_the_local_administration_to_the_district_the_province_and_the_department(
    october: Levels,
) -> None:
    first = accepted(october.local, october.district)
    assert first.receiver == october.district.organization
    accepted(october.other, october.district, figures=table(received=1, pending=1))
    up = do(acts.submit, report_of(october.district), october.district)
    assert up.receiver == october.province.organization
    assert table_of(up)["disaster"]["received"] == 6
    do(acts.accept, up, october.province)
    town = accepted(october.town, october.province)
    assert town.receiver == october.province.organization
    do(acts.edit, report_of(october.province), october.province, remarks="ครบ")
    top = do(acts.submit, report_of(october.province), october.province)
    assert top.receiver == october.department.organization
    assert table_of(top)["disaster"] == {
        name: number * 2 + (1 if name in ("received", "pending") else 0)
        for name, number in SOME["disaster"].items()
    }
    assert do(acts.accept, top, october.department).state == S.ACCEPTED


def test_without_anybody_at_the_district_a_report_goes_straight_to_the_province(october: Levels) -> None:
    october.district.appointment.valid_until = dt.date(2026, 10, 1)
    october.district.appointment.save()
    assert sent(october.local).receiver == october.province.organization


def test_a_month_that_is_not_over_is_refused_in_words(october: Levels) -> None:
    row = report_of(october.local)
    MonthlyReport.objects.filter(pk=row.pk).update(month=NOVEMBER)
    for verb in (acts.fill, acts.submit, acts.edit):
        with pytest.raises(ReportRefused, match="งวดนี้ยังไม่เปิด"):
            do(verb, row, october.local)


def test_sent_twice_it_is_one_event_and_sent_again_it_is_refused(october: Levels) -> None:
    row = report_of(october.local)
    do(acts.edit, row, october.local, table=SOME, remarks="x")
    row.refresh_from_db()
    words = {"report": row, "actor": october.local, "token": uuid.uuid4(), "version": row.version}
    acts.submit(**words)
    before = ReportEvent.objects.count()
    acts.submit(**words)
    assert ReportEvent.objects.count() == before
    with pytest.raises(ReportRefused, match="ส่งไปแล้ว"):
        do(acts.submit, row, october.local)


def test_a_page_that_is_old_changes_nothing(october: Levels) -> None:
    row = report_of(october.local)
    do(acts.edit, row, october.local, table=SOME)
    with pytest.raises(ReportChanged):
        acts.edit(report=row, actor=october.local, token=uuid.uuid4(), version=row.version, table={})
    assert table_of(row)["disaster"]["received"] == 5


@pytest.mark.parametrize("who", ["other", "far", "governor", "province", "department", "district"])
def test_nobody_else_sends_or_changes_it(october: Levels, who: str) -> None:
    for verb in (acts.fill, acts.edit, acts.submit):
        with pytest.raises(ReportRefused):
            do(verb, report_of(october.local), getattr(october, who))
    assert report_of(october.local).state == S.DRAFT


@pytest.mark.parametrize("who", ["local", "other", "far", "governor", "province", "department"])
def test_the_wrong_level_neither_accepts_nor_gives_back(october: Levels, who: str) -> None:
    row = sent(october.local)
    with pytest.raises(ReportRefused):
        do(acts.accept, row, getattr(october, who))
    with pytest.raises(ReportRefused):
        do(acts.give_back, row, getattr(october, who), reason="x")
    row.refresh_from_db()
    assert row.state == S.SUBMITTED


def test_who_only_reads_does_nothing_in_their_own_office_either(october: Levels) -> None:
    reader = officer(october.local.organization, functions=[Function.VIEW])
    with pytest.raises(ReportRefused, match="ไม่มีคำสั่งแต่งตั้ง"):
        do(acts.submit, report_of(october.local), reader)


def test_after_acceptance_it_is_locked_until_it_is_opened_with_a_reason(october: Levels) -> None:
    row = accepted(october.local, october.district)
    with pytest.raises(ReportRefused, match="ปิดการแก้ไข"):
        do(acts.edit, row, october.local, table={})
    with pytest.raises(ReportRefused, match="เหตุผล"):
        do(acts.reopen, row, october.district, reason="  ")
    again = do(acts.reopen, row, october.district, reason="นับคนซ้ำ")
    assert (again.state, again.accepted_at) == (S.REOPENED, None)
    assert OutboxMessage.objects.get(template="report_reopened").organization == october.local.organization
    do(acts.edit, row, october.local, table=SOME, remarks="แก้แล้ว")
    assert do(acts.submit, row, october.local).state == S.SUBMITTED


def test_a_report_that_was_given_back_is_mended_and_keeps_the_day_on_which_it_first_came(
    october: Levels, time_machine
) -> None:
    row = sent(october.local)
    back = do(acts.give_back, row, october.district, reason="รวมผิด")
    assert back.state == S.RETURNED
    assert OutboxMessage.objects.filter(template="report_returned").count() == 1
    time_machine.move_to(dt.datetime(2026, 11, 28, 3, tzinfo=dt.UTC), tick=False)
    again = do(acts.submit, row, october.local)
    assert again.on_time is True and again.first_submitted_at < again.submitted_at
    assert ReportEvent.objects.get(report=row, verb="return").reason == "รวมผิด"


def test_what_comes_after_its_day_is_late_and_stays_late(october: Levels, time_machine) -> None:
    time_machine.move_to(dt.datetime(2026, 11, 20, 16, 59, tzinfo=dt.UTC), tick=False)
    assert sent(october.other).on_time is True, "23:59 in Bangkok is still the 20th"
    time_machine.move_to(dt.datetime(2026, 11, 20, 17, 1, tzinfo=dt.UTC), tick=False)
    assert sent(october.local).on_time is False


def test_figures_that_do_not_agree_are_not_sent(october: Levels) -> None:
    row = report_of(october.local)
    do(acts.edit, row, october.local, table=table(received=3, pending=1), remarks="x")
    with pytest.raises(ReportRefused, match="ขัดกันเอง"):
        do(acts.submit, row, october.local)


def test_figures_that_look_wrong_are_sent_with_an_explanation_only(october: Levels) -> None:
    row = report_of(october.local)
    do(acts.edit, row, october.local, table=table(helped=1))
    with pytest.raises(ReportRefused, match="ควรตรวจ"):
        do(acts.submit, row, october.local)
    do(acts.edit, row, october.local, table=table(helped=1), remarks="ช่วยแล้วแต่ไม่ทราบจำนวนคน")
    assert do(acts.submit, row, october.local).state == S.SUBMITTED


def test_a_difference_from_the_register_is_explained_in_its_row(october: Levels) -> None:
    row = report_of(october.local)
    do(acts.fill, row, october.local)
    do(acts.edit, row, october.local, table=table(received=1, pending=1), remarks="ทั่วไป")
    with pytest.raises(ReportRefused, match="ต่างจากทะเบียน"):
        do(acts.submit, row, october.local)
    do(
        acts.edit,
        row,
        october.local,
        table=table(received=1, pending=1),
        line_remarks={"disaster": "รับเป็นกระดาษ ยังไม่ลงทะเบียน"},
    )
    assert do(acts.submit, row, october.local).state == S.SUBMITTED


def test_more_households_with_needs_than_were_surveyed_are_refused(october: Levels) -> None:
    with pytest.raises(ReportRefused, match="สำรวจ"):
        do(acts.edit, report_of(october.local), october.local, surveyed=3, survey_needs=4)
    row = do(acts.edit, report_of(october.local), october.local, surveyed=4, survey_needs=3)
    assert (row.surveyed, row.survey_needs) == (4, 3)


def test_nothing_moves_up_before_the_next_level_has_accepted_it(october: Levels) -> None:
    sent(october.local)
    row = report_of(october.district)
    do(acts.edit, row, october.district, remarks="อบต.สอง ยังไม่ส่ง")
    with pytest.raises(ReportRefused, match="ตรวจรับ"):
        do(acts.submit, row, october.district)
    assert figures_below(below(row)) == {}


def test_who_did_not_send_is_named_with_a_word(october: Levels) -> None:
    accepted(october.local, october.district)
    row = report_of(october.district)
    assert [one.organization.name_th for one in below(row).missing] == ["อบต.สอง"]
    with pytest.raises(ReportRefused, match="ยังมีหน่วยงานที่ไม่ได้ส่ง"):
        do(acts.submit, row, october.district)
    do(acts.edit, row, october.district, remarks="อบต.สอง น้ำท่วมสำนักงาน")
    assert do(acts.submit, row, october.district).state == S.SUBMITTED


@pytest.fixture
def passed_on(october: Levels) -> Levels:
    """The district has sent the month on without the second local administration."""
    accepted(october.local, october.district)
    row = report_of(october.district)
    do(acts.edit, row, october.district, remarks="อบต.สอง ยังไม่ส่ง")
    do(acts.submit, row, october.district)
    return october


def test_a_month_that_was_passed_on_is_closed_but_for_whom_an_exception_was_made(passed_on: Levels) -> None:
    with pytest.raises(ReportRefused, match="ผ่อนผัน"):
        sent(passed_on.other)
    with pytest.raises(ReportRefused, match="ผ่อนผัน"):
        do(acts.reopen, report_of(passed_on.local), passed_on.district, reason="x")
    row = report_of(passed_on.other)
    do(
        acts.grant_exception,
        row,
        passed_on.district,
        until=dt.date(2026, 11, 12),
        reason="น้ำท่วม",
    )
    late = accepted(passed_on.other, passed_on.district)
    assert late.state == S.ACCEPTED
    assert is_behind(report_of(passed_on.district)), "the sum that was sent no longer agrees, and says so"
    with pytest.raises(ReportRefused):
        do(acts.reopen, report_of(passed_on.local), passed_on.district, reason="x")


@pytest.mark.parametrize("until", [dt.date(2026, 11, 4), dt.date(2027, 2, 1)])
def test_an_exception_has_a_day_that_is_neither_past_nor_far(passed_on: Levels, until: dt.date) -> None:
    with pytest.raises(ReportRefused, match="เลือกวัน"):
        do(acts.grant_exception, report_of(passed_on.local), passed_on.district, until=until, reason="x")


def test_an_exception_ends(passed_on: Levels, time_machine) -> None:
    row = report_of(passed_on.local)
    do(acts.grant_exception, row, passed_on.district, until=dt.date(2026, 11, 12), reason="x")
    time_machine.move_to(dt.datetime(2026, 11, 13, 3, tzinfo=dt.UTC), tick=False)
    with pytest.raises(ReportRefused, match="ผ่อนผัน"):
        do(acts.reopen, row, passed_on.district, reason="x")


def test_a_sum_is_taken_back_and_sent_anew(passed_on: Levels) -> None:
    row = do(acts.recall, report_of(passed_on.district), passed_on.district)
    accepted(passed_on.other, passed_on.district, figures=table(received=1, pending=1))
    again = do(acts.submit, row, passed_on.district)
    assert table_of(again)["disaster"]["received"] == 6 and not is_behind(again)


def test_a_sum_cannot_be_filled_or_typed(october: Levels) -> None:
    with pytest.raises(ReportRefused, match="ไม่ต้องเติม"):
        do(acts.fill, report_of(october.district), october.district)
    do(acts.edit, report_of(october.district), october.district, table=SOME)
    assert table_of(report_of(october.district)) == {}


def test_the_successor_of_a_merged_body_sends_under_the_old_name(october: Levels) -> None:
    close(
        organization=october.other.organization,
        on=dt.date(2026, 11, 4),
        successor=october.local.organization,
        actor=System(),
    )
    row = report_of(october.other)
    assert row in MonthlyReport.objects.visible_to(october.local)
    do(acts.edit, row, october.local, table=SOME, remarks="หลังยุบรวม")
    assert do(acts.submit, row, october.local).state == S.SUBMITTED
    rounds.open_rounds(dt.date(2026, 12, 2))
    assert not MonthlyReport.objects.filter(organization=october.other.organization, month=NOVEMBER).exists()
    assert MonthlyReport.objects.filter(organization=october.local.organization, month=NOVEMBER).exists()


def test_a_body_that_ended_without_successor_is_not_missed(october: Levels) -> None:
    close(organization=october.other.organization, on=dt.date(2026, 11, 4), successor=None, actor=System())
    assert not below(report_of(october.district)).missing[1:]
    assert october.other.organization.pk not in MonthlyReport.objects.unsent().values_list(
        "organization_id", flat=True
    )


def test_the_history_says_who_what_why_with_the_figures_and_cannot_be_changed(october: Levels) -> None:
    row = accepted(october.local, october.district)
    events = list(row.events.all())
    assert [one.verb for one in events] == ["edit", "submit", "accept"]
    assert [one.sequence for one in events] == [1, 2, 3]
    assert events[1].figures["disaster"]["baht"] == "4000.00"
    assert events[2].organization == october.district.organization
    with pytest.raises(AppendOnlyError):
        events[0].save()
    with pytest.raises(AppendOnlyError):
        ReportEvent.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        ReportEvent.objects.all()._raw_delete(using="default")


def test_the_month_before_is_expected_too_when_reporting_began_then(levels: Levels, time_machine) -> None:
    time_machine.move_to(dt.datetime(2026, 10, 5, 3, tzinfo=dt.UTC), tick=False)
    rounds.open_rounds(IN_OCTOBER)
    rounds.open_rounds(IN_NOVEMBER)
    assert report_of(levels.local, SEPTEMBER).due_on == dt.date(2026, 10, 20)
    assert report_of(levels.local).due_on == dt.date(2026, 11, 20)
