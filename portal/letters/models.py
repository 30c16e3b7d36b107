"""Letters that went out, and the counters that number them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.files import private_storage
from portal.letters.kinds.official import OfficialLetter
from portal.letters.vocabulary import Acting, PrintState, WithdrawalReason


class Letterhead(models.Model):
    """What every letter of an organization carries beside its name and address: who signs, and whom to call (S2.01).

    Kept by the organization itself (`portal.letters.letterhead`). Code, address and telephone are the organization's own
    fields: others read them too.
    """

    organization = models.OneToOneField(
        "organizations.Organization",
        models.CASCADE,
        primary_key=True,
        related_name="letterhead",
        verbose_name=_("หน่วยงาน"),
    )
    signatory = models.CharField(_("ชื่อผู้ลงนาม"), max_length=120, blank=True)
    position = models.CharField(_("ตำแหน่งผู้ลงนาม"), max_length=200, blank=True)
    acting = models.CharField(_("ลงนามแทนอย่างไร"), max_length=30, choices=Acting, blank=True)
    acting_for = models.CharField(_("ลงนามแทนผู้ใด"), max_length=200, blank=True)
    owner_unit = models.CharField(_("ส่วนราชการเจ้าของเรื่อง"), max_length=200, blank=True)
    phones = models.CharField(_("โทรศัพท์ของเจ้าของเรื่อง"), max_length=120, blank=True)
    updated_at = models.DateTimeField(_("แก้ไขเมื่อ"), auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้แก้ไข")
    )

    class Meta:
        verbose_name = _("หัวหนังสือ")
        verbose_name_plural = _("หัวหนังสือ")
        constraints = [
            models.CheckConstraint(
                condition=Q(acting="", acting_for="") | (~Q(acting="") & ~Q(acting_for="")),
                name="letterhead_acts_for_somebody",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organization)


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
    """A letter as it went out; its content never changes. One that was withdrawn keeps its number and its text.

    What somebody wrote of a person in it goes when the time of their case is over (`issuing.take_out_words`).

    `occasion` is what it is written about, in words of the room that writes it, so that pressing a button twice gives one
    letter; after a withdrawal the same occasion may have a further `edition`.

    The snapshot is the truth. The PDF is drawn from it when somebody first asks, kept in the private storage, and
    drawn again, byte for byte the same, when the file is lost.
    """

    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="letters", verbose_name=_("หน่วยงาน")
    )
    year_be = models.PositiveSmallIntegerField(_("ปี พ.ศ."))
    running_number = models.PositiveIntegerField(_("เลขลำดับ"))
    number = models.CharField(_("เลขที่หนังสือ"), max_length=80)
    occasion = models.CharField(_("เนื่องจาก"), max_length=60, blank=True, editable=False)
    edition = models.PositiveSmallIntegerField(_("ครั้งที่ออก"), default=1, editable=False)
    receiver = models.ForeignKey(
        "organizations.Organization",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="letters_received",
        verbose_name=_("ถึง"),
    )
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
    withdrawn_at = models.DateTimeField(_("ยกเลิกเมื่อ"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ผู้ยกเลิก"),
    )
    withdrawal_reason = models.CharField(_("เหตุที่ยกเลิก"), max_length=20, choices=WithdrawalReason, blank=True)
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
            models.UniqueConstraint(
                fields=["organization", "occasion", "edition"],
                condition=~Q(occasion=""),
                name="one_letter_per_occasion",
            ),
            models.CheckConstraint(condition=Q(running_number__gte=1), name="letter_numbers_begin_at_one"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawal_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawal_reason="")),
                name="letter_withdrawn_for_a_reason",
            ),
        ]

        indexes = [
            # By its beginning too (`portal.lookups`): all letters of a case.
            models.Index(
                fields=["occasion"],
                condition=~Q(occasion=""),
                opclasses=["varchar_pattern_ops"],
                name="letter_by_occasion",
            ),
            models.Index(fields=["receiver"], condition=Q(receiver__isnull=False), name="letter_by_receiver"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_valid(self) -> bool:
        """It was not withdrawn."""
        return self.withdrawn_at is None

    @property
    def letter(self) -> OfficialLetter:
        """The letter as data."""
        return OfficialLetter.from_snapshot(self.snapshot)


class PrintOrder(models.Model):
    """Papers that somebody ordered and that are drawn in the queue, part by part; for that person alone, for some days.

    Whoever draws knows from `kind` and `subject` what is wanted; nothing personal stands here.
    """

    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("ผู้ขอ")
    )
    organization = models.ForeignKey(
        "organizations.Organization", models.CASCADE, related_name="+", verbose_name=_("หน่วยงาน")
    )
    kind = models.CharField(_("ชนิด"), max_length=20)
    subject = models.CharField(_("ของ"), max_length=40)
    asked_at = models.DateTimeField(_("ขอเมื่อ"))
    expires_at = models.DateTimeField(_("เก็บไว้ถึง"), db_index=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("เอกสารที่สั่งพิมพ์")
        verbose_name_plural = _("เอกสารที่สั่งพิมพ์")

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class PrintPart(models.Model):
    """One file of an order; drawn once, by whichever worker comes first."""

    order = models.ForeignKey(
        PrintOrder, models.CASCADE, related_name="parts", verbose_name=_("เอกสารที่สั่งพิมพ์")
    )
    number = models.PositiveSmallIntegerField(_("ลำดับ"))
    subject = models.CharField(_("ของ"), max_length=40)
    state = models.CharField(_("สถานะ"), max_length=10, choices=PrintState, default=PrintState.WAITING)
    pages = models.PositiveIntegerField(_("จำนวนหน้า"), default=0)
    pdf = models.FileField(_("ไฟล์ PDF"), storage=private_storage, blank=True, max_length=200)

    class Meta:
        ordering = ["order_id", "number"]
        verbose_name = _("ส่วนของเอกสารที่สั่งพิมพ์")
        verbose_name_plural = _("ส่วนของเอกสารที่สั่งพิมพ์")
        constraints = [models.UniqueConstraint(fields=["order", "number"], name="print_part_once")]

    def __str__(self) -> str:
        return f"{self.order} {self.number}"
