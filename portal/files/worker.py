"""The process that cleans one file: `python -m portal.files.worker`, called by `portal.files.apart` alone.

In: a line of JSON with the file's name and its door (`cleaning.DOORS`), then its bytes. Out: a line of JSON (what it is, or the code of the refusal),
then the bytes of the safe copy. It knows no settings, no database and no network address.
"""

from __future__ import annotations

import json
import resource
import sys
import warnings

from PIL import Image

from portal.files import limits
from portal.files.cleaning import DOORS
from portal.files.refusals import RefusedFile


def main() -> None:
    """Clean the file that comes in."""
    resource.setrlimit(resource.RLIMIT_DATA, (limits.MEMORY, limits.MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.CPU_SECONDS, limits.CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Pillow's own bound is one for all formats; ours (limits.MAX_PIXELS) are asked before anything is decoded.
    Image.MAX_IMAGE_PIXELS = None
    warnings.simplefilter("ignore")
    asked = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    cleaned = b""
    try:
        checked = DOORS[asked["door"]](content, asked["name"])
    except RefusedFile as refused:
        answer = {"refused": refused.code}
    else:
        cleaned = checked.content
        answer = {
            "name": checked.name,
            "content_type": checked.content_type,
            "extension": checked.extension,
        }
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
    sys.stdout.buffer.write(cleaned)


if __name__ == "__main__":
    main()
