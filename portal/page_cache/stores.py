"""Where pages that are ready lie: in this process, or in a Redis that several machines share.

Both give a page together with the versions of all rooms, because a page is worth nothing without them. Where the versions
cannot be told, nothing is given out and nothing is kept: slower, never wrong.
"""

from __future__ import annotations

import contextlib
import fcntl
import functools
import logging
import os
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.redis import RedisCache

from portal.page_cache.answers import Kept, packed, unpacked
from portal.page_cache.rooms import EVERY_ROOM, Room
from portal.page_cache.versions import FileVersions, Seen, Versions

log = logging.getLogger(__name__)

ALIAS = "pages"
"""Name in `settings.CACHES`."""
PAUSE_SECONDS = 2.0
"""How long a store that failed is left alone, so that not every request waits for it."""
TELL_SECONDS = 600.0
"""How soon it is said again that a store failed, when it answered meanwhile."""
LARGEST_SHARE = 16
"""No page takes more than one part in so many of the whole store."""


class Store(Protocol):
    """Pages that are ready, with the versions that they are compared with."""

    versions: Versions

    def look(self, key: str) -> tuple[Kept | None, Seen | None]:
        """Return what is kept under a key, and the versions now; both None while nobody can say."""
        ...

    def put(self, key: str, kept: Kept) -> None:
        """Keep a page."""
        ...


class _Shelf:
    """Entries of one process, the least used ones leave first; bounded by number and by bytes."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.entries: OrderedDict[str, tuple[Any, int, float | None]] = OrderedDict()
        self.size = 0

    def take_out(self, key: str) -> bool:
        """Remove an entry if there is one; the lock is held."""
        entry = self.entries.pop(key, None)
        self.size -= entry[1] if entry else 0
        return entry is not None


_shelves: dict[str, _Shelf] = {}


class BoundedMemoryCache(BaseCache):
    """Django's cache interface over the memory of this process, with a bound in bytes.

    Django's own `LocMemCache` counts entries only, pickles each, and throws away a third of them when it is full: a page
    of a law may be a hundred times as large as another, and reading one must cost next to nothing. Values must not be
    changed after they were put in.

    Args:
        name: entries are shared by all instances of this name.
        params: of `settings.CACHES`; OPTIONS takes MAX_ENTRIES and MAX_BYTES.
    """

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        options = params.get("OPTIONS", {})
        self.most_entries = int(options.get("MAX_ENTRIES", 2000))
        self.most_bytes = int(options.get("MAX_BYTES", 16 * 1024 * 1024))
        self._shelf = _shelves.setdefault(name, _Shelf())

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """Return a value, and count it as used."""
        shelf = self._shelf
        with shelf.lock:
            entry = shelf.entries.get(key)
            if entry is None:
                return default
            if entry[2] is not None and entry[2] <= time.time():
                shelf.take_out(key)
                return default
            shelf.entries.move_to_end(key)
        return entry[0]

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep a value unless it is too large, and let others go until there is room."""
        size = getattr(value, "size", 0) + len(key)
        shelf = self._shelf
        with shelf.lock:
            shelf.take_out(key)
            if size > self.most_bytes // LARGEST_SHARE:
                return
            shelf.entries[key] = (value, size, self.get_backend_timeout(timeout))
            shelf.size += size
            while shelf.size > self.most_bytes or len(shelf.entries) > self.most_entries:
                shelf.take_out(next(iter(shelf.entries)))

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep a value where there is none."""
        if self.get(key) is not None:
            return False
        self.set(key, value, timeout)
        return True

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Give an entry another end."""
        with self._shelf.lock:
            entry = self._shelf.entries.get(key)
            if entry is not None:
                self._shelf.entries[key] = (entry[0], entry[1], self.get_backend_timeout(timeout))
        return entry is not None

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Forget an entry."""
        with self._shelf.lock:
            return self._shelf.take_out(key)

    def clear(self) -> None:
        """Forget everything."""
        with self._shelf.lock:
            self._shelf.entries.clear()
            self._shelf.size = 0

    def bounds(self) -> tuple[int, int]:
        """Return how many entries there are, and how many bytes they take."""
        return len(self._shelf.entries), self._shelf.size


class LocalStore:
    """Pages in the memory of this process, versions in the file that all processes of the machine share.

    Args:
        pages: where they lie; any cache of Django's.
        versions: of the rooms.
    """

    def __init__(self, pages: BaseCache, versions: Versions) -> None:
        self._pages = pages
        self.versions = versions

    def look(self, key: str) -> tuple[Kept | None, Seen | None]:
        """Return what is kept under a key, and the versions now."""
        seen = self.versions.now()
        return (None, None) if seen is None else (self._pages.get(key), seen)

    def put(self, key: str, kept: Kept) -> None:
        """Keep a page until its day ends."""
        self._pages.set(key, kept, max(1, int(kept.ends_at - kept.made_at)))


class PageSerializer:
    """What Django's Redis cache writes: numbers as they are, pages as `answers.packed`; never pickle."""

    def dumps(self, value: int | Kept) -> int | bytes:
        """Return what is sent to Redis."""
        return value if isinstance(value, int) else packed(value)

    def loads(self, data: bytes) -> int | Kept | None:
        """Return what came from Redis; None for what is neither, which then counts as missing."""
        with contextlib.suppress(ValueError):
            return int(data) if len(data) <= 20 else unpacked(data)
        return None


class Debts:
    """Rooms whose versions could not be raised in Redis, written down for every process of this machine.

    Args:
        path: of the file; it exists while something is owed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def are_there(self) -> bool:
        """Say whether anything is owed."""
        return self._path.exists()

    def add(self, rooms: Iterable[Room]) -> None:
        """Write rooms down."""
        with self._locked() as file:
            os.write(file, "".join(f"{int(room)}\n" for room in rooms).encode())

    def pay(self, how: Callable[[frozenset[Room]], None]) -> None:
        """Raise what is owed, and forget it when that went well.

        Args:
            how: raises rooms, or an error.
        """
        with self._locked() as file:
            written = os.pread(file, 1 << 20, 0).decode("ascii", "replace").split()
            if written:
                known = {str(int(room)): room for room in Room}
                # What cannot be read may have been any room.
                owed = {known[name] for name in written} if set(written) <= set(known) else EVERY_ROOM
                how(frozenset(owed))
            self._path.unlink(missing_ok=True)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[int]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._open()
        try:
            yield file
        finally:
            os.close(file)

    def _open(self) -> int:
        while True:
            file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
            fcntl.flock(file, fcntl.LOCK_EX)
            # Who held the lock before may have removed the file: what is written into it now nobody would read.
            with contextlib.suppress(FileNotFoundError):
                if self._path.stat().st_ino == os.fstat(file).st_ino:
                    return file
            os.close(file)


class SharedStore:
    """Pages and versions in one Redis, for several machines; one question brings both.

    A version is a random number: raising it is writing another one, so neither a Redis that forgot everything nor one that
    forgot half can bring an old number back. When Redis does not answer, nothing is given out or kept for a moment, and what
    was changed meanwhile is owed: until it is paid, this machine gives out no kept page.

    Args:
        redis: Django's cache over Redis with `PageSerializer`.
        debts: what is owed.
    """

    def __init__(self, redis: BaseCache, debts: Debts) -> None:
        self._redis = redis
        self._debts = debts
        self._names = [f"room-{int(room)}" for room in Room]
        self._silent_until = 0.0
        self._is_told, self._tell_from = False, 0.0
        self._prefix = release()
        self.versions: Versions = self

    def look(self, key: str) -> tuple[Kept | None, Seen | None]:
        """Return what is kept under a key, and the versions now; both None while Redis is silent or something is owed."""
        name = self._name(key)
        found = self._asked(lambda: self._redis.get_many([name, *self._names]))
        seen = self._seen(found)
        if found is None or seen is None:
            return None, None
        kept = found.get(name)
        return (kept if isinstance(kept, Kept) else None), seen

    def put(self, key: str, kept: Kept) -> None:
        """Keep a page until its day ends."""
        self._asked(lambda: self._redis.set(self._name(key), kept, max(1, int(kept.ends_at - kept.made_at))))

    def now(self) -> Seen | None:
        """Return the version of every room; None while Redis is silent or something is owed."""
        return self._seen(self._asked(lambda: self._redis.get_many(self._names)))

    def rise(self, rooms: Iterable[Room]) -> None:
        """Raise versions for all machines, or write down that it is owed."""
        named = frozenset(rooms)
        try:
            self._write(named)
        except Exception as error:  # noqa: BLE001 - whatever a client of Redis raises: the change itself is committed
            self._fall_silent(error)
            try:
                self._debts.add(named)
            except OSError as second:
                log.error("Kept pages stay for a minute although something changed (%s).", second)

    def _write(self, rooms: Iterable[Room]) -> None:
        self._redis.set_many({f"room-{int(room)}": secrets.randbits(62) for room in rooms}, timeout=None)

    def _seen(self, found: dict[str, Any] | None) -> Seen | None:
        if found is None:
            return None
        missing = [name for name in self._names if not isinstance(found.get(name), int)]
        for name in missing:
            # Two processes may notice at once: the first one's number stands, and both read it the next time.
            self._asked(functools.partial(self._redis.add, name, secrets.randbits(62), timeout=None))
        if missing:
            return None
        return tuple(found[name] for name in self._names)

    def _asked(self, question: Callable[[], Any]) -> Any:
        """Ask Redis; None when it is silent, was a moment ago, or something is owed to it."""
        if time.monotonic() < self._silent_until:
            return None
        try:
            if self._debts.are_there():
                self._debts.pay(self._write)
            answer = question()
        except Exception as error:  # noqa: BLE001 - whatever a client of Redis raises: the page is made without it
            self._fall_silent(error)
            return None
        if self._is_told:
            self._is_told = False
            log.warning("Redis answers again.")
        return answer

    def _fall_silent(self, error: Exception) -> None:
        # Said once for as long as it is away, and seldom when it comes and goes: a night without Redis is no thousand lines.
        if not self._is_told and time.monotonic() >= self._tell_from:
            self._is_told, self._tell_from = True, time.monotonic() + TELL_SECONDS
            log.warning("Redis does not answer (%s); pages are made anew.", type(error).__name__)
        self._silent_until = time.monotonic() + PAUSE_SECONDS

    def _name(self, key: str) -> str:
        # What was kept by another version of the code is none of ours; versions of rooms belong to all.
        return blake2b(
            f"{self._prefix}\n{key}".encode("utf-8", "surrogateescape"), digest_size=20
        ).hexdigest()


def release() -> str:
    """Return a mark of the code, templates and translations that run: the same on machines that run the same."""
    mark = blake2b(digest_size=16)
    root = Path(settings.BASE_DIR)
    for folder in ("portal", "cases", "legal_library", "announcements", "templates", "static", "locale"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in {".py", ".html", ".js", ".css", ".mo"}:
                mark.update(f"{path.relative_to(root)}\n".encode())
                mark.update(path.read_bytes())
    return mark.hexdigest()


@functools.cache
def store() -> Store:
    """Return where this process keeps pages, by `settings.CACHES["pages"]`."""
    pages = caches.create_connection(ALIAS)
    folder = Path(settings.KLANG_VAR) / "run"
    if isinstance(pages, RedisCache):
        return SharedStore(pages, Debts(folder / "page-versions-owed"))
    return LocalStore(pages, FileVersions(folder / "page-versions"))
