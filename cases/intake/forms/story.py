"""What happened, in the person's own words."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.intake.fields import StoryField
from cases.intake.forms.base import Row, StepForm, Text

LONGEST_STORY = 10_000
"""Characters; some five pages."""


class StoryForm(StepForm):
    """One box. Nobody has to sort their life into fields; the officer does that."""

    story = StoryField(
        label=_("เกิดอะไรขึ้น"),
        longest=LONGEST_STORY,
        help_text=_("เล่าด้วยคำของคุณเอง เช่น เกิดอะไร เมื่อไร กับใคร และคุณต้องการให้ช่วยอะไร"),
        error_messages={"required": _("เล่าสั้น ๆ ว่าเกิดอะไรขึ้น เพื่อให้เราช่วยได้ตรงเรื่อง")},
        widget=forms.Textarea({"rows": 8, "autocomplete": "off"}),
    )
    has_files = forms.BooleanField(label=_("ฉันมีรูปหรือเอกสารจะแนบ"), required=False)

    def in_short(self) -> Text:
        """How it begins."""
        return str(self.cleaned_data["story"])

    def rows(self) -> list[Row]:
        """The story as written."""
        return [Row(_("เกิดอะไรขึ้น"), self.cleaned_data["story"])]


class FilesForm(StepForm):
    """The page of files keeps nothing in a form: files are stored one by one (`cases.intake.uploads`)."""
