"""Fixed-window counting in the database, shared by every process.

The database is used rather than a cache because the smallest installation has no cache server, and a limit that each
process counts for itself is no limit.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import re
import time
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from portal.throttle.models import Tally

_WITH_PORT = re.compile(r"^(?:\[([0-9a-fA-F:.]+)\](?::\d+)?|([0-9.]+):\d+)$")
# One statement instead of four, and nobody comes between counting and reading; Django's ORM adds to no column on a conflict.
_COUNT = """
INSERT INTO throttle_tally (key, count, expires_at) VALUES (%s, 1, %s)
ON CONFLICT (key) DO UPDATE SET count = throttle_tally.count + 1 RETURNING count
"""
_NETWORK_BITS = 64
"""What one household or one machine owns of IPv6; counting single addresses would be no limit at all."""


def address_of(request: HttpRequest) -> str:
    """Return the client's address, trusting as many proxies as the installation says it has.

    A header that a client wrote itself is never believed: only the entry that the outermost trusted proxy added counts
    (ASVS 4.1.3). Of IPv6 the network is returned.
    """
    trusted = settings.KLANG["TRUSTED_PROXIES"]
    forwarded = [
        part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()
    ]
    direct = request.META.get("REMOTE_ADDR", "")
    if trusted and len(forwarded) >= trusted:
        return _network(forwarded[-trusted]) or _network(direct)
    return _network(direct)


def _network(text: str) -> str:
    """Return an IPv4 address, or the network of an IPv6 address; "" for anything else."""
    match = _WITH_PORT.fullmatch(text)
    try:
        address = ipaddress.ip_address((match[1] or match[2]) if match else text)
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(address), _NETWORK_BITS), strict=False).network_address)


def _digest(scope: str, key: str, window: int) -> str:
    text = f"{scope}\0{window}\0{key}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), text, hashlib.sha256).hexdigest()


def hit(scope: str, key: str, *, limit: int, window_seconds: int) -> bool:
    """Count one try and say whether it is still allowed.

    Args:
        scope: what is counted, e.g. ``"track"``.
        key: whose tries, e.g. an address or a reference; only a keyed digest of it is stored.
        limit: tries allowed in one window.
        window_seconds: length of the window.

    Returns:
        True while the count is at most `limit`.
    """
    window = int(time.time()) // window_seconds
    digest = _digest(scope, key, window)
    ends = timezone.now() + timedelta(seconds=window_seconds)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [digest, connection.ops.adapt_datetimefield_value(ends)])
        (count,) = cursor.fetchone()
    return count <= limit


@dataclass(frozen=True, slots=True)
class Try:
    """One try to count.

    Attributes:
        scope: what is counted, e.g. ``"submit-address"``.
        key: whose tries; only a keyed digest of it is stored.
        limit: tries allowed in one window.
        window_seconds: length of the window.
    """

    scope: str
    key: str
    limit: int
    window_seconds: int


def allowed(*tries: Try, count_all: bool = False) -> bool:
    """Count a try by several keys and say whether every limit still holds.

    The narrow key comes first. By default counting stops at the first limit that is reached, so that one session or one
    draft that asks without end uses up its own limit and never that of the address which hundreds of phones share.

    Args:
        tries: from the narrowest key (a draft) to the widest (an address).
        count_all: count by every key whatever the others say, so that the answer takes the same work each time.
    """
    held = True
    for one in tries:
        held = hit(one.scope, one.key, limit=one.limit, window_seconds=one.window_seconds) and held
        if not held and not count_all:
            return False
    return held


def names_another(request: HttpRequest) -> bool:
    """Whether a request was passed on for somebody whom the installation was not told to believe.

    With `TRUSTED_PROXIES` too low behind a proxy, all visitors count as the proxy's one address: every limit would hit
    everybody at once. For checks and for whoever watches the machine; it changes nothing.
    """
    forwarded = [part for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if len(forwarded) <= settings.KLANG["TRUSTED_PROXIES"]:
        return False
    try:
        return not ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_global
    except ValueError:
        return False


def sweep() -> int:
    """Delete counts of windows that are over; returns how many."""
    return Tally.objects.filter(expires_at__lt=timezone.now()).delete()[0]
