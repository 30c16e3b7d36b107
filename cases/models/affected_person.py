"""The person who needs help."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.unasked import unasked
from cases.vocabulary import AgeBand, IdentityPapers, Sex, TargetGroup
from portal.sealing.fields import SealedCharField


class AffectedPerson(models.Model):
    """One person whom the request is about; often not the one who reports. The first is whom it is most about.

    The others are those of the same household or the same matter; `kinship` says what they are to the first.
    `household_size` of the first counts those who live together, named here or not. An empty answer was not asked.

    Only what routing and help need is asked (Official Information Act B.E. 2540 s.23, PDPA s.22): no name is required,
    no identity number is stored.
    """

    case = models.ForeignKey(
        "cases.Case", models.CASCADE, related_name="affected_people", verbose_name=_("เรื่อง")
    )
    name = SealedCharField(_("ชื่อหรือชื่อเล่น"), max_length=150, blank=True, bound_to=("case_id",))
    is_reporter = models.BooleanField(_("เป็นผู้แจ้งเอง"), default=False)
    sex = models.CharField(_("เพศ"), max_length=12, choices=Sex, blank=True)
    birth_date = models.DateField(_("วันเกิด"), null=True, blank=True)
    age = models.PositiveSmallIntegerField(_("อายุโดยประมาณ (ปี)"), null=True, blank=True)
    age_words = SealedCharField(_("อายุตามที่บอก"), max_length=150, blank=True, bound_to=("case_id",))
    age_band = models.CharField(_("ช่วงอายุ"), max_length=10, choices=AgeBand, default=AgeBand.UNKNOWN)
    is_married = unasked(_("บรรลุนิติภาวะด้วยการสมรส"))
    has_disability = unasked(_("มีความพิการ"))
    is_destitute = unasked(_("ยากไร้หรือไร้ที่พึ่ง"))
    nationality = SealedCharField(_("สัญชาติ"), max_length=80, blank=True, bound_to=("case_id",))
    papers = models.CharField(_("เอกสารประจำตัว"), max_length=10, choices=IdentityPapers, blank=True)
    needs_interpreter = unasked(_("ต้องการล่าม"))
    interpreter_language = SealedCharField(
        _("ภาษาที่ต้องการล่าม"), max_length=60, blank=True, bound_to=("case_id",)
    )
    kinship = SealedCharField(_("เป็นอะไรกับผู้ประสบปัญหาคนแรก"), max_length=60, blank=True, bound_to=("case_id",))
    phone = SealedCharField(_("โทรศัพท์"), max_length=120, blank=True, bound_to=("case_id",))
    household_size = models.PositiveSmallIntegerField(_("จำนวนคนในครัวเรือน"), null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("ผู้ประสบปัญหา")
        verbose_name_plural = _("ผู้ประสบปัญหา")

    def __str__(self) -> str:
        return self.name

    @property
    def target_groups(self) -> tuple[TargetGroup, ...]:
        """The main target groups that the person belongs to (S2.31: child under 18 and not of age by marriage)."""
        minor = self.age_band in {AgeBand.UNDER_10, AgeBand.AGE_10_14, AgeBand.AGE_15_17}
        found = {
            TargetGroup.CHILD: minor and not self.is_married,
            TargetGroup.WOMAN: self.sex == Sex.FEMALE and not (minor and not self.is_married),
            TargetGroup.ELDERLY: self.age_band == AgeBand.AGE_60_UP,
            TargetGroup.PERSON_WITH_DISABILITY: bool(self.has_disability),
            TargetGroup.DESTITUTE: bool(self.is_destitute),
        }
        return tuple(group for group, holds in found.items() if holds)
