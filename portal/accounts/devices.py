"""What somebody signs in with, in two words that they recognize ("Chrome · Windows")."""

from __future__ import annotations

from django.http import HttpRequest

_BROWSERS = (
    ("Edg", "Edge"), ("SamsungBrowser", "Samsung Internet"), ("OPR", "Opera"), ("Line/", "LINE"), ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
"""A word of the browser's header and its name; the first that occurs counts, because most claim to be others as well."""
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def device_of(request: HttpRequest) -> str:
    """Return browser and system of a request; "" where its header says neither."""
    header = request.headers.get("User-Agent", "")[:500]
    found = (next((name for word, name in words if word in header), "") for words in (_BROWSERS, _SYSTEMS))
    return " · ".join(name for name in found if name)
