"""One change for many documents that an editor ticked in the list: a topic more or less, a standing that was checked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction

from legal_library.models import DocumentChange, DocumentPage, Topic
from legal_library.models.fields import TermChoiceField
from legal_library.terms import name_of
from legal_library.vocabulary import Vocabulary
from portal.thai.dates import bangkok_today


class TopicsForm(forms.Form):
    """Which topics come and which go."""

    add = forms.ModelMultipleChoiceField(
        label=_("เพิ่มหัวข้อ"), queryset=Topic.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    remove = forms.ModelMultipleChoiceField(
        label=_("เอาหัวข้อออก"),
        queryset=Topic.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("add", "remove"):
            self.fields[name].queryset = Topic.objects.all()

    def clean(self) -> dict[str, Any]:
        """Ask for at least one, and refuse one that comes and goes.

        Raises:
            ValidationError: nothing is chosen, or a topic is chosen twice.
        """
        cleaned = super().clean()
        add, remove = set(cleaned.get("add") or ()), set(cleaned.get("remove") or ())
        if not add and not remove:
            raise forms.ValidationError(_("เลือกอย่างน้อยหนึ่งหัวข้อ"))
        if add & remove:
            raise forms.ValidationError(_("หัวข้อเดียวกันทั้งเพิ่มและเอาออกไม่ได้"))
        return cleaned


class StatusForm(forms.Form):
    """What was found out about the standing, and against what."""

    status = TermChoiceField(label=_("สถานะ"))
    checked_against = forms.CharField(label=_("ตรวจสอบกับ"), max_length=255)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].of(Vocabulary.STATUS)


class _DocumentAction(PageBulkAction):
    """Changes documents: a draft where one is open, and what readers see where none is and this person publishes."""

    aria_label = ""
    action_priority = 200

    def check_perm(self, page: Any) -> bool:
        """Say whether this person may change a page; what is no document is left alone."""
        specific = page.specific
        if not isinstance(specific, DocumentPage):
            return False
        may = specific.permissions_for_user(self.request.user)
        return may.can_edit() and not may.page_locked()

    def get_execution_context(self) -> dict[str, Any]:
        """Hand the values of the form to `execute_action`."""
        return {**super().get_execution_context(), "values": self.cleaned_form.cleaned_data}

    @classmethod
    def execute_action(
        cls, objects: Any, user: Any = None, values: Any = None, **kwargs: Any
    ) -> tuple[int, int]:
        """Change every document; returns how many, and how many of their parts."""
        for row in objects:
            with transaction.atomic():
                cls.change(row.specific, values, user)
        return len(objects), 0

    @classmethod
    def change(cls, page: DocumentPage, values: dict[str, Any], user: Any) -> None:
        """Change one document."""
        is_clean = page.live and not page.has_unpublished_changes
        newest = page.get_latest_revision_as_object()
        note = cls.apply(newest, values)
        publishes = is_clean and newest.permissions_for_user(user).can_publish()
        if publishes and note:
            newest.changes.add(
                DocumentChange(changed_on=bangkok_today(), note=note, sort_order=newest.changes.count())
            )
        newest.has_unpublished_changes = True
        if not newest.live:
            newest.save(clean=False)
        revision = newest.save_revision(user=user, log_action=True, changed=True, clean=False)
        if publishes:
            revision.publish(user=user)

    @classmethod
    def apply(cls, page: DocumentPage, values: dict[str, Any]) -> str:
        """Put the values into a document; return what readers are told of it, "" for nothing."""
        raise NotImplementedError


class TopicsAction(_DocumentAction):
    """Add and remove topics of many documents."""

    display_name = _("หัวข้อ")
    action_type = "document_topics"
    template_name = "legal_library/cms/bulk.html"
    form_class = TopicsForm

    @classmethod
    def apply(cls, page: DocumentPage, values: dict[str, Any]) -> str:
        """Topics sort documents and say nothing about them, so the public history tells nothing."""
        gone = {topic.pk for topic in values["remove"]}
        kept = [topic for topic in page.topics.all() if topic.pk not in gone]
        page.topics.set([*kept, *(topic for topic in values["add"] if topic not in kept)])
        return ""

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """Say how many were changed."""
        return _changed(num_parent_objects)


class StatusAction(_DocumentAction):
    """Say of many documents that their standing was checked today."""

    display_name = _("สถานะ")
    action_type = "document_status"
    template_name = "legal_library/cms/bulk.html"
    form_class = StatusForm

    @classmethod
    def apply(cls, page: DocumentPage, values: dict[str, Any]) -> str:
        """The day of the check is today; the change note names the standing."""
        page.status = values["status"]
        page.checked_on, page.checked_against = bangkok_today(), values["checked_against"]
        words = _("ตรวจสถานะ: %(status)s") % {"status": name_of(Vocabulary.STATUS, values["status"])}
        return str(words)

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """Say how many were changed."""
        return _changed(num_parent_objects)


def _changed(count: int) -> str:
    return ngettext("แก้แล้ว %(count)d ฉบับ", "แก้แล้ว %(count)d ฉบับ", count) % {"count": count}
