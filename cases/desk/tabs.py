"""The lists of the left rail, as data: each says who moves next. Which cases stand in them is `cases.domain.lists`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.domain.queries import counting, worklists
from cases.domain.queries.counting import Count
from cases.models import ListName
from portal.actors import Officer
from portal.organizations.vocabulary import OrganizationType


@dataclass(frozen=True, slots=True)
class Tab:
    """One list of the rail.

    Attributes:
        name: value of the parameter `list`.
        label: the words.
        empty: what an empty list says.
        is_late: what stands in it should have been done by now, so its count stands out.
        of_others: its rows show the deadline of whoever is waited for, not one's own.
        of_center: only a center has it, and it reaches over everything that the center may know of.
        by_arrival: what came last comes first, instead of what presses most.
    """

    name: str
    label: str | Promise
    empty: str | Promise
    is_late: bool = False
    of_others: bool = False
    of_center: bool = False
    by_arrival: bool = False

    @property
    def ordered(self) -> tuple[str, ...]:
        """By what its rows are ordered."""
        return worklists.BY_ARRIVAL if self.by_arrival else worklists.BY_HASTE


MINE = Tab(worklists.MINE, _("ของฉัน"), _("ยังไม่มีเรื่องที่มอบหมายให้คุณ"))
ALL = Tab("all", ListName.ALL.label, _("ยังไม่มีเรื่องของหน่วยงานคุณ"), by_arrival=True)
# The lists after these two say why a case is here; "today" says what cannot wait until tomorrow, whatever the reason,
# and is what an officer opens in the morning.
TABS = (
    Tab("today", ListName.TODAY.label, _("วันนี้ไม่มีงานที่ครบกำหนด และไม่มีเรื่องใหม่รอคุณ")),
    MINE,
    Tab("fresh", ListName.FRESH.label, _("ไม่มีเรื่องใหม่ที่รอคัดกรองหรือรอหาหน่วยงาน")),
    Tab("asked", ListName.ASKED.label, _("ไม่มีเรื่องที่หน่วยงานอื่นส่งมาและรอคำตอบจากคุณ")),
    Tab("back", ListName.BACK.label, _("ไม่มีเรื่องที่ถูกส่งคืน ไม่มีคำตอบหรือข้อความที่รออ่าน")),
    Tab("approve", ListName.APPROVE.label, _("ไม่มีคำขอที่รอคุณพิจารณา")),
    Tab("hands", ListName.HANDS.label, _("ไม่มีเรื่องที่หน่วยงานคุณกำลังดำเนินการ")),
    Tab("follow", ListName.FOLLOW.label, _("ไม่มีเรื่องที่รอติดตามผล")),
    Tab("waiting", ListName.WAITING.label, _("ไม่มีเรื่องที่เรารอคำตอบหรือการกระทำของผู้อื่น"), of_others=True),
    Tab("late", ListName.LATE.label, _("ไม่มีเรื่องเกินกำหนด"), is_late=True),
    Tab(
        "nobody",
        ListName.NOBODY.label,
        _("ทุกเรื่องมีผู้ที่ตอบได้"),
        is_late=True,
        of_others=True,
        of_center=True,
    ),
    ALL,
)


def tabs_of(actor: Officer) -> tuple[Tab, ...]:
    """Return the lists that an officer has."""
    is_center = actor.organization.type == OrganizationType.CENTER
    return tuple(tab for tab in TABS if is_center or not tab.of_center)


def rows_in(tab: Tab, actor: Officer, now: dt.datetime) -> worklists.Rows:
    """Return the entries of one list."""
    return worklists.in_list(tab.name, actor, now)


def counts(
    actor: Officer, now: dt.datetime, beside: Mapping[str, Count | None] | None = None
) -> dict[str, int]:
    """Return the length of every list, and of other things that the rail counts: one query.

    One more than `counting.MOST_COUNTED` stands for any number above it.

    Args:
        actor: whose.
        now: the time of the page.
        beside: what else is counted, by name.
    """
    return worklists.lengths((tab.name for tab in tabs_of(actor)), actor, now, beside)


def in_words(count: int) -> str:
    """Return a length as pages show it: "12", "2,000+"."""
    most = counting.MOST_COUNTED
    return f"{most:,}+" if count > most else f"{count:,}"
