"""Files that open by a password only (privacy 12)."""

from __future__ import annotations

import io
import re
import zipfile

import pikepdf
import pytest
import pyzipper
from django import forms
from django.http import QueryDict
from msoffcrypto import OfficeFile
from msoffcrypto.exceptions import InvalidKeyError
from openpyxl import load_workbook

from portal.web.downloads import xlsx_bytes
from portal.web.locked import (
    FilePasswordField,
    LockedFileForm,
    locked_pdf,
    locked_xlsx,
    locked_zip,
    new_password,
)
from portal.web.typed import describe

PASSWORD = "4821-0937-5512-7783"
WRONG = "4821-0937-5512-7784"
SECRET = "นางสาวทดสอบ ความลับ"


def test_a_password_is_digits_that_nobody_had_before() -> None:
    made = {new_password() for _ in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(r"\d{4}(-\d{4}){3}", one) for one in made)


@pytest.mark.parametrize("typed", [PASSWORD, "๔๘๒๑-๐๙๓๗-๕๕๑๒-๗๗๘๓", f" {PASSWORD} "])
def test_a_password_of_ours_is_taken(typed: str) -> None:
    assert FilePasswordField().clean(typed) == PASSWORD


@pytest.mark.parametrize(
    "typed", ["", "1234", "password", "4821-0937-5512-77834", "4821 0937 5512 7783", "x" * 5000]
)
def test_a_password_that_somebody_thought_of_is_refused(typed: str) -> None:
    with pytest.raises(forms.ValidationError):
        FilePasswordField().clean(typed)


def test_a_form_is_locked_unless_it_is_known_that_it_need_not() -> None:
    assert "password" in LockedFileForm().fields
    assert "password" not in LockedFileForm(is_locked=False).fields
    assert "readonly" in str(LockedFileForm()["password"])


def test_a_pdf_opens_by_its_password_only() -> None:
    plain, target = pikepdf.new(), io.BytesIO()
    plain.add_blank_page()
    plain.docinfo["/Title"] = SECRET
    plain.save(target)
    locked = locked_pdf(target.getvalue(), PASSWORD)
    for password in ("", WRONG):
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(io.BytesIO(locked), password=password)
    with pikepdf.open(io.BytesIO(locked), password=PASSWORD) as opened:
        assert str(opened.docinfo["/Title"]) == SECRET
        assert opened.encryption.R == 6
    assert b"/Title" not in locked or SECRET.encode("utf-16-be") not in locked


def test_a_workbook_opens_by_its_password_only() -> None:
    locked = locked_xlsx(xlsx_bytes(["ชื่อ"], [[SECRET]], stamp="ผู้ออก"), PASSWORD)
    assert not zipfile.is_zipfile(io.BytesIO(locked))
    with pytest.raises(InvalidKeyError):
        wrong = OfficeFile(io.BytesIO(locked))
        wrong.load_key(password=WRONG, verify_password=True)
    book, target = OfficeFile(io.BytesIO(locked)), io.BytesIO()
    book.load_key(password=PASSWORD, verify_password=True)
    book.decrypt(target)
    assert [cell.value for row in load_workbook(target).active for cell in row] == ["ชื่อ", SECRET]


def test_an_archive_opens_by_its_password_only_and_names_nobody() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as plain:
        plain.writestr("data.txt", SECRET)
        plain.writestr(f"files/01-{SECRET}.jpg", b"picture")
    locked = locked_zip(target.getvalue(), PASSWORD)
    assert SECRET.encode() not in locked
    with pyzipper.AESZipFile(io.BytesIO(locked)) as archive:
        assert archive.namelist() == ["data.txt", "files/02.jpg"]
        with pytest.raises(RuntimeError):
            archive.read("data.txt", pwd=WRONG.encode())
        with pytest.raises(RuntimeError):
            archive.read("data.txt")
        assert archive.read("data.txt", pwd=PASSWORD.encode()).decode() == SECRET
        assert archive.read("files/02.jpg", pwd=PASSWORD.encode()) == b"picture"


def test_a_password_is_no_word_that_is_kept_or_given_back() -> None:
    """What is kept for a person whose session ended lies in the database."""

    class Taking(LockedFileForm):
        reason = forms.CharField(label="เหตุผล")

    post = QueryDict(mutable=True)
    post.update({"reason": "แนบสำนวน", "password": PASSWORD})
    sent = describe(post, files=(), form=Taking, action="/desk/")
    assert [field.text for field in sent.shown] == ["แนบสำนวน"]
    assert sent.values == (("reason", "แนบสำนวน"),)
    assert PASSWORD not in str(sent)
    assert not sent.secrets, "nobody types it again"


@pytest.mark.parametrize("came", [{}, {"password": ""}, {"password": "1234"}])
def test_a_form_that_comes_back_without_a_password_has_a_new_one(came: dict[str, str]) -> None:
    form = LockedFileForm(came)
    assert "password" in form.errors
    shown = form["password"].value()
    assert FilePasswordField().clean(shown) == shown
    assert str(form["password"]).count(shown) == 1
    assert LockedFileForm({"password": shown})["password"].value() == shown
