"""Planning, moving and cancelling a meeting."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.web.dates import MomentBox, ThaiDateTimeField


class MeetingForm(forms.Form):
    """When and where."""

    starts_at = ThaiDateTimeField(
        label=_("วันและเวลาประชุม"), widget=MomentBox, help_text=_("เช่น 16/12/2569 09:30")
    )
    place = forms.CharField(label=_("สถานที่ประชุม"), max_length=200)


class CancelForm(forms.Form):
    """Why a meeting is not held."""

    because = forms.CharField(label=_("ยกเลิกเพราะ"), max_length=300)
