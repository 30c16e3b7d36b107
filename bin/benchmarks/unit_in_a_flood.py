"""Who takes work along in `bin/bench first-syncs`: officers of one local administration with as much work as a phone carries."""

from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings
from django.test import Client
from django.utils import timezone

from cases.camps.desk.on_phone import MOST_SHELTERS
from cases.domain import visits
from cases.events.domain.declaring import Declaration, declare
from cases.events.models import Shelter
from cases.events.vocabulary import EventKind
from cases.phones.desk.visits import MOST
from cases.surveys.domain import keeping
from portal.accounts.functions import Function
from portal.organizations.models import ServiceArea
from portal.thai.dates import bangkok_today
from tests.accounts.factories import officer
from tests.cases import factories

PLACE = "810101"
NOTE = "พาเรือไปรับ มีผู้สูงอายุเดินไม่ได้หนึ่งคน เตรียมเปลและเสื้อชูชีพ ทางเข้าน้ำเชี่ยว ให้เข้าทางหลังวัด"
QUESTIONS = 20


def signed_in(number: int) -> list[dict[str, str]]:
    """Make so many officers with a phone's fill of visits, shelters and questions; returns the cookies of each.

    Every visit names no crew, so everybody of the unit may take it along.
    """
    world = factories.world()
    local = world.local
    for one in (world.center, local):
        one.organization.province_code, one.organization.district_code = PLACE[:2], PLACE[:4]
        one.organization.save()
    ServiceArea.objects.create(organization=local.organization, subdistrict_code=PLACE)
    for house in range(MOST):
        case = factories.working_case(
            world,
            subdistrict_code=PLACE,
            moo=str(1 + house % 9),
            village=f"บ้านคลองสมมติ {house % 9}",
            place_detail=f"บ้านเลขที่ {house + 1}/2 ใกล้ศาลาริมคลอง ตรงข้ามวัด เข้าซอยที่สองหลังสะพาน",
            reporter={"phone": f"081-55{house:02}-{1000 + house}"},
        )
        visits.dispatch(case=case, actor=local.officer, note=NOTE)
    _flood(world)
    keeping.make(
        actor=local.officer,
        title="สำรวจหลังน้ำลด",
        purpose="เพื่อจัดลำดับการช่วยเหลือและซ่อมแซมบ้าน",
        first=bangkok_today(),
        last=bangkok_today() + dt.timedelta(days=30),
        subdistricts=[PLACE],
        questions=[
            keeping.Asked(words=f"คำถามที่ {one}: บ้านและของใช้ในบ้านเสียหายอย่างไร") for one in range(QUESTIONS)
        ],
    )
    return [_cookies(local) for _person in range(number)]


def _flood(world: factories.World) -> None:
    event = declare(
        actor=world.center.supervisor,
        declaration=Declaration(
            kind=EventKind.FLOOD,
            name="น้ำท่วมสมมติ",
            reason="ฝนตกหนัก",
            starts_at=timezone.now() - dt.timedelta(hours=6),
            duty_officer=world.center.supervisor.person,
            subdistricts=[PLACE],
            organizations=[world.local.organization],
        ),
        token=uuid.uuid4(),
    )
    Shelter.objects.bulk_create(
        Shelter(
            event=event,
            organization=world.center.organization,
            name=f"โรงเรียนบ้านสมมติ {number}",
            subdistrict_code=PLACE,
            room_for=100,
        )
        for number in range(MOST_SHELTERS)
    )


def _cookies(local: factories.Body) -> dict[str, str]:
    one = officer(local.organization, functions=[Function.FIELD, Function.WORK])
    client = Client()
    client.force_login(one.person)
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}
