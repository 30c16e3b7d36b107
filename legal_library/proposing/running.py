"""Reading in the queue: one task for each file, so that a broken one fails alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task
from PIL import Image

from legal_library.models import LetterReading, ReadLeaf
from legal_library.reading.letters.ocr import engine
from legal_library.reading.letters.pages import leaves_of
from legal_library.reading.letters.reading import is_secret, read_pages
from legal_library.reading.refusals import UnreadableFile
from portal.queue.repeating import repeatable

KEPT = timedelta(days=60)
"""How long a file and the pictures of its pages stay; what was found stays as a report."""


@transaction.atomic
def start(*, uploads: Sequence[UploadedFile], user: Any) -> list[LetterReading]:
    """Keep files that were handed in, each as a reading of its own, and have them read.

    Args:
        uploads: PDFs, scans, pictures, Word documents, web pages, texts.
        user: who hands them in.
    """
    forget_old()
    found = []
    for upload in uploads:
        row = LetterReading(started_by=user, name=(Path(upload.name or "").name or "–")[:200])
        row.file.save("file", upload, save=False)
        row.save()
        found.append(row)
    for row in found:
        transaction.on_commit(lambda pk=row.pk: read_letter.enqueue(pk))
    return found


def forget_old() -> int:
    """Delete files and pictures that have lain long enough; returns of how many readings."""
    rows = LetterReading.objects.filter(started_at__lt=timezone.now() - KEPT).exclude(file="")
    for row in rows:
        row.forget_files()
    return len(rows)


@task()
@repeatable
def read_letter(pk: int) -> None:
    """Read one file; a file that cannot be read says why, and no other is touched."""
    row = LetterReading.objects.get(pk=pk)
    if not row.is_busy:
        return
    with row.file.open("rb") as file:
        content = file.read()
    try:
        _read(row, content)
    except UnreadableFile as error:
        row.fail(str(error))


def _read(row: LetterReading, content: bytes) -> None:
    with leaves_of(content, row.name, engine=engine(), pictures=True) as leaves:
        reading = read_pages(row.name, leaves.pages)
        if is_secret(reading):
            row.forget_files()
            row.fail(_("เอกสารชั้นลับมากหรือลับที่สุดห้ามเก็บในระบบนี้ ไฟล์ถูกลบแล้ว"), LetterReading.State.REFUSED)
            return
        with transaction.atomic():
            row.leaves.all().delete()
            for number, path in enumerate(leaves.pictures, start=1):
                _keep(row, number, path)
            row.found = reading.as_json()
            row.state = LetterReading.State.READ
            row.save(update_fields=["found", "state"])


def _keep(row: LetterReading, number: int, path: Path) -> None:
    with Image.open(path) as picture:
        width, height = picture.size
    leaf = ReadLeaf(reading=row, number=number, width=width, height=height)
    leaf.picture.save("page", ContentFile(path.read_bytes()), save=False)
    leaf.save()
