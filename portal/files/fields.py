"""The field of every form of the desk that takes several files: good ones are kept at once, bad ones are named."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from portal.files.cleaning import CheckedFile
from portal.files.kinds import ACCEPT
from portal.files.waiting import Shelf

OUT = "-out"
"""What follows the field's name in that of the boxes that take files out."""


class Chosen(list[UploadedFile]):
    """What a browser sent for the field.

    Attributes:
        out: identifiers of waiting files that are not to be sent.
    """

    def __init__(self, uploads: list[UploadedFile], out: list[str]) -> None:
        super().__init__(uploads)
        self.out = out


class WaitingFilesInput(forms.FileInput):
    """A box for several files, below those that wait already.

    Attributes:
        shelf: whose files are shown.
    """

    allow_multiple_selected = True
    template_name = "components/widgets/files.html"
    shelf: Shelf | None = None

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Chosen:
        """Return all files of the box, and what is to be taken out."""
        uploads = files.getlist(name) if isinstance(files, MultiValueDict) else []
        out = data.getlist(name + OUT) if isinstance(data, MultiValueDict) else []
        return Chosen([one for one in uploads if one is not None], out)

    @property
    def holds_files(self) -> bool:
        """Whether files wait already."""
        return self.shelf is not None and bool(self.shelf.files)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Add the files that wait, and the names of those that must be chosen again."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        shelf = self.shelf or Shelf()
        context["widget"] |= {"waiting": shelf.files, "loose": shelf.loose, "out": name + OUT}
        return context


class WaitingFilesField(forms.FileField):
    """Pictures and documents, each judged by its content and made anew (privacy 13).

    Give the form its files by `lay_out`; without that they live as long as the form.
    """

    widget = WaitingFilesInput({"accept": ACCEPT})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> tuple[CheckedFile, ...]:
        """Keep every good file, and return all that wait for this form.

        Raises:
            ValidationError: with a sentence for each file that is not taken; all others are kept.
        """
        shelf = self.widget.shelf = self.widget.shelf or Shelf()
        if isinstance(data, Chosen):
            shelf.take_out(data.out)
        if refusals := shelf.take(data or []):
            raise forms.ValidationError([forms.ValidationError(one, code="refused") for one in refusals])
        found, lost = shelf.contents()
        if lost:
            again = _("“%(name)s” หายไประหว่างทาง เลือกไฟล์นี้อีกครั้ง")
            raise forms.ValidationError(
                [forms.ValidationError(again % {"name": name}, code="lost") for name in lost]
            )
        return found


def lay_out(form: forms.BaseForm, shelf: Shelf) -> None:
    """Give a form the files that wait for it; call it before the form is judged or drawn."""
    for field in form.fields.values():
        if isinstance(field, WaitingFilesField):
            field.widget.shelf = shelf
