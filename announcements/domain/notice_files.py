"""Files of an office's notice (S1.11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from announcements.domain.offices import NoticeError, keep_text, latest, open_to_write
from announcements.models import AnnouncementAttachment, OfficeNotice

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from portal.actors import Officer

MOST_FILES = 5
"""Files of one notice: more is no notice that somebody reads on a phone."""


@transaction.atomic
def attach(actor: Officer, notice: OfficeNotice, file: UploadedFile, *, title: str) -> None:
    """Add a file to the latest text.

    Args:
        actor: who adds it.
        notice: to which.
        file: already cleaned (`portal.files.checking.check_document`).
        title: what readers see.

    Raises:
        NoticeError: the person may not, the center is reading, or there are too many.
    """
    # Late, as Wagtail asks: which model holds documents is a setting.
    from wagtail.documents import get_document_model

    notice = open_to_write(actor, notice)
    page = latest(notice)
    if page.attachments.count() >= MOST_FILES:
        raise NoticeError(_("แนบได้ไม่เกิน 5 ไฟล์"), "file")
    document = get_document_model().objects.create(
        title=title[:255], file=file, uploaded_by_user=actor.person, file_size=file.size
    )
    page.attachments.add(
        AnnouncementAttachment(document=document, title=title[:255], sort_order=page.attachments.count())
    )
    keep_text(actor, notice, page)


@transaction.atomic
def detach(actor: Officer, notice: OfficeNotice, *, document: int) -> None:
    """Take a file out of the latest text; the file itself stays with earlier texts.

    Raises:
        NoticeError: the person may not, or the center is reading.
    """
    notice = open_to_write(actor, notice)
    page = latest(notice)
    for one in [one for one in page.attachments.all() if one.document_id == document]:
        page.attachments.remove(one)
    keep_text(actor, notice, page)
