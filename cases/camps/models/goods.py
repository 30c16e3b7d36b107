"""Relief: kinds of goods of an event, and every entry of what came, went and was given."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.camps.models.family import Family
from cases.camps.vocabulary import EntryKind
from portal.sealing.fields import SealedCharField


class Goods(models.Model):
    """One kind of relief of an event, as its people say it: bags of food, mats, drinking water."""

    event = models.ForeignKey("events.Event", models.PROTECT, related_name="+", verbose_name=_("สถานการณ์"))
    name = models.CharField(_("สิ่งของ"), max_length=80)
    unit = models.CharField(_("หน่วยนับ"), max_length=40)
    made_at = models.DateTimeField(_("บันทึกเมื่อ"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้บันทึก")
    )

    class Meta:
        ordering = ["event_id", "name", "id"]
        verbose_name = _("สิ่งของบรรเทาทุกข์")
        verbose_name_plural = _("สิ่งของบรรเทาทุกข์")
        constraints = [models.UniqueConstraint(fields=["event", "name"], name="camp_goods_once")]

    def __str__(self) -> str:
        return self.name


class GoodsEntry(models.Model):
    """So much of one kind came to one place or left it. Append-only: what was wrong is corrected by another entry.

    What is there is the sum of the entries of a place and stands nowhere else, so it cannot disagree with them.

    Attributes:
        shelter, organization: where; one of the two.
        family: to whom it was given, where that is known; a number once names are erased.
        people: to how many it was given; of a family how many they were then.
        partner: the entry of the place it left, where it was moved.
        corrects: the entry whose quantity was wrong; this one holds the difference.
    """

    goods = models.ForeignKey(Goods, models.PROTECT, related_name="entries", verbose_name=_("สิ่งของ"))
    kind = models.CharField(_("รายการ"), max_length=8, choices=EntryKind)
    quantity = models.IntegerField(_("จำนวน"))
    shelter = models.ForeignKey(
        "events.Shelter", models.PROTECT, null=True, related_name="+", verbose_name=_("ศูนย์พักพิง")
    )
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, null=True, related_name="+", verbose_name=_("หน่วยงาน")
    )
    family = models.ForeignKey(
        Family, models.PROTECT, null=True, related_name="given", verbose_name=_("ครอบครัว")
    )
    people = models.PositiveIntegerField(_("ให้กี่คน"), default=0)
    partner = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="brought", verbose_name=_("ย้ายจากรายการ")
    )
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="corrections", verbose_name=_("แก้รายการ")
    )
    at = models.DateTimeField(_("เมื่อ"), default=timezone.now)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้บันทึก")
    )
    token = models.UUIDField(unique=True, editable=False)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("รายการสิ่งของ")
        verbose_name_plural = _("รายการสิ่งของ")
        constraints = [
            models.CheckConstraint(condition=~Q(quantity=0), name="camp_entry_moves_something"),
            models.CheckConstraint(
                condition=Q(shelter__isnull=False, organization__isnull=True)
                | Q(shelter__isnull=True, organization__isnull=False),
                name="camp_entry_has_one_place",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=False)
                | (Q(kind__in=["given", "sent"]) & Q(quantity__lt=0))
                | (Q(kind__in=["received", "brought"]) & Q(quantity__gt=0)),
                name="camp_entry_goes_its_way",
            ),
        ]
        indexes = [models.Index(fields=["family", "goods", "at"], name="camp_entry_of_family")]

    def __str__(self) -> str:
        return f"{self.goods_id} {self.quantity:+d}"

    @property
    def to_family(self) -> int:
        """How much more whoever it was given to has by this entry."""
        return -self.quantity


class EntryWords(models.Model):
    """Why something was given a second time or corrected: words may name people, so they go after the event."""

    entry = models.OneToOneField(GoodsEntry, models.CASCADE, related_name="words", verbose_name=_("รายการ"))
    why = SealedCharField(_("เหตุผล"), max_length=300, bound_to=("entry_id",))

    class Meta:
        verbose_name = _("เหตุผลของรายการสิ่งของ")
        verbose_name_plural = _("เหตุผลของรายการสิ่งของ")

    def __str__(self) -> str:
        return str(self.entry_id)
