"""Booking what comes in and what goes out, withdrawing a mistake, the sums of a year, asking for support (S1.12, S2.63)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.readiness.domain.checks import NotOurUnitError, scanned
from cases.readiness.models import Contribution, ShownYear, Spending
from cases.readiness.vocabulary import SpendingKind
from portal.accounts.functions import Function
from portal.actors import Officer
from portal.audit import services as audit
from portal.files import CheckedFile
from portal.letters.issuing import issue_letter
from portal.letters.kinds.covering import addressee_for
from portal.letters.kinds.official import LetterDraft
from portal.letters.kinds.support import support_draft
from portal.letters.models import OutgoingLetter
from portal.organizations.models import Organization, OrganizationQuerySet
from portal.organizations.vocabulary import LOCAL_ADMINISTRATIONS, OrganizationType
from portal.thai.dates import bangkok_today, fiscal_year

LARGEST = Decimal("9999999999.99")
FIRST_YEAR = 2560
"""Centers were set up by the regulation of B.E. 2560; nothing was given before."""


def is_center(organization: Organization) -> bool:
    """Whether an organization is a center, which is given support and spends it."""
    return OrganizationType(organization.type) == OrganizationType.CENTER


def keeps_books(actor: Officer) -> bool:
    """Whether somebody books for their center: who supervises, stands in, or reports."""
    return is_center(actor.organization) and (actor.supervises or Function.REPORTING in actor.functions)


def givers(center: Organization) -> OrganizationQuerySet:
    """Return the local administrations of the area that a center serves: of its district, else of its province."""
    found = Organization.objects.active().of_types(*(OrganizationType(one) for one in LOCAL_ADMINISTRATIONS))
    if center.district_code:
        return found.filter(district_code=center.district_code)
    return found.filter(province_code=center.province_code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """What is booked.

    Attributes:
        on: the day of the money, which says the fiscal year.
        amount: in baht.
        document: number of the receipt, order or voucher.
        file: its copy, judged by `portal.files`.
    """

    on: dt.date
    amount: Decimal
    document: str
    file: CheckedFile | None = None


Row = TypeVar("Row", Contribution, Spending)


def _check(actor: Officer, booked: Booked) -> None:
    if not keeps_books(actor):
        raise NotOurUnitError
    errors = {}
    if booked.on > bangkok_today():
        errors["on"] = _("วันที่ต้องไม่อยู่ในอนาคต")
    elif fiscal_year(booked.on) < FIRST_YEAR:
        errors["on"] = _("วันที่เก่าเกินไป ตรวจปี พ.ศ. อีกครั้ง")
    if not 0 < booked.amount <= LARGEST:
        errors["amount"] = _("จำนวนเงินต้องมากกว่าศูนย์")
    if not booked.document.strip():
        errors["document"] = _("กรอกเลขที่ใบเสร็จหรือหนังสือ")
    if booked.file is not None and (problem := scanned(booked.file)):
        errors["file"] = problem
    if errors:
        raise ValidationError(errors)


def _save(row: Row, actor: Officer, booked: Booked) -> Row:
    """Book a row; the same document with the same amount on the same day is the same row."""
    Organization.objects.select_for_update().get(pk=actor.organization.pk)
    row.center, row.booked_by = actor.organization, actor.person
    row.on, row.amount, row.document = booked.on, booked.amount, booked.document.strip()
    row.fiscal_year = fiscal_year(booked.on)
    named = ("giver",) if isinstance(row, Contribution) else ("kind", "purpose")
    same = {name: getattr(row, name) for name in ("center", "on", "amount", "document", *named)}
    if before := type(row).objects.valid().filter(**same).first():
        if booked.file is not None:
            _add_file(before, actor, booked.file)
        return before
    if booked.file is not None:
        row.file = booked.file.as_content_file()
        row.file_name, row.file_type = booked.file.name, booked.file.content_type
    row.save()
    audit.record(
        actor=actor,
        action=f"money.{row._meta.model_name}",
        subject=f"{row._meta.model_name}:{row.pk}",
        data={"amount": str(row.amount)},
    )
    return row


def _add_file(row: Row, actor: Officer, file: CheckedFile) -> None:
    """Keep the receipt of a row that was booked without one; the same file again changes nothing.

    Raises:
        ValidationError: another file lies there: what is on record is not replaced.
    """
    if row.file:
        if (row.file_name, row.file_type) != (file.name, file.content_type):
            raise ValidationError({"file": _("รายการนี้มีไฟล์อยู่แล้ว ถ้าไฟล์เดิมผิด ให้ยกเลิกรายการเดิมแล้วบันทึกใหม่")})
        return
    row.file = file.as_content_file()
    row.file_name, row.file_type = file.name, file.content_type
    row.save(update_fields=["file", "file_name", "file_type"])
    audit.record(
        actor=actor, action=f"money.{row._meta.model_name}_file", subject=f"{row._meta.model_name}:{row.pk}"
    )


@transaction.atomic
def book_contribution(*, actor: Officer, giver: Organization, booked: Booked) -> Contribution:
    """Book what a local administration gave to the actor's center.

    Raises:
        NotOurUnitError: the actor keeps no books of a center, or the giver is outside of its area.
        ValidationError: with one message per field; nothing was written.
        OSError: the disk has no room for the file; nothing was written.
    """
    _check(actor, booked)
    if not givers(actor.organization).filter(pk=giver.pk).exists():
        raise NotOurUnitError
    return _save(Contribution(giver=giver), actor, booked)


@transaction.atomic
def book_spending(*, actor: Officer, kind: SpendingKind, purpose: str, booked: Booked) -> Spending:
    """Book what the actor's center paid for; raises as `book_contribution`."""
    _check(actor, booked)
    if not purpose.strip():
        raise ValidationError({"purpose": _("กรอกว่าจ่ายค่าอะไร")})
    return _save(Spending(kind=kind, purpose=purpose.strip()), actor, booked)


@transaction.atomic
def withdraw(*, row: Contribution | Spending, actor: Officer, why: str) -> None:
    """Withdraw what was booked by mistake; it stays readable with its reason. A second time changes nothing.

    Raises:
        NotOurUnitError: the actor keeps no books, or those of another center.
        ValidationError: there is no reason.
    """
    if not keeps_books(actor) or row.center_id != actor.organization.pk:
        raise NotOurUnitError
    if not why.strip():
        raise ValidationError({"why": _("บอกเหตุที่ยกเลิก")})
    changed = (
        type(row)
        .objects.valid()
        .filter(pk=row.pk)
        .update(withdrawn_at=timezone.now(), withdrawn_by=actor.person, withdrawn_why=why.strip()[:300])
    )
    if changed:
        audit.record(actor=actor, action="money.withdraw", subject=f"{row._meta.model_name}:{row.pk}")


@dataclass(frozen=True, slots=True)
class Account:
    """A center's money of one fiscal year.

    Attributes:
        year: B.E.
        given: local administration → what it gave, by name; those that gave nothing with zero.
        spent: kind → what was paid.
        is_invented: some of it is made up for a demonstration.
    """

    year: int
    given: tuple[tuple[Organization, Decimal], ...]
    spent: tuple[tuple[SpendingKind, Decimal], ...]
    is_invented: bool

    @property
    def income(self) -> Decimal:
        """All that was given."""
        return sum((amount for _giver, amount in self.given), Decimal(0))

    @property
    def outgo(self) -> Decimal:
        """All that was paid."""
        return sum((amount for _kind, amount in self.spent), Decimal(0))

    @property
    def left(self) -> Decimal:
        """What is left of the year; below zero when more was paid than given."""
        return self.income - self.outgo


def account_of(center: Organization, year: int) -> Account:
    """Return a center's money of a fiscal year, in three queries."""
    bookings = {"center": center, "fiscal_year": year}
    given: dict[Organization, Decimal] = dict.fromkeys(givers(center).order_by("sort_key", "pk"), Decimal(0))
    invented = False
    for one in Contribution.objects.valid().filter(**bookings).select_related("giver"):
        given[one.giver] = given.get(one.giver, Decimal(0)) + one.amount
        invented |= one.is_invented
    spent: dict[str, Decimal] = defaultdict(Decimal)
    for row in Spending.objects.valid().filter(**bookings):
        spent[row.kind] += row.amount
        invented |= row.is_invented
    return Account(
        year,
        tuple(given.items()),
        tuple((kind, spent[kind]) for kind in SpendingKind if kind in spent),
        invented,
    )


def years_of(center: Organization) -> list[int]:
    """Return the fiscal years of which something is booked, and this one, the newest first."""
    found = {fiscal_year(bangkok_today())}
    for table in (Contribution, Spending):
        found |= set(table.objects.filter(center=center).values_list("fiscal_year", flat=True).distinct())
    return sorted(found, reverse=True)


def shown_years() -> Iterable[ShownYear]:
    """Return what the public sees, the newest year first."""
    return ShownYear.objects.filter(center__is_active=True).select_related("center")


@transaction.atomic
def show_year(*, actor: Officer, year: int, is_shown: bool) -> None:
    """Put the table of a year before the public, or take it back; a second time changes nothing.

    Raises:
        NotOurUnitError: the actor does not supervise a center, or its books have no such year to show.
    """
    if not (is_center(actor.organization) and actor.supervises):
        raise NotOurUnitError
    if is_shown and year not in years_of(actor.organization):
        raise NotOurUnitError
    if is_shown:
        _row, changed = ShownYear.objects.get_or_create(
            center=actor.organization, fiscal_year=year, defaults={"shown_by": actor.person}
        )
    else:
        changed = bool(ShownYear.objects.filter(center=actor.organization, fiscal_year=year).delete()[0])
    if changed:
        audit.record(
            actor=actor,
            action="money.show" if is_shown else "money.hide",
            subject=f"organization:{actor.organization.pk}",
            data={"year": year},
        )


def support_letter(
    *, actor: Officer, receiver: Organization, year: int, amount: Decimal | None, purpose: str
) -> LetterDraft:
    """Return the letter by which the actor's center asks a local administration for support.

    Raises:
        NotOurUnitError: the actor keeps no books of a center, or the receiver is outside of its area.
    """
    if not keeps_books(actor) or not givers(actor.organization).filter(pk=receiver.pk).exists():
        raise NotOurUnitError
    return support_draft(
        center=actor.organization.name_th,
        addressee=addressee_for(receiver),
        year=year,
        amount=amount,
        purpose=purpose,
    )


def support_letters(center: Organization) -> QuerySet[OutgoingLetter]:
    """Return the requests for support that a center issued, the newest first."""
    issued = OutgoingLetter.objects.filter(organization=center, occasion__startswith=f"support.{center.pk}.")
    return issued.order_by("-pk")


def support_occasion(center: Organization, receiver: Organization, year: int) -> str:
    """Return the occasion of a request for support: one valid letter to each for a year."""
    return f"support.{center.pk}.{receiver.pk}.{year}"


@transaction.atomic
def ask_for_support(
    *, actor: Officer, receiver: Organization, year: int, amount: Decimal | None, purpose: str
) -> OutgoingLetter:
    """Issue the request for support; asked for again with the same words, the letter that went out is returned.

    Raises:
        NotOurUnitError: as `support_letter`.
        ValidationError: a letter that says something else went out and is valid.
    """
    draft = support_letter(actor=actor, receiver=receiver, year=year, amount=amount, purpose=purpose)
    letter = issue_letter(
        organization=actor.organization,
        actor=actor,
        letter=draft,
        occasion=support_occasion(actor.organization, receiver, year),
        receiver=receiver,
    )
    # One that takes the place of a withdrawn letter says so in a paragraph more.
    if not set(draft.paragraphs) <= set(letter.letter.paragraphs):
        raise ValidationError(
            _(
                "ออกหนังสือเลขที่ %(number)s ถึงหน่วยงานนี้สำหรับปีนี้แล้ว ข้อความที่แก้ยังไม่ได้ออก "
                "ถ้าจะแก้ ให้ยกเลิกฉบับนั้นที่หน้าหนังสือออก แล้วกดออกหนังสืออีกครั้ง"
            )
            % {"number": letter.number}
        )
    return letter
