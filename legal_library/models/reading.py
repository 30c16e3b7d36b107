"""A file that an editor handed in to be read: what was found in it, and which drafts were made of that (S1.21, S2.01)."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from portal.files.storage import private_storage
from portal.files.tasks import forget_files


def stored_file(instance: models.Model, filename: str) -> str:
    """Return where a file or a picture lies: by chance, in one of 256 folders."""
    name = secrets.token_hex(16)
    return f"library-readings/{name[:2]}/{name}"


class LetterReading(models.Model):
    """One file: it is read in the queue, shown beside its pages, and made into drafts by an editor."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("กำลังอ่าน")
        READ = "read", _("อ่านแล้ว")
        FAILED = "failed", _("อ่านไม่ได้")
        REFUSED = "refused", _("ไม่รับ")

    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    started_at = models.DateTimeField(auto_now_add=True)
    name = models.CharField(_("ชื่อไฟล์"), max_length=200)
    file = models.FileField(
        _("ไฟล์"), storage=private_storage, upload_to=stored_file, max_length=80, blank=True
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    problem = models.CharField(max_length=500, blank=True)
    found = models.JSONField(default=dict)
    """What `legal_library.reading.letters` found, as JSON."""
    made = models.JSONField(default=dict)
    """Which draft was made of which document in it: place in the file (as a string) to primary key."""

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("การอ่านหนังสือ")

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"

    @property
    def is_busy(self) -> bool:
        """Whether it waits to be read."""
        return self.state == self.State.WAITING

    @property
    def is_read(self) -> bool:
        """Whether something was found in it."""
        return self.state == self.State.READ

    def fail(self, problem: str, state: str = State.FAILED) -> None:
        """Say why it cannot be read or may not be kept."""
        self.state, self.problem = state, problem[:500]
        self.save(update_fields=["state", "problem"])

    def forget_files(self) -> None:
        """Delete the file and the pictures of its pages; what was found stays as a report."""
        with transaction.atomic():
            names = [*self.leaves.values_list("picture", flat=True), self.file.name]
            self.leaves.all().delete()
            if self.file:
                self.file = ""
                self.save(update_fields=["file"])
            forget_files(names)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the row with its files."""
        with transaction.atomic():
            self.forget_files()
            return super().delete(*args, **kwargs)


class ReadLeaf(models.Model):
    """How one page of the file looks."""

    reading = models.ForeignKey(LetterReading, models.CASCADE, related_name="leaves")
    number = models.PositiveSmallIntegerField(_("หน้า"))
    picture = models.FileField(_("ภาพ"), storage=private_storage, upload_to=stored_file, max_length=80)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["number"]
        verbose_name = _("หน้าของหนังสือ")
        constraints = [models.UniqueConstraint(fields=["reading", "number"], name="read_leaf_once")]

    def __str__(self) -> str:
        return f"{self.reading_id}/{self.number}"
