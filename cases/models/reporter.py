"""The person who told the office."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.unasked import unasked
from cases.vocabulary import ContactWay, Relation
from portal.sealing.fields import SealedCharField, SealedEmailField
from portal.thai.phone import phones_in


class Reporter(models.Model):
    """Who reports and how to reach them without putting anybody in danger (privacy 7 and 10; S2.42).

    What was not asked is neither "yes" nor "no"; whoever reaches the person takes it for "no". `email` is an address; what was written in its place and is none stands in
    `email_words`, which nothing is ever sent to (docs/decisions/0009).
    """

    case = models.OneToOneField("cases.Case", models.CASCADE, related_name="reporter", verbose_name=_("เรื่อง"))
    name = SealedCharField(_("ชื่อผู้แจ้งหรือนามแฝง"), max_length=150, blank=True, bound_to=("case_id",))
    relation = models.CharField(
        _("ความสัมพันธ์กับผู้ประสบปัญหา"), max_length=20, choices=Relation, default=Relation.SELF
    )
    email = SealedEmailField(_("อีเมล"), blank=True, bound_to=("case_id",))
    email_words = SealedCharField(_("อีเมลตามที่เขียน"), max_length=254, blank=True, bound_to=("case_id",))
    phone = SealedCharField(_("โทรศัพท์"), max_length=120, blank=True, bound_to=("case_id",))
    other_way = SealedCharField(_("ทางติดต่ออื่น"), max_length=200, blank=True, bound_to=("case_id",))
    contact_way = models.CharField(
        _("ติดต่อกลับทางใดจึงปลอดภัย"), max_length=10, choices=ContactWay, default=ContactWay.PHONE
    )
    contact_time = SealedCharField(
        _("เวลาที่ติดต่อได้อย่างปลอดภัย"), max_length=200, blank=True, bound_to=("case_id",)
    )
    may_leave_message = unasked(_("ฝากข้อความไว้ได้"))
    may_identify = unasked(_("บอกคนที่รับสายได้ว่าโทรจากหน่วยงานใด"))
    may_tell_affected = unasked(_("บอกผู้ประสบปัญหาได้ว่าใครเป็นผู้แจ้ง"))
    may_email = unasked(_("ส่งอีเมลแจ้งความคืบหน้าได้อย่างปลอดภัย"))
    may_text = unasked(_("ส่ง SMS แจ้งความคืบหน้าได้อย่างปลอดภัย"))
    contact_note = SealedCharField(_("ข้อควรระวังในการติดต่อ"), max_length=300, blank=True, bound_to=("case_id",))

    class Meta:
        verbose_name = _("ผู้แจ้ง")
        verbose_name_plural = _("ผู้แจ้ง")

    def __str__(self) -> str:
        return self.name

    @property
    def mobile(self) -> str:
        """The first mobile number in its international form, to which a text can be sent; "" where there is none."""
        return next((number.e164 for number in phones_in(self.phone) if number.is_mobile), "")

    @property
    def is_affected(self) -> bool:
        """The reporter asks for themselves."""
        return self.relation == Relation.SELF
