"""Invented readiness and money for a demonstration: every row of money says that it is made up (S1.12, S2.58)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _

from cases.readiness.domain import checks, money
from cases.readiness.domain.checks import Found
from cases.readiness.domain.money import Booked
from cases.readiness.models import Contribution, Spending
from cases.readiness.vocabulary import Item, SpendingKind, State
from portal.accounts.actors import actor_for
from portal.accounts.models import User
from portal.actors import Officer
from portal.thai.dates import bangkok_today, fiscal_year

GIVEN = (Decimal(20_000), Decimal(15_000), Decimal(12_500))
SPENT = (
    (SpendingKind.TRAVEL, Decimal(9_600)),
    (SpendingKind.OFFICE, Decimal(7_250)),
    (SpendingKind.UTILITIES, Decimal(3_180)),
)


def load_demo() -> None:
    """Make them, where the demonstration's staff is there."""
    head, unit = _officer("center-head"), _officer("aonang")
    if head is not None:
        _money(head)
    if unit is not None:
        _readiness(unit)


def _officer(name: str) -> Officer | None:
    person = User.objects.filter(username=name).first()
    return actor_for(person) if person else None


def _money(head: Officer) -> None:
    today, year = bangkok_today(), fiscal_year(bangkok_today())
    givers = money.givers(head.organization).order_by("sort_key", "pk")
    for number, (giver, amount) in enumerate(zip(givers, GIVEN, strict=False), start=1):
        booked = Booked(on=today, amount=amount, document=_("ใบเสร็จสมมติ %(number)d") % {"number": number})
        money.book_contribution(actor=head, giver=giver, booked=booked)
    for number, (kind, amount) in enumerate(SPENT, start=1):
        booked = Booked(on=today, amount=amount, document=_("ฎีกาสมมติ %(number)d") % {"number": number})
        money.book_spending(actor=head, kind=kind, purpose=str(kind.label), booked=booked)
    for table in (Contribution, Spending):
        table.objects.filter(center=head.organization).update(is_invented=True)
    money.show_year(actor=head, year=year, is_shown=True)


def _readiness(unit: Officer) -> None:
    day = bangkok_today() - dt.timedelta(days=12)
    for item in (Item.COMPUTER, Item.INTERNET, Item.PLACE):
        checks.record_check(
            unit=unit.organization, actor=unit, found=Found(item=item, state=State.READY, checked_on=day)
        )
    found = Found(
        item=Item.VEHICLE,
        state=State.PARTLY,
        checked_on=day,
        remark=_("มีรถ แต่ยังไม่มีพนักงานขับนอกเวลา (เรื่องสมมติ)"),
        contact_name=_("สมศักดิ์ (สมมติ)"),
        contact_phone="0-0000-0000",
    )
    checks.record_check(unit=unit.organization, actor=unit, found=found)
