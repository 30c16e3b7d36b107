"""One household of the register."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.vulnerable.models.need import Need
from cases.vulnerable.vocabulary import EntryWay
from portal.sealing.fields import SealedCharField


class Home(models.Model):
    """A household that needs help first and agreed to be known as such. The row goes as a whole when that ends.

    Attributes:
        key: a digest by which the same house is known again; one of it at an organization.
        place_key: orders households as one walks through a village: subdistrict, village, and a place among its neighbors
            that tells nothing of the house number (`domain.order`).
        phone_keys, name_keys: digests by which a household is found.
        agreed_on: the day on which somebody agreed last; the term counts from it.
        reminded, reminded_on: how often the organization was told that somebody has to be asked again, and when last.
    """

    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("หน่วยงานที่ดูแลทะเบียน")
    )
    token = models.UUIDField(unique=True, editable=False)
    key = models.CharField(max_length=120, editable=False)
    place_key = models.CharField(max_length=60, editable=False)
    phone_keys = models.TextField(blank=True, editable=False)
    name_keys = models.TextField(blank=True, editable=False)
    name = SealedCharField(_("ชื่อผู้ที่ต้องช่วยก่อน"), max_length=150, bound_to=("token",))
    phone = SealedCharField(_("โทรศัพท์ของบ้าน"), max_length=120, blank=True, bound_to=("token",))
    other_contact = SealedCharField(_("ผู้ที่ติดต่อแทนได้"), max_length=200, blank=True, bound_to=("token",))
    people = models.PositiveSmallIntegerField(_("จำนวนคนในบ้าน"), null=True)
    subdistrict_code = models.CharField(_("ตำบล"), max_length=6, db_index=True)
    moo = models.CharField(_("หมู่ที่"), max_length=20, blank=True)
    place_detail = SealedCharField(_("บ้านเลขที่และจุดสังเกต"), max_length=500, blank=True, bound_to=("token",))
    needs = models.ManyToManyField(Need, related_name="+", verbose_name=_("ความจำเป็น"))
    note = SealedCharField(_("สิ่งที่ผู้เข้าช่วยต้องรู้"), max_length=500, blank=True, bound_to=("token",))
    agreed_on = models.DateField(_("ยินยอมครั้งล่าสุด"))
    reminded = models.PositiveSmallIntegerField(default=0, editable=False)
    reminded_on = models.DateField(null=True, editable=False)
    way = models.CharField(_("เข้ามาโดย"), max_length=8, choices=EntryWay)
    entered_at = models.DateTimeField(_("ขึ้นทะเบียนเมื่อ"), default=timezone.now)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้บันทึก")
    )
    changed_at = models.DateTimeField(_("แก้ไขเมื่อ"), default=timezone.now)

    class Meta:
        ordering = ["place_key", "id"]
        verbose_name = _("ครัวเรือนที่ต้องช่วยก่อน")
        verbose_name_plural = _("ครัวเรือนที่ต้องช่วยก่อน")
        constraints = [
            models.UniqueConstraint(fields=["organization", "key"], name="first_home_once"),
        ]
        indexes = [
            models.Index(fields=["organization", "place_key", "id"], name="first_home_in_order"),
            models.Index(fields=["agreed_on"], name="first_home_by_age"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
