"""Ceilings of help and budgets: said in words, never stopped (S2.63)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from cases.domain import assistance, ceilings
from cases.domain.assistance import Help
from cases.errors import GuardFailed, NotAllowed
from cases.models import AssistanceRecord, HelpBudget, HelpCeiling
from cases.vocabulary import AssistanceCategory, AssistanceKind, CeilingPer, Fund
from portal.audit.models import AuditEntry
from tests.cases.desk.conftest import login, soup
from tests.cases.factories import World, working_case

__all__ = ["login"]

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 20)
BASIS = "ระเบียบทดสอบ ข้อ 5"


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC), tick=False):
        yield


def ceiling(
    world: World, amount: str = "3000", per: CeilingPer = CeilingPer.TIME, **values: object
) -> HelpCeiling:
    return ceilings.set_ceiling(
        **{
            "actor": world.center.supervisor,
            "kind": AssistanceKind.IN_KIND,
            "per": per,
            "amount": Decimal(amount),
            "valid_from": dt.date(2026, 10, 1),
            "legal_basis": BASIS,
        }
        | values
    )


def helped(world: World, case, amount: str | None, **values: object) -> AssistanceRecord:
    given = Help(
        **{
            "given_on": timezone.localdate(),
            "category": AssistanceCategory.OTHER,
            "kind": AssistanceKind.IN_KIND,
            "amount_baht": Decimal(amount) if amount else None,
        }
        | values
    )
    return assistance.record_help(case=case, actor=world.local.officer, given=given)


@pytest.fixture
def case(world: World):
    return working_case(world)


def test_help_up_to_the_ceiling_says_nothing_and_one_satang_more_does(world: World, case) -> None:
    ceiling(world)
    assert ceilings.warnings_on(helped(world, case, "3000")) == []
    (words,) = ceilings.warnings_on(helped(world, case, "3000.01"))
    assert "3,000 บาท" in words and "3,000.01 บาท" in words and BASIS in words
    assert ceilings.warnings_on(helped(world, case, None)) == []
    assert ceilings.warnings_on(helped(world, case, "9000", kind=AssistanceKind.CASH)) == []


def test_a_ceiling_of_a_head_counts_heads(world: World, case) -> None:
    ceiling(world, per=CeilingPer.PERSON)
    assert ceilings.warnings_on(helped(world, case, "9000", persons=3)) == []
    assert len(ceilings.warnings_on(helped(world, case, "9001", persons=3))) == 1
    assert len(ceilings.warnings_on(helped(world, case, "3001", persons=0, households=1))) == 1


def test_a_ceiling_of_a_year_counts_what_the_household_had_before_in_that_fiscal_year(
    world: World, case
) -> None:
    ceiling(world, per=CeilingPer.HOUSEHOLD_YEAR)
    assert ceilings.warnings_on(helped(world, case, "2000", households=1)) == []
    assert len(ceilings.warnings_on(helped(world, case, "1001", households=1))) == 1
    AssistanceRecord.objects.update(given_on=dt.date(2026, 9, 30))
    assert ceilings.warnings_on(helped(world, case, "2000", households=1)) == []


def test_rates_change_by_date(world: World, case) -> None:
    ceiling(world)
    ceiling(world, "5000", valid_from=TODAY)
    assert [(one.amount, one.valid_until) for one in HelpCeiling.objects.order_by("valid_from")] == [
        (3000, TODAY - dt.timedelta(days=1)),
        (5000, None),
    ]
    assert ceilings.warnings_on(helped(world, case, "4000")) == []
    yesterday = helped(world, case, "4000", given_on=TODAY - dt.timedelta(days=1))
    assert len(ceilings.warnings_on(yesterday)) == 1
    assert not ceilings.in_force(dt.date(2026, 9, 30)).exists()


def test_setting_twice_is_once_and_the_past_is_not_rewritten(world: World) -> None:
    row = ceiling(world)
    assert ceiling(world) == row
    with pytest.raises(GuardFailed) as refused:
        ceiling(world, "1", valid_from=dt.date(2026, 9, 1))
    assert refused.value.field == "valid_from"
    ceiling(world, "9", per=CeilingPer.PERSON)
    assert HelpCeiling.objects.count() == 2


@pytest.mark.parametrize(
    ("values", "field"), [({"amount": Decimal(0)}, "amount"), ({"legal_basis": " "}, "legal_basis")]
)
def test_a_ceiling_needs_an_amount_and_its_rule(world: World, values: dict, field: str) -> None:
    with pytest.raises(GuardFailed) as refused:
        ceiling(world, **values)
    assert refused.value.field == field


def test_only_the_head_of_the_center_sets_ceilings_and_a_supervisor_the_own_budget(world: World) -> None:
    for actor in (world.center.officer, world.local.supervisor):
        with pytest.raises(NotAllowed):
            ceiling(world, actor=actor)
    with pytest.raises(NotAllowed):
        ceilings.set_budget(actor=world.local.officer, year=2570, amount=Decimal(1))
    assert not HelpCeiling.objects.exists() and not HelpBudget.objects.exists()


def test_a_budget_that_is_passed_is_said_and_help_is_recorded_all_the_same(world: World, case) -> None:
    head = world.local.supervisor
    ceilings.set_budget(actor=head, year=2570, amount=Decimal(5000), document="ข้อบัญญัติ 2570")
    assert ceilings.warnings_on(helped(world, case, "5000", fund=Fund.OWN)) == []
    assert ceilings.warnings_on(helped(world, case, "9000", fund=Fund.DONATION)) == []
    (words,) = ceilings.warnings_on(helped(world, case, "1"))
    assert "2570" in words and "5,000 บาท" in words and "5,001 บาท" in words
    assert AssistanceRecord.objects.count() == 3
    ceilings.set_budget(actor=head, year=2570, amount=Decimal(8000))
    assert ceilings.budget_of(head.organization, TODAY).left == 2999


def test_the_budget_of_a_year_is_that_year_and_that_organization(world: World, case) -> None:
    ceilings.set_budget(actor=world.other_local.supervisor, year=2570, amount=Decimal(1))
    ceilings.set_budget(actor=world.local.supervisor, year=2569, amount=Decimal(1))
    assert ceilings.warnings_on(helped(world, case, "500")) == []
    assert ceilings.budget_of(world.local.organization, TODAY).left is None
    twice = {"actor": world.local.supervisor, "year": 2570, "amount": Decimal(7)}
    assert ceilings.set_budget(**twice) == ceilings.set_budget(**twice)
    for year in (2567, 2572):
        with pytest.raises(GuardFailed):
            ceilings.set_budget(actor=world.local.supervisor, year=year, amount=Decimal(1))


# --- at the desk --------------------------------------------------------------------------------------------------------


def test_whoever_records_reads_the_warning_after_it_was_saved(world: World, case, login) -> None:
    ceiling(world)
    client = login(world.local.officer)
    values = {
        "given_on_day": "20",
        "given_on_month": "11",
        "given_on_year": "2569",
        "category": "other",
        "kind": "in_kind",
        "persons": "1",
        "households": "1",
        "amount_baht": "4,000",
        "base": case.base,
    }
    answer = client.post(reverse("desk:act", args=[case.reference, "record_help"]), values, follow=True)
    assert AssistanceRecord.objects.get().amount_baht == 4000
    text = soup(answer).get_text(" ", strip=True)
    assert "เกินเพดาน" in text and BASIS in text


def test_the_page_shows_what_is_left_and_who_may_sets_it(world: World, case, login) -> None:
    page = reverse("readiness:budget")
    helped(world, case, "1200")
    head = login(world.local.supervisor)
    assert "ยังไม่ได้ตั้งงบประมาณ ช่วยไปแล้ว 1,200.00 บาท" in soup(head.get(page)).get_text(" ", strip=True)
    change = reverse("readiness:budget_change", args=["budget"])
    values = {"budget-year": "2570", "budget-amount": "๑,๐๐๐", "budget-document": "ข้อบัญญัติ"}
    assert head.post(change, values).status_code == 302
    text = soup(head.get(page)).get_text(" ", strip=True)
    assert "-200.00" in text and "เกินงบประมาณแล้ว" in text
    assert "1,000.00" not in soup(login(world.other_local.supervisor).get(page)).get_text()
    refused = head.post(change, values | {"budget-amount": "-5"})
    assert refused.status_code == 200 and soup(refused).select("details[open] .field--error")
    for who in (world.local.officer, world.hospital.officer):
        assert login(who).post(change, values).status_code == 404
        assert not soup(login(who).get(page)).select("main details form")
    assert HelpBudget.objects.count() == 1


def test_the_head_of_the_center_sets_a_ceiling_that_all_read(world: World, login) -> None:
    change = reverse("readiness:budget_change", args=["ceiling"])
    values = {
        "ceiling-kind": "in_kind",
        "ceiling-per": "time",
        "ceiling-amount": "3,000",
        "ceiling-valid_from": "01/10/2569",
        "ceiling-legal_basis": BASIS,
    }
    assert login(world.local.supervisor).post(change, values).status_code == 404
    answer = login(world.center.supervisor).post(change, values)
    assert answer.status_code == 302, soup(answer).get_text()
    text = soup(login(world.hospital.officer).get(reverse("readiness:budget"))).get_text(" ", strip=True)
    assert "ไม่เกิน 3,000.00 บาท" in text and BASIS in text


# --- a mistaken day ----------------------------------------------------------------------------------------------------


def test_a_year_that_cannot_be_meant_is_refused(world: World) -> None:
    for day in (dt.date(2126, 11, 20), dt.date(2027, 11, 22)):
        with pytest.raises(GuardFailed) as refused:
            ceiling(world, valid_from=day)
        assert refused.value.field == "valid_from"
    assert ceiling(world, valid_from=dt.date(2027, 11, 20))


@pytest.mark.parametrize("day", [dt.date(2026, 12, 1), TODAY, dt.date(2027, 10, 1)])
def test_a_ceiling_that_has_not_begun_is_replaced_and_the_one_before_goes_on(
    world: World, day: dt.date
) -> None:
    ceiling(world)
    wrong = ceiling(world, "50000", valid_from=dt.date(2027, 10, 1))
    ceiling(world, "5000", valid_from=day)
    assert [(one.amount, one.valid_until) for one in HelpCeiling.objects.order_by("valid_from")] == [
        (3000, day - dt.timedelta(days=1)),
        (5000, None),
    ]
    told = AuditEntry.objects.get(action="ceiling.take_back")
    assert told.subject == f"ceiling:{wrong.pk}"
    assert told.data == {"amount": "50000.00", "valid_from": "2027-10-01"}


def test_rows_to_come_of_other_kinds_and_rows_before_the_day_stay(world: World) -> None:
    ceiling(world, per=CeilingPer.PERSON, valid_from=dt.date(2027, 1, 1))
    ceiling(world, "4000", valid_from=dt.date(2027, 1, 1))
    ceiling(world, "5000", valid_from=dt.date(2027, 6, 1))
    assert HelpCeiling.objects.count() == 3
    ceiling(world, "6000", valid_from=TODAY)
    found = HelpCeiling.objects.filter(per=CeilingPer.TIME)
    assert [(one.amount, one.valid_until) for one in found] == [(6000, None)]
    assert HelpCeiling.objects.filter(per=CeilingPer.PERSON).count() == 1


def test_what_has_begun_is_not_replaced(world: World) -> None:
    ceiling(world, valid_from=TODAY)
    with pytest.raises(GuardFailed):
        ceiling(world, "5000", valid_from=TODAY)
    assert HelpCeiling.objects.get().amount == 3000


def test_ceilings_to_come_stand_on_the_page(world: World, login) -> None:
    ceiling(world, "3000")
    ceiling(world, "4321", valid_from=dt.date(2027, 1, 1))
    page = soup(login(world.local.officer).get(reverse("readiness:budget")))
    text = page.main.get_text(" ", strip=True)
    begun, to_come = text.split("เพดานที่จะเริ่มใช้")
    assert "3,000.00" in begun and "4,321.00" not in begun
    assert "4,321.00" in to_come and "1 ม.ค. 2570" in to_come
