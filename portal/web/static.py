"""Static files under names that tell their content, compressed once, kept by browsers for good."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from threading import Lock
from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

MANIFEST = "staticfiles.json"
"""Which name a file has; it lies in STATIC_ROOT once they were collected."""


class OnceCompressor(Compressor):
    """Compress what lies under two names, its own and the one that tells its content, once.

    Brotli at its best takes seconds for the files of Wagtail alone, on the first start and after every update.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._made: dict[tuple[str, bytes], bytes] = {}
        self._locks: dict[tuple[str, bytes], Lock] = {}

    def compress_brotli(self, data: bytes) -> bytes:
        """Return `data` as Brotli."""
        return self._once("br", data, super().compress_brotli)

    def compress_gzip(self, data: bytes) -> bytes:
        """Return `data` as gzip."""
        return self._once("gz", data, super().compress_gzip)

    def _once(self, kind: str, data: bytes, make: Callable[[bytes], bytes]) -> bytes:
        """Make it, or wait for the thread that makes the same."""
        key = kind, sha256(data).digest()
        with self._locks.setdefault(key, Lock()):
            if key not in self._made:
                self._made[key] = make(data)
            return self._made[key]


class OnceCompressed(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, which compresses the same content once."""

    def create_compressor(self, **kwargs: Any) -> Compressor:
        """Return what compresses the files of one collecting."""
        return OnceCompressor(**kwargs)


class HashedStaticFiles(OnceCompressed):
    """The storage for an installation that collects by itself (`manage.py prepare`).

    Until that was done the files have their plain names, and are served from where they lie.
    """

    def url(self, name: str | None, force: bool = False) -> Any:
        """Return the address of a file."""
        if not self.hashed_files and name is not None:
            return self.base_url + name
        return super().url(name, force)
