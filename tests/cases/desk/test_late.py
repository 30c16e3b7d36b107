"""The list of what is late: for those who were told, and nothing of what a case is about."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases import tasks
from cases.desk.late import views
from cases.domain import late
from cases.domain.late import alarms_of
from cases.domain.referral import accept_referral
from cases.machine.vocabulary import DutyKind, Verb
from cases.models import CaseEvent, Duty, LateFinding
from cases.vocabulary import LateCause
from portal.accounts.functions import Function
from portal.accounts.roles import Role
from portal.actors import Officer
from portal.audit.models import AuditEntry
from portal.organizations.vocabulary import OrganizationType
from portal.outbox.models import OutboxMessage
from portal.thai.digits import to_arabic
from tests.accounts.factories import OrganizationFactory, officer
from tests.cases import factories
from tests.cases.desk.conftest import Login, body_of, soup
from tests.cases.factories import CANARIES, World
from tests.letters import pdf

MONDAY = dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC)
LATER = MONDAY + dt.timedelta(days=30)


@pytest.fixture
def overseer(world: World) -> Officer:
    """Somebody of the provincial office of local administration who only watches."""
    body = OrganizationFactory(
        type=OrganizationType.PROVINCIAL_LOCAL_OFFICE, name_th="สถจ.ทดสอบ", short_name="", district_code=""
    )
    return officer(body, Role.LAO_OFFICER, functions=[Function.VIEW])


@pytest.fixture
def governor(world: World) -> Officer:
    """The office of the governor."""
    body = OrganizationFactory(
        type=OrganizationType.GOVERNOR, name_th="ผู้ว่าราชการจังหวัดทดสอบ", district_code=""
    )
    return officer(body, Role.LAO_OFFICER, functions=[Function.VIEW])


def late_duties(world: World, time_machine, count: int = 1, **values) -> list[Duty]:
    """Cases that a local administration has not answered for weeks, rung at every level."""
    time_machine.move_to(MONDAY, tick=False)
    cases = [factories.pending_referral(world, **values).case for _each in range(count)]
    time_machine.move_to(LATER, tick=False)
    tasks.ring_alarms.call()
    return [case.duties.running().get(kind=DutyKind.ACKNOWLEDGE) for case in cases]


def late_crisis(world: World, time_machine) -> Duty:
    time_machine.move_to(MONDAY, tick=False)
    case = factories.crisis_case(world)
    time_machine.move_to(LATER, tick=False)
    tasks.ring_alarms.call()
    return case.duties.running().get(kind=DutyKind.ACKNOWLEDGE)


def test_who_was_told_reads_the_reference_the_organization_and_how_late(
    world, overseer, governor, login: Login, time_machine
):
    duty = late_duties(world, time_machine)[0]
    client = login(overseer)
    page = soup(client.get(reverse("desk:late")))
    row = page.select_one("tbody tr").get_text(" ", strip=True)
    assert duty.case.reference in row
    assert "ระดับ 3" in row
    assert world.local.organization.short_name in row
    assert AuditEntry.objects.filter(action="late.list", user=overseer.person).count() == 1


def test_the_list_leads_to_no_case_and_shows_nothing_of_it(
    world, overseer, governor, login: Login, time_machine
):
    duty = late_duties(world, time_machine)[0]
    crisis = late_crisis(world, time_machine)
    for reader in (overseer, governor, world.center.supervisor, world.lead.supervisor):
        body = body_of(login(reader).get(reverse("desk:late"))).decode()
        table = soup(login(reader).get(reverse("desk:late"))).select_one("table")
        assert not [canary for canary in CANARIES if canary in body]
        if table is not None:
            assert "/desk/cases/" not in str(table)
            for case in (duty.case, crisis.case):
                assert case.get_problem_display() not in str(table)
            assert "อ่าวนาง" not in str(table) and "ปากน้ำ" not in str(table)


def test_no_list_of_ones_own_work_is_marked_as_the_present_page(world, overseer, login: Login):
    marked = soup(login(overseer).get(reverse("desk:late"))).select(".rail [aria-current]")
    assert [link["href"] for link in marked] == [reverse("desk:late")]


def test_others_find_an_empty_list_or_none(world, overseer, login: Login, time_machine):
    duty = late_duties(world, time_machine)[0]
    stranger = login(world.other_local.supervisor)
    assert duty.case.reference not in body_of(stranger.get(reverse("desk:late"))).decode()
    editor = login(officer(world.center.organization, Role.CONTENT_EDITOR))
    assert editor.get(reverse("desk:late")).status_code == 404
    for name in ("late_finding", "late_report"):
        assert stranger.get(reverse(f"desk:{name}", args=[duty.pk])).status_code == 404
    assert stranger.post(reverse("desk:late_urge", args=[duty.pk])).status_code == 404
    assert not CaseEvent.objects.filter(verb=Verb.URGE).exists()


def test_urging_by_the_button_is_recorded_and_shown(world, overseer, login: Login, time_machine):
    duty = late_duties(world, time_machine)[0]
    client = login(overseer)
    for _each in range(2):
        assert client.post(reverse("desk:late_urge", args=[duty.pk])).status_code == 302
    assert CaseEvent.objects.filter(verb=Verb.URGE, organization=overseer.organization).count() == 1
    assert "เร่งรัดเมื่อ" in soup(client.get(reverse("desk:late"))).select_one("tbody").get_text()


def test_the_governor_reads_the_report_and_cannot_urge(world, overseer, governor, login: Login, time_machine):
    duty = late_duties(world, time_machine)[0]
    client = login(governor)
    assert "เร่งรัด" not in soup(client.get(reverse("desk:late"))).select_one("tbody").get_text()
    assert client.post(reverse("desk:late_urge", args=[duty.pk])).status_code == 404
    response = client.get(reverse("desk:late_report", args=[duty.pk]))
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")


def test_the_report_is_one_page_that_names_no_person_and_no_problem(
    world, overseer, governor, login: Login, time_machine, tmp_path
):
    duty = late_crisis(world, time_machine)
    response = login(governor).get(reverse("desk:late_report", args=[duty.pk]))
    drawn = body_of(response)
    text = pdf.text_of(drawn, tmp_path)
    assert pdf.page_count(drawn) == 1
    assert "พมจ.ทดสอบ" in text
    assert not [canary for canary in CANARIES if canary in text]
    assert duty.case.get_problem_display() not in text
    assert "ความรุนแรง" not in text


def test_a_report_exists_only_at_the_third_level(world, overseer, login: Login, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    case = factories.pending_referral(world).case
    time_machine.move_to(MONDAY + dt.timedelta(days=7), tick=False)
    tasks.ring_alarms.call()
    duty = case.duties.running().get(kind=DutyKind.ACKNOWLEDGE)
    client = login(overseer)
    assert case.reference in body_of(client.get(reverse("desk:late"))).decode()
    assert client.get(reverse("desk:late_report", args=[duty.pk])).status_code == 404


def test_what_was_found_out_stays_in_the_office_and_its_cause_goes_into_the_report(
    world, overseer, governor, login: Login, time_machine, tmp_path
):
    duty = late_duties(world, time_machine)[0]
    client = login(world.lead.supervisor)
    url = reverse("desk:late_finding", args=[duty.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"cause": "", "note": "ก"}).status_code == 200
    assert not LateFinding.objects.exists()
    sent = {"cause": LateCause.NO_STAFF, "note": "ไปพบแล้ว-5521"}
    assert client.post(url, sent).status_code == 302
    assert "ไปพบแล้ว-5521" in body_of(client.get(url)).decode()
    drawn = pdf.text_of(body_of(login(governor).get(reverse("desk:late_report", args=[duty.pk]))), tmp_path)
    assert "5521" not in drawn and "๕๕๒๑" not in drawn
    assert "ไม่มีผู้ปฏิบัติงาน" in drawn.replace("\n", "")
    assert login(overseer).get(url).status_code == 404


def queries(client, count: int) -> int:
    with CaptureQueriesContext(connection) as caught:
        page = soup(client.get(reverse("desk:late")))
    assert len(page.select("tbody tr")) == count
    return len(caught)


def test_the_list_asks_the_same_number_of_questions_for_any_number_of_rows(
    world, overseer, login: Login, time_machine
):
    late_duties(world, time_machine)
    # Signed in now: a session does not last for the weeks that the clock was moved by.
    client = login(overseer)
    queries(client, 1)
    one = queries(client, 1)
    late_duties(world, time_machine, count=9)
    assert queries(client, 10) == one


def test_the_report_tells_the_urging_and_the_newest_findings_on_its_page(
    world, overseer, governor, login: Login, time_machine, tmp_path
):
    """S2.48, S2.55: whoever found out most often does not push the rest off the page."""
    duty = late_duties(world, time_machine)[0]
    alarm = alarms_of(duty)[-1]
    for number in range(9):
        LateFinding.objects.create(
            alarm=alarm,
            organization=world.lead.organization,
            cause=LateCause.values[number % len(LateCause.values)],
            at=LATER + dt.timedelta(minutes=number),
            person=world.lead.officer.person,
        )
    told = login(overseer).post(reverse("desk:late_urge", args=[duty.pk]))
    assert told.status_code == 302
    drawn = body_of(login(governor).get(reverse("desk:late_report", args=[duty.pk])))
    text = pdf.squeezed(pdf.text_of(drawn, tmp_path))
    assert pdf.page_count(drawn) == 1
    assert "ก่อนหน้านี้มีบันทึกอีก๖รายการ" in text
    assert "มีการเร่งรัดแล้ว๑ครั้ง" in text


def ended_on(page) -> str:
    """What the page says of what ended meanwhile."""
    section = page.select_one("#ended")
    return section.get_text(" ", strip=True) if section else ""


def test_a_report_and_a_finding_are_there_also_after_somebody_acted(
    world, overseer, governor, login: Login, time_machine, tmp_path
):
    """S2.48: who accepts a minute after the third alarm takes neither the report nor its cause away."""
    duty = late_duties(world, time_machine)[0]
    acted = LATER + dt.timedelta(minutes=1)
    time_machine.move_to(acted, tick=False)
    accept_referral(referral=duty.case.referrals.get(), actor=world.local.officer)
    time_machine.move_to(acted + dt.timedelta(days=9), tick=False)
    lead, url = login(world.lead.supervisor), reverse("desk:late_finding", args=[duty.pk])
    page = soup(lead.get(reverse("desk:late")))
    assert duty.case.reference in ended_on(page)
    assert not page.select("tbody button"), "nobody presses for what is done"
    assert lead.post(url, {"cause": LateCause.NO_STAFF, "note": "ไปพบแล้ว"}).status_code == 302
    reader = login(governor)
    listed = soup(reader.get(reverse("desk:late"))).select("#ended a")
    report = reverse("desk:late_report", args=[duty.pk])
    assert [link["href"] for link in listed] == [report]
    text = pdf.squeezed(pdf.text_of(body_of(reader.get(report)), tmp_path))
    since = duty.late_from or duty.due_at
    assert f"{(acted - since).days}วัน" in to_arabic(text), "how long it was late, not until today"
    assert "หน่วยงานดำเนินการแล้ว" in text
    assert "ไม่มีผู้ปฏิบัติงาน" in text
    assert not [canary for canary in CANARIES if canary in text]


def test_the_report_is_where_the_mail_of_a_take_over_leads_the_governor(
    world, overseer, governor, login: Login, time_machine, tmp_path
):
    duty = late_duties(world, time_machine)[0]
    accept_referral(referral=duty.case.referrals.get(), actor=world.local.officer)
    # A Saturday: the third alarm of the work has not rung, and the center does not wait for Monday.
    time_machine.move_to(LATER + dt.timedelta(days=31), tick=False)
    tasks.ring_alarms.call()
    act = duty.case.duties.running().get(kind=DutyKind.ACT)
    late.take_over(case=duty.case, actor=world.center.supervisor, note="ไม่มีใครทำ")
    reader = login(governor)
    mail = OutboxMessage.objects.get(template="case_governor_told")
    page = soup(reader.get(urlsplit(mail.context["link"]).path))
    assert duty.case.reference in ended_on(page)
    text = pdf.squeezed(
        pdf.text_of(body_of(reader.get(reverse("desk:late_report", args=[act.pk]))), tmp_path)
    )
    assert "หน่วยงานอื่นรับไปดำเนินการแทน" in text


def test_what_ended_is_kept_for_ninety_days_for_those_who_were_told_at_the_third_level(
    world, overseer, governor, login: Login, time_machine
):
    duty = late_duties(world, time_machine)[0]
    accept_referral(referral=duty.case.referrals.get(), actor=world.local.officer)
    for name in ("late_finding", "late_report"):
        url = reverse(f"desk:{name}", args=[duty.pk])
        # The overseer was told at the second level, whoever is late at the first.
        for stranger in (overseer, world.local.supervisor, world.other_local.supervisor):
            assert login(stranger).get(url).status_code == 404
            assert not ended_on(soup(login(stranger).get(reverse("desk:late"))))
    assert login(world.lead.supervisor).post(reverse("desk:late_urge", args=[duty.pk])).status_code == 404
    time_machine.move_to(LATER + dt.timedelta(days=91), tick=False)
    reader = login(governor)
    assert not ended_on(soup(reader.get(reverse("desk:late"))))
    assert reader.get(reverse("desk:late_report", args=[duty.pk])).status_code == 404


def test_more_of_what_ended_has_pages_of_its_own(
    world, overseer, governor, login: Login, time_machine, monkeypatch
):
    for duty in late_duties(world, time_machine, count=3):
        accept_referral(referral=duty.case.referrals.get(), actor=world.local.officer)
    monkeypatch.setattr(views, "MOST_ENDED", 1)
    monkeypatch.setattr(views, "PAGE_SIZE", 2)
    reader = login(governor)
    first = soup(reader.get(reverse("desk:late")))
    assert len(first.select("#ended tbody tr")) == 1
    whole = soup(reader.get(reverse("desk:late") + first.select_one("#ended p a")["href"]))
    assert len(whole.select("tbody tr")) == 2
    assert len(soup(reader.get(whole.select_one("a[rel=next]")["href"])).select("tbody tr")) == 1


def test_the_list_asks_the_same_number_of_questions_for_any_number_of_what_ended(
    world, overseer, governor, login: Login, time_machine
):
    def ended(count: int) -> None:
        for duty in late_duties(world, time_machine, count=count):
            accept_referral(referral=duty.case.referrals.get(), actor=world.local.officer)

    ended(1)
    reader = login(governor)
    queries(reader, 1)
    one = queries(reader, 1)
    ended(8)
    assert queries(reader, 9) == one
