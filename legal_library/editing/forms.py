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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A published record keeps its year, as it keeps its address.
        self._year_followed = not self.instance.first_published_at and (
            self.instance.year_be in (None, self.instance.derived_year())
        )

    def follow(self, cleaned: dict[str, Any]) -> None:
        """Let the year follow title and date until the record is published, unless an editor has chosen another."""
        if self._year_followed and "year_be" not in self.changed_data:
            cleaned["year_be"] = None

    def clean(self) -> dict[str, Any]:
        """Add the problems of the record to their fields.

        The model's own `clean` runs as well, but sees `live` as it was before this save; only the form knows whether
        the editor pressed publish (Wagtail defers validation for drafts).
        """
        cleaned = super().clean()
        publishing = not self.is_deferred_validation
        candidate = self.candidate(cleaned)
        for name, message in rules.problems(candidate, publishing=publishing).items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, message)
        explained = cleaned.get("change_note") or cleaned.get("minor_change")
        is_public = bool(self.instance.pk) and self.instance.live
        changes = self.has_changed() or self.instance.has_unpublished_changes
        if publishing and is_public and changes and not explained:
            self.add_error("change_note", CHANGE_NOTE_MISSING)
        return cleaned

    def _post_clean(self) -> None:
        """Leave the rules to `clean` above: to the model a draft over a live page looks as if it were public."""
        self.instance.rules_are_checked = True
        try:
            super()._post_clean()
        finally:
            self.instance.rules_are_checked = False

    def save(self, commit: bool = True) -> Any:
        """Keep the change note as a row of the public history."""
        page = super().save(commit=False)
        page.name_passages()
        page.relations = [row for row in page.relations.all() if not row.says_nothing]
        note = self.cleaned_data.get("change_note")
        if note:
            changes = type(page).changes.rel.related_model
            page.changes.add(changes(changed_on=bangkok_today(), note=note, sort_order=page.changes.count()))
        if commit:
            page.save()
        return page
