"""Danger is never dropped, and a household that needs help a second time gets a second request."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from cases.events.models import Event, EventCase
from cases.machine.vocabulary import Stage
from cases.models import Case
from cases.vulnerable.domain import accounting
from cases.vulnerable.domain.requesting import make_case
from cases.vulnerable.models import Account, Home, Mark
from cases.vulnerable.vocabulary import Source, Status
from tests.cases.desk.conftest import Login
from tests.cases.factories import World
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
    assert "ทำเป็นเรื่อง" in text_of(at.get(page))
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
