"""Starter content of search: the thesaurus of plain and rough words of people in trouble (issue 12 point 4).

Idempotent: it adds what is missing and touches nothing that editors changed. A word that is not wanted is switched off in
`/cms/`, not deleted, for what is deleted comes back with the next version.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from portal.accounts.groups import let_edit
from portal.search.models import Synonym

THESAURUS = Path(__file__).parent / "starter_data" / "thesaurus.tsv"


class BadThesaurusError(ValueError):
    """A line of the thesaurus is no "meaning, tab, words with commas"."""


def pairs() -> Iterator[tuple[str, str]]:
    """Yield (term, meaning) of every word of the thesaurus.

    Raises:
        BadThesaurusError: a line cannot be read.
    """
    for number, line in enumerate(THESAURUS.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        meaning, tab, terms = line.partition("\t")
        if not tab or not meaning.strip() or not terms.strip():
            raise BadThesaurusError(f"line {number}: {line[:60]!r}")
        for term in filter(None, (term.strip() for term in terms.split(","))):
            yield term, meaning.strip()


@transaction.atomic
def load_synonyms() -> int:
    """Add the words of the thesaurus that the table does not hold; return how many. Editors may change them."""
    known = set(Synonym.objects.values_list("term", "meaning"))
    new = [pair for pair in dict.fromkeys(pairs()) if pair not in known]
    Synonym.objects.bulk_create(
        (Synonym(term=term, meaning=meaning, both_ways=False) for term, meaning in new), ignore_conflicts=True
    )
    let_edit("search", "synonym")
    return len(new)
