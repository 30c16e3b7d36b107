"""Ceilings of help and budgets: what passes them is said in words, and never stopped (S2.63).

Whether help beyond a rate is right is for whoever gives it to decide, at night and in a flood too; the auditor asks later, and
then the words have been there.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.domain.limits import may_set_limits
from cases.errors import GuardFailed, NotAllowed
from cases.machine.vocabulary import Verb
from cases.models import AssistanceRecord, HelpBudget, HelpCeiling
from cases.vocabulary import AssistanceKind, CeilingPer, Fund
from portal.audit import services as audit
from portal.thai.dates import fiscal_year, fiscal_year_bounds

if TYPE_CHECKING:
    from portal.actors import Officer
    from portal.organizations.models import Organization

LARGEST = Decimal("9999999999.99")
FARTHEST = dt.timedelta(days=366)
"""A ceiling that begins later than so is a mistaken year."""
OWN_MONEY = ("", Fund.OWN.value)
"""What is paid from the budget of the organization; help whose source nobody named counts too."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What an organization has for helping in a fiscal year.

    Attributes:
        year: B.E.
        row: the newest row; None where nobody set one.
        spent: on help recorded in that year, from its own money.
    """

    year: int
    row: HelpBudget | None
    spent: Decimal

    @property
    def left(self) -> Decimal | None:
        """What is left; below zero when it is passed, None where nobody set a budget."""
        return self.row.amount - self.spent if self.row else None


def in_force(on: dt.date) -> QuerySet[HelpCeiling]:
    """Return the ceilings that hold on a day."""
    return HelpCeiling.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=on), valid_from__lte=on
    )


def to_come(after: dt.date) -> QuerySet[HelpCeiling]:
    """Return the ceilings that begin after a day, the nearest first."""
    return HelpCeiling.objects.filter(valid_from__gt=after).order_by("valid_from", "pk")


def budget_of(organization: Organization, on: dt.date) -> Budget:
    """Return the budget of an organization for the fiscal year of a day, in two queries."""
    year = fiscal_year(on)
    row = HelpBudget.objects.filter(organization=organization, fiscal_year=year).first()
    records = AssistanceRecord.objects.filter(
        organization=organization, given_on__range=fiscal_year_bounds(year), fund__in=OWN_MONEY
    )
    return Budget(year, row, records.aggregate(sum=Sum("amount_baht"))["sum"] or Decimal(0))


def baht(amount: Decimal) -> str:
    """Return an amount as it is written: "3,000", "3,000.50"."""
    return f"{amount:,.2f}".removesuffix(".00")


def warnings_on(record: AssistanceRecord) -> list[str]:
    """Return what to say of help that was just recorded: which ceiling it passes, that the budget is passed; three queries."""
    if not record.amount_baht:
        return []
    found = [
        _("เกินเพดาน: %(kind)s %(per)s ไม่เกิน %(most)s บาท แต่บันทึก %(given)s บาท (%(basis)s)")
        % {
            "kind": one.get_kind_display(),
            "per": one.get_per_display(),
            "most": baht(one.amount),
            "given": baht(given),
            "basis": one.legal_basis,
        }
        for one in in_force(record.given_on).filter(kind=record.kind)
        if (given := _counted(record, CeilingPer(one.per))) > one.amount
    ]
    if record.fund in OWN_MONEY:
        budget = budget_of(record.organization, record.given_on)
        if budget.left is not None and budget.left < 0:
            found.append(
                _("เกินงบประมาณช่วยเหลือปี %(year)s: ตั้งไว้ %(amount)s บาท ใช้แล้ว %(spent)s บาท")
                % {
                    "year": budget.year,
                    "amount": baht(budget.row.amount if budget.row else Decimal(0)),
                    "spent": baht(budget.spent),
                }
            )
    return found


def _counted(record: AssistanceRecord, per: CeilingPer) -> Decimal:
    """Return what a ceiling is compared with: this time, a head of it, or the household's year in this case."""
    amount = record.amount_baht or Decimal(0)
    if per == CeilingPer.TIME:
        return amount
    if per == CeilingPer.PERSON:
        return (amount / max(record.persons, 1)).quantize(Decimal("0.01"))
    year = AssistanceRecord.objects.filter(
        case=record.case_id,
        kind=record.kind,
        given_on__range=fiscal_year_bounds(fiscal_year(record.given_on)),
    )
    total = year.aggregate(sum=Sum("amount_baht"))["sum"] or Decimal(0)
    return (total / max(record.households, 1)).quantize(Decimal("0.01"))


def may_set_budget(actor: Officer) -> bool:
    """Whether somebody sets the budget of their organization: its supervisor, or a deputy."""
    return actor.supervises


@transaction.atomic
def set_budget(*, actor: Officer, year: int, amount: Decimal, document: str = "") -> HelpBudget:
    """Set the actor's organization's budget for helping; the same amount a second time is no new row.

    Raises:
        NotAllowed, GuardFailed: nothing was written.
    """
    if not may_set_budget(actor):
        raise NotAllowed(Verb.RECORD_HELP)
    if not 0 <= amount <= LARGEST:
        raise GuardFailed(gettext_lazy("จำนวนเงินต้องไม่ติดลบ"), field="amount")
    now_year = fiscal_year(timezone.localdate())
    if not now_year - 1 <= year <= now_year + 1:
        raise GuardFailed(gettext_lazy("ตั้งได้เฉพาะปีงบประมาณที่แล้ว ปีนี้ และปีหน้า"), field="year")
    last = HelpBudget.objects.filter(organization=actor.organization, fiscal_year=year).first()
    if last is not None and (last.amount, last.document) == (amount, document):
        return last
    row = HelpBudget.objects.create(
        organization=actor.organization,
        fiscal_year=year,
        amount=amount,
        document=document,
        set_by=actor.person,
    )
    audit.record(
        actor=actor,
        action="budget.set",
        subject=f"budget:{row.pk}",
        data={"year": year, "amount": str(amount)},
    )
    return row


@transaction.atomic
def set_ceiling(
    *,
    actor: Officer,
    kind: AssistanceKind,
    per: CeilingPer,
    amount: Decimal,
    valid_from: dt.date,
    legal_basis: str,
) -> HelpCeiling:
    """Set a ceiling from a day on; one of the same kind and measure that runs ends on the day before.

    One that begins on that day or later, and has not begun yet, is replaced: nothing was ever held against it.

    Args:
        actor: the head of the center, as for all limits.
        kind: of help.
        per: by what it is measured.
        amount: the most.
        valid_from: the first day; within a year.
        legal_basis: the rule that says so.

    Raises:
        NotAllowed, GuardFailed: nothing was written.
    """
    today = timezone.localdate()
    if not may_set_limits(actor):
        raise NotAllowed(Verb.RECORD_HELP)
    if not 0 < amount <= LARGEST:
        raise GuardFailed(gettext_lazy("จำนวนเงินต้องมากกว่าศูนย์"), field="amount")
    if not legal_basis.strip():
        raise GuardFailed(gettext_lazy("ระบุระเบียบหรือหนังสือที่กำหนดเพดานนี้"), field="legal_basis")
    if valid_from > today + FARTHEST:
        raise GuardFailed(gettext_lazy("เลือกวันเริ่มใช้ไม่เกินหนึ่งปีข้างหน้า ตรวจปี พ.ศ. อีกครั้ง"), field="valid_from")
    same = HelpCeiling.objects.filter(kind=kind, per=per)
    # Two heads at once: the second waits, and sees what the first set.
    list(same.select_for_update())
    running = in_force(valid_from).filter(kind=kind, per=per)
    if again := running.filter(valid_from=valid_from, amount=amount, legal_basis=legal_basis).first():
        return again
    if same.filter(valid_from__gte=valid_from, valid_from__lte=today).exists():
        raise GuardFailed(gettext_lazy("มีเพดานที่เริ่มวันเดียวกันหรือหลังจากวันนี้แล้ว"), field="valid_from")
    for row in to_come(today).filter(kind=kind, per=per, valid_from__gte=valid_from).reverse():
        _take_back(row, actor)
    running.update(valid_until=valid_from - dt.timedelta(days=1))
    row = HelpCeiling.objects.create(
        kind=kind,
        per=per,
        amount=amount,
        valid_from=valid_from,
        legal_basis=legal_basis.strip(),
        set_by=actor.person,
    )
    audit.record(actor=actor, action="ceiling.set", subject=f"ceiling:{row.pk}", data={"amount": str(amount)})
    return row


def _take_back(row: HelpCeiling, actor: Officer) -> None:
    """Delete a ceiling that has not begun yet; what it was to end goes on."""
    before = HelpCeiling.objects.filter(
        kind=row.kind, per=row.per, valid_until=row.valid_from - dt.timedelta(days=1)
    )
    before.update(valid_until=None)
    audit.record(
        actor=actor,
        action="ceiling.take_back",
        subject=f"ceiling:{row.pk}",
        data={"amount": str(row.amount), "valid_from": row.valid_from.isoformat()},
    )
    row.delete()
