"""A document sent round, the receipt of every organization, and who read and understood it (S1.22, S2.03, S2.04, S2.11)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.thai.dates import bangkok_today


class Circulation(models.Model):
    """One sending of a document by an organization to others; a district that passes it on makes another one below it."""

    document = models.ForeignKey(
        "legal_library.DocumentPage", models.PROTECT, related_name="circulations", verbose_name=_("เอกสาร")
    )
    sender = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("หน่วยงานที่แจ้งเวียน")
    )
    relays = models.ForeignKey(
        "legal_library.Receipt", models.PROTECT, null=True, related_name="relayed", verbose_name=_("แจ้งต่อจาก")
    )
    addressed_to = models.CharField(_("แจ้งถึง"), max_length=300)
    message = models.TextField(_("ข้อความถึงผู้รับ"), max_length=2000, blank=True)
    due_on = models.DateField(_("ให้รับทราบภายใน"), null=True, blank=True)
    sent_at = models.DateTimeField(_("แจ้งเมื่อ"), auto_now_add=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้แจ้ง")
    )
    token = models.UUIDField(null=True, unique=True, editable=False)
    """One for each form that sends; None where none was filled in, as when it is passed on."""

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = _("การแจ้งเวียน")
        verbose_name_plural = _("การแจ้งเวียน")

    def __str__(self) -> str:
        return f"{self.document_id} {self.sent_at:%Y-%m-%d}"


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    """Reads of receipts."""

    def open(self) -> ReceiptQuerySet:
        """Those that nobody has acknowledged."""
        return self.filter(acknowledged_at=None)


class Receipt(models.Model):
    """What one organization did with one circulation."""

    circulation = models.ForeignKey(Circulation, models.CASCADE, related_name="receipts")
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="circulars", verbose_name=_("หน่วยงาน")
    )
    by_letter = models.BooleanField(_("ส่งเป็นหนังสือ"), default=False)
    """Nobody signs in there: the document goes on paper, and whoever sent it writes the receipt down."""
    acknowledged_at = models.DateTimeField(_("รับทราบเมื่อ"), null=True)
    acknowledged_by = models.ForeignKey(
        "accounts.Appointment", models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้รับทราบ")
    )
    received_on = models.DateField(_("วันที่ได้รับตามใบตอบรับ"), null=True)
    receiver_words = models.CharField(_("ผู้ลงชื่อรับ"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้บันทึก")
    )

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        ordering = ["organization__sort_key", "pk"]
        verbose_name = _("การรับทราบ")
        constraints = [
            models.UniqueConstraint(fields=["circulation", "organization"], name="library_one_receipt_each"),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None) | Q(acknowledged_by__isnull=False) | ~Q(receiver_words=""),
                name="library_a_receipt_names_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.circulation_id} {self.organization_id}"

    @property
    def is_late(self) -> bool:
        """Whether its day has passed and nobody has acknowledged it."""
        due = self.circulation.due_on
        return self.acknowledged_at is None and due is not None and due < bangkok_today()


class Understanding(models.Model):
    """An officer says of themselves: read and understood (S2.04)."""

    receipt = models.ForeignKey(Receipt, models.CASCADE, related_name="understandings")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("เจ้าหน้าที่")
    )
    at = models.DateTimeField(_("เมื่อ"), auto_now_add=True)

    class Meta:
        ordering = [F("at").asc(), "pk"]
        verbose_name = _("อ่านและเข้าใจแล้ว")
        constraints = [
            models.UniqueConstraint(fields=["receipt", "person"], name="library_understood_once"),
        ]

    def __str__(self) -> str:
        return f"{self.receipt_id} {self.person_id}"
