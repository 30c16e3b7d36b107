"""What proves that the record was not changed: a seal on each row, a root for each day, the stamps of others."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.audit.models.append_only import AppendOnly

HEX = 64
"""Length of a SHA-256 digest in hexadecimal."""


class Seal(AppendOnly):
    """One row of the record has been taken into the chain (`portal.audit.verify` says how the values are made).

    Seals are numbered without gaps, over all tables that are sealed. `source` and `row` say which row it is
    (`portal.audit.sources`); `salt` keeps anybody from guessing a row by its published fingerprint.
    """

    number = models.BigIntegerField(primary_key=True)
    source = models.CharField(max_length=20)
    row = models.BigIntegerField()
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=HEX)
    chain = models.CharField(max_length=HEX)
    sealed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        verbose_name = _("ตราผนึก")
        verbose_name_plural = _("ตราผนึก")
        constraints = [models.UniqueConstraint(fields=["source", "row"], name="seal_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.source} {self.row}"


class SealedDay(AppendOnly):
    """All that was sealed on one day in Thailand, with the root that is published.

    Attributes:
        day: in Bangkok.
        first: number of its first seal.
        last: number of its last seal.
        before: the chain before its first seal.
        previous: root of the sealed day before; zeros for the first.
        root: of this day.
    """

    day = models.DateField(_("วันที่"), primary_key=True)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    before = models.CharField(max_length=HEX)
    previous = models.CharField(max_length=HEX)
    root = models.CharField(max_length=HEX)
    closed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-day"]
        verbose_name = _("วันที่ผนึกแล้ว")
        verbose_name_plural = _("วันที่ผนึกแล้ว")

    def __str__(self) -> str:
        return f"{self.day} {self.root}"

    @property
    def count(self) -> int:
        """How many rows the day holds."""
        return self.last - self.first + 1


class Stamp(AppendOnly):
    """What a time-stamping authority answered for the root of a day (RFC 3161)."""

    day = models.OneToOneField(SealedDay, models.PROTECT, related_name="stamp", verbose_name=_("วันที่"))
    token = models.BinaryField()
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("ตราประทับเวลา")
        verbose_name_plural = _("ตราประทับเวลา")

    def __str__(self) -> str:
        return str(self.day)
