"""The keys of this installation, read once for each process."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from portal.sealing.keys import Keys, read


def path() -> Path:
    """Return where the key file lies (`KLANG_KEYS`)."""
    return Path(settings.KLANG["KEYS"])


def keys() -> Keys:
    """Return the keys.

    Raises:
        KeysError: there are none that could be read.
    """
    return _read(settings.KLANG["KEYS"])


def keys_with(identifier: str) -> Keys:
    """Return the keys; where one is unknown the file is read again: another process may seal with a newer one already."""
    if identifier not in keys().sealing:
        forget()
    return keys()


def forget() -> None:
    """Read the file again the next time."""
    _read.cache_clear()


@lru_cache(maxsize=4)
def _read(place: str | Path) -> Keys:
    return read(Path(place))
