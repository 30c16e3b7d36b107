"""For whom: the person who needs help, and who tells us about them (S2.25, S2.31, S2.35; cases.md, privacy 10)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cases.intake.fields import AgeField, Birth, BirthDateField, LineField, age_on
from cases.intake.forms.base import NOT_GIVEN, Answers, Fold, Row, StepForm, Text, chosen, radio
from cases.intake.forms.matter import DangerForm
from cases.vocabulary import IdentityPapers, Relation, Sex
from portal.thai.ages import LONGEST as LONGEST_AGE
from portal.thai.dates import bangkok_today, format_date
from portal.web.language import is_english


class Whom(TextChoices):
    """Who needs help."""

    ME = "me", _("ตัวฉันเอง")
    OTHER = "other", _("คนอื่น")


class Knows(TextChoices):
    """What the person concerned knows and wants, as the reporter understands it."""

    AGREES = "agrees", _("รู้ และยินยอม")
    UNAWARE = "unaware", _("ยังไม่รู้")
    CANNOT = "cannot", _("บอกหรือตัดสินใจเองไม่ได้")
    REFUSES = "refuses", _("รู้ แต่ไม่ต้องการให้แจ้ง")
    UNSURE = "unsure", _("ไม่แน่ใจ")


KNOWS_HINTS = {
    Knows.CANNOT.value: _("เช่น เป็นเด็กเล็ก ป่วยหนัก หรือถูกกักขัง"),
    Knows.REFUSES.value: _("คุณแจ้งได้ เจ้าหน้าที่จะให้คำแนะนำก่อน และจะดูว่ากฎหมายให้ทำอะไรได้บ้าง"),
}


class Need(TextChoices):
    """What an officer should know before meeting the person."""

    DISABILITY = "disability", _("เป็นคนพิการ")


LANGUAGES = [
    ("my", _("พม่า")),
    ("km", _("เขมร")),
    ("lo", _("ลาว")),
    ("vi", _("เวียดนาม")),
    ("ms", _("มลายู")),
    ("zh", _("จีน")),
    ("en", _("อังกฤษ")),
    ("tsl", _("ภาษามือไทย")),
    ("other", _("ภาษาอื่น")),
]
"""Languages for which an interpreter is asked most often in the south of Thailand; any other may be typed."""


def for_other(answers: Answers) -> bool:
    """Say whether the reporter asks for somebody else."""
    return chosen(answers, "whom") == Whom.OTHER


class AgedForm(StepForm):
    """Birth date or a guess: some laws protect children and teenagers specially, so an estimate is better than none."""

    age = AgeField(
        label=_("อายุของคนที่ต้องการความช่วยเหลือ"),
        required=False,
        max_length=LONGEST_AGE,
        help_text=_("โดยประมาณก็ได้ เช่น 15, แรกเกิด, 3 เดือน, ประมาณ 60"),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    birth_date = BirthDateField(
        label=_("วันเดือนปีเกิด"),
        required=False,
        help_text=_("เช่น 27 3 2530 ใช้ พ.ศ. หรือ ค.ศ. ก็ได้ ถ้าทราบเพียงปี กรอกเพียงปี"),
    )

    def clean(self) -> dict[str, Any]:
        """Keep the words of age and birth; find a birth date and an age that contradict each other."""
        data = super().clean() or {}
        told = "" if "age" in self.errors else AgeField.read(self["age"].data).words
        birth = Birth() if "birth_date" in self.errors else self._birth()
        if birth.words:
            # Beside words of a birth the number of the other box is told too, lest it be taken for what the words say.
            told = told or (
                gettext("%(age)s ปี") % {"age": data["age"]} if data.get("age") is not None else ""
            )
            told = " · ".join(
                part for part in (gettext("เกิด %(date)s") % {"date": birth.words}, told) if part
            )
            data["age"] = birth.years if data.get("age") is None else data["age"]
        data["age_words"] = told
        born, age = data.get("birth_date"), data.get("age")
        if born and age is not None and abs(age_on(born, bangkok_today()) - age) > 1:
            self.add_error(
                "age", forms.ValidationError(_("อายุไม่ตรงกับวันเกิด กรอกเพียงอย่างเดียวก็พอ"), code="mismatch")
            )
        return data

    def _birth(self) -> Birth:
        field = self.fields["birth_date"]
        assert isinstance(field, BirthDateField)
        return field.read(self["birth_date"].data)

    def years(self) -> int | None:
        """Return the age in full years as far as it is known. Needs a valid form."""
        born: dt.date | None = self.cleaned_data.get("birth_date")
        return age_on(born, bangkok_today()) if born else self.cleaned_data.get("age")

    def age_rows(self) -> list[Row]:
        """Birth date with the age behind it, or the estimate."""
        born, age = self.cleaned_data.get("birth_date"), self.years()
        told = self.cleaned_data["age_words"]
        if told and not born:
            return [Row(_("อายุ"), told)]
        if age is None:
            return [Row(_("อายุ"), NOT_GIVEN)]
        words = ngettext("%(age)s ปี", "%(age)s ปี", age) % {"age": age}
        if born:
            date = format_date(born, "long", language="en" if is_english() else "th")
            return [Row(_("วันเกิด"), f"{date} ({words})")]
        return [Row(_("อายุ"), gettext("ประมาณ %(age)s") % {"age": words})]


class LanguageForm(StepForm):
    """Of those who are no Thai or need an interpreter (S2.25): a part of the page about the person, behind a line.

    Whoever leaves it shut was not asked.
    """

    nationality = LineField(
        label=_("สัญชาติ"),
        required=False,
        max_length=80,
        help_text=_("คุณขอความช่วยเหลือได้ไม่ว่ามีสัญชาติใดหรือมีเอกสารหรือไม่"),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    papers = radio(_("เอกสารประจำตัว"), IdentityPapers.choices, help_text=_("ใช้เพื่อเตรียมความช่วยเหลือเท่านั้น"))
    interpreter = forms.ChoiceField(
        label=_("ภาษาที่ต้องการล่าม"), choices=[("", _("ไม่ต้องการล่าม")), *LANGUAGES], required=False
    )
    other_language = LineField(label=_("ถ้าเป็นภาษาอื่น คือภาษาใด"), required=False, max_length=60)
    of_language = ("nationality", "papers", "interpreter", "other_language")

    def clean(self) -> dict[str, Any]:
        """Ask for the language when it is another one."""
        data = super().clean() or {}
        if data.get("interpreter") == "other" and not data.get("other_language"):
            self.add_error(
                "other_language", forms.ValidationError(_("กรอกชื่อภาษาที่ต้องการล่าม"), code="required")
            )
        return data

    @property
    def tells_language(self) -> bool:
        """Whether anything of this was answered. Needs a valid form."""
        return any(self.cleaned_data[name] for name in self.of_language)

    def language(self) -> str:
        """Return the interpreter's language in words, "" when none is needed. Needs a valid form."""
        value = self.cleaned_data["interpreter"]
        if value == "other":
            return self.cleaned_data["other_language"]
        return str(dict(LANGUAGES)[value]) if value else ""

    def language_rows(self) -> list[Row]:
        """Nationality, paper and language, where one of them was told."""
        if not self.tells_language:
            return []
        return [
            Row(_("สัญชาติ"), self.cleaned_data["nationality"] or NOT_GIVEN),
            Row(_("เอกสารประจำตัว"), self.choice_label("papers")),
            Row(_("ล่าม"), self.language() or _("ไม่ต้องการล่าม")),
        ]


class WhomForm(DangerForm, LanguageForm, AgedForm):
    """Who needs help, and who tells us: the informant is often not the person who needs help (S2.31, S2.35).

    Only danger and for whom must be answered, and for others what they know of the report (privacy 10). The rest decides
    how help must be given; nothing of it is obligatory (S2.24: no discrimination fields).
    """

    whom = radio(
        _("คุณขอความช่วยเหลือให้ใคร"),
        Whom.choices,
        required=_("เลือกว่าขอความช่วยเหลือให้ตัวคุณเอง หรือให้คนอื่น"),
    )
    relation = radio(
        _("คุณเป็นอะไรกับเขา"), [choice for choice in Relation.choices if choice[0] != Relation.SELF]
    )
    affected_name = LineField(
        label=_("ชื่อของเขา"),
        required=False,
        max_length=150,
        help_text=_("ชื่อเล่นหรือชื่อที่คนในพื้นที่เรียกก็ได้"),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    knows = radio(_("เขารู้ไหมว่าคุณแจ้งเรื่องนี้"), Knows.choices)
    may_tell = forms.BooleanField(label=_("เจ้าหน้าที่บอกเขาได้ว่าฉันเป็นคนแจ้ง"), required=False)
    sex = radio(_("เพศ"), Sex.choices)
    needs = forms.MultipleChoiceField(
        label=_("เลือกทุกข้อที่ตรง"), choices=Need.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    hints = KNOWS_HINTS | {
        Whom.OTHER.value: _("เช่น คนในครอบครัว เพื่อนบ้าน นักเรียน หรือคนที่คุณพบเห็น"),
    }
    about_other = {
        "relation": _("เลือกว่าคุณเป็นอะไรกับคนที่ต้องการความช่วยเหลือ"),
        "affected_name": "",
        "knows": _("เลือกว่าคนที่ต้องการความช่วยเหลือรู้เรื่องนี้หรือไม่"),
        "may_tell": "",
    }
    """Asked when help is for somebody else, with what is said where an answer is needed; the style sheet hides them where it
    can see that help is for oneself."""
    field_order = ("danger", "whom", *about_other, "age", "birth_date", "sex", "needs")
    folds = (
        Fold(_("บอกเพิ่ม: วันเกิด เพศ ความพิการ (ไม่บังคับ)"), ("birth_date", "sex", "needs")),
        Fold(_("ไม่มีสัญชาติไทย หรือต้องการล่าม (ไม่บังคับ)"), LanguageForm.of_language),
    )

    def clean(self) -> dict[str, Any]:
        """Ask what the other person knows; leave out what was answered about another when help is for oneself."""
        data = super().clean() or {}
        if data.get("whom") == Whom.ME:
            data |= {"relation": Relation.SELF, "affected_name": "", "knows": "", "may_tell": False}
            for name in self.about_other:
                self.errors.pop(name, None)
        for name, missing in self.about_other.items():
            if data.get("whom") == Whom.OTHER and missing and not data.get(name) and name not in self.errors:
                self.add_error(name, forms.ValidationError(missing, code="required"))
        return data

    def in_short(self) -> Text:
        """For whom."""
        return self.choice_label("whom")

    def rows(self) -> list[Row]:
        """For whom, what they know, and what was told of the person."""
        labels = dict(Need.choices)
        needs = ", ".join(str(labels[need]) for need in self.cleaned_data["needs"])
        rows = [*self.danger_rows(), Row(_("ขอความช่วยเหลือให้"), self.choice_label("whom"))]
        if self.cleaned_data["whom"] == Whom.OTHER:
            rows += [
                Row(_("คุณเป็น"), self.choice_label("relation")),
                Row(_("ชื่อคนที่ต้องการความช่วยเหลือ"), self.cleaned_data["affected_name"] or NOT_GIVEN),
                Row(_("คนที่ต้องการความช่วยเหลือรู้เรื่องนี้"), self.choice_label("knows")),
                Row(
                    _("บอกได้ว่าคุณเป็นคนแจ้ง"),
                    _("บอกได้") if self.cleaned_data["may_tell"] else _("อย่าบอก"),
                ),
            ]
        return [
            *rows,
            *self.age_rows(),
            Row(_("เพศ"), self.choice_label("sex")),
            Row(_("เรื่องที่ควรรู้"), needs or NOT_GIVEN),
            *self.language_rows(),
        ]
