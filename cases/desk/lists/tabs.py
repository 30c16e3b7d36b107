"""The lists of the left rail, as data: each says who moves next. All their counts come in two queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.machine.vocabulary import (
    BEFORE_WORK,
    DutyKind,
    Scope,
    Stage,
    Verb,
    WaitingKind,
    WaitingState,
)
from cases.machine.world import DECIDES, DOES_CASE_WORK
from cases.models import Approval, Case, CaseEvent, Duty, Grant, Referral
from cases.models.case import CaseQuerySet
from portal.accounts.models import Appointment, AppointmentFunction
from portal.actors import Officer
from portal.organizations.vocabulary import OrganizationType
from portal.thai.dates import bangkok_datetime, to_bangkok

WORK = (DutyKind.ACT, DutyKind.PART, DutyKind.VISIT, DutyKind.COMMITTEE)
CAME_BACK = (Verb.RETURN, Verb.REFUSE, Verb.COMPLETE_PART, Verb.QUESTION_END)
"""Answers of others that begin no duty of their own: they came back until somebody does the next thing."""


@dataclass(frozen=True, slots=True)
class Tab:
    """One list of the rail.

    Attributes:
        name: value of the parameter `list`.
        label: the words.
        condition: over the marks that `marked` adds.
        empty: what an empty list says.
        is_late: what stands in it should have been done by now, so its count stands out.
        of_others: its rows show the deadline of whoever is waited for, not one's own.
        of_center: only a center has it, and it reaches over everything that the center may know of.
        has_closed: closed cases stand in it too.
    """

    name: str
    label: str | Promise
    condition: Callable[[], Q]
    empty: str | Promise
    is_late: bool = False
    of_others: bool = False
    of_center: bool = False
    has_closed: bool = False


def _new() -> Q:
    return Q(is_ours=True, stage__in=BEFORE_WORK, is_handed_over=False, is_back=False)


TABS = (
    # The nine lists below say why a case is here; this one says what cannot wait until tomorrow, whatever the reason,
    # and is what an officer opens in the morning.
    Tab(
        "today",
        _("งานวันนี้"),
        lambda: _new() | Q(is_asked=True) | Q(is_back=True) | Q(is_to_approve=True) | Q(is_due_today=True),
        _("วันนี้ไม่มีงานที่ครบกำหนด และไม่มีเรื่องใหม่รอคุณ"),
    ),
    Tab("fresh", _("เรื่องใหม่ของเรา"), _new, _("ไม่มีเรื่องใหม่ที่รอคัดกรองหรือรอหาหน่วยงาน")),
    Tab(
        "asked",
        _("หน่วยงานอื่นขอมา"),
        lambda: Q(is_asked=True),
        _("ไม่มีเรื่องที่หน่วยงานอื่นส่งมาและรอคำตอบจากคุณ"),
    ),
    Tab(
        "back",
        _("กลับมาหาเรา"),
        lambda: Q(is_back=True),
        _("ไม่มีเรื่องที่ถูกส่งคืน ไม่มีคำตอบหรือข้อความที่รออ่าน"),
    ),
    Tab("approve", _("รอฉันอนุมัติ"), lambda: Q(is_to_approve=True), _("ไม่มีคำขอที่รอคุณพิจารณา")),
    Tab(
        "hands",
        _("อยู่ในมือเรา"),
        lambda: Q(is_ours=True, stage=Stage.WORKING) | Q(is_in_work=True),
        _("ไม่มีเรื่องที่หน่วยงานคุณกำลังดำเนินการ"),
    ),
    Tab(
        "follow",
        _("รอติดตามผล"),
        lambda: Q(is_ours=True, stage=Stage.FOLLOWING_UP) | Q(is_to_follow=True),
        _("ไม่มีเรื่องที่รอติดตามผล"),
    ),
    Tab(
        "waiting",
        _("รอหน่วยงานอื่น"),
        lambda: Q(is_waiting=True),
        _("ไม่มีเรื่องที่เรารอคำตอบหรือการกระทำของผู้อื่น"),
        of_others=True,
    ),
    Tab("late", _("เกินกำหนด"), lambda: Q(is_late=True), _("ไม่มีเรื่องเกินกำหนด"), is_late=True),
    Tab(
        "nobody",
        _("ไม่มีผู้ตอบได้"),
        lambda: Q(is_nobodys=True),
        _("ทุกเรื่องมีผู้ที่ตอบได้"),
        is_late=True,
        of_others=True,
        of_center=True,
    ),
    Tab("all", _("ทั้งหมด"), lambda: Q(), _("ยังไม่มีเรื่องของหน่วยงานคุณ"), has_closed=True),
)


def tabs_of(actor: Officer) -> tuple[Tab, ...]:
    """Return the lists that an officer has."""
    is_center = actor.organization.type == OrganizationType.CENTER
    return tuple(tab for tab in TABS if is_center or not tab.of_center)


def marked(cases: CaseQuerySet, actor: Officer, now: dt.datetime) -> CaseQuerySet:
    """Return cases with what the conditions of the lists ask of them, each from running duties and what waits.

    Args:
        cases: that the actor may see.
        actor: whose lists they are.
        now: the time of the page.
    """
    body = actor.organization.pk
    tomorrow = bangkok_datetime(to_bangkok(now).date() + dt.timedelta(days=1))
    running = Duty.objects.running().filter(case=OuterRef("pk"))
    ours, theirs = running.filter(organization=body), running.exclude(organization=body)
    handed_over = Referral.objects.filter(
        case=OuterRef("pk"), mode=WaitingKind.HANDOVER, state=WaitingState.SENT
    )
    # Somebody else's silence counts as lateness only of what we wait for: of cases that we hold.
    held = Q(holder=body)
    answered = CaseEvent.objects.filter(
        case=OuterRef("pk"), sequence=OuterRef("version"), verb__in=CAME_BACK
    ).exclude(organization=body)
    return cases.annotate(
        is_ours=held,
        is_handed_over=Exists(handed_over),
        is_asked=Exists(ours.filter(kind=DutyKind.ACKNOWLEDGE)),
        is_back=Exists(ours.filter(kind__in=[DutyKind.READ, DutyKind.REROUTE, DutyKind.DECIDE]))
        | (held & Exists(answered)),
        is_to_approve=Exists(_to_approve(actor)),
        is_in_work=Exists(ours.filter(kind__in=WORK)),
        is_to_follow=Exists(ours.filter(kind=DutyKind.FOLLOW)),
        is_waiting=(held & (Exists(theirs) | Exists(ours.filter(kind=DutyKind.ANSWER))))
        | Exists(_asked_elsewhere(body)),
        is_due_today=Exists(ours.exclude(kind=DutyKind.ANSWER).filter(due_at__lt=tomorrow)),
        is_late=Exists(ours.exclude(kind=DutyKind.ANSWER).filter(due_at__lt=now))
        | (held & Exists(theirs.filter(due_at__lt=now))),
    )


def _to_approve(actor: Officer) -> object:
    """Requests that this officer may decide: never their own (row 18)."""
    found = Approval.objects.filter(
        case=OuterRef("pk"), state=WaitingState.OPEN, organization=actor.organization.pk
    ).exclude(requester=actor.person.pk)
    return found if actor.functions & DECIDES else found.none()


def _asked_elsewhere(body: int) -> object:
    """Decisions of others for which our body asked."""
    return Approval.objects.filter(case=OuterRef("pk"), state=WaitingState.OPEN, requesting=body).exclude(
        organization=body
    )


def nobodys(actor: Officer) -> CaseQuerySet:
    """Return open cases of which the center knows, with a duty where nobody can sign in and no outside channel is kept.

    A handover to an organization outside is answered by letter, and recorded by the holder.
    """
    staffed = AppointmentFunction.objects.filter(
        appointment__in=Appointment.objects.in_force(), function__in=DOES_CASE_WORK
    ).values("appointment__organization")
    outside = Referral.objects.filter(case=OuterRef("case"), number=OuterRef("waiting"), outside=True)
    stuck = Duty.objects.running().exclude(organization__in=staffed).exclude(Exists(outside))
    readable = Grant.objects.filter(
        case=OuterRef("pk"), organization=actor.organization.pk, until__isnull=True, scope__gte=Scope.PART
    )
    return (
        Case.objects.known_to(actor)
        .open()
        .filter(pk__in=stuck.values("case_id"))
        .annotate(can_open=Exists(readable))
    )


def cases_of(tab: Tab, actor: Officer, now: dt.datetime) -> CaseQuerySet:
    """Return the cases of one list."""
    if tab.of_center:
        return nobodys(actor)
    cases = Case.objects.visible_to(actor)
    return marked(cases if tab.has_closed else cases.open(), actor, now).filter(tab.condition())


def counts(actor: Officer, now: dt.datetime) -> dict[str, int]:
    """Return the length of every list: one query, and one more for each list that needs other cases."""
    tabs = tabs_of(actor)
    derived = [tab for tab in tabs if not tab.of_center and not tab.has_closed]
    found = marked(Case.objects.visible_to(actor).open(), actor, now).aggregate(
        **{tab.name: Count("pk", filter=tab.condition()) for tab in derived}
    )
    found["all"] = Case.objects.visible_to(actor).count()
    return found | {tab.name: nobodys(actor).count() for tab in tabs if tab.of_center}
