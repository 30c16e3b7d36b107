"""The two codes that a person types to follow a request, and what they send by them."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.domain.by_secret import NewContact
from cases.intake.fields import LineField, MailField, StoryField, ThaiPhoneField
from cases.intake.forms.base import Text, radio
from cases.vocabulary import ContactWay, Rating
from portal import carriers
from portal.thai.codes import clean
from portal.web import slots

_CODE = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class CodeField(LineField):
    """A reference or secret in any case, with blanks, hyphens, Thai digits and look-alike letters."""

    def clean(self, value: object) -> str:
        """Return it in the form in which it is stored."""
        typed = super().clean(value)
        return clean(typed) if typed else ""


class TrackForm(forms.Form):
    """Reference and secret; neither ever stands in an address (cases.md, privacy 8).

    Attributes:
        is_drawn_once: its empty fields are the same for everybody, so that they are rendered once (`blank_field`).
    """

    use_required_attribute = False
    is_drawn_once = True

    reference = CodeField(
        label=_("เลขที่เรื่อง"),
        max_length=40,
        help_text=_("8 ตัว เช่น K7M3-9QXF"),
        error_messages={"required": _("กรอกเลขที่เรื่อง"), "max_length": _("เลขที่เรื่องยาวเกินไป ตรวจอีกครั้ง")},
        widget=forms.TextInput(_CODE),
    )
    secret = CodeField(
        label=_("รหัสติดตาม"),
        max_length=60,
        help_text=_("ตัวเลข 20 ตัว อยู่ในหน้ายืนยันหรือใบรับเรื่อง เลขไทยหรืออารบิกก็ได้ ไม่ต้องใส่ขีด"),
        error_messages={"required": _("กรอกรหัสติดตาม"), "max_length": _("รหัสติดตามยาวเกินไป ตรวจอีกครั้ง")},
        widget=forms.TextInput(_CODE | {"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, has_letters: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_letters:
            secret = self.fields["secret"]
            secret.widget.attrs.pop("inputmode")
            secret.help_text = _("16 ตัว มีทั้งตัวเลขและตัวอักษรอังกฤษ ตัวพิมพ์เล็กหรือใหญ่ก็ได้ ไม่ต้องใส่ขีด")


class LostCodeForm(forms.Form):
    """By which a new tracking code is asked for; whether they belong together, the answer never says (privacy 8)."""

    use_required_attribute = False

    reference = CodeField(
        label=_("เลขที่เรื่อง"),
        max_length=40,
        help_text=_("8 ตัว เช่น K7M3-9QXF"),
        error_messages={"required": _("กรอกเลขที่เรื่อง"), "max_length": _("เลขที่เรื่องยาวเกินไป ตรวจอีกครั้ง")},
        widget=forms.TextInput(_CODE),
    )
    email = forms.EmailField(
        label=_("อีเมลที่เคยให้ไว้"),
        max_length=254,
        error_messages={
            "required": _("กรอกอีเมลที่เคยให้ไว้ตอนขอความช่วยเหลือ"),
            "invalid": _("อีเมลนี้ไม่ครบ เช่น somchai@example.com"),
            "max_length": _("อีเมลยาวเกินไป ตรวจอีกครั้ง"),
        },
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
    )


def words_field(label: Text, *, missing: Text, help_text: Text = "") -> StoryField:
    """Return the box in which a citizen tells the office something.

    Args:
        label: what is asked.
        missing: said when it is empty; "" makes it optional.
        help_text: a hint below the label.
    """
    return StoryField(
        label=label,
        longest=2000,
        required=bool(missing),
        help_text=help_text,
        widget=forms.Textarea({"rows": 4, "autocomplete": "off"}),
        error_messages={"required": missing},
    )


class ActForm(forms.Form):
    """Something that the citizen sends about their case; all stand on one page, so each has ids of its own.

    Attributes:
        name: of the form, before each id.
        is_drawn_once: its empty fields are the same for everybody, so that they are rendered once (`blank_field`).
    """

    use_required_attribute = False
    is_drawn_once = True
    name = ""

    token = forms.UUIDField(required=False, widget=forms.HiddenInput)
    """Random, one for each drawing of the page: the same form sent twice is one act (`cases.domain.once`)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{self.name}-%s")
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = slots.new_token

    def clean_token(self) -> uuid.UUID:
        """Return the token; a page without one gets one of its own."""
        return self.cleaned_data["token"] or uuid.uuid4()


class WordsForm(ActForm):
    """Something that the citizen tells the office about a request, in the field `words`."""


class MessageForm(WordsForm):
    """A message to whoever has the case."""

    name = "message"
    words = words_field(
        _("ฝากข้อความถึงเจ้าหน้าที่"),
        missing=_("พิมพ์ข้อความก่อนกดส่ง"),
        help_text=_("เจ้าหน้าที่อ่านในวันทำการ ถ้าด่วนให้โทร"),
    )


class ReopenForm(WordsForm):
    """Why a closed request should be opened again."""

    name = "reopen"
    words = words_field(
        _("ยังไม่ได้รับความช่วยเหลือ หรือเกิดเรื่องอีก เล่าให้เราฟัง"),
        missing=_("บอกสั้น ๆ ว่าทำไมจึงอยากให้เปิดเรื่องอีกครั้ง"),
    )


class AnswerForm(WordsForm):
    """The answer to a question of the office."""

    name = "answer"
    words = words_field(_("คำตอบของคุณ"), missing=_("พิมพ์คำตอบก่อนกดส่ง"))


class ObjectForm(WordsForm):
    """Why the request should not be closed yet."""

    name = "object"
    words = words_field(_("ยังไม่ควรปิดเรื่อง เพราะอะไร"), missing=_("บอกสั้น ๆ ว่ายังต้องการความช่วยเหลืออะไร"))


class WithdrawForm(WordsForm):
    """That no help is needed any more, and why, if the person says so."""

    name = "withdraw"
    words = words_field(_("เหตุผล"), missing="", help_text=_("ไม่บอกก็ได้"))
    sure = forms.BooleanField(
        label=_("ฉันไม่ต้องการความช่วยเหลือเรื่องนี้แล้ว"),
        error_messages={"required": _("ทำเครื่องหมายยืนยันก่อนกดส่ง")},
    )


class StayForm(WordsForm):
    """That help is wanted after all, once the person had said that it is not."""

    name = "stay"
    words = words_field(_("อยากบอกอะไรเจ้าหน้าที่"), missing="", help_text=_("ไม่บอกก็ได้"))


class ConsentForm(WordsForm):
    """That the story goes to nobody else any more, and why, if the person says so."""

    name = "consent"
    words = words_field(_("เหตุผล"), missing="", help_text=_("ไม่บอกก็ได้"))
    sure = forms.BooleanField(
        label=_("ฉันไม่ให้ส่งต่อข้อมูลเรื่องนี้อีก"),
        error_messages={"required": _("ทำเครื่องหมายยืนยันก่อนกดส่ง")},
    )


class RateForm(ActForm):
    """How the help was."""

    name = "rate"
    rating = radio(_("การช่วยเหลือครั้งนี้เป็นอย่างไร"), Rating.choices, required=_("เลือกหนึ่งข้อ"))


class AddFilesForm(ActForm):
    """Files that are sent later; what may be in them is judged by `portal.files`."""

    name = "files"
    files = forms.FileField(label=_("รูปหรือเอกสาร"), required=False, widget=forms.FileInput)


class ChangeContactForm(ActForm):
    """A new way to the person. What is known of the old one is never shown (cases.md, privacy 8)."""

    name = "contact"
    phone = ThaiPhoneField(
        label=_("หมายเลขโทรศัพท์ใหม่"),
        required=False,
        max_length=120,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    may_text = forms.BooleanField(
        label=_("ส่ง SMS บอกเมื่อเรื่องคืบหน้าที่หมายเลขใหม่ได้"),
        required=False,
        help_text=_("ข้อความมีเพียงเลขที่เรื่องและลิงก์ ไม่มีเนื้อหาเรื่องของคุณ"),
    )
    email = MailField(
        label=_("อีเมลใหม่"),
        required=False,
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
    )
    may_email = forms.BooleanField(
        label=_("ส่งข่าวเรื่องนี้ทางอีเมลใหม่ได้ ไม่มีคนอื่นอ่าน"),
        required=False,
        help_text=_("อีเมลมีเพียงเลขที่เรื่องและลิงก์ ไม่มีเนื้อหาเรื่องของคุณ"),
    )
    other_way = LineField(label=_("ทางอื่นที่ติดต่อคุณได้"), required=False, max_length=200)
    contact_way = radio(_("ทางใดปลอดภัยที่สุด"), ContactWay.choices)
    drops_old = forms.BooleanField(label=_("อย่าใช้โทรศัพท์และอีเมลเดิมอีก"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not carriers.is_there():
            self.asks_for_no_texts()

    def asks_for_no_texts(self) -> None:
        """Leave out whether news may come by text: none is sent here, or none of this request (`cases.news`)."""
        self.fields.pop("may_text", None)

    def contact(self) -> NewContact:
        """Return what changes. Needs a valid form."""
        mail = self.fields["email"]
        assert isinstance(mail, MailField)
        values = {
            name: self.cleaned_data[name] for name in NewContact.__dataclass_fields__ if name in self.fields
        }
        return NewContact(email_words=mail.words(self["email"].data), **values)
