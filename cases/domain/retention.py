"""When the time of a case's personal data is over, and by whom it is released (PDPA s.37(3); privacy 14; R23).

Nothing is erased by a date alone: one person asks, another one decides, and a hold stops both. Two readers of a default
of 90 days destroyed cases elsewhere, so there is no silent default here (cases.md, privacy 14).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import FilteredRelation, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from cases.domain import erasing, leaving, limits
from cases.domain.act import lock_case
from cases.errors import CaseError, GuardFailed, NotAllowed
from cases.machine.vocabulary import Stage
from cases.models import Case, LeftOffice, RetentionHold, RetentionRelease, RetentionRule
from cases.vocabulary import Confidentiality
from portal.audit import services as audit
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from portal.outbox.services import enqueue
from portal.thai.dates import bangkok_today
from portal.vocabulary import ProblemType
from portal.web.keyset import Key
from portal.web.links import absolute

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.actors import Officer

BY_TERM = (Key("retention_until"), Key("reference", is_code=True))
"""The order of what is due: whose time ended first."""
WARNED_BEFORE = dt.timedelta(days=60)
"""How long before the day the holder is told."""
MOST_AT_ONCE = 200
"""Cases in one release: as many as somebody can look through."""


def years_for(problem: ProblemType | str, confidentiality: Confidentiality | str) -> int:
    """Return for how many years after closing the data of a class of cases is kept."""
    found = RetentionRule.objects.filter(problem=problem, confidentiality=confidentiality)
    return found.values_list("years", flat=True).first() or limits.RETENTION_YEARS


def lines() -> list[tuple[str, str, int]]:
    """Return the years of every class in words, for the privacy notice: problem, level, years."""
    years = {
        (problem, level): number
        for problem, level, number in RetentionRule.objects.values_list("problem", "confidentiality", "years")
    }
    return [
        (str(problem.label), str(level.label), years.get((problem, level), limits.RETENTION_YEARS))
        for problem in ProblemType
        for level in Confidentiality
    ]


@transaction.atomic
def set_rule(
    *, actor: Officer, problem: ProblemType, confidentiality: Confidentiality, years: int, note: str
) -> RetentionRule:
    """Change the years of a class, for cases that close from now on.

    Args:
        actor: a supervisor of the center.
        problem: of the class.
        confidentiality: of the class.
        years: 1 to 50.
        note: why, or by which order.

    Raises:
        NotAllowed: for anybody else.
        GuardFailed: without a reason, or with a number that is none of these.
    """
    if not limits.may_set_limits(actor):
        raise NotAllowed("set_retention")
    note = note.strip()
    if not note:
        raise GuardFailed(_("เขียนเหตุผลหรือคำสั่งที่ให้เปลี่ยน"), field="note")
    if not 1 <= years <= 50:  # noqa: PLR2004 - as the table says
        raise GuardFailed(_("ตั้งได้ 1 ถึง 50 ปี"), field="years")
    before = years_for(problem, confidentiality)
    row, _made = RetentionRule.objects.update_or_create(
        problem=problem, confidentiality=confidentiality, defaults={"years": years, "note": note}
    )
    data = {"years": years, "was": before}
    audit.record(actor=actor, action="retention.set_rule", subject=f"{problem}/{confidentiality}", data=data)
    return row


def looks_after(actor: Officer) -> bool:
    """Whether somebody sees to the retention of the own organization's cases: who supervises it."""
    return actor.supervises


def of_organization(actor: Officer) -> QuerySet[Case]:
    """Return the closed cases for which the actor's organization answers that still hold personal data: numbers and dates of them.

    Nobody may read them any more (access ends 90 days after closing); what is shown of them is metadata.

    Raises:
        NotAllowed: the actor supervises nothing.
    """
    if not looks_after(actor):
        raise NotAllowed("retention")
    rows = leaving.closed_for(actor.organization)
    return rows.filter(anonymized=False, retention_until__isnull=False).order_by(
        *(key.order() for key in BY_TERM)
    )


def over(rows: QuerySet[Case], today: dt.date | None = None) -> QuerySet[Case]:
    """Return those whose time is over and that nothing holds back, not even a release that waits.

    What a person asked about their data is answered first: a copy or a complaint that waits would find nothing.
    """
    waiting = RetentionRelease.objects.filter(state=RetentionRelease.State.ASKED)
    return (
        rows.filter(retention_until__lt=today or bangkok_today())
        .exclude(holds__in=RetentionHold.objects.filter(lifted_at__isnull=True))
        .exclude(releases__in=waiting)
        .alias(asked=FilteredRelation("rights_requests", condition=Q(rights_requests__decided_at=None)))
        .filter(asked=None)
    )


def soon(rows: QuerySet[Case], today: dt.date | None = None) -> QuerySet[Case]:
    """Return those whose time will be over before long."""
    day = today or bangkok_today()
    return rows.filter(retention_until__range=(day, day + WARNED_BEFORE))


def held(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Return those that are kept longer by somebody's order."""
    return rows.filter(holds__in=RetentionHold.objects.filter(lifted_at__isnull=True))


@transaction.atomic
def ask_release(*, actor: Officer, cases: Iterable[int]) -> RetentionRelease:
    """Ask that the personal data of cases is erased; another person has to decide.

    Args:
        actor: supervises the organization that holds them.
        cases: keys; each must be over and held back by nothing.

    Raises:
        NotAllowed: the actor supervises nothing.
        GuardFailed: none, too many, or one that may not be erased.
    """
    keys = set(cases)
    if not keys or len(keys) > MOST_AT_ONCE:
        raise GuardFailed(_("เลือกเรื่องที่จะขอลบ ครั้งละไม่เกิน 200 เรื่อง"))
    found = list(over(of_organization(actor)).filter(pk__in=keys))
    if len(found) != len(keys):
        raise GuardFailed(_("บางเรื่องลบไม่ได้แล้ว อาจถูกระงับ เปิดใหม่ หรือมีผู้ขอไปก่อน โหลดหน้านี้ใหม่"))
    release = RetentionRelease.objects.create(organization=actor.organization, asked_by=actor.person)
    release.cases.set(found)
    audit.record(
        actor=actor, action="retention.ask", subject=f"release:{release.pk}", data={"cases": len(found)}
    )
    return release


def to_decide(actor: Officer) -> QuerySet[RetentionRelease]:
    """Return the releases that somebody may decide on: of the own organization, of all for the center; never the own."""
    rows = RetentionRelease.objects.filter(state=RetentionRelease.State.ASKED).exclude(asked_by=actor.person)
    if not looks_after(actor):
        return rows.none()
    return rows if _is_center(actor) else rows.filter(organization=actor.organization.pk)


def _is_center(actor: Officer) -> bool:
    return actor.organization.type == OrganizationType.CENTER


def decide(*, actor: Officer, release: RetentionRelease, approve: bool) -> int:
    """Decide on a release; returns how many cases were erased.

    Each case is erased in a transaction of its own, so that a long release can be gone on with. What was held back or
    opened again since it was asked stays.

    Raises:
        NotAllowed: the actor asked for it, or may not decide on it, or somebody has decided.
    """
    with transaction.atomic():
        row = to_decide(actor).select_for_update().filter(pk=release.pk).first()
        if row is None:
            raise NotAllowed("retention")
        states = RetentionRelease.State
        row.state = states.APPROVED if approve else states.REFUSED
        row.decided_by, row.decided_at = actor.person, timezone.now()
        row.save()
        audit.record(
            actor=actor,
            action="retention.approve" if approve else "retention.refuse",
            subject=f"release:{row.pk}",
            data={"cases": row.cases.count()},
        )
    return carry_out(row) if approve else 0


def carry_out(release: RetentionRelease) -> int:
    """Erase the cases of an approved release that may still be erased; returns how many. Twice is no harm."""
    released = Case.objects.filter(releases=release, stage=Stage.CLOSED, anonymized=False)
    return sum(_erase(case) for case in over(released))


@transaction.atomic
def _erase(case: Case) -> bool:
    """Erase one case; False where it was held back, asked about or opened again in this moment."""
    lock_case(case)
    if not over(Case.objects.filter(pk=case.pk)).exists():
        return False
    try:
        erasing.erase(case)
    except CaseError:
        return False
    return True


def carry_out_all() -> int:
    """Go on with approved releases that were broken off; returns how many cases were erased."""
    left = RetentionRelease.objects.filter(
        state=RetentionRelease.State.APPROVED, cases__anonymized=False, cases__stage=Stage.CLOSED
    )
    return sum(carry_out(release) for release in left.distinct())


@transaction.atomic
def hold(*, actor: Officer, case: Case, reason: str) -> RetentionHold:
    """Order that nothing of a case is erased until the order is lifted.

    Raises:
        NotAllowed: the case is not the actor's organization's to look after.
        GuardFailed: without a reason, or when one stands already.
    """
    reason = reason.strip()
    if not reason:
        raise GuardFailed(_("เขียนเหตุผล เช่น เลขคดี หรือเรื่องร้องเรียน โดยไม่ระบุชื่อบุคคล"), field="reason")
    if not of_organization(actor).filter(pk=case.pk).exists():
        raise NotAllowed("retention")
    # Behind the lock nobody is erasing it: what is ordered here holds, or it is gone already.
    if lock_case(case).anonymized:
        raise GuardFailed(_("ข้อมูลส่วนบุคคลของเรื่องนี้ลบแล้ว เหลือเพียงตัวเลขสถิติ"), field="reference")
    if case.holds.filter(lifted_at__isnull=True).exists():
        raise GuardFailed(_("เรื่องนี้ถูกระงับการลบอยู่แล้ว"), field="reason")
    row = RetentionHold.objects.create(case=case, reason=reason, placed_by=actor.person)
    audit.record(actor=actor, action="retention.hold", subject=case.reference)
    return row


@transaction.atomic
def lift(*, actor: Officer, case: Case) -> None:
    """End the order that holds a case back.

    Raises:
        NotAllowed: the case is not the actor's organization's to look after, or nothing holds it back.
    """
    row = case.holds.filter(lifted_at__isnull=True).first()
    if row is None or not of_organization(actor).filter(pk=case.pk).exists():
        raise NotAllowed("retention")
    row.lifted_by, row.lifted_at = actor.person, timezone.now()
    row.save()
    audit.record(actor=actor, action="retention.lift", subject=case.reference)


def bring_forward(*, actor: Officer, case: Case) -> None:
    """Let the time of a closed case's data be over now, because its person asked for that (PDPA s.33); two people let go.

    The caller's transaction; what is held back by an order stays held back.

    Args:
        actor: of the organization that is responsible; whoever answers such a request.
        case: closed.

    Raises:
        GuardFailed: it is open, or its data is gone.
    """
    if case.stage != Stage.CLOSED or case.anonymized:
        raise GuardFailed(_("เรื่องยังไม่ปิด หรือข้อมูลลบแล้ว"))
    over_since = bangkok_today() - dt.timedelta(days=1)
    if case.retention_until is None or case.retention_until > over_since:
        was = str(case.retention_until or "")
        Case.objects.filter(pk=case.pk).update(retention_until=over_since)
        audit.record(actor=actor, action="retention.bring_forward", subject=case.reference, data={"was": was})


def warn_holders() -> int:
    """Write to each organization once a month that cases of it come to their day; returns to how many."""
    today = bangkok_today()
    rows = soon(Case.objects.filter(stage=Stage.CLOSED, anonymized=False), today)
    count = 0
    holders = rows.order_by().values("holder")
    answering = Q(pk__in=holders, left=None) | Q(
        pk__in=LeftOffice.objects.filter(organization__in=holders).values("heir")
    )
    for office in Organization.objects.filter(answering).exclude(email="").order_by("pk"):
        key = f"retention_soon:{office.pk}:{today:%Y-%m}"
        with translation.override("th"):
            link = absolute(reverse("desk:retention"))
        before = timezone.now()
        message = enqueue(
            template="retention_soon",
            to=office.email,
            context={"link": link, "body_name": office.display_name},
            dedup_key=key,
            organization=office,
        )
        count += message.created_at >= before
    return count
