"""Who can act in an organization, and what lies where nobody can any more."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from cases.machine.vocabulary import ALIVE, DutyKind, WaitingKind
from cases.models import Approval, Case, Duty, Grant, Referral
from portal.accounts.functions import CASE_WORK, INCLUDED, SUPERVISION, Function
from portal.accounts.models import Appointment, AppointmentQuerySet
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType


def _appointed() -> AppointmentQuerySet:
    return Appointment.objects.giving(*CASE_WORK)


def can_act(organization: Organization) -> bool:
    """Whether the organization exists and somebody in it works on cases today."""
    return _appointed().in_force().filter(organization=organization).exists()


def asked_of(organization: Organization) -> QuerySet[Referral]:
    """Return the handovers and parts of open cases that wait for an organization or that it does."""
    return (
        Referral.objects.filter(target=organization, state__in=ALIVE)
        .exclude(mode=WaitingKind.INFORM)
        .filter(case__in=Case.objects.open())
    )


def concerned_cases(organization: Organization) -> QuerySet[Case]:
    """Return the open cases that an organization holds, is asked about, or has something to do in.

    Of one that ended also the cases that it may still read, closed ones too: its access ends with it.
    """
    has_to_act = Case.objects.open().filter(
        Q(holder=organization)
        | Q(pk__in=asked_of(organization).values("case_id"))
        | Q(pk__in=Duty.objects.running().filter(organization=organization).values("case_id"))
    )
    concerned = Q(pk__in=has_to_act.values("pk"))
    if not organization.is_active:
        concerned |= Q(pk__in=Grant.objects.filter(organization=organization, until=None).values("case_id"))
    return Case.objects.filter(concerned).order_by("pk")


def left_or_ended() -> QuerySet[Organization]:
    """Return the organizations in which somebody once worked on cases, or that ended, and in which nobody does today."""
    return (
        Organization.objects.exclude(pk__in=_appointed().in_force().values("organization"))
        .filter(Q(pk__in=_appointed().values("organization")) | Q(is_active=False))
        .order_by("pk")
    )


def left_by_everybody() -> QuerySet[Organization]:
    """Return the organizations with something to do on open cases in which somebody once worked and nobody does today.

    Centers are left out: there is nobody to whom their cases could go by rule. An organization that never had anybody
    (a hospital that answers by letter) is not left by anybody.
    """
    open_cases = Case.objects.open()
    asked = (
        Referral.objects.filter(state__in=ALIVE, case__in=open_cases)
        .exclude(mode=WaitingKind.INFORM)
        .values("target")
    )
    return (
        left_or_ended()
        .filter(Q(pk__in=open_cases.values("holder")) | Q(pk__in=asked))
        .exclude(type=OrganizationType.CENTER)
    )


def left_undone(organization: Organization | None = None, person: int | None = None) -> QuerySet[Case]:
    """Return the open cases in which something was left to somebody who cannot do it any more, while others there can.

    What is given to a person who works there no more, or does other work there now, and decisions that nobody of the
    organization may make (cases.md, second edition, 5). It is a first sieve by appointments alone: whether anything is
    to be repaired the machine says, who also knows who takes no part in a case.

    Args:
        organization: with whom it lies; anybody by default.
        person: to whom it is given; anybody by default.
    """
    running = Duty.objects.running()
    if organization is not None:
        running = running.filter(organization=organization)
    given = running.filter(person__isnull=False) if person is None else running.filter(person=person)
    left = given.exclude(_able(user=OuterRef("person")))
    # A work that nobody has by name falls to everybody there (`cases.machine.offices.whose_work`).
    works_there = Exists(_there().giving(*CASE_WORK).filter(user=OuterRef("person")))
    left = left.filter(Q(~works_there) | _able())
    # Each part by its own index; with "or" the database would look at every case.
    found = left.order_by().values("case_id").union(_undecidable(running).order_by().values("case_id"))
    return Case.objects.open().filter(pk__in=found)


def _there() -> AppointmentQuerySet:
    """Appointments in force with the organization of a duty."""
    return Appointment.objects.in_force().filter(organization=OuterRef("organization"))


def _able(**who: OuterRef) -> Q:
    """Return the condition on duties that somebody there is appointed for such work, by name or as a head."""
    direct = _there().filter(functions__function=OuterRef("function"), **who)
    heads = _there().giving(*SUPERVISION).filter(**who)
    led = [one for one in Function if one in INCLUDED[Function.SUPERVISE] or one.is_supervision]
    return Q(Exists(direct)) | (Q(function__in=led) & Q(Exists(heads)))


def _undecidable(running: QuerySet[Duty]) -> QuerySet[Duty]:
    """Return the decisions that wait where nobody but whoever asked may decide, or perhaps nobody: somebody is recused."""
    asked_by = Approval.objects.filter(
        case=OuterRef(OuterRef("case")), number=OuterRef(OuterRef("waiting"))
    ).values("requester")
    others = _there().giving(*SUPERVISION).exclude(user=Subquery(asked_by))
    recused = Case.recused.through.objects.filter(case=OuterRef("case"))
    return running.filter(Q(~Exists(others)) | Q(Exists(recused)), kind=DutyKind.APPROVE)


def staffed(organizations: Iterable[Organization | int]) -> frozenset[int]:
    """Return the ids of those in which somebody works on cases today; one query."""
    rows = _appointed().in_force().filter(organization__in=list(organizations))
    return frozenset(rows.order_by().values_list("organization", flat=True).distinct())
