"""Evidence that an announcement was posted: where, from when to when, by whom (S1.23 ปิดประกาศ)."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from announcements.vocabulary import PostingMedium


class PostingRecord(models.Model):
    """One posting of one announcement.

    A record that is wrong is corrected by a second one, which says what it corrects and why; the first stays as it was.
    A record stays when the announcement is deleted, and is never changed except to say on which day the posting really
    ended. Title and address are copied, because evidence must say what it said then.
    """

    announcement = models.ForeignKey(
        "announcements.AnnouncementPage",
        models.SET_NULL,
        null=True,
        related_name="postings",
        verbose_name=_("ประกาศ"),
    )
    title = models.CharField(_("ชื่อประกาศ"), max_length=255, editable=False)
    path = models.CharField(max_length=500, editable=False)
    medium = models.CharField(
        _("ปิดประกาศที่"), max_length=10, choices=PostingMedium, default=PostingMedium.BOARD
    )
    place = models.CharField(_("สถานที่"), max_length=200, blank=True, help_text=_("เช่น ป้ายประกาศหน้าสำนักงาน"))
    posted_from = models.DateField(_("ตั้งแต่วันที่"), default=timezone.localdate)
    posted_until = models.DateField(
        _("ถึงวันที่"), null=True, blank=True, help_text=_("เว้นว่างเมื่อยังปิดอยู่และไม่มีกำหนด")
    )
    taken_down_on = models.DateField(_("ปลดประกาศเมื่อ"), null=True, blank=True, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("ผู้บันทึก"),
    )
    recorded_at = models.DateTimeField(_("บันทึกเมื่อ"), auto_now_add=True)
    note = models.CharField(_("หมายเหตุ"), max_length=300, blank=True)
    corrects = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        editable=False,
        verbose_name=_("แก้รายการ"),
    )

    class Meta:
        verbose_name = _("หลักฐานการปิดประกาศ")
        verbose_name_plural = _("หลักฐานการปิดประกาศ")
        ordering = ["-posted_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(posted_until__isnull=True) | Q(posted_until__gte=F("posted_from")),
                name="posting_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(taken_down_on__isnull=True) | Q(taken_down_on__gte=F("posted_from")),
                name="posting_is_taken_down_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} · {self.get_medium_display()}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Copy title and address when the record is made."""
        if self._state.adding and self.announcement is not None:
            self.title = self.announcement.title
            self.path = self.announcement.url_path
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse a period that ends before it begins, and a board without a place.

        Raises:
            ValidationError: on the field concerned.
        """
        super().clean()
        if self.posted_until and self.posted_from and self.posted_until < self.posted_from:
            raise ValidationError({"posted_until": _("วันสุดท้ายต้องไม่อยู่ก่อนวันแรก")})
        if self.corrects_id and not self.note.strip():
            raise ValidationError({"note": _("บอกว่ารายการเดิมผิดตรงไหน")})
        if self.medium == PostingMedium.BOARD and not self.place.strip():
            raise ValidationError({"place": _("บอกว่าปิดประกาศไว้ที่ใด")})
