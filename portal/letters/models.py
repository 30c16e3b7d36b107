"""Letters that went out, and the counters that number them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.files import private_storage
from portal.letters.kinds.official import OfficialLetter


class LetterCounter(models.Model):
    """The last number that an organization gave out in a calendar year.

    One row is the lock under which numbers are given: two letters issued at the same moment wait for each other, and a
    transaction that fails takes its number back with it, so the register has no gaps (regulation on Saraban work 2526:
    letters are numbered by calendar year).
    """

    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("หน่วยงาน")
    )
    year_be = models.PositiveSmallIntegerField(_("ปี พ.ศ."))
    last_number = models.PositiveIntegerField(_("เลขล่าสุด"), default=0)

    class Meta:
        verbose_name = _("ตัวนับเลขหนังสือ")
        verbose_name_plural = _("ตัวนับเลขหนังสือ")
        constraints = [
            models.UniqueConstraint(fields=["organization", "year_be"], name="one_counter_per_year"),
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.year_be}"


class OutgoingLetter(models.Model):
    """A letter as it went out; its content never changes.

    The snapshot is the truth. The PDF is drawn from it when somebody first asks, kept in the private storage, and
    drawn again, byte for byte the same, when the file is lost.
    """

    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="letters", verbose_name=_("หน่วยงาน")
    )
    year_be = models.PositiveSmallIntegerField(_("ปี พ.ศ."))
    running_number = models.PositiveIntegerField(_("เลขลำดับ"))
    number = models.CharField(_("เลขที่หนังสือ"), max_length=80)
    subject = models.CharField(_("เรื่อง"), max_length=300)
    addressee = models.CharField(_("เรียน"), max_length=300)
    snapshot = models.JSONField(_("เนื้อความ"))
    created_at = models.DateTimeField(_("ออกเมื่อ"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ผู้ออก"),
        help_text=_("ว่างเมื่อระบบออกเอง"),
    )
    pdf = models.FileField(_("ไฟล์ PDF"), storage=private_storage, blank=True, max_length=200)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    pdf_renderer = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("หนังสือออก")
        verbose_name_plural = _("ทะเบียนหนังสือออก")
        ordering = ["-year_be", "-running_number"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "year_be", "running_number"], name="one_letter_per_number"
            ),
            models.CheckConstraint(condition=Q(running_number__gte=1), name="letter_numbers_begin_at_one"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def letter(self) -> OfficialLetter:
        """The letter as data."""
        return OfficialLetter.from_snapshot(self.snapshot)
