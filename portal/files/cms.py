"""Wagtail's forms for pictures and documents, through the same door as the files of citizens.

`WAGTAILIMAGES_IMAGE_FORM_BASE` and `WAGTAILDOCS_DOCUMENT_FORM_BASE` name these forms; all of Wagtail's views (one file,
several at once, the choosers within a page, replacing a file) make theirs of them.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from portal.files.checking import check_document, check_illustration
from portal.files.refusals import RefusedFile

PICTURE_HELP = _("รับไฟล์ภาพ (JPG, PNG, WebP, HEIC) ไม่เกิน 10 เมกะไบต์ ระบบย่อภาพและลบตำแหน่งที่ถ่ายให้")
DOCUMENT_HELP = _("รับ PDF, DOCX, XLSX, ODT, ODS และ CSV ไม่เกิน 50 เมกะไบต์ ไม่มีมาโครและไม่ตั้งรหัสผ่าน")


class IllustrationField(WagtailImageField):
    """A picture that is judged by its content and made anew before Wagtail sees it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.help_text = PICTURE_HELP

    def to_python(self, data: Any) -> Any:
        """Clean a new upload where it is, then let Wagtail judge what is left of it."""
        if isinstance(data, UploadedFile):
            try:
                check_illustration(data)
            except RefusedFile as refused:
                raise ValidationError(refused.reason, code="refused") from refused
        return super().to_python(data)


class DocumentField(WagtailDocumentField):
    """A document whose content is what its name says, and which does not act."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.help_text = DOCUMENT_HELP

    def to_python(self, data: Any) -> Any:
        """Judge a new upload and clean it where it is."""
        if isinstance(data, UploadedFile):
            try:
                check_document(data)
            except RefusedFile as refused:
                raise ValidationError(refused.reason, code="refused") from refused
        return super().to_python(data)


class ImageForm(BaseImageForm):
    """Wagtail's form for a picture."""

    file = IllustrationField(label=_("ไฟล์"), widget=BaseImageForm.Meta.widgets["file"])


class DocumentForm(BaseDocumentForm):
    """Wagtail's form for a document."""

    file = DocumentField(label=_("ไฟล์"), widget=BaseDocumentForm.Meta.widgets["file"])
