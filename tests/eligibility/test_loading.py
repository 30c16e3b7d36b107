"""The data are checked before anybody is asked: each promise broken once (S1.26)."""

from __future__ import annotations

import pytest

from portal.eligibility.checking import DataError, check
from portal.eligibility.loading import SHARED, read

SHARED_TEXT = """
[sources.law]
document = "act"
th = "มาตรา 1"
en = "section 1"
[rates.age]
th = "ต่ำกว่า"
en = "under"
periods = [{ value = 18, source = "law" }]
[rates.older]
th = "ตั้งแต่"
en = "from"
periods = [{ value = 60, source = "law" }]
[rates.day]
th = "ตั้งแต่วันที่"
en = "from"
periods = [{ value = 2020-11-01, source = "law" }]
[organizations.office]
th = "สำนักงาน"
en = "An office"
note_th = "ไปที่นั่น"
note_en = "Go there."
"""
TREE_TEXT = """
problem = "disease"
start = "first"
[questions.first]
kind = "choice"
th = "ก"
en = "a"
choices = [{ value = "yes", th = "ใช่", en = "yes", to = "second" }, { value = "no", th = "ไม่", en = "no", to = "there" }]
[questions.second]
kind = "number"
th = "ข"
en = "b"
least = 0
most = 120
ways = [{ below = "age", to = "good" }, { below = "older", to = "open" }, { to = "there" }]
unknown = "open"
[outcomes.good]
answer = "likely"
th = "เพราะอายุต่ำกว่า {age} ปี"
en = "Under {age}."
source = "law"
[outcomes.open]
answer = "unsure"
th = "ไม่แน่"
en = "Not sure."
source = "law"
[outcomes.there]
answer = "elsewhere"
th = "ไปที่อื่น"
en = "Elsewhere."
source = "law"
organization = "office"
"""
FIRST = TREE_TEXT.index("[questions.second]")


def load(tree: str = TREE_TEXT, shared: str = SHARED_TEXT) -> object:
    return check(read({SHARED: shared, "disease.toml": tree}))


def test_a_sound_tree_is_taken() -> None:
    assert load()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('start = "first"', 'start = "nowhere"', "first question is missing"),
        ('en = "no", to = "there"', 'en = "no", to = "nowhere"', "leads to nowhere, which is missing"),
        ('below = "age", to = "good"', 'below = "age", to = "first"', "circle"),
        ('below = "age", to = "good"', 'below = "age", to = "open"', "nothing leads to good"),
        ('value = "no"', 'value = "yes"', "offers no choice"),
        ('value = "no"', 'value = "ไม่"', "no address can carry"),
        ('value = "no", th = "ไม่"', 'value = "no", th = " "', "choice without words"),
        ("[questions.second]", "[questions.asked]", "which is missing"),
        ('below = "older"', 'below = "age"', "wrong order"),
        ('below = "older"', 'below = "day"', "compares numbers with dates"),
        ('below = "older"', 'below = "nothing"', "rate nothing is missing"),
        ("most = 120", "most = 50", "nobody can answer"),
        (', { to = "there" }]', "]", "everything else"),
        ('answer = "likely"', 'answer = "perhaps"', "cannot be read"),
        ('source = "law"\n[outcomes.open]', 'source = "other"\n[outcomes.open]', "rests on no provision"),
        ('en = "Not sure."', 'en = ""', "has no reason"),
        ("Under {age}.", "Under {height}.", "rate height is missing"),
        ('organization = "office"', "", "leads nowhere"),
        ('organization = "office"', 'organization = "shop"', "organization that is missing"),
        ('unknown = "open"', 'unknown = "open"\nunkown = "open"', "nobody reads"),
        ('problem = "disease"', "", "cannot be read"),
    ],
)
def test_a_broken_promise_is_refused_with_its_place(old: str, new: str, said: str) -> None:
    assert old in TREE_TEXT
    with pytest.raises(DataError, match=said):
        load(TREE_TEXT.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('document = "act"', 'document = ""', "names no document"),
        ('value = 18, source = "law"', 'value = 18, source = "x"', "rests on no provision"),
        (
            '{ value = 18, source = "law" }',
            '{ value = 18, source = "law" }, { value = 19, source = "law" }',
            "later period has no first day",
        ),
        (
            '{ value = 18, source = "law" }',
            '{ value = 18, since = 2020-01-01, source = "law" }, { value = 19, since = 2019-01-01, source = "law" }',
            "out of order",
        ),
        (
            '{ value = 18, source = "law" }',
            '{ value = 18, source = "law" }, { value = 2020-01-01, since = 2020-01-01, source = "law" }',
            "a number once and a date once",
        ),
        ('note_en = "Go there."', 'note_en = ""', "office: has no words"),
        ('th = "ต่ำกว่า"', 'th = ""', "rate age: says nothing"),
    ],
)
def test_what_all_share_is_checked_too(old: str, new: str, said: str) -> None:
    assert old in SHARED_TEXT
    with pytest.raises(DataError, match=said):
        load(shared=SHARED_TEXT.replace(old, new, 1))


def test_a_place_that_asks_the_same_needs_a_way_for_each_choice() -> None:
    again = '[questions.again]\nas = "first"\nto = { yes = "good" }\n'
    with pytest.raises(DataError, match="again: its ways are not those of first"):
        load(TREE_TEXT[:FIRST] + again + TREE_TEXT[FIRST:])


def test_every_fault_is_named_at_once() -> None:
    broken = TREE_TEXT.replace('organization = "office"', "").replace('en = "Not sure."', 'en = ""')
    with pytest.raises(DataError, match="open has no reason.*there leads nowhere"):
        load(broken)
