"""Where files of cases lie: outside of every folder that a web server shows."""

from __future__ import annotations

from typing import IO

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.utils.functional import LazyObject


class _PrivateStorage(LazyObject):
    """Files under `PRIVATE_ROOT`, which no URL maps to; views stream them after asking who asks."""

    def _setup(self) -> None:
        self._wrapped = FileSystemStorage(
            location=settings.PRIVATE_ROOT,
            base_url=None,
            file_permissions_mode=0o600,
            directory_permissions_mode=0o700,
        )


PRIVATE_STORAGE = _PrivateStorage()


def private_storage() -> FileSystemStorage:
    """Return the private storage; a callable, so that migrations do not freeze its place."""
    return PRIVATE_STORAGE


def open_private(name: str) -> IO[bytes]:
    """Open a stored private file for reading.

    Raises:
        FileNotFoundError: when the file is gone from the disk.
    """
    return PRIVATE_STORAGE.open(name, "rb")
