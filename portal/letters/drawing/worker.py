"""The process that draws: `python -m portal.letters.drawing.worker`, started by `portal.letters.drawing.apart` alone.

In: eight bytes with the length of a request, then the request: four bytes with the length of its head, the head as JSON, the page,
the assets. Out: four and eight bytes with the lengths of head and content, then both. It knows no settings, no database
and no network address, and it leaves when nobody asks for a while, when it has grown, or when who started it is gone.
"""

from __future__ import annotations

import json
import os
import re
import resource
import select
import sys
import traceback
from pathlib import Path
from typing import Any, BinaryIO

from portal.letters.drawing import engine

MEMORY = 900 * 1024 * 1024
"""Most memory of the process, in bytes (RLIMIT_DATA); a month of 400 entries takes 120 MB, a law of 2,000 passages 250."""
GROWN = 350 * 1024 * 1024
"""A process that ever held more than this many bytes leaves after the paper, and gives them back."""
IDLE = 120.0
"""Seconds without work after which it leaves."""


def main() -> None:
    """Draw what is asked until nobody asks any more."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # Whatever a library prints must not come between the bytes of an answer.
    os.dup2(2, 1)
    while select.select([source], [], [], IDLE)[0]:
        size = source.read(8)
        if len(size) < 8:
            return
        request = source.read(int.from_bytes(size, "big"))
        _send(target, *answer(request))
        if _peak() > GROWN:
            return


def _peak() -> int:
    """Return the most memory that this process ever held, in bytes; getrusage would count who started it as well."""
    found = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    return int(found[1]) * 1024 if found else 0


def answer(request: bytes) -> tuple[dict[str, Any], bytes]:
    """Return head and content of the answer to one request."""
    end = 4 + int.from_bytes(request[:4], "big")
    head = json.loads(request[4:end])
    engine.refused.clear()
    try:
        if head["what"] == "glyphs":
            return {"letters": sorted(engine.letters_without_glyph(head["letters"]))}, b""
        page, assets = _parts(head, request[end:])
        content, without = engine.draw(page, assets=assets, **head["options"])
        codes = " ".join(f"U+{ord(letter):04X}" for letter in sorted(without))
        return {"without_glyph": codes, "refused": len(engine.refused)}, content
    except engine.MissingFileError as error:
        return {"missing": str(error)}, b""
    except Exception as error:  # noqa: BLE001 - whatever a library raises is told to who asked, by place and not by words
        frames = traceback.extract_tb(error.__traceback__)[-4:]
        where = ", ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
        return {"failed": f"{type(error).__name__} at {where}"}, b""


def _parts(head: dict[str, Any], body: bytes) -> tuple[str, dict[str, tuple[bytes, str]]]:
    position = head["page"]
    page, assets = body[:position].decode("utf-8"), {}
    for name, content_type, size in head["assets"]:
        assets[name] = (body[position : position + size], content_type)
        position += size
    return page, assets


def _send(target: BinaryIO, head: dict[str, Any], content: bytes) -> None:
    first = json.dumps(head).encode()
    target.write(len(first).to_bytes(4, "big") + len(content).to_bytes(8, "big") + first + content)
    target.flush()


if __name__ == "__main__":
    main()
