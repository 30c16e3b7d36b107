"""Who is in charge of each of the four problems and of each function at a unit, and where somebody is missing (S2.02, S2.60).

An order of appointment answers by itself: whoever takes in reports or works on them is in charge of all four problems, and a
deputy by order stands in. Where a unit divides the problems among its people, or has no accounts, rows name them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.errors import GuardFailed
from cases.readiness.domain.checks import NotOurUnitError
from cases.readiness.domain.reach import may_record, names_people, readable
from cases.readiness.models import ResponsiblePerson
from cases.readiness.models.responsible import ResponsibleQuerySet
from portal.accounts.functions import FUNCTIONS_OF, Function, giving
from portal.accounts.models import Appointment, User
from portal.accounts.models.appointment import AppointmentQuerySet
from portal.actors import Officer
from portal.audit import services as audit
from portal.organizations.models import Organization, OrganizationQuerySet
from portal.organizations.vocabulary import OrganizationType
from portal.vocabulary import CRISIS_PROBLEMS, ProblemType

PROBLEMS = tuple(one for one in ProblemType if one in CRISIS_PROBLEMS)
IN_CHARGE = (Function.INTAKE, Function.WORK)
FUNCTIONS = (Function.INTAKE, Function.REPORTING, Function.ALARMS, Function.SUPERVISE, Function.DEPUTY)
"""The three of an order of appointment, who decides, and who stands in (S2.60)."""


@dataclass(frozen=True, slots=True)
class InCharge:
    """Somebody in charge.

    Attributes:
        name, position, phone: as written, or those of the account.
        by_order: an order of appointment says so; else a row does.
        row: its primary key; None by order.
    """

    name: str
    position: str
    phone: str
    by_order: bool
    row: int | None = None


@dataclass(frozen=True, slots=True)
class ProblemStanding:
    """Who takes in one problem at a unit."""

    problem: ProblemType
    people: tuple[InCharge, ...]
    deputies: tuple[InCharge, ...]

    @property
    def can_be_called(self) -> bool:
        """Somebody of them has a number."""
        return any(one.phone for one in (*self.people, *self.deputies))

    @property
    def lacks_phone(self) -> bool:
        """Somebody is in charge, and nobody of them can be called."""
        return bool(self.people) and not self.can_be_called


@dataclass(frozen=True, slots=True)
class PeopleStanding:
    """Who is in charge at a unit, by problem and by function."""

    problems: tuple[ProblemStanding, ...]
    functions: tuple[tuple[Function, tuple[InCharge, ...]], ...]

    @property
    def uncovered(self) -> tuple[ProblemType, ...]:
        """Problems that nobody takes in."""
        return tuple(one.problem for one in self.problems if not one.people)

    @property
    def without_deputy(self) -> tuple[ProblemType, ...]:
        """Problems for which nobody stands in."""
        return tuple(one.problem for one in self.problems if not one.deputies)

    @property
    def without_phone(self) -> tuple[ProblemType, ...]:
        """Problems that somebody takes in whom nobody can call."""
        return tuple(one.problem for one in self.problems if one.lacks_phone)


def _by_order(one: Appointment) -> InCharge:
    return InCharge(str(one.user), str(one.get_role_display()), one.user.phone, by_order=True)


def _by_row(row: ResponsiblePerson) -> InCharge:
    return InCharge(row.called, row.position, row.reached_at, by_order=False, row=row.pk)


def people_of(units: Iterable[Organization]) -> dict[int, PeopleStanding]:
    """Return unit → who is in charge there today, in three queries for all of them."""
    listed = list(units)
    orders: dict[int, list[tuple[Appointment, frozenset[str]]]] = defaultdict(list)
    appointments = Appointment.objects.in_force().filter(organization__in=listed).select_related("user")
    for one in appointments.prefetch_related("functions").order_by("valid_from", "pk"):
        orders[one.organization_id].append((one, frozenset(row.function for row in one.functions.all())))
    rows: dict[int, list[ResponsiblePerson]] = defaultdict(list)
    for row in ResponsiblePerson.objects.today().filter(unit__in=listed).select_related("person"):
        rows[row.unit_id].append(row)
    return {unit.pk: _standing(unit, orders[unit.pk], rows[unit.pk]) for unit in listed}


def _standing(
    unit: Organization,
    orders: list[tuple[Appointment, frozenset[str]]],
    rows: list[ResponsiblePerson],
) -> PeopleStanding:
    def with_one_of(*functions: Function) -> tuple[InCharge, ...]:
        wanted = giving(*functions)
        return tuple(_by_order(one) for one, given in orders if given & wanted)

    def named(problem: ProblemType, *, deputy: bool) -> tuple[InCharge, ...]:
        return tuple(_by_row(row) for row in rows if row.is_deputy == deputy and row.problem in ("", problem))

    allowed = FUNCTIONS_OF[OrganizationType(unit.type)]
    return PeopleStanding(
        tuple(
            ProblemStanding(
                one,
                named(one, deputy=False) or with_one_of(*IN_CHARGE),
                named(one, deputy=True) or with_one_of(Function.DEPUTY),
            )
            for one in PROBLEMS
        ),
        tuple((one, with_one_of(one)) for one in FUNCTIONS if one in allowed),
    )


def _appointed(functions: Iterable[Function]) -> AppointmentQuerySet:
    return Appointment.objects.in_force().filter(
        organization=OuterRef("pk"), functions__function__in=giving(*functions)
    )


def _named(*, is_deputy: bool, problem: ProblemType | None = None) -> ResponsibleQuerySet:
    rows = ResponsiblePerson.objects.today().filter(unit=OuterRef("pk"), is_deputy=is_deputy)
    return rows if problem is None else rows.filter(problem__in=["", problem])


def _holds(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False))


def _somebody(functions: Iterable[Function], *, is_deputy: bool) -> Q:
    """Return the condition that every problem has somebody, by order or by name."""
    by_name = Q()
    for problem in PROBLEMS:
        by_name &= Q(Exists(_named(is_deputy=is_deputy, problem=problem)))
    return Q(Exists(_appointed(functions))) | by_name


def _called(problem: ProblemType, functions: Iterable[Function], *, is_deputy: bool) -> Q:
    """Return the condition that somebody of a problem has a number: of those named for it, else of those by order."""
    rows = _named(is_deputy=is_deputy, problem=problem)
    with_number = Q(Exists(rows.filter(~Q(phone="") | Q(person__phone__gt=""))))
    return with_number | (~Q(Exists(rows)) & Q(Exists(_appointed(functions).exclude(user__phone=""))))


def _nobody_to_call() -> Case:
    """Return whether somebody is in charge of a problem, and nobody of them has a number."""
    ordered = Q(Exists(_appointed(IN_CHARGE)))
    called_by_order = Q(Exists(_appointed((*IN_CHARGE, Function.DEPUTY)).exclude(user__phone="")))
    found = Q()
    for problem in PROBLEMS:
        somebody = Q(Exists(_named(is_deputy=False, problem=problem))) | ordered
        called = _called(problem, IN_CHARGE, is_deputy=False) | _called(
            problem, (Function.DEPUTY,), is_deputy=True
        )
        found |= somebody & ~called
    by_name = Exists(ResponsiblePerson.objects.today().filter(unit=OuterRef("pk")))
    # Most units name nobody beside their orders: of them no problem is asked by itself.
    return Case(
        When(~Q(by_name), then=_holds(ordered & ~called_by_order)),
        When(found, then=Value(True)),
        default=Value(False),
    )


def with_people(units: OrganizationQuerySet) -> OrganizationQuerySet:
    """Return units with `covers_people`, `has_deputies` and `lacks_phone` beside each: the same as `people_of` says."""
    return units.annotate(
        covers_people=_holds(_somebody(IN_CHARGE, is_deputy=False)),
        has_deputies=_holds(_somebody((Function.DEPUTY,), is_deputy=True)),
        lacks_phone=_nobody_to_call(),
    )


LACKS_PEOPLE = Q(covers_people=False)
"""The condition on `with_people` that some problem has nobody."""
LACKS_DEPUTIES = Q(has_deputies=False)
"""The same: that for some problem nobody stands in."""
LACKS_PHONE = Q(lacks_phone=True)
"""The same: that some problem has somebody whom nobody can call."""


def _check(unit: Organization, actor: Officer) -> None:
    if not may_record(actor) or not names_people(unit) or not readable(actor).filter(pk=unit.pk).exists():
        raise NotOurUnitError


@transaction.atomic
def name_responsible(
    *,
    unit: Organization,
    actor: Officer,
    problem: str = "",
    is_deputy: bool = False,
    person: User | None = None,
    name: str = "",
    position: str = "",
    phone: str = "",
) -> ResponsiblePerson:
    """Name somebody in charge of a problem at a unit; the same person for the same problem a second time is one row.

    Another telephone, position or place of the same person takes the place of the row that stood, which stays as a record.

    Args:
        unit: one's own organization, or one below it.
        actor: who writes it down.
        problem: one of the four; "" for all.
        is_deputy: they stand in for whoever is in charge.
        person: their account at the unit, if they have one.
        name: where they have none.
        position: as the order calls it.
        phone: as written; "" takes that of the account.

    Raises:
        NotOurUnitError: the unit is not the actor's to keep.
        GuardFailed: nobody is named, or the person does not work there.
    """
    _check(unit, actor)
    written = name.strip()
    if person is None and not written:
        raise GuardFailed(_("เลือกบัญชีผู้ใช้ หรือกรอกชื่อ"), field="name")
    if person is not None:
        there = Appointment.objects.in_force().filter(organization=unit, user=person)
        if not there.exists():
            raise GuardFailed(_("คนนี้ไม่มีคำสั่งแต่งตั้งในหน่วยนี้"), field="person")
    Organization.objects.select_for_update().get(pk=unit.pk)
    same = unit.responsible.filter(ended_at=None, problem=problem, person=person)
    if person is None:
        same = same.filter(name=written, is_deputy=is_deputy, position=position, phone=phone)
    if (before := same.first()) is not None:
        # What is left empty stays as it was.
        position, phone = position or before.position, phone or before.phone
        if (before.is_deputy, before.position, before.phone) == (is_deputy, position, phone):
            return before
        # Corrected: who was asked before can still see under which number and in which place it stood.
        ResponsiblePerson.objects.filter(pk=before.pk).update(ended_at=timezone.now())
    row = ResponsiblePerson.objects.create(
        unit=unit,
        problem=problem,
        is_deputy=is_deputy,
        person=person,
        name="" if person else written,
        position=position,
        phone=phone,
        named_by=actor.person,
    )
    audit.record(
        actor=actor,
        action="readiness.responsible",
        subject=f"organization:{unit.pk}",
        data={"problem": problem, "row": row.pk},
    )
    return row


@transaction.atomic
def take_off(*, row: ResponsiblePerson, actor: Officer) -> None:
    """Take somebody off; the row stays as a record, and a second time changes nothing.

    Raises:
        NotOurUnitError: the unit is not the actor's to keep.
    """
    _check(row.unit, actor)
    if ResponsiblePerson.objects.filter(pk=row.pk, ended_at=None).update(ended_at=timezone.now()):
        audit.record(
            actor=actor,
            action="readiness.responsible_end",
            subject=f"organization:{row.unit_id}",
            data={"row": row.pk},
        )
