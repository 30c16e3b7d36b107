"""Five hundred reference numbers in every spelling, each cited by others: its own document comes first."""

from __future__ import annotations

import random
from pathlib import Path

from portal.search import analysis
from portal.search.engine.schema import Entry
from portal.search.engine.store import Store
from portal.search.query import pipeline
from portal.thai.digits import to_thai

COUNT = 500
LETTERS = ("มท", "กบ", "กค", "สธ", "พม", "นร")


def references(seed: int = 11) -> list[tuple[str, str, int]]:
    """Return (letters, code, number), all numbers different."""
    draw = random.Random(seed)
    numbers = draw.sample(range(100, 9999), COUNT)
    return [
        (draw.choice(LETTERS), f"{draw.randint(1, 999):04d}.{draw.randint(1, 9)}", number)
        for number in numbers
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


def test_every_spelling_finds_its_own_document_first(tmp_path: Path) -> None:
    known = references()
    store = Store(tmp_path / "index")
    made = []
    for key, (letters, code, number) in enumerate(known):
        own = f"{letters} {code}/ว {number}"
        cited = ["{} {}/ว {}".format(*known[(key + step) % COUNT]) for step in (1, 2, 3)]
        text = "ตามหนังสือ " + " และ ".join(f"ที่ {to_thai(other)}" for other in cited) + " แจ้งให้ทราบ " * 5
        tokens = [f"o:{token}" for token, _ in analysis.reference_tokens((own,), weak=True)]
        tokens += [f"c:{token}" for token, _ in analysis.reference_tokens(tuple(cited), weak=False)]
        made.append(
            Entry(
                key=key,
                title=analysis.fold(f"หนังสือ {own}"),
                passages=[analysis.fold(text)],
                references=tokens,
            )
        )
    store.rebuild(made)
    snapshot = store.snapshot()
    wrong = [
        typed
        for key, parts in enumerate(known)
        for typed in spellings(*parts)
        if [hit.key for hit in pipeline.ask(typed, snapshot, stop=1).hits] != [key]
    ]
    assert not wrong, f"{len(wrong)} of {COUNT * 18}: {wrong[:20]}"
