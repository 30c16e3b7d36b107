"""Two who take households of one village down at the same moment get different places in its order.

Real threads with a connection each, on the database of the settings.
"""

from __future__ import annotations

import uuid
from functools import partial

import pytest

from cases.vulnerable.domain.keeping import change, enter
from cases.vulnerable.models import Home
from cases.vulnerable.starter import load_needs
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
