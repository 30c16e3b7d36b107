"""The editors' screens of posting evidence (S1.23)."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST
from wagtail.admin.auth import permission_required

from announcements.domain.postings import correct, take_down
from announcements.models import AnnouncementPage, PostingRecord
from portal.web.access import cms_page
from portal.web.dates import DateBox, ThaiDateField
from portal.web.lists import page_of
from portal.web.typed import takes_words

POST = "announcements.add_postingrecord"
POSTINGS_PER_PAGE = 50


class PostingForm(forms.ModelForm):
    """A posting to put on record."""

    class Meta:
        model = PostingRecord
        fields = ["announcement", "medium", "place", "posted_from", "posted_until", "note"]
        field_classes = {"posted_from": ThaiDateField, "posted_until": ThaiDateField}
        widgets = {"posted_from": DateBox, "posted_until": DateBox}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["announcement"].queryset = AnnouncementPage.objects.live().order_by("-issued_on")
        self.fields["announcement"].required = True


@cms_page
@permission_required(POST)
def postings(request: HttpRequest) -> HttpResponse:
    """List the evidence of posting, newest first; page numbers clamp."""
    records = PostingRecord.objects.select_related("recorded_by", "corrects", "corrected_by")
    page = page_of(records, request.GET.get("p"), POSTINGS_PER_PAGE)
    return TemplateResponse(request, "announcements/cms/postings.html", {"page": page})


@takes_words(PostingForm)
@cms_page
@permission_required(POST)
def posting_add(request: HttpRequest) -> HttpResponse:
    """Put a posting on record. Records are never changed afterwards, except to say when a notice came down."""
    form = PostingForm(request.POST or None, initial={"announcement": request.GET.get("announcement")})
    if request.method == "POST" and form.is_valid():
        form.instance.recorded_by = request.user
        form.save()
        messages.success(request, gettext("บันทึกการปิดประกาศแล้ว"))
        return redirect("announcements_cms:postings")
    return TemplateResponse(request, "announcements/cms/posting_add.html", {"form": form})


@takes_words(PostingForm)
@cms_page
@permission_required(POST)
def posting_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a record by a second one, with what was wrong; the first stays as it was and points to it.

    Raises:
        Http404: there is no such record, or it was corrected already: then the second one is corrected.
    """
    wrong = get_object_or_404(PostingRecord.objects.filter(corrected_by=None), pk=pk)
    first = {name: getattr(wrong, name) for name in PostingForm.Meta.fields if name != "note"}
    form = PostingForm(request.POST or None, initial=first, instance=PostingRecord(corrects=wrong))
    if wrong.announcement_id is None:
        # The announcement is gone; the evidence of it goes on under the name that it had.
        form.fields["announcement"].required = False
    if request.method == "POST" and form.is_valid():
        correct(form.instance, wrong, request.user)
        messages.success(request, gettext("บันทึกรายการแก้ไขแล้ว รายการเดิมยังอยู่"))
        return redirect("announcements_cms:postings")
    context = {"form": form, "wrong": wrong}
    return TemplateResponse(request, "announcements/cms/posting_add.html", context)


@cms_page
@permission_required(POST)
@require_POST
def posting_take_down(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a notice was taken down today; an earlier day is never overwritten."""
    today = timezone.localdate()
    found = PostingRecord.objects.filter(
        pk=pk, taken_down_on__isnull=True, posted_from__lte=today, corrected_by=None
    )
    if take_down(found, today):
        messages.success(request, gettext("บันทึกว่าปลดประกาศวันนี้แล้ว"))
    else:
        messages.error(request, gettext("บันทึกการปลดประกาศนี้ไม่ได้"))
    return redirect("announcements_cms:postings")
