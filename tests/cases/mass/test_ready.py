"""What waits in an event for one act on many is begun by one press on its board, and is nothing else than that act (issue 14)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cases.domain import closure, referral, visits, working
from cases.domain.assistance import record_help
from cases.events.domain import choosing, declaring
from cases.events.models import Event
from cases.households.domain import joining
from cases.households.domain.underway import helped_in
from cases.households.vocabulary import LinkKind
from cases.machine.vocabulary import Stage, Verb
from cases.mass.desk.forms import FORMS
from cases.mass.domain import acting, closing, ready
from cases.mass.models import MassAct
from cases.mass.vocabulary import MassState, MassVerb
from cases.models import Approval, Case, CaseEvent, CaseNote
from cases.vocabulary import (
    CallOutcome,
    ClosureReason,
    Confidentiality,
    Consent,
    HandoverReason,
    Outcome,
    Severity,
    Told,
)
from portal.accounts.functions import Function
from portal.vocabulary import ProblemType
from tests.accounts.factories import officer
from tests.cases import factories
from tests.cases.desk.conftest import Login, soup
from tests.cases.events.conftest import NOW, OURS, Declare, areas, declared, now  # noqa: F401 - fixtures
from tests.cases.factories import World
from tests.cases.mass.test_mass import counts, done, stages, undone
from tests.helpers import assert_same_queries
from tests.plans import of_sqlite, read_through

pytestmark = pytest.mark.django_db
FLOOD = {"problem": ProblemType.DISASTER, "subdistrict_code": OURS}
WORDS = "เรือถึงบ้านและมอบถุงยังชีพแล้ว"
PROPOSED = "ช่วยเหลือตามที่บันทึกไว้ในเรื่องแล้ว"


@pytest.fixture
def event(areas: World, declared: Declare) -> Event:  # noqa: F811
    """A flood, with both local administrations at work."""
    return declared(organizations=[areas.local.organization, areas.other_local.organization])


def working_on(world: World, number: int = 1) -> list[Case]:
    return [factories.working_case(world, **FLOOD) for _each in range(number)]


def helped(world: World, number: int = 1) -> list[Case]:
    cases = working_on(world, number)
    for case in cases:
        record_help(case=case, actor=world.local.officer, given=factories.help_given())
    return [Case.objects.get(pk=case.pk) for case in cases]


def asked(world: World, number: int = 1) -> list[Case]:
    cases = helped(world, number)
    fields = {"outcome": Outcome.HELPED_FULLY.value, "note": WORDS}
    done(world.local.officer, cases, MassVerb.CLOSE, fields)
    return [Case.objects.get(pk=case.pk) for case in cases]


def board(client: Client, event: Event) -> BeautifulSoup:
    return soup(client.get(reverse("events:board", args=[event.slug])))


def offered(client: Client, event: Event) -> dict[str, int]:
    """What the board offers: verb → how many."""
    buttons = board(client, event).select("section[aria-labelledby=ready] button[name=ready]")
    return {one["value"]: int(one.select_one(".tabular").get_text()) for one in buttons}


def press(client: Client, event: Event, verb: str) -> HttpResponse:
    """Press the button, with what its form sends beside it."""
    button = board(client, event).select_one(f"section[aria-labelledby=ready] button[value={verb}]")
    form = button.find_parent("form")
    given = {box["name"]: box["value"] for box in form.select("input[type=hidden]")}
    return client.post(form["action"], given | {button["name"]: button["value"]})


def newest() -> MassAct:
    return MassAct.objects.latest("pk")


def said_on(client: Client, mass: MassAct) -> str:
    page = soup(client.get(reverse("mass:act", args=[mass.pk])))
    part = page.select_one("section[aria-labelledby=alike-title]")
    return " ".join(part.get_text(" ").split()) if part else ""


# What is offered ---------------------------------------------------------------------------------------------------------


def test_each_act_is_offered_to_whoever_does_it_and_only_where_something_waits(
    areas: World,  # noqa: F811
    event: Event,
    login: Login,
) -> None:
    local = areas.local
    clients = {one: login(one) for one in (local.officer, local.supervisor, areas.center.officer)}
    assert [offered(client, event) for client in clients.values()] == [{}, {}, {}]
    factories.received_case(areas, **FLOOD)
    factories.pending_referral(areas, **FLOOD)
    working_on(areas, 2)
    helped(areas, 3)
    asked(areas, 4)
    works = {"accept": 1, "tell": 2, "close": 3}
    assert offered(clients[local.officer], event) == works
    assert offered(clients[local.supervisor], event) == works | {"approve": 4}
    assert offered(clients[areas.center.officer], event) == {"screen": 1}


def test_what_would_only_be_left_is_not_offered(areas: World, event: Event, login: Login) -> None:  # noqa: F811
    """In danger, told by telephone, restricted, of another event or of none: it waits for something else."""
    local = areas.local
    factories.received_case(areas, danger_now=True, **FLOOD)
    factories.pending_referral(areas, danger_now=True, **FLOOD)
    part = factories.screened_case(areas, **FLOOD)
    referral.refer_jointly(
        case=part,
        target=local.organization,
        actor=areas.center.officer,
        request="ขอเรือ",
        consent=Consent.GIVEN,
    )
    called, restricted = working_on(areas, 2)
    working.log_call(case=called, actor=local.officer, outcome=CallOutcome.SAFE, text="")
    Case.objects.filter(pk=restricted.pk).update(confidentiality=Confidentiality.RESTRICTED)
    (elsewhere,) = helped(areas)
    choosing.take_out(actor=local.officer, event=event, case=elsewhere, reason="คนละพื้นที่")
    (leaves,) = helped(areas)
    Case.objects.filter(pk=leaves.pk).update(wants_out=True)
    (moved,) = working_on(areas)
    closure.request_closure(
        case=moved,
        actor=local.officer,
        reason=ClosureReason.MOVED_OR_DECEASED,
        outcome=Outcome.DECEASED,
        note="ญาติแจ้ง",
    )
    for actor in (local.officer, local.supervisor, areas.center.officer):
        assert offered(login(actor), event) == {}


def test_nobody_is_offered_to_decide_what_they_asked_for(areas: World, event: Event, login: Login) -> None:  # noqa: F811
    """Two persons (S2.44), also on the board."""
    cases = helped(areas, 2)
    other = officer(areas.local.organization, functions=[Function.SUPERVISE])
    done(other, cases[:1], MassVerb.CLOSE, {"outcome": Outcome.HELPED_FULLY.value, "note": WORDS})
    done(
        areas.local.officer, cases[1:], MassVerb.CLOSE, {"outcome": Outcome.HELPED_FULLY.value, "note": WORDS}
    )
    assert offered(login(other), event)["approve"] == 1
    assert offered(login(areas.local.supervisor), event)["approve"] == 2
    Approval.objects.filter(case=cases[0]).update(disputed=True)
    assert offered(login(areas.local.supervisor), event)["approve"] == 1


def test_a_second_report_of_a_helped_house_is_offered_as_it_is_judged(
    areas: World,  # noqa: F811
    event: Event,
    login: Login,
) -> None:
    """`helped_as_the_same` says of many what `helped_in` says of one."""
    local = areas.local.officer
    first, other, neighbor, beside = working_on(areas, 4)
    joining.join(one=first, other=other, actor=local, kind=LinkKind.SAME_MATTER)
    joining.join(one=neighbor, other=beside, actor=local, kind=LinkKind.SAME_HOUSEHOLD)
    for case in (first, neighbor):
        record_help(case=Case.objects.get(pk=case.pk), actor=local, given=factories.help_given())
    (late,) = working_on(areas)
    assert offered(login(local), event)["close"] == 3
    for case in (other, beside, late):
        waits = ready.cases_for(MassVerb.CLOSE, event, local, NOW).filter(pk=case.pk).exists()
        assert waits == helped_in(Case.objects.get(pk=case.pk)) == (case == other)


def test_help_of_before_a_second_report_came_is_none_for_it(areas: World, event: Event) -> None:  # noqa: F811
    local = areas.local.officer
    first, again = working_on(areas, 2)
    record_help(case=first, actor=local, given=factories.help_given())
    joining.join(one=Case.objects.get(pk=first.pk), other=again, actor=local, kind=LinkKind.SAME_MATTER)
    assert ready.cases_for(MassVerb.CLOSE, event, local, NOW).count() == 2
    first.assistance.update(given_on="2026-11-25")
    waits = ready.cases_for(MassVerb.CLOSE, event, local, NOW)
    assert list(waits) == [first]
    assert not helped_in(again)


def test_another_organizations_cases_are_not_counted_nor_begun(
    areas: World,  # noqa: F811
    event: Event,
    login: Login,
) -> None:
    helped(areas, 2)
    other = login(areas.other_local.officer)
    assert offered(other, event) == {}
    for _twice in range(2):
        answer = other.post(reverse("mass:begin"), {"ready": "close", "event": event.slug})
        assert answer.url == reverse("events:board", args=[event.slug])
    assert "ไม่มีเรื่องที่รอให้ทำสิ่งนี้แล้ว" in other.get(answer.url).content.decode()
    assert not MassAct.objects.exists()


@pytest.mark.parametrize(
    "given",
    [
        {"ready": "approve"},
        {"ready": "refer"},
        {"ready": "nonsense"},
        {"ready": ""},
        {"ready": "close", "event": "flood-2569-9"},
        {"ready": "close", "event": ""},
        {"ready": "close", "event": "\x00"},
    ],
)
def test_what_is_not_offered_does_not_exist(
    areas: World,  # noqa: F811
    event: Event,
    login: Login,
    given: dict[str, str],
) -> None:
    asked(areas)
    before = MassAct.objects.count()
    client = login(areas.local.officer)
    assert client.post(reverse("mass:begin"), {"event": event.slug} | given).status_code == 404
    assert MassAct.objects.count() == before


def test_whoever_is_not_of_the_event_or_does_no_case_work_finds_nothing(
    areas: World,  # noqa: F811
    event: Event,
    login: Login,
) -> None:
    helped(areas)
    watches = officer(areas.local.organization, functions=[Function.VIEW])
    assert offered(login(watches), event) == {}
    for actor in (watches, areas.hospital.officer):
        answer = login(actor).post(reverse("mass:begin"), {"ready": "close", "event": event.slug})
        assert answer.status_code == 404
    assert not MassAct.objects.exists()


def test_an_event_that_ended_offers_nothing(areas: World, event: Event, login: Login) -> None:  # noqa: F811
    helped(areas)
    declaring.close(actor=areas.center.supervisor, event=event, ended_at=NOW, reason="น้ำลด")
    client = login(areas.local.officer)
    assert offered(client, event) == {}
    answer = client.post(reverse("mass:begin"), {"ready": "close", "event": event.slug})
    assert answer.url == reverse("events:board", args=[event.slug])
    assert not MassAct.objects.exists()


# What one press does -----------------------------------------------------------------------------------------------------


def test_closing_leads_straight_to_what_would_happen_and_does_nothing_before_it_is_confirmed(
    areas: World,  # noqa: F811
    event: Event,
    login: Login,
) -> None:
    cases = helped(areas, 2)
    client = login(areas.local.officer)
    answer = press(client, event, "close")
    mass = newest()
    assert answer.url == reverse("mass:act", args=[mass.pk])
    assert (mass.state, mass.origin, counts(mass)) == (MassState.READY, "event", {"fit": 2})
    assert not Approval.objects.exists()
    said = said_on(client, mass)
    assert str(Outcome.HELPED_FULLY.label) in said and PROPOSED in said
    page = soup(client.get(answer.url))
    assert page.get_text().count(PROPOSED) == page.select_one("main").get_text().count(PROPOSED) == 1
    client.post(reverse("mass:go", args=[mass.pk, "confirm"]))
    assert counts(mass) == {"done": 2}
    assert {note.text for note in CaseNote.objects.filter(event__verb=Verb.REQUEST_CLOSURE)} == {PROPOSED}
    assert stages(cases) == [Stage.WORKING] * 2
    assert offered(client, event) == {}


def test_what_the_office_said_last_in_this_event_is_said_again(
    areas: World,  # noqa: F811
    event: Event,
    login: Login,
) -> None:
    local, fields = areas.local.officer, {"outcome": Outcome.HELPED_PARTLY.value, "note": WORDS}
    done(local, helped(areas), MassVerb.CLOSE, fields)
    helped(areas)
    client = login(local)
    press(client, event, "close")
    assert newest().fields == fields
    assert WORDS in said_on(client, newest())


def test_what_others_said_or_was_taken_back_or_said_elsewhere_is_not_said_again(
    areas: World,  # noqa: F811
    event: Event,
) -> None:
    local, other = areas.local, areas.other_local
    fields = {"outcome": Outcome.HELPED_PARTLY.value, "note": WORDS}
    mass = done(local.officer, helped(areas), MassVerb.CLOSE, fields)
    us, them = local.organization.pk, other.organization.pk
    assert ready.said_last(MassVerb.CLOSE, event, us) == fields
    assert ready.said_last(MassVerb.CLOSE, event, them) == {}
    assert ready.said_last(MassVerb.TELL, event, us) == {}
    planned = acting.begin(
        actor=local.officer, cases=Case.objects.filter(pk__in=[helped(areas)[0].pk]), origin=""
    )
    acting.plan(mass=planned, actor=local.officer, verb=MassVerb.CLOSE, fields=fields | {"note": "ยังไม่ยืนยัน"})
    assert ready.said_last(MassVerb.CLOSE, event, us) == fields
    undone(mass, local.officer)
    assert ready.said_last(MassVerb.CLOSE, event, us) == {}
    (case,) = helped(areas)
    choosing.take_out(actor=local.officer, event=event, case=case, reason="คนละพื้นที่")
    done(local.officer, [case], MassVerb.CLOSE, fields)
    assert ready.said_last(MassVerb.CLOSE, event, us) == {}


def test_what_nobody_said_yet_is_asked_for_first_and_next_time_no_more(
    areas: World,  # noqa: F811
    event: Event,
    login: Login,
) -> None:
    """No text is told to anybody that no person of the office chose."""
    working_on(areas)
    client = login(areas.local.officer)
    answer = press(client, event, "tell")
    mass = newest()
    assert answer.url == reverse("mass:plan", args=[mass.pk, "tell"])
    assert mass.state == MassState.CHOOSING
    form = soup(client.get(answer.url)).select_one("form:has([name=told])")
    assert not form.select("[name=told][checked]")
    client.post(answer.url, {"told": Told.ON_THE_WAY.value})
    client.post(reverse("mass:go", args=[mass.pk, "confirm"]))
    assert offered(client, event) == {}
    (late,) = working_on(areas)
    assert press(client, event, "tell").url == reverse("mass:act", args=[newest().pk])
    assert newest().fields == {"told": Told.ON_THE_WAY.value}
    assert working.told_text(Told.ON_THE_WAY) in said_on(client, newest())
    assert not CaseEvent.objects.filter(case=late, verb=Verb.TELL).exists()


def test_accepting_deciding_and_screening_lead_straight_there_too(
    areas: World,  # noqa: F811
    event: Event,
    login: Login,
) -> None:
    new = factories.received_case(areas, **FLOOD)
    factories.pending_referral(areas, **FLOOD)
    asked(areas, 2)
    for actor, verb, number in (
        (areas.local.officer, "accept", 1),
        (areas.local.supervisor, "approve", 2),
        (areas.center.officer, "screen", 1),
    ):
        client = login(actor)
        assert press(client, event, verb).url == reverse("mass:act", args=[newest().pk])
        assert counts(newest()) == {"fit": number}
        said = said_on(client, newest())
        assert ("ตามที่แจ้งมาในแต่ละเรื่อง" in said and str(Severity.NORMAL.label) in said) == (verb == "screen")
        client.post(reverse("mass:go", args=[newest().pk, "confirm"]))
        assert counts(newest()) == {"done": number}
    assert Case.objects.get(pk=new.pk).stage == Stage.SCREENED


def test_what_is_said_is_changed_on_its_form_which_is_filled_in(
    areas: World,  # noqa: F811
    event: Event,
    login: Login,
) -> None:
    helped(areas)
    client = login(areas.local.officer)
    press(client, event, "close")
    page = soup(client.get(reverse("mass:act", args=[newest().pk])))
    link = page.select_one("section[aria-labelledby=alike-title] a")["href"]
    form = soup(client.get(link)).select_one("form:has([name=note])")
    assert form.select_one("[name=note]").get_text().strip() == PROPOSED
    assert form.select_one("[name=outcome][checked]")["value"] == Outcome.HELPED_FULLY
    client.post(link, {"outcome": Outcome.HELPED_PARTLY.value, "note": WORDS})
    assert newest().fields == {"outcome": Outcome.HELPED_PARTLY.value, "note": WORDS}
    assert WORDS in said_on(client, newest())
    client.post(reverse("mass:go", args=[newest().pk, "drop"]))
    assert WORDS in said_on(client, newest())
    assert "แก้" not in said_on(client, newest()).split()


def test_every_reason_why_one_is_left_is_said_as_for_any_other_set(
    areas: World,  # noqa: F811
    event: Event,
    login: Login,
) -> None:
    """The board proposes, the guards judge: a unit on its way is left with its reason."""
    fine, on_the_way = helped(areas, 2)
    visits.dispatch(case=on_the_way, actor=areas.local.officer)
    client = login(areas.local.officer)
    press(client, event, "close")
    assert counts(newest()) == {"fit": 1, "left": 1}
    assert newest().outcomes.get(state="fit").case == fine
    assert newest().outcomes.get(state="left").reason


def test_pressed_twice_everything_is_done_once(areas: World, event: Event, login: Login) -> None:  # noqa: F811
    """As with a list: two acts, of which the second finds that everything changed."""
    helped(areas, 2)
    client = login(areas.local.officer)
    given = {"ready": "close", "event": event.slug}
    for _twice in range(2):
        client.post(reverse("mass:begin"), given)
    one, other = MassAct.objects.order_by("pk")
    for mass in (one, other):
        client.post(reverse("mass:go", args=[mass.pk, "confirm"]))
    assert counts(one) == {"done": 2}
    assert counts(other) == {"left": 2}
    assert CaseEvent.objects.filter(verb=Verb.REQUEST_CLOSURE).count() == 2


def test_nothing_happens_by_looking(areas: World, event: Event, login: Login) -> None:  # noqa: F811
    helped(areas)
    client = login(areas.local.officer)
    assert client.get(reverse("mass:begin")).status_code == 405
    board(client, event)
    assert not MassAct.objects.exists()


# Without a form, and in every act ----------------------------------------------------------------------------------------


def test_an_act_without_a_field_is_chosen_by_a_press_that_leads_to_what_would_happen(
    areas: World,  # noqa: F811
    login: Login,
) -> None:
    cases = [factories.pending_referral(areas, **FLOOD).case for _each in range(2)]
    client = login(areas.local.officer)
    client.post(reverse("mass:begin"), {"case": [case.reference for case in cases]})
    page = soup(client.get(reverse("mass:act", args=[newest().pk])))
    for verb, form in FORMS.items():
        address = reverse("mass:plan", args=[newest().pk, verb])
        sent = page.select(f"nav form[method=post][action='{address}']")
        assert bool(sent) != bool(form.base_fields)
        assert bool(page.select(f"nav a[href='{address}']")) == bool(form.base_fields)
    address = reverse("mass:plan", args=[newest().pk, "accept"])
    assert client.post(address).url == reverse("mass:act", args=[newest().pk])
    assert counts(newest()) == {"fit": 2}
    assert said_on(client, newest()) == ""


def test_what_was_said_stands_on_the_page_of_every_act_in_words(
    areas: World,  # noqa: F811
    flooded: list[Case],
    login: Login,
) -> None:
    """Names of offices, of people and days, not their numbers."""
    head, local = areas.center.supervisor, areas.local.organization
    given = {
        MassVerb.REFER: {
            "target": local.pk,
            "reason": HandoverReason.PROPER_AREA.value,
            "consent": Consent.GIVEN.value,
            "request": "ส่งเรือ",
        },
        MassVerb.ASSIGN: {"person": areas.center.officer.person.pk},
        MassVerb.RECORD_HELP: {
            "given_on_day": "26",
            "given_on_month": "11",
            "given_on_year": "2569",
            "category": "disaster",
            "kind": "in_kind",
            "quantity": "2",
            "unit": "ชุด",
        },
        MassVerb.DISPATCH: {"note": "ตรวจบ้าน"},
    }
    words = {
        MassVerb.REFER: [local.display_name, str(HandoverReason.PROPER_AREA.label), "ส่งเรือ"],
        MassVerb.ASSIGN: [areas.center.officer.person.display_name],
        MassVerb.RECORD_HELP: ["26 พ.ย. 2569", "2", "ชุด"],
        MassVerb.DISPATCH: ["ตรวจบ้าน"],
    }
    client = login(head)
    client.post(reverse("mass:begin"), {"case": [case.reference for case in flooded]})
    for verb, sent in given.items():
        address = reverse("mass:plan", args=[newest().pk, verb])
        assert client.post(address, sent).status_code == 302
        said = said_on(client, newest())
        assert all(one in said for one in words[verb]), said
        form = soup(client.get(address)).select_one(f"form[action='{address}']:not(nav form)")
        for name, value in sent.items():
            kept = [one.get("value") or one.get_text().strip() for one in form.select(f"[name={name}]")]
            chosen = [one["value"] for one in form.select(f"[name={name}] option[selected]")]
            assert str(value) in [*kept, *chosen], (verb, name, kept, chosen)


# What it costs -----------------------------------------------------------------------------------------------------------


def test_queries_do_not_grow_with_what_waits(areas: World, event: Event, login: Login) -> None:  # noqa: F811
    def more() -> None:
        factories.received_case(areas, **FLOOD)
        factories.pending_referral(areas, **FLOOD)
        working_on(areas, 2)
        helped(areas, 2)
        asked(areas, 2)

    more()
    client = login(areas.local.supervisor)
    address = reverse("events:board", args=[event.slug])
    assert_same_queries(lambda: client.get(address), more)


@of_sqlite
def test_nothing_that_grows_is_read_through(
    areas: World,  # noqa: F811
    event: Event,
    django_assert_max_num_queries: Callable,
) -> None:
    asked(areas)
    with django_assert_max_num_queries(7) as queries:
        ready.waiting_in(event, areas.local.supervisor, NOW)
        ready.said_last(MassVerb.CLOSE, event, areas.local.organization.pk)
    assert read_through(queries) == []


def test_what_is_offered_for_closing_is_never_left_because_nobody_helped(areas: World, event: Event) -> None:  # noqa: F811
    helped(areas)
    working_on(areas)
    mass = acting.begin(
        actor=areas.local.officer,
        cases=ready.cases_for(MassVerb.CLOSE, event, areas.local.officer, NOW),
        origin=ready.EVENT,
    )
    acting.plan(
        mass=mass,
        actor=areas.local.officer,
        verb=MassVerb.CLOSE,
        fields={"outcome": "helped_fully", "note": WORDS},
    )
    mass.refresh_from_db()
    acting.work(mass)
    assert counts(mass) == {"fit": 1}
    assert not mass.outcomes.filter(reason=str(closing.NOT_HELPED)).exists()
