"""The left rail of the desk: the lists of work with their counts, everything else under headings, a new request."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.desk.tabs import counts, in_words, tabs_of
from cases.domain.field_unit import may_keep_unit
from cases.domain.limits import may_set_limits
from cases.domain.overview import follows_needs, sees_figures
from cases.domain.queries.late import follows_alarms, late_to_count
from cases.domain.queries.standing import Counted, Counter, Times, asked_for
from cases.domain.retention import looks_after
from legal_library.circulating.receiving import inbox
from portal.actors import Officer
from portal.eligibility.changes import changes
from portal.eligibility.loading import rules
from portal.letters.letterhead import may_set, missing_words
from portal.organizations.vocabulary import OrganizationType
from portal.outbox.models import LATE, OutboxMessage
from portal.outbox.rules import tends_mail
from portal.pages.domain.contact import missing_here
from portal.protection.domain.officers import sees_all
from portal.upkeep.rules import looks_after_the_system
from portal.web.links import address_of


class Group(TextChoices):
    """Under which heading an entry stands, in the order of the rail."""

    WORK = "work", _("งาน")
    OUTSIDE = "outside", _("เหตุการณ์และออกหน่วย")
    PEOPLE = "people", _("ประชาชน")
    RECORDS = "records", _("ทะเบียน หนังสือ รายงาน")
    OFFICE = "office", _("หน่วยงาน")
    SYSTEM = "system", _("ตั้งค่าและดูแลระบบ")


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of the rail.

    Attributes:
        url: where it leads.
        label: the words.
        is_here: it leads to the present page.
        count: how much waits there; None where nothing is counted.
        is_late: the count stands out, because each of these should have been done by now.
        group: where it stands.
    """

    url: str
    label: str | Promise
    is_here: bool
    count: int | None = None
    is_late: bool = False
    group: Group = Group.WORK

    @property
    def number(self) -> str:
        """The count as it is shown."""
        return "" if self.count is None else in_words(self.count)


@dataclass(frozen=True)
class Section:
    """The entries under one heading. The work stands open; of the rest only what is looked at, and what is late.

    Attributes:
        title: the heading.
        entries: at least one.
    """

    title: str | Promise
    entries: list[Entry]

    @cached_property
    def is_open(self) -> bool:
        """The entries are seen without being asked for."""
        return any(entry.is_here or entry.is_late for entry in self.entries)

    @cached_property
    def waiting(self) -> str:
        """How much waits in all of it, beside the heading; "" for nothing."""
        count = sum(entry.count or 0 for entry in self.entries)
        return in_words(count) if count else ""


@dataclass(frozen=True, slots=True)
class Rail:
    """All of the rail.

    Attributes:
        work: the lists of work, which always stand open.
        sections: everything else, under headings.
        new: the entry of a new request.
        here: the entry of the present page; None where it is not in the rail.
    """

    work: list[Entry]
    sections: list[Section]
    new: Entry
    here: Entry | None

    @property
    def lists(self) -> list[Entry]:
        """Everything that can be read, in its order."""
        return [*self.work, *(entry for section in self.sections for entry in section.entries)]


def rail_of(actor: Officer, here: str, now: dt.datetime) -> Rail:
    """Return the rail of a page, with all its numbers from one query.

    Args:
        actor: who reads it.
        here: the entry of this page: a name of `tabs.TABS`, "sent", "alarms", "register", "letters", "letterhead",
            "unit", "statistics", "texts", "needs", "directory", "circulars", "limits", "rates", "retention", "messages",
            "oversight", "upkeep", "new" or "".
        now: the time of the page.
    """

    def link(name: str, label: str | Promise, group: Group = Group.WORK) -> Entry:
        return Entry(address_of(f"desk:{name}"), label, is_here=here == name, group=group)

    numbers = _numbers(actor, now)
    lists = _work(actor, here, numbers)
    if follows_alarms(actor):
        lists.append(_alarms(here, numbers["alarms"]))
    if may_keep_unit(actor):
        lists.append(link("field", _("หน่วยเคลื่อนที่"), Group.OUTSIDE))
    lists.append(link("register", _("ทะเบียน"), Group.RECORDS))
    if actor.works_on_cases:
        lists.append(link("letters", _("หนังสือออก"), Group.RECORDS))
    lists += _overview(actor, here, numbers)
    if may_set(actor) and (lacking := len(missing_words(actor.organization))):
        # A task until it is done; then the entry is gone.
        lists.append(_letterhead(here, lacking))
    # Duties, readiness, people, money and training of one's own unit, and of those below (S2.57): one entry for all.
    lists.append(
        Entry(address_of("readiness:home"), _("หน่วยของเรา"), is_here=here == "unit", group=Group.OFFICE)
    )
    if (contact := _contact(actor)) is not None:
        lists.append(contact)
    lists.append(link("directory", _("ทำเนียบหน่วยงาน"), Group.OFFICE))
    lists.append(_circulars(here, numbers["circulars"]))
    lists += [entry for make in _others if (entry := make(actor, here, numbers)) is not None]
    lists += _system(actor, here, numbers)
    work, *others = [[entry for entry in lists if entry.group is group] for group in Group]
    return Rail(
        work=work,
        sections=[Section(entries[0].group.label, entries) for entries in others if entries],
        new=link("new", _("รับเรื่องใหม่")),
        here=next((entry for entry in lists if entry.is_here), None),
    )


def _system(actor: Officer, here: str, numbers: dict[str, int]) -> list[Entry]:
    """Return the entries of rules, data that goes, mail, the door, and how the system is."""
    asked = list(_standing_rules(actor))
    if looks_after(actor):
        asked.append(("retention", _("ข้อมูลที่พ้นกำหนดเก็บ")))
    if sees_all(actor):
        asked.append(("oversight", _("ใครเปิดเรื่องใดได้")))
    if looks_after_the_system(actor):
        asked.append(("upkeep", _("ความเรียบร้อยของระบบ")))
    entries = [
        Entry(address_of(f"desk:{name}"), label, is_here=here == name, group=Group.SYSTEM)
        for name, label in asked
    ]
    return [*entries, _unsent(here, numbers["messages"])] if tends_mail(actor) else entries


def _numbers(actor: Officer, now: dt.datetime) -> dict[str, int]:
    """Return all that the rail counts: one query."""
    return counts(actor, now, asked_for([_own_counts, *_counted], actor, now))


def _own_counts(actor: Officer, times: Times) -> Counted:
    """Return circulars that wait, what others are late with, and mail at which somebody has to look."""
    own: Counted = {"circulars": inbox(actor).open(), "alarms": late_to_count(actor, times.now)}
    if tends_mail(actor):
        own["messages"] = OutboxMessage.objects.unsent_since(times.ago(LATE))
    return own


Maker = Callable[[Officer, str, Mapping[str, int]], Entry | None]
"""Takes who reads, the entry of the page and all numbers; returns an entry, or None for whom it is not."""
_others: list[Maker] = []
_counted: list[Counter] = []


def register(make: Maker, count: Counter | None = None) -> None:
    """Let a room that stands above the desk have an entry in the rail; the same one a second time counts once.

    Args:
        make: makes it.
        count: says what it counts; all entries are counted by one statement. None where it shows no number.
    """
    if make not in _others:
        _others.append(make)
    if count is not None:
        register_count(count)


def register_count(count: Counter) -> None:
    """Let a room that stands above the desk count for an entry that stands in the rail without it."""
    if count not in _counted:
        _counted.append(count)


def _standing_rules(actor: Officer) -> list[tuple[str, Promise]]:
    """Return names and words of the entries of what holds for all cases: services, limits, sentences, numbers of the law."""
    entries: list[tuple[str, Promise]] = [("limits", _("กำหนดเวลามาตรฐาน"))]
    if may_set_limits(actor):
        entries.insert(0, ("services", _("บริการในแผน")))
    if actor.works_on_cases:
        entries.append(("texts", _("ข้อความสำเร็จรูป")))
    if actor.works_on_cases and changes(rules()):
        entries.append(("rates", _("ตัวเลขของกฎหมายที่เปลี่ยน")))
    return entries


def _overview(actor: Officer, here: str, numbers: Mapping[str, int]) -> list[Entry]:
    """Return the entries of figures, and of surveys and needs with what waits there, for whom they are."""
    entries = []
    if sees_figures(actor):
        entries.append(
            Entry(address_of("statistics:page"), _("สถิติ"), is_here=here == "statistics", group=Group.RECORDS)
        )
    if follows_needs(actor):
        urgent = numbers.get("needs at once", 0)
        waiting = numbers.get("needs", 0) + urgent + numbers.get("needs surveys", 0)
        entries.append(
            Entry(
                address_of("needs:page"),
                _("สำรวจและความต้องการ"),
                is_here=here == "needs",
                # The center acknowledges nothing: its number is there while a result waits for it.
                count=waiting if waiting or "needs" in numbers else None,
                is_late=urgent > 0,
                group=Group.PEOPLE,
            )
        )
    return entries


def _alarms(here: str, count: int) -> Entry:
    """Return the entry of what is late and was told to this organization: an alarm without a mail is seen by its count."""
    url, is_here = address_of("desk:late"), here == "alarms"
    return Entry(url, _("การแจ้งเตือน"), is_here=is_here, count=count, is_late=count > 0)


def _circulars(here: str, waiting: int) -> Entry:
    """Return the entry of what was sent round to this organization, with the number that waits for it."""
    return Entry(
        address_of("desk:circulars"),
        _("หนังสือแจ้งเวียน"),
        is_here=here == "circulars",
        count=waiting,
        group=Group.RECORDS,
    )


def _letterhead(here: str, lacking: int) -> Entry:
    """Return the entry of a letterhead of which something is missing."""
    url, is_here = address_of("desk:letterhead"), here == "letterhead"
    return Entry(url, _("หัวหนังสือยังไม่ครบ"), is_here=is_here, count=lacking, is_late=True, group=Group.OFFICE)


def _contact(actor: Officer) -> Entry | None:
    """Return the entry of what people cannot read yet about the center; gone when all is filled in (S1.34)."""
    if actor.organization.type != OrganizationType.CENTER or not may_set(actor):
        return None
    lacking = len(missing_here())
    url = f"{address_of('contact')}#missing"
    if not lacking:
        return None
    return Entry(url, _("ข้อมูลติดต่อศูนย์ยังไม่ครบ"), is_here=False, count=lacking, is_late=True, group=Group.OFFICE)


def _unsent(here: str, count: int) -> Entry:
    """Return the entry of mail that has not arrived."""
    url, is_here = address_of("desk:messages"), here == "messages"
    return Entry(url, _("อีเมลที่ยังไม่ถึง"), is_here=is_here, count=count, is_late=count > 0, group=Group.SYSTEM)


def _work(actor: Officer, here: str, numbers: dict[str, int]) -> list[Entry]:
    """Return the entries of the lists of work, with their numbers."""
    entries = []
    for tab in tabs_of(actor):
        count = numbers[tab.name]
        url = f"{address_of('desk:worklist')}?list={tab.name}"
        entries.append(
            Entry(url, tab.label, is_here=here == tab.name, count=count, is_late=tab.is_late and count > 0)
        )
        # What went out stands beside what is waited for.
        if tab.name == "waiting":
            entries.append(Entry(address_of("desk:sent"), _("ส่งออก"), is_here=here == "sent"))
    return entries
