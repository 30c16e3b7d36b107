"""How one body asks another."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class HandoverReason(TextChoices):
    """Why responsibility should move."""

    PROPER_AREA = "proper_area", _("อยู่ในพื้นที่ของหน่วยงานนั้น")
    LEAD_AGENCY = "lead_agency", _("เป็นหน่วยงานเจ้าภาพหลัก")
    PROPER_DUTY = "proper_duty", _("เป็นหน้าที่และอำนาจของหน่วยงานนั้น")
    BEYOND_CAPACITY = "beyond_capacity", _("เกินขีดความสามารถ")


class ReturnReason(TextChoices):
    """Why a body does not take what it was sent."""

    WRONG_AREA = "wrong_area", _("ไม่อยู่ในพื้นที่")
    NOT_OUR_DUTY = "not_our_duty", _("ไม่ใช่หน้าที่และอำนาจ")
    INSUFFICIENT_INFO = "insufficient_info", _("ข้อมูลไม่เพียงพอ")
    DUPLICATE = "duplicate", _("เรื่องซ้ำ")
    CONFLICT_OF_INTEREST = "conflict_of_interest", _("มีส่วนได้เสียกับเรื่อง")


class SuccessionReason(TextChoices):
    """Why an organization, or a person of it, cannot go on with what they had to do."""

    ENDED = "ended", _("หน่วยงานเดิมสิ้นสุดลง")
    NOBODY_LEFT = "nobody_left", _("หน่วยงานเดิมไม่มีเจ้าหน้าที่แล้ว")
    PERSON_LEFT = "person_left", _("ผู้ที่ต้องทำพ้นจากหน้าที่นั้นแล้ว")
