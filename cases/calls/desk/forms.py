"""What is filled in about calls."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.calls.vocabulary import CODES, Source, Way
from cases.events.domain.rights import events_of
from portal.actors import Officer
from portal.thai.dates import bangkok_today, format_date

MOST_EVENTS = 20


class Tokened(forms.Form):
    """A form that is taken once, however often it is sent."""

    use_required_attribute = False
    token = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = uuid.uuid4

    def clean_token(self) -> uuid.UUID:
        """Return the token; a page without one gets one of its own."""
        return self.cleaned_data["token"] or uuid.uuid4()


class ListForm(Tokened):
    """A new list: of whom."""

    whom = forms.ChoiceField(label=_("โทรหาใคร"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("ชื่อรายการ"),
        max_length=120,
        required=False,
        help_text=_("เว้นไว้ ระบบตั้งให้จากที่เลือกและวันที่ ไม่ใส่ชื่อบุคคล"),
    )

    def __init__(self, *args: Any, actor: Officer | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.events = (
            {} if actor is None else {one.slug: one for one in events_of(actor).running()[:MOST_EVENTS]}
        )
        field: Any = self.fields["whom"]
        field.choices = [
            (Source.WAITING.value, Source.WAITING.label),
            *((slug, event.display_name) for slug, event in self.events.items()),
        ]

    def clean(self) -> dict[str, Any]:
        """Name the list after whom it calls, where nobody named it."""
        data = super().clean() or {}
        if data.get("whom") and not data.get("name"):
            label = dict(self.fields["whom"].choices)[data["whom"]]  # type: ignore[attr-defined]
            data["name"] = f"{label} {format_date(bangkok_today())}"[:120]
        return data


class AskForm(forms.Form):
    """By which way everybody is asked."""

    way = forms.ChoiceField(label=_("ทาง"), choices=Way.choices)


class CallForm(Tokened):
    """How a call ended: one button, and a line where the code does not say enough."""

    code = forms.ChoiceField(
        label=_("ผลการโทร"),
        choices=[(one.value, one.label) for one in CODES],
        error_messages={"required": _("เลือกผลการโทร"), "invalid_choice": _("เลือกผลการโทร")},
    )
    danger = forms.BooleanField(label=_("มีคนอยู่ในอันตรายตอนนี้"), required=False)
    note = forms.CharField(
        label=_("บันทึก"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    row = forms.IntegerField(widget=forms.HiddenInput, required=False)
    stop = forms.BooleanField(label=_("หยุดพักหลังสายนี้"), required=False)

    @property
    def buttons(self) -> list[tuple[int, str, Any]]:
        """Each code with its digit: the key that presses its button."""
        return [(digit, one.value, one.label) for digit, one in enumerate(CODES, start=1)]


class LookForm(Tokened):
    """A second look."""

    answer = forms.ChoiceField(
        label=_("คนที่สองดูแล้ว"),
        choices=[("yes", _("ใช่ ยืนยันตามที่บันทึก")), ("no", _("ไม่แน่ใจหรือไม่ใช่ ให้โทรใหม่"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("รู้ได้อย่างไร"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("เช่น โทรถามผู้ใหญ่บ้าน หรือโทรซ้ำแล้วเป็นคนอื่น"),
    )
