"""What is filled in at a meeting: who came, who has a stake, what was resolved, what the minutes say besides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.committee.domain.resolutions import Decided
from cases.committee.models import Member
from cases.committee.vocabulary import AttendanceState, ConflictReason, ResolutionKind
from portal.web.dates import DateBox, ThaiDateField, ThaiTimeField

_CAME = "came_{}"


class AttendanceForm(forms.Form):
    """Who came and who presides. Members are those in force on the day, each a field of its own."""

    chair = forms.ChoiceField(label=_("ประธานในที่ประชุม"), required=False)
    opened = ThaiTimeField(
        label=_("เริ่มประชุมเวลา"),
        required=False,
        max_length=40,
        help_text=_("เว้นว่างถ้าเริ่มตอนนี้ รายงานการประชุมพิมพ์เวลานี้"),
    )

    def __init__(
        self, *args: Any, members: Sequence[Member], known: dict[int, str], chair: int | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._members = members
        for member in members:
            self.fields[_CAME.format(member.pk)] = forms.ChoiceField(
                label=f"{member.name} ({member.get_role_display()})",
                choices=AttendanceState.choices,
                initial=known.get(member.pk, AttendanceState.PRESENT),
                widget=forms.RadioSelect,
            )
        self.fields["chair"].choices = [  # type: ignore[attr-defined]
            ("", _("เลือกกรรมการที่มาประชุม")),
            *((str(member.pk), member.name) for member in members if member.votes),
        ]
        self.fields["chair"].initial = chair or ""
        self.order_fields([*(_CAME.format(member.pk) for member in members), "chair", "opened"])

    @property
    def attendance(self) -> dict[int, AttendanceState]:
        """Who came; only of a valid form."""
        return {
            member.pk: AttendanceState(self.cleaned_data[_CAME.format(member.pk)]) for member in self._members
        }

    @property
    def presiding(self) -> Member | None:
        """Who presides; None when nobody was chosen."""
        chosen = self.cleaned_data["chair"]
        return next((member for member in self._members if str(member.pk) == chosen), None)


class ConflictForm(forms.Form):
    """Which member has which stake in a case."""

    member = forms.ModelChoiceField(label=_("กรรมการ"), queryset=Member.objects.none(), empty_label=None)
    reason = forms.ChoiceField(label=_("ส่วนได้เสีย"), choices=ConflictReason.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, members: Sequence[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["member"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Member.objects.filter(pk__in=[member.pk for member in members])


class ResolutionForm(forms.Form):
    """What was resolved."""

    kind = forms.ChoiceField(label=_("มติ"), choices=ResolutionKind.choices, widget=forms.RadioSelect)
    amount_baht = forms.DecimalField(
        label=_("เป็นเงิน (บาท)"), required=False, min_value=0, max_digits=12, decimal_places=2
    )
    basis = forms.CharField(
        label=_("ตามระเบียบหรือหลักเกณฑ์"), max_length=300, required=False, help_text=_("ต้องกรอกเมื่ออนุมัติ")
    )
    words = forms.CharField(
        label=_("รายละเอียดของมติ"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("ให้อะไร หรือเพราะอะไร ไม่ต้องเขียนชื่อ ข้อความนี้อยู่ในรายงานการประชุมและหนังสือแจ้งผล"),
    )
    deferred_until = ThaiDateField(
        label=_("เลื่อนไปถึงวันที่"), widget=DateBox, required=False, help_text=_("กรอกเมื่อเลื่อนการพิจารณา")
    )
    chair = forms.ModelChoiceField(
        label=_("ผู้ทำหน้าที่ประธานในเรื่องนี้"),
        queryset=Member.objects.none(),
        required=False,
        empty_label=_("ประธานในที่ประชุม"),
        help_text=_("เลือกเมื่อประธานออกจากที่ประชุมในเรื่องนี้"),
    )

    def __init__(self, *args: Any, members: Sequence[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["chair"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Member.objects.filter(pk__in=[member.pk for member in members if member.votes])

    @property
    def decided(self) -> Decided:
        """What was filled in; only of a valid form."""
        data = self.cleaned_data | {"kind": ResolutionKind(self.cleaned_data["kind"])}
        return Decided(**data)


def _long(label: Any, hint: Any) -> forms.CharField:
    rows = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, max_length=4000, required=False, widget=rows, help_text=hint)


class CloseForm(forms.Form):
    """What the minutes say besides the cases."""

    told = _long(_("เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ"), _("ไม่ต้องเขียนชื่อหรือเรื่องของผู้ขอความช่วยเหลือ"))
    earlier = _long(_("การรับรองรายงานการประชุมครั้งก่อน"), "")
    other = _long(_("เรื่องอื่น ๆ"), "")
    closed = ThaiTimeField(
        label=_("เลิกประชุมเวลา"),
        required=False,
        max_length=40,
        help_text=_("เว้นว่างถ้าเลิกตอนนี้ รายงานการประชุมพิมพ์เวลานี้"),
    )
