"""What is filled in to change a limit."""

from __future__ import annotations

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cases.domain.clocks import Limit

LONGEST_LIMIT = 9999
LONGEST_REASON = 300


class Unit(TextChoices):
    """In what a limit is counted."""

    HOURS = "hours", _("ชั่วโมง (นับทุกวัน ทั้งวันทั้งคืน)")
    DAYS = "days", _("วันทำการ")


class LimitForm(forms.Form):
    """A new limit and why."""

    amount = forms.IntegerField(label=_("ภายใน"), min_value=1, max_value=LONGEST_LIMIT)
    unit = forms.ChoiceField(label=_("หน่วยนับ"), choices=Unit.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("เหตุผลหรือคำสั่ง"),
        max_length=LONGEST_REASON,
        help_text=_("เช่น คำสั่งที่ 5/2570 เจ้าหน้าที่ทุกคนอ่านได้"),
    )

    @property
    def limit(self) -> Limit:
        """The limit that was filled in; only of a valid form."""
        amount = self.cleaned_data["amount"]
        return Limit(hours=amount) if self.cleaned_data["unit"] == Unit.HOURS else Limit(working_days=amount)


def initial_of(limit: Limit) -> dict[str, object]:
    """Return the fields of a limit as it is."""
    unit = Unit.HOURS if limit.hours else Unit.DAYS
    return {"amount": limit.hours or limit.working_days, "unit": unit}
