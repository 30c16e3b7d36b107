"""Organizations, the areas they serve and who leads which problem."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.organizations import areas
from portal.organizations.vocabulary import Level, OrganizationType, level_of
from portal.thai.bounds import LINE
from portal.thai.collation import sort_key
from portal.thai.dates import format_date
from portal.thai.text import key
from portal.vocabulary import CRISIS_PROBLEMS, ProblemType

MOST_WORDS = 12
"""Words of a search that are looked for: a database takes no more conditions than so many make."""


def search_key(*names: str) -> str:
    """Return the keys of all names of an organization, with blanks between them."""
    return " ".join(dict.fromkeys(filter(None, map(key, names))))[:800]


class OrganizationQuerySet(models.QuerySet["Organization"]):
    """Reads of organizations."""

    def active(self) -> OrganizationQuerySet:
        """Bodies that still exist."""
        return self.filter(is_active=True)

    def of_types(self, *types: OrganizationType) -> OrganizationQuerySet:
        """Bodies of any of these types."""
        return self.filter(type__in=types)

    def named(self, text: str) -> OrganizationQuerySet:
        """Bodies in whose full, short or English name all words occur, for pickers and search boxes (S2.36).

        Words are compared by their keys (`portal.thai.text.key`): damaged vowels, invisible characters, dots and blanks
        do not count. Nothing is found by a text of which no key is left.
        """
        words = tuple(dict.fromkeys(filter(None, map(key, text[:LINE].split()[:MOST_WORDS]))))
        if not words:
            return self.none()
        every_word = Q()
        for word in words:
            every_word &= Q(search_key__contains=word)
        # Blanks may stand where the name has none ("อบต. อ่าว นาง").
        return self.filter(every_word | Q(search_key__contains=key(text)))


class Organization(models.Model):
    """A body that receives, forwards or gives help, or only receives reports (S1.29, S2.22, S2.36).

    Rows are never deleted: a body that merged or was upgraded is closed and points to its successor, so that old cases
    keep their old name (R22).
    """

    type = models.CharField(_("ประเภท"), max_length=40, choices=OrganizationType, db_index=True)
    level = models.CharField(
        _("ระดับ"),
        max_length=12,
        choices=Level,
        blank=True,
        help_text=_("เว้นว่างให้ระบบเลือกตามประเภทและที่ตั้ง"),
    )
    name_th = models.CharField(_("ชื่อ"), max_length=200)
    name_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=200, blank=True)
    short_name = models.CharField(_("ชื่อย่อ"), max_length=80, blank=True)
    sort_key = models.CharField(max_length=400, editable=False, db_index=True)
    search_key = models.CharField(max_length=800, editable=False, default="")
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
    hours = models.CharField(
        _("เวลาทำการ"), max_length=120, blank=True, help_text=_("แสดงในหน้าหน่วยงานใกล้บ้านและบนป้าย")
    )
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
    note = models.CharField(_("หมายเหตุ"), max_length=300, blank=True)
    checked_on = models.DateField(_("ตรวจข้อมูลเมื่อ"), null=True, blank=True)
    closed_by_absence = models.BooleanField(default=False, editable=False)
    source = models.CharField(_("แหล่งข้อมูล"), max_length=60, blank=True, editable=False)
    source_key = models.CharField(max_length=200, blank=True, editable=False)
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
                violation_error_message=_("หน่วยงานที่มีวันเลิกแล้วต้องไม่อยู่ในสถานะดำเนินการ"),
            ),
            models.CheckConstraint(condition=~Q(name_th=""), name="organization_has_a_name"),
            models.CheckConstraint(
                condition=Q(district_code="") | Q(district_code__startswith=F("province_code")),
                name="organization_district_in_province",
                violation_error_message=_("อำเภอไม่อยู่ในจังหวัดที่เลือก"),
            ),
            models.CheckConstraint(
                condition=Q(subdistrict_code="") | Q(subdistrict_code__startswith=F("district_code")),
                name="organization_subdistrict_in_district",
                violation_error_message=_("ตำบลไม่อยู่ในอำเภอที่เลือก"),
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | (Q(is_active=False) & ~Q(successor=F("id"))),
                name="organization_successor_of_closed",
                violation_error_message=_("ระบุหน่วยงานที่สืบต่อได้เมื่อหน่วยงานนี้เลิกแล้ว และต้องเป็นหน่วยงานอื่น"),
            ),
        ]
        indexes = [
            models.Index(fields=["province_code", "type", "is_active"], name="organization_directory"),
            models.Index(fields=["level", "is_active", "sort_key"], name="organization_by_level"),
        ]

    def __str__(self) -> str:
        return self.name_th

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the keys beside the names."""
        self.fill_keys()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse areas that do not exist and a chain of successors that leads back here.

        Raises:
            ValidationError: with one message per field.
        """
        errors: dict[str, Any] = {}
        for field, level in (
            ("province_code", "province"),
            ("district_code", "district"),
            ("subdistrict_code", "subdistrict"),
        ):
            code = getattr(self, field)
            if code and not areas.is_area(code, level):  # type: ignore[arg-type]
                errors[field] = _("ไม่มีพื้นที่รหัสนี้")
        if self.pk and self.successor and self.pk in (body.pk for body in self.successor.successors()):
            errors["successor"] = _("หน่วยงานที่สืบต่อวนกลับมาที่หน่วยงานนี้")
        if errors:
            raise ValidationError(errors)

    def fill_keys(self) -> None:
        """Make the keys for sorting and for finding anew, and a level where none is set; who writes in bulk calls it."""
        self.level = self.level or level_of(
            self.type, province_code=self.province_code, district_code=self.district_code
        )
        self.sort_key = sort_key(self.name_th)
        self.search_key = search_key(self.name_th, self.short_name, self.name_en)

    def successors(self) -> list[Organization]:
        """Return this body and those that took its place, oldest first; ends at a loop."""
        chain = [self]
        while chain[-1].successor is not None and chain[-1].successor not in chain:
            chain.append(chain[-1].successor)
        return chain

    @property
    def is_local_administration(self) -> bool:
        """Whether it is one of the bodies that the regulation calls อปท."""
        return OrganizationType(self.type).is_local_administration

    @property
    def display_name(self) -> str:
        """The name with as much of its place as it takes to tell it from others of the same name.

        1,799 names of local administrations are borne by several, some within one province (documents.md 4), so district
        and province are added where the name does not end with them: "องค์การบริหารส่วนตำบลอ่าวนาง อ.เมืองกระบี่ จ.กระบี่",
        but "เทศบาลเมืองกระบี่". In the English interface the English name where there is one. Needs no query.
        """
        english = (get_language() or "").startswith("en") and bool(self.name_en)
        places = [areas.area(code) for code in (self.district_code, self.province_code) if code]
        if english:
            parts = [place.label for place in places if place and place.name_en not in self.name_en]
            return ", ".join([self.name_en, *parts])
        parts = [place.short_label for place in places if place and not self.name_th.endswith(place.name_th)]
        return " ".join([self.name_th, *parts])


class PlannedEnd(models.Model):
    """The end of an organization on a day that lies ahead; until then it works as ever.

    Carried out by the scheduler on the day (`portal.organizations.domain.closing`); the row stays as a record.
    """

    organization = models.OneToOneField(
        Organization, models.CASCADE, related_name="planned_end", verbose_name=_("หน่วยงาน")
    )
    on = models.DateField(_("จะเลิกเมื่อ"))
    successor = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("หน่วยงานที่จะสืบต่อ"),
    )
    carried_out_at = models.DateTimeField(_("ดำเนินการแล้วเมื่อ"), null=True, editable=False)

    class Meta:
        ordering = ["on", "id"]
        verbose_name = _("แผนการเลิกหน่วยงาน")
        verbose_name_plural = _("แผนการเลิกหน่วยงาน")
        constraints = [
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("organization")),
                name="planned_end_not_into_itself",
                violation_error_message=_("หน่วยงานที่สืบต่อต้องเป็นหน่วยงานอื่น"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization} {format_date(self.on)}"


class ServiceArea(models.Model):
    """A subdistrict that a body serves, wholly or in part (18 % of the subdistricts have more than one body)."""

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
        ordering = ["subdistrict_code", "id"]
        verbose_name = _("พื้นที่ให้บริการ")
        verbose_name_plural = _("พื้นที่ให้บริการ")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "subdistrict_code"], name="one_area_per_subdistrict"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization} {areas.area_name(self.subdistrict_code) or self.subdistrict_code}"

    def clean(self) -> None:
        """Refuse a subdistrict that does not exist and villages that are no numbers.

        Raises:
            ValidationError: with one message per field.
        """
        if not areas.is_area(self.subdistrict_code, "subdistrict"):
            raise ValidationError({"subdistrict_code": _("ไม่มีตำบลรหัสนี้")})
        if not isinstance(self.villages, list) or not all(
            isinstance(village, int) and 0 < village < 100 for village in self.villages
        ):
            raise ValidationError({"villages": _("หมู่ที่เป็นตัวเลข 1 ถึง 99")})


class RoutingRule(models.Model):
    """Problem and province decide the lead agency; a row of a district comes before that of its province (S2.20).

    Districts have rows of their own where one province has several lead agencies: the ten labor areas of Bangkok (S2.33).
    """

    problem = models.CharField(_("ปัญหา"), max_length=30, choices=ProblemType)
    province_code = models.CharField(_("จังหวัด"), max_length=2)
    district_code = models.CharField(_("อำเภอ"), max_length=4, blank=True, default="")
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="leads", verbose_name=_("เจ้าภาพหลัก")
    )

    class Meta:
        ordering = ["province_code", "problem", "district_code"]
        verbose_name = _("เจ้าภาพหลักของปัญหา")
        verbose_name_plural = _("เจ้าภาพหลักของปัญหา")
        constraints = [
            models.UniqueConstraint(
                fields=["problem", "province_code", "district_code"], name="one_lead_per_problem_and_place"
            ),
            models.CheckConstraint(
                condition=Q(district_code="") | Q(district_code__startswith=F("province_code")),
                name="lead_district_in_province",
                violation_error_message=_("อำเภอไม่อยู่ในจังหวัดที่เลือก"),
            ),
        ]

    def __str__(self) -> str:
        place = areas.area_name(self.district_code or self.province_code)
        return f"{self.get_problem_display()} {place} → {self.organization}"

    def clean(self) -> None:
        """Only the four crisis problems have a lead agency, and only an existing province.

        Raises:
            ValidationError: with one message per field.
        """
        errors: dict[str, Any] = {}
        if self.problem not in CRISIS_PROBLEMS:
            errors["problem"] = _("มีเจ้าภาพหลักเฉพาะปัญหาสังคมสี่ประเภท")
        if not areas.is_area(self.province_code, "province"):
            errors["province_code"] = _("ไม่มีจังหวัดรหัสนี้")
        if self.district_code and not areas.is_area(self.district_code, "district"):
            errors["district_code"] = _("ไม่มีพื้นที่รหัสนี้")
        if errors:
            raise ValidationError(errors)


class AreaShape(models.Model):
    """The outline of a province, district or subdistrict, from a file that the operator gave (S2.62).

    `rings` holds lists of [longitude, latitude] (WGS 84); with the rule of even and odd they leave holes out.
    """

    area_code = models.CharField(_("รหัสพื้นที่"), max_length=6, unique=True)
    rings = models.JSONField(_("เส้นแบ่งเขต"), default=list)
    credit = models.CharField(_("ที่มาของเส้นแบ่งเขต"), max_length=200)

    class Meta:
        ordering = ["area_code"]
        verbose_name = _("รูปแผนที่ของพื้นที่")
        verbose_name_plural = _("รูปแผนที่ของพื้นที่")

    def __str__(self) -> str:
        return areas.area_name(self.area_code) or self.area_code
