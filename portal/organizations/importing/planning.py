"""Step four: what a file says against what the database holds: a plan that writes nothing."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.organizations import naming
from portal.organizations.domain import ending
from portal.organizations.importing.columns import is_area_table, map_columns
from portal.organizations.importing.matching import (
    KnownBodies,
    known_as,
    same,
    source_keys,
    tell_english_names_apart,
    without_zeros,
)
from portal.organizations.importing.parsing import ParsedRow, RowError, Served, parse_row, parse_served
from portal.organizations.importing.reading import ImportFileError, Table
from portal.organizations.models import Organization, PlannedEnd, RoutingRule, ServiceArea
from portal.organizations.vocabulary import OrganizationType, capabilities_of
from portal.thai.dates import format_date

MAX_CLOSED_SHARE = 0.5
"""A file that would close more than this share of a source's bodies is probably another list."""

MIN_CLOSED_TO_DOUBT = 20
"""So few closings are never doubted."""


class Status(TextChoices):
    """What happens to one body, or why nothing does."""

    CREATED = "created", gettext_lazy("เพิ่ม")
    UPDATED = "updated", gettext_lazy("แก้ไข")
    UNCHANGED = "unchanged", gettext_lazy("คงเดิม")
    CLOSED = "closed", gettext_lazy("ปิด")
    ERROR = "error", gettext_lazy("ผิดพลาด")


@dataclass
class Outcome:
    """One line of the report.

    Attributes:
        status: what happens.
        line: line in the file; None for a body that is not in it any more.
        sheet: name of a second sheet, else "".
        name: of the body, as far as known.
        remarks: Thai: what changes, the reason of an error, cells that were left out.
    """

    status: Status
    line: int | None
    name: str
    remarks: list[str] = field(default_factory=list)
    sheet: str = ""


@dataclass
class Plan:
    """Everything that an import will write, and the report about it.

    Attributes:
        create, update: bodies as they will be.
        areas: body (perhaps not saved yet) and all that it will serve; bodies not listed keep theirs.
        successors: closed body and the body that took over.
        ended: bodies of the database that were open and will be closed; what hangs on them is handed over.
        planned: bodies that will end on a day ahead, with the day; their successors stand in `successors`.
        outcomes: in the order of the file, closings last.
        unknown_columns: headers that were not used.
        left_out: lines that are no data: titles, repeated headers, sums and notes.
    """

    source: str
    today: dt.date
    create: list[Organization] = field(default_factory=list)
    update: list[Organization] = field(default_factory=list)
    areas: list[tuple[Organization, dict[str, Served]]] = field(default_factory=list)
    successors: list[tuple[Organization, Organization]] = field(default_factory=list)
    ended: list[Organization] = field(default_factory=list)
    planned: list[tuple[Organization, dt.date]] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def counts(self) -> Counter[Status]:
        """Return how many bodies have which status."""
        return Counter(outcome.status for outcome in self.outcomes)


def _parse(table: Table, known: dict[str, int], plan: Plan) -> tuple[list[ParsedRow], list[dict[str, str]]]:
    """Return the rows of the main table that can be taken over, and the cells of the others."""
    rows: list[ParsedRow] = []
    refused: list[dict[str, str]] = []
    for line, cells in table.rows:
        named = {name: cells[place] for name, place in known.items()}
        try:
            rows.append(parse_row(line, named))
        except RowError as error:
            plan.outcomes.append(Outcome(Status.ERROR, line, named.get("name_th", ""), [str(error)]))
            refused.append(named)
    return rows, refused


def _without_repeats(rows: list[ParsedRow], keys: dict[int, str], plan: Plan) -> list[ParsedRow]:
    """Return the rows without those that name a body a second time; these become errors."""
    first: dict[str, int] = {}
    kept = []
    for row in rows:
        key = keys[row.line]
        if key in first:
            remark = _("ซ้ำกับบรรทัด %(line)d") % {"line": first[key]}
            plan.outcomes.append(Outcome(Status.ERROR, row.line, row.name, [remark]))
            continue
        first[key] = row.line
        kept.append(row)
    return kept


def _describe(organization: Organization, name: str, new: object) -> str:
    """Return a change in words: "ชื่อ: ก → ข"."""
    label = getattr(Organization._meta.get_field(name), "verbose_name", name)
    return f"{label}: {getattr(organization, name) or '–'} → {new or '–'}"


def _is_own_short_name(organization: Organization) -> bool:
    """Say whether staff gave a body a short name of their own, which no list without that column changes."""
    derived = (
        naming.short_name(OrganizationType(organization.type), organization.name_th)
        if organization.type
        else ""
    )
    return organization.short_name not in ("", derived)


def _apply_values(organization: Organization, row: ParsedRow, *, is_new: bool, ahead: bool) -> list[str]:
    """Set what the row says on a body that is not saved yet; return the changes in words."""
    remarks = []
    values = dict(row.values)
    closed = values.pop("closed_on", None)
    if ahead:
        closed = None
    if row.short_is_derived and _is_own_short_name(organization):
        values.pop("short_name", None)
    if is_new or values["type"] != organization.type:
        for flag, is_set in capabilities_of(row.type).items():
            setattr(organization, flag, is_set)
        organization.level = ""
    if "district_code" in values and values["district_code"] != organization.district_code:
        values.setdefault("subdistrict_code", "")
    if without_zeros(str(values.get("dla_code", ""))) == without_zeros(organization.dla_code):
        # A spreadsheet dropped the zeros in front; the code is the one that we know.
        values["dla_code"] = max(organization.dla_code, str(values.get("dla_code", "")), key=len)
    for name, value in values.items():
        if getattr(organization, name) != value:
            if not is_new:
                remarks.append(_describe(organization, name, value))
            setattr(organization, name, value)
    remarks += _apply_closing(organization, row, closed)
    organization.fill_keys()
    return [] if is_new else remarks


def _apply_closing(organization: Organization, row: ParsedRow, closed: object) -> list[str]:
    """Close or open a body as the row says; return the change in words.

    A list without a column for it says nothing about closing: what was closed stays closed, unless it was closed only
    because this very list did not name it any more.
    """
    if not row.tells_closing and not organization.closed_by_absence:
        if not organization.is_active:
            row.warnings.append(_("ยังปิดอยู่ เพราะไฟล์ไม่มีคอลัมน์วันที่เลิก"))
        return []
    if organization.closed_on == closed and organization.is_active == (closed is None):
        return []
    organization.closed_on = closed  # type: ignore[assignment]
    organization.is_active = closed is None
    organization.closed_by_absence = False
    if organization.is_active:
        organization.successor = None
    return [_("เลิกเมื่อ %(day)s") % {"day": closed} if closed else _("กลับมาอยู่ในรายชื่อ เปิดใช้อีกครั้ง")]


def _end_ahead(row: ParsedRow, today: dt.date) -> dt.date | None:
    """Return the day on which a body will end, when it lies ahead; until then it works as ever."""
    day = row.values.get("closed_on")
    return day if isinstance(day, dt.date) and day > today else None


def _plan_row(
    row: ParsedRow, key: str, existing: Organization | None, current: dict[str, Served] | None, plan: Plan
) -> Organization:
    """Add what one row asks for to the plan; return the body, perhaps not saved yet."""
    organization = existing or Organization()
    was_open = existing is not None and existing.is_active
    ahead = _end_ahead(row, plan.today)
    remarks = _apply_values(organization, row, is_new=existing is None, ahead=ahead is not None)
    if ahead is not None:
        plan.planned.append((organization, ahead))
        if not PlannedEnd.objects.filter(organization_id=organization.pk, on=ahead).exists():
            remarks.append(_("จะเลิกเมื่อ %(day)s") % {"day": format_date(ahead)})
            remarks += ending.report(organization) if was_open else []
    if was_open and not organization.is_active:
        plan.ended.append(organization)
        remarks += ending.report(organization)
    moved = (organization.source, organization.source_key) != (plan.source, key)
    if existing and moved and organization.source != plan.source:
        remarks.append(_("รับช่วงจากแหล่งข้อมูล “%(source)s”") % {"source": organization.source or "–"})
    organization.source, organization.source_key = plan.source, key
    new_areas = row.areas is not None and row.areas != (current or {})
    if existing and new_areas:
        remarks.append(_("พื้นที่ให้บริการ: %(count)d ตำบล") % {"count": len(row.areas or {})})
    if new_areas:
        plan.areas.append((organization, row.areas or {}))
    if existing is None:
        plan.create.append(organization)
        status = Status.CREATED
    elif remarks or moved:
        plan.update.append(organization)
        status = Status.UPDATED if remarks else Status.UNCHANGED
    else:
        status = Status.UNCHANGED
    plan.outcomes.append(Outcome(status, row.line, organization.name_th, remarks + row.warnings))
    return organization


def _current_areas() -> dict[int, dict[str, Served]]:
    """Return what every body serves now, by its id."""
    found: dict[int, dict[str, Served]] = {}
    for area in ServiceArea.objects.all():
        found.setdefault(area.organization_id, {})[area.subdistrict_code] = Served(
            area.coverage, area.villages
        )
    return found


def _merge_area_tables(tables: list[Table], rows: list[ParsedRow], plan: Plan) -> None:
    """Read the second sheets, body × subdistrict, into the rows of the first."""
    by_any: dict[str, ParsedRow] = {}
    for row in rows:
        for value in known_as(row):
            by_any.setdefault(value, row)
    for table in tables:
        known, unknown = map_columns(table.header)
        if not is_area_table(known):
            plan.unknown_columns.append(_("แผ่นงาน %(name)s") % {"name": table.name})
            continue
        plan.unknown_columns += unknown
        fresh: set[int] = set()
        for line, cells in table.rows:
            named = {name: cells[place] for name, place in known.items()}
            wanted = [named.get(name, "") for name in ("key", "geocode", "dla_code", "name_th")]
            owner = next((by_any[same(value)] for value in wanted if same(value) in by_any), None)
            try:
                if owner is None:
                    raise RowError(_("ไม่พบหน่วยงานนี้ในแผ่นงานแรก"))
                code, served = parse_served(
                    named["subdistrict"],
                    named.get("coverage", ""),
                    named.get("villages", ""),
                    str(owner.values.get("district_code", "")),
                )
            except RowError as error:
                name = next(filter(None, wanted), "")
                plan.outcomes.append(Outcome(Status.ERROR, line, name, [str(error)], table.name))
                continue
            if owner.line not in fresh:
                # The sheet says everything about the areas of a body; what a cell of the first one says is older.
                fresh.add(owner.line)
                owner.areas = {}
            owner.areas = {**(owner.areas or {}), code: served}


def _close_vanished(known: KnownBodies, plan: Plan, today: dt.date, *, close_many: bool) -> None:
    """Plan to close the active bodies of the source that the file does not name any more.

    Raises:
        ImportFileError: when these are suspiciously many and nobody said that this is meant.
    """
    active = [o for o in known.all if o.source == plan.source and (o.is_active or o.pk in known.taken)]
    vanished = [o for o in active if o.pk not in known.taken]
    if not close_many and len(vanished) > max(MIN_CLOSED_TO_DOUBT, len(active) * MAX_CLOSED_SHARE):
        raise ImportFileError(
            _(
                "ไฟล์นี้ไม่มีหน่วยงาน %(vanished)d จาก %(active)d แห่งที่เคยนำเข้าจากแหล่ง “%(source)s” "
                "ถ้าเป็นรายชื่ออีกชุดหนึ่งให้ตั้งชื่อแหล่งด้วย --source ถ้าตั้งใจปิดจริงให้เพิ่ม --close-many"
            )
            % {"vanished": len(vanished), "active": len(active), "source": plan.source}
        )
    leading = set(RoutingRule.objects.values_list("organization_id", flat=True))
    for organization in vanished:
        organization.is_active, organization.closed_on = False, today
        organization.closed_by_absence = True
        remarks = [_("ไม่มีในไฟล์แล้ว")]
        if organization.pk in leading:
            remarks.append(_("ยังเป็นเจ้าภาพหลักในตารางส่งต่อ โปรดแก้ตาราง"))
        plan.ended.append(organization)
        remarks += ending.report(organization)
        plan.update.append(organization)
        plan.outcomes.append(Outcome(Status.CLOSED, None, organization.name_th, remarks))


def _link_successors(pairs: list[tuple[ParsedRow, Organization]], known: KnownBodies, plan: Plan) -> None:
    """Resolve the successor column of closed rows to other rows of the file, or to a body of the same province."""
    by_any: dict[str, Organization] = {}
    for row, organization in pairs:
        for value in known_as(row):
            by_any[value] = organization
    outcomes = {outcome.line: outcome for outcome in plan.outcomes if not outcome.sheet}
    ending_later = {id(organization) for organization, _day in plan.planned}
    for row, organization in pairs:
        if not row.successor or (organization.is_active and id(organization) not in ending_later):
            continue
        heir = by_any.get(same(row.successor)) or known.in_province(row.successor, organization.province_code)
        if heir is None or heir is organization:
            outcomes[row.line].remarks.append(_("ไม่พบหน่วยงานที่สืบต่อ “%(name)s”") % {"name": row.successor})
        elif organization.successor_id is None or organization.successor_id != heir.pk:
            plan.successors.append((organization, heir))


def make_plan(tables: list[Table], *, source: str, today: dt.date, close_many: bool = False) -> Plan:
    """Compare a file with the database; reads only.

    Args:
        tables: of the file, the list of bodies first.
        source: name of the list; only bodies of the same source are closed when they vanish.
        today: day of closing.
        close_many: accept that most bodies of the source vanish.

    Raises:
        ImportFileError: when the first table is no list of organizations, or too much would be closed.
    """
    plan = Plan(source, today)
    plan.left_out = [f"{table.name} {line}".strip() for table in tables for line in table.left_out]
    known_columns, plan.unknown_columns = map_columns(tables[0].header)
    if "name_th" not in known_columns:
        raise ImportFileError(_("ไม่พบคอลัมน์ชื่อหน่วยงาน บรรทัดแรกต้องเป็นหัวคอลัมน์ เช่น ชื่อ ประเภท จังหวัด อำเภอ"))
    rows, refused = _parse(tables[0], known_columns, plan)
    _merge_area_tables(tables[1:], rows, plan)
    tell_english_names_apart(rows)
    keys = source_keys(rows)
    rows = _without_repeats(rows, keys, plan)
    known = KnownBodies(source)
    matched = {row.line: known.take(known.by_source_key(keys[row.line])) for row in rows}
    for row in rows:
        if matched[row.line] is None:
            matched[row.line] = known.by_facts(row)
    current = _current_areas()
    pairs = []
    for row in rows:
        existing = matched[row.line]
        served = current.get(existing.pk) if existing else None
        pairs.append((row, _plan_row(row, keys[row.line], existing, served, plan)))
    _link_successors(pairs, known, plan)
    plan.outcomes.sort(key=lambda outcome: (bool(outcome.sheet), outcome.sheet, outcome.line or 0))
    for cells in refused:
        known.protect(cells)
    _close_vanished(known, plan, today, close_many=close_many)
    return plan
