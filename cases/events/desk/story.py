"""The story of an event in words: what was decided since it was declared, by whom and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases.events.domain.standing import in_words
from cases.events.models import Decision, Event
from cases.events.vocabulary import Decided
from portal.accounts.models import User
from portal.organizations.areas import area
from portal.organizations.models import Organization

PEOPLE = ("duty_officer", "stand_in")


@dataclass(frozen=True, slots=True)
class Line:
    """One decision.

    Attributes:
        at: when.
        who: the person and the organization.
        title: what was decided.
        details: what exactly, one line each.
        reason: in the words of who decided.
    """

    at: dt.datetime
    who: str
    title: str
    details: list[str]
    reason: str


def story_of(event: Event) -> list[Line]:
    """Return the decisions of an event, the first one first; at most three queries, however many there are."""
    rows = list(event.decisions.select_related("person", "organization"))
    people = User.objects.in_bulk(_keys(rows, PEOPLE)) if rows else {}
    organizations = Organization.objects.in_bulk(_keys(rows, ("organizations",))) if rows else {}
    return [
        Line(
            row.at,
            f"{row.person.display_name} · {row.organization.display_name}",
            str(Decided(row.kind).label),
            list(_details(row.what, people, organizations)),
            row.reason,
        )
        for row in rows
    ]


def _keys(rows: Iterable[Decision], names: Iterable[str]) -> set[int]:
    """Return the keys that decisions name."""
    found: set[int] = set()
    for row in rows:
        for name in names:
            value = row.what.get(name)
            found.update(value if isinstance(value, list) else [value] if value else [])
    return found


def _details(
    what: Mapping[str, Any], people: Mapping[int, User], organizations: Mapping[int, Organization]
) -> Iterator[str]:
    """Say what was decided exactly."""
    if codes := what.get("subdistricts"):
        names = ", ".join(str(place.label) for code in codes if (place := area(code)))
        yield _("เพิ่มตำบล: %(names)s") % {"names": names}
    if keys := what.get("organizations"):
        names = ", ".join(organizations[key].display_name for key in keys if key in organizations)
        yield _("เพิ่มหน่วยงาน: %(names)s") % {"names": names}
    if attached := what.get("attached"):
        yield _("คำขอที่มาก่อนและรวมเข้ามา: %(count)d เรื่อง") % {"count": attached}
    labels = {"duty_officer": _("ผู้อำนวยการเวร"), "stand_in": _("ผู้แทน")}
    for name in PEOPLE:
        if name in what:
            person = people.get(what[name])
            yield f"{labels[name]}: {person.display_name if person else _('ไม่มี')}"
    if "direct" in what:
        yield _("คำขอส่งตรงถึง อปท. ของพื้นที่") if what["direct"] else _("คำขอมาที่ศูนย์ก่อน")
    for kind, number in in_words(what.get("standing") or {}):
        yield f"{kind.label}: {number}"
    if late := what.get("late"):
        yield _("นำออกเพราะมาหลังสถานการณ์สิ้นสุด: %(count)d เรื่อง") % {"count": late}
    if what.get("alone"):
        yield _("ปิดโดยคนเดียว เพราะหน่วยงานไม่มีผู้อื่นที่ยืนยันได้")
