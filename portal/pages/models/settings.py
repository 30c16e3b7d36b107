"""What the center says of itself: name, address, phones, hours. Edited in the CMS, shown in every frame."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="home")
class SiteSettings(BaseSiteSetting):
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
    phone = models.CharField(_("โทรศัพท์"), max_length=60, blank=True)
    email = models.EmailField(_("อีเมล"), blank=True)
    hours = models.CharField(_("เวลาทำการ"), max_length=120, blank=True)
    hours_en = models.CharField(_("เวลาทำการ (อังกฤษ)"), max_length=120, blank=True)

    panels = [
        MultiFieldPanel([FieldPanel("center_name"), FieldPanel("center_name_en")], heading=_("ชื่อ")),
        MultiFieldPanel(
            [FieldPanel("address"), FieldPanel("address_en"), FieldPanel("map_url")], heading=_("สถานที่")
        ),
        FieldRowPanel([FieldPanel("phone"), FieldPanel("email")], heading=_("ติดต่อ")),
        FieldRowPanel([FieldPanel("hours"), FieldPanel("hours_en")], heading=_("เวลาทำการ")),
    ]

    class Meta:
        verbose_name = _("ข้อมูลศูนย์")
