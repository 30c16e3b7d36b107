"""A list of requests that somebody brought at the desk: tried first, then taken in by the queue."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.files import private_storage
from portal.vocabulary import ProblemType


def stored_name(instance: ListImport, name: str) -> str:
    """Return a random name: that of the file may tell of people."""
    return f"lists/{uuid.uuid4().hex}"


class ListImport(models.Model):
    """How far a list is. Its files are sealed, and go when they have done their work (`cases.importing.running`)."""

    class State(models.TextChoices):
        """How far it is."""

        LOOKING = "looking", _("กำลังลองอ่าน")
        LOOKED = "looked", _("ลองแล้ว รอให้คุณยืนยัน")
        WRITING = "writing", _("กำลังรับเข้า")
        DONE = "done", _("รับเข้าแล้ว")
        FAILED = "failed", _("ทำต่อไม่ได้")
        DROPPED = "dropped", _("ยกเลิกแล้ว")

    token = models.UUIDField(unique=True, editable=False)
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    appointment = models.ForeignKey("accounts.Appointment", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    touched_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State.choices, default=State.LOOKING)
    source = models.CharField(_("ชื่อรายการ"), max_length=120)
    problem = models.CharField(_("ปัญหา"), max_length=30, choices=ProblemType)
    narrative = models.CharField(_("เรื่องที่ขอ"), max_length=300)
    file = models.FileField(storage=private_storage, upload_to=stored_name, blank=True, max_length=120)
    refused_file = models.FileField(
        storage=private_storage, upload_to=stored_name, blank=True, max_length=120
    )
    rows = models.PositiveIntegerField(default=0)
    looked_at = models.PositiveIntegerField(default=0)
    made = models.PositiveIntegerField(default=0)
    existing = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    unknown = models.JSONField(default=list, blank=True)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("การรับเรื่องจากตาราง")
        verbose_name_plural = _("การรับเรื่องจากตาราง")
        indexes = [models.Index(fields=["organization", "-id"], name="lists_of_organization")]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"

    @property
    def is_busy(self) -> bool:
        """The queue works on it."""
        return self.state in (self.State.LOOKING, self.State.WRITING)

    @property
    def waits_for_a_word(self) -> bool:
        """It was tried, and nothing is written yet."""
        return self.state == self.State.LOOKED

    @property
    def is_done(self) -> bool:
        """What could be taken in is."""
        return self.state == self.State.DONE
