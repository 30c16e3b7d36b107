"""One event of the demonstration, marked as invented wherever it is read."""

from __future__ import annotations

import datetime as dt
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from cases.demo.office import Office
from cases.events.domain.advice import advice_for
from cases.events.domain.declaring import Declaration, declare
from cases.events.domain.telling import keep_shelter, tell
from cases.events.models import Event, Shelter
from cases.events.vocabulary import EventKind, ShelterState

AO_NANG, NONG_THALE = "810116", "810117"


def load_demo_event() -> bool:
    """Declare the invented flood once, with what is known and two shelters; say whether that was done now.

    Raises:
        LookupError: the demonstration staff are missing.
    """
    if Event.objects.exists():
        return False
    actor = Office()["center-head"]
    advice, advice_en = advice_for(EventKind.FLOOD)
    event = declare(
        actor=actor,
        declaration=Declaration(
            kind=EventKind.FLOOD,
            name="น้ำท่วมอ่าวนาง (เหตุสมมติของชุดสาธิต)",
            name_en="Ao Nang flood (invented, for demonstration)",
            reason="ฝึกซ้อมด้วยข้อมูลสมมติ",
            starts_at=timezone.now() - dt.timedelta(hours=6),
            subdistricts=[AO_NANG, NONG_THALE],
            duty_officer=actor.person,
            advice=advice,
            advice_en=advice_en,
        ),
        token=uuid5(NAMESPACE_URL, "klang-demo-event"),
    )
    tell(
        actor=actor,
        event=event,
        words="(สมมติ) ถนนหน้าตลาดน้ำสูง 60 ซม. รถเล็กผ่านไม่ได้",
        words_en="(Invented) The market road is 60 cm under water; no way for small cars",
        token=uuid5(NAMESPACE_URL, "klang-demo-event-fact"),
    )
    for name, name_en, state in (
        ("โรงเรียนสมมติบนเขา", "Invented school on the hill", ShelterState.OPEN),
        ("วัดสมมติ", "Invented temple", ShelterState.FULL),
    ):
        shelter = Shelter(name=name, name_en=name_en, subdistrict_code=AO_NANG, room_for=120, state=state)
        keep_shelter(actor=actor, event=event, shelter=shelter)
    return True
