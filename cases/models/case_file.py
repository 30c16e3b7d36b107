"""A file that belongs to a case."""

from __future__ import annotations

import uuid
from pathlib import PurePosixPath
from typing import IO

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.vocabulary import Visibility
from portal.files import private_storage
from portal.sealing.fields import SealedCharField


class Scan(models.TextChoices):
    """What the scanner of uploads has said of a file."""

    WAITING = "waiting", _("รอตรวจไวรัส")
    CLEAN = "clean", _("ตรวจแล้ว")
    BAD = "bad", _("พบสิ่งอันตราย ไม่ให้เปิด")


class QuarantinedError(Exception):
    """The scanner has not said yet that a file is clean, or has said that it is not."""


def scan_of_new() -> str:
    """Return how a file begins: clean where no scanner is asked, else waiting."""
    return Scan.WAITING if settings.KLANG["SCANNER"] else Scan.CLEAN


def stored_name(instance: CaseFile, name: str) -> str:
    """Return a random name: the citizen's own file name never reaches the disk (ASVS 5.3.2)."""
    token = uuid.uuid4().hex
    return f"cases/{token[:2]}/{token}{PurePosixPath(name).suffix}"


class CaseFile(models.Model):
    """A picture or document that came with the request or was added by staff (privacy 13).

    The content is checked and cleaned by `portal.files` before it gets here, lies outside the web root, and is served
    only through the case.

    What came with the request, or from the reporter later, has no organization and is read with the story. Of what an
    office added, `readers` says who reads it.
    """

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="files", verbose_name=_("เรื่อง"))
    file = models.FileField(_("ไฟล์"), storage=private_storage, upload_to=stored_name, max_length=120)
    name = SealedCharField(_("ชื่อไฟล์"), max_length=200, bound_to=("case_id",))
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(_("ขนาด (ไบต์)"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้แนบไฟล์")
    )
    organization = models.ForeignKey(
        "organizations.Organization",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("หน่วยงานที่แนบ"),
    )
    readers = models.CharField(_("ผู้ที่อ่านได้"), max_length=10, choices=Visibility, default=Visibility.SHARED)
    uploaded_at = models.DateTimeField(_("แนบเมื่อ"), default=timezone.now)
    scan = models.CharField(
        _("การตรวจไวรัส"), max_length=10, choices=Scan, default=scan_of_new, db_index=True, editable=False
    )

    class Meta:
        ordering = ["id"]
        verbose_name = _("ไฟล์แนบ")
        verbose_name_plural = _("ไฟล์แนบ")

    def __str__(self) -> str:
        return self.name

    @property
    def is_readable(self) -> bool:
        """The scanner has nothing against it, or none is asked."""
        return self.scan == Scan.CLEAN

    def opened(self) -> IO[bytes]:
        """Open the content for a reader: the only way that leads out of the portal.

        Raises:
            QuarantinedError: it has to wait, or is never let out.
            FileNotFoundError: it is gone from the disk.
        """
        if not self.is_readable:
            raise QuarantinedError
        content: IO[bytes] = self.file.open("rb")
        return content
