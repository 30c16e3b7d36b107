"""Taking a list in: batch by batch, each all or nothing, so that it may be stopped and run again at any point."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cases.domain.intake_many import check_listed, known_tokens, submit_many
from cases.domain.submission import Submission
from cases.errors import CaseError
from cases.importing.columns import places_of_columns
from cases.importing.making import BadRowError, Cells, Defaults, Tokens, submission_of
from portal.actors import Officer
from portal.organizations.importing.reading import ImportFileError, read_tables, tables_of, words_of_cut
from portal.web.downloads import csv_bytes

BATCH = 200


class Row(NamedTuple):
    """One row of a list.

    Attributes:
        line: of the file.
        cells: by our names of the columns.
        is_cut: one of its cells was longer than is read.
    """

    line: int
    cells: Cells
    is_cut: bool


@dataclass(slots=True)
class Taken:
    """What became of a list.

    Attributes:
        rows: how many it has.
        made: cases that were made, or would be.
        existing: rows whose case had been made before.
        refused: line, sentence and cells of rows that were not taken.
        unknown: headers of columns that were not used.
        looked_at: how many of the rows have been looked at.
    """

    rows: int = 0
    looked_at: int = 0
    made: int = 0
    existing: int = 0
    refused: list[tuple[int, str, Cells]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def read_list(source: Path | bytes) -> tuple[list[Row], list[str]]:
    """Return the rows of a CSV or XLSX file or of the content of one, and the headers that were not used.

    Raises:
        ImportFileError: it cannot be read, or has no column of names.
    """
    rows: list[Row] = []
    unknown: list[str] = []
    for table in tables_of(source) if isinstance(source, bytes) else read_tables(source):
        known, others = places_of_columns(table.header)
        if "name" not in known:
            continue
        unknown += others
        for line, cells in table.rows:
            named = {name: cells[place] for name, place in known.items() if cells[place]}
            if named:
                rows.append(Row(line, named, line in table.cut))
    if not rows:
        raise ImportFileError(_("ไม่พบคอลัมน์ชื่อหรือไม่มีข้อมูลในไฟล์"))
    return rows, unknown


def take(
    source: Path | bytes,
    *,
    actor: Officer,
    defaults: Defaults,
    dry_run: bool = False,
    progress: Callable[[Taken], bool | None] | None = None,
    begun: Taken | None = None,
) -> Taken:
    """Take the rows of a file in. Run again, after a stop or with corrected rows, it makes only what is missing.

    Args:
        source: a CSV or XLSX file, or the content of one.
        actor: for whose organization; it holds the cases.
        defaults: for what rows do not say.
        dry_run: write nothing.
        progress: told after every batch, in its transaction, what there is so far; with False it stops after this batch.
        begun: what an earlier run of the same file had come to; it goes on behind that.

    Raises:
        ImportFileError: the file cannot be read at all.
    """
    rows, unknown = read_list(source)
    taken = Taken(rows=len(rows), unknown=unknown)
    if begun is not None:
        taken.looked_at, taken.made, taken.existing = begun.looked_at, begun.made, begun.existing
    seen: set[UUID] = set()
    tokens = Tokens(defaults, actor)
    for start in range(0, len(rows), BATCH):
        batch = list(_readable(rows[start : start + BATCH], taken, seen, tokens, actor, defaults))
        if start < taken.looked_at:
            # Done by the earlier run; read again only for what was refused and what comes twice.
            continue
        with transaction.atomic():
            known = known_tokens([token for _submission, token in batch])
            fresh = [request for request in batch if request[1] not in known]
            if fresh and not dry_run:
                submit_many(fresh, actor)
            taken.existing += len(known)
            taken.made += len(fresh)
            taken.looked_at = min(start + BATCH, len(rows))
            goes_on = progress(taken) if progress is not None else None
        if goes_on is False:
            break
    return taken


def _readable(
    rows: Sequence[Row], taken: Taken, seen: set[UUID], tokens: Tokens, actor: Officer, defaults: Defaults
) -> Iterator[tuple[Submission, UUID]]:
    """Yield the requests of a batch; rows that are none are noted with the reason."""
    for line, cells, is_cut in rows:
        token = tokens.of(cells)
        if is_cut:
            taken.refused.append((line, words_of_cut(), cells))
            continue
        if token in seen:
            taken.refused.append((line, _("ซ้ำกับบรรทัดก่อนหน้าในไฟล์นี้"), cells))
            continue
        seen.add(token)
        try:
            submission = submission_of(cells, defaults, actor)
            check_listed(submission, actor)
        except BadRowError as error:
            taken.refused.append((line, str(error), cells))
        except CaseError as error:
            taken.refused.append((line, str(error.message), cells))
        else:
            yield submission, token


def refused_csv(taken: Taken) -> bytes:
    """Return the rows that were not taken as a table with the reason, to be corrected and brought again."""
    names = list(dict.fromkeys(name for _line, _reason, cells in taken.refused for name in cells))
    header = [_("บรรทัด"), _("เหตุที่ไม่รับ"), *names]
    rows = ([line, reason, *(cells.get(name, "") for name in names)] for line, reason, cells in taken.refused)
    return csv_bytes(header, rows)
