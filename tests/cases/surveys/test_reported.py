"""What was reported to the center waits for it, is accepted or given back, and is reported again (S1.09)."""

from __future__ import annotations

import datetime as dt
import io

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from cases.desk.rail import rail_of
from cases.errors import GuardFailed, NotAllowed
from cases.surveys.domain import deciding, keeping
from cases.surveys.models import ReportState, Survey
from portal.accounts.functions import Function
from portal.actors import Citizen, Officer
from portal.audit.models import AuditEntry
from portal.organizations.domain import ending
from portal.organizations.domain.heirs import center_of
from portal.organizations.vocabulary import OrganizationType
from portal.outbox.models import OutboxMessage
from portal.web.links import address_of
from tests.accounts.factories import OrganizationFactory, officer
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import World
from tests.cases.surveys.test_surveys import NAME, NOW, PHONE, fill, make, now, say, url
from tests.helpers import assert_same_queries
from tests.keyed import assert_pages_by_key

__all__ = ["now"]

pytestmark = pytest.mark.django_db
REASON = "ยังขาดหมู่ที่ 4"
CENTER_MAIL, LOCAL_MAIL = "center@example.go.th", "local@example.go.th"


@pytest.fixture
def addresses(world: World) -> None:
    """Both offices have an address."""
    for organization, mail in (
        (world.center.organization, CENTER_MAIL),
        (world.local.organization, LOCAL_MAIL),
    ):
        organization.email = mail
        organization.save()


def reported(world: World, **values) -> Survey:
    """A survey of the first local administration whose result was reported."""
    survey = make(world, **values)
    keeping.end(actor=world.local.officer, survey=survey)
    return report_again(world, survey)


def report_again(world: World, survey: Survey) -> Survey:
    assert keeping.report(actor=world.local.officer, survey=survey)
    survey.refresh_from_db()
    return survey


def given_back(world: World, survey: Survey) -> Survey:
    deciding.give_back(actor=world.center.officer, survey=survey, seen=survey.reported_at, reason=REASON)
    survey.refresh_from_db()
    return survey


def waiting(actor: Officer) -> int | None:
    """What the rail counts of surveys and needs."""
    entries = rail_of(actor, "", NOW).lists
    return next(one.count for one in entries if one.url == address_of("needs:page"))


# The way of a result -----------------------------------------------------------------------------------------------


def test_a_result_is_a_draft_then_reported_then_accepted(world: World) -> None:
    survey = make(world)
    assert survey.report_state is ReportState.DRAFT
    keeping.end(actor=world.local.officer, survey=survey)
    report_again(world, survey)
    assert survey.report_state is ReportState.REPORTED
    assert deciding.accept(actor=world.center.officer, survey=survey, seen=survey.reported_at)
    survey.refresh_from_db()
    assert survey.report_state is ReportState.ACCEPTED
    assert (survey.accepted_at, survey.accepted_by) == (NOW, world.center.officer.person)
    assert AuditEntry.objects.filter(action="surveys.accepted", subject=str(survey.pk)).count() == 1


def test_a_second_press_changes_nothing(world: World, addresses: None) -> None:
    accepted, back = reported(world), reported(world)
    decided = (
        (deciding.accept, accepted, {"seen": accepted.reported_at}),
        (deciding.give_back, back, {"seen": back.reported_at, "reason": REASON}),
    )
    for act, survey, given in decided:
        assert act(actor=world.center.officer, survey=survey, **given)
        assert not act(actor=world.center.officer, survey=survey, **given)
    assert AuditEntry.objects.filter(action__in=("surveys.accepted", "surveys.returned")).count() == 2
    assert OutboxMessage.objects.filter(template="survey_returned").count() == 1


def test_what_came_back_is_completed_by_its_office_and_reported_again(world: World) -> None:
    survey = reported(world, is_public=True)
    given_back(world, survey)
    assert (survey.report_state, survey.returned_reason) == (ReportState.RETURNED, REASON)
    say(world, survey, house="44", moo="4")
    with pytest.raises(GuardFailed):
        say(world, survey, house="45", actor=Citizen())
    report_again(world, survey)
    assert survey.report_state is ReportState.REPORTED
    assert survey.returned_reason == REASON, "the center reads what it had asked for"
    with pytest.raises(GuardFailed):
        say(world, survey, house="46")


def test_what_came_back_takes_no_names_that_are_not_kept_any_more(world: World) -> None:
    survey = given_back(world, reported(world))
    with (
        time_machine.travel(dt.datetime(2027, 12, 1, 5, tzinfo=dt.UTC), tick=False),
        pytest.raises(GuardFailed),
    ):
        say(world, survey)


def test_nobody_decides_on_figures_that_they_have_not_read(world: World) -> None:
    """It came back and was reported again while another officer of the center had the first result before them."""
    survey = reported(world)
    first = survey.reported_at
    given_back(world, survey)
    with pytest.raises(GuardFailed):
        deciding.accept(actor=world.center.officer, survey=survey, seen=first)
    with time_machine.travel(NOW + dt.timedelta(hours=1), tick=False):
        report_again(world, survey)
    for seen in (first, None):
        with pytest.raises(GuardFailed):
            deciding.accept(actor=world.center.officer, survey=survey, seen=seen)
        with pytest.raises(GuardFailed):
            deciding.give_back(actor=world.center.officer, survey=survey, seen=seen, reason=REASON)
    deciding.accept(actor=world.center.officer, survey=survey, seen=survey.reported_at)
    with pytest.raises(GuardFailed, match="รับรายงานนี้แล้ว"):
        deciding.give_back(actor=world.center.officer, survey=survey, seen=survey.reported_at, reason=REASON)


@pytest.mark.parametrize("reason", ["", "  ", "ก" * 501])
def test_nothing_is_given_back_without_words(world: World, reason: str) -> None:
    survey = reported(world)
    with pytest.raises(GuardFailed) as caught:
        deciding.give_back(actor=world.center.officer, survey=survey, seen=survey.reported_at, reason=reason)
    assert caught.value.field == "reason"


def test_only_the_center_of_its_place_decides_and_on_no_survey_of_its_own(world: World) -> None:
    survey, draft = reported(world), make(world)
    own = make(world, actor=world.center.officer)
    keeping.end(actor=world.center.officer, survey=own)
    keeping.report(actor=world.center.officer, survey=own)
    own.refresh_from_db()
    cases = (
        (world.local.officer, survey),
        (world.other_local.officer, survey),
        (world.lead.officer, survey),
        (world.center.officer, own),
        (world.center.officer, draft),
    )
    for actor, one in cases:
        with pytest.raises(NotAllowed):
            deciding.accept(actor=actor, survey=one, seen=one.reported_at)
        with pytest.raises(NotAllowed):
            deciding.give_back(actor=actor, survey=one, seen=one.reported_at, reason=REASON)
    assert list(deciding.waiting_for(world.center.officer)) == [survey]


def test_what_comes_back_after_its_office_ended_goes_to_whoever_took_its_place(
    world: World, addresses: None
) -> None:
    survey, ours = reported(world), world.local.organization
    ours.is_active, ours.successor = False, world.other_local.organization
    ours.save()
    given_back(world, survey)
    assert list(deciding.given_back_to(world.other_local.officer)) == [survey]
    messages = OutboxMessage.objects.filter(template="survey_returned")
    assert LOCAL_MAIL not in [one.to for one in messages]


def test_what_came_back_goes_on_when_its_office_ends(world: World) -> None:
    given_back(world, reported(world))
    assert any("แบบสำรวจที่ยังไม่ได้รายงาน 1 แบบ" in one for one in ending.report(world.local.organization))


# Who is told -------------------------------------------------------------------------------------------------------


def test_the_center_is_told_of_every_report_and_the_office_of_what_came_back(
    world: World, addresses: None
) -> None:
    survey = make(world, title="สำรวจชื่อเฉพาะ")
    say(world, survey)
    keeping.end(actor=world.local.officer, survey=survey)
    report_again(world, survey)
    given_back(world, survey)
    with time_machine.travel(NOW + dt.timedelta(hours=1), tick=False):
        report_again(world, survey)
    messages = OutboxMessage.objects.order_by("pk")
    assert [(one.template, one.to) for one in messages] == [
        ("survey_reported", CENTER_MAIL),
        ("survey_returned", LOCAL_MAIL),
        ("survey_reported", CENTER_MAIL),
    ]
    for one in messages:
        words = f"{one.context}"
        assert not any(secret in words for secret in (NAME, PHONE, REASON, "สำรวจชื่อเฉพาะ"))
    assert messages[0].context["link"].endswith(url("reported", survey))
    assert messages[1].context["link"].endswith(url("survey", survey))


def test_the_rail_counts_what_waits_for_either_side(world: World) -> None:
    """An organization without an address is told by nothing else."""
    assert (waiting(world.center.officer), waiting(world.local.officer)) == (None, 0)
    survey = reported(world)
    reported(world)
    assert (waiting(world.center.officer), waiting(world.local.officer)) == (2, 0)
    given_back(world, survey)
    assert (waiting(world.center.officer), waiting(world.local.officer)) == (1, 1)
    assert waiting(world.other_local.officer) == 0
    report_again(world, survey)
    deciding.accept(actor=world.center.officer, survey=survey, seen=survey.reported_at)
    assert (waiting(world.center.officer), waiting(world.local.officer)) == (1, 0)


# Pages -------------------------------------------------------------------------------------------------------------


def shown(client: Client, survey: Survey) -> str:
    """The hidden value by which the page of a result says which one it is."""
    box = soup(client.get(url("reported", survey))).select_one(".desk-page input[name=seen]")
    return "" if box is None else box["value"]


def test_the_center_accepts_by_one_button(world: World, at_center: Client) -> None:
    survey = reported(world)
    seen = shown(at_center, survey)
    for _ in range(2):
        answer = at_center.post(url("accept", survey), {"seen": seen}, follow=True)
        assert answer.redirect_chain[-1][0] == url("reported", survey)
        assert "รับรายงานผลสำรวจแล้ว" in answer.content.decode()
    survey.refresh_from_db()
    assert survey.report_state is ReportState.ACCEPTED
    assert not shown(at_center, survey), "nothing is left to decide"


def test_without_what_was_seen_nothing_is_accepted(world: World, at_center: Client) -> None:
    survey = reported(world)
    for seen in ("", "เมื่อวาน", "2026-11-01T00:00:00.000000+0000"):
        answer = at_center.post(url("accept", survey), {"seen": seen}, follow=True)
        assert "ดูผลล่าสุดก่อน" in answer.content.decode()
    survey.refresh_from_db()
    assert survey.accepted_at is None


def test_the_center_gives_back_with_words_that_the_office_reads(
    world: World, at_center: Client, at_local: Client
) -> None:
    survey = reported(world)
    page = soup(at_center.get(url("return", survey)))
    seen = page.select_one(".desk-page input[name=seen]")["value"]
    wrong = at_center.post(url("return", survey), {"seen": seen, "reason": " "})
    assert soup(wrong).select_one(".error-summary")
    for _ in range(2):
        answer = at_center.post(url("return", survey), {"seen": seen, "reason": REASON}, follow=True)
        assert answer.redirect_chain[-1][0] == reverse("surveys:all_reported")
    assert at_center.get(url("return", survey)).status_code == 404
    assert at_center.get(url("reported", survey)).status_code == 404, "what is being completed is not read"
    ours = at_local.get(url("survey", survey)).content.decode()
    assert REASON in ours
    assert url("enter", survey) in ours
    at_local.post(url("act", survey, what="report"))
    assert REASON in at_center.get(url("reported", survey)).content.decode()


def test_words_of_a_return_that_came_too_late_stay_in_their_box(world: World, at_center: Client) -> None:
    survey = reported(world)
    answer = at_center.post(
        url("return", survey), {"seen": "2026-11-01T00:00:00.000000+0000", "reason": REASON}
    )
    assert soup(answer).select_one("textarea[name=reason]").get_text(strip=True) == REASON
    assert "ดูผลล่าสุดก่อน" in answer.content.decode()


def test_whoever_does_not_decide_finds_no_page_of_it(world: World, login: Login) -> None:
    survey = reported(world)
    for person in (world.local.officer, world.other_local.officer, world.lead.officer):
        client = login(person)
        assert client.get(reverse("surveys:all_reported")).status_code == 404
        assert client.get(url("return", survey)).status_code == 404
        assert client.post(url("accept", survey)).status_code == 404
        assert client.post(url("return", survey), {"reason": REASON}).status_code == 404
    assert login(world.other_local.officer).get(url("file", survey)).status_code == 404
    assert login(world.center.officer).get(url("file", make(world))).status_code == 404


def test_everything_that_was_reported_is_found_however_old(
    world: World, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.surveys.desk.reported.PAGE_SIZE", 1)
    reported(world, title="หนึ่ง")
    given_back(world, reported(world, title="สอง"))
    accepted = reported(world, title="สาม")
    deciding.accept(actor=world.center.officer, survey=accepted, seen=accepted.reported_at)
    assert_pages_by_key(
        login(world.center.officer),
        reverse("surveys:all_reported"),
        Survey,
        rows=".desk-page ul.plain-list li",
    )


def test_the_list_says_what_waits_for_the_center(world: World, at_center: Client) -> None:
    waits, done = reported(world, title="ที่รออยู่"), reported(world, title="ที่รับแล้ว")
    deciding.accept(actor=world.center.officer, survey=done, seen=done.reported_at)
    page = at_center.get(reverse("surveys:listing")).content.decode()
    assert waits.title in page
    assert done.title not in page
    assert reverse("surveys:all_reported") in page


def test_lists_of_results_cost_the_same_however_many(world: World, at_center: Client) -> None:
    reported(world)
    for address in (reverse("surveys:listing"), reverse("surveys:all_reported")):
        at_center.get(address)
        assert_same_queries(lambda page=address: at_center.get(page), lambda: reported(world))


# Taken along -------------------------------------------------------------------------------------------------------


def lines(client: Client, survey: Survey) -> list[tuple]:
    answer = client.get(url("file", survey))
    assert answer.status_code == 200
    return list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))[1:]


def test_the_result_is_taken_along_as_its_reader_may_read_it(
    world: World, at_local: Client, at_center: Client
) -> None:
    """The office whole, the center without small numbers; neither a name."""
    survey = make(world)
    fill(world, survey, yes=3, no=6)
    ours = lines(at_local, survey)
    assert [row[3:5] for row in ours[:2]] == [("ใช่", 3), ("ไม่ใช่", 6)]
    assert ours[5][0] == 3 and ours[5][5:] == (18, 2)
    keeping.end(actor=world.local.officer, survey=survey)
    report_again(world, survey)
    theirs = lines(at_center, survey)
    assert [row[2:5] for row in theirs[:2]] == [(9, "ใช่", "–"), (9, "ไม่ใช่", "–")]
    assert NAME not in str(ours) + str(theirs)
    assert url("file", survey) in at_local.get(url("survey", survey)).content.decode()
    assert url("file", survey) in at_center.get(url("reported", survey)).content.decode()


def test_who_has_no_center_of_its_own_district_reports_to_the_center_that_answers_for_it(
    world: World, login: Login
) -> None:
    """The provincial administration has no district, and a neighboring district may have no center (`heirs.center_of`)."""
    center = world.center.organization
    province = center.province_code
    far = OrganizationFactory(type=OrganizationType.TAO, province_code=province, district_code="8199")
    pao = OrganizationFactory(type=OrganizationType.PAO, province_code=province, district_code="")
    other = OrganizationFactory(type=OrganizationType.CENTER, province_code=province, district_code="8198")
    theirs = OrganizationFactory(type=OrganizationType.TAO, province_code=province, district_code="8198")
    for office in (far, pao, theirs):
        actor = officer(office, functions=[Function.WORK])
        made = make(world, actor=actor)
        keeping.end(actor=actor, survey=made)
        keeping.report(actor=actor, survey=made)
    ours = {one.organization for one in deciding.waiting_for(world.center.officer)}
    assert ours == {far, pao}
    assert {one.organization for one in deciding.waiting_for(officer(other, functions=[Function.WORK]))} == {
        theirs
    }
    assert center_of(pao) == center_of(far) == center


def test_nobody_is_asked_to_accept_a_survey_of_the_center_itself(world: World) -> None:
    made = make(world, actor=world.center.officer)
    keeping.end(actor=world.center.officer, survey=made)
    assert keeping.report(actor=world.center.officer, survey=made)
    made.refresh_from_db()
    assert made.report_state is ReportState.ACCEPTED and made.accepted_by == world.center.officer.person
