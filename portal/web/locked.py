"""Files that leave the portal with what was told in confidence: they open by a password only (privacy 12).

The password is made here, stands in the form before the file is made, and is kept nowhere: who takes the file writes it
down, and gives it to whoever may read the file by another way. Every format is locked as its own readers know it, so that
no program of ours is needed to open it: PDF 2.0 (AES-256), Office Open XML (agile encryption), ZIP (WinZip's AE-2).
"""

from __future__ import annotations

import io
import re
import secrets
import zipfile
from pathlib import PurePosixPath
from typing import Any

import pikepdf
from django import forms
from django.utils.translation import gettext_lazy as _

from portal.thai.codes import in_digits
from portal.thai.digits import to_arabic

DIGITS = 16
"""Of a password, some 53 bits: digits can be read aloud and typed on every keyboard, Thai or not."""
_PASSWORD = re.compile(r"[0-9]{4}(?:-[0-9]{4}){3}", re.ASCII)


def new_password() -> str:
    """Return a password that nobody had before: "4821-0937-5512-7783"."""
    return in_digits(secrets.randbelow(10**DIGITS), DIGITS)


class FilePasswordField(forms.CharField):
    """The password of the file that a form is asked for: shown to be written down, not to be thought of.

    It is no word that a person typed: where a form is kept or given back (`portal.web.typed`), the page makes another.
    """

    is_made_anew = True

    def __init__(self, **kwargs: Any) -> None:
        values: dict[str, Any] = {
            "label": _("รหัสเปิดไฟล์"),
            "help_text": _("จดไว้ก่อนกดปุ่ม ไฟล์เปิดได้ด้วยรหัสนี้เท่านั้นและระบบไม่เก็บไว้ บอกรหัสแก่ผู้รับคนละทางกับไฟล์"),
            "initial": new_password,
            "max_length": DIGITS + 3,
            "widget": forms.TextInput(attrs={"readonly": True, "autocomplete": "off"}),
            "error_messages": {"required": _("จดรหัสเปิดไฟล์ชุดใหม่นี้แทนชุดเดิม แล้วกดปุ่มอีกครั้ง")},
        }
        super().__init__(**(values | kwargs))

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Return what the box shows of a form that was sent: the password that came, or a new one where none did."""
        return data if _PASSWORD.fullmatch(to_arabic(str(data or "").strip())) else initial

    def clean(self, value: Any) -> str:
        """Return the password; "" where it may stay away.

        Raises:
            ValidationError: none came, or one that was not made here.
        """
        written = to_arabic(super().clean(value))
        if written and not _PASSWORD.fullmatch(written):
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return written


class LockedFileForm(forms.Form):
    """A form by which a file is taken that may have to be locked; its password is left out where it has not."""

    password = FilePasswordField()

    def __init__(self, *args: Any, is_locked: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([*(name for name in self.fields if name != "password"), "password"])
        if not is_locked:
            del self.fields["password"]


def locked_pdf(content: bytes, password: str) -> bytes:
    """Return a PDF that opens by its password only; tags and metadata stay, and are locked with it."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        document.save(target, encryption=pikepdf.Encryption(owner=password, user=password, R=6))
    return target.getvalue()


def locked_xlsx(content: bytes, password: str) -> bytes:
    """Return a workbook that opens by its password only."""
    # Read when somebody takes such a file: no other page needs it.
    from msoffcrypto.format.ooxml import OOXMLFile

    target = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(password, target)
    return target.getvalue()


def locked_zip(content: bytes, password: str) -> bytes:
    """Return an archive whose files open by its password only.

    The names in an archive are not locked: what lies in a folder of it, named by people, gets a number for a name.
    """
    # Read when somebody takes such a file: no other page needs it.
    import pyzipper

    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as open_one,
        pyzipper.AESZipFile(
            target, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
        ) as archive,
    ):
        archive.setpassword(password.encode("ascii"))
        for number, part in enumerate(open_one.infolist(), start=1):
            path = PurePosixPath(part.filename)
            named = path if path.parent == PurePosixPath() else path.with_name(f"{number:02}{path.suffix}")
            archive.writestr(str(named), open_one.read(part))
    return target.getvalue()
