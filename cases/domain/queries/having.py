"""The newest cases of an office that have all of some terms, walked from the rarest of them.

Entries of the office and cases of a term stand in an index each, by case: what is meant is where these lists meet. One of
them is walked and the others are asked about each of its cases, so it matters which. The database cannot know it, because
words differ from office to office; when it guessed, it read a term of the whole country to its end. Therefore it is asked
first how far back the newest few of each list reach: the list that reaches farthest is the rarest. An office with few
entries is always walked, whatever is meant. A term that no case has ends the search before it begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from django.db import connections
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.lookups import IsNull

from cases.domain.queries.worklists import Rows, entries
from cases.machine.vocabulary import Scope
from cases.models import CaseTerm, ListName
from portal.composed import Composed, Keys
from portal.planned import cursor_of

if TYPE_CHECKING:
    from portal.actors import Officer

LOOKED_AT = 200
"""The newest cases of a term by which it is told how rare it is."""
FEW_ENTRIES = 2_000
"""An office with fewer is walked: a flood of new cases there says nothing of how it stands with the older ones."""

Reach = tuple[bool, float]
"""Of a list: whether it has as many cases as are looked at; their share of all cases since then, else how many. Rarer is less."""


@dataclass(frozen=True, slots=True)
class Reaches:
    """How rare the lists are that belong to a search.

    Attributes:
        office: the entries of the office.
        terms: each term, among the cases that are no newer than the office's newest.
    """

    office: Reach = (False, 0)
    terms: dict[int, Reach] = field(default_factory=dict)

    def rarest_first(self, terms: Iterable[int]) -> list[int]:
        """Return terms in the order in which they are worth being asked; none when one of them has no case at all."""
        ordered = sorted(dict.fromkeys(terms), key=self.terms.__getitem__)
        return ordered if ordered and self.terms[ordered[0]] > (False, 0) else []


def reaches(actor: Officer, terms: Iterable[int]) -> Reaches:
    """Return how rare terms are for an office; one query.

    Args:
        actor: whose office.
        terms: numbers of `cases.domain.terms`.
    """
    wanted = list(dict.fromkeys(terms))
    office = actor.organization.pk
    with cursor_of(connections[CaseTerm.objects.db]) as cursor:
        cursor.execute(_how_rare(len(wanted), LOOKED_AT, FEW_ENTRIES), [office, office, *wanted])
        found = {place: reach for place, *reach in cursor.fetchall()}
    last = found[0][2] or 0
    return Reaches(
        _reach(*found[0], last=last, looked_at=FEW_ENTRIES),
        {term: _reach(*found[place], last=last, looked_at=LOOKED_AT) for place, term in enumerate(wanted, 1)},
    )


def _reach(count: int, oldest: int, _newest: int, *, last: int, looked_at: int) -> Reach:
    return (False, count) if count < looked_at else (True, count / (last - oldest + 1))


@cache
def _how_rare(terms: int, looked_at: int, few_entries: int) -> str:
    """Compose the question for so many terms."""
    entries_of = (
        f"SELECT case_id FROM cases_listedcase WHERE organization_id = %s AND list = '{ListName.ALL}'"  # noqa: S608 - our own words
    )
    of_a_term = (
        "SELECT case_id FROM cases_caseterm WHERE term = %s AND case_id <= (SELECT case_id FROM newest)"
    )
    lists = [(entries_of, few_entries), *[(of_a_term, looked_at)] * terms]
    counts = [
        f"SELECT {place}, COUNT(*), MIN(case_id), MAX(case_id) "  # noqa: S608 - our own words
        f"FROM ({one} ORDER BY case_id DESC LIMIT {most}) AS of_{place}"
        for place, (one, most) in enumerate(lists)
    ]
    return f"WITH newest AS ({entries_of} ORDER BY case_id DESC LIMIT 1) {' UNION ALL '.join(counts)}"


def newest_having(
    actor: Officer, terms: Iterable[int], rare: Reaches, *, most: int, story: bool = False
) -> list[int]:
    """Return the newest cases that an officer may open and that have all of the terms; one query, none for none.

    Args:
        actor: who asks.
        terms: at least one, or nothing is found.
        rare: what `reaches` said of them.
        most: cases that are found at most; the same for every search of a kind.
        story: only where the story may be read.
    """
    ordered = rare.rarest_first(terms)
    if not ordered or not actor.works_on_cases:
        return []
    by_entry = rare.office <= rare.terms[ordered[0]]
    ask = _composed(len(ordered), most, by_entry=by_entry, story=story)
    return ask(organization=actor.organization.pk, person=actor.person.pk, terms=ordered)


@cache
def _composed(terms: int, most: int, *, by_entry: bool, story: bool) -> Composed[Any]:
    walked = partial(_by_entry if by_entry else _by_term, most=most, story=story)
    return Composed(walked, organization=int, person=int, terms=Keys(terms))


def _open(organization: int, person: int, *, story: bool) -> Rows:
    rows = entries(organization, person)
    return rows.filter(scope__gte=Scope.REFERRAL) if story else rows


def _by_entry(
    organization: int, person: int, terms: Sequence[int], *, most: int, story: bool
) -> QuerySet[Any]:
    return _newest(_having(_open(organization, person, story=story), terms), most)


def _by_term(
    organization: int, person: int, terms: Sequence[int], *, most: int, story: bool
) -> QuerySet[Any]:
    ours = entries(organization, person)
    # Between the ends of an office's time; before it there may be many years of others.
    newest, oldest = (Subquery(ours.order_by(by).values("case_id")[:1]) for by in ("-case_id", "case_id"))
    rows = CaseTerm.objects.filter(term=terms[0], case__lte=newest, case__gte=oldest)
    theirs = _open(organization, person, story=story).filter(case=OuterRef("case"))
    return _newest(_having(rows.filter(_is_there(theirs.values("case_id"))), terms[1:]), most)


def _having(rows: QuerySet[Any], terms: Sequence[int]) -> QuerySet[Any]:
    """Leave the rows whose case has the terms too, asked one after the other."""
    for term in terms:
        rows = rows.filter(
            _is_there(CaseTerm.objects.filter(term=term, case=OuterRef("case")).values("term"))
        )
    return rows


def _is_there(one: QuerySet[Any]) -> IsNull:
    """Say what `Exists` says. Of that PostgreSQL makes a join, and decides again what is walked."""
    return IsNull(Subquery(one), False)


def _newest(rows: QuerySet[Any], most: int) -> QuerySet[Any]:
    return rows.order_by("-case_id").values_list("case_id", flat=True)[:most]
