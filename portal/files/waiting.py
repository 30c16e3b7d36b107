"""Files of a form that is not stored yet: each good one is kept as soon as it came, whatever else the form lacks.

They lie privately and sealed in a folder with a random name, which only the session of whoever sent them knows, by the
token of the form; two tabs are two tokens. They are bounded in number and size, for each form and for each session, and
go when the form is stored, when its officer signs out, when they make room for a newer form, and at last by the sweep.
"""

from __future__ import annotations

import hashlib
import logging
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib.sessions.backends.base import UpdateError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.files.checking import check_upload
from portal.files.cleaning import CheckedFile
from portal.files.limits import MAX_FILES, MAX_TOTAL_BYTES
from portal.files.refusals import RefusedFile
from portal.files.storage import PRIVATE_STORAGE, open_private, sweep
from portal.sealing.digests import digest_of
from portal.thai.filenames import file_slug
from portal.web.sessions import SessionStore

logger = logging.getLogger(__name__)

KEY = "files_waiting"
FOLDER = "waiting"
MOST_FORMS = 4
"""Forms of one session whose files wait; those of the oldest make room."""
MOST_JUDGED = 20
"""Files of one sending that are looked at: good ones beyond `MAX_FILES` are refused unseen, but bad ones cost work too."""


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A file that was checked, made anew and stored privately until its form is.

    Attributes:
        id: random, for the box that takes it out.
        path: its name in the private storage.
        name: the sender's name for it, cleaned.
        content_type: found by content.
        extension: by content.
        size: bytes.
        mark: keyed digest of name and content as they were sent: the same file chosen again is the same file.
    """

    id: str
    path: str
    name: str
    content_type: str
    extension: str
    size: int
    mark: str


class Shelf:
    """The files of one form.

    Without a session, or when session or disk cannot keep a file, it is held by this object alone: what is stored with
    this very request is not lost, and a form that comes back names it as one to be chosen again.
    """

    def __init__(self, session: SessionStore | None = None, token: uuid.UUID | None = None) -> None:
        self._session = session if token is not None else None
        self._token = str(token)
        self._in_hand: dict[str, CheckedFile] = {}
        self._loose: dict[str, CheckedFile] = {}

    @property
    def files(self) -> list[WaitingFile]:
        """What waits, in the order in which it came."""
        return self._files_in(self._entries().get(self._token))

    @property
    def loose(self) -> list[str]:
        """Names of good files that could not be kept beyond this request."""
        return [file.name for file in self._loose.values()]

    def take(self, uploads: Sequence[UploadedFile]) -> list[str]:
        """Keep each good file at once.

        Args:
            uploads: what the browser sent.

        Returns:
            A sentence for each file that is not taken, with its name and the reason.
        """
        refusals = []
        for number, uploaded in enumerate(uploads):
            try:
                if number >= MOST_JUDGED:
                    raise _no_room()
                self._take(uploaded)
            except RefusedFile as refused:
                name = file_slug(uploaded.name or "") or _("ไฟล์")
                refusals.append(
                    _("“%(name)s” แนบไม่ได้: %(reason)s") % {"name": name, "reason": refused.reason}
                )
        return refusals

    def _take(self, uploaded: UploadedFile) -> None:
        mark = _mark(uploaded)
        if mark in self._marks():
            return
        self._check_room(0)
        # Slow; nothing is locked meanwhile.
        checked = check_upload(uploaded)
        self._check_room(len(checked.content))
        try:
            self._keep(checked, mark)
        except (OSError, UpdateError) as error:
            logger.error("a file could not wait for its form: %s", type(error).__name__)
            self._loose[mark] = checked

    def _keep(self, checked: CheckedFile, mark: str) -> None:
        """Store a file and note it in the session.

        Raises:
            RefusedFile: another request took the last room meanwhile; it is off the disk again.
            OSError, UpdateError: disk or session do not take it; it is off the disk again.
        """
        if self._session is None:
            self._loose[mark] = checked
            return
        identifier = uuid.uuid4().hex
        entry = self._entries().get(self._token)
        folder = entry["folder"] if entry else uuid.uuid4().hex
        path = PRIVATE_STORAGE.save(
            f"{FOLDER}/{folder}/{identifier}.{checked.extension}", checked.as_content_file()
        )
        file = WaitingFile(
            identifier,
            path,
            checked.name,
            checked.content_type,
            checked.extension,
            len(checked.content),
            mark,
        )
        try:
            is_new = self._note(file, folder)
        except BaseException:
            _delete(path)
            raise
        if is_new:
            self._in_hand[identifier] = checked
        else:
            _delete(path)

    def _note(self, file: WaitingFile, folder: str) -> bool:
        """Put a stored file into the session; False where another request brought the same one meanwhile."""
        assert self._session is not None
        with self._session.locked():
            if file.mark in self._marks():
                return False
            self._check_room(file.size)
            entries = self._entries()
            entry = entries.pop(self._token, None) or {"folders": [], "files": [], "folder": folder}
            if folder not in entry["folders"]:
                entry["folders"].append(folder)
            entry["files"].append(asdict(file))
            entry["touched"] = timezone.now().isoformat()
            too_many = max(0, len(entries) + 1 - MOST_FORMS)
            gone = [entries.pop(oldest) for oldest in list(entries)[:too_many]]
            self._write(entries | {self._token: entry})
        for one in gone:
            _delete_folders(one)
        return True

    def take_out(self, identifiers: Iterable[str]) -> None:
        """Take files out that the sender does not want to send any more. One that is not there is no error."""
        out = set(identifiers)
        if self._session is None or not any(file.id in out for file in self.files):
            return
        gone: list[WaitingFile] = []
        try:
            with self._session.locked():
                entries = self._entries()
                entry = entries.get(self._token)
                if entry is not None:
                    gone = [file for file in self._files_in(entry) if file.id in out]
                    entry["files"] = [file for file in entry["files"] if file["id"] not in out]
                    self._write(entries)
        except UpdateError as error:
            logger.error("a waiting file could not be taken out: %s", type(error).__name__)
        for file in gone:
            self._in_hand.pop(file.id, None)
            _delete(file.path)

    def contents(self) -> tuple[tuple[CheckedFile, ...], list[str]]:
        """Return what waits, to be stored with the form, and the names of files that are gone from the disk."""
        found, lost = [], []
        for file in self.files:
            try:
                found.append(self._in_hand.get(file.id) or _opened(file))
            except OSError as error:
                logger.error("a waiting file could not be opened: %s", type(error).__name__)
                lost.append(file)
        self.take_out(file.id for file in lost)
        return (*found, *self._loose.values()), [file.name for file in lost]

    def forget(self) -> None:
        """Delete everything that waits for the form: it is stored, or given up. Never fails; the sweep comes."""
        if self._session is None or self._token not in self._entries():
            return
        try:
            with self._session.locked():
                entries = self._entries()
                gone = entries.pop(self._token, None)
                self._write(entries)
        except UpdateError as error:
            logger.error("files that waited could not be forgotten: %s", type(error).__name__)
            return
        if gone is not None:
            _delete_folders(gone)

    def _entries(self) -> dict[str, Any]:
        return dict(self._session.get(KEY) or {}) if self._session is not None else {}

    def _write(self, entries: dict[str, Any]) -> None:
        assert self._session is not None
        if entries:
            self._session[KEY] = entries
        else:
            self._session.pop(KEY, None)
        self._session.save()

    @staticmethod
    def _files_in(entry: dict[str, Any] | None) -> list[WaitingFile]:
        return [WaitingFile(**file) for file in entry["files"]] if entry else []

    def _marks(self) -> set[str]:
        return {file.mark for file in self.files} | set(self._loose)

    def _check_room(self, size: int) -> None:
        sizes = [file.size for file in self.files] + [len(file.content) for file in self._loose.values()]
        if len(sizes) >= MAX_FILES:
            raise _no_room()
        if sum(sizes) + size > MAX_TOTAL_BYTES:
            raise RefusedFile(_("ไฟล์ทั้งหมดรวมกันใหญ่เกิน 25 เมกะไบต์"))


def shelf_of(session: SessionStore, token: str | None) -> Shelf:
    """Return the files that wait for a form.

    Args:
        session: of whoever sends it.
        token: of the form as it was sent; one that is none keeps nothing beyond the request.
    """
    try:
        return Shelf(session, uuid.UUID(token or ""))
    except ValueError:
        return Shelf()


def forget_all(session: SessionStore) -> None:
    """Delete what waits in a session that ends. Never fails; the sweep comes."""
    for entry in (session.pop(KEY, None) or {}).values():
        _delete_folders(entry)


def remove_abandoned(*, now: float | None = None) -> int:
    """Delete the folders of forms whose sessions have ended; returns how many. What was stored is a copy elsewhere.

    Args:
        now: seconds since the epoch; for tests.

    Raises:
        OSError: the store of files does not answer.
    """
    return sweep(FOLDER, now=now)


def _no_room() -> RefusedFile:
    return RefusedFile(_("แนบได้ครั้งละไม่เกิน %(most)d รูปหรือไฟล์") % {"most": MAX_FILES})


def _mark(uploaded: UploadedFile) -> str:
    digest = hashlib.sha256((uploaded.name or "").encode(errors="replace") + b"\0")
    uploaded.seek(0)
    for chunk in uploaded.chunks():
        digest.update(chunk)
    return digest_of("waiting file", digest.hexdigest())


def _opened(file: WaitingFile) -> CheckedFile:
    with open_private(file.path) as content:
        return CheckedFile(file.name, content.read(), file.content_type, file.extension)


def _delete(path: str) -> None:
    try:
        PRIVATE_STORAGE.delete(path)
    except OSError as error:
        logger.error("a waiting file could not be deleted: %s", type(error).__name__)


def _delete_folders(entry: dict[str, Any]) -> None:
    for folder in entry["folders"]:
        try:
            PRIVATE_STORAGE.delete_folder(f"{FOLDER}/{folder}")
        except OSError as error:
            logger.error("waiting files could not be deleted: %s", type(error).__name__)
