"""Danger is never dropped, and a household that needs help a second time gets a second request."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from cases.events.domain import roster
from cases.events.models import Event, EventCase
from cases.machine.vocabulary import DutyKind, Stage
from cases.models import Case, CaseNote
from cases.vocabulary import Severity
from cases.vulnerable.domain import accounting, keeping
from cases.vulnerable.domain.requesting import make_case
from cases.vulnerable.models import Account, Home, Mark
from cases.vulnerable.vocabulary import RemovalReason, Source, Status
from portal.outbox.models import OutboxMessage
from tests.cases.desk.conftest import Login
from tests.cases.events.conftest import NOW, Declare
from tests.cases.factories import Body, World
from tests.cases.vulnerable.conftest import SECRETS
from tests.cases.vulnerable.test_accounting import row_of, seen, text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", ["moved", "safe"])
def test_danger_beside_another_answer_is_asked_for(
    home: Home, event: Event, areas: World, login: Login, status: str
) -> None:
    at, address = login(areas.local.officer), reverse("first:account", args=[event.slug, 1])
    given = {
        "status": status,
        "danger": "on",
        "source": "call",
        "text": "แม่ยังติดอยู่บนหลังคา",
        "token": str(uuid.uuid4()),
    }
    answer = at.post(address, given)
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"danger"}
    assert "แม่ยังติดอยู่บนหลังคา" in answer.content.decode()
    assert not Mark.objects.exists()
    assert at.post(address, given | {"status": "needs"}).status_code == 302
    assert Account.objects.get().is_danger


def closed(case: Case, at: dt.datetime) -> None:
    Case.objects.filter(pk=case.pk).update(stage=Stage.CLOSED, closed_at=at)


def test_a_need_after_the_request_was_closed_is_another_one(
    home: Home, event: Event, areas: World, login: Login, now
) -> None:
    actor = areas.local.officer
    page = reverse("first:account", args=[event.slug, 1])
    at = login(actor)
    seen(actor, row_of(home), Status.NEEDS, text="ออกซิเจนหมด")
    first = make_case(actor=actor, account=row_of(home))
    now.shift(600)
    seen(actor, row_of(home), Status.NEEDS, text="ยังรออยู่")
    assert make_case(actor=actor, account=row_of(home)) == first, "while it is open it is the same"
    now.shift(600)
    closed(first, dt.datetime.now(dt.UTC))
    assert make_case(actor=actor, account=row_of(home)) == first, "nothing came since"
    assert "ทำเป็นเรื่อง" not in text_of(at.get(page))
    now.shift(600)
    seen(actor, row_of(home), Status.SAFE)
    now.shift(600)
    before = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=5)
    seen(actor, row_of(home), Status.NEEDS, text="น้ำขึ้นอีก ออกจากบ้านไม่ได้", danger=True, observed_at=before)
    assert "ทำเป็นเรื่อง" not in text_of(at.get(page)), "danger is a request at once"
    at.post(reverse("first:ask", args=[event.slug, 1]))
    at.post(reverse("first:ask", args=[event.slug, 1]))
    second = Case.objects.exclude(pk=first.pk).get()
    assert "น้ำขึ้นอีก" in second.narrative
    assert second.danger_now
    assert row_of(home).case == second
    assert EventCase.objects.get(case=second).event == event
    text = text_of(at.get(page))
    assert second.reference in text
    assert "ทำเป็นเรื่อง" not in text
    now.shift(600)
    closed(second, dt.datetime.now(dt.UTC))
    assert make_case(actor=actor, account=row_of(home)) == second
    now.shift(600)
    wrong = seen(actor, row_of(home), Status.NEEDS, source=Source.VISIT)
    accounting.take_back(actor=actor, mark=wrong)
    assert make_case(actor=actor, account=row_of(home)) == second, "what was taken back is no need"
    seen(actor, row_of(home), Status.NEEDS)
    assert make_case(actor=actor, account=row_of(home)) not in (first, second)


# Danger rings ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def flood(home: Home, declared: Declare, areas: World) -> Event:
    """A flood in which the local administration works, with somebody on duty there and at the center."""
    made = declared(organizations=[areas.local.organization])
    for body in (areas.local, areas.center):
        on_duty(body, made)
    return made


def on_duty(body: Body, event: Event) -> None:
    person = body.supervisor.person
    person.email = f"duty-{body.organization.pk}@example.org"
    person.save()
    hour = dt.timedelta(hours=1)
    roster.plan(
        actor=body.supervisor,
        event=event,
        person=person,
        starts_at=NOW - hour,
        ends_at=NOW + 9 * hour,
        token=uuid.uuid4(),
    )


def rung(template: str) -> list[str]:
    mails = OutboxMessage.objects.filter(template=template).order_by("created_at", "pk")
    for mail in mails:
        assert not [one for one in (*SECRETS, "น้ำถึงอก") if one in f"{mail.context}{mail.dedup_key}"]
    return [mail.to for mail in mails]


def test_danger_that_is_marked_is_a_request_at_once_of_which_duty_hears(
    home: Home, flood: Event, areas: World
) -> None:
    """Nobody has to press a second time (many.md, row observe: OWN when needs; issue 14, points 4 and 6)."""
    actor, token = areas.local.officer, uuid.uuid4()
    for _twice in range(2):
        seen(actor, row_of(home), Status.NEEDS, danger=True, text="น้ำถึงอก", token=token)
    case = Case.objects.get()
    assert row_of(home).case == case
    assert (case.danger_now, case.severity, case.holder) == (
        True,
        Severity.EMERGENCY,
        areas.local.organization,
    )
    assert "น้ำถึงอก" in case.narrative
    assert EventCase.objects.get(case=case).event == flood
    assert rung("event_danger") == [areas.local.supervisor.person.email]
    assert rung("first_danger") == [], "once is enough where the request lies with who keeps the household"


def test_a_need_without_danger_waits_for_a_press(
    home: Home, flood: Event, areas: World, login: Login
) -> None:
    at, address = login(areas.local.officer), reverse("first:account", args=[flood.slug, 1])
    given = {"status": "needs", "source": "call", "text": "ยาหมด", "token": str(uuid.uuid4())}
    assert at.post(address, given).status_code == 302
    assert not Case.objects.exists()
    assert "ทำเป็นเรื่อง" in text_of(at.get(address))
    at.post(reverse("first:ask", args=[flood.slug, 1]))
    assert Case.objects.get().reference in text_of(at.get(address))
    assert rung("event_danger") == rung("first_danger") == []


def test_danger_that_the_center_heard_rings_where_the_household_is_kept_too(
    home: Home, flood: Event, areas: World
) -> None:
    seen(areas.center.officer, row_of(home), Status.NEEDS, danger=True, text="น้ำถึงอก")
    assert Case.objects.get().holder == areas.center.organization
    assert rung("event_danger") == [areas.center.supervisor.person.email]
    assert rung("first_danger") == [areas.local.supervisor.person.email]
    mail = OutboxMessage.objects.get(template="first_danger")
    assert mail.context["link"].endswith(reverse("first:account", args=[flood.slug, 1]))


def test_danger_is_written_into_the_request_that_is_open_and_is_no_news_to_the_register(
    home: Home, flood: Event, areas: World, now
) -> None:
    actor = areas.local.officer
    seen(actor, row_of(home), Status.NEEDS, text="ยาหมด")
    case = make_case(actor=actor, account=row_of(home))
    assert not case.danger_now
    now.shift(60)
    seen(actor, row_of(home), Status.NEEDS, danger=True, text="น้ำถึงอก")
    case = Case.objects.get()
    assert (case.danger_now, case.severity) == (True, Severity.EMERGENCY)
    assert case.duties.running().filter(kind=DutyKind.READ).exists()
    assert [one.text for one in CaseNote.objects.filter(event__case=case) if "น้ำถึงอก" in one.text]
    assert rung("event_danger") == [areas.local.supervisor.person.email]
    assert Mark.objects.count() == 2
    assert row_of(home).is_danger


def test_danger_that_was_over_before_it_was_written_down_is_no_request(
    home: Home, flood: Event, areas: World
) -> None:
    """Paper of the morning, typed in the evening."""
    actor = areas.local.officer
    seen(actor, row_of(home), Status.SAFE)
    seen(actor, row_of(home), Status.NEEDS, danger=True, observed_at=NOW - dt.timedelta(hours=3))
    assert not Case.objects.exists()
    assert rung("event_danger") == rung("first_danger") == []


def test_danger_of_whom_the_register_does_not_name_any_more_is_still_heard_of(
    home: Home, flood: Event, areas: World, login: Login
) -> None:
    keeping.remove(actor=areas.local.officer, home=home.pk, reason=RemovalReason.WITHDRAWN)
    at, address = login(areas.local.officer), reverse("first:account", args=[flood.slug, 1])
    given = {
        "status": "needs",
        "danger": "on",
        "source": "call",
        "text": "น้ำถึงอก",
        "token": str(uuid.uuid4()),
    }
    answer = at.post(address, given, follow=True)
    assert "รับเป็นเรื่องใหม่ตามปกติ" in text_of(answer)
    assert not Case.objects.exists()
    assert rung("first_danger") == [areas.local.supervisor.person.email]
