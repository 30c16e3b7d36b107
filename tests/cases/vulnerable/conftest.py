"""A district, its kinds of need, and a household with an oxygen machine, full of words that could leak."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

import pytest

from cases.vulnerable.domain.keeping import Agreed, Details, enter
from cases.vulnerable.models import Home
from cases.vulnerable.starter import load_needs
from cases.vulnerable.vocabulary import AgreedBy, AgreedHow
from portal.thai.dates import bangkok_today
from tests.cases.desk.conftest import login, world  # noqa: F401 - fixtures
from tests.cases.events.conftest import OURS, THEIRS, areas, declared, event, now  # noqa: F401 - fixtures
from tests.cases.factories import World

NAME, PHONE, NOTE = "ยายคะนารี ลับมาก", "081-770-4471", "ออกซิเจนคะนารีถังเขียว"
SECRETS = (NAME, PHONE, NOTE)

Enter = Callable[..., Home]


def details(**values: object) -> Details:
    """A household; values replace its fields."""
    given = {
        "name": NAME,
        "subdistrict": OURS,
        "needs": ("oxygen", "alone"),
        "phone": PHONE,
        "people": 2,
        "place_detail": "12/3 หลังวัด",
        "moo": "4",
        "note": NOTE,
    }
    return Details(**(given | values))


def agreed(**values: object) -> Agreed:
    """Somebody agreed today, by themselves."""
    given = {"by": AgreedBy.SELF, "how": AgreedHow.IN_PERSON, "on": bangkok_today()}
    return Agreed(**(given | values))


def days_ago(days: int) -> dt.date:
    """A day before the present one."""
    return bangkok_today() - dt.timedelta(days=days)


@pytest.fixture
def enters(areas: World) -> Enter:  # noqa: F811
    """Take a household down as the local administration's officer; values replace fields of its details."""
    load_needs()

    def made(**values: object) -> Home:
        actor = values.pop("actor", areas.local.officer)
        token = values.pop("token", None) or uuid.uuid4()
        on = values.pop("on", bangkok_today())
        return enter(actor=actor, details=details(**values), agreed=agreed(on=on), token=token)

    return made


@pytest.fixture
def home(enters: Enter) -> Home:
    """The household of the tests."""
    return enters()
