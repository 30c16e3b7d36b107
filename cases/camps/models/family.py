"""One family in the shelters of an event."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.sealing.fields import SealedCharField, SealedTextField

AGES = ("infants", "children", "adults", "elderly")
"""Columns of how many are how old; their sum is the family."""


class Family(models.Model):
    """A family that came to a shelter of an event, in whichever of them it is now. Names go after the event, numbers stay.

    Attributes:
        number: within the event; said instead of the name, and leads to nobody outside.
        shelter: where it is; None when it left. Follows from its moves, written in the transaction of each.
        account: the household of the register that an officer says it is; never by the system.
        forgotten_at: since when nobody is named by it any more.
    """

    event = models.ForeignKey("events.Event", models.PROTECT, related_name="+", verbose_name=_("สถานการณ์"))
    token = models.UUIDField(unique=True, editable=False)
    number = models.PositiveIntegerField(_("เลขครอบครัว"))
    name = SealedCharField(_("ชื่อผู้แทนครอบครัว"), max_length=150, blank=True, bound_to=("token",))
    phone = SealedCharField(_("โทรศัพท์"), max_length=120, blank=True, bound_to=("token",))
    others = SealedTextField(_("ชื่อคนอื่นในครอบครัว"), max_length=1000, blank=True, bound_to=("token",))
    place = SealedCharField(_("หมู่บ้านหรือที่ที่มาจาก"), max_length=200, blank=True, bound_to=("token",))
    note = SealedCharField(_("สิ่งที่ผู้ดูแลศูนย์ต้องรู้"), max_length=500, blank=True, bound_to=("token",))
    subdistrict_code = models.CharField(_("ตำบลที่มาจาก"), max_length=6, blank=True)
    infants = models.PositiveSmallIntegerField(_("ทารกถึง 2 ปี"), default=0)
    children = models.PositiveSmallIntegerField(_("เด็ก 3–17 ปี"), default=0)
    adults = models.PositiveSmallIntegerField(_("ผู้ใหญ่"), default=0)
    elderly = models.PositiveSmallIntegerField(_("ผู้สูงอายุ 60 ปีขึ้นไป"), default=0)
    needs = models.ManyToManyField("vulnerable.Need", related_name="+", verbose_name=_("ความจำเป็น"))
    shelter = models.ForeignKey(
        "events.Shelter", models.PROTECT, null=True, related_name="+", verbose_name=_("ศูนย์พักพิง")
    )
    account = models.ForeignKey(
        "vulnerable.Account",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("ครัวเรือนในสถานการณ์"),
    )
    entered_at = models.DateTimeField(_("บันทึกเมื่อ"), default=timezone.now)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้บันทึก")
    )
    forgotten_at = models.DateTimeField(_("ลบชื่อเมื่อ"), null=True)

    class Meta:
        ordering = ["event_id", "number"]
        verbose_name = _("ครอบครัวในศูนย์พักพิง")
        verbose_name_plural = _("ครอบครัวในศูนย์พักพิง")
        constraints = [
            models.UniqueConstraint(fields=["event", "number"], name="camp_family_number_once"),
            models.UniqueConstraint(
                fields=["account"], condition=Q(account__isnull=False), name="camp_account_of_one_family"
            ),
            models.CheckConstraint(
                condition=Q(infants__gt=0) | Q(children__gt=0) | Q(adults__gt=0) | Q(elderly__gt=0),
                name="camp_family_has_people",
            ),
        ]
        indexes = [models.Index(fields=["shelter", "number"], name="camp_family_in_shelter")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.number}"

    @property
    def people(self) -> int:
        """How many they are."""
        return sum(getattr(self, name) for name in AGES)


PEOPLE = F("infants") + F("children") + F("adults") + F("elderly")
"""`Family.people` for queries."""


class FamilyTerm(models.Model):
    """By what a family is found: keyed digests of words of names, of their sound, and of the end of numbers. Never shown."""

    family = models.ForeignKey(Family, models.CASCADE, related_name="terms", verbose_name=_("ครอบครัว"))
    term = models.BigIntegerField(db_index=True)

    class Meta:
        verbose_name = _("คำค้นของครอบครัว")
        verbose_name_plural = _("คำค้นของครอบครัว")
        constraints = [models.UniqueConstraint(fields=["family", "term"], name="camp_family_term_once")]

    def __str__(self) -> str:
        return str(self.family_id)
