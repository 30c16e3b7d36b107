"""Whatever stands in the query string, Unicode gets little of it (issue 7, "One request must never stop the rest")."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from portal.search.query.understand import LONGEST_TEXT
from portal.search.sources import site_index
from portal.thai.bounds import MOST_SIGNS
from tests.search.factories import Shelf, document
from tests.thai.work import count_handed

RESULTS, SUGGEST, CLICK = (reverse(f"search:{name}") for name in ("results", "suggest", "click"))
LONG = 90_000
HOSTILE = ["ุ่", "\u0315\u0300", "ก่", "เ", "ว ", "มท 0891.3/ว ", "1", "(", '"', "พ.ศ. ", "kind:", "\u200b่"]
OTHERS = ["kind", "agency", "topic", "status", "year", "order", "page"]


@pytest.fixture
def stocked(shelf: Shelf) -> Shelf:
    """An index with something in it."""
    shelf.put(
        document("พระราชบัญญัติเทศบาล", "เทศบาลมีหน้าที่", topics=("ท้องถิ่น",)),
        document("หนังสือเวียน", "แจ้งเทศบาล", kind="circular", own_references=("มท 0891.3/ว 1918",)),
    )
    site_index.refresh()
    return shelf


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "unit"),
    [
        *(("q", unit) for unit in HOSTILE),
        *((name, unit) for name in OTHERS for unit in ("ุ่", "1")),
    ],
)
def test_the_work_on_a_query_string_does_not_grow_with_it(
    client: Client, stocked: Shelf, monkeypatch: pytest.MonkeyPatch, name: str, unit: str
) -> None:
    done = []
    # A long text is read up to a bound of its own, for its telling words.
    for length in (LONGEST_TEXT if name == "q" else 2_000, LONG):
        with monkeypatch.context() as patch:
            handed = count_handed(patch)
            query = {"q": "เทศบาล", name: (unit * LONG)[:length]}
            for address in (RESULTS, SUGGEST):
                assert client.get(address, query).status_code == 200
            assert client.post(f"{CLICK}?{name}={unit}").status_code == 204
        done.append(handed.characters)
        assert handed.heap <= MOST_SIGNS
    assert done[1] <= 1.2 * done[0] + 500
