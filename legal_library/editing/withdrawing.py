"""Taking a document from the public: with a reason that readers are told, and without losing what points to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.signals import page_published

from legal_library.models import DocumentPage, Withdrawal
from portal.thai.dates import bangkok_today
from portal.web.access import cms_page
from portal.web.typed import takes_words


@transaction.atomic
def withdraw(*, page: DocumentPage, reason: str, reason_en: str = "", user: Any = None) -> Withdrawal:
    """Take a public document from the public.

    Search, lists, feed, sitemap and its files follow by themselves, because it is no longer live; its address tells when
    and why, and documents that name it go on naming it.

    Args:
        page: a live document.
        reason: what readers are told, in Thai.
        reason_en: the same in English, or nothing.
        user: who withdraws it; None for the system.

    Raises:
        ValueError: it is not public, or no reason is given.
    """
    if not page.live or not reason.strip():
        raise ValueError("a live document is withdrawn for a reason")
    row = Withdrawal.objects.create(
        document=page,
        withdrawn_on=bangkok_today(),
        reason=reason.strip(),
        reason_en=reason_en.strip(),
        withdrawn_by=user,
    )
    # Whoever calls has asked whether this person may withdraw it; unpublishing without a reason is refused to everybody.
    UnpublishPageAction(page, user=user).execute(skip_permission_checks=True)
    return row


def _published_again(sender: Any, instance: Any, **kwargs: Any) -> None:
    Withdrawal.objects.filter(document_id=instance.pk, lifted_at=None).update(lifted_at=timezone.now())


def connect() -> None:
    """End a withdrawal when its document is published again; called once when the app is ready."""
    page_published.connect(_published_again, sender=DocumentPage, dispatch_uid="library-published-again")


class WithdrawalForm(forms.ModelForm):
    """Why a document is withdrawn."""

    class Meta:
        model = Withdrawal
        fields = ["reason", "reason_en"]
        widgets = {
            "reason": forms.Textarea(attrs={"rows": 3}),
            "reason_en": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {"reason": _("ผู้อ่านเห็นข้อความนี้เมื่อเปิดที่อยู่เดิม เช่น ประกาศซ้ำ หรือมีฉบับใหม่แทน")}


@takes_words(WithdrawalForm)
@cms_page
def withdraw_screen(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason, and withdraw.

    Raises:
        Http404: there is no such document.
        PermissionDenied: it is not public, or this editor may not withdraw it.
    """
    page = get_object_or_404(DocumentPage, pk=pk)
    if not page.permissions_for_user(request.user).can_withdraw():
        raise PermissionDenied
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        withdraw(page=page, user=request.user, **form.cleaned_data)
        messages.success(request, gettext("ถอนเอกสารแล้ว ที่อยู่เดิมบอกผู้อ่านว่าถอนเมื่อใดและเพราะอะไร"))
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return TemplateResponse(request, "legal_library/cms/withdraw.html", {"document": page, "form": form})
