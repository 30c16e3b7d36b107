"""Who could open a case, and why: the page of the center's data-protection officer (PDPA s.41)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.desk.case.access import why
from cases.desk.frame import desk_page
from cases.desk.oversight.forms import WhyForm
from cases.domain import oversight
from portal.protection.domain.officers import sees_all
from portal.web.access import staff_only
from portal.web.typed import takes_words


@takes_words(WhyForm)
@staff_only
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Ask and answer; nothing of the case is shown, and the question is on record with its purpose."""
    if not sees_all(request.actor):
        raise Http404
    form = WhyForm(request.POST or None)
    lines = _answered(request, form) if request.method == "POST" and form.is_valid() else None
    return desk_page(request, "desk/oversight.html", {"form": form, "lines": lines}, here="oversight")


def _answered(request: HttpRequest, form: WhyForm) -> list[tuple[str, str]]:
    """Return who was asked about, and the sentence that they would read on the page of the case."""
    case, purpose = form.cleaned_data["reference"], form.cleaned_data["purpose"]
    lines: list[tuple[str, str]] = []
    for person in form.cleaned_data["person"]:
        told = oversight.of_person(case=case, person=person, actor=request.actor, purpose=purpose)
        lines += [(f"{person} · {one.organization.display_name}", why(one.decision)) for one in told]
        if not told:
            lines.append((str(person), _("ไม่มีคำสั่งแต่งตั้งที่ใช้อยู่วันนี้ จึงไม่เห็นเรื่องใด")))
    for organization in form.cleaned_data["organization"]:
        answer = oversight.of_anybody(
            case=case, organization=organization, actor=request.actor, purpose=purpose
        )
        lines.append((organization.display_name, why(answer.decision)))
    return lines
