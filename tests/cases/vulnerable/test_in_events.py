"""Who is not accounted for is told before the end of an event, handed over after it, and counted in its report (many.md, B4)."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from cases.events.desk.report import facts_of
from cases.events.domain import changing, declaring
from cases.events.domain.standing import standing_in
from cases.events.domain.summing import summary_of
from cases.events.models import Event
from cases.vulnerable.models import Account
from cases.vulnerable.vocabulary import Status
from portal.outbox.models import OutboxMessage
from tests.cases.desk.conftest import Login
from tests.cases.events.conftest import NOW, THEIRS
from tests.cases.factories import World
from tests.cases.vulnerable.conftest import SECRETS, Enter

pytestmark = pytest.mark.django_db
FIGURES = [f"บ้านที่ต้องช่วยก่อน: {status.label}" for status in Status]


def stand(number: int, status: Status) -> None:
    Account.objects.filter(number=number).update(status=status)


def test_the_report_has_the_four_figures_and_they_add_up(
    enters: Enter, declared, login: Login, areas: World
) -> None:
    for place in range(4):
        enters(name=f"ยายคนที่ {place}", place_detail=f"{place}")
    event = declared()
    for number, status in enumerate((Status.NEEDS, Status.SAFE, Status.MOVED), 1):
        stand(number, status)
    facts = dict(facts_of(event, summary_of(event)))
    assert [facts[name] for name in FIGURES] == ["1"] * 4
    assert facts["บ้านที่ต้องช่วยก่อน: รวม"] == "4"
    page = login(areas.center.officer).get(reverse("events:report", args=[event.slug])).content.decode()
    assert FIGURES[0] in page
    assert not [one for one in SECRETS if one in page]


def test_an_event_without_such_households_has_no_figures_of_them(event: Event) -> None:
    assert not [name for name, _value in facts_of(event, summary_of(event)) if "ต้องช่วยก่อน" in name]


def test_households_without_news_or_in_need_are_told_before_the_end_and_handed_over_at_it(
    enters: Enter, declared, areas: World
) -> None:
    areas.local.organization.email = "local@example.org"
    areas.local.organization.save()
    for place in range(4):
        enters(name=f"ยายคนที่ {place}", place_detail=f"{place}")
    event = declared()
    stand(1, Status.NEEDS)
    stand(2, Status.SAFE)
    assert standing_in(event) == {"not_reached": 2, "needs": 1}
    declaring.close(actor=areas.center.supervisor, event=event, ended_at=NOW, reason="น้ำลด")
    mails = OutboxMessage.objects.filter(template="first_left").order_by("pk")
    mail = next(one for one in mails if one.to == "local@example.org")
    assert mail.organization == areas.local.organization
    assert mail.context["count"] == "3"
    assert reverse("first:event", args=[event.slug]) in mail.context["link"]
    assert not [one for one in SECRETS if one in str(mail.context)]


def test_nobody_is_written_to_where_everybody_is_accounted_for(enters: Enter, declared, areas: World) -> None:
    areas.local.organization.email = "local@example.org"
    areas.local.organization.save()
    enters()
    event = declared()
    stand(1, Status.MOVED)
    declaring.close(actor=areas.center.supervisor, event=event, ended_at=NOW, reason="น้ำลด")
    assert not OutboxMessage.objects.filter(template="first_left").exists()


def test_households_of_a_place_that_the_event_grows_into_have_rows_at_once(
    enters: Enter, declared, areas: World
) -> None:
    ours = enters()
    theirs = enters(actor=areas.other_local.officer, subdistrict=THEIRS, name="ตาเขียว")
    event = declared()
    assert [one.home for one in Account.objects.filter(event=event)] == [ours]
    changing.change(
        actor=areas.center.supervisor,
        event=event,
        reason="น้ำถึงแล้ว",
        subdistricts=[THEIRS],
        token=uuid.uuid4(),
    )
    rows = Account.objects.filter(event=event).order_by("number")
    assert [(one.home, one.number) for one in rows] == [(ours, 1), (theirs, 2)]
