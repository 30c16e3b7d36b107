"""An import that an editor began in `/cms/`: looked at first, then carried out."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

FOLDER = "library-imports"


class LibraryImport(models.Model):
    """Files that were handed in, how they are to be taken over, and what became of each record."""

    class State(models.TextChoices):
        """How far it is."""

        LOOKING = "looking", _("กำลังอ่าน")
        LOOKED = "looked", _("อ่านแล้ว รอให้คุณยืนยัน")
        WRITING = "writing", _("กำลังนำเข้า")
        DONE = "done", _("นำเข้าแล้ว")
        FAILED = "failed", _("อ่านไม่ได้")

    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    started_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.LOOKING)
    files = models.JSONField(default=list)
    """Names of the files; the first ones are tables or texts, see `legal_library.importing.running`."""
    choices = models.JSONField(default=dict)
    outcomes = models.JSONField(default=list)
    """A list for each record: place, result, title, remarks, number of the document."""
    problem = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("การนำเข้าเอกสาร")

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"

    @property
    def folder(self) -> str:
        """Where its files lie in the private storage, outside of what a web server shows."""
        return f"{FOLDER}/{self.pk}"

    @property
    def is_busy(self) -> bool:
        """Whether something is being done with it now."""
        return self.state in (self.State.LOOKING, self.State.WRITING)

    @property
    def waits_for_a_word(self) -> bool:
        """It was looked at, and nothing is written yet."""
        return self.state == self.State.LOOKED

    @property
    def is_done(self) -> bool:
        """What could be written is written."""
        return self.state == self.State.DONE

    def counts(self) -> list[tuple[str, int]]:
        """Return how many records came to which result, results without any left out."""
        found: dict[str, int] = {}
        for row in self.outcomes:
            found[row[1]] = found.get(row[1], 0) + 1
        return list(found.items())

    def fail(self, problem: str, **values: Any) -> None:
        """Say that it cannot be carried out, and why."""
        self.state, self.problem = self.State.FAILED, problem[:500]
        self.save(update_fields=["state", "problem"])
