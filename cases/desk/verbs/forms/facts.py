"""Forms of completing and correcting what is known: files, people, place, contact, the lost secret.

What stands in a field is sent along unseen, so that only what this officer changed is written: what somebody else
corrected meanwhile stays (privacy 5).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Model
from django.forms import fields_for_model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.desk.verbs.forms.assistance import NumberField
from cases.desk.verbs.forms.base import OnceForm, Other, VerbForm, checked_file, note_field, readers_field
from cases.domain import facts
from cases.machine.vocabulary import Scope, Verb
from cases.models import AffectedPerson, Case, Reporter
from cases.vocabulary import Visibility
from portal import carriers
from portal.files import ACCEPT, CheckedFile
from portal.web.dates import ThaiDateField

IDENTIFIED = _("ยืนยันตัวผู้แจ้งอย่างไร")
IDENTIFIED_HINT = _("เช่น โทรกลับเบอร์เดิมแล้ว ถามเลขที่เรื่องและสิ่งที่เล่าไว้ หรือดูบัตรที่เคาน์เตอร์")


def _fields(model: type[Model], names: tuple[str, ...], **other: forms.Field) -> dict[str, forms.Field]:
    made: dict[str, forms.Field] = fields_for_model(model, fields=names) | other
    for field in made.values():
        field.required = False
        field.show_hidden_initial = True
    return {name: made[name] for name in names}


def _number(label: Any, most: int) -> NumberField:
    return NumberField(label=label, min_value=0, max_value=most)


ANOTHER = "new"
"""In the place of a person: one whom nobody has named yet."""


class AddFileForm(OnceForm):
    """A picture or document that came later."""

    file = forms.FileField(
        label=_("ไฟล์"),
        help_text=_("ภาพ (JPG, PNG, WebP, HEIC) หรือ PDF ไม่เกิน 10 เมกะไบต์"),
        widget=forms.FileInput({"accept": ACCEPT}),
        error_messages={"required": _("เลือกไฟล์ที่จะแนบ")},
    )
    note = note_field(_("ไฟล์นี้คืออะไร"), texts=())
    readers = readers_field(Visibility.SHARED, with_reporter=False)
    readers.required = False

    def clean_file(self) -> CheckedFile:
        """Judge the content; what is kept is a clean copy (privacy 13)."""
        checked = checked_file(self.cleaned_data["file"])
        assert checked is not None
        return checked

    def do(self, identity: str) -> None:
        """Add the file."""
        data = self.cleaned_data
        facts.add_file(
            **self.common,
            identity=identity,
            checked=data["file"],
            note=data["note"],
            readers=Visibility(data["readers"] or Visibility.SHARED),
        )


class _ChangingForm(VerbForm):
    """Shows what is known, and writes only what was changed."""

    def changed(self, names: tuple[str, ...]) -> dict[str, Any]:
        """Return the new values of those fields in which the officer changed what they saw."""
        return {name: self.cleaned_data[name] for name in names if name in self.changed_data}


class CorrectFactsForm(OnceForm, _ChangingForm):
    """One person and the place, as they are known by now; the story stays as it was told.

    Of several people one is shown; links above lead to the others, and to one whom nobody has named yet (S2.31, S2.35).
    """

    person = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    locals().update(
        _fields(
            AffectedPerson,
            facts.OF_A_PERSON,
            birth_date=ThaiDateField(label=_("วันเกิด")),
            age=_number(_("อายุโดยประมาณ (ปี)"), 130),
            household_size=_number(_("จำนวนคนในครัวเรือน"), 100),
        )
    )
    locals().update(_fields(Case, facts.OF_THE_PLACE))
    note = note_field(_("ทราบจากที่ใด"), texts=())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        case: Case = kwargs["case"]
        sent = args[0] if args else kwargs.get("initial", {})
        people = list(case.affected_people.order_by("pk"))
        self.meant = str(sent.get("person") or "") or (str(people[0].pk) if people else ANOTHER)
        self.one = next((one for one in people if str(one.pk) == self.meant), None)
        if self.one is None and self.meant != ANOTHER and not args:
            # A link to somebody who is not of this case leads to whom it is most about.
            self.one = people[0] if people else None
            self.meant = str(self.one.pk) if self.one else ANOTHER
        known = {name: getattr(case, name) for name in facts.OF_THE_PLACE}
        known |= {name: getattr(self.one, name) for name in facts.OF_A_PERSON} if self.one else {}
        kwargs["initial"] = known | kwargs.get("initial", {}) | {"person": self.meant}
        super().__init__(*args, **kwargs)
        self.others = tuple(self._links(people))

    def _links(self, people: list[AffectedPerson]) -> Iterator[Other]:
        """Yield links to this form for each person, and for another one."""
        here = reverse("desk:act", kwargs={"reference": self.case.reference, "verb": Verb.CORRECT_FACTS})
        for one in people:
            yield Other(one.name or _("ไม่ได้บอกชื่อ"), f"{here}?person={one.pk}", is_here=one == self.one)
        yield Other(_("เพิ่มอีกคน"), f"{here}?person={ANOTHER}", is_here=self.one is None)

    def clean_person(self) -> str:
        """Refuse somebody who is not of this case (privacy 4)."""
        if self.one is None and self.meant != ANOTHER:
            raise forms.ValidationError(_("ไม่พบผู้ประสบปัญหาคนนี้ในเรื่อง เปิดหน้านี้ใหม่"), code="unknown")
        return self.meant

    def do(self, identity: str) -> None:
        """Correct."""
        facts.correct_facts(
            **self.common,
            place=self.changed(facts.OF_THE_PLACE),
            person=self.one,
            about_person=self.changed(facts.OF_A_PERSON),
            adds=self.one is None,
            note=self.cleaned_data["note"],
            identity=identity,
        )


class ChangeContactForm(_ChangingForm):
    """Who reports, and how they are safely reached."""

    reads = Scope.FULL
    locals().update(_fields(Reporter, facts.OF_THE_CONTACT))
    identified = note_field(IDENTIFIED, required=True, hint=IDENTIFIED_HINT, texts=())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        reporter = getattr(kwargs["case"], "reporter", None)
        known = {name: getattr(reporter, name) for name in facts.OF_THE_CONTACT} if reporter else {}
        kwargs["initial"] = known | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        if not carriers.is_there():
            del self.fields["may_text"]

    def perform(self) -> None:
        """Change the contact."""
        facts.change_contact(
            **self.common,
            contact=self.changed(facts.OF_THE_CONTACT),
            identified=self.cleaned_data["identified"],
        )


class ReplaceSecretForm(VerbForm):
    """The reporter has lost the tracking secret."""

    reads = Scope.SUMMARY
    token = forms.UUIDField(widget=forms.HiddenInput)
    identified = note_field(IDENTIFIED, required=True, hint=IDENTIFIED_HINT, texts=())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"token": uuid.uuid4()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    def perform(self) -> None:
        """Make a new secret; the view shows it once."""
        data = self.cleaned_data
        self.secret = facts.replace_secret(**self.common, token=data["token"], identified=data["identified"])
