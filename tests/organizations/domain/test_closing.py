"""An end is carried out on its day, however it was said: by a list, in the back-office, by a plan."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.actors import System
from portal.audit.models import AuditEntry
from portal.organizations import tasks
from portal.organizations.domain import closing, ending, routing
from portal.organizations.models import Organization, PlannedEnd, RoutingRule, ServiceArea
from portal.organizations.vocabulary import OrganizationType
from portal.vocabulary import ActorKind, ProblemType
from tests.organizations.factories import OrganizationFactory

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 26, 5, 0, tzinfo=dt.UTC)
TODAY, AHEAD = dt.date(2026, 11, 26), dt.date(2027, 1, 1)
BLANK = {
    "subdistrict_code": "", "parent": "", "geocode": "", "dla_code": "", "letter_code": "", "phone": "", "email": "",
    "website": "", "address": "", "closed_on": "", "successor": "", "checked_on": "", "note": "", "name_en": "",
    "short_name": "", "latitude": "", "longitude": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to(NOON, tick=False)
    return time_machine


@pytest.fixture
def handed_over() -> Iterator[list[tuple[Organization, Organization | None, Any]]]:
    """What other rooms were told, as (organization, successor, kind of actor)."""
    told: list[tuple[Organization, Organization | None, Any]] = []

    def report(organization: Organization) -> list[str]:
        return ["ถือเรื่องอยู่ 3 เรื่อง"]

    def carry_out(organization: Organization, *, successor: Organization | None, actor: Any) -> None:
        told.append((organization, successor, actor.kind))

    ending.register(report=report, carry_out=carry_out)
    yield told
    ending.unregister(report=report, carry_out=carry_out)


@pytest.fixture
def old() -> Organization:
    return OrganizationFactory(name_th="องค์การบริหารส่วนตำบลเก่า", short_name="อบต.เก่า")


@pytest.fixture
def new() -> Organization:
    return OrganizationFactory(name_th="เทศบาลตำบลใหม่", type=OrganizationType.SUBDISTRICT_MUNICIPALITY)


@pytest.mark.parametrize("on", [TODAY, TODAY - dt.timedelta(days=400)])
def test_an_end_whose_day_has_come_is_carried_out_at_once(handed_over, old, new, on):
    assert closing.close(organization=old, on=on, successor=new, actor=System()) is None
    old.refresh_from_db()
    assert (old.is_active, old.closed_on, old.successor) == (False, on, new)
    assert handed_over == [(old, new, ActorKind.SYSTEM)]
    assert AuditEntry.objects.get(action="organization.closed").subject == f"organization:{old.pk}"


def test_a_day_ahead_is_a_plan_that_the_scheduler_carries_out_once_on_the_day(handed_over, old, new, noon):
    closing.close(organization=old, on=AHEAD, successor=new, actor=System())
    old.refresh_from_db()
    assert (old.is_active, old.closed_on, old.successor, handed_over) == (True, None, None, [])
    noon.move_to(dt.datetime(2026, 12, 31, 16, 59, tzinfo=dt.UTC), tick=False)
    assert tasks.carry_out_planned_ends.call() == 0
    # Midnight in Thailand.
    noon.move_to(dt.datetime(2026, 12, 31, 17, 0, tzinfo=dt.UTC), tick=False)
    assert tasks.carry_out_planned_ends.call() == 1
    assert tasks.carry_out_planned_ends.call() == 0
    old.refresh_from_db()
    assert (old.is_active, old.closed_on, old.successor) == (False, AHEAD, new)
    assert handed_over == [(old, new, ActorKind.SYSTEM)]
    assert PlannedEnd.objects.get().carried_out_at


def test_a_plan_that_comes_late_keeps_the_day_that_it_names(handed_over, old, noon):
    closing.close(organization=old, on=AHEAD, successor=None, actor=System())
    noon.move_to(dt.datetime(2027, 2, 1, tzinfo=dt.UTC), tick=False)
    tasks.carry_out_planned_ends.call()
    old.refresh_from_db()
    assert old.closed_on == AHEAD


def test_a_later_word_replaces_the_plan_and_closing_before_makes_it_idle(handed_over, old, new, noon):
    closing.close(organization=old, on=AHEAD, successor=None, actor=System())
    closing.close(organization=old, on=AHEAD + dt.timedelta(days=1), successor=new, actor=System())
    planned = PlannedEnd.objects.get()
    assert (planned.on, planned.successor) == (AHEAD + dt.timedelta(days=1), new)
    closing.close(organization=old, on=TODAY, successor=None, actor=System())
    noon.move_to(dt.datetime(2027, 2, 1, tzinfo=dt.UTC), tick=False)
    assert tasks.carry_out_planned_ends.call() == 0
    assert len(handed_over) == 1


def test_one_end_that_fails_leaves_its_plan_undoes_the_closing_and_keeps_no_other_waiting(old, noon, caplog):
    def fails(organization: Organization, *, successor: Organization | None, actor: Any) -> None:
        if organization == old:
            raise RuntimeError("a room cannot hand over")

    later = OrganizationFactory()
    for organization in (old, later):
        closing.close(organization=organization, on=AHEAD, successor=None, actor=System())
    noon.move_to(dt.datetime(2027, 2, 1, tzinfo=dt.UTC), tick=False)
    ending.register(report=lambda_report, carry_out=fails)
    try:
        assert closing.carry_out_plans() == 1
        assert closing.carry_out_plans() == 0
    finally:
        ending.unregister(report=lambda_report, carry_out=fails)
    old.refresh_from_db()
    later.refresh_from_db()
    assert old.is_active
    assert not later.is_active
    assert PlannedEnd.objects.get(organization=old).carried_out_at is None
    assert "a room cannot hand over" in caplog.text
    assert closing.carry_out_plans() == 1


def lambda_report(organization: Organization) -> list[str]:
    return []


# --- the tables that name it -------------------------------------------------------------------------------------------


def test_tables_point_on_to_the_last_successor_that_exists(old, new):
    rule = RoutingRule.objects.create(problem=ProblemType.VIOLENCE, province_code="81", organization=old)
    for code in ("810101", "810102"):
        ServiceArea.objects.create(organization=old, subdistrict_code=code)
    ServiceArea.objects.create(organization=new, subdistrict_code="810102")
    assert "1 รายการ" in " ".join(ending.report(old))
    between = OrganizationFactory(is_active=False, successor=new)
    closing.close(organization=old, on=TODAY, successor=between, actor=System())
    rule.refresh_from_db()
    assert rule.organization == new
    assert routing.lead_agency_for(ProblemType.VIOLENCE, "81") == new
    assert routing.local_administrations_for("810101") == [new]
    assert set(new.areas.values_list("subdistrict_code", flat=True)) == {"810101", "810102"}


def test_without_a_successor_the_tables_stay_and_nobody_is_led_to_it(old):
    rule = RoutingRule.objects.create(problem=ProblemType.VIOLENCE, province_code="81", organization=old)
    closing.close(organization=old, on=TODAY, successor=None, actor=System())
    rule.refresh_from_db()
    assert rule.organization == old
    assert routing.lead_agency_for(ProblemType.VIOLENCE, "81") is None


# --- a list --------------------------------------------------------------------------------------------------------------

HEAD = "ชื่อ,ประเภท,จังหวัด,อำเภอ,วันที่เลิก,หน่วยงานที่สืบต่อ"
ROWS = ["อบต.ก,อบต.,กระบี่,เมืองกระบี่,,", "ทต.ข,ทต.,กระบี่,เมืองกระบี่,,"]


def imported(tmp_path: Path, rows: list[str], *options: str) -> str:
    file = tmp_path / "list.csv"
    file.write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    out = io.StringIO()
    call_command("import_organizations", str(file), *options, stdout=out)
    return out.getvalue()


def test_a_list_with_a_day_ahead_makes_a_plan_and_says_so_before(tmp_path, handed_over, noon):
    imported(tmp_path, ROWS)
    later = ["อบต.ก,อบต.,กระบี่,เมืองกระบี่,1/1/2570,ทต.ข", ROWS[1]]
    said = imported(tmp_path, later, "--dry-run")
    assert "1 ม.ค. 2570" in said or "1 มกราคม 2570" in said
    assert "ถือเรื่องอยู่ 3 เรื่อง" in said
    assert not PlannedEnd.objects.exists()
    imported(tmp_path, later)
    planned = PlannedEnd.objects.get()
    assert planned.organization.is_active
    assert (planned.on, planned.successor.short_name) == (AHEAD, "ทต.ข")
    assert handed_over == []
    assert "ถือเรื่อง" not in imported(tmp_path, later), "the same list a second time says nothing new"
    imported(tmp_path, ROWS)
    assert PlannedEnd.objects.count() == 1, "a list that is silent about an end does not take it back"
    noon.move_to(dt.datetime(2027, 1, 1, 1, tzinfo=dt.UTC), tick=False)
    tasks.carry_out_planned_ends.call()
    assert [(a.short_name, b.short_name) for a, b, _kind in handed_over] == [("อบต.ก", "ทต.ข")]


def test_a_list_whose_day_has_come_closes_at_once(tmp_path, handed_over):
    imported(tmp_path, ROWS)
    imported(tmp_path, ["อบต.ก,อบต.,กระบี่,เมืองกระบี่,26/11/2569,ทต.ข", ROWS[1]])
    assert not PlannedEnd.objects.exists()
    assert [(a.short_name, b.short_name) for a, b, _kind in handed_over] == [("อบต.ก", "ทต.ข")]


# --- the back-office -----------------------------------------------------------------------------------------------------


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("technician", password="x"))
    return client


def form(organization: Organization, **fields: Any) -> dict[str, Any]:
    return {
        **BLANK,
        "type": organization.type,
        "name_th": organization.name_th,
        "short_name": organization.short_name,
        "province_code": "81",
        "district_code": "8101",
        "email": organization.email,
        **fields,
    }


def test_closing_in_the_back_office_hands_over(admin, handed_over, old, new):
    edit = reverse("organizations:edit", args=[old.pk])
    response = admin.post(edit, form(old, closed_on="26/11/2569", successor=str(new.pk)))
    assert response.status_code == 302, response.context["form"].errors
    old.refresh_from_db()
    assert (old.is_active, old.closed_on, old.successor) == (False, TODAY, new)
    assert [(a.pk, b.pk) for a, b, _kind in handed_over] == [(old.pk, new.pk)]
    admin.post(edit, form(old, closed_on="26/11/2569", successor=str(new.pk), note="แก้หมายเหตุ"))
    assert len(handed_over) == 1, "a later correction is no second end"


def test_a_day_ahead_in_the_back_office_is_a_plan(admin, handed_over, old, new):
    response = admin.post(
        reverse("organizations:edit", args=[old.pk]),
        form(old, closed_on="1/1/2570", successor=str(new.pk), phone="075611899"),
    )
    assert response.status_code == 302, response.context["form"].errors
    old.refresh_from_db()
    assert (old.is_active, old.closed_on, old.phone) == (True, None, "0-7561-1899")
    planned = PlannedEnd.objects.get()
    assert (planned.on, planned.successor, handed_over) == (AHEAD, new, [])
    page = admin.get(reverse("planned_ends:index")).content.decode()
    assert "องค์การบริหารส่วนตำบลเก่า" in page


def test_ordinary_changes_end_nothing(admin, handed_over, old):
    response = admin.post(reverse("organizations:edit", args=[old.pk]), form(old, is_active="on", note="x"))
    assert response.status_code == 302
    old.refresh_from_db()
    assert (old.is_active, old.note, handed_over) == (True, "x", [])
