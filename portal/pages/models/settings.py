"""What the center says of itself: name, address, phones, hours. Edited in the CMS, shown in every frame."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable

MOST_CONTACTS = 20
"""Rows of "who does what": more is no page that somebody in trouble reads."""


@register_setting(icon="home")
class SiteSettings(ClusterableModel, BaseSiteSetting):
    """Contact details of the center that runs this portal (S1.34: other ways to ask stand beside the form)."""

    center_name = models.CharField(
        _("ชื่อศูนย์"),
        max_length=200,
        default="ศูนย์ปฏิบัติการร่วมในการช่วยเหลือประชาชนขององค์กรปกครองส่วนท้องถิ่น (สถานที่กลาง)",
    )
    center_name_en = models.CharField(
        _("ชื่อศูนย์ (อังกฤษ)"),
        max_length=200,
        blank=True,
        default="Joint Operations Center for Helping People of the Local Administrations",
    )
    address = models.TextField(_("ที่อยู่"), blank=True)
    address_en = models.TextField(_("ที่อยู่ (อังกฤษ)"), blank=True)
    map_url = models.URLField(_("ลิงก์แผนที่"), blank=True)
    directions = models.TextField(
        _("มาอย่างไร"), blank=True, help_text=_("ทางเข้า ที่จอดรถ ทางลาด ห้องคุยส่วนตัว รถโดยสาร")
    )
    directions_en = models.TextField(_("มาอย่างไร (อังกฤษ)"), blank=True)
    phone = models.CharField(_("โทรศัพท์"), max_length=60, blank=True)
    email = models.EmailField(_("อีเมล"), blank=True)
    hours = models.CharField(_("เวลาทำการ"), max_length=120, blank=True)
    hours_en = models.CharField(_("เวลาทำการ (อังกฤษ)"), max_length=120, blank=True)

    panels = [
        MultiFieldPanel([FieldPanel("center_name"), FieldPanel("center_name_en")], heading=_("ชื่อ")),
        MultiFieldPanel(
            [
                *(FieldPanel(name) for name in ("address", "address_en", "map_url")),
                *(FieldPanel(name) for name in ("directions", "directions_en")),
            ],
            heading=_("สถานที่"),
        ),
        FieldRowPanel([FieldPanel("phone"), FieldPanel("email")], heading=_("ติดต่อ")),
        FieldRowPanel([FieldPanel("hours"), FieldPanel("hours_en")], heading=_("เวลาทำการ")),
        InlinePanel("contacts", heading=_("ใครทำอะไร"), label=_("เรื่อง"), max_num=MOST_CONTACTS),
    ]

    class Meta:
        verbose_name = _("ข้อมูลศูนย์")


class Contact(Orderable):
    """One row of "who does what" on the page of contacts: a matter, and the desk at the center that answers it."""

    settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="contacts")
    matter = models.CharField(_("เรื่อง"), max_length=120)
    matter_en = models.CharField(_("เรื่อง (อังกฤษ)"), max_length=120, blank=True)
    office = models.CharField(
        _("ติดต่อใคร"), max_length=160, help_text=_("ตำแหน่งหรือหน่วยงาน ไม่ใช่ชื่อคน ชื่อคนเปลี่ยนบ่อย")
    )
    office_en = models.CharField(_("ติดต่อใคร (อังกฤษ)"), max_length=160, blank=True)
    phone = models.CharField(_("โทรศัพท์"), max_length=60, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("matter"), FieldPanel("matter_en")]),
        FieldRowPanel([FieldPanel("office"), FieldPanel("office_en")]),
        FieldPanel("phone"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("ผู้รับผิดชอบเรื่อง")
        verbose_name_plural = _("ผู้รับผิดชอบเรื่อง")

    def __str__(self) -> str:
        return f"{self.matter}: {self.office}"
