"""The screens of imports: hand files in, look at what would be done, have it done, take the errors away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from legal_library.importing import running
from legal_library.importing.writing import Result
from legal_library.models import LibraryImport, LibraryIndexPage
from legal_library.reading.files import MOST_BYTES
from portal.web.access import cms_page
from portal.web.dates import DateBox, ThaiDateField
from portal.web.downloads import csv_response
from portal.web.lists import page_of
from portal.web.typed import takes_words

MOST_FILES = 100
PER_PAGE = 100
HEADER = ["place", "result", "title", "remarks", "document"]


class _ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files in one field."""

    widget = _ManyFiles
    refused: list[str]

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files.

        Good ones are taken in whatever the others are: what is refused stands in `refused` of the form's field.

        Raises:
            ValidationError: no file is left; with a sentence for each that is refused.
        """
        taken, self.refused = [], []
        for number, one in enumerate(data or [None]):
            try:
                taken.append(self._judged(super().clean(one, initial), number))
            except forms.ValidationError as error:
                if one is None:
                    raise
                self.refused += [f"“{one.name}”: {reason}" for reason in error.messages]
        if not taken:
            raise forms.ValidationError(self.refused)
        return taken

    @staticmethod
    def _judged(file: Any, number: int) -> Any:
        if number >= MOST_FILES:
            raise forms.ValidationError(_("ส่งได้ครั้งละไม่เกิน %(most)d ไฟล์"), params={"most": MOST_FILES})
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                _("ไฟล์ใหญ่เกิน %(most)d MB"), params={"most": MOST_BYTES // 1024 // 1024}
            )
        return file


def tell_refused(request: HttpRequest, form: forms.Form) -> None:
    """Name each file that was not taken, with its reason, on the page that follows.

    Args:
        request: of the editor.
        form: valid, with a `FilesField` called `files`.
    """
    for reason in getattr(form.fields["files"], "refused", ()):
        messages.warning(request, gettext("ไม่ได้รับไฟล์ %(reason)s") % {"reason": reason})


class ImportForm(forms.Form):
    """Files and how they are taken over."""

    files = FilesField(
        label=_("ไฟล์"),
        help_text=_(
            "ตาราง XLSX หรือ CSV พร้อมไฟล์ที่ตารางอ้างถึง หรือ JSON ทีละบรรทัด หรือเอกสาร PDF DOCX TXT HTML เลือกหลายไฟล์ได้"
        ),
    )
    as_of = ThaiDateField(
        label=_("ข้อความ ณ วันที่"),
        required=False,
        widget=DateBox,
        help_text=_("วันที่ที่ข้อความรวมการแก้ไขไว้แล้ว เมื่อในไฟล์ไม่ได้บอก"),
    )
    source_name = forms.CharField(label=_("ข้อความมาจาก"), max_length=255, required=False)
    source_url = forms.URLField(
        label=_("ที่อยู่เว็บของแหล่งที่มา"), max_length=500, required=False, assume_scheme="https"
    )
    only_known = forms.BooleanField(label=_("เฉพาะเอกสารที่คลังมีระเบียนอยู่แล้ว"), required=False)
    replace = forms.BooleanField(label=_("แทนข้อความที่บรรณาธิการใส่ไว้ด้วย"), required=False)
    publish = forms.BooleanField(label=_("เผยแพร่ทันทีเมื่อข้อมูลครบ"), required=False)

    def __init__(self, *args: Any, may_publish: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_publish:
            del self.fields["publish"]

    def choices(self) -> dict[str, Any]:
        """Return what `legal_library.importing.running.start` keeps."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "files"}
        values["as_of"] = values["as_of"].isoformat() if values["as_of"] else ""
        return values


@dataclass(frozen=True)
class Line:
    """One record as the screen shows it."""

    place: str
    result: str
    title: str
    remarks: str
    document: int | None
    is_error: bool


def _may(request: HttpRequest) -> Any:
    """Return what this editor may do with the library.

    Raises:
        PermissionDenied: nothing may be added.
    """
    index = get_object_or_404(LibraryIndexPage)
    may = index.permissions_for_user(request.user)
    if not may.can_add_subpage():
        raise PermissionDenied
    return may


@takes_words(ImportForm)
@cms_page
def imports(request: HttpRequest) -> HttpResponse:
    """Take files in; list the last imports."""
    may = _may(request)
    form = ImportForm(request.POST or None, request.FILES or None, may_publish=may.can_publish_subpage())
    if request.method == "POST" and form.is_valid():
        run = running.start(uploads=form.cleaned_data["files"], choices=form.choices(), user=request.user)
        tell_refused(request, form)
        return redirect("legal_library_import", run.pk)
    context = {"form": form, "runs": LibraryImport.objects.select_related("started_by")[:20]}
    return TemplateResponse(request, "legal_library/cms/imports.html", context)


@cms_page
def import_run(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an import, record by record; have it carried out; hand its errors out as CSV (`?errors=1`)."""
    may = _may(request)
    run = get_object_or_404(LibraryImport, pk=pk)
    if request.method == "POST":
        if run.choices.get("publish") and not may.can_publish_subpage():
            raise PermissionDenied
        if running.confirm(run):
            messages.success(request, gettext("เริ่มนำเข้าแล้ว ปิดหน้านี้ได้ งานทำต่อเอง"))
        return redirect("legal_library_import", run.pk)
    if request.GET.get("errors"):
        wrong = [row for row in run.outcomes if row[1] == Result.ERROR]
        return csv_response(HEADER, wrong, name="library-import-errors.csv")
    page = page_of(run.outcomes, request.GET.get("p"), PER_PAGE)
    lines = [
        Line(row[0], Result(row[1]).label, row[2], row[3], row[4], row[1] == Result.ERROR)
        for row in sorted(page.object_list, key=lambda row: row[1] != Result.ERROR)
    ]
    counts = [(Result(result).label, count) for result, count in run.counts()]
    has_errors = any(row[1] == Result.ERROR for row in run.outcomes)
    context = {"run": run, "page": page, "lines": lines, "counts": counts, "has_errors": has_errors}
    return TemplateResponse(request, "legal_library/cms/import_run.html", context)
