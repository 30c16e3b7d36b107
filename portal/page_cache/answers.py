"""An answer made ready for the wire: compressed, tagged, and the same bytes for everybody."""

from __future__ import annotations

import gzip
import json
import re
import struct
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

import brotli

Headers = list[tuple[str, str]]

ENCODINGS = ("br", "gzip", "identity")
"""What we write, best first (RFC 9110 12.5.3, RFC 7932, RFC 1952)."""
SMALLEST = 400
"""Bytes below which compressing gains nothing that a packet would not carry anyway."""
_TEXT = re.compile(r"text/|application/(?:json|javascript|xml|[\w.+-]+\+(?:json|xml))|image/svg\+xml")
_QUALITY = re.compile(r"^q=(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$")
_LONGEST_WISH = 200
"""Letters of `Accept-Encoding`; browsers send thirty."""
BROTLI_QUALITY, GZIP_LEVEL = 5, 6
"""Half a millisecond for a home page. One step more halves nothing and doubles the time."""
OVERHEAD = 1000
"""Bytes that headers and the dictionary take beside a body, roughly."""
ON_UNCHANGED = frozenset({"cache-control", "content-location", "date", "expires", "vary"})
"""Headers that a 304 repeats (RFC 9110 15.4.5)."""


class Variant(NamedTuple):
    """An answer in one encoding: what `start_response` takes, and the body."""

    headers: Headers
    body: bytes


class Kept(NamedTuple):
    """One public page as it is given out again and again.

    Attributes:
        variants: encoding → headers and body; "identity" is always there, others once somebody took them.
        unchanged: headers of the answer "not modified".
        tag: what all entity tags of this page begin with.
        stamp: room → its version before the page was made.
        made_at: seconds since the epoch when the making began.
        ends_at: the next midnight in Thailand after that: what a page says of today is true no longer.
        is_packable: whether compressing is worth while.
        size: bytes of all variants.
    """

    variants: Mapping[str, Variant]
    unchanged: Headers
    tag: str
    stamp: tuple[tuple[int, int], ...]
    made_at: float
    ends_at: float
    is_packable: bool
    size: int

    def having(self, encoding: str) -> Kept:
        """Return the page with a variant in this encoding, itself when it has one or needs none."""
        if encoding in self.variants or not self.is_packable:
            return self
        bare = self.variants["identity"]
        added = variant_of(plain(bare.headers), bare.body, encoding, self.tag)
        return self._replace(
            variants={**self.variants, encoding: added}, size=self.size + len(added.body) + OVERHEAD
        )

    def is_right(self, seen: tuple[int, ...], now: float) -> bool:
        """Say whether nothing changed since it was made, and the day is still the same.

        Args:
            seen: the version of each room now.
            now: seconds since the epoch; a clock that was set back makes it wrong as well.
        """
        if not self.made_at <= now < self.ends_at:
            return False
        return all(seen[room] == version for room, version in self.stamp)

    def is_same(self, known: str) -> bool:
        """Say whether a browser that sends `If-None-Match` has this page, in whatever encoding (RFC 9110 13.1.2)."""
        return self.tag in known or known.strip() == "*"


@lru_cache(maxsize=256)
def encoding_for(accepted: str) -> str:
    """Return the best of our encodings for a header `Accept-Encoding`; nonsense means "identity"."""
    if not accepted or len(accepted) > _LONGEST_WISH:
        return "identity"
    weights: dict[str, float] = {}
    for wish in accepted.lower().split(","):
        name, _, weight = (part.strip() for part in wish.partition(";"))
        if weight and not _QUALITY.match(weight):
            return "identity"
        weights[name] = float(weight[2:]) if weight else 1.0
    weights = {{"x-gzip": "gzip"}.get(name, name): weight for name, weight in weights.items()}
    everything = weights.get("*", 0.0)
    for name in ENCODINGS[:-1]:
        if weights.get(name, everything) > 0:
            return name
    return "identity"


def is_text(headers: Iterable[tuple[str, str]]) -> bool:
    """Say whether compressing is worth while by the type of content, and nobody compressed already."""
    names = {name.lower(): value for name, value in headers}
    return "content-encoding" not in names and bool(_TEXT.match(names.get("content-type", "")))


def compressed(body: bytes, encoding: str) -> bytes:
    """Return a body in an encoding; the same bytes for the same body, at any time and in any process."""
    if encoding == "br":
        return brotli.compress(body, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY)
    return gzip.compress(body, compresslevel=GZIP_LEVEL, mtime=0) if encoding == "gzip" else body


def variant_of(headers: Headers, body: bytes, encoding: str, tag: str = "") -> Variant:
    """Return an answer in one encoding.

    Args:
        headers: without those of one encoding.
        body: as the view wrote it.
        encoding: one of `ENCODINGS`.
        tag: what its entity tag begins with; "" for none.
    """
    packed = compressed(body, encoding)
    own = [("Content-Length", str(len(packed)))]
    if encoding != "identity":
        own.append(("Content-Encoding", encoding))
    if tag:
        own.append(("ETag", f'"{tag}-{encoding}"'))
    return Variant([*headers, *own], packed)


def varying(headers: Headers) -> Headers:
    """Return headers whose `Vary` says that the encoding was chosen."""
    named = [part.strip() for name, value in headers if name.lower() == "vary" for part in value.split(",")]
    others = [header for header in headers if header[0].lower() != "vary"]
    known = {name.lower() for name in named}
    return [
        *others,
        ("Vary", ", ".join(named if "accept-encoding" in known else [*named, "Accept-Encoding"])),
    ]


def plain(headers: Headers) -> Headers:
    """Return headers without those that name length and tag of one body."""
    own = {"content-length", "etag"}
    return [header for header in headers if header[0].lower() not in own]


def keep(
    headers: Headers,
    body: bytes,
    *,
    stamp: tuple[tuple[int, int], ...],
    made_at: float,
    ends_at: float,
) -> Kept:
    """Return an answer made ready, not compressed yet.

    Args:
        headers: those of the view.
        body: what it wrote.
        stamp: see `Kept`.
        made_at: see `Kept`.
        ends_at: see `Kept`.
    """
    headers = plain(headers)
    is_packable = is_text(headers) and len(body) >= SMALLEST
    if is_packable:
        headers = varying(headers)
    mark = blake2b(body, digest_size=9)
    for name, value in sorted(headers):
        mark.update(f"\n{name}:{value}".encode("latin-1", "replace"))
    tag = mark.hexdigest()
    unchanged = [header for header in headers if header[0].lower() in ON_UNCHANGED]
    return Kept(
        variants={"identity": variant_of(headers, body, "identity", tag)},
        unchanged=[*unchanged, ("ETag", f'"{tag}-identity"')],
        tag=tag,
        stamp=stamp,
        made_at=made_at,
        ends_at=ends_at,
        is_packable=is_packable,
        size=len(body) + OVERHEAD,
    )


_HEAD = struct.Struct("!I")


def packed(kept: Kept) -> bytes:
    """Return a page as bytes for a store outside this process: a head in JSON and the bodies.

    Not pickle: whoever can write to that store could run what they like in our processes (ASVS 1.5.2).
    """
    head = json.dumps(
        {
            "variants": [
                [name, variant.headers, len(variant.body)] for name, variant in kept.variants.items()
            ],
            "unchanged": kept.unchanged,
            **{
                name: getattr(kept, name)
                for name in ("tag", "stamp", "made_at", "ends_at", "is_packable", "size")
            },
        }
    ).encode()
    return b"".join([_HEAD.pack(len(head)), head, *(variant.body for variant in kept.variants.values())])


def unpacked(data: bytes) -> Kept:
    """Return the page that `packed` wrote.

    Raises:
        ValueError: these are other bytes.
    """
    try:
        (length,) = _HEAD.unpack_from(data)
        head = json.loads(data[_HEAD.size : _HEAD.size + length])
        variants, at = {}, _HEAD.size + length
        for name, headers, size in head.pop("variants"):
            variants[name] = Variant([(key, value) for key, value in headers], data[at : at + size])
            at += size
        head["stamp"] = tuple((room, version) for room, version in head["stamp"])
        head["unchanged"] = [(key, value) for key, value in head["unchanged"]]
        kept = Kept(variants=variants, **head)
    except (struct.error, TypeError, KeyError, AttributeError, UnicodeDecodeError) as error:
        raise ValueError("not a page that was kept") from error
    if at != len(data):
        raise ValueError("a page that was cut short")
    return kept
