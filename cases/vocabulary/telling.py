"""What may be told to many reporters at once: no word of any person (S2.30)."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Told(TextChoices):
    """Which text was sent."""

    QUEUED = "told_queued", _("ได้รับเรื่องแล้ว กำลังจัดลำดับ")
    ON_THE_WAY = "told_on_the_way", _("กำลังจัดหน่วยเข้าพื้นที่")
    RELIEF_POINT = "told_relief_point", _("มีจุดแจกสิ่งของ")
    DELAYED = "told_delayed", _("ยังเข้าพื้นที่ไม่ได้")
    CORRECTION = "told_correction", _("แก้ข้อความก่อนหน้า")


TOLD_TEXTS = {
    Told.QUEUED: _(
        "ได้รับเรื่องของคุณแล้ว กำลังจัดลำดับตามความอันตราย หากมีอันตรายเพิ่มโทร %(police)s หรือ %(ambulance)s ทันที"
    ),
    Told.ON_THE_WAY: _("กำลังจัดหน่วยช่วยเหลือเข้าพื้นที่ของคุณ โปรดอยู่ในที่ปลอดภัยและเปิดโทรศัพท์ไว้"),
    Told.RELIEF_POINT: _("มีจุดแจกสิ่งของและอาหารที่ที่ทำการ อปท. ของคุณ แสดงเลขที่เรื่องเมื่อไปรับ"),
    Told.DELAYED: _("ยังเข้าพื้นที่ไม่ได้เพราะน้ำสูง จะแจ้งอีกครั้งเมื่อเข้าได้ หากมีอันตรายโทร %(police)s หรือ %(ambulance)s"),
    Told.CORRECTION: _("ข้อความก่อนหน้านี้แจ้งคลาดเคลื่อน ขออภัย เจ้าหน้าที่จะติดต่อคุณอีกครั้ง"),
}
"""The whole text, in the language of the reporter; the numbers to call stand in `portal.pages.domain.lines`."""
