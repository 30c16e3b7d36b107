"""The editors' screens of circulation: send a document round, see who has it, write down receipts on paper, print the proof."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from legal_library.circulating import printing, receiving, sending
from legal_library.circulating.forms import LetterForm
from legal_library.circulating.proof import proof_of
from legal_library.circulating.recipients import Audience, addressed, within
from legal_library.models import Circulation, DocumentPage, LibraryIndexPage, Receipt
from portal.accounts.actors import actor_of
from portal.actors import Actor, System
from portal.organizations.areas import districts
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from portal.web.access import cms_page
from portal.web.dates import DateBox, ThaiDateField
from portal.web.downloads import pdf_response
from portal.web.lists import page_of
from portal.web.typed import takes_words

PER_PAGE = 50
MOST_NAMED = 500


class CirculationForm(forms.Form):
    """To whom, with which word, until when."""

    audience = forms.ChoiceField(
        label=_("แจ้งถึง"), choices=Audience.choices, widget=forms.RadioSelect, initial=Audience.LOCAL
    )
    kinds = forms.MultipleChoiceField(
        label=_("ประเภทหน่วยงาน"),
        choices=OrganizationType.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    district = forms.ChoiceField(label=_("อำเภอ"), required=False)
    named = forms.ModelMultipleChoiceField(
        label=_("หน่วยงาน"),
        queryset=Organization.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 12}),
    )
    due_on = ThaiDateField(label=_("ให้รับทราบภายใน"), required=False, widget=DateBox)
    message = forms.CharField(
        label=_("ข้อความถึงผู้รับ"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    token = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, sender: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = uuid.uuid4
        self.sender = sender
        places = (
            [(place.code, place.label) for place in districts(sender.province_code)]
            if sender.province_code
            else []
        )
        self.fields["district"].choices = [("", "–"), *places]
        reach = within(sender)
        present = set(reach.order_by().values_list("type", flat=True).distinct())
        self.fields["kinds"].choices = [one for one in OrganizationType.choices if one[0] in present]
        self.fields["named"].queryset = reach

    def clean_token(self) -> uuid.UUID:
        """Return the token; a page without one gets one of its own."""
        return self.cleaned_data["token"] or uuid.uuid4()

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen audience needs, at its field."""
        cleaned = super().clean()
        needs = {Audience.KINDS: "kinds", Audience.DISTRICT: "district", Audience.NAMED: "named"}
        field = needs.get(cleaned.get("audience", ""))
        if field and not cleaned.get(field):
            self.add_error(field, gettext("เลือกอย่างน้อยหนึ่งรายการ"))
        return cleaned


def _sender(request: HttpRequest) -> tuple[Organization, Actor]:
    """Return in whose name this editor sends and who acts: their own organization, else the center.

    Raises:
        PermissionDenied: they may not publish, or there is no center.
    """
    index = get_object_or_404(LibraryIndexPage)
    if not index.permissions_for_user(request.user).can_publish_subpage():
        raise PermissionDenied
    if officer := actor_of(request):
        return officer.organization, officer
    center = Organization.objects.active().of_types(OrganizationType.CENTER).first()
    if center is None:
        raise PermissionDenied
    return center, System()


@cms_page
@require_GET
def circulations(request: HttpRequest) -> HttpResponse:
    """List what was sent round, the newest first."""
    _sender(request)
    rows = Circulation.objects.filter(relays=None).select_related("document", "sender")
    page = page_of(rows, request.GET.get("p"), PER_PAGE)
    return TemplateResponse(request, "legal_library/cms/circulations.html", {"page": page})


@takes_words(CirculationForm)
@cms_page
def circulate(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a document round."""
    sender, actor = _sender(request)
    document = get_object_or_404(DocumentPage.objects.published(), pk=pk)
    form = CirculationForm(request.POST or None, sender=sender)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if known := sending.sent_by_form(values["token"], document=document, sender=sender):
            messages.warning(
                request, gettext("แบบนี้ส่งไปแล้ว นี่คือที่ส่งไป หากต้องการแจ้งเพิ่ม เปิดหน้าแจ้งเวียนของเอกสารใหม่")
            )
            return redirect("legal_library_circulation", known.pk)
        named = [row.pk for row in values["named"][:MOST_NAMED]]
        to = addressed(
            sender, values["audience"], kinds=values["kinds"], district=values["district"], named=named
        )
        try:
            row = sending.circulate(
                document=document,
                sender=sender,
                organizations=to.organizations,
                addressed_to=to.words,
                actor=actor,
                user=request.user,
                message=values["message"],
                due_on=values["due_on"],
                token=values["token"],
            )
        except sending.CannotCirculate as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, gettext("แจ้งเวียนแล้ว"))
            return redirect("legal_library_circulation", row.pk)
    context = {"document": document, "form": form, "sender": sender}
    return TemplateResponse(request, "legal_library/cms/circulate.html", context)


@takes_words(LetterForm)
@cms_page
def circulation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who has a circular; write down a receipt that came back on paper."""
    _sender(request)
    row = get_object_or_404(Circulation.objects.select_related("document", "sender"), pk=pk)
    form = LetterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = request.POST.get("receipt", "")
        number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0
        # Also of an office that has it from one of the recipients, and of one whose people cannot acknowledge (any more).
        of_the_row = Receipt.objects.filter(Q(circulation=row) | Q(circulation__relays__circulation=row))
        receipt = get_object_or_404(of_the_row.open(), pk=number)
        receiving.record_letter(receipt=receipt, user=request.user, **form.cleaned_data)
        messages.success(request, gettext("บันทึกใบตอบรับแล้ว"))
        return redirect("legal_library_circulation", pk)
    context = {"row": row, "proof": proof_of(row), "form": form, "asked": request.POST.get("receipt", "")}
    return TemplateResponse(request, "legal_library/cms/circulation.html", context)


@cms_page
@require_GET
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the proof list as PDF."""
    _sender(request)
    row = get_object_or_404(Circulation.objects.select_related("document__agency", "sender"), pk=pk)
    return pdf_response(printing.proof_pdf(proof_of(row)), name=f"circulation-{pk}.pdf")


@cms_page
@require_GET
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the letter that goes with a circular on paper."""
    _sender(request)
    found = Receipt.objects.select_related(
        "circulation__document__agency", "circulation__sender", "organization"
    )
    return pdf_response(printing.letter_to(get_object_or_404(found, pk=pk)), name=f"circular-letter-{pk}.pdf")
