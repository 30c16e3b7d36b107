"""Setting the committee up, appointing, ending a term, looking at another day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.committee.models import HelpCommittee, Member
from cases.committee.vocabulary import ORDINARY_RULES, MemberRole, PostingCount, QuorumRule
from portal.accounts.models import Appointment, User
from portal.actors import Officer
from portal.web.dates import DateBox, ThaiDateField


class CommitteeForm(forms.ModelForm):
    """The committee's name and rules."""

    quorum = forms.ChoiceField(
        label=_("องค์ประชุม"),
        choices=[(rule.value, rule.label) for rule in ORDINARY_RULES],
        widget=forms.RadioSelect,
    )
    second_quorum = forms.ChoiceField(
        label=_("องค์ประชุมเมื่อนัดครั้งที่สอง"),
        choices=[("", _("เท่าเดิม")), *QuorumRule.choices],
        widget=forms.RadioSelect,
        required=False,
        help_text=_("ใช้กับเรื่องเดิมที่ครั้งแรกไม่ครบองค์ประชุม และต้องบอกไว้ในหนังสือเชิญ"),
    )
    posting_counts = forms.ChoiceField(
        label=_("นับวันปิดประกาศเป็น"), choices=PostingCount.choices, widget=forms.RadioSelect
    )

    class Meta:
        model = HelpCommittee
        fields = [
            "name",
            "quorum",
            "quorum_source",
            "second_quorum",
            "second_within_days",
            "second_source",
            "posting_days",
            "posting_counts",
            "names_source",
        ]
        help_texts = {
            "quorum_source": _("คำสั่งหรือกฎหมายที่กำหนด พิมพ์ในรายงานการประชุม"),
            "second_source": _("เช่น พ.ร.บ. วิธีปฏิบัติราชการทางปกครอง พ.ศ. 2539 มาตรา 79"),
            "posting_days": _("ไม่นับวันที่ปิดประกาศ ตรวจกับระเบียบที่ใช้อยู่"),
            "names_source": _("เว้นว่างแล้วบัญชีมีแต่เลขที่เรื่อง ไม่มีชื่อ"),
        }


class MemberForm(forms.Form):
    """Somebody appointed by an order."""

    name = forms.CharField(label=_("ชื่อ"), max_length=150, help_text=_("มีคำนำหน้า ตามคำสั่งแต่งตั้ง"))
    position = forms.CharField(
        label=_("ตำแหน่ง"),
        max_length=200,
        required=False,
        help_text=_("เช่น นายก อบต. ผู้แทนประชาคม ท้องถิ่นอำเภอ"),
    )
    role = forms.ChoiceField(label=_("ทำหน้าที่"), choices=MemberRole.choices, widget=forms.RadioSelect)
    order_number = forms.CharField(label=_("เลขที่คำสั่งแต่งตั้ง"), max_length=80)
    ordered_on = ThaiDateField(label=_("คำสั่งลงวันที่"), widget=DateBox)
    starts_on = ThaiDateField(label=_("ดำรงตำแหน่งตั้งแต่"), widget=DateBox)
    ends_on = ThaiDateField(
        label=_("ถึงวันที่"), widget=DateBox, required=False, help_text=_("เว้นว่างเมื่อคำสั่งไม่ได้กำหนดวาระ")
    )
    person = forms.ModelChoiceField(
        label=_("บัญชีผู้ใช้"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("ไม่มีบัญชีผู้ใช้"),
        help_text=_("เมื่อกรรมการเป็นเจ้าหน้าที่ของเรา ระบบรู้ว่าเรื่องใดคนนี้ไม่ร่วมพิจารณา"),
    )

    def __init__(self, *args: Any, actor: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Appointment.objects.in_force().filter(organization=actor.organization.pk)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = User.objects.filter(pk__in=here.values("user")).order_by("display_name")


class EndTermForm(forms.Form):
    """The last day of a term, and why."""

    ends_on = ThaiDateField(label=_("วันสุดท้ายของวาระ"), widget=DateBox)
    because = forms.CharField(label=_("พ้นจากตำแหน่งเพราะ"), max_length=200)


class DayForm(forms.Form):
    """On which day one looks; today when it is left empty."""

    on = ThaiDateField(label=_("ดูกรรมการ ณ วันที่"), widget=DateBox, required=False)


def member_facts(member: Member) -> list[tuple[Any, Any]]:
    """Return what stands beside the form that ends a term."""
    return [
        (_("ทำหน้าที่"), member.get_role_display()),
        (_("ตำแหน่ง"), member.position),
        (_("คำสั่งแต่งตั้ง"), member.order.number),
    ]
