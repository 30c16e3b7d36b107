"""Two who take households of one village down at the same moment get different places in its order.

Real threads with a connection each, on the database of the settings.
"""

from __future__ import annotations

import datetime as dt
import uuid
from functools import partial

import pytest
from django.utils import timezone

from cases.domain.working import log_call
from cases.events.domain.declaring import Declaration, declare
from cases.events.vocabulary import EventKind
from cases.models import Case
from cases.vocabulary import CallOutcome
from cases.vulnerable.domain.accounting import mark
from cases.vulnerable.domain.keeping import change, enter
from cases.vulnerable.models import Account, Home, Mark
from cases.vulnerable.starter import load_needs
from cases.vulnerable.vocabulary import Source, Status
from portal.organizations.models import ServiceArea
from tests.cases.domain.test_concurrency import at_once, district  # noqa: F401 - fixture
from tests.cases.events.conftest import OURS
from tests.cases.factories import World
from tests.cases.vulnerable.conftest import agreed, details

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_neighbors_of_one_moment_have_places_of_their_own(district: World) -> None:  # noqa: F811
    """Between 1 and 100 two at once come again and again; then each moves at the same moment as another."""
    load_needs()
    actor = district.local.officer
    ServiceArea.objects.create(organization=actor.organization, subdistrict_code=OURS)

    def enters(house: int) -> Home:
        given = details(place_detail=str(house), name=f"บ้านที่ {house} ทดสอบ", phone="")
        return enter(actor=actor, details=given, agreed=agreed(), token=uuid.uuid4())

    for house in (1, 100):
        enters(house)
    for house in range(10, 50, 10):
        made = at_once(*(partial(enters, house + one) for one in range(4)))
        assert all(isinstance(home, Home) for home in made), made
    homes = list(Home.objects.order_by("place_key", "pk"))
    assert len({home.place_key for home in homes}) == len(homes) == 18
    assert [int(home.place_detail) for home in homes] == sorted(int(home.place_detail) for home in homes)

    def moves(home: Home, house: int) -> Home:
        given = details(place_detail=str(house), name=home.name, phone="")
        return change(actor=actor, home=home, details=given)

    moved = at_once(*(partial(moves, home, 60 + number) for number, home in enumerate(homes[1:5])))
    assert all(isinstance(home, Home) for home in moved), moved
    homes = list(Home.objects.order_by("place_key", "pk"))
    assert len({home.place_key for home in homes}) == 18
    assert [int(home.place_detail) for home in homes] == sorted(int(home.place_detail) for home in homes)


def test_a_call_of_a_request_and_danger_marked_in_the_register_wait_in_one_order(
    district: World,  # noqa: F811
) -> None:
    """The request is locked before the row, whoever comes from which side: nobody waits for somebody who waits for them."""
    load_needs()
    actor = district.local.officer
    ServiceArea.objects.create(organization=actor.organization, subdistrict_code=OURS)
    home = enter(actor=actor, details=details(), agreed=agreed(), token=uuid.uuid4())
    event = declare(
        actor=district.center.supervisor,
        declaration=Declaration(
            kind=EventKind.FLOOD,
            name="น้ำท่วมอ่าวนาง",
            reason="ฝนหนัก",
            starts_at=timezone.now() - dt.timedelta(hours=6),
            subdistricts=[OURS],
            duty_officer=district.center.supervisor.person,
            organizations=[actor.organization],
            advice="ย้ายขึ้นที่สูง",
        ),
        token=uuid.uuid4(),
    )
    account = Account.objects.select_related("event").get(home=home, event=event)
    press = partial(mark, actor=actor, account=account, status=Status.NEEDS, source=Source.CALL)
    press(token=uuid.uuid4(), danger=True)
    case = Case.objects.get()
    for _round in range(5):
        done = at_once(
            partial(log_call, case=case, actor=actor, text="ดีแล้ว", outcome=CallOutcome.SAFE),
            partial(press, token=uuid.uuid4(), danger=True),
            partial(log_call, case=case, actor=actor, text="น้ำขึ้น", outcome=CallOutcome.NEEDS),
        )
        assert not [one for one in done if isinstance(one, Exception)], done
    assert Mark.objects.filter(account=account).count() == 16
    assert Case.objects.count() == 1
