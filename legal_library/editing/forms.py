"""The editor's form of a document: rules by kind, and a change note that readers will see."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from legal_library.domain import rules
from portal.pages.editing.forms import BasePageForm
from portal.thai.dates import bangkok_today

CHANGE_NOTE_MISSING = _("เอกสารนี้เผยแพร่แล้ว บอกสั้น ๆ ว่าแก้อะไร หรือเลือกว่าเป็นการแก้เล็กน้อย")


class DocumentPageForm(BasePageForm):
    """Check a document by the rules of its kind when it is published, and only what is never allowed in a draft."""

    change_note = forms.CharField(
        label=_("แก้ไขอะไร"),
        max_length=300,
        required=False,
        help_text=_("ผู้อ่านเห็นข้อความนี้ในประวัติ จำเป็นเมื่อแก้เอกสารที่เผยแพร่แล้ว"),
    )
    minor_change = forms.BooleanField(
        label=_("แก้เล็กน้อย"), required=False, help_text=_("เช่น แก้คำพิมพ์ผิด ไม่ต้องบันทึกในประวัติ")
    )

    def clean(self) -> dict[str, Any]:
        """Add the problems of the record to their fields.

        The model's own `clean` runs as well, but sees `live` as it was before this save; only the form knows whether
        the editor pressed publish (Wagtail defers validation for drafts).
        """
        cleaned = super().clean()
        publishing = not self.is_deferred_validation
        candidate = self._candidate(cleaned)
        for name, message in rules.problems(candidate, publishing=publishing).items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, message)
        explained = cleaned.get("change_note") or cleaned.get("minor_change")
        is_public = bool(self.instance.pk) and self.instance.live
        if publishing and is_public and self.has_changed() and not explained:
            self.add_error("change_note", CHANGE_NOTE_MISSING)
        return cleaned

    def _post_clean(self) -> None:
        """Leave the rules to `clean` above: to the model a draft over a live page looks as if it were public."""
        self.instance.rules_are_checked = True
        try:
            super()._post_clean()
        finally:
            self.instance.rules_are_checked = False

    def _candidate(self, cleaned: dict[str, Any]) -> Any:
        """Return a copy of the record with the values of this form, for the rules to look at."""
        model = type(self.instance)
        names = [field.name for field in model._meta.concrete_fields if field.name in cleaned]
        candidate = model(**{name: cleaned[name] for name in names})
        candidate.derive()
        return candidate

    def save(self, commit: bool = True) -> Any:
        """Keep the change note as a row of the public history."""
        page = super().save(commit=False)
        note = self.cleaned_data.get("change_note")
        if note:
            changes = type(page).changes.rel.related_model
            page.changes.add(changes(changed_on=bangkok_today(), note=note, sort_order=page.changes.count()))
        if commit:
            page.save()
        return page
