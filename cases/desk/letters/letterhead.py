"""The page on which an office says how its letters look (S2.01)."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib import messages as notes
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.desk.frame import desk_page
from cases.desk.letters.forms import LetterheadForm
from portal.letters.letterhead import may_set, missing_words, set_letterhead, settings_of
from portal.web.access import staff_only
from portal.web.typed import takes_words


@takes_words(LetterheadForm)
@staff_only
@require_http_methods(["GET", "POST"])
def letterhead(request: HttpRequest) -> HttpResponse:
    """Show and change the letterhead of one's own office; letters that went out stay as they are."""
    if not may_set(request.actor):
        raise Http404
    organization = request.actor.organization
    form = LetterheadForm(request.POST or None, initial=asdict(settings_of(organization)))
    if request.method == "POST" and form.is_valid():
        try:
            set_letterhead(actor=request.actor, settings=form.settings)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            notes.success(request, _("บันทึกหัวหนังสือแล้ว ใช้กับหนังสือที่ออกตั้งแต่นี้ไป"))
            return redirect("desk:letterhead")
    context = {"form": form, "missing": missing_words(organization), "name": organization.display_name}
    return desk_page(request, "desk/letterhead.html", context, here="letterhead")
