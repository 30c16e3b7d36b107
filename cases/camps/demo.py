"""Two invented families in a shelter of the demonstration, and relief that came and was given: all marked as invented."""

from __future__ import annotations

from uuid import NAMESPACE_URL, UUID, uuid5

from cases.camps.domain import stock
from cases.camps.domain.coming import Arrival, arrive
from cases.camps.models import Family
from cases.demo.office import Office
from cases.events.models import Event, Shelter
from cases.events.vocabulary import ShelterState
from cases.vulnerable.starter import load_needs

AO_NANG = "810116"
FAMILIES = (
    ("นางสมหมาย ใจงาม (สมมติ)", (0, 1, 2, 1), "081-555-0141", ("bedridden",)),
    ("นายอาลี ทะเลงาม (สมมติ)", (1, 2, 2, 0), "", ("infant",)),
)
"""Who speaks for it, how many of which age, telephone, needs."""
GOODS = (("ถุงยังชีพ (สมมติ)", "ชุด", 200, 1), ("น้ำดื่ม (สมมติ)", "แพ็ค", 120, 2))
"""Name, unit, how many came, how many each family got."""


def load_demo_camps() -> bool:
    """Take the families in once, with what they got; say whether that was done now.

    Raises:
        LookupError: the demonstration staff are missing.
    """
    shelter = Shelter.objects.filter(state=ShelterState.OPEN, event__in=Event.objects.running()).first()
    if shelter is None or Family.objects.exists():
        return False
    load_needs()
    actor, event = Office()["center-head"], shelter.event
    families = [
        arrive(
            actor=actor,
            event=event,
            shelter=shelter,
            arrival=Arrival(name=name, ages=ages, phone=phone, subdistrict=AO_NANG, needs=needs),
            token=_token(f"family-{number}"),
        )
        for number, (name, ages, phone, needs) in enumerate(FAMILIES)
    ]
    place = stock.Place(shelter=shelter)
    for name, unit, came, each in GOODS:
        goods = stock.add_goods(actor=actor, event=event, name=name, unit=unit)
        stock.receive(actor=actor, goods=goods, place=place, quantity=came, token=_token(f"came-{name}"))
        for family in families:
            stock.give(
                actor=actor,
                goods=goods,
                place=place,
                quantity=each,
                family=family,
                token=_token(f"given-{name}-{family.number}"),
            )
    return True


def _token(what: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"klang-demo-camp-{what}")
