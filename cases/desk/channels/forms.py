"""What is filled in about a channel."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.domain.channels import ChannelInUse
from cases.vocabulary import ChannelGroup


class ChannelForm(forms.Form):
    """A channel of the center's own; of a fixed one only whether it is offered."""

    name_th = forms.CharField(
        label=_("ชื่อช่องทาง"), max_length=80, help_text=_("เช่น วิทยุชุมชน ตู้รับเรื่องที่ว่าการอำเภอ")
    )
    name_en = forms.CharField(label=_("ชื่อภาษาอังกฤษ"), max_length=80, required=False)
    group = forms.ChoiceField(label=_("กลุ่มในสถิติ"), choices=ChannelGroup.choices)
    is_offered = forms.BooleanField(label=_("ให้เลือกเมื่อรับเรื่อง"), required=False, initial=True)

    def __init__(self, *args: Any, channel: ChannelInUse | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if channel is not None and not channel.is_own:
            for name in ("name_th", "name_en", "group"):
                del self.fields[name]
