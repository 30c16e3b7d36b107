"""The PostgreSQL backend's literals: our words, quoted, bounded, never a syntax error. Asked of a server where one answers."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from modelsearch.query import MATCH_ALL, MATCH_NONE, And, Boost, Fuzzy, Not, Or, Phrase, PlainText

from portal.search.backends.postgres import query_literal, simplified, vector_literal
from portal.search.engine import analysis

LONGEST_LEXEME = 2046
"""Bytes; PostgreSQL refuses longer ones ("word is too long")."""


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    """Give a connection to PostgreSQL, or skip."""
    psycopg = pytest.importorskip("psycopg")
    url = os.environ.get("TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
    try:
        connection = psycopg.connect(url, autocommit=True, connect_timeout=2)
    except psycopg.OperationalError:
        pytest.skip("no PostgreSQL answers here")
    yield connection
    connection.close()


def lexemes(literal: str) -> list[str]:
    """Return the words of a literal as PostgreSQL reads them."""
    return [word.replace("''", "'") for word in re.findall(r"'((?:[^']|'')*)'", literal)]


def plain(text: str, *, prefix: bool = False, operator: str = "and") -> str:
    query = simplified(PlainText(text, operator=operator))
    return query_literal(query, prefix=prefix) if isinstance(query, PlainText) else ""


def test_words_of_a_vector_with_places_and_weights() -> None:
    assert vector_literal([("น้ำท่วม เทศบาล น้ำท่วม", "A")]) == "'น้ำท่วม':1A,3A 'เทศบาล':2A"
    assert vector_literal([("ถนน", "D")]) == "'ถนน':1"
    assert vector_literal([]) == vector_literal([("", "A"), ("...", "B")]) == ""


def test_phrases_do_not_reach_from_one_text_into_the_next() -> None:
    assert vector_literal([("ถนน", "A"), ("สะพาน", "B")]) == "'ถนน':1A 'สะพาน':4B"


def test_places_and_bytes_are_bounded() -> None:
    literal = vector_literal([("ถนน " * 5000, "A")])
    assert literal.count(",") < 256
    many = vector_literal([(" ".join(f"word{number}" for number in range(200_000)), "B")])
    assert len(many.encode()) < 1_000_000
    assert max(int(place) for place in re.findall(r":(\d+)", many)) < 16_384


@pytest.mark.parametrize("text", ["x" * 5000, "ก" * 5000, "🙂" * 3000, "1" * 5000, "é" * 3000])
def test_no_word_is_longer_than_postgres_takes(text: str) -> None:
    """One run of letters without end in a document must not refuse the whole document."""
    literal = vector_literal([(f"{text} เทศบาล", "A")])
    assert all(len(word.encode()) <= LONGEST_LEXEME for word in lexemes(literal))
    assert "เทศบาล" in lexemes(literal)


@pytest.mark.parametrize(
    ("query", "literal"),
    [
        (PlainText("น้ำท่วม เทศบาล", operator="and"), "('น้ำท่วม' & 'เทศบาล')"),
        (PlainText("น้ำท่วม เทศบาล", operator="or"), "('น้ำท่วม' | 'เทศบาล')"),
        (Phrase("น้ำท่วม เทศบาล"), "('น้ำท่วม' <-> 'เทศบาล')"),
        (Boost(PlainText("ถนน"), 2), "('ถนน')"),
        (Not(PlainText("ถนน")), "!('ถนน')"),
        (And([PlainText("ถนน"), Not(Phrase("สะพาน"))]), "(('ถนน') & !('สะพาน'))"),
        (Or([PlainText("ถนน"), PlainText("สะพาน")]), "(('ถนน') | ('สะพาน'))"),
    ],
)
def test_queries_as_postgres_writes_them(query: Any, literal: str) -> None:
    assert query_literal(simplified(query), prefix=False) == literal


def test_only_the_last_word_may_be_unfinished() -> None:
    assert plain("น้ำท่วม เทศ", prefix=True) == "('น้ำท่วม' & 'เทศ':*)"


def test_fuzzy_queries_are_refused_by_name() -> None:
    with pytest.raises(NotImplementedError, match="Fuzzy"):
        query_literal(Fuzzy("ถนน"), prefix=False)


NOTHING = [
    PlainText(""),
    PlainText("..."),
    Phrase(" "),
    PlainText("\x00"),
    Phrase("🙂"),
    Not(MATCH_ALL),
    And([]),
    Or([]),
]
ROAD = PlainText("ถนน")


@pytest.mark.parametrize("query", NOTHING)
def test_queries_without_a_word_match_nothing(query: Any) -> None:
    assert simplified(query) == MATCH_NONE
    assert isinstance(simplified(Not(query)), type(MATCH_ALL))


@pytest.mark.parametrize(
    ("query", "simple"),
    [
        (And([ROAD, MATCH_ALL]), ROAD),
        (And([ROAD, MATCH_NONE]), MATCH_NONE),
        (Or([ROAD, MATCH_ALL]), MATCH_ALL),
        (Or([ROAD, MATCH_NONE]), ROAD),
        (Or([MATCH_NONE, PlainText("")]), MATCH_NONE),
        (And([MATCH_ALL, MATCH_ALL]), MATCH_ALL),
        (Boost(MATCH_ALL, 2), MATCH_ALL),
        (Not(Not(MATCH_ALL)), MATCH_ALL),
    ],
)
def test_everything_and_nothing_stand_alone_or_not_at_all(query: Any, simple: Any) -> None:
    assert simplified(query) == simple


@pytest.mark.parametrize("prefix", [True, False])
@pytest.mark.parametrize("text", ["." * 400 + "ถนน", "\u200b" * 500 + "ถนน", " " * 1000 + "ถนน"])
def test_a_word_behind_what_is_looked_at_is_no_syntax_error(text: str, prefix: bool) -> None:
    """Only the first 400 characters of a text are searched: what begins behind them is nothing, not "()"."""
    for query in (PlainText(text), Phrase(text)):
        simple = simplified(query)
        assert simple == MATCH_NONE or "()" not in query_literal(simple, prefix=prefix)


def test_phrases_are_cut_like_words() -> None:
    literal = query_literal(simplified(Phrase("เทศบาล " * 5000)), prefix=False)
    assert literal.count("<->") < analysis.LONGEST_QUERY


BAD = [
    "'",
    "\\",
    "''",
    "\\'",
    "a'b",
    "a\\b",
    "&|!()<->:*",
    "'; --",
    "%s",
    "ก:*",
    "'ถนน':*",
    "\x00ถนน",
    "ถนน\n",
]
TEXT = st.text(alphabet="กขถน่ำ ab'\\&|!():*<->%\x00\"", max_size=60)


def test_postgres_reads_every_vector_and_query(server: Any) -> None:
    for text in [*BAD, *("x" * 5000, "ก" * 5000, "🙂" * 3000, " ".join(map(str, range(30_000))))]:
        server.execute("SELECT %s::tsvector", (vector_literal([(text, "A"), (text, "D")]),))
        for prefix in (True, False):
            for operator in ("and", "or"):
                literal = plain(text, prefix=prefix, operator=operator)
                if literal:
                    server.execute("SELECT %s::tsquery", (literal,))


@settings(max_examples=60)
@given(text=TEXT, other=TEXT)
def test_a_text_matches_its_own_words_and_phrase(server: Any, text: str, other: str) -> None:
    vector = vector_literal([(text, "A"), (other, "B")])
    for query in (PlainText(text, operator="and"), Phrase(text), Or([Phrase(other), PlainText(text)])):
        simple = simplified(query)
        if simple == MATCH_NONE:
            assert not analysis.tokens(text)
            continue
        for prefix in (False, True):
            literal = query_literal(simple, prefix=prefix)
            row = server.execute("SELECT %s::tsvector @@ %s::tsquery", (vector, literal)).fetchone()
            assert row[0] is True, (vector, literal)
