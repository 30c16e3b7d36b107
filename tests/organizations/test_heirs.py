"""What is under way when an organization ends goes on with who takes its place; what is over stays as it was."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
import time_machine
from django.utils import timezone

from cases.consultation.domain import answering, asking
from cases.consultation.models import Consultation
from cases.needs.domain import telling
from cases.needs.models import NeedSource
from cases.surveys.domain import keeping
from cases.surveys.models import Survey
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.organizations.domain import ending
from portal.organizations.domain.heirs import center_of, heir_of
from portal.organizations.models import ServiceArea
from portal.organizations.vocabulary import OrganizationType
from portal.vocabulary import ProblemType
from tests.cases import factories
from tests.cases.desk.conftest import world
from tests.cases.domain.test_succession import end
from tests.cases.factories import World

__all__ = ["world"]

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 26, 4, 0, tzinfo=dt.UTC)
OURS = "810101"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def survey(world: World) -> Survey:
    return keeping.make(
        actor=world.local.officer,
        title="สำรวจหลังน้ำลด",
        purpose="เพื่อจัดลำดับการช่วยเหลือ",
        first=dt.date(2026, 11, 1),
        last=dt.date(2026, 11, 30),
        subdistricts=[OURS],
        questions=[keeping.Asked(words="บ้านเสียหายหรือไม่")],
    )


def test_the_heir_is_the_last_who_exists_else_the_center(world: World):
    end(world.local.organization, world.other_local.organization)
    end(world.other_local.organization, world.hospital.organization)
    assert heir_of(world.local.organization) == world.hospital.organization
    end(world.hospital.organization)
    world.local.organization.refresh_from_db()
    assert heir_of(world.local.organization) == world.center.organization
    assert center_of(world.center.organization) is None, "there is no other one"


def test_a_survey_goes_on_and_one_that_was_reported_stays(world: World):
    running, told = survey(world), survey(world)
    Survey.objects.filter(pk=told.pk).update(reported_at=timezone.now())
    assert any("แบบสำรวจที่ยังไม่ได้รายงาน 1 แบบ" in one for one in ending.report(world.local.organization))
    end(world.local.organization, world.other_local.organization)
    assert list(keeping.surveys_of(world.other_local.officer)) == [running]
    told.refresh_from_db()
    assert told.organization == world.local.organization
    entry = AuditEntry.objects.get(action="organization.rows_passed")
    assert entry.data == {"rows": "surveys", "count": 1, "to": world.other_local.organization.pk}


def test_a_question_to_a_center_that_ends_is_answered_by_the_next(world: World):
    asking.ask(token=uuid.uuid4(), question="ขอคำปรึกษา", problem="disaster", email="", may_email=False)
    other = factories.body(OrganizationType.CENTER, "ศูนย์อำเภอข้าง ๆ", Role.CENTER_OFFICER, Role.CENTER_HEAD)
    assert any("คำถามที่ยังไม่ได้ตอบ 1 ข้อ" in one for one in ending.report(world.center.organization))
    end(world.center.organization, other.organization)
    assert answering.waiting(other.officer).count() == 1


def test_a_question_to_a_center_goes_to_no_office_that_answers_none(world: World):
    asking.ask(token=uuid.uuid4(), question="ขอคำปรึกษา", problem="disaster", email="", may_email=False)
    end(world.center.organization, world.local.organization)
    assert Consultation.objects.get().organization == world.center.organization


def test_an_urgent_need_that_nobody_acknowledged_goes_on(world: World):
    ServiceArea.objects.create(organization=world.local.organization, subdistrict_code=OURS)
    waiting, done = (
        telling.note(
            actor=world.center.officer,
            token=uuid.uuid4(),
            source=NeedSource.FIELD,
            theme=ProblemType.DISASTER,
            subdistrict=OURS,
            words="ขาดน้ำดื่ม",
            is_urgent=True,
        )
        for _each in range(2)
    )
    telling.acknowledge(actor=world.local.officer, what=done)
    end(world.local.organization, world.other_local.organization)
    assert list(telling.urgent_of(world.other_local.officer)) == [waiting]
