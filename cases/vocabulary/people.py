"""Who needs help, as coarse as the work allows."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AgeBand(TextChoices):
    """Age as coarse as the work allows; the bounds are those of the laws that the four problems rest on."""

    UNDER_10 = "under_10", _("ต่ำกว่า 10 ปี")
    AGE_10_14 = "10_14", _("10–14 ปี")
    AGE_15_17 = "15_17", _("15–17 ปี")
    AGE_18_19 = "18_19", _("18–19 ปี")
    AGE_20_59 = "20_59", _("20–59 ปี")
    AGE_60_UP = "60_up", _("60 ปีขึ้นไป")
    UNKNOWN = "unknown", _("ไม่ทราบ")

    @classmethod
    def of(cls, years: int | None) -> AgeBand:
        """Return the band of an age in full years; None is unknown."""
        if years is None:
            return cls.UNKNOWN
        bounds = (
            (10, cls.UNDER_10),
            (15, cls.AGE_10_14),
            (18, cls.AGE_15_17),
            (20, cls.AGE_18_19),
            (60, cls.AGE_20_59),
        )
        return next((band for bound, band in bounds if years < bound), cls.AGE_60_UP)


YES_NO = ((None, _("ยังไม่ได้ถาม")), (True, _("ใช่")), (False, _("ไม่ใช่")))
"""Three answers: what nobody asked is no "no" (cases.md, second edition, 5)."""


class IdentityPapers(TextChoices):
    """Which paper a foreigner has; help does not depend on it (S2.25)."""

    PASSPORT = "passport", _("หนังสือเดินทาง")
    PINK_CARD = "pink_card", _("บัตรชมพู (บัตรคนซึ่งไม่มีสัญชาติไทย)")
    NONE = "none", _("ไม่มีเอกสาร")
    UNKNOWN = "unknown", _("ไม่ทราบ")


class Sex(TextChoices):
    """Asked only because the target groups need it (S2.31)."""

    FEMALE = "female", _("หญิง")
    MALE = "male", _("ชาย")
    UNSPECIFIED = "unspecified", _("ไม่ระบุ")


class TargetGroup(TextChoices):
    """The main target groups (S2.31); a person may belong to several."""

    CHILD = "child", _("เด็ก")
    WOMAN = "woman", _("สตรี")
    ELDERLY = "elderly", _("ผู้สูงอายุ")
    PERSON_WITH_DISABILITY = "person_with_disability", _("คนพิการ")
    DESTITUTE = "destitute", _("ผู้ยากไร้หรือไร้ที่พึ่ง")
