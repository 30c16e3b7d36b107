"""The case page tells an officer who, what, where and when, what is due, and what can be done now."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from PIL import Image

from cases.desk.case.buttons import buttons
from cases.desk.content import facts, history
from cases.desk.lists.rows import place_of
from cases.domain import asking, assistance, closure, intake, referral, screening, working
from cases.domain.act import situation_of
from cases.domain.submission import ReporterDetails
from cases.domain.view import case_view
from cases.machine.vocabulary import Verb, WaitingState
from cases.models import Case
from cases.vocabulary import (
    ClosureReason,
    Confidentiality,
    Consent,
    ContactWay,
    Outcome,
    Relation,
    Severity,
    Visibility,
)
from portal.actors import Actor, Citizen
from portal.audit.models import AuditEntry
from portal.files import check_upload
from portal.organizations.models import RoutingRule
from portal.organizations.vocabulary import OrganizationType
from portal.vocabulary import ProblemType
from tests.accounts.factories import OrganizationFactory, officer
from tests.cases import factories
from tests.cases.desk.conftest import Login, body_of, soup
from tests.cases.factories import CANARY_NAME, CANARY_PHONE, CANARY_STORY, World
from tests.helpers import assert_same_queries, count_queries


def url(case: Case) -> str:
    return reverse("desk:case", kwargs={"reference": case.reference})


def primary(page: BeautifulSoup) -> list[str]:
    return [b.get_text() for b in page.select(".verbs .button:not(.button--secondary)")]


def picture(name: str = "บ้าน.png") -> SimpleUploadedFile:
    from io import BytesIO

    content = BytesIO()
    Image.new("RGB", (8, 8), "navy").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), "image/png")


# --- facts ------------------------------------------------------------------------------------------------------------


def test_who_what_where_and_when_are_there(world: World, at_center: Client) -> None:
    page = at_center.get(url(factories.received_case(world))).content.decode()
    for fact in (CANARY_STORY, CANARY_NAME, CANARY_PHONE, "บ้านกรงทอง", "ปากน้ำ", "เว็บไซต์", "ประมาณ 44 ปี"):
        assert fact in page


def told(world: World, client: Client, **details: object) -> BeautifulSoup:
    """Return the part on the reporter of the page of a case."""
    case = factories.received_case(world)
    for name, value in details.items():
        setattr(case.reporter, name, value)
    case.reporter.save()
    return soup(client.get(url(case))).select_one("section[aria-labelledby=reporter-title]")


def dialled(part: BeautifulSoup) -> list[str]:
    return [link["href"] for link in part.select("a[href^='tel:']")]


def test_numbers_of_the_reporter_are_called_with_one_tap(world: World, at_center: Client) -> None:
    part = told(world, at_center, phone="081-234-5678, 0-7561-1234 ต่อ 5")
    assert dialled(part) == ["tel:+66812345678", "tel:+6675611234;ext=5"]
    assert "ตามที่เขียน" not in part.get_text()


def test_a_remark_beside_a_number_is_read_before_it_is_called(world: World, at_center: Client) -> None:
    part = told(world, at_center, phone="0812345678 (ลูกสาว โทรหลังหกโมง)")
    assert dialled(part) == ["tel:+66812345678"]
    assert "ตามที่เขียน: 0812345678 (ลูกสาว โทรหลังหกโมง)" in part.get_text()


@pytest.mark.parametrize("written", ["โทรหาแม่", "08123", "081-234-56789", "บ้านเลขที่ 191"])
def test_words_that_are_no_number_are_shown_as_written_and_never_dialled(
    world: World, at_center: Client, written: str
) -> None:
    part = told(world, at_center, phone=written)
    assert f"ตามที่เขียน: {written}" in part.get_text()
    assert dialled(part) == []


def test_who_must_not_be_called_is_no_tap_away(world: World, at_center: Client) -> None:
    part = told(world, at_center, phone="081-234-5678", contact_way=ContactWay.NONE)
    assert "081-234-5678" in part.get_text()
    assert dialled(part) == []


def test_words_that_are_no_address_are_shown_as_written(world: World, at_center: Client) -> None:
    part = told(world, at_center, email="", email_words="nok ณ จุดคอม")
    assert "ตามที่เขียน: nok ณ จุดคอม" in part.get_text()
    assert not part.select("a[href^='mailto:']")


def test_the_title_names_the_case_and_nobody(world: World, at_center: Client) -> None:
    case = factories.received_case(world)
    title = soup(at_center.get(url(case))).title.get_text()
    assert case.reference in title
    assert not [canary for canary in factories.CANARIES if canary in title]


def test_how_to_reach_the_reporter_without_harm(world: World, at_center: Client) -> None:
    """Privacy 7 and 10: what was not answered stands for "no"."""
    case = factories.received_case(world, reporter={"contact_note": "สามีอยู่บ้านหลังหกโมง"})
    warning = soup(at_center.get(url(case))).select_one(".notice--warn").get_text()
    assert "อย่าฝากข้อความ" in warning
    assert "อย่าบอกคนที่รับสาย" in warning
    assert "สามีอยู่บ้านหลังหกโมง" in warning


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({"contact_way": ContactWay.NONE}, ["ขอไม่ให้ติดต่อกลับ"]),
        ({"may_leave_message": True, "may_identify": True}, []),
        (
            {"may_leave_message": True, "may_identify": True, "relation": Relation.NEIGHBOR},
            ["อย่าบอกผู้ประสบปัญหา"],
        ),
    ],
)
def test_cautions_follow_the_answers(world: World, details: dict, words: list[str]) -> None:
    case = factories.received_case(world, reporter=details)
    found = facts.cautions(case.reporter)
    assert len(found) == len(words)
    assert all(word in line for word, line in zip(words, found, strict=True))


def test_a_person_without_a_name_is_shown_as_such(world: World) -> None:
    case = factories.received_case(world, affected={"name": ""})
    assert dict(facts.person(case.affected_people.get()))["ชื่อหรือชื่อเล่น"] == "ไม่ได้บอกชื่อ"


def test_text_of_citizens_is_never_markup(world: World, at_center: Client) -> None:
    case = factories.received_case(world, narrative="<script>alert(1)</script><b>หนา</b>")
    page = at_center.get(url(case)).content.decode()
    assert "<script>alert" not in page
    assert "<b>หนา</b>" not in page
    assert "&lt;b&gt;หนา" in page


def test_danger_stands_out_until_the_case_is_closed(world: World, at_center: Client) -> None:
    case = factories.received_case(world, danger_now=True)
    assert soup(at_center.get(url(case))).select(".notice--danger")


def test_deadlines_name_the_body_that_must_act(world: World, at_center: Client) -> None:
    case = factories.pending_referral(world).case
    block = soup(at_center.get(url(case))).find(id="waiting-title").find_parent("section")
    assert "ตอบรับเรื่อง" in block.get_text()
    assert world.local.organization.short_name in block.get_text()


def test_a_page_says_why_one_may_see_it(world: World, at_local: Client, at_center: Client) -> None:
    case = factories.pending_referral(world).case
    assert "ถูกขอให้รับเรื่องหรือช่วย" in soup(at_local.get(url(case))).select_one(".holder").get_text()
    assert "เป็นหน่วยงานที่รับผิดชอบ" in soup(at_center.get(url(case))).select_one(".holder").get_text()


def test_what_waits_is_listed_with_how_late_it_is(world: World, login: Login) -> None:
    case = factories.closing_case(world)
    with time_machine.travel(timezone.now() + dt.timedelta(days=60), tick=False):
        page = soup(login(world.local.officer).get(url(case)))
    block = page.find(id="waiting-title").find_parent("section").get_text(" ", strip=True)
    assert "คำขออนุมัติ: ปิดเรื่อง" in block
    assert "พิจารณาอนุมัติ" in block
    assert "เกินกำหนด" in block


def test_a_note_says_who_reads_it(world: World, at_local: Client) -> None:
    case = factories.working_case(world)
    working.add_note(case=case, actor=world.local.officer, text="ตรวจแล้ว")
    shown = soup(at_local.get(url(case))).select_one(".timeline li").get_text(" ", strip=True)
    assert f"อ่านได้เฉพาะ {world.local.organization.short_name}" in shown
    working.add_note(case=case, actor=world.local.officer, text="บอกแม่แล้ว", readers=Visibility.PUBLIC)
    assert "ผู้แจ้งอ่านได้ด้วย" in soup(at_local.get(url(case))).select_one(".timeline li").get_text()


# --- decisions --------------------------------------------------------------------------------------------------------


def decision(case: Case) -> str:
    number = case.approvals.get().number
    return reverse("desk:act_on_row", args=[case.reference, Verb.APPROVE, number])


def test_whoever_decides_sees_what_was_asked_and_what_came_since(world: World, login: Login) -> None:
    case = factories.closing_case(world)
    boss = login(world.local.supervisor)
    part = soup(boss.get(decision(case))).find(id="asked-title").find_parent("section")
    text = part.get_text(" ", strip=True)
    for words in ("ปิดเรื่อง", "ช่วยเหลือครบแล้ว", world.local.officer.person.display_name):
        assert words in text
    assert {str(ClosureReason.HELPED.label), str(Outcome.HELPED_FULLY.label)} <= {
        line.get_text() for line in part.select("ul li")
    }
    assert not part.select("#asked-since")
    asking.object_to_closing(case=case, actor=Citizen(case.reference), text="ยังไม่ได้ยา")
    part = soup(boss.get(decision(case))).find(id="asked-title").find_parent("section")
    assert "ยังไม่ได้ยา" in part.select_one("#asked-since").get_text()
    assert "คัดค้าน" in part.select_one(".notice--warn").get_text()


def test_a_decision_is_asked_again_when_something_came_since_the_page_was_opened(
    world: World, login: Login
) -> None:
    case = factories.closing_case(world)
    boss = login(world.local.supervisor)
    case.refresh_from_db()
    data = {"base": case.base, "last_seen": case.version}
    asking.object_to_closing(case=case, actor=Citizen(case.reference), text="ยังไม่ได้ยา")
    page = boss.post(decision(case), data)
    assert "มีสิ่งใหม่เข้ามา" in soup(page).select_one(".error-summary").get_text()
    assert "ยังไม่ได้ยา" in page.content.decode()
    assert case.approvals.get().state == WaitingState.OPEN
    data["last_seen"] = soup(page).find("input", {"name": "last_seen"})["value"]
    assert boss.post(decision(case), data).status_code == 302
    assert case.approvals.get().state == WaitingState.APPROVED


# --- buttons ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "who", "label"),
    [
        (factories.received_case, "center", "คัดกรอง"),
        (factories.screened_case, "center", "ส่งต่อ"),
        (lambda world: factories.pending_referral(world).case, "local", "รับเรื่อง"),
        (factories.working_case, "local", "บันทึกการช่วยเหลือ"),
        (factories.followed_case, "local", "บันทึกผลการติดตาม"),
    ],
)
def test_the_next_step_is_the_one_filled_button(
    world: World, login: Login, make, who: str, label: str
) -> None:  # noqa: ANN001
    case = make(world)
    assert primary(soup(login(getattr(world, who).officer).get(url(case)))) == [label]


def test_a_crisis_in_other_hands_is_handed_to_the_lead_agency_and_the_form_is_filled_in(
    world: World, login: Login
) -> None:
    """S2.38, S2.40: one press and one look."""
    case = factories.CaseFactory(actor=world.local.officer, problem=ProblemType.VIOLENCE)
    screening.screen_case(
        case=case, actor=world.local.officer, problem=ProblemType.VIOLENCE, severity=Severity.URGENT
    )
    client = login(world.local.officer)
    page = soup(client.get(url(case)))
    assert primary(page) == [f"ส่งต่อให้ {world.lead.organization.short_name}"]
    form = soup(client.get(page.select_one(".verbs .button:not(.button--secondary)")["href"]))
    assert form.select_one("input[name=target][checked]")["value"] == str(world.lead.organization.pk)
    assert form.select_one("input[name=reason][checked]")["value"] == "lead_agency"


def test_the_lead_agency_is_the_one_that_the_routing_table_names_for_the_district(
    world: World, login: Login
) -> None:
    """S2.20, S2.33: whatever its kind; the button and the form behind it name the same office, and why it is the right one."""
    case = factories.CaseFactory(actor=world.local.officer, problem=ProblemType.VIOLENCE)
    screening.screen_case(
        case=case, actor=world.local.officer, problem=ProblemType.VIOLENCE, severity=Severity.URGENT
    )
    shelter = OrganizationFactory(type=OrganizationType.SOCIAL_CENTER, name_th="บ้านพักเด็กเขตสาม")
    officer(shelter)
    RoutingRule.objects.create(
        problem=ProblemType.VIOLENCE,
        province_code=case.province_code,
        district_code=case.district_code,
        organization=shelter,
    )
    client = login(world.local.officer)
    page = soup(client.get(url(case)))
    assert primary(page) == [f"ส่งต่อให้ {shelter.short_name or shelter.name_th}"]
    form = soup(client.get(page.select_one(".verbs .button:not(.button--secondary)")["href"]))
    assert form.select_one("input[name=target][checked]")["value"] == str(shelter.pk)
    assert form.select_one("input[name=reason][checked]")["value"] == "lead_agency"


def test_facts_people_and_how_to_reach_them_stand_beside_every_form(world: World, at_local: Client) -> None:
    """Issue 9, point 3."""
    case = factories.working_case(world)
    for verb in (Verb.RECORD_HELP, Verb.NOTE, Verb.LOG_CALL, Verb.REFER):
        page = soup(at_local.get(reverse("desk:act", args=[case.reference, verb])))
        beside = page.select_one("aside.act-facts").get_text()
        assert CANARY_STORY in beside, verb
        assert CANARY_NAME in beside, verb
        assert page.select_one("aside.act-facts a[href^='tel:']"), verb


def test_the_supervisor_approves_and_the_requester_does_not(world: World, login: Login) -> None:
    case = factories.closing_case(world)
    assert primary(soup(login(world.local.supervisor).get(url(case)))) == ["อนุมัติ: ปิดเรื่อง"]
    offered = [b.get_text() for b in soup(login(world.local.officer).get(url(case))).select(".verbs .button")]
    assert "ถอนคำขออนุมัติ: ปิดเรื่อง" in offered
    assert "อนุมัติ: ปิดเรื่อง" not in offered


def test_a_local_body_that_screened_works_on_it_itself(world: World, login: Login) -> None:
    case = factories.CaseFactory(actor=world.local.officer)
    screening.screen_case(
        case=case, actor=world.local.officer, problem=ProblemType.QUALITY_OF_LIFE, severity=Severity.NORMAL
    )
    assert primary(soup(login(world.local.officer).get(url(case)))) == ["ดำเนินการเอง"]


def test_a_button_that_waits_says_for_what(world: World) -> None:
    case = factories.working_case(world)
    referral.refer_jointly(
        case=case,
        actor=world.local.officer,
        target=world.hospital.organization,
        request="รับตัวไปรักษา",
        consent=Consent.GIVEN,
    )
    waiting = [b for b in buttons(case, situation_of(case, world.local.officer)) if b.missing]
    assert any(b.label == "ขออนุมัติปิดเรื่อง" and "หน่วยงาน" in str(b.missing) for b in waiting)
    assert not any(b.primary for b in waiting)


def test_at_most_one_button_is_the_next_step_and_dangers_come_last(world: World) -> None:
    cases = [factories.received_case(world), factories.screened_case(world), factories.working_case(world)]
    for case in cases:
        for actor in (
            world.center.officer,
            world.center.supervisor,
            world.local.officer,
            world.local.supervisor,
        ):
            found = [b for b in buttons(case, situation_of(case, actor)) if not b.missing]
            assert sum(b.primary for b in found) <= 1
            dangers = [b.danger for b in found]
            assert dangers == sorted(dangers)


# --- history ----------------------------------------------------------------------------------------------------------


def test_the_history_tells_every_act_newest_first(world: World, at_local: Client) -> None:
    case = factories.followed_case(world)
    titles = [t.get_text() for t in soup(at_local.get(url(case))).select(".timeline-title")]
    assert [title.split(" (")[0] for title in titles] == [
        "ช่วยเหลือแล้ว เริ่มติดตามผล",
        "บันทึกการช่วยเหลือ",
        "รับเรื่อง",
        "ส่งต่อ",
        "คัดกรอง",
        "ยื่นคำขอ",
    ]


def test_no_code_is_left_without_words(world: World) -> None:
    """What the domain writes as a reason, in a journey that has them all."""
    case = factories.closed_case(world)
    for entry in history.entries(case_view(case, world.local.officer)):
        assert entry.reason != entry.event.reason or not entry.event.reason


def test_a_line_names_the_other_body_of_a_referral_and_not_ones_own_twice(world: World) -> None:
    case = factories.working_case(world)
    accepted, sent = history.entries(case_view(case, world.local.officer))[:2]
    assert (accepted.event.verb, accepted.target) == (Verb.ACCEPT, "")
    assert (sent.event.verb, sent.target) == (Verb.REFER, world.local.organization.short_name)


def test_changes_are_told_in_words(world: World) -> None:
    case = screening.reclassify_case(
        case=factories.screened_case(world),
        actor=world.center.officer,
        problem=ProblemType.DISASTER,
        severity=Severity.URGENT,
        note="น้ำขึ้นเร็ว",
    )
    entry = history.entries(case_view(case, world.center.officer))[0]
    assert "ความเร่งด่วน: ปกติ → เร่งด่วน" in entry.changes
    assert entry.note == "น้ำขึ้นเร็ว"


def test_reasons_of_every_list_have_words_and_unknown_codes_stay_codes() -> None:
    assert history.reason_words("wrong_area") == "ไม่อยู่ในพื้นที่"
    assert history.reason_words("lead_agency") == "เป็นหน่วยงานเจ้าภาพหลัก"
    assert history.reason_words("in_kind") == "สิ่งของหรือถุงยังชีพ"
    assert history.reason_words("from_a_newer_version") == "from_a_newer_version"


# --- record of reads ----------------------------------------------------------------------------------------------------


def reads(case: Case) -> list[str]:
    return list(
        AuditEntry.objects.filter(subject=case.reference, action__in=READS).values_list("action", flat=True)
    )


READS = ("case.read", "case.file", "case.letter")


def test_every_read_of_a_restricted_case_is_recorded(world: World, login: Login) -> None:
    """Privacy 6."""
    case = factories.crisis_case(world)
    client = login(world.lead.officer)
    client.get(url(case))
    client.get(reverse("desk:act_on_row", args=[case.reference, Verb.ACCEPT, case.referrals.get().number]))
    assert reads(case) == ["case.read", "case.read"]
    entry = AuditEntry.objects.filter(action="case.read").first()
    assert (entry.user, entry.organization) == (world.lead.officer.person, world.lead.organization)


def test_reads_of_ordinary_cases_leave_no_trace(world: World, at_center: Client) -> None:
    case = factories.received_case(world)
    at_center.get(url(case))
    assert reads(case) == []


# --- files and letters --------------------------------------------------------------------------------------------------


def with_file(world: World, **values: object) -> Case:
    return factories.received_case(world, files=(check_upload(picture()),), **values)


def test_a_file_comes_as_a_download_only(world: World, at_center: Client) -> None:
    """Privacy 13."""
    case = with_file(world)
    response = at_center.get(reverse("desk:file", args=[case.reference, case.files.get().pk]))
    content = body_of(response)
    assert content[:3] in {b"\x89PN", b"\xff\xd8\xff"}
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


def test_a_file_of_another_case_is_not_found(world: World, at_center: Client) -> None:
    """Privacy 4: nested ids."""
    case, other = with_file(world), factories.received_case(world)
    assert at_center.get(reverse("desk:file", args=[other.reference, case.files.get().pk])).status_code == 404


def test_a_file_that_the_disk_lost_is_not_found_rather_than_an_error(world: World, at_center: Client) -> None:
    case = with_file(world)
    row = case.files.get()
    row.file.storage.delete(row.file.name)
    assert at_center.get(reverse("desk:file", args=[case.reference, row.pk])).status_code == 404


def test_opening_a_file_of_a_restricted_case_is_recorded(world: World, login: Login) -> None:
    case = with_file(world, problem=ProblemType.VIOLENCE)
    body_of(login(world.lead.officer).get(reverse("desk:file", args=[case.reference, case.files.get().pk])))
    assert reads(case) == ["case.file"]


def test_the_covering_letter_is_a_pdf_without_the_story(world: World, at_center: Client) -> None:
    referral = factories.pending_referral(world)
    response = at_center.get(reverse("desk:letter", args=[referral.case.reference, referral.letter_id]))
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")


def test_a_referral_without_letter_has_none(world: World, at_center: Client) -> None:
    referral = factories.pending_referral(world)
    other = factories.received_case(world)
    assert (
        at_center.get(reverse("desk:letter", args=[other.reference, referral.letter_id])).status_code == 404
    )


# --- cost ---------------------------------------------------------------------------------------------------------------


def test_the_page_makes_the_same_number_of_queries_however_long_the_story(
    world: World, at_center: Client
) -> None:
    case = with_file(world)
    screening.screen_case(
        case=case,
        actor=world.center.officer,
        problem=ProblemType.QUALITY_OF_LIFE,
        severity=Severity.NORMAL,
        further_problems=[ProblemType.DISEASE],
    )

    def grow() -> None:
        for _ in range(2):
            case.refresh_from_db()
            screening.reclassify_case(
                case=case,
                actor=world.center.supervisor,
                problem=ProblemType.QUALITY_OF_LIFE,
                severity=Severity.NORMAL,
                confidentiality=Confidentiality.NORMAL,
                further_problems=[ProblemType.DISEASE, ProblemType.DISASTER],
                note="อีกครั้ง",
            )
            intake.add_file(case=case, checked=check_upload(picture()), actor=world.center.officer)

    assert_same_queries(lambda: at_center.get(url(case)), grow)


def test_the_page_of_a_case_takes_two_dozen_queries(world: World, login: Login) -> None:
    """It was fifty: rows that pages, forms and the machine all begin with are read once (`cases.domain.gathering`)."""
    crisis, waiting = factories.working_crisis_case(world), factories.pending_referral(world).case
    for case, reader in (
        (factories.working_case(world), world.local.officer),
        (factories.closed_case(world), world.local.supervisor),
        (waiting, world.center.officer),
        (waiting, world.local.officer),
        (crisis, world.lead.officer),
    ):
        client = login(reader)
        client.get(url(case))
        assert count_queries(lambda: client.get(url(case))) <= 25  # noqa: B023 - called at once


def test_a_reopened_case_offers_work_again(world: World, login: Login) -> None:
    case = closure.reopen_case(
        case=factories.closed_case(world), actor=world.local.supervisor, note="ยังไม่เรียบร้อย"
    )
    actor: Actor = world.local.officer
    assert primary(soup(login(actor).get(url(case)))) == ["ช่วยเหลือแล้ว เริ่มติดตามผล"]


def test_reporter_details_have_words_for_every_field() -> None:
    """A new field of the reporter must be thought of here: shown, or left out on purpose."""
    shown = {"name", "relation", "contact_way", "phone", "email", "email_words", "other_way", "contact_time"}
    cautioned = {"may_leave_message", "may_identify", "may_tell_affected", "contact_note"}
    for_messages_only = {"may_email", "may_text"}
    assert set(ReporterDetails.__dataclass_fields__) == shown | cautioned | for_messages_only


def test_the_place_is_written_as_readers_of_each_language_do(world: World) -> None:
    case = factories.received_case(world)
    with translation.override("th"):
        assert place_of(case) == "ต.ปากน้ำ อ.เมืองกระบี่"
    with translation.override("en"):
        assert place_of(case) == "Pak Nam Subdistrict, Mueang Krabi District"
    case.country = "โซล เกาหลีใต้"
    assert place_of(case) == "โซล เกาหลีใต้"


def test_on_a_phone_the_next_step_comes_before_the_long_story(world: World, at_center: Client) -> None:
    parts = soup(at_center.get(url(factories.received_case(world)))).select(".case-columns > div")
    assert [part["class"] for part in parts] == [["case-side"], ["case-facts"], ["case-history"]]


@pytest.mark.parametrize(
    ("make", "who"),
    [
        (factories.screened_case, "center"),
        (lambda world: factories.pending_referral(world).case, "local"),
        (factories.working_case, "local"),
        (factories.closing_case, "local"),
        (factories.closed_case, "local"),
        (factories.working_crisis_case, "lead"),
    ],
)
def test_every_button_leads_to_a_page_that_opens(world: World, login: Login, make, who: str) -> None:  # noqa: ANN001
    case = make(world)
    body = getattr(world, who)
    for actor in (body.officer, body.supervisor):
        client = login(actor)
        found = buttons(case, situation_of(case, actor))
        assert found
        for button in found:
            assert client.get(button.url).status_code == 200, button.label


# --- what became of it ------------------------------------------------------------------------------------------------


def followed(page: BeautifulSoup) -> list[str]:
    section = page.select_one("section[aria-labelledby=found-title]")
    return [" ".join(line.get_text().split()) for line in section.select("p")] if section else []


def test_a_follow_up_that_is_called_off_is_no_appointment_any_more(world: World, at_local: Client) -> None:
    case = factories.working_case(world)
    planned = assistance.plan_follow_up(
        case=case, actor=world.local.officer, on=timezone.localdate() + dt.timedelta(days=5)
    )
    [line] = followed(soup(at_local.get(url(case))))
    assert line.startswith("นัดติดตาม"), "also where no help is on record yet"
    assert "ถอน" not in line and "ยกเลิก" not in line
    assistance.cancel_follow_up(follow_up=planned, actor=world.local.officer, note="ย้ายบ้านแล้ว")
    planned.refresh_from_db()
    [line] = followed(soup(at_local.get(url(case))))
    assert line.endswith(str(planned.get_state_display()))


def test_how_a_case_ended_and_how_often_it_was_opened_again_stand_on_its_page(
    world: World, at_local: Client
) -> None:
    """S2.44: the final outcome is asked for at closing; row 19."""
    case = factories.closed_case(world)
    words = soup(at_local.get(url(case))).select_one("section[aria-labelledby=matter-title]").get_text()
    assert case.outcome and str(Outcome(case.outcome).label) in words
    label = str(Case._meta.get_field("reopen_count").verbose_name)
    assert label not in words
    closure.reopen_case(case=case, actor=Citizen(case.reference), note="หลังคายังรั่ว")
    words = soup(at_local.get(url(case))).select_one("section[aria-labelledby=matter-title]").get_text()
    assert label in words


def test_the_history_says_which_way_consent_changed(world: World) -> None:
    case = factories.working_case(world)
    asking.change_consent(case=case, actor=world.local.officer, consent=Consent.REFUSED)
    entry = history.entries(case_view(Case.objects.get(pk=case.pk), world.local.officer))[0]
    label = Case._meta.get_field("consent").verbose_name
    assert f"{label}: {Consent.GIVEN.label} → {Consent.REFUSED.label}" in entry.changes
