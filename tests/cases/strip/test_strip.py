"""One new request a page, one key each, the next one follows (design many.md, B4.1; S1.02, S1.35)."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cases.domain import asking
from cases.domain.working import log_call
from cases.errors import GuardFailed
from cases.events.models import Event
from cases.households.domain import joining
from cases.households.models import KeptApart, Member
from cases.machine.vocabulary import Stage, Verb
from cases.models import Case, CaseEvent
from cases.strip.domain import deciding, taking
from cases.strip.domain.twins import pieces_of
from cases.strip.models import Hand
from cases.strip.vocabulary import Answer
from cases.vocabulary import CallOutcome, Channel, Confidentiality, Consent, Severity
from portal.accounts.actors import officer_by
from portal.accounts.functions import Function
from portal.accounts.models import Appointment
from portal.actors import Citizen, Officer, System
from portal.outbox.models import OutboxMessage
from portal.vocabulary import ProblemType
from tests.cases import factories
from tests.cases.desk.conftest import Login, soup
from tests.cases.events.conftest import OURS, THEIRS, Declare
from tests.cases.factories import World
from tests.helpers import assert_same_queries

pytestmark = pytest.mark.django_db
PAGE, TAKE, DECIDE, STOP = (reverse(f"strip:{name}") for name in ("page", "take", "decide", "stop"))


def new(world: World, **values) -> Case:
    given = {"problem": ProblemType.DISASTER, "subdistrict_code": OURS, "consent": Consent.GIVEN}
    return factories.received_case(world, **(given | values))


def at_local_new(world: World, **values) -> Case:
    """A request that the local administration itself received."""
    given = {"problem": ProblemType.DISASTER, "subdistrict_code": OURS, "channel": Channel.WALK_IN}
    return factories.CaseFactory(actor=world.local.officer, **(given | values))


def press(client: Client, case: Case, what: str, base: str | None = None) -> HttpResponse:
    base = Case.objects.get(pk=case.pk).base if base is None else base
    return client.post(DECIDE, {"reference": case.reference, "base": base, "what": what}, follow=True)


def verbs(case: Case) -> list[str]:
    return list(case.events.order_by("sequence").values_list("verb", flat=True))


# Taking -----------------------------------------------------------------------------------------------------------------


def test_danger_comes_first_then_the_oldest(areas: World) -> None:
    old, young = new(areas), new(areas)
    danger = new(areas, danger_now=True)
    assert list(taking.waiting(areas.center.officer)) == [danger, old, young]
    assert taking.take(areas.center.officer) == danger


def test_two_readers_never_have_one_request_in_hand(areas: World) -> None:
    first, second = new(areas), new(areas)
    assert taking.take(areas.center.officer) == first
    assert taking.take(areas.center.officer) == first
    assert taking.take(areas.center.supervisor) == second
    assert Hand.objects.count() == 2


def test_what_nobody_decides_on_goes_back_by_itself(areas: World, now: time_machine.Coordinates) -> None:
    case = new(areas)
    assert taking.take(areas.center.officer) == case
    assert taking.take(areas.center.supervisor) is None
    now.shift(taking.LEASE)
    assert taking.take(areas.center.supervisor) == case
    assert taking.in_hand(areas.center.officer) is None


def test_what_is_put_aside_comes_again_and_danger_at_once(
    areas: World, now: time_machine.Coordinates
) -> None:
    plain = taking.take(areas.center.officer) or new(areas)
    danger = new(areas, danger_now=True)
    for case in (danger, plain):
        assert taking.take(areas.center.officer) == case
        deciding.decide(case=case, actor=areas.center.officer, answer=Answer.LATER)
        assert taking.in_hand(areas.center.officer) is None
    assert taking.take(areas.center.officer) is None
    now.shift(taking.DANGER_ASIDE)
    assert taking.take(areas.center.supervisor) == danger
    now.shift(taking.PUT_ASIDE)
    assert taking.take(areas.center.officer) in (danger, plain)


@pytest.mark.parametrize(
    "values",
    [
        {"problem": ProblemType.VIOLENCE},
        {"confidentiality": Confidentiality.RESTRICTED},
    ],
)
def test_crisis_and_restricted_cases_are_read_on_their_own_pages(areas: World, values) -> None:
    restricted = values.pop("confidentiality", None)
    case = new(areas, **values)
    if restricted:
        Case.objects.filter(pk=case.pk).update(confidentiality=restricted)
    assert not taking.waiting(areas.center.officer).exists()
    with pytest.raises(GuardFailed):
        deciding.decide(case=case, actor=areas.center.officer, answer=Answer.NORMAL)


# Deciding ---------------------------------------------------------------------------------------------------------------


def test_one_key_screens_and_asks_who_serves_the_place(areas: World) -> None:
    case = new(areas)
    done = deciding.decide(case=case, actor=areas.center.officer, answer=Answer.URGENT, base=case.base)
    case.refresh_from_db()
    assert (case.stage, case.severity) == (Stage.SCREENED, Severity.URGENT)
    assert done.target == areas.local.organization
    assert verbs(case)[-2:] == [Verb.SCREEN, Verb.REFER]
    assert case.referrals.pending_handover().get().target == areas.local.organization


def test_one_key_begins_the_work_on_a_request_of_ones_own_area(areas: World) -> None:
    case = at_local_new(areas)
    done = deciding.decide(case=case, actor=areas.local.officer, answer=Answer.NORMAL)
    case.refresh_from_db()
    assert done.worked_on
    assert (case.stage, case.holder) == (Stage.WORKING, areas.local.organization)
    assert verbs(case)[-2:] == [Verb.SCREEN, Verb.TAKE_ON]


def test_nothing_is_told_to_others_without_consent(areas: World) -> None:
    case = new(areas, consent=Consent.NOT_ASKED)
    done = deciding.decide(case=case, actor=areas.center.officer, answer=Answer.NORMAL)
    case.refresh_from_db()
    assert done.target is None
    assert case.stage == Stage.SCREENED
    assert not case.referrals.exists()


def test_danger_is_marked_by_a_reader_and_rings(declared: Declare, areas: World) -> None:
    chief = declared().duty_officer
    chief.email = "chief@example.test"
    chief.save()
    case = new(areas)
    assert not OutboxMessage.objects.filter(template="event_danger").exists()
    deciding.decide(case=case, actor=areas.center.officer, answer=Answer.DANGER)
    case.refresh_from_db()
    assert (case.danger_now, case.severity) == (True, Severity.EMERGENCY)
    assert CaseEvent.objects.get(case=case, verb=Verb.SCREEN).changes["danger_now"] == [False, True]
    assert OutboxMessage.objects.filter(template="event_danger").exists()


def test_danger_is_lowered_by_a_key_of_its_own_and_never_by_the_usual_one(areas: World) -> None:
    case = new(areas, danger_now=True)
    for answer in (Answer.NORMAL, Answer.URGENT):
        with pytest.raises(GuardFailed):
            deciding.decide(case=case, actor=areas.center.officer, answer=answer)
    case.refresh_from_db()
    assert (case.danger_now, case.stage) == (True, Stage.RECEIVED)
    deciding.decide(case=case, actor=areas.center.officer, answer=Answer.NO_DANGER)
    case.refresh_from_db()
    assert (case.danger_now, case.severity) == (False, Severity.URGENT)
    assert CaseEvent.objects.get(case=case, verb=Verb.SCREEN).changes["danger_now"] == [True, False]


def told_later(case: Case, actor: Officer | System, *, danger: bool = True) -> None:
    """Somebody was reached after the request was sent, by a person or by a digit, and needs help."""
    log_call(case=case, actor=actor, text="น้ำถึงอก", outcome=CallOutcome.NEEDS, to_read=True, danger=danger)
    case.refresh_from_db()


@pytest.mark.parametrize("by_digit", [False, True])
def test_danger_that_came_after_the_story_is_not_lowered_before_it_was_read(
    areas: World, by_digit: bool
) -> None:
    case, reader = new(areas), areas.center.officer
    told_later(case, System() if by_digit else areas.center.supervisor)
    with pytest.raises(GuardFailed, match=str(deciding.READ_ALL_FIRST)):
        deciding.decide(case=case, actor=reader, answer=Answer.NO_DANGER, base=case.base)
    case.refresh_from_db()
    assert (case.danger_now, case.stage) == (True, Stage.RECEIVED)
    asking.acknowledge(case=case, actor=reader, seen=case.version)
    deciding.decide(case=case, actor=reader, answer=Answer.NO_DANGER)
    case.refresh_from_db()
    assert (case.danger_now, case.stage) == (False, Stage.SCREENED)


@pytest.mark.parametrize("by_digit", [False, True])
def test_danger_that_came_while_somebody_read_the_whole_case_is_read_by_itself(
    areas: World, by_digit: bool
) -> None:
    """Who acknowledges a message has seen what their page showed, and not the call of a colleague since."""
    case, reader = new(areas), areas.center.officer
    asking.send_message(case=case, actor=Citizen(case.reference), text="น้ำขึ้นอีก")
    case.refresh_from_db()
    seen = case.version
    told_later(case, System() if by_digit else areas.center.supervisor)
    asking.acknowledge(case=case, actor=reader, seen=seen)
    with pytest.raises(GuardFailed, match=str(deciding.READ_ALL_FIRST)):
        deciding.decide(case=case, actor=reader, answer=Answer.NO_DANGER)
    case.refresh_from_db()
    asking.acknowledge(case=case, actor=reader, seen=case.version)
    deciding.decide(case=case, actor=reader, answer=Answer.NO_DANGER)


def test_danger_is_not_lowered_over_a_message_that_nobody_read(areas: World) -> None:
    case = new(areas, danger_now=True)
    asking.send_message(case=case, actor=Citizen(case.reference), text="น้ำขึ้นอีก")
    with pytest.raises(GuardFailed, match=str(deciding.READ_ALL_FIRST)):
        deciding.decide(case=case, actor=areas.center.officer, answer=Answer.NO_DANGER)
    deciding.decide(case=case, actor=areas.center.officer, answer=Answer.DANGER)
    case.refresh_from_db()
    assert (case.danger_now, case.stage) == (True, Stage.SCREENED), "every other key is as it was"


def test_a_repeated_report_is_joined_and_takes_the_haste_of_what_it_repeats(areas: World) -> None:
    first, second = at_local_new(areas), at_local_new(areas)
    deciding.decide(case=first, actor=areas.local.officer, answer=Answer.URGENT)
    first.refresh_from_db()
    deciding.decide(case=second, actor=areas.local.officer, answer=Answer.SAME, twin=first)
    second.refresh_from_db()
    assert (second.stage, second.severity) == (Stage.WORKING, Severity.URGENT)
    assert joining.household_of(first) == joining.household_of(second) is not None


def test_a_repeated_report_that_is_in_danger_stays_so(areas: World) -> None:
    first, second = at_local_new(areas), at_local_new(areas, danger_now=True)
    deciding.decide(case=second, actor=areas.local.officer, answer=Answer.SAME, twin=first)
    second.refresh_from_db()
    assert (second.danger_now, second.severity) == (True, Severity.EMERGENCY)


def test_whoever_knows_the_district_does_not_read_its_name_again(areas: World, login: Login) -> None:
    """A reader sees hundreds of places of their own district; the name of another one is what has to be noticed."""
    office = areas.center
    at_home = new(areas, subdistrict_code=OURS, district_code=OURS[:4])
    client = login(office.officer)
    client.post(TAKE)
    page = client.get(PAGE).content.decode()
    assert at_home.reference in page
    assert "ต." in page
    assert "อ.เมืองกระบี่" not in page
    # Somebody of another district does not know where that is.
    office.organization.district_code = "8102"
    office.organization.save()
    assert "อ.เมืองกระบี่" in client.get(PAGE).content.decode()


def test_nothing_is_half_done_where_two_families_were_told_apart(areas: World) -> None:
    first, second = at_local_new(areas), at_local_new(areas)
    deciding.decide(case=second, actor=areas.local.officer, answer=Answer.APART, twin=first)
    assert KeptApart.objects.count() == 1
    with pytest.raises(GuardFailed):
        deciding.decide(case=second, actor=areas.local.officer, answer=Answer.SAME, twin=first)
    second.refresh_from_db()
    assert second.stage == Stage.RECEIVED
    assert not Member.objects.exists()


# The page ---------------------------------------------------------------------------------------------------------------


def test_the_next_request_follows_in_the_answer_of_the_key(areas: World, at_center: Client) -> None:
    first, second = new(areas, narrative="น้ำถึงเอว"), new(areas, narrative="ขอน้ำดื่ม")
    page = at_center.post(TAKE, follow=True)
    assert "น้ำถึงเอว" in page.content.decode()
    page = press(at_center, first, "normal")
    text = page.content.decode()
    assert "ขอน้ำดื่ม" in text
    assert second.reference in text
    assert first.reference in soup(page).find("main").get_text()
    page = press(at_center, second, "urgent")
    assert "ตอนนี้ไม่มีเรื่องใหม่ที่รออ่าน" in page.content.decode()


def test_every_key_is_a_button_with_its_digit(areas: World, at_center: Client) -> None:
    new(areas)
    page = soup(at_center.post(TAKE, follow=True))
    group = page.select_one("fieldset[data-digits]")
    assert group is not None
    assert {one["data-digit"]: one["value"] for one in group.select("button")} == {
        "1": "normal",
        "2": "urgent",
        "3": "danger",
        "9": "later",
    }


def test_what_was_said_to_be_dangerous_has_other_keys(areas: World, at_center: Client) -> None:
    new(areas, danger_now=True)
    page = soup(at_center.post(TAKE, follow=True))
    keys = {one["data-digit"]: one["value"] for one in page.select("fieldset[data-digits] button")}
    assert keys == {"1": "danger", "2": "no_danger", "9": "later"}


def test_what_came_after_the_story_is_said_and_the_whole_case_is_offered_instead_of_the_key(
    areas: World, at_center: Client
) -> None:
    case = new(areas)
    at_center.post(TAKE)
    told_later(case, areas.center.supervisor)
    page = soup(at_center.get(PAGE))
    group = page.select_one("fieldset[data-digits]")
    assert {one["data-digit"]: one["value"] for one in group.select("button")} == {
        "1": "danger",
        "9": "later",
    }
    assert [one["href"] for one in group.select("a")] == [reverse("desk:case", args=[case.reference])]
    assert "อันตรายบันทึกไว้หลังส่งเรื่อง" in page.select_one("main").get_text()
    page = soup(press(at_center, case, "no_danger"))
    assert "เปิดทั้งเรื่องและอ่านก่อน" in page.get_text()
    asking.acknowledge(case=case, actor=areas.center.supervisor, seen=case.version)
    page = soup(at_center.get(PAGE))
    assert page.select_one("fieldset[data-digits] button[data-digit='2']")["value"] == "no_danger"
    assert "อันตรายบันทึกไว้หลังส่งเรื่อง" in page.select_one("main").get_text(), (
        "a colleague read it, not this reader"
    )


def test_a_message_that_came_after_the_story_is_said_of_any_request(areas: World, at_center: Client) -> None:
    case = new(areas)
    at_center.post(TAKE)
    assert "หลังส่งเรื่อง" not in at_center.get(PAGE).content.decode()
    asking.send_message(case=case, actor=Citizen(case.reference), text="น้ำขึ้นอีก")
    page = soup(at_center.get(PAGE))
    assert "มีสิ่งที่เข้ามาหลังส่งเรื่องและยังไม่ได้อ่าน" in page.select_one("main").get_text()
    assert [one["data-digit"] for one in page.select("fieldset[data-digits] button")] == ["1", "2", "3", "9"]


def test_the_page_costs_the_same_whatever_came_after_the_story(areas: World, at_center: Client) -> None:
    case = new(areas, danger_now=True)
    at_center.post(TAKE)
    told_later(case, areas.center.supervisor)

    def come() -> None:
        for _time in range(3):
            told_later(case, areas.center.supervisor)
            asking.send_message(case=case, actor=Citizen(case.reference), text="น้ำขึ้นอีก")

    assert_same_queries(lambda: at_center.get(PAGE), come)


def test_a_twin_stands_beside_with_the_words_that_differ(areas: World, login: Login) -> None:
    first = at_local_new(areas, narrative="ขอน้ำดื่ม")
    second = at_local_new(areas, narrative="ขอน้ำดื่มและยา")
    client = login(areas.local.officer)
    client.post(TAKE)
    page = press(client, first, "normal")
    text = soup(page)
    keys = {one["data-digit"]: one["value"] for one in text.select("fieldset[data-digits] button")}
    assert keys["4"] == f"same:{first.reference}"
    assert keys["6"] == f"apart:{first.reference}"
    assert [one.get_text() for one in text.select("main mark")] == ["และยา"]
    assert text.select_one(".prose mark"), "in the new one: what stands beside it was read before"
    page = press(client, second, keys["6"])
    assert f"same:{first.reference}" not in page.content.decode()
    assert second.reference in page.content.decode()


def test_the_same_key_twice_does_it_once(areas: World, at_center: Client) -> None:
    case = new(areas)
    base = case.base
    at_center.post(TAKE)
    press(at_center, case, "normal", base)
    page = press(at_center, case, "normal", base)
    assert "มีคนคัดกรองไปแล้ว" in page.content.decode()
    assert verbs(case).count(Verb.SCREEN) == 1


def test_what_changed_while_it_was_read_is_read_again(areas: World, at_center: Client) -> None:
    case = new(areas)
    at_center.post(TAKE)
    page = press(at_center, case, "normal", "another")
    assert "เพิ่งเปลี่ยนไป" in page.content.decode()
    case.refresh_from_db()
    assert case.stage == Stage.RECEIVED


@pytest.mark.parametrize("what", ["", "nothing", "same", "same:XXXX-XXXX", "apart"])
def test_a_key_that_is_none_changes_nothing(areas: World, at_center: Client, what: str) -> None:
    case = new(areas)
    at_center.post(TAKE)
    press(at_center, case, what)
    case.refresh_from_db()
    assert case.stage == Stage.RECEIVED


def test_danger_that_was_taken_on_leaves_the_hand_free_where_a_boat_can_be_sent(
    areas: World, login: Login
) -> None:
    danger, other = at_local_new(areas, danger_now=True), at_local_new(areas)
    client = login(areas.local.officer)
    client.post(TAKE)
    page = soup(press(client, danger, "danger"))
    group = page.select_one("fieldset[data-digits]")
    assert [one["data-digit"] for one in group.select("button")] == ["8", "1"]
    assert danger.reference in page.find("main").get_text()
    assert not Hand.objects.exists(), "a colleague reads the next one"
    assert other.reference in client.post(TAKE, follow=True).content.decode()


def test_danger_that_others_are_asked_to_take_does_not_hold_up_the_reader(
    areas: World, at_center: Client
) -> None:
    danger, other = new(areas, danger_now=True), new(areas)
    at_center.post(TAKE)
    assert other.reference in press(at_center, danger, "danger").content.decode()


def test_what_begins_and_ends_the_reading_has_its_digit_too(areas: World, at_center: Client) -> None:
    new(areas)
    begin = soup(at_center.get(PAGE)).select_one("fieldset[data-digits] button[data-digit='1']")
    assert begin.find_parent("form")["action"] == TAKE
    page = soup(at_center.post(TAKE, follow=True))
    assert page.select_one("button[data-digit='0']").find_parent("form")["action"] == STOP


def test_stopping_gives_the_request_back(areas: World, at_center: Client) -> None:
    case = new(areas)
    at_center.post(TAKE)
    at_center.post(STOP)
    assert taking.take(areas.center.supervisor) == case


def test_requests_of_others_do_not_exist_here(areas: World, login: Login) -> None:
    case = new(areas)
    client = login(areas.other_local.officer)
    assert "ตอนนี้ไม่มีเรื่องใหม่ที่รออ่าน" in client.post(TAKE, follow=True).content.decode()
    assert press(client, case, "normal").status_code == 404


def test_whoever_does_no_case_work_finds_no_page(areas: World, login: Login) -> None:
    actor = areas.center.officer
    Appointment.objects.get(pk=actor.appointment.pk).functions.all().delete()
    assert login(actor).get(PAGE).status_code in (302, 403, 404)


def appointed_only(actor: Officer, *functions: Function) -> Officer:
    """The same person, whose order gives these functions and no other."""
    assert actor.appointment is not None
    appointment = Appointment.objects.get(pk=actor.appointment.pk)
    appointment.functions.all().delete()
    for function in functions:
        appointment.functions.create(function=function)
    return officer_by(Appointment.objects.select_related("user", "organization").get(pk=appointment.pk))


def test_whoever_may_not_screen_is_offered_nothing(areas: World, login: Login) -> None:
    """Somebody else takes requests in: who only works on them would hold one and be refused by every key."""
    case = new(areas)
    worker = appointed_only(areas.center.officer, Function.WORK)
    client = login(worker)
    assert client.get(PAGE).status_code == client.post(TAKE).status_code == 404
    assert PAGE not in client.get(reverse("desk:worklist")).content.decode()
    assert taking.take(worker) is None
    assert not Hand.objects.exists()
    assert taking.take(areas.center.supervisor) == case


def test_where_nobody_takes_requests_in_those_who_work_on_them_do(areas: World, login: Login) -> None:
    case = new(areas)
    worker = appointed_only(areas.center.officer, Function.WORK)
    for one in Appointment.objects.filter(organization=areas.center.organization).exclude(
        pk=worker.appointment.pk
    ):
        one.functions.exclude(function=Function.WORK).delete()
    client = login(worker)
    assert PAGE in client.get(reverse("desk:worklist")).content.decode()
    client.post(TAKE)
    assert taking.in_hand(worker) == case
    press(client, case, "normal")
    assert verbs(case)[-2:] == [Verb.SCREEN, Verb.REFER]


@pytest.mark.parametrize(
    ("story", "other", "marked"),
    [
        ("ขอน้ำดื่ม", "ขอน้ำดื่ม", []),
        ("", "ขอน้ำดื่ม", []),
        ("ขอน้ำดื่ม ยา", "ขอน้ำดื่ม", ["ยา"]),
    ],
)
def test_words_that_differ_stand_apart(story: str, other: str, marked: list[str]) -> None:
    pieces = pieces_of(story, other)
    assert "".join(one.text for one in pieces) == story
    assert [one.text.strip() for one in pieces if one.differs] == marked


def test_what_is_not_compared_is_shown_and_counts_as_different() -> None:
    story = "ขอน้ำดื่ม " * 100 + "แม่หายใจไม่ออก" * 10
    pieces = pieces_of(story, "ขอน้ำดื่ม " * 100)
    assert "".join(one.text for one in pieces) == story
    assert pieces[-1].differs and pieces[-1].text.startswith("แม่หายใจไม่ออก")


# Straight to the local administration ---------------------------------------------------------------------------------------


def sent_by_form(world: World, event: Event, **values) -> Case:
    given = {
        "problem": ProblemType.DISASTER,
        "subdistrict_code": OURS,
        "occasion": event.slug,
        "channel": Channel.WEB,
        "consent": Consent.GIVEN,
    }
    return factories.CaseFactory(**(given | values))


def test_the_short_form_goes_straight_to_who_serves_the_place(declared: Declare, areas: World) -> None:
    event = declared(organizations=[areas.local.organization], direct=True)
    case = sent_by_form(areas, event)
    assert case.holder == case.received_by == areas.local.organization
    assert event.members.filter(case=case, until=None).exists()
    assert taking.take(areas.local.officer) == case


def test_what_cannot_go_there_comes_to_the_center(declared: Declare, areas: World) -> None:
    event = declared(organizations=[areas.local.organization], direct=True, subdistricts=[OURS, THEIRS])
    center = areas.center.organization
    assert sent_by_form(areas, event, subdistrict_code=THEIRS).holder == center, "not of the event"
    assert sent_by_form(areas, event, avoid_local=True).holder == center, "not to be known there"
    assert sent_by_form(areas, event, occasion="").holder == center, "the usual form"
    Appointment.objects.filter(organization=areas.local.organization).update(
        valid_from=dt.date(2026, 1, 1), valid_until=dt.date(2026, 11, 1)
    )
    assert sent_by_form(areas, event).holder == center, "nobody is appointed there"


def test_an_event_that_was_not_declared_so_leaves_it_to_the_center(declared: Declare, areas: World) -> None:
    event = declared(organizations=[areas.local.organization])
    assert sent_by_form(areas, event).holder == areas.center.organization


def test_nobody_is_asked_twice_about_a_request_that_went_straight(declared: Declare, areas: World) -> None:
    """The center knows that it exists and how it stands (cases.md, 2), and has nothing to decide."""
    event = declared(organizations=[areas.local.organization], direct=True)
    case = sent_by_form(areas, event)
    assert not taking.new_requests(areas.center.officer).filter(pk=case.pk).exists()
    with pytest.raises(GuardFailed):
        deciding.decide(case=case, actor=areas.center.officer, answer=Answer.NORMAL)
    assert not case.referrals.exists()
