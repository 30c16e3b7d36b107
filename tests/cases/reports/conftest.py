"""A district that reports: two local administrations, their district, the province, the department, the governor's office."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

import pytest

from cases.reports.domain import acts, rounds
from cases.reports.models import MonthlyReport
from portal.accounts.functions import Function
from portal.accounts.roles import Role
from portal.actors import Officer
from portal.organizations.vocabulary import OrganizationType
from tests.accounts.factories import OrganizationFactory, officer
from tests.cases import factories
from tests.cases.desk.conftest import login, soup  # noqa: F401 - a fixture and a tool
from tests.cases.factories import World

SEPTEMBER, OCTOBER = dt.date(2026, 9, 1), dt.date(2026, 10, 1)
IN_OCTOBER, IN_NOVEMBER = dt.date(2026, 10, 5), dt.date(2026, 11, 5)
ABOUT_NOVEMBER = dt.datetime(2026, 11, 5, 3, tzinfo=dt.UTC)


@dataclass
class Levels:
    """Whoever makes or reads reports."""

    world: World
    local: Officer
    other: Officer
    town: Officer
    district: Officer
    province: Officer
    department: Officer
    governor: Officer
    far: Officer


def reporter(kind: OrganizationType, name: str, **place: str) -> Officer:
    """Somebody appointed to report in a new organization."""
    organization = OrganizationFactory(type=kind, name_th=name, **place)
    return officer(organization, Role.REPORT_OFFICER, functions=[Function.REPORTING])


@pytest.fixture
def levels(db: None) -> Levels:
    """The district of `tests.cases.factories`, with everybody above it; another province lies beside it."""
    world = factories.world()
    nowhere = {"district_code": "", "subdistrict_code": ""}
    return Levels(
        world=world,
        local=officer(
            world.local.organization, functions=[Function.REPORTING, Function.WORK, Function.INTAKE]
        ),
        other=officer(world.other_local.organization, functions=[Function.REPORTING]),
        town=reporter(OrganizationType.TOWN_MUNICIPALITY, "เทศบาลเมืองทดสอบ"),
        district=reporter(OrganizationType.DISTRICT_LOCAL_OFFICE, "ท้องถิ่นอำเภอทดสอบ"),
        province=reporter(OrganizationType.PROVINCIAL_LOCAL_OFFICE, "สถ.จ.ทดสอบ", **nowhere),
        department=reporter(OrganizationType.DLA, "สถ.", province_code="", **nowhere),
        governor=officer(
            OrganizationFactory(type=OrganizationType.GOVERNOR, name_th="ผู้ว่าฯ ทดสอบ", **nowhere),
            Role.VIEWER,
            functions=[Function.VIEW],
        ),
        far=reporter(OrganizationType.TAO, "อบต.จังหวัดอื่น", province_code="80", district_code="8001"),
    )


@pytest.fixture
def october(levels: Levels, time_machine: Any) -> Levels:
    """October is over, and its reports are expected since 1 November."""
    time_machine.move_to(ABOUT_NOVEMBER, tick=False)
    rounds.open_rounds(IN_NOVEMBER)
    return levels


def report_of(actor: Officer, month: dt.date = OCTOBER) -> MonthlyReport:
    """The report of an officer's organization."""
    return MonthlyReport.objects.get(organization=actor.organization, month=month)


def do(verb: Any, report: MonthlyReport, actor: Officer, **words: Any) -> MonthlyReport:
    """Do a verb on the newest version."""
    row = MonthlyReport.objects.get(pk=report.pk)
    return verb(report=row, actor=actor, token=uuid.uuid4(), version=row.version, **words)


def table(**values: int) -> dict[str, dict[str, int]]:
    """Figures of one row."""
    return {"disaster": values}


SOME = table(received=5, closed=2, pending=3, helped=2, households=2, persons=4, baht=4000)


def sent(actor: Officer, month: dt.date = OCTOBER, figures: dict | None = None) -> MonthlyReport:
    """A report that was typed and sent."""
    row = report_of(actor, month)
    do(acts.edit, row, actor, table=figures or SOME, remarks="ตรวจแล้ว")
    return do(acts.submit, row, actor)


def accepted(
    actor: Officer, by: Officer, month: dt.date = OCTOBER, figures: dict | None = None
) -> MonthlyReport:
    """A report that the next level has accepted."""
    return do(acts.accept, sent(actor, month, figures), by)
