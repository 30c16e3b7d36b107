"""From one row of a list to one request, or to a sentence that says what is wrong with the row."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.domain.submission import LONGEST_NARRATIVE, AffectedDetails, ReporterDetails, Submission
from cases.vocabulary import Channel, ContactWay, Relation
from portal.actors import Officer
from portal.organizations import places
from portal.thai.dates import DateError, bangkok_datetime, parse_date
from portal.thai.digits import to_arabic
from portal.thai.text import key
from portal.vocabulary import ProblemType

Cells = dict[str, str]
_PROBLEMS = {key(str(one.label)): one for one in ProblemType} | {one.value: one for one in ProblemType}


class BadRowError(ValueError):
    """A row that cannot be taken; the text is a Thai sentence for whoever brought the list."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for every row that does not say it.

    Attributes:
        source: name of the list: rows of one source are told apart by their key.
        problem: what the list is about.
        narrative: what happened, for rows that tell nothing.
    """

    source: str
    problem: ProblemType
    narrative: str


def token_of(cells: Cells, defaults: Defaults, actor: Officer) -> UUID:
    """Return the token of a row: the same row of the same list always makes the same case (no duplicates, R03).

    A row with a key is known by it, whatever else in it is corrected; one without by all that it says.
    """
    row = cells.get("key") or "\x1f".join(f"{name}={value}" for name, value in sorted(cells.items()))
    return uuid5(NAMESPACE_URL, f"klang-list:{actor.organization.pk}:{defaults.source}:{row}")


def submission_of(cells: Cells, defaults: Defaults, actor: Officer) -> Submission:
    """Return the request that a row tells of.

    Raises:
        BadRowError: with the reason.
    """
    name = " ".join(cells[part] for part in ("title", "name", "surname") if part in cells)
    if "name" not in cells:
        raise BadRowError(_("ไม่มีชื่อ"))
    code = _place(cells, actor)
    phone = cells.get("phone", "")
    return Submission(
        problem=_problem(cells, defaults),
        channel=Channel.SURVEY,
        province_code=code[:2],
        district_code=code[:4],
        subdistrict_code=code,
        narrative=cells.get("narrative", defaults.narrative)[:LONGEST_NARRATIVE],
        reporter=ReporterDetails(
            name=name,
            relation=Relation.SELF,
            phone=phone,
            contact_way=ContactWay.PHONE,
        ),
        affected=(
            AffectedDetails(
                name=name, is_reporter=True, phone=phone, household_size=_household(cells), **_age(cells)
            ),
        ),
        moo=cells.get("moo", "")[:20],
        village=cells.get("village", "")[:150],
        place_detail=cells.get("house", "")[:500],
        received_at=_received(cells),
    )


def _place(cells: Cells, actor: Officer) -> str:
    """Return the code of the subdistrict; rows that leave district or province out lie near the office."""
    words = " ".join(
        f"{kind}{cells[name].removeprefix(kind)}"
        for name, kind in (("subdistrict", "ตำบล"), ("district", "อำเภอ"), ("province", "จังหวัด"))
        if name in cells
    )
    code = places.read(words, near=actor.organization.province_code).code if words else ""
    if len(code) != 6:
        raise BadRowError(_("อ่านตำบล อำเภอ จังหวัดไม่ได้: %(words)s") % {"words": words or "–"})
    return code


def _problem(cells: Cells, defaults: Defaults) -> ProblemType:
    if "problem" not in cells:
        return defaults.problem
    found = _PROBLEMS.get(cells["problem"]) or _PROBLEMS.get(key(cells["problem"]))
    if found is None:
        raise BadRowError(_("ไม่รู้จักประเภทปัญหา: %(words)s") % {"words": cells["problem"]})
    return found


def _household(cells: Cells) -> int | None:
    written = to_arabic(cells.get("household", ""))
    if not written:
        return None
    if not (written.isascii() and written.isdecimal() and 0 < int(written[:6]) <= 100):
        raise BadRowError(
            _("จำนวนคนในครัวเรือนต้องเป็นตัวเลข 1 ถึง 100: %(words)s") % {"words": cells["household"]}
        )
    return int(written)


def _received(cells: Cells) -> dt.datetime | None:
    if "received" not in cells:
        return None
    try:
        day = parse_date(cells["received"])
    except DateError as error:
        raise BadRowError(_("อ่านวันที่ไม่ได้: %(words)s") % {"words": cells["received"]}) from error
    return min(bangkok_datetime(day, dt.time(8, 30)), timezone.now())


def _age(cells: Cells) -> dict[str, object]:
    written = to_arabic(cells.get("age", ""))
    if written.isascii() and written.isdecimal() and int(written[:4]) <= 130:
        return {"age": int(written)}
    return {"age_words": cells["age"][:150]} if "age" in cells else {}
