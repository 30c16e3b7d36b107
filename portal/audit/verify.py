"""Check one day of Klang's trail on your own machine: `python verify.py FILE ROOT`.

FILE is the day's export (JSON lines) that the office gave you, or the list of fingerprints that everybody may load from
the portal; ROOT is the day's root as you know it from elsewhere: from the portal's page of that day, from a printed copy,
from a time stamp. Python 3.11 or later, nothing else. Exit code 0 says that not one row was changed, added, left out or put
elsewhere; otherwise every finding is printed.

How it works. Each row has a digest: SHA-256 over its salt and its facts as JSON with sorted keys. Each digest goes into a
chain: SHA-256 over the chain before it and the digest. The root of a day is SHA-256 over the day, its first and last
number, the root of the day before and the chain at its end. So the root of any day depends on every row before it.
The portal itself computes by the functions below; there is no second definition.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

BEGINNING = "0" * 64
"""The chain before the first row of all, and the root before the first day."""
HEADER = ("day", "first", "last", "before", "previous")


def canonical(value: Any) -> bytes:
    """Return a value as the one JSON text that it has."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest_of(salt: str, facts: dict[str, Any]) -> str:
    """Return the fingerprint of one row."""
    return hashlib.sha256(salt.encode() + canonical(facts)).hexdigest()


def chained(before: str, digest: str) -> str:
    """Return the chain with one more row."""
    return hashlib.sha256((before + digest).encode()).hexdigest()


def root_of(header: dict[str, Any], chain: str) -> str:
    """Return the root of a day.

    Args:
        header: day (YYYY-MM-DD), first, last, before, previous.
        chain: at its end.
    """
    return hashlib.sha256(
        canonical({**{name: header.get(name) for name in HEADER}, "chain": chain})
    ).hexdigest()


def findings(lines: Iterable[str], root: str) -> Iterator[str]:
    """Yield in words what is wrong with a day; nothing when all is as it was.

    Args:
        lines: of the export: the header, then one row a line. Rows without facts are checked by their digest alone.
        root: as it was published.
    """
    rows = iter(lines)
    try:
        header = json.loads(next(rows))
        number, chain = header["first"], header["before"]
        kinds = set()
        for line in rows:
            row = json.loads(line)
            kinds.add("facts" in row)
            if row["number"] != number:
                yield f"number {number} is missing or not in its place: {row['number']} stands there"
                number = row["number"]
            digest = digest_of(row["salt"], row["facts"]) if "facts" in row else row["digest"]
            if digest != row["digest"]:
                yield f"number {number} was changed"
            # By what was said of the row then, so that one changed row is one finding; the root tells whether that is true.
            chain = chained(chain, row["digest"])
            if row.get("chain", chain) != chain:
                yield f"number {number} does not follow what stands before it"
                chain = row["chain"]
            number += 1
        if len(kinds) > 1:
            yield "some rows come without their facts"
        if number != header["last"] + 1:
            yield f"numbers {number} to {header['last']} are missing at the end"
        if root_of(header, chain) != root:
            yield "the root is not the one that was published"
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration) as error:
        yield f"the file cannot be read ({type(error).__name__})"


def main(arguments: list[str]) -> int:
    """Check a file and say so; returns the exit code."""
    if len(arguments) != 2:  # noqa: PLR2004 - the two words of the command
        print(__doc__, file=sys.stderr)  # noqa: T201 - a command
        return 2
    with Path(arguments[0]).open(encoding="utf-8") as file:
        found = list(findings(file, arguments[1].strip().lower()))
    for one in found:
        print(one)  # noqa: T201 - a command
    print(f"{len(found)} findings" if found else "nothing was changed")  # noqa: T201 - a command
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
