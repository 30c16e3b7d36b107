"""What a file may cost: every limit of this room, once, with its unit and its reason."""

from __future__ import annotations

MAX_BYTES = 10 * 1024 * 1024
"""Largest single file, in bytes (ASVS 5.1.1; Primero allows 20 MB)."""
MAX_FILES = 5
"""Files of one request."""
MAX_TOTAL_BYTES = 25 * 1024 * 1024
"""All files of one request together, in bytes, as they are stored."""

MAX_DOCUMENT_BYTES = 50 * 1024 * 1024
"""Largest document that an editor publishes, in bytes; a request of `settings.LARGEST_REQUEST` carries it."""
MAX_PARTS = 2000
"""Most parts of an office document."""
MAX_UNPACKED = 250 * 1024 * 1024
"""Most bytes that an office document unpacks to."""
MAX_RATIO = 200
"""Most times its packed size that a part of over a megabyte unpacks to; text of documents comes to 10 or 20."""

MAX_PIXELS = {
    "JPEG": 220_000_000,
    "PNG": 50_000_000,
    "HEIF": 50_000_000,
    "AVIF": 24_000_000,
    "WEBP": 16_000_000,
    "GIF": 32_000_000,
    "BMP": 50_000_000,
    "TIFF": 32_000_000,
}
"""Most points that a picture may declare, by format (Pillow's name), before anything of it is decoded.

Each is what its decoder needs for a point (measured: PNG 4 bytes, HEIF 5, AVIF 9, WebP 16), so that no picture takes
more than about 250 MB. A JPEG is read smaller than it is (1/2, 1/4, 1/8), so phones with 48 to 200 million points are
welcome; a progressive one is held in full by the decoder, see `MAX_COEFFICIENTS`.
"""
MAX_COEFFICIENTS = 100_000_000
"""Most values that a progressive JPEG may hold over all its channels; the decoder keeps two bytes for each."""

MAX_SIDE = 2400
"""Longest side of a stored photo, in pixels: enough to read a paper that was photographed."""
READABLE_SIDE = 1080
"""Shortest side that a stored picture keeps, in pixels (the width of a phone's screen), however long it is.

A chat that was saved as one tall picture is evidence: bounded by its longest side it would be 130 pixels wide, and
nobody could read it. It stays one picture, because every browser shows and scrolls it, and cutting it would go through
a line of text.
"""
LEAST_SIDE = 720
"""Width below which the letters of a shrunken chat are no longer read with ease: such a picture is refused in words."""
MAX_STORED_PIXELS = 24_000_000
"""Most points of a stored picture: 1080 × 22,000."""
LONGEST_SIDE = 30_000
"""Longest side of any stored picture: browsers draw up to 32,767 pixels."""

MAX_OBJECTS = 200_000
"""Most objects of a PDF."""
MAX_MARKED_PAGES = 40
"""Most pages of one PDF with something filled in or written on: each is drawn twice and compared."""
MAX_NOTES = 20_000
"""Most letters of all notes of one PDF that open on a click."""
MAX_PAGES = 2000
"""Most pages of one PDF."""

MEMORY = 400 * 1024 * 1024
"""Most memory of the process that cleans one file, in bytes; it cannot take more (RLIMIT_DATA)."""
CPU_SECONDS = 20
"""Most computing time for one file (RLIMIT_CPU); a photo takes one second, a filled form of 30 pages five."""
PATIENCE = 60
"""Seconds until the process is given up although it may not have computed for so long (a machine that swaps)."""
PLACES = 12
"""Threads of a server process that files may hold: one is decoded, the others wait, a second or less for each before
them. The rest of them (see
`portal.crowd.THREADS`) stays for people who read or write."""
TURN = 15
"""Seconds that a file waits for its turn; one file at a time is decoded in a server process.

With four files at once the fourth waits for three, which is three seconds or so; beyond `TURN` the answer is that many
people attach files now. With `n` server processes the machine needs `n` × `MEMORY` in the worst case.
"""
