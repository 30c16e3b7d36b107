"""What sealing costs: a value, a file, and a case that is written and read, each beside the same in clear."""

from __future__ import annotations

import io
from collections.abc import Callable
from time import process_time

from portal.sealing import current, digests, envelope, streams

Write = Callable[[str], None]
SIZES = (20, 500, 10_000)
"""Characters: a name, a note, the longest story."""
MEGABYTES = 16


def _microseconds(do: Callable[[], object], rounds: int) -> float:
    """Return the processor time of one round, the best of three runs."""
    best = float("inf")
    for _run in range(3):
        started = process_time()
        for _round in range(rounds):
            do()
        best = min(best, process_time() - started)
    return best / rounds * 1_000_000


def run(write: Write, *, rounds: int) -> None:
    """Measure and write a line for each thing.

    Args:
        write: takes a line.
        rounds: how often each value is sealed and opened.
    """
    keys = current.keys()
    where = envelope.place("cases_case", "narrative", "K7M2-9QXF")
    write("a value, processor time")
    for size in SIZES:
        text = ("ขอความช่วยเหลือ" * (size // 15 + 1))[:size]
        stored = envelope.seal(keys, text, where)
        sealing = _microseconds(lambda text=text: envelope.seal(keys, text, where), rounds)  # type: ignore[misc]
        opening = _microseconds(lambda stored=stored: envelope.opened(keys, stored, where), rounds)  # type: ignore[misc]
        grown = len(stored) / len(text.encode())
        write(f"  {size:6} characters  seal {sealing:7.1f} µs  open {opening:7.1f} µs  stored × {grown:.2f}")
    write(
        f"  a digest to be found by  {_microseconds(lambda: digests.number_of('word', 'น้ำท่วม'), rounds):.1f} µs"
    )
    _file(write)


def _file(write: Write) -> None:
    """Write what a file costs, beside copying it."""
    keys, content = current.keys(), bytes(MEGABYTES * 2**20)
    blocks = [content[at : at + 65_536] for at in range(0, len(content), 65_536)]
    stored = b"".join(streams.sealed(keys, blocks, "a"))

    def read() -> None:
        file = io.BufferedReader(streams.OpenedFile(io.BytesIO(stored), "a", lambda _identifier: keys))
        while file.read(65_536):
            pass

    copying = _microseconds(lambda: b"".join(bytes(bytearray(block)) for block in blocks), 1)
    sealing = _microseconds(lambda: b"".join(streams.sealed(keys, blocks, "a")), 1)
    opening = _microseconds(read, 1)
    write(f"a file of {MEGABYTES} MB, processor time (and times that of copying it in memory)")
    for name, took in (("seal", sealing), ("open", opening)):
        write(
            f"  {name} {took / 1000:6.1f} ms  {MEGABYTES / took * 1_000_000:6.0f} MB/s  × {took / copying:.1f}"
        )
