"""Conditions that Django has, in the words by which a database enters an index.

`startswith` is `LIKE` for it everywhere: SQLite's ignores case and reads the whole table, PostgreSQL's enters an index of
`varchar_pattern_ops` only.
"""

from __future__ import annotations

from typing import Any

from django.db.models import CharField
from django.db.models.lookups import Lookup, StartsWith
from django.db.models.sql.compiler import SQLCompiler

LAST = "\U0010ffff"
"""The last of all characters: SQLite compares texts by their bytes, and nothing that begins with a word comes behind it."""


@CharField.register_lookup
class Begins(Lookup[bool]):
    """`code__begins="K7M3-"`: the text begins so, letter for letter."""

    lookup_name = "begins"

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        """Return Django's own condition."""
        return compiler.compile(StartsWith(self.lhs, self.rhs))

    def as_sqlite(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        """Return the condition as a stretch of the order of bytes."""
        column, values = self.process_lhs(compiler, connection)
        return f"({column} >= %s AND {column} < %s)", [*values, self.rhs, *values, f"{self.rhs}{LAST}"]
