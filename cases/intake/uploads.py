"""Files of a draft: checked and cleaned by `portal.files`, kept privately under the draft's token, deleted with it."""

from __future__ import annotations

import logging
import uuid

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from cases.intake import draft as drafts
from cases.intake.draft import Draft, DraftFile
from cases.intake.draft_folder import FOLDER, remove_abandoned
from portal.files import MAX_FILES, MAX_TOTAL_BYTES, PRIVATE_STORAGE, RefusedFile, check_upload
from portal.web.sessions import SessionStore

logger = logging.getLogger(__name__)


def prepare(draft: Draft, uploaded: UploadedFile) -> DraftFile:
    """Check one file and store it: the slow part, which holds no lock and changes no draft.

    Args:
        draft: as the page found it; it says at once when there is no more room.
        uploaded: what the browser sent.

    Returns:
        What `attach` puts into the draft.

    Raises:
        RefusedFile: with the reason in words for the person; nothing was kept.
    """
    _check_room(draft, 0)
    checked = check_upload(uploaded)
    _check_room(draft, len(checked.content))
    identifier = uuid.uuid4().hex
    try:
        path = PRIVATE_STORAGE.save(
            f"{FOLDER}/{draft.token.hex}/{identifier}.{checked.extension}", checked.as_content_file()
        )
    except OSError as error:
        logger.error("a draft's file could not be stored: %s", type(error).__name__)
        raise RefusedFile(_("ตอนนี้ระบบเก็บไฟล์ไม่ได้ ส่งคำขอโดยไม่แนบไฟล์ได้ แล้วนำไฟล์ให้เจ้าหน้าที่ภายหลัง")) from error
    return DraftFile(identifier, path, checked.name, checked.content_type, len(checked.content))


def attach(session: SessionStore, token: uuid.UUID, file: DraftFile) -> Draft:
    """Put a stored file into the draft and return it; when that fails the file is off the disk again.

    Args:
        session: the visitor's.
        token: of the draft.
        file: from `prepare`.

    Raises:
        RefusedFile: another upload took the last room meanwhile.
        DraftGone: the draft was sent or given up meanwhile.
        UpdateError, DatabaseError: the session cannot be stored; files that were attached before stay.
    """
    try:
        with drafts.changing(session, token) as draft:
            _check_room(draft, file.size)
            draft.files.append(file)
    except BaseException:
        discard(file)
        raise
    try:
        remove_abandoned()
    except OSError as error:
        # The file is stored; whoever comes next sweeps.
        logger.error("files of abandoned drafts could not be swept: %s", type(error).__name__)
    return draft


def _check_room(draft: Draft, size: int) -> None:
    if len(draft.files) >= MAX_FILES:
        raise RefusedFile(_("แนบได้ไม่เกิน 5 ไฟล์ ลบไฟล์อื่นก่อน แล้วลองอีกครั้ง"))
    if sum(file.size for file in draft.files) + size > MAX_TOTAL_BYTES:
        raise RefusedFile(_("ไฟล์ทั้งหมดรวมกันใหญ่เกิน 25 เมกะไบต์"))


def remove(session: SessionStore, token: uuid.UUID, identifier: str) -> None:
    """Take one file out of the draft, then off the disk. One that is not there is no error.

    Raises:
        DraftGone: the draft was sent or given up meanwhile.
        UpdateError, DatabaseError: the session cannot be stored; the file stays.
    """
    with drafts.changing(session, token) as draft:
        gone = [file for file in draft.files if file.id == identifier]
        draft.files = [file for file in draft.files if file.id != identifier]
    for file in gone:
        discard(file)


def discard(file: DraftFile) -> None:
    """Take a stored file off the disk. A file that is gone already is no error."""
    try:
        PRIVATE_STORAGE.delete(file.path)
    except OSError as error:
        # The sweep of abandoned drafts takes it later.
        logger.error("a draft's file could not be deleted: %s", type(error).__name__)
