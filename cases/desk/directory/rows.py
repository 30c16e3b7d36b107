"""The pages of the directory as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.desk.directory.marks import marks_of
from portal.organizations import areas
from portal.organizations.domain import directory
from portal.organizations.domain.figures import frontline1_figures
from portal.organizations.models import Organization
from portal.organizations.vocabulary import Level, OrganizationType
from portal.thai.phone import phones_in
from portal.web.lists import Filter, listing, page_of

PAGE_SIZE = 25

FILTERS = (
    Filter(
        name="level",
        title=gettext_lazy("ระดับ"),
        lookup="level",
        read=lambda written: written if written in Level.values else None,
        labels=lambda values: {one.value: str(one.label) for one in Level if one.value in values},
    ),
    Filter(
        name="type",
        title=gettext_lazy("ประเภท"),
        lookup="type",
        read=lambda written: written if written in OrganizationType.values else None,
        labels=lambda values: {one.value: str(one.label) for one in OrganizationType if one.value in values},
    ),
    Filter(
        name="province",
        title=gettext_lazy("จังหวัด"),
        lookup="province_code",
        read=lambda written: written if areas.is_area(written, "province") else None,
        labels=lambda values: {one.code: one.name for one in areas.provinces() if one.code in values},
    ),
)


@dataclass(frozen=True, slots=True)
class OrganizationRow:
    """One organization of the list.

    Attributes:
        name: with its place.
        kind: in words.
        mark: level, and that nobody signs in there.
        frontlines: whether it takes in reports, and whether it is a lead agency, in words (S2.21).
        phones: numbers to dial; empty when none is known.
        email: address; "" when none is known.
        is_silent: nobody knows how it is reached.
    """

    name: str
    kind: str
    mark: str
    frontlines: str
    phones: tuple[Any, ...]
    email: str
    is_silent: bool


def directory_page(params: Mapping[str, str], *, near: str) -> dict[str, Any]:
    """Return the list: what is near stands first; every filter says how many it leaves.

    Args:
        params: of the address: q, level, type, province, page.
        near: place of the reader's organization.
    """
    words = (params.get("q") or "")[: directory.LONGEST_SEARCH].strip()
    rows = Organization.objects.active()
    # By number: as many as there are organizations, in an order of what is near.
    found = listing(
        rows.named(words) if words else rows,
        FILTERS,
        params,
        base=reverse("desk:directory"),
        per_page=PAGE_SIZE,
        ordered=lambda chosen: directory.nearest_first(chosen, near),
        kept={"q": words},
    )
    marks = marks_of(found.page.object_list)
    return {"browse": found, "q": words, "rows": [_row(one, marks[one.pk]) for one in found.page.object_list]}


def _row(one: Organization, mark: str) -> OrganizationRow:
    return OrganizationRow(
        name=one.display_name,
        kind=str(one.get_type_display()),
        mark=mark,
        frontlines=" · ".join(
            str(Organization._meta.get_field(flag).verbose_name)  # type: ignore[union-attr]
            for flag in ("is_frontline1", "is_frontline2")
            if getattr(one, flag)
        ),
        phones=tuple(phones_in(one.phone)),
        email=one.email,
        is_silent=not (one.phone or one.email),
    )


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One line of the figures.

    Attributes:
        label: group of organizations.
        official: number of 2556.
        held: how many active ones the directory holds.
        is_sum: it adds up the lines above.
    """

    label: str | Promise
    official: int
    held: int
    is_sum: bool = False

    @property
    def cells(self) -> tuple[tuple[str, str], ...]:
        """Official number, number held, and how many the directory lacks, each with the heading of its column."""
        missing = max(0, self.official - self.held)
        return (
            (_("ทางการ"), f"{self.official:,}"),
            (_("ในทำเนียบ"), f"{self.held:,}"),
            (_("ยังขาด"), f"{missing:,}"),
        )


def figures_page() -> dict[str, Any]:
    """Return the figures of the Ministry of Interior, of all of front line 1, and of the directory itself."""
    groups = frontline1_figures()
    municipalities = [one for one in groups if "municipality" in one.types[0].value]
    lines = [FigureRow(one.label, one.official, one.held) for one in groups if one not in municipalities]
    parts = [FigureRow(one.label, one.official, one.held) for one in municipalities]
    ours = _sum(_("รวมเทศบาล"), parts)
    interior = _sum(_("รวมหน่วยรับแจ้งเหตุของกระทรวงมหาดไทย"), [*lines, ours])
    others = directory.frontline1_held() - interior.held
    return {
        "rows": [
            *lines[:2],
            *parts,
            ours,
            *lines[2:],
            interior,
            FigureRow(
                _("หน่วยรับแจ้งเหตุของกระทรวงอื่นและองค์การเอกชน"),
                directory.OFFICIAL_UNITS - interior.official,
                others,
            ),
            FigureRow(
                _("รวมหน่วยรับแจ้งเหตุทั้งประเทศ"), directory.OFFICIAL_UNITS, interior.held + others, is_sum=True
            ),
        ],
        "total": f"{Organization.objects.active().count():,}",
    }


def _sum(label: str, rows: list[FigureRow]) -> FigureRow:
    return FigureRow(label, sum(one.official for one in rows), sum(one.held for one in rows), is_sum=True)


@dataclass(frozen=True, slots=True)
class GapRow:
    """What is not known of a province, in words.

    Attributes:
        name: of the province.
        url: its organizations in the list.
        held: how many it has.
        gaps: what is missing; empty where nothing is.
    """

    name: str
    url: str
    held: int
    gaps: tuple[str, ...]


GAPS_SIZE = 40
"""Provinces of a page: with all 77 it is heavier than a page of the desk may be on a slow line (issue 9, 60 kB)."""


def gaps_page(number: str | None) -> dict[str, Any]:
    """Return the gaps of one page of provinces, and how many of all are whole.

    Args:
        number: of the page, as the address has it.
    """
    found = directory.gaps()
    # By number: the country has 77 provinces.
    page = page_of(found, number, GAPS_SIZE)
    rows = [
        GapRow(
            one.area.name, f"{reverse('desk:directory')}?province={one.area.code}", one.held, _gap_words(one)
        )
        for one in page.object_list
    ]
    whole = sum(one.is_whole for one in found)
    return {"rows": rows, "page": page, "whole": whole, "provinces": len(found)}


def _gap_words(one: directory.ProvinceGaps) -> tuple[str, ...]:
    lines = []
    if one.without_contact:
        lines.append(_("ไม่มีทั้งโทรศัพท์และอีเมล %(count)d แห่ง") % {"count": one.without_contact})
    if one.leads_without_contact:
        lines.append(_("ในจำนวนนี้เป็นเจ้าภาพหลัก %(count)d ปัญหา") % {"count": one.leads_without_contact})
    if one.no_lead:
        lines.append(_("ยังไม่กำหนดเจ้าภาพหลัก %(count)d ปัญหา") % {"count": one.no_lead})
    if one.missing:
        lines.append(_("ยังไม่มี %(kinds)s") % {"kinds": ", ".join(str(kind.label) for kind in one.missing)})
    if one.subdistricts:
        lines.append(_("ยังไม่รู้ว่า อปท. ใดดูแล %(count)d ตำบล") % {"count": one.subdistricts})
    return tuple(lines)
