"""Files of a draft: checked and cleaned by `portal.files`, kept privately under the draft's token, deleted with it."""

from __future__ import annotations

import logging
import uuid

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from cases.intake.draft import Draft, DraftFile
from cases.intake.draft_folder import FOLDER, remove_abandoned
from portal.files import MAX_FILES, MAX_TOTAL_BYTES, PRIVATE_STORAGE, RefusedFile, check_upload

logger = logging.getLogger(__name__)


def add(draft: Draft, uploaded: UploadedFile) -> DraftFile:
    """Check one file, store it and put it into the draft (the caller saves the draft).

    Raises:
        RefusedFile: with the reason in words for the person; the draft is as before.
    """
    if len(draft.files) >= MAX_FILES:
        raise RefusedFile(_("แนบได้ไม่เกิน 5 ไฟล์ ลบไฟล์อื่นก่อน แล้วลองอีกครั้ง"))
    checked = check_upload(uploaded)
    if sum(file.size for file in draft.files) + len(checked.content) > MAX_TOTAL_BYTES:
        raise RefusedFile(_("ไฟล์ทั้งหมดรวมกันใหญ่เกิน 25 เมกะไบต์"))
    identifier = uuid.uuid4().hex
    try:
        path = PRIVATE_STORAGE.save(
            f"{FOLDER}/{draft.token.hex}/{identifier}.{checked.extension}", checked.as_content_file()
        )
    except OSError as error:
        logger.error("a draft's file could not be stored: %s", type(error).__name__)
        raise RefusedFile(_("ตอนนี้ระบบเก็บไฟล์ไม่ได้ ส่งคำขอโดยไม่แนบไฟล์ได้ แล้วนำไฟล์ให้เจ้าหน้าที่ภายหลัง")) from error
    file = DraftFile(identifier, path, checked.name, checked.content_type, len(checked.content))
    draft.files.append(file)
    remove_abandoned()
    return file


def remove(draft: Draft, identifier: str) -> bool:
    """Take one file out of the draft and off the disk; says whether it was there (the caller saves the draft)."""
    for file in draft.files:
        if file.id == identifier:
            draft.files.remove(file)
            PRIVATE_STORAGE.delete(file.path)
            return True
    return False
