"""How to reach the person without putting anybody in danger (S2.42; requirements 7.1; cases.md, privacy 7)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cases.domain.secrecy import is_careful
from cases.intake.fields import LineField, MailField, ThaiPhoneField
from cases.intake.forms.base import NOT_GIVEN, Answers, Fold, Row, StepForm, Text, chosen, radio
from cases.vocabulary import ContactWay
from portal import carriers
from portal.thai.phone import phones_in
from portal.vocabulary import ProblemType


class CrisisContact(TextChoices):
    """What a crisis report on the web must carry: ``KLANG["CRISIS_CONTACT"]`` (requirements 7.1)."""

    PHONE_OR_EMAIL = "phone_or_email", _("ชื่อ และโทรศัพท์หรืออีเมล")
    EMAIL = "email", _("ชื่อและอีเมล (ตามแนวทาง OSCC)")
    ANONYMOUS = "anonymous", _("ไม่บังคับ (รับเบาะแส)")


def crisis_contact() -> CrisisContact:
    """Return the rule in force; the default is that of requirements 7.1.

    Raises:
        ValueError: when the setting holds another word.
    """
    return CrisisContact(settings.KLANG.get("CRISIS_CONTACT", CrisisContact.PHONE_OR_EMAIL))


def is_crisis(answers: Answers) -> bool:
    """Say whether the chosen problem is one of the four (S2.32)."""
    problem = chosen(answers, "problem")
    return bool(problem) and ProblemType(problem).is_crisis


class Time(TextChoices):
    """When a call or a message is safe."""

    ANY = "any", _("เวลาใดก็ได้")
    MORNING = "morning", _("เช้า 8.00–12.00 น.")
    AFTERNOON = "afternoon", _("บ่าย 12.00–16.30 น.")
    EVENING = "evening", _("เย็น 16.30–20.00 น.")


AS_WRITTEN = _("ตามที่เขียน: %(words)s")


class ContactForm(StepForm):
    """A name and at least one way, and what keeps a person safe after the form is sent. Silence means "no".

    Which ways are obligatory depends on the track. The questions of safety stand open where the matter may be dangerous
    (privacy 7), and behind a line elsewhere: then the first way that was given is used.

    What cannot be read as telephone number or e-mail address is kept as words. Only where nothing else leads to the
    person the form asks whether it is right, once, and goes on as written (docs/decisions/0009).
    """

    name = LineField(
        label=_("ชื่อที่ให้เราเรียกคุณ"),
        max_length=150,
        help_text=_("ใช้ชื่อเล่นหรือนามสมมติก็ได้"),
        error_messages={"required": _("กรอกชื่อที่ให้เราเรียกคุณ จะเป็นนามสมมติก็ได้")},
        widget=forms.TextInput({"autocomplete": "name", "spellcheck": "false"}),
    )
    phone = ThaiPhoneField(
        label=_("หมายเลขโทรศัพท์"),
        required=False,
        max_length=120,
        help_text=_("เจ้าหน้าที่จะใช้ติดต่อเรื่องนี้เท่านั้น"),
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    may_text = forms.BooleanField(
        label=_("ส่ง SMS บอกเมื่อเรื่องคืบหน้า"),
        required=False,
        help_text=_("ข้อความมีเพียงเลขที่เรื่องและลิงก์ ไม่มีเนื้อหาเรื่องของคุณ"),
    )
    email = MailField(
        label=_("อีเมล"),
        required=False,
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
    )
    other_way = LineField(
        label=_("ไม่มีทั้งโทรศัพท์และอีเมล"),
        required=False,
        max_length=200,
        help_text=_("บอกว่าจะพบหรือฝากข้อความถึงคุณได้ที่ใด เช่น ผ่านผู้ใหญ่บ้าน"),
    )
    contact_way = radio(
        _("ทางใดปลอดภัยที่สุด"), ContactWay.choices, help_text=_("ถ้าไม่เลือก เราใช้โทรศัพท์ก่อน แล้วจึงอีเมล")
    )
    times = forms.MultipleChoiceField(
        label=_("ติดต่อได้ช่วงใด"), choices=Time.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    times_note = LineField(
        label=_("เวลาอื่น หรือเรื่องที่ต้องระวัง"), required=False, max_length=200, help_text=_("เช่น โทรเฉพาะวันธรรมดา")
    )
    may_leave_message = forms.BooleanField(label=_("ถ้าฉันไม่รับสาย ฝากข้อความไว้ได้"), required=False)
    may_identify = forms.BooleanField(
        label=_("ถ้าคนอื่นรับสาย บอกได้ว่าโทรจากหน่วยงานใด"),
        required=False,
        help_text=_("ถ้าไม่เลือก เจ้าหน้าที่จะพูดเหมือนคนรู้จัก"),
    )
    may_email = forms.BooleanField(
        label=_("ส่งเลขที่เรื่องทางอีเมลได้ ไม่มีคนอื่นอ่านอีเมลนี้"),
        required=False,
        help_text=_("อีเมลจะมีเพียงเลขที่เรื่องและลิงก์ ไม่มีเนื้อหาเรื่องของคุณ"),
    )
    asked = forms.BooleanField(required=False, widget=forms.HiddenInput)
    """The person was asked once whether what they wrote is right."""
    of_safety = ("contact_way", "times", "times_note", "may_leave_message", "may_identify", "may_email")

    def prepare(self) -> None:
        """In a crisis a message left with a neighbor may be dangerous, so that way is not offered."""
        problem = chosen(self.answers, "problem")
        self.careful = bool(problem) and is_careful(ProblemType(problem))
        if not self.careful:
            self.folds = (Fold(_("ถ้ามีคนอื่นเห็นหรือได้ยินแล้วคุณจะเดือดร้อน"), self.of_safety),)
        self.rule = crisis_contact() if is_crisis(self.answers) else None
        if self.rule:
            del self.fields["other_way"]
            choices = [way for way in ContactWay.choices if way[0] != ContactWay.VISIT]
            self.fields["contact_way"].choices = choices
            self.fields["name"].required = self.rule is not CrisisContact.ANONYMOUS
        if self.careful or self.rule or not carriers.is_there():
            # A text lights up on a screen that others see, and of a crisis nothing is sent by itself (`cases.news`).
            del self.fields["may_text"]
        self.fields["email"].required = self.rule is CrisisContact.EMAIL
        if self.rule is CrisisContact.EMAIL:
            self.fields["email"].error_messages["required"] = _("กรอกอีเมล เพื่อให้เจ้าหน้าที่ติดต่อคุณได้")

    @property
    def asks_again(self) -> bool:
        """Whether the page asks if what was written is right, so that its button says "as written"."""
        return any(error.code == "unread" for found in self.errors.as_data().values() for error in found)

    def clean(self) -> dict[str, Any]:
        """Ask for at least one way to answer, unless tips without a name are allowed."""
        data = super().clean() or {}
        mail = self.fields["email"]
        assert isinstance(mail, MailField)
        data["email_words"] = mail.words(self["email"].data)
        self._ask_once(data)
        given = any(data.get(name) for name in ("phone", "email", "email_words", "other_way"))
        tried = any(name in self.errors for name in ("phone", "email", "other_way"))
        if self.rule is not CrisisContact.ANONYMOUS and not given and not tried:
            self.add_error(
                "phone",
                forms.ValidationError(_("กรอกโทรศัพท์หรืออีเมลอย่างน้อยหนึ่งอย่าง เพื่อให้เราตอบคุณได้"), code="no_way"),
            )
        self._choose_way(data)
        return data

    def _choose_way(self, data: dict[str, Any]) -> None:
        """Refuse a way that leads nowhere; without a choice take the first that was given."""
        given = {
            ContactWay.PHONE: data.get("phone"),
            ContactWay.SMS: phones_in(data.get("phone") or ""),
            ContactWay.EMAIL: data.get("email") or data["email_words"],
            ContactWay.VISIT: data.get("other_way"),
            ContactWay.NONE: True,
        }
        way = data.get("contact_way")
        if not way:
            usual = (ContactWay.PHONE, ContactWay.EMAIL, ContactWay.VISIT, ContactWay.NONE)
            data["contact_way"] = next(way for way in usual if given[way])
        elif not given[ContactWay(way)]:
            self.add_error(
                "contact_way",
                forms.ValidationError(_("คุณยังไม่ได้กรอกทางนี้ กรอกด้านบน หรือเลือกทางอื่น"), code="not_given"),
            )

    def times_in_words(self) -> str:
        """Return the chosen times in the active language. Needs a valid form."""
        labels = dict(Time.choices)
        return ", ".join(str(labels[time]) for time in self.cleaned_data["times"])

    def _ask_once(self, data: dict[str, Any]) -> None:
        """Ask whether words are right that are the only way to the person."""
        phone = data.get("phone")
        if data.get("asked") or phones_in(phone or "") or data.get("email") or data.get("other_way"):
            return
        unread = {
            "phone": phone and _("เราอ่านเป็นหมายเลขโทรศัพท์ไม่ได้ ตรวจอีกครั้ง ถ้าถูกแล้วส่งต่อไปตามที่เขียนได้"),
            "email": data["email_words"] and _("เราอ่านเป็นอีเมลไม่ได้ ตรวจอีกครั้ง ถ้าถูกแล้วส่งต่อไปตามที่เขียนได้"),
        }
        for name, words in unread.items():
            if words:
                self.add_error(name, forms.ValidationError(words, code="unread"))
        if any(unread.values()):
            self.data = self.data.copy()
            self.data["asked"] = "on"

    def rows(self) -> list[Row]:
        """Name and every way."""
        labels = {
            "name": _("ชื่อ"),
            "phone": _("โทรศัพท์"),
            "email": _("อีเมล"),
            "other_way": _("ทางอื่น"),
        }
        told = {name: self.cleaned_data.get(name) for name in labels if name in self.fields}
        if told["phone"] and not phones_in(told["phone"]):
            told["phone"] = AS_WRITTEN % {"words": told["phone"]}
        if words := self.cleaned_data["email_words"]:
            told["email"] = AS_WRITTEN % {"words": words}
        rows = [Row(labels[name], value or NOT_GIVEN) for name, value in told.items()]
        return rows + self._rows_of_safety()

    def _rows_of_safety(self) -> list[Row]:
        data = self.cleaned_data
        rows = [
            Row(_("ทางที่ปลอดภัยที่สุด"), self.choice_label("contact_way")),
            Row(_("ช่วงเวลาที่ติดต่อได้"), self.times_in_words() or NOT_GIVEN),
        ]
        if data["times_note"]:
            rows.append(Row(_("เรื่องที่ต้องระวัง"), data["times_note"]))
        if data["phone"] and "may_text" in self.fields:
            rows.append(Row(_("ข่าวทาง SMS"), self._texts_in_words()))
        if data["phone"]:
            rows.append(Row(_("ฝากข้อความ"), _("ฝากได้") if data["may_leave_message"] else _("อย่าฝาก")))
            rows.append(Row(_("บอกชื่อหน่วยงานกับคนอื่น"), _("บอกได้") if data["may_identify"] else _("อย่าบอก")))
        if data["email"]:
            rows.append(Row(_("ส่งเลขที่เรื่องทางอีเมล"), _("ส่งได้") if data["may_email"] else _("อย่าส่ง")))
        return rows

    def _texts_in_words(self) -> Text:
        if not self.cleaned_data["may_text"]:
            return _("ไม่ต้องส่ง")
        has_mobile = any(phone.is_mobile for phone in phones_in(self.cleaned_data["phone"]))
        return _("ส่งได้") if has_mobile else _("หมายเลขนี้รับ SMS ไม่ได้")
