"""Files in an S3-compatible store, which several machines share (`KLANG_STORE_BUCKET`; docs/operations.md).

Nobody but the portal reads the store: what is put there gets no public right, and no address of it is ever given out. Case files are
sealed before they leave this machine, exactly as on a disk (decision 0012), so that the one who keeps the store reads nothing.
A store that refuses, hangs or is gone is an outage like a full disk: an `OSError` that `portal.web.errors` answers with 503.
"""

from __future__ import annotations

import errno
import io
import secrets
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO, Any
from urllib.parse import quote

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files import File
from django.utils.functional import cached_property
from storages.backends.s3 import S3Storage
from urllib3.exceptions import HTTPError

from portal.files.storage import Entry, Sealing, StoreError, unsealed
from portal.sealing import current, streams

NANO = 1_000_000_000
SPOOL = 2 * 1024 * 1024
"""Bytes of a file that are held in memory on the way; more of it goes through a temporary file of this process."""
HEAD_BYTES = 256
"""More than the head of a sealed file takes."""
_MISSING = frozenset({"404", "NoSuchKey", "NotFound"})
_EMPTY = frozenset({"416", "InvalidRange"})


@contextmanager
def _asking() -> Iterator[None]:
    """Turn what the client raises into what a disk would.

    Raises:
        FileNotFoundError: there is no such file.
        StoreError: anything else. Neither names the file: logs hold no names.
    """
    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", "unknown"))
        if code in _MISSING:
            raise FileNotFoundError(errno.ENOENT, "no such file in the store") from None
        raise StoreError(code) from error
    except (BotoCoreError, Boto3Error, HTTPError) as error:
        raise StoreError(type(error).__name__) from error


def options(folder: str) -> dict[str, Any]:
    """Return how the store is asked.

    Args:
        folder: before every name: "private" or "media".
    """
    given = settings.KLANG["STORE"]
    return {
        "bucket_name": given["bucket"],
        "endpoint_url": given["endpoint"] or None,
        "region_name": given["region"],
        "access_key": given["key"],
        "secret_key": given["secret"],
        "location": folder,
        "default_acl": None,
        "custom_domain": None,
        "file_overwrite": False,
        "gzip": False,
        "max_memory_size": SPOOL,
        # A thread of the server waits for it: better a page that says so than forty seconds of silence.
        "client_config": Config(
            signature_version="s3v4",
            connect_timeout=2,
            read_timeout=10,
            retries={"mode": "standard", "total_max_attempts": 2},
            # The client's newest checksums are unknown to many a store that speaks S3.
            request_checksum_calculation="when_required",
            s3={"addressing_style": given["addressing"]},
        ),
    }


IMPATIENT = Config(connect_timeout=1, read_timeout=2, retries={"mode": "standard", "total_max_attempts": 1})
"""Whoever only wants to know whether the store answers asks once, and waits no longer than for the database."""


class Objects(S3Storage):
    """Files in one folder of the bucket, with the errors of a disk and without addresses."""

    folder = ""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{**options(self.folder), **more})

    def _open(self, name: str, mode: str = "rb") -> File:
        if mode != "rb":
            raise ValueError("what lies in the store is written by `save` and read as bytes")
        with _asking():
            # Fetched here: later, nobody would expect an error of the network.
            content: IO[bytes] = super()._open(name, mode).file
        return File(content, name)

    def _save(self, name: str, content: Any) -> str:
        with _asking():
            stored: str = super()._save(name, content)
        return stored

    def delete(self, name: str) -> None:
        """Delete a file; one that is gone is no error.

        Raises:
            StoreError: the store does not answer.
        """
        with _asking():
            super().delete(name)

    def exists(self, name: str) -> bool:
        """Say whether there is such a file.

        Raises:
            StoreError: the store does not answer.
        """
        with _asking():
            return bool(super().exists(name))

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        """Return the folders and the files of a folder.

        Raises:
            StoreError: the store does not answer.
        """
        with _asking():
            folders, files = super().listdir(name)
        return folders, files

    def size(self, name: str) -> int:
        """Return how many bytes lie in the store.

        Raises:
            FileNotFoundError: it is gone.
            StoreError: the store does not answer.
        """
        with _asking():
            return int(super().size(name))

    def get_modified_time(self, name: str) -> datetime:
        """Return when a file was written last.

        Raises:
            FileNotFoundError: it is gone.
            StoreError: the store does not answer.
        """
        with _asking():
            written: datetime = super().get_modified_time(name)
        return written

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        """Return where `/cms/` shows a file: at an address of ours, never at one of the store."""
        return settings.MEDIA_URL + quote(name)

    # What backups and sweeps ask ---------------------------------------------------------------------------------------

    def entries(self, folder: str = "") -> Iterator[Entry]:
        """Yield every file in a folder and below it.

        Raises:
            StoreError: the store does not answer.
        """
        begin = f"{self.location}/{folder.strip('/')}/" if folder else f"{self.location}/"
        with _asking():
            for one in self.bucket.objects.filter(Prefix=begin):
                changed = int(one.last_modified.timestamp() * NANO)
                yield Entry(one.key.removeprefix(f"{self.location}/"), one.size, changed)

    def folders_before(self, folder: str, limit: float) -> list[str]:
        """Return the folders in a folder in which nothing changed since.

        Args:
            folder: in whose.
            limit: seconds since the epoch.

        Raises:
            StoreError: the store does not answer.
        """
        depth = folder.count("/") + 2
        changed: dict[str, int] = defaultdict(int)
        for entry in self.entries(folder):
            inside = "/".join(entry.name.split("/")[:depth])
            changed[inside] = max(changed[inside], entry.changed_ns)
        return [inside for inside, at in changed.items() if at < limit * NANO]

    def delete_folder(self, folder: str) -> None:
        """Delete a folder with all that is in it; one that is gone is no error.

        Raises:
            StoreError: the store does not answer, or keeps some of the files; the others are deleted.
        """
        with _asking():
            answers = self.bucket.objects.filter(Prefix=f"{self.location}/{folder.strip('/')}/").delete()
        # Many files are deleted by one request that ends well whatever becomes of each of them.
        codes = {str(one.get("Code")) for answer in answers for one in answer.get("Errors", ())} - _MISSING
        if codes:
            raise StoreError(", ".join(sorted(codes)))

    def fetch(self, name: str, target: IO[bytes]) -> None:
        """Write the bytes that lie in the store, sealed as they are, into a file.

        Raises:
            FileNotFoundError: it is gone.
            StoreError: the store does not answer.
        """
        with _asking():
            self.bucket.Object(self._normalize_name(name)).download_fileobj(target)

    def lay(self, name: str, content: IO[bytes]) -> None:
        """Put bytes into the store as they are.

        Raises:
            StoreError: the store does not answer.
        """
        with _asking():
            Objects._save(self, name, File(content, name))

    @cached_property
    def _impatient(self) -> S3Storage:
        given = options(self.folder)
        return S3Storage(**{**given, "client_config": given["client_config"].merge(IMPATIENT)})

    def works(self) -> bool:
        """Put a small file there and take it away again, without patience.

        Raises:
            StoreError: the store does not answer.
        """
        name = self._normalize_name(f".probe-{secrets.token_hex(8)}")
        with _asking():
            probe = self._impatient.bucket.Object(name)
            probe.put(Body=b"\0" * 64)
            probe.delete()
        return True


class MediaObjects(Objects):
    """Files and pictures of `/cms/`; readers get them from views that ask for a public page."""

    folder = "media"


class SealedObjects(Objects):
    """Files of cases: sealed in the store, clear for whoever asks here (`SealedStorage`)."""

    folder = "private"

    def get_object_parameters(self, name: str) -> dict[str, Any]:
        """Return what is said to the store of a file: nothing about its content."""
        return {"ContentType": "application/octet-stream"}

    def _save(self, name: str, content: Any) -> str:
        current.keys()
        name = name.replace("\\", "/")
        with tempfile.SpooledTemporaryFile(SPOOL) as sealed:
            for part in Sealing(content, name).chunks():
                sealed.write(part)
            sealed.seek(0)
            return super()._save(name, File(sealed, name))

    def _open(self, name: str, mode: str = "rb") -> File:
        return unsealed(super()._open(name, mode).file, name)

    def _head(self, name: str) -> tuple[tuple[str, bytes, int] | None, int]:
        """Return the head of a file, None for one in clear, and how many bytes lie in the store."""
        try:
            with _asking():
                found = self.bucket.Object(self._normalize_name(name)).get(Range=f"bytes=0-{HEAD_BYTES - 1}")
                begin = found["Body"].read()
        except StoreError as error:
            cause = error.__cause__
            if isinstance(cause, ClientError) and cause.response["Error"]["Code"] in _EMPTY:
                return None, 0
            raise
        whole = int(str(found.get("ContentRange", f"/{len(begin)}")).rpartition("/")[2])
        return streams.head_of(io.BytesIO(begin)), whole

    def size(self, name: str) -> int:
        """Return the size of the content.

        Raises:
            FileNotFoundError: it is gone.
            BrokenSealError: the file was cut.
            StoreError: the store does not answer.
        """
        head, stored = self._head(name)
        return stored if head is None else streams.plain_size(stored, head[2])

    def key_of(self, name: str) -> str:
        """Return by which key a file is sealed; "" for one in clear.

        Raises:
            FileNotFoundError: it is gone.
            BrokenSealError: its head is cut.
            StoreError: the store does not answer.
        """
        head, _stored = self._head(name)
        return "" if head is None else head[0]

    def seal_anew(self, name: str) -> None:
        """Seal a file with the newest key in its place: the store takes a file whole or not at all.

        Raises:
            FileNotFoundError: it is gone.
            SealingError: it cannot be opened; it stays as it is.
            StoreError: the store does not answer.
        """
        with self.open(name) as content:
            self._save(name, content)

    def forget_unfinished(self) -> None:
        """Delete what a run that was killed left: nothing here. The store's own rule ends uploads of which parts are missing."""
