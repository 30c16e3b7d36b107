"""Helpers of an event at the desk: who has a link for which shift, who is here, and taking a link back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.camps.desk.forms import TokenForm, line
from cases.camps.desk.views import event_or_404
from cases.camps.domain import helping
from cases.camps.domain.helping import LONGEST_CONTACT, LONGEST_TASK, LONGEST_WHOM, Shift
from cases.camps.models import HelperLink
from cases.camps.vocabulary import Said
from cases.desk.frame import desk_page
from cases.desk.statuses import Status
from cases.errors import CaseError, GuardFailed
from cases.events.desk.entry import HERE
from cases.events.models import Event, Shelter
from cases.events.vocabulary import ShelterState
from portal.thai.dates import format_datetime
from portal.web.access import staff_only
from portal.web.dates import MomentBox, ThaiDateTimeField
from portal.web.keyset import keyed, newest
from portal.web.qr import qr_on_page
from portal.web.typed import takes_words

PAGE_SIZE = 50


class InviteForm(TokenForm):
    """A link for one shift."""

    shelter = forms.ModelChoiceField(
        label=gettext_lazy("ศูนย์พักพิง"),
        queryset=Shelter.objects.none(),
        empty_label=gettext_lazy("เลือก"),
        error_messages={"required": gettext_lazy("เลือกศูนย์พักพิง")},
    )
    whom = line(
        gettext_lazy("ให้ใคร"),
        LONGEST_WHOM,
        required=True,
        hint=gettext_lazy("เช่น ทีมมูลนิธิ 4 คน เห็นเฉพาะเจ้าหน้าที่"),
    )
    task = forms.CharField(
        label=gettext_lazy("ทำอะไร"),
        max_length=LONGEST_TASK,
        help_text=gettext_lazy("ไม่ใส่ชื่อผู้พักพิง เช่น แจกอาหารเย็นที่โรงครัว"),
        widget=forms.Textarea({"rows": 3, "autocomplete": "off"}),
    )
    starts_at = ThaiDateTimeField(label=gettext_lazy("ตั้งแต่"), widget=MomentBox)
    ends_at = ThaiDateTimeField(label=gettext_lazy("ถึง"), widget=MomentBox)
    contact = line(
        gettext_lazy("โทรหาใคร"), LONGEST_CONTACT, required=True, hint=gettext_lazy("ชื่อและโทรศัพท์ของผู้ดูแลศูนย์")
    )

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named: dict[str, Any] = self.fields
        named["shelter"].queryset = Shelter.objects.filter(event=event).exclude(state=ShelterState.CLOSED)
        named["shelter"].label_from_instance = lambda one: one.display_name
        named["contact"].initial = event.phone

    def shift(self) -> Shift:
        """Return what the link is for. Needs a valid form."""
        data = self.cleaned_data
        return Shift(**{name: data[name] for name in ("whom", "task", "contact", "starts_at", "ends_at")})


@dataclass(frozen=True, slots=True)
class HelperLine:
    """One link in the list.

    Attributes:
        link: which.
        state: how it stands.
        said: what was said by it, in words.
        is_open: it can be taken back.
    """

    link: HelperLink
    state: Status
    said: list[str]
    is_open: bool


def helper_line(link: HelperLink) -> HelperLine:
    """Return a link as a line; `words` should have been fetched."""
    words = {Said(one.said): one.at for one in link.words.all()}
    said = [f"{one.label} {format_datetime(words[one])}" for one in Said if one in words]
    if link.withdrawn_at is not None:
        state = Status(_("ถอนแล้ว"), "info")
    elif Said.DONE in words:
        state = Status(_("เสร็จแล้ว"), "ok")
    elif link.is_over():
        state = Status(_("หมดเวลา"), "info")
    elif Said.HERE in words:
        state = Status(_("มาถึงแล้ว"), "ok")
    else:
        state = Status(_("ยังไม่มา"), "warn")
    return HelperLine(link, state, said, link.withdrawn_at is None and not link.is_over())


@staff_only
@require_GET
def page(request: HttpRequest, event: str) -> HttpResponse:
    """Show the links of an event, the latest shifts first."""
    found = event_or_404(request, event)
    rows = helping.links_of(request.actor, found).select_related("shelter").prefetch_related("words")
    shown = keyed(request, rows, newest("starts_at"), PAGE_SIZE)
    context = {"event": found, "page": shown, "lines": [helper_line(one) for one in shown.rows]}
    return desk_page(request, "desk/camps/helpers.html", context, here=HERE)


@takes_words(InviteForm)
@staff_only
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, event: str) -> HttpResponse:
    """Make a link; its address is shown once, on the page that answers the form."""
    found = event_or_404(request, event)
    form = InviteForm(request.POST or None, event=found, initial={"token": uuid.uuid4()})
    invited: helping.Invited | None = None
    if request.method == "POST" and form.is_valid():
        try:
            invited = helping.invite(
                actor=request.actor,
                event=found,
                shelter=form.cleaned_data["shelter"],
                shift=form.shift(),
                token=form.cleaned_data["token"],
            )
        except GuardFailed as error:
            form.add_error(error.field if error.field in form.fields else None, str(error.message))
        except CaseError as error:
            raise Http404 from error
    qr = qr_on_page(invited.address) if invited is not None else ""
    context = {"event": found, "form": form, "invited": invited, "qr": qr}
    return desk_page(request, "desk/camps/invite.html", context, here=HERE)


@takes_words(forms.Form)
@staff_only
@require_POST
def withdraw(request: HttpRequest, event: str, pk: int) -> HttpResponse:
    """Take a link back at once."""
    found = event_or_404(request, event)
    link = helping.links_of(request.actor, found).select_related("event").filter(pk=pk).first()
    if link is None:
        raise Http404
    helping.withdraw(actor=request.actor, link=link)
    notes.success(request, _("ถอนแล้ว ลิงก์นี้ไม่แสดงอะไรอีก"))
    return redirect(reverse("camps:helpers", kwargs={"event": event}))
