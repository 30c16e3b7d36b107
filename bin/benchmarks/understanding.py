"""How well queries are understood: reference numbers in every spelling, and words with one error."""

from __future__ import annotations

import random
from pathlib import Path

from portal.search.engine import analysis
from portal.search.engine.embedded import EmbeddedEngine
from portal.search.engine.protocol import Entry
from portal.search.engine.spelling import corrected
from portal.search.query import pipeline
from portal.thai.digits import to_thai

REFERENCES, MISSPELT = 500, 500

_LETTERS = ("มท", "กบ", "กค", "สธ", "พม", "นร")
_STRUCK = "กดนมรสวอยาเแ่้ิีุั็"
"""Letters and marks that slip in."""

Number = tuple[str, str, int]
"""(letters of the agency, its code, running number)."""


def references(count: int = REFERENCES, seed: int = 11) -> list[Number]:
    """Return reference numbers, all running numbers different."""
    draw = random.Random(seed)  # noqa: S311  # not for secrets
    return [
        (draw.choice(_LETTERS), f"{draw.randint(1, 999):04d}.{draw.randint(1, 9)}", number)
        for number in draw.sample(range(100, 9999), count)
    ]


def spellings(letters: str, code: str, number: int) -> list[str]:
    """Return what people type for one number."""
    full = f"{letters} {code}/ว {number}"
    return [
        full,
        to_thai(full),
        f"{letters}{code}/ว{number}",
        to_thai(f"{letters} {code} / ว {number}"),
        f"{letters} {code} ว {number}",
        f"ที่ {full}",
        f"ด่วนที่สุด ที่ {to_thai(full)}",
        f"หนังสือ {full}",
        f"{code}/ว {number}",
        f"{code}/ว{number}",
        f"ว {number}",
        f"ว{number}",
        f"ว.{number}",
        to_thai(f"ว {number}"),
        str(number),
        to_thai(str(number)),
        f"หนังสือ ว {number}",
        f"{full} ลงวันที่ 12 มิถุนายน 2556",
    ]


def misplaced_references(folder: Path, known: list[Number]) -> list[str]:
    """Return the spellings of numbers that do not find their own document first, among others that cite it.

    Args:
        folder: for a scratch index.
        known: the numbers; each document bears one and cites three others.
    """
    engine = EmbeddedEngine(folder)
    entries = []
    for key, (letters, code, number) in enumerate(known):
        own = f"{letters} {code}/ว {number}"
        cited = ["{} {}/ว {}".format(*known[(key + step) % len(known)]) for step in (1, 2, 3)]
        text = "ตามหนังสือ " + " และ ".join(f"ที่ {to_thai(other)}" for other in cited) + " แจ้งให้ทราบ " * 5
        tokens = [f"o:{token}" for token, _ in analysis.reference_tokens((own,), weak=True)]
        tokens += [f"c:{token}" for token, _ in analysis.reference_tokens(tuple(cited), weak=False)]
        entries.append(Entry(key, analysis.fold(f"หนังสือ {own}"), [analysis.fold(text)], references=tokens))
    engine.index(entries, anew=True)
    engine = engine.now()
    return [
        typed
        for key, number in enumerate(known)
        for typed in spellings(*number)
        if [hit.key for hit in pipeline.ask(typed, engine, stop=1).hits] != [key]
    ]


def with_one_error(word: str, draw: random.Random) -> str:
    """Return a word with one letter lost, added, replaced or exchanged with the next."""
    at = draw.randrange(1, len(word))
    return draw.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + draw.choice(_STRUCK) + word[at:],
            word[:at] + draw.choice(_STRUCK) + word[at + 1 :],
            word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
        ]
    )


def miscorrected(engine: EmbeddedEngine, count: int = MISSPELT, seed: int = 4) -> list[tuple[str, str, str]]:
    """Return (typed, meant, offered) of the words with one error that did-you-mean does not put right.

    Words of six letters and more are drawn from the index. An error that gives another word, or that folding undoes,
    is none.

    Args:
        engine: an index.
        count: how many words to try.
        seed: of the random choice.
    """
    draw = random.Random(seed)  # noqa: S311  # not for secrets
    snapshot = engine.state
    lexicon = snapshot.lexicon
    words = [word for word in lexicon.words if len(word) >= 6 and word[0] >= "ก"]
    wrong: list[tuple[str, str, str]] = []
    tried = 0
    while words and tried < count:
        meant = draw.choice(words)
        typed = analysis.fold(with_one_error(meant, draw))
        if typed in lexicon or typed == meant or typed in meant:
            continue
        tried += 1
        offered = corrected(typed, snapshot, thorough=True)
        if offered != meant:
            wrong.append((typed, meant, offered))
    return wrong
