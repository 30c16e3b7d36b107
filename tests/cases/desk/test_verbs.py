"""One page per verb, from the one table; every act of the first cut done by clicking through its page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.desk.verbs.forms import VERB_FORMS
from cases.desk.verbs.forms.referral import AGREED_TO_NOTHING
from cases.desk.verbs.forms.screening import NOT_LOWERED_YET
from cases.desk.verbs.forms.targets import proposals_for
from cases.desk.verbs.words import HINTS
from cases.domain import assistance, screening
from cases.domain import referral as referrals
from cases.domain.act import situation_of
from cases.machine.vocabulary import DutyKind, Stage, Verb, WaitingKind, WaitingState
from cases.models import Approval, Case, CaseEvent
from cases.vocabulary import Confidentiality, Consent, HandoverReason, ReturnReason, Severity
from portal.actors import Actor
from portal.organizations.domain.directory import FOUND_AT_MOST, find
from portal.organizations.models import ServiceArea
from portal.thai.dates import BE_OFFSET
from portal.vocabulary import ProblemType
from tests.accounts.factories import OrganizationFactory
from tests.cases import factories
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import SUBDISTRICT, World
from tests.helpers import assert_same_queries
from tests.outbox.addresses import mails_to

BY_THE_SYSTEM = {Verb.SUBMIT, Verb.AUTO_ROUTE, Verb.QUESTION_END, Verb.SUCCEED, Verb.FOLLOW_CALENDAR} | {
    *(Verb.FIRE_ALARM, Verb.EXPIRE_GRANT, Verb.ANONYMIZE)
}
ON_OTHER_PAGES = {Verb.TELL, Verb.UNSCREEN, Verb.LINK_HOUSEHOLD, Verb.UNLINK_HOUSEHOLD}
"""They have pages of their own: a household, an act on many cases."""
BY_THE_CITIZEN = {Verb.MESSAGE, Verb.WITHDRAW, Verb.OBJECT, Verb.RATE}


def act_url(case: Case, verb: Verb, row: Any = None) -> str:
    if row is None:
        return reverse("desk:act", args=[case.reference, verb])
    return reverse("desk:act_on_row", args=[case.reference, verb, row.number])


def waiting(case: Case) -> Approval:
    """The request that waits for a decision."""
    return case.approvals.get(state=WaitingState.OPEN)


def do(client: Client, case: Case, verb: Verb, row: Any = None, **data: Any) -> HttpResponse:
    """Post a verb's form with what has changed the case last as it is now."""
    case.refresh_from_db()
    return client.post(act_url(case, verb, row), {"base": case.base, "last_seen": case.version, **data})


def date(prefix: str, day: Any) -> dict[str, str]:
    return {f"{prefix}_day": day.day, f"{prefix}_month": day.month, f"{prefix}_year": day.year + BE_OFFSET}


def errors(response: HttpResponse) -> str:
    summary = soup(response).select_one(".error-summary")
    return summary.get_text(" ", strip=True) if summary else ""


CLASSIFIED = {"problem": "quality_of_life", "severity": "normal", "confidentiality": "normal"}


def help_data() -> dict[str, Any]:
    today = timezone.localdate()
    return {
        **date("given_on", today),
        **date("follow_up_on", today + dt.timedelta(days=6)),
        "category": "quality_of_life",
        "kind": "cash",
        "persons": "๓",
        "households": "1",
        "amount_baht": "๒,๐๐๐ บาท",
    }


# --- the table --------------------------------------------------------------------------------------------------------


def test_every_verb_of_the_desk_has_its_form_and_no_other() -> None:
    assert set(VERB_FORMS) == set(Verb) - BY_THE_SYSTEM - BY_THE_CITIZEN - ON_OTHER_PAGES


def test_every_form_says_what_it_does_by_the_table(world: World, at_center: Client) -> None:
    case = factories.received_case(world)
    page = soup(at_center.get(act_url(case, Verb.SCREEN)))
    assert page.h1.get_text() == Verb.SCREEN.label
    assert page.select_one(".lede").get_text() == HINTS[Verb.SCREEN]
    assert page.select_one(".actions .button").get_text() == Verb.SCREEN.label


@pytest.mark.parametrize("verb", ["submit", "auto_route", "delete", "nonsense"])
def test_what_is_no_verb_of_the_desk_is_not_found(world: World, at_center: Client, verb: str) -> None:
    case = factories.received_case(world)
    assert at_center.get(reverse("desk:act", args=[case.reference, verb])).status_code == 404
    assert at_center.post(reverse("desk:act", args=[case.reference, verb]), {"base": "x"}).status_code == 404


# --- the journey ------------------------------------------------------------------------------------------------------


def test_the_whole_journey_by_clicking(
    world: World, login: Login, at_center: Client, at_local: Client
) -> None:
    """Screen, refer, accept, record help, request and approve the closure, reopen: each through its own page."""
    ServiceArea.objects.create(organization=world.local.organization, subdistrict_code=SUBDISTRICT)
    boss = login(world.local.supervisor)
    case = factories.received_case(world)

    assert do(at_center, case, Verb.SCREEN, **CLASSIFIED, note="โทรยืนยันแล้ว").status_code == 302
    target = world.local.organization.pk
    sent = do(
        at_center, case, Verb.REFER, target=target, reason="proper_area", consent="given", request="ช่วยดูให้"
    )
    assert sent.status_code == 302
    referral = case.referrals.get()
    assert (referral.state, referral.target) == (WaitingState.SENT, world.local.organization)
    assert referral.letter is not None
    assert mails_to(world.local.organization.email)

    assert do(at_local, case, Verb.ACCEPT, referral).status_code == 302
    assert do(at_local, case, Verb.RECORD_HELP, **help_data()).status_code == 302
    record = case.assistance.get()
    assert (record.persons, record.amount_baht) == (3, 2000)
    asked = do(at_local, case, Verb.REQUEST_CLOSURE, reason="helped", outcome="helped_fully", note="ครบแล้ว")
    assert asked.status_code == 302
    assert do(boss, case, Verb.APPROVE, waiting(case)).status_code == 302
    case.refresh_from_db()
    assert case.stage == Stage.CLOSED
    assert do(boss, case, Verb.REOPEN, note="ผู้แจ้งบอกว่ายังขาดยา").status_code == 302
    case.refresh_from_db()
    assert case.stage == Stage.WORKING


def test_after_an_act_one_is_back_at_the_case_and_told_so(world: World, at_center: Client) -> None:
    case = factories.received_case(world)
    response = at_center.post(act_url(case, Verb.SCREEN), {"base": case.base, **CLASSIFIED}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("desk:case", args=[case.reference])
    assert case.reference in soup(response).select_one(".notice--ok").get_text()


def test_when_the_case_left_one_is_back_at_the_list(world: World, at_local: Client) -> None:
    referral = factories.pending_referral(world)
    response = do(at_local, referral.case, Verb.RETURN, referral, reason="wrong_area", note="อยู่ในเขตเทศบาล")
    assert response.url == reverse("desk:worklist")


def other_verbs(world: World) -> list[tuple[str, Callable[[], Case], Actor, Verb, dict[str, Any], bool]]:
    """(name, case, actor, verb, data, acts on what waits)."""
    local, boss, center = world.local.officer, world.local.supervisor, world.center.officer
    return [
        (
            "take on",
            lambda: factories.screened_case(world),
            center,
            Verb.TAKE_ON,
            {"note": "ลงพื้นที่พรุ่งนี้"},
            False,
        ),
        ("reject", lambda: factories.received_case(world), center, Verb.REJECT, {"reason": "test"}, False),
        (
            "recall",
            lambda: factories.pending_referral(world).case,
            center,
            Verb.RECALL,
            {"note": "ผิดหน่วย"},
            True,
        ),
        ("ask", lambda: factories.working_case(world), local, Verb.ASK, {"question": "บ้านเลขที่เท่าไร"}, False),
        (
            "adjust",
            lambda: factories.followed_case(world),
            local,
            Verb.ADJUST_PLAN,
            {"finding": "ยังขาดน้ำ"},
            False,
        ),
        (
            "escalate",
            lambda: factories.working_case(world),
            boss,
            Verb.HAND_UP,
            {"consent": "given", "note": "งบหมด"},
            False,
        ),
        (
            "refuse",
            lambda: factories.closing_case(world),
            boss,
            Verb.REFUSE,
            {"note": "ติดตามก่อน"},
            True,
        ),
        (
            "reclassify",
            lambda: factories.screened_case(world),
            center,
            Verb.RECLASSIFY,
            CLASSIFIED | {"severity": "urgent", "note": "น้ำขึ้น"},
            False,
        ),
        (
            "ask for a part",
            lambda: factories.screened_case(world),
            center,
            Verb.REFER_JOINT,
            {"target": world.hospital.organization.pk, "consent": "given", "request": "รับตัวไปรักษาก่อน"},
            False,
        ),
        (
            "forward on",
            lambda: factories.pending_referral(world).case,
            local,
            Verb.FORWARD_ON,
            {"target": world.other_local.organization.pk, "reason": "proper_area", "consent": "given"},
            True,
        ),
    ]


@pytest.mark.parametrize("index", range(10))
def test_each_further_verb_works_through_its_page(world: World, login: Login, index: int) -> None:
    _name, make, actor, verb, data, answers = other_verbs(world)[index]
    case = make()
    row = (
        case.referrals.filter(state=WaitingState.SENT).first() or case.approvals.first() if answers else None
    )
    client = login(actor)
    assert client.get(act_url(case, verb, row)).status_code == 200
    response = do(client, case, verb, row, **data)
    assert response.status_code == 302, errors(response)
    assert CaseEvent.objects.filter(case=case, verb=verb, user=actor.person).exists()


def test_a_part_is_asked_for_taken_and_done(world: World, login: Login, at_center: Client) -> None:
    """S2.41: the hospital first, the case stays."""
    case = factories.screened_case(world)
    hospital = login(world.hospital.officer)
    do(
        at_center,
        case,
        Verb.REFER_JOINT,
        target=world.hospital.organization.pk,
        consent="vital",
        request="รับตัวไปรักษา",
    )
    referral = case.referrals.get()
    assert do(hospital, case, Verb.ACCEPT, referral).status_code == 302
    assert do(hospital, case, Verb.COMPLETE_PART, referral, note="รักษาแล้ว กลับบ้านได้").status_code == 302
    referral.refresh_from_db()
    assert referral.state == WaitingState.DONE
    case.refresh_from_db()
    assert case.holder == world.center.organization


def test_a_part_is_declined_or_taken_back(world: World, login: Login, at_center: Client) -> None:
    case = factories.screened_case(world)
    ask = {"target": world.hospital.organization.pk, "consent": "vital", "request": "รับตัวไปรักษา"}
    do(at_center, case, Verb.REFER_JOINT, **ask)
    first = case.referrals.get()
    data = {"reason": "not_our_duty", "note": "เตียงเต็ม ลองโรงพยาบาลจังหวัด"}
    assert do(login(world.hospital.officer), case, Verb.RETURN, first, **data).status_code == 302
    do(at_center, case, Verb.REFER_JOINT, **ask)
    second = case.referrals.last()
    assert do(at_center, case, Verb.RECALL, second).status_code == 302


def test_the_answer_of_the_reporter_is_written_down(world: World, at_local: Client) -> None:
    case = factories.working_case(world)
    do(at_local, case, Verb.ASK, question="บ้านเลขที่เท่าไร")
    assert do(at_local, case, Verb.ANSWER, case.questions.get(), answer="12/3").status_code == 302
    case.refresh_from_db()
    assert case.stage == Stage.WORKING


def test_help_in_a_crisis_needs_a_judgement_of_the_risk(world: World, login: Login) -> None:
    """S2.43."""
    case = factories.working_crisis_case(world)
    client = login(world.lead.officer)
    refused = do(client, case, Verb.RECORD_HELP, **help_data())
    assert "ความเสี่ยง" in errors(refused)
    assert soup(refused).select_one("#id_risk_level-group.field--error")
    assert do(client, case, Verb.RECORD_HELP, **help_data(), risk_level="low").status_code == 302


def test_general_cases_are_not_asked_about_risk(world: World, at_local: Client) -> None:
    page = soup(at_local.get(act_url(factories.working_case(world), Verb.RECORD_HELP)))
    assert page.find(id="id_risk_level-group") is None


# --- pages that are out of date -----------------------------------------------------------------------------------------


def test_a_stale_page_is_explained_and_keeps_what_was_typed(world: World, at_center: Client) -> None:
    """R08: somebody else acted between looking and pressing."""
    case = factories.screened_case(world)
    seen = case.base
    screening.reclassify_case(
        case=case,
        actor=world.center.supervisor,
        problem=ProblemType.DISASTER,
        severity=Severity.URGENT,
        note="ด่วน",
    )
    response = at_center.post(act_url(case, Verb.TAKE_ON), {"base": seen, "note": "จะลงพื้นที่พรุ่งนี้เช้า"})
    page = soup(response)
    assert response.status_code == 409
    assert page.h1.get_text() == "เรื่องนี้เปลี่ยนไปแล้ว"
    assert page.textarea.get_text() == "จะลงพื้นที่พรุ่งนี้เช้า"
    case.refresh_from_db()
    assert case.stage == Stage.SCREENED


def test_two_officers_press_at_once_and_one_wins(world: World, login: Login) -> None:
    referral = factories.pending_referral(world)
    case = referral.case
    first, second = login(world.local.officer), login(world.local.supervisor)
    data = {"base": Case.objects.get(pk=case.pk).base}
    assert first.post(act_url(case, Verb.ACCEPT, referral), data).status_code == 302
    assert second.post(act_url(case, Verb.ACCEPT, referral), data).status_code == 409
    assert CaseEvent.objects.filter(case=case, verb=Verb.ACCEPT).count() == 1


@pytest.mark.parametrize("verb", [Verb.REFER, Verb.HAND_UP, Verb.REOPEN, Verb.APPROVE])
def test_a_verb_that_is_not_ones_own_now_is_refused_and_nothing_is_written(
    world: World, at_center: Client, verb: Verb
) -> None:
    case = factories.received_case(world)
    version = case.version
    assert at_center.get(act_url(case, verb)).status_code == 409
    assert do(at_center, case, verb, note="x").status_code == 409
    case.refresh_from_db()
    assert (case.version, case.stage) == (version, Stage.RECEIVED)


def test_an_officer_cannot_approve_by_typing_the_address(world: World, at_local: Client) -> None:
    case = factories.closing_case(world)
    assert do(at_local, case, Verb.APPROVE, waiting(case)).status_code == 409
    case.refresh_from_db()
    assert case.stage == Stage.FOLLOWING_UP
    assert waiting(case)


def test_a_supervisor_never_approves_what_they_asked_for(world: World, login: Login) -> None:
    case = factories.followed_case(world)
    client = login(world.local.supervisor)
    do(client, case, Verb.REQUEST_CLOSURE, reason="helped", outcome="helped_fully", note="ครบ")
    row = waiting(case)
    assert (
        act_url(case, Verb.APPROVE, row)
        not in client.get(reverse("desk:case", args=[case.reference])).content.decode()
    )
    assert client.get(act_url(case, Verb.APPROVE, row)).status_code == 409
    assert do(client, case, Verb.APPROVE, row).status_code == 409
    case.refresh_from_db()
    assert case.stage == Stage.FOLLOWING_UP
    assert waiting(case)


def test_a_referral_of_another_case_is_not_found(world: World, at_local: Client) -> None:
    one, other = factories.pending_referral(world), factories.pending_referral(world)
    # Numbers of rows begin anew in each case: what the other case has and this one has not is nowhere.
    other.number = other.case.referrals.count() + other.case.duties.count() + 99
    assert at_local.get(act_url(one.case, Verb.ACCEPT, other)).status_code == 404


# --- errors -----------------------------------------------------------------------------------------------------------


def test_errors_are_listed_with_links_and_input_is_kept(world: World, at_center: Client) -> None:
    case = factories.screened_case(world)
    response = do(at_center, case, Verb.REFER, request="ขอให้ช่วยดูเรื่องน้ำดื่ม")
    page = soup(response)
    assert page.title.get_text().startswith("ข้อผิดพลาด: ")
    links = {link["href"] for link in page.select(".error-summary a")}
    assert {"#id_target-group", "#id_reason-group", "#id_consent-group"} <= links
    assert page.find(id="id_request").get_text().strip() == "ขอให้ช่วยดูเรื่องน้ำดื่ม"


def test_a_condition_of_the_domain_is_shown_at_its_field(world: World, at_local: Client) -> None:
    case = factories.working_case(world)
    tomorrow = timezone.localdate().replace(year=timezone.localdate().year + 1, day=1)
    response = do(at_local, case, Verb.RECORD_HELP, **(help_data() | date("given_on", tomorrow)))
    assert "อนาคต" in errors(response)
    assert soup(response).select_one("#id_given_on-group.field--error")


@pytest.mark.parametrize("amount", ["สองพัน", "1e3000", "12.345", "NaN", "-5"])
def test_amounts_that_are_none_are_refused_in_words(world: World, at_local: Client, amount: str) -> None:
    case = factories.working_case(world)
    response = do(at_local, case, Verb.RECORD_HELP, **(help_data() | {"amount_baht": amount}))
    assert response.status_code == 200
    assert errors(response)
    assert not case.assistance.exists()


def test_a_duplicate_names_a_case_that_one_may_see(world: World, at_center: Client) -> None:
    kept, case, foreign = (
        factories.received_case(world),
        factories.received_case(world),
        factories.working_case(world),
    )
    wrong = do(at_center, case, Verb.REJECT, reason="duplicate", duplicate_of=foreign.reference)
    assert "ไม่พบเรื่องเดิม" in errors(wrong)
    typed = kept.reference.lower().replace("-", "")
    assert do(at_center, case, Verb.REJECT, reason="duplicate", duplicate_of=typed).status_code == 302
    case.refresh_from_db()
    assert case.duplicate_of == kept


# --- where a case goes --------------------------------------------------------------------------------------------------


def offered(page: BeautifulSoup) -> list[str]:
    return [label.get_text() for label in page.select("#id_target-group .choice label")]


def test_the_right_body_is_proposed_first_and_says_why(world: World, at_center: Client) -> None:
    ServiceArea.objects.create(organization=world.local.organization, subdistrict_code=SUBDISTRICT)
    case = factories.screened_case(world)
    page = soup(at_center.get(act_url(case, Verb.REFER)))
    assert offered(page)[0] == world.local.organization.display_name
    chosen = page.select("#id_target-group input[checked]")
    assert [box["value"] for box in chosen] == [str(world.local.organization.pk)]
    assert page.select_one("#id_target-group .choice .hint").get_text().strip()


def test_the_body_that_the_person_named_comes_before_its_sisters(world: World) -> None:
    for body in (world.local, world.other_local):
        ServiceArea.objects.create(organization=body.organization, subdistrict_code=SUBDISTRICT)
    case = factories.screened_case(world, proposed_organization=world.other_local.organization)
    bodies = [
        body
        for body, _why in proposals_for(case, situation_of(case, world.center.officer), WaitingKind.HANDOVER)
    ]
    assert bodies[0] == world.other_local.organization
    assert world.local.organization in bodies


def test_a_body_that_returned_the_case_is_not_proposed_again(world: World) -> None:
    ServiceArea.objects.create(organization=world.local.organization, subdistrict_code=SUBDISTRICT)
    referral = factories.pending_referral(world)
    referrals.return_referral(
        referral=referral, actor=world.local.officer, reason=ReturnReason.WRONG_AREA, note="ไม่ใช่เขตเรา"
    )
    case = Case.objects.get(pk=referral.case_id)
    bodies = [
        body
        for body, _why in proposals_for(case, situation_of(case, world.center.officer), WaitingKind.HANDOVER)
    ]
    assert world.local.organization not in bodies


def test_the_body_that_the_reporter_fears_is_not_proposed(world: World) -> None:
    """Privacy 16."""
    ServiceArea.objects.create(organization=world.local.organization, subdistrict_code=SUBDISTRICT)
    case = factories.screened_case(world, proposed_organization=world.local.organization, avoid_local=True)
    bodies = [
        body
        for body, _why in proposals_for(case, situation_of(case, world.center.officer), WaitingKind.HANDOVER)
    ]
    assert world.local.organization not in bodies


def test_any_other_body_is_found_by_search_and_what_was_typed_stays(world: World, at_center: Client) -> None:
    case = factories.screened_case(world)
    data = {
        "base": case.base,
        "find": "โรงพยาบาล",
        "search": "1",
        "request": "ช่วยรับตัว",
        "consent": "vital",
    }
    page = soup(at_center.post(act_url(case, Verb.REFER), data))
    assert world.hospital.organization.display_name in offered(page)
    assert page.find(id="id_request").get_text().strip() == "ช่วยรับตัว"
    assert page.select_one("input[name=consent][checked]")["value"] == "vital"
    assert not page.select(".error-summary")
    case.refresh_from_db()
    assert case.stage == Stage.SCREENED


def test_the_box_to_search_in_and_no_other_has_a_button_of_its_own(world: World, at_center: Client) -> None:
    page = soup(at_center.get(act_url(factories.screened_case(world), Verb.REFER)))
    [button] = page.select("button[name=search]")
    assert [box["name"] for box in button.parent.select("input, select, textarea")] == ["find"]


def test_a_search_that_finds_nothing_helps(world: World, at_center: Client) -> None:
    case = factories.screened_case(world)
    data = {"base": case.base, "find": "ไม่มีหน่วยงานนี้แน่นอน", "search": "1"}
    assert "ลองพิมพ์ให้สั้นลง" in at_center.post(act_url(case, Verb.REFER), data).content.decode()


@pytest.mark.parametrize("typed", ["9" * 5000, "\0", "ก " * 3000, "\u00b2", "๙" * 5000])
@pytest.mark.parametrize("button", [{"search": "1"}, {}])
def test_nothing_typed_about_a_target_is_an_error(
    world: World, at_center: Client, typed: str, button: dict
) -> None:
    case = factories.screened_case(world)
    data = {"base": case.base, "find": typed, "target": typed, **button}
    assert at_center.post(act_url(case, Verb.REFER), data).status_code == 200


def test_a_search_keeps_what_was_seen(world: World, at_center: Client) -> None:
    case = factories.screened_case(world)
    data = {"base": "an-older-event", "find": "โรงพยาบาล", "search": "1"}
    page = soup(at_center.post(act_url(case, Verb.REFER), data))
    assert page.find("input", {"name": "base"})["value"] == "an-older-event"


def test_closed_bodies_are_neither_found_nor_taken(world: World, at_center: Client) -> None:
    body = world.hospital.organization
    body.is_active = False
    body.save()
    assert find("โรงพยาบาล").organizations == []
    case = factories.screened_case(world)
    response = do(at_center, case, Verb.REFER, target=body.pk, reason="proper_duty", consent="given")
    assert "ไม่พบหน่วยงานนี้" in errors(response)


def test_search_needs_words_and_says_how_many_it_leaves_out(world: World) -> None:
    assert find("").organizations == []
    assert find("หนึ่ง อบต").organizations == [world.local.organization]
    assert find("หนึ่ง อบต", exclude=[world.local.organization.pk]).organizations == []
    OrganizationFactory.create_batch(FOUND_AT_MOST + 1, name_th="เทศบาลที่มีหลายแห่ง")
    found = find("เทศบาลที่มีหลายแห่ง")
    assert len(found.organizations) == FOUND_AT_MOST
    assert (found.total, found.is_cut) == (FOUND_AT_MOST + 1, True)


def test_without_consent_or_ground_nothing_goes_out(world: World, at_center: Client) -> None:
    """Privacy 10."""
    case = factories.screened_case(world)
    target = world.local.organization.pk
    response = do(at_center, case, Verb.REFER, target=target, reason="proper_area", consent="refused")
    assert "ความยินยอม" in errors(response)
    assert not case.referrals.exists()


def test_the_form_makes_the_same_number_of_queries_however_many_bodies(
    world: World, at_center: Client
) -> None:
    case = factories.screened_case(world)

    def grow() -> None:
        for name in ("อบต.สาม", "อบต.สี่"):
            made = factories.body(
                factories.OrganizationType.TAO, name, world.local.officer.role, world.local.supervisor.role
            )
            ServiceArea.objects.create(organization=made.organization, subdistrict_code=SUBDISTRICT)

    ServiceArea.objects.create(organization=world.local.organization, subdistrict_code=SUBDISTRICT)
    assert_same_queries(lambda: at_center.get(act_url(case, Verb.REFER)), grow)


# --- consent that was refused, or never asked for ------------------------------------------------------------------------

SENDING = {
    Verb.REFER: {"reason": "proper_area", "request": "ช่วยดูให้"},
    Verb.REFER_JOINT: {"request": "รับตัวไปรักษาก่อน"},
}
WHY = "คนเจ็บพูดไม่ได้ ต้องรักษาทันที"


@pytest.mark.parametrize("consent", [Consent.NOT_ASKED, Consent.REFUSED])
@pytest.mark.parametrize("verb", SENDING)
def test_without_consent_the_page_asks_for_the_ground_and_sends_on_it_with_its_words(
    world: World, at_center: Client, verb: Verb, consent: Consent
) -> None:
    """Rows 4 and 5, S1.29: the form that asks for the ground is drawn; another ground needs its text (cases.md, 5)."""
    case = factories.screened_case(world, consent=consent)
    page = soup(at_center.get(act_url(case, verb)))
    assert page.select_one("#id_consent-group")
    assert not page.select("#id_consent-group input[checked]")
    assert str(AGREED_TO_NOTHING[consent]) in page.select_one(".act-columns").get_text()
    sent = {"target": world.local.organization.pk, "consent": "legal_duty", **SENDING[verb]}
    refused = do(at_center, case, verb, **sent)
    assert "เขียนว่าทำไม" in errors(refused)
    assert soup(refused).select_one("#id_consent-group"), "what was typed comes back in its form"
    assert not case.referrals.exists()
    assert do(at_center, case, verb, **sent, note=WHY).status_code == 302
    assert case.referrals.get().consent == Consent.LEGAL_DUTY
    assert case.events.get(verb=verb).note.text == WHY


def test_who_is_asked_now_and_agrees_needs_no_words(world: World, at_center: Client) -> None:
    case = factories.screened_case(world, consent=Consent.NOT_ASKED)
    sent = {"target": world.local.organization.pk, "consent": "given", **SENDING[Verb.REFER]}
    assert do(at_center, case, Verb.REFER, **sent).status_code == 302
    case.refresh_from_db()
    assert case.consent == Consent.GIVEN


def test_a_handover_on_another_ground_is_passed_on_from_its_page(world: World, at_local: Client) -> None:
    """Row 10."""
    case = factories.screened_case(world, consent=Consent.NOT_ASKED)
    sent = referrals.refer_case(
        case=case,
        target=world.local.organization,
        actor=world.center.officer,
        reason=HandoverReason.PROPER_AREA,
        consent=Consent.VITAL,
        note=WHY,
    )
    assert soup(at_local.get(act_url(case, Verb.FORWARD_ON, sent))).select_one("#id_consent-group")
    data = {"target": world.other_local.organization.pk, "reason": "proper_area", "consent": "vital"}
    assert "เขียนว่าทำไม" in errors(do(at_local, case, Verb.FORWARD_ON, sent, **data))
    assert do(at_local, case, Verb.FORWARD_ON, sent, **data, note=WHY).status_code == 302


def test_who_agreed_is_asked_for_no_words(world: World, at_center: Client) -> None:
    case = factories.screened_case(world)
    page = soup(at_center.get(act_url(case, Verb.REFER)))
    said = page.select_one(".act-columns").get_text()
    assert not [words for words in AGREED_TO_NOTHING.values() if str(words) in said]
    sent = {"target": world.local.organization.pk, "consent": "given", **SENDING[Verb.REFER]}
    assert do(at_center, case, Verb.REFER, **sent).status_code == 302


def refused_crisis(world: World, *, screened: bool) -> Case:
    case = factories.CaseFactory(
        actor=world.local.officer, problem=ProblemType.VIOLENCE, consent=Consent.REFUSED
    )
    if not screened:
        return case
    return screening.screen_case(
        case=case, actor=world.local.officer, problem=ProblemType.VIOLENCE, severity=Severity.URGENT
    )


def ways(page: BeautifulSoup) -> list[str]:
    return [box["value"] for box in page.select("#id_way-group input")]


def test_a_hospital_is_asked_for_a_part_also_against_a_refusal_and_after_screening(
    world: World, at_local: Client, login: Login
) -> None:
    """Row request_disclosure, S2.41: whoever decides reads which of the two it is, and it is done that way."""
    case = refused_crisis(world, screened=True)
    assert ways(soup(at_local.get(act_url(case, Verb.REQUEST_DISCLOSURE)))) == ["handover", "joint"]
    asked = {"target": world.hospital.organization.pk, "way": "joint", "consent": "vital", "note": WHY}
    assert do(at_local, case, Verb.REQUEST_DISCLOSURE, **asked).status_code == 302
    boss, row = login(world.local.supervisor), waiting(case)
    page = soup(boss.get(act_url(case, Verb.APPROVE, row)))
    section = page.select_one("section[aria-labelledby=asked-title]").get_text()
    assert str(WaitingKind.JOINT.label) in section
    assert do(boss, case, Verb.APPROVE, row).status_code == 302
    sent = case.referrals.get()
    assert (sent.mode, sent.target, sent.consent) == (
        WaitingKind.JOINT,
        world.hospital.organization,
        Consent.VITAL,
    )


def test_before_screening_only_a_part_is_asked_for(world: World, at_local: Client) -> None:
    case = refused_crisis(world, screened=False)
    assert ways(soup(at_local.get(act_url(case, Verb.REQUEST_DISCLOSURE)))) == ["joint"]
    asked = {"target": world.hospital.organization.pk, "way": "handover", "consent": "vital", "note": WHY}
    assert errors(do(at_local, case, Verb.REQUEST_DISCLOSURE, **asked))
    assert not case.approvals.exists()


def test_the_form_of_closing_asks_for_the_risk_that_nobody_has_judged(world: World, login: Login) -> None:
    """Row 17, S2.43: a crisis with help on record and no judgement of the risk."""
    case = factories.working_crisis_case(world)
    assistance.record_help(case=case, actor=world.lead.officer, given=factories.help_given())
    client = login(world.lead.officer)
    assert soup(client.get(act_url(case, Verb.REQUEST_CLOSURE))).select_one("#id_risk_level-group")
    data = {"reason": "helped", "outcome": "helped_fully", "note": "ครบแล้ว"}
    refused = do(client, case, Verb.REQUEST_CLOSURE, **data)
    assert soup(refused).select_one("#id_risk_level-group.field--error")
    assert do(client, case, Verb.REQUEST_CLOSURE, **data, risk_level="low").status_code == 302


# --- what one form raises and lowers --------------------------------------------------------------------------------------


def test_what_is_raised_is_done_what_is_lowered_is_asked_for_and_both_are_said(
    world: World, at_local: Client
) -> None:
    """Row 20: raising is done at once."""
    case = factories.working_case(world)
    screening.reclassify_case(
        case=case,
        actor=world.local.officer,
        problem=ProblemType(case.problem),
        severity=Severity(case.severity),
        confidentiality=Confidentiality.RESTRICTED,
        note="ผู้แจ้งกลัว",
    )
    data = {
        "problem": case.problem,
        "severity": "emergency",
        "confidentiality": "normal",
        "note": "น้ำขึ้นถึงหลังคา",
    }
    do(at_local, case, Verb.RECLASSIFY, **data)
    page = soup(at_local.get(reverse("desk:case", args=[case.reference])))
    case.refresh_from_db()
    assert (case.severity, case.confidentiality) == (Severity.EMERGENCY, Confidentiality.RESTRICTED)
    assert waiting(case).terms == {"confidentiality": "normal"}
    said = page.select_one(".notice--ok").get_text()
    assert str(Verb.RECLASSIFY.label) in said
    assert str(Verb.REQUEST_LOWERING.label) in said
    assert str(NOT_LOWERED_YET) in page.get_text()


def test_the_message_names_what_was_really_done(world: World, at_center: Client) -> None:
    case = factories.screened_case(world, severity=Severity.URGENT)
    do(at_center, case, Verb.RECLASSIFY, **CLASSIFIED | {"problem": case.problem}, note="น้ำลดแล้ว")
    said = (
        soup(at_center.get(reverse("desk:case", args=[case.reference]))).select_one(".notice--ok").get_text()
    )
    assert str(Verb.REQUEST_LOWERING.label) in said
    assert str(Verb.RECLASSIFY.label) not in said


# --- what somebody decides about ------------------------------------------------------------------------------------------


def test_of_two_wishes_for_more_time_each_is_decided_with_its_own_reason(
    world: World, at_local: Client, login: Login
) -> None:
    case = factories.working_case(world)
    assistance.plan_follow_up(
        case=case, actor=world.local.officer, on=timezone.localdate() + dt.timedelta(days=5)
    )
    reasons = {DutyKind.ACT: "รอวัสดุจากจังหวัด", DutyKind.FOLLOW: "ผู้แจ้งไปโรงพยาบาล"}
    for kind, why in reasons.items():
        duty = case.duties.running().get(kind=kind)
        until = timezone.localtime(duty.due_at).date() + dt.timedelta(days=3)
        data = {"duty": duty.pk, "note": why, **date("until", until)}
        sent = do(at_local, case, Verb.REQUEST_MORE_TIME, **data)
        assert sent.status_code == 302, errors(sent)
    boss = login(world.local.supervisor)
    for row in case.approvals.all():
        kind = DutyKind(case.duties.get(number=row.about).kind)
        page = soup(boss.get(act_url(case, Verb.APPROVE, row)))
        assert page.select_one("section[aria-labelledby=asked-title] blockquote").get_text() == reasons[kind]


# --- turning away ---------------------------------------------------------------------------------------------------------


def test_of_a_restricted_case_the_officer_is_told_who_else_may_read_the_answer(
    world: World, at_center: Client
) -> None:
    """Privacy 8: whoever holds the phone reads it too."""
    restricted = factories.received_case(world, problem=ProblemType.UNSURE)
    for case, is_warned in ((restricted, True), (factories.received_case(world), False)):
        words = soup(at_center.get(act_url(case, Verb.REJECT))).get_text()
        assert ("อย่าเขียนว่าเป็นเรื่องอะไร" in words) == is_warned
