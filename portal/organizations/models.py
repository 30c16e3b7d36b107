"""Organizations, the areas they serve and who leads which problem."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.thai.collation import sort_key

from .enums import OrganizationType, ProblemType


class OrganizationQuerySet(models.QuerySet):
    """Reads of organizations."""

    def active(self) -> OrganizationQuerySet:
        """Bodies that still exist."""
        return self.filter(is_active=True)


class Organization(models.Model):
    """A body that receives, forwards or gives help, or only receives reports (S1.29, S2.22, S2.36).

    Rows are never deleted: a body that merged or was upgraded is closed and points to its successor, so that old cases
    keep their old name (R22).
    """

    type = models.CharField(_("ประเภท"), max_length=40, choices=OrganizationType, db_index=True)
    name_th = models.CharField(_("ชื่อ"), max_length=200)
    name_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=200, blank=True)
    short_name = models.CharField(_("ชื่อย่อ"), max_length=80, blank=True)
    sort_key = models.CharField(max_length=400, editable=False, db_index=True)
    province_code = models.CharField(_("จังหวัด"), max_length=2, blank=True, db_index=True)
    district_code = models.CharField(_("อำเภอ"), max_length=4, blank=True, db_index=True)
    subdistrict_code = models.CharField(_("ตำบล"), max_length=6, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("หน่วยงานต้นสังกัด"),
    )
    phone = models.CharField(_("โทรศัพท์"), max_length=120, blank=True)
    email = models.EmailField(_("อีเมล"), blank=True)
    website = models.URLField(_("เว็บไซต์"), blank=True)
    address = models.CharField(_("ที่อยู่"), max_length=300, blank=True)
    latitude = models.FloatField(_("ละติจูด"), null=True, blank=True)
    longitude = models.FloatField(_("ลองจิจูด"), null=True, blank=True)
    letter_code = models.CharField(_("รหัสตัวพยัญชนะและเลขประจำของเจ้าของเรื่อง"), max_length=40, blank=True)
    is_frontline1 = models.BooleanField(_("หน่วยรับแจ้งเหตุ"), default=False)
    is_frontline2 = models.BooleanField(_("หน่วยงานเจ้าภาพหลัก"), default=False)
    is_active = models.BooleanField(_("ยังดำเนินการอยู่"), default=True)
    closed_on = models.DateField(_("เลิกเมื่อ"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("หน่วยงานที่สืบต่อ"),
    )
    source = models.CharField(max_length=60, blank=True, editable=False)
    source_key = models.CharField(max_length=80, blank=True, editable=False)
    geocode = models.CharField(_("รหัสกรมการปกครอง"), max_length=6, blank=True)
    dla_code = models.CharField(_("รหัส สถ."), max_length=8, blank=True)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "id"]
        verbose_name = _("หน่วยงาน")
        verbose_name_plural = _("หน่วยงาน")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_key"], condition=~Q(source_key=""), name="organization_source_key"
            ),
            models.CheckConstraint(
                condition=Q(is_active=True, closed_on__isnull=True) | Q(is_active=False),
                name="organization_closed_is_inactive",
            ),
        ]

    def __str__(self) -> str:
        return self.name_th

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the Thai sort key beside the name."""
        self.sort_key = sort_key(self.name_th)
        super().save(*args, **kwargs)


class ServiceArea(models.Model):
    """A subdistrict that a local administration serves, wholly or in part (18 % of them have more than one)."""

    class Coverage(models.TextChoices):
        """How much of the subdistrict."""

        WHOLE = "whole", _("ทั้งตำบล")
        PART = "part", _("บางส่วน")

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="areas", verbose_name=_("หน่วยงาน")
    )
    subdistrict_code = models.CharField(_("ตำบล"), max_length=6, db_index=True)
    coverage = models.CharField(_("ขอบเขต"), max_length=5, choices=Coverage, default=Coverage.WHOLE)
    villages = models.JSONField(_("หมู่ที่"), default=list, blank=True)

    class Meta:
        verbose_name = _("พื้นที่ให้บริการ")
        verbose_name_plural = _("พื้นที่ให้บริการ")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "subdistrict_code"], name="one_area_per_subdistrict"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.subdistrict_code}"


class RoutingRule(models.Model):
    """Problem and province decide the lead agency (S2.20)."""

    problem = models.CharField(_("ปัญหา"), max_length=30, choices=ProblemType)
    province_code = models.CharField(_("จังหวัด"), max_length=2)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="leads", verbose_name=_("เจ้าภาพหลัก")
    )

    class Meta:
        verbose_name = _("เจ้าภาพหลักของปัญหา")
        verbose_name_plural = _("เจ้าภาพหลักของปัญหา")
        constraints = [
            models.UniqueConstraint(fields=["problem", "province_code"], name="one_lead_per_problem")
        ]

    def __str__(self) -> str:
        return f"{self.get_problem_display()} {self.province_code} → {self.organization}"
