"""The lists of the left rail, as data: what each shows, and all their counts in one query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Clock, Referral
from cases.models.case import CaseQuerySet
from cases.vocabulary import CaseState, ReferralMode, ReferralState
from portal.actors import Officer
from portal.thai.dates import bangkok_datetime, to_bangkok


@dataclass(frozen=True, slots=True)
class Tab:
    """One list of the rail.

    Attributes:
        name: value of the parameter `list`.
        label: the words.
        condition: over the marks that `marked` adds.
        empty: what an empty list says.
        is_late: what stands in it should have been done by now, so its count stands out.
    """

    name: str
    label: str | Promise
    condition: Callable[[], Q]
    empty: str | Promise
    is_late: bool = False


TABS = (
    Tab(
        "today",
        _("งานวันนี้"),
        lambda: (
            ~Q(state=CaseState.CLOSED)
            & (Q(waits_for_us=True) | Q(due_today=True) | Q(state=CaseState.RECEIVED))
        ),
        _("วันนี้ไม่มีงานที่ครบกำหนด และไม่มีเรื่องใหม่รอคุณ"),
    ),
    Tab("inbox", _("รับเข้า"), lambda: Q(waits_for_us=True), _("ไม่มีเรื่องที่หน่วยงานอื่นส่งมาและรอคำตอบจากคุณ")),
    Tab(
        "overdue",
        _("เกินกำหนด"),
        lambda: Q(is_overdue=True),
        _("ไม่มีเรื่องเกินกำหนด"),
        is_late=True,
    ),
    Tab("all", _("ทั้งหมด"), lambda: Q(), _("ยังไม่มีเรื่องของหน่วยงานคุณ")),
)
BY_NAME = {tab.name: tab for tab in TABS}


def marked(actor: Officer, now: dt.datetime) -> CaseQuerySet:
    """Return the visible cases with what the lists ask of them.

    Adds `waits_for_us` (a referral that our body has not answered), `due_today` (one of our clocks ends today or
    earlier) and `is_overdue` (one of our clocks is late).
    """
    body = actor.organization.pk
    tomorrow = bangkok_datetime(to_bangkok(now).date() + dt.timedelta(days=1))
    ours = Clock.objects.running().filter(case=OuterRef("pk"), organization=body)
    asked = Referral.objects.filter(case=OuterRef("pk"), target=body, state=ReferralState.SENT)
    return Case.objects.visible_to(actor).annotate(
        waits_for_us=Exists(asked.exclude(mode=ReferralMode.INFO)),
        due_today=Exists(ours.filter(due_at__lt=tomorrow)),
        is_overdue=Exists(ours.filter(due_at__lt=now)),
    )


def counts(actor: Officer, now: dt.datetime) -> dict[str, int]:
    """Return the length of every list, in one query."""
    return marked(actor, now).aggregate(**{tab.name: Count("pk", filter=tab.condition()) for tab in TABS})
