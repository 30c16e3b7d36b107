"""The account of disclosures of one case, and the copy for the person (cases.md, privacy 15)."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from cases.desk.disclosures.copies import copy_response
from cases.desk.frame import desk_page
from cases.desk.lookup import case_or_404, note_reading
from cases.domain import disclosures
from cases.errors import GuardFailed, NotAllowed
from portal.accounts.confirming import confirmed_lately
from portal.web.access import case_page
from portal.web.locked import LockedFileForm
from portal.web.typed import takes_words


class CopyForm(LockedFileForm):
    """How the officer knows who is asking."""

    identified = forms.CharField(
        label=_("ยืนยันตัวผู้ขออย่างไร"),
        max_length=300,
        help_text=_("เช่น ตรวจบัตรประชาชนต่อหน้า ไม่ต้องเขียนเลขบัตร"),
    )


def _page(request: HttpRequest, reference: str, form: CopyForm | None = None) -> HttpResponse:
    case = case_or_404(request.actor, reference)
    context = {
        "case": case,
        "rows": disclosures.account_of(case),
        "form": form or CopyForm(is_locked=case.is_restricted),
        "may_copy": disclosures.gives_copies(request.actor, case),
    }
    return desk_page(request, "desk/disclosures.html", context)


@case_page
@require_GET
def account(request: HttpRequest, reference: str) -> HttpResponse:
    """Show who was given what of the case, why and when."""
    response = _page(request, reference)
    note_reading(request.actor, case_or_404(request.actor, reference), "case.disclosures")
    return response


@takes_words(CopyForm)
@case_page
@require_http_methods(["POST"])
@confirmed_lately
@sensitive_post_parameters("password")
def copy(request: HttpRequest, reference: str) -> HttpResponse:
    """Hand out the person's own data as a file, once it is said how they were identified."""
    case = case_or_404(request.actor, reference)
    form = CopyForm(request.POST, is_locked=case.is_restricted)
    if not form.is_valid():
        return _page(request, reference, form)
    try:
        content = disclosures.copy_for(
            case=case, actor=request.actor, identified=form.cleaned_data["identified"]
        )
    except NotAllowed as error:
        raise Http404 from error
    except GuardFailed as error:
        form.add_error("identified", str(error))
        return _page(request, reference, form)
    return copy_response(content, case, form)
