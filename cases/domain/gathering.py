"""The rows of one case out of many tables, in one statement.

A case is kept in two dozen tables, most of which hold few rows of it or none. Asked one by one they cost a query each, and
of what a page or an act takes most is then spent on composing these queries, not on answering them. Here the statement is
composed once for each choice of tables; every row comes as an array of JSON and becomes the same instance that a query of
its own would have given.

Reading only. Who may read what is decided by whoever asks (`cases.domain.view`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache, partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from django.db import connections, models

from cases import models as tables
from portal.letters.models import OutgoingLetter
from portal.planned import cursor_of
from portal.sealing.fields import SealedField

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import QuerySet

    from cases.models import Case

Row = TypeVar("Row", bound=models.Model)
Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Source(Generic[Row]):
    """Rows of one table that belong to a case.

    Attributes:
        table: its model.
        where: the condition, with one place for the number of the case.
        only: fields that are read; empty for all. The others are asked for when somebody reads them.
        without: fields that are not read.
    """

    table: type[Row]
    where: str = "case_id = %s"
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def columns(self) -> list[models.Field[Any, Any]]:
        """What is read, in the order of the table."""
        return [
            one
            for one in self.table._meta.concrete_fields
            if one.name not in self.without and (not self.only or one.primary_key or one.name in self.only)
        ]


RECUSED: Source[Any] = Source(tables.Case.recused.through)
GRANTS = Source(tables.Grant)
DUTIES = Source(tables.Duty)
REFERRALS = Source(tables.Referral)
QUESTIONS = Source(tables.Question)
APPROVALS = Source(tables.Approval)
FOLLOW_UPS = Source(tables.FollowUp)
VISITS = Source(tables.Visit)
COMMITTEE_ITEMS = Source(tables.CommitteeItem)
REGISTERED = Source(tables.RegisterEntry)
PROBLEMS = Source(tables.CaseProblem)
PEOPLE = Source(tables.AffectedPerson)
EVENTS = Source(tables.CaseEvent, without=("effects",))
NOTES = Source(tables.CaseNote, "event_id IN (SELECT id FROM cases_caseevent WHERE case_id = %s)")
FILES = Source(tables.CaseFile)
HELP = Source(tables.AssistanceRecord, "case_id = %s AND struck_at IS NULL")
PLAN = Source(tables.PlanItem)
RISKS = Source(tables.RiskAssessment)
SERVICES = Source(tables.HelpService, "id IN (SELECT service_id FROM cases_planitem WHERE case_id = %s)")
LETTERS = Source(
    OutgoingLetter, "id IN (SELECT letter_id FROM cases_referral WHERE case_id = %s)", only=("number",)
)
WHERE_EXACTLY = Source(tables.Case, "id = %s", only=("reference", "place_detail"))
WORDS = Source(tables.Case, "id = %s", only=("reference", "narrative", "place_detail"))
"""What is sealed is bound to the reference."""
ORIGINAL = Source(
    tables.Case, "id = (SELECT duplicate_of_id FROM cases_case WHERE id = %s)", only=("reference",)
)
DUPLICATES = Source(tables.Case, "duplicate_of_id = %s", only=("reference", "received_at"))

DOOR = (RECUSED, GRANTS)
"""What says who may read a case."""
STANDING = (
    *DOOR,
    *(DUTIES, REFERRALS, QUESTIONS, APPROVALS, FOLLOW_UPS, VISITS, COMMITTEE_ITEMS),
)
"""What says how a case stands: the rows that `cases.domain.store` makes the machine's values of."""


@dataclass(frozen=True, slots=True)
class Rows:
    """What was read of one case.

    Attributes:
        case: whose.
        found: by source.
    """

    case: Case
    found: dict[Source[Any], list[Any]] = field(repr=False)

    def of(self, source: Source[Row]) -> list[Row]:
        """Return the rows of one table in its own order.

        Raises:
            KeyError: it was not among those that were read.
        """
        return cast("list[Row]", self.found[source])

    def __add__(self, other: Rows) -> Rows:
        """Both together."""
        return Rows(self.case, self.found | other.found)


def gather(case: Case, sources: Iterable[Source[Any]]) -> Rows:
    """Read rows of a case out of several tables: one query, however many tables and rows there are.

    Args:
        case: whose; it stands at every row, so that nothing asks for it again.
        sources: what to read.
    """
    wanted = tuple(sources)
    alias = case._state.db or "default"
    connection = connections[alias]
    sql, readers = _statement(wanted, connection.vendor)
    found: dict[Source[Any], list[Any]] = {source: [] for source in wanted}
    with cursor_of(connection) as cursor:
        cursor.execute(sql, [case.pk] * len(wanted))
        for place, text in cursor.fetchall():
            source, (names, converts) = wanted[place], readers[place]
            values = [
                value if convert is None or value is None else convert(value)
                for value, convert in zip(json.loads(text), converts, strict=True)
            ]
            found[source].append(_instance(source.table, alias, names, values, case))
    for source, rows in found.items():
        _sort(source, rows)
    return Rows(case, found)


def _instance(table: type[Row], alias: str, names: list[str], values: list[Any], case: Case) -> Row:
    row: Row = table.from_db(alias, names, values)
    if "case_id" in names:
        row._state.fields_cache["case"] = case
    return row


def _sort(source: Source[Any], rows: list[Any]) -> None:
    """Put rows into the order of their table, the last name of it first; by what of it was read."""
    read = {name for column in source.columns for name in (column.name, column.attname)}
    for written in reversed(source.table._meta.ordering):
        assert isinstance(written, str)
        name = written.removeprefix("-")
        if name in read:
            rows.sort(key=attrgetter(name), reverse=written != name)


def attach(rows: Rows, sources: Iterable[Source[Any]], target: QuerySet[Any]) -> None:
    """Load what rows point to in one other table, and let them have it: one query, none where they point to nothing.

    Args:
        rows: of a case.
        sources: which of them.
        target: the other table.
    """
    pointing = [
        (row, column)
        for source in sources
        for column in source.columns
        if column.related_model is target.model
        for row in rows.of(source)
    ]
    wanted = {getattr(row, column.attname) for row, column in pointing} - {None}
    found = target.in_bulk(wanted) if wanted else {}
    for row, column in pointing:
        row._state.fields_cache[column.name] = found.get(getattr(row, column.attname))


# The statement ----------------------------------------------------------------------------------------------------

Reader = tuple[list[str], list[Convert | None]]


@lru_cache(maxsize=64)
def _statement(sources: tuple[Source[Any], ...], vendor: str) -> tuple[str, list[Reader]]:
    """Compose the statement for a choice of tables, and say how each column of each becomes a value again."""
    connection = next(one for one in connections.all() if one.vendor == vendor)
    array = "json_build_array" if vendor == "postgresql" else "json_array"
    parts, readers = [], []
    for place, source in enumerate(sources):
        columns = source.columns
        values = ", ".join(_column(one, connection) for one in columns)
        table = connection.ops.quote_name(source.table._meta.db_table)
        parts.append(
            f"SELECT {place}, CAST({array}({values}) AS text) FROM {table} WHERE {source.where}"  # noqa: S608 - names of our own tables
        )
        readers.append(([one.attname for one in columns], [_convert(one, connection) for one in columns]))
    return " UNION ALL ".join(parts), readers


def _column(column: models.Field[Any, Any], connection: BaseDatabaseWrapper) -> str:
    assert column.column is not None
    name = connection.ops.quote_name(column.column)
    # A number of JSON has no end of places.
    return f"CAST({name} AS text)" if isinstance(column, models.DecimalField) else name


_WRITTEN_AS_WORDS = (models.DateField, models.TimeField, models.DurationField, models.UUIDField)


def _convert(column: models.Field[Any, Any], connection: BaseDatabaseWrapper) -> Convert | None:
    """Return what makes the value of a column out of what stands in JSON; None where it is the value."""
    if isinstance(column, models.DecimalField):
        return partial(_decimal, Decimal(1).scaleb(-column.decimal_places))
    if connection.vendor == "postgresql":
        if isinstance(column, SealedField):
            return partial(_all_of, [column.from_db_value], None, connection)
        # JSON within JSON is read with the row.
        return column.to_python if isinstance(column, _WRITTEN_AS_WORDS) else None
    of_target = column.target_field if isinstance(column, models.ForeignKey) else column
    expression = of_target.get_col(of_target.model._meta.db_table)
    converters = [
        *connection.ops.get_db_converters(expression),
        *expression.get_db_converters(connection),
    ]
    return partial(_all_of, converters, expression, connection) if converters else None


def _decimal(places: Decimal, written: str) -> Decimal:
    return Decimal(written).quantize(places)


def _all_of(converters: list[Any], expression: Any, connection: Any, value: Any) -> Any:
    for convert in converters:
        value = convert(value, expression, connection)
    return value
