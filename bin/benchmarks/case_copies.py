"""Cases by the hundred thousand: a few are made by the very acts of the office, and their rows are copied by the database.

So each copy is a case that could have happened: its duties, grants and lists hold together. Organizations, times, people and
words are others. The effects inside of the events still name the organizations of the pattern; nothing that is measured
reads them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction

from benchmarks.case_words import people, stories
from cases.domain import terms
from cases.domain.identity import REFERENCE_LENGTH
from cases.models import (
    AffectedPerson,
    Approval,
    AssistanceRecord,
    Case,
    CaseEvent,
    CaseKey,
    CaseNote,
    Duty,
    FollowUp,
    Grant,
    ListedCase,
    Referral,
    RegisterEntry,
    Reporter,
)
from cases.models.case_key import KeyKind
from cases.vocabulary import Channel, Track
from portal.organizations.models import Organization
from portal.sealing.fields import SealedField
from portal.thai.codes import ALPHABET, grouped
from portal.vocabulary import ProblemType

TABLES: tuple[type[models.Model], ...] = (
    *(Case, Reporter, AffectedPerson, Referral, CaseEvent, CaseNote, Duty, Grant, Approval, FollowUp),
    *(AssistanceRecord, RegisterEntry, ListedCase),
)
FIGURE_TABLES: tuple[type[models.Model], ...] = (
    *(Case, Referral, Duty, Grant, AssistanceRecord, RegisterEntry),
)
"""What figures are counted from. Nothing else of a case is copied then, so that a million stand within minutes."""
WRITTEN: frozenset[type[models.Model]] = frozenset((*TABLES, *FIGURE_TABLES, CaseKey))
"""Every table that is loaded."""
HOUSES = 400_000
"""Houses from which requests come when only figures are copied."""
FIRST_CASE = 1_000_000
ROWS_EACH = 64
"""Numbers that one case uses in each table."""
BATCH = 20_000


@dataclass(frozen=True, slots=True)
class Copy:
    """One case that is to be made.

    Attributes:
        number: of the case.
        pattern: the case that is copied.
        center, local, lead: organizations in the place of those of the pattern.
        days: how much earlier it happened.
        place: code of the subdistrict.
    """

    number: int
    pattern: int
    center: int
    local: int
    lead: int
    days: int
    place: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """The organizations of the patterns, and the cases."""

    center: int
    local: int
    lead: int


def _run(sql: str, values: Sequence[Any] = ()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)


def _many(table: str, rows: list[tuple[Any, ...]]) -> None:
    """Insert rows, some hundred with each statement."""
    for start in range(0, len(rows), 500):
        some = rows[start : start + 500]
        places = ", ".join([f"({', '.join(['%s'] * len(some[0]))})"] * len(some))
        _run(f"INSERT INTO {table} VALUES {places}", [value for row in some for value in row])  # noqa: S608 - our own names


IS_POSTGRES = connection.vendor == "postgresql"


def prepare_words() -> None:
    """Write the invented people and stories, and the terms by which they are found, into tables of their own."""
    _run("CREATE TABLE bench_person (id integer PRIMARY KEY, name text, phone text)")
    _run("CREATE TABLE bench_story (id integer PRIMARY KEY, words text)")
    _run("CREATE TABLE bench_term (person integer, story integer, term bigint)")
    _run(
        "CREATE TABLE bench_copy (number bigint PRIMARY KEY, pattern bigint, center bigint, local bigint, lead bigint, "
        "shift integer, place text, reference text, half1 bigint, half2 bigint, person integer, story integer)"
    )
    empty = Case(reference="BBBB-BBBB")
    halves = terms.terms_of(Case(reference="BBBB-BBBB", anonymized=True), [])
    rows: list[tuple[Any, ...]] = []
    for number, person in enumerate(people()):
        _run(
            "INSERT INTO bench_person VALUES (%s, %s, %s)",
            (number, person.name, person.phone),
        )
        found = terms.terms_of(empty, [(person.name, person.phone)]) - halves
        rows += [(number, None, term) for term in found]
    for number, story in enumerate(stories()):
        _run("INSERT INTO bench_story VALUES (%s, %s)", (number, story))
        found = terms.terms_of(Case(reference="BBBB-BBBB", narrative=story), []) - halves
        rows += [(None, number, term) for term in found]
    _many("bench_term", rows)
    _run("CREATE INDEX bench_term_person ON bench_term (person)")
    _run("CREATE INDEX bench_term_story ON bench_term (story)")


def keep_patterns() -> None:
    """Keep the rows of the patterns with their place within their case."""
    for table in {*TABLES, *FIGURE_TABLES}:
        name = table._meta.db_table
        case = (
            "(SELECT e.case_id FROM cases_caseevent e WHERE e.id = t.event_id)"
            if table is CaseNote
            else "t.case_id"
        )
        case = "t.id" if table is Case else case
        _run(
            f"CREATE TABLE bench_{name} AS SELECT t.*, {case} AS pattern, "  # noqa: S608 - names of our own tables
            f"row_number() OVER (PARTITION BY {case} ORDER BY t.id) AS place_in FROM {name} t"
        )


def _number(case: str, place: str) -> str:
    return f"({case} * {ROWS_EACH} + {place})"


def _among(choices: Sequence[str], number: str) -> str:
    """Return one of some words by a number."""
    cases = " ".join(f"WHEN {place} THEN '{word}'" for place, word in enumerate(choices))
    return f"CASE ({number}) % {len(choices)} {cases} END"


def _varied(table: type[models.Model], field: models.Field, pattern: Pattern) -> str | None:
    """Return what a column holds that figures are grouped by: as many kinds as a country has, not those of the patterns.

    Of the cases that are not the pattern's center's every other one was taken down by the local administration itself.
    """
    general = [problem.value for problem in ProblemType if not problem.is_crisis]
    channels = [channel.value for channel in Channel]
    varied = {
        (
            Case,
            "problem",
        ): f"CASE t.track WHEN '{Track.CRISIS}' THEN t.problem ELSE {_among(general, 'p.number')} END",
        (Case, "channel"): _among(channels, "p.number / 7"),
        (Case, "received_by"): (
            f"CASE WHEN p.number % 2 = 0 AND p.center <> {pattern.center} THEN p.local ELSE p.center END"
        ),
        (AssistanceRecord, "given_on"): _shifted_day('t."given_on"'),
    }
    return varied.get((table, field.name))


def _expression(table: type[models.Model], field: models.Field, pattern: Pattern) -> str:
    """Return what a column of a copy holds."""
    column = f't."{field.column}"'
    special: dict[tuple[Any, str], str] = {
        (Case, "reference"): "p.reference",
        (Case, "submission_key"): "'bench-' || p.number",
        (Case, "secret_hash"): "'bench-' || p.number",
        (Case, "narrative"): "s.words",
        (Case, "subdistrict_code"): "p.place",
        (Case, "district_code"): "substr(p.place, 1, 4)",
        (Case, "province_code"): "substr(p.place, 1, 2)",
        (ListedCase, "place"): "p.place",
        (CaseEvent, "identity"): "'bench-' || p.number || '-' || t.place_in",
        (RegisterEntry, "number"): "p.number",
        **{(one, name): f"w.{name}" for one in (Reporter, AffectedPerson) for name in ("name", "phone")},
    }
    if (table, field.name) in special:
        return special[table, field.name]
    if isinstance(field, SealedField):
        # What is sealed opens in its own row only; `seal_rows_anew` seals the copies afterwards.
        return f"CASE {column} WHEN '' THEN '' ELSE 'ข้อความตัวอย่างที่มีความยาวพอประมาณ' END"
    if field.primary_key:
        return "p.number" if table is Case else _number("p.number", "t.place_in")
    related = field.related_model if field.is_relation else None
    if related is Organization:
        return (
            f"CASE {column} WHEN {pattern.center} THEN p.center WHEN {pattern.local} THEN p.local "
            f"WHEN {pattern.lead} THEN p.lead ELSE {column} END"
        )
    if related is Case:
        return "NULL" if field.name == "duplicate_of" else "p.number"
    if related in (Referral, CaseEvent):
        of = f"bench_{'cases_referral' if related is Referral else 'cases_caseevent'}"
        return _number("p.number", f"(SELECT r.place_in FROM {of} r WHERE r.id = {column})")  # noqa: S608 - our own names
    if isinstance(field, models.DateTimeField):
        return _shifted(column)
    return column


def _shifted(column: str) -> str:
    """A time of the pattern, earlier by the days of the copy; "always" and "never" stay."""
    if IS_POSTGRES:
        moved = f"{column} - p.shift * interval '1 second'"
        return f"CASE WHEN {column} > '9000-01-01' OR {column} < '2001-01-01' THEN {column} ELSE {moved} END"
    moved = f"strftime('%Y-%m-%d %H:%M:%f', {column}, '-' || p.shift || ' seconds')"
    return f"CASE WHEN {column} > '9000' OR {column} < '2001' THEN {column} ELSE {moved} END"


def _shifted_day(column: str) -> str:
    """A day of the pattern, earlier by the days of the copy."""
    if IS_POSTGRES:
        return f"{column} - (p.shift / 86400)"
    return f"date({column}, '-' || p.shift || ' seconds')"


@contextmanager
def _without_checks() -> Iterator[None]:
    """Load in bulk: no triggers, and indexes made once behind the rows instead of with each."""
    if not IS_POSTGRES:
        with transaction.atomic():
            yield
        return
    names = [f"'{table._meta.db_table}'" for table in WRITTEN] + ["'cases_caseterm'"]
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET maintenance_work_mem = '1GB'")
        cursor.execute(
            "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i "  # noqa: S608
            f"JOIN pg_class c ON c.oid = i.indrelid WHERE c.relname IN ({', '.join(names)}) "
            "AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid)"
        )
        indexes = cursor.fetchall()
        cursor.execute(
            "SELECT c.relname, k.conname, pg_get_constraintdef(k.oid) FROM pg_constraint k "  # noqa: S608
            f"JOIN pg_class c ON c.oid = k.conrelid WHERE c.relname IN ({', '.join(names)}) "
            "AND (k.contype = 'u' OR c.relname = 'cases_caseterm' AND k.contype = 'p')"
        )
        unique = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
        for table, name, _definition in unique:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for table, name, definition in unique:
                cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
            for _name, definition in indexes:
                cursor.execute(definition)
            cursor.execute("SET session_replication_role = DEFAULT")


def _reference(number: int) -> str:
    """Return a reference that no other number has, and that looks as random as one of the office."""
    place = number * 70_368_760_954_879 % len(ALPHABET) ** REFERENCE_LENGTH
    signs = []
    for _each in range(REFERENCE_LENGTH):
        place, rest = divmod(place, len(ALPHABET))
        signs.append(ALPHABET[rest])
    return grouped("".join(signs))


def _plan(copies: list[Copy]) -> None:
    """Write down what is to be made."""
    chance = random.Random(copies[0].number)  # noqa: S311 - invented data, no secret
    rows = []
    for copy in copies:
        reference = _reference(copy.number)
        half1, half2 = (terms.number_of(terms.Kind.HALF, half) for half in terms.halves(reference))
        shift = copy.days * 86_400 + chance.randrange(86_400)
        rows.append(
            (
                *(copy.number, copy.pattern, copy.center, copy.local, copy.lead, shift, copy.place),
                *(reference, half1, half2, chance.randrange(4000), chance.randrange(2000)),
            )
        )
    _run("DELETE FROM bench_copy")
    if not IS_POSTGRES:
        _many("bench_copy", rows)
        return
    with connection.cursor() as cursor, cursor.copy("COPY bench_copy FROM STDIN") as stream:
        for row in rows:
            stream.write_row(row)


def _copy_rows(pattern: Pattern, *, figures_only: bool) -> None:
    for table in FIGURE_TABLES if figures_only else TABLES:
        name = table._meta.db_table
        fields = table._meta.concrete_fields
        columns = ", ".join(f'"{field.column}"' for field in fields)
        values = ", ".join(
            (_varied(table, field, pattern) if figures_only else None) or _expression(table, field, pattern)
            for field in fields
        )
        words = " JOIN bench_person w ON w.id = p.person" if table in (Reporter, AffectedPerson) else ""
        words += " JOIN bench_story s ON s.id = p.story" if table is Case else ""
        _run(
            f"INSERT INTO {name} ({columns}) SELECT {values} FROM bench_copy p "  # noqa: S608 - our own names
            f"JOIN bench_{name} t ON t.pattern = p.pattern{words}"
        )
    if figures_only:
        _run(
            f"INSERT INTO {CaseKey._meta.db_table} (id, case_id, kind, key) "  # noqa: S608 - our own names
            f"SELECT p.number, p.number, '{KeyKind.HOME}', 'bench-' || (p.number * 7919 % {HOUSES}) FROM bench_copy p"
        )
        return
    found = " UNION ALL ".join(
        (
            "SELECT b.term AS term, p.number AS number FROM bench_copy p JOIN bench_term b ON b.person = p.person",
            "SELECT b.term, p.number FROM bench_copy p JOIN bench_term b ON b.story = p.story",
            "SELECT half1, number FROM bench_copy",
            "SELECT half2, number FROM bench_copy WHERE half1 <> half2",
        )
    )
    _run(f"INSERT INTO cases_caseterm (term, case_id) {found}")  # noqa: S608 - our own names


def copy(copies: Iterator[Copy], pattern: Pattern, *, figures_only: bool = False) -> None:
    """Make all of these cases.

    Args:
        copies: what is wanted.
        pattern: the organizations of the patterns.
        figures_only: copy only what figures are counted from (`FIGURE_TABLES`), in more kinds and ways in.
    """
    with _without_checks():
        batch: list[Copy] = []
        for one in copies:
            batch.append(one)
            if len(batch) == BATCH:
                _plan(batch)
                _copy_rows(pattern, figures_only=figures_only)
                batch = []
        if batch:
            _plan(batch)
            _copy_rows(pattern, figures_only=figures_only)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(WRITTEN)):
            cursor.execute(statement)
    if IS_POSTGRES:
        # As its server does by itself. Nobody does it for a portal on SQLite, which then knows nothing of how rows lie.
        _run("VACUUM ANALYZE")
