"""Name the fields of Wagtail's forms that have no label of their own: Django would make an English one of the identifier."""

from __future__ import annotations

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import choosers
from wagtail.admin.forms.workflows import WorkflowPageForm
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import DefaultPageForm
from wagtail.users.forms import PagePermissionsForm

_LINK_TEXT = _("ข้อความของลิงก์")
LABELS: dict[type[forms.BaseForm], dict[str, str | Promise]] = {
    choosers.ExternalLinkChooserForm: {"link_text": _LINK_TEXT},
    choosers.AnchorLinkChooserForm: {"link_text": _LINK_TEXT},
    choosers.EmailLinkChooserForm: {
        "email_address": _("อีเมล"),
        "link_text": _LINK_TEXT,
        "subject": _("เรื่องของอีเมล"),
        "body": _("ข้อความของอีเมล"),
    },
    choosers.PhoneLinkChooserForm: {"phone_number": _("หมายเลขโทรศัพท์"), "link_text": _LINK_TEXT},
    DefaultPageForm: {"include_descendants": _("รวมหน้าย่อยด้วย")},
    PagePermissionsForm: {"page": _("หน้า")},
    WorkflowPageForm: {"page": _("หน้า")},
}


def connect() -> None:
    """Label the fields.

    Raises:
        LookupError: Wagtail has renamed a field, or gives it a label itself.
    """
    for form, labels in LABELS.items():
        for name, label in labels.items():
            field = form.base_fields.get(name)
            if field is None or field.label:
                raise LookupError(f"{form.__name__}.{name} is no longer a field without a label")
            field.label = label
