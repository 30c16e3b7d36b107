"""Forms of what officers write and arrange beside the stage."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.desk.verbs.forms.base import OnceForm, VerbForm, choice_field, note_field, readers_field
from cases.domain import late, visits, working
from cases.domain.field_unit import on_duty
from cases.machine.vocabulary import Scope
from cases.models import FieldMember, FieldVehicle
from cases.vocabulary import CallOutcome, TextUse, Visibility, VisitResult
from portal.accounts.models import User
from portal.calendar.working_days import end_of_day
from portal.web.dates import ThaiDateField

_TOLD = _("นับว่าแจ้งความคืบหน้าแล้วเมื่อได้คุยกับผู้แจ้งเองเท่านั้น")


class NoteForm(OnceForm):
    """Write something down; the writer says who reads it."""

    text = note_field(_("บันทึก"), required=True, texts=(TextUse.NOTE, TextUse.REPORTER, TextUse.AGENCY))
    readers = readers_field()

    def do(self, identity: str) -> None:
        """Add the note."""
        data = self.cleaned_data
        readers = Visibility(data["readers"])
        working.add_note(**self.common, text=data["text"], readers=readers, identity=identity)


class NumberedRadio(forms.RadioSelect):
    """Answers that a digit chooses, the first of them focused when the page opens."""

    def create_option(
        self, name: str, value: Any, label: Any, selected: Any, index: int, **kwargs: Any
    ) -> dict[str, Any]:
        """Say which digit means the answer; each of them stands in its words too."""
        # The tenth is the key 0, as it stands on a telephone.
        digit = (index + 1) % 10
        option = super().create_option(name, value, f"{digit} · {label}", selected, index, **kwargs)
        option["attrs"] |= {"data-digit": digit} | ({"autofocus": True} if index == 0 else {})
        return option


class LogCallForm(OnceForm):
    """Somebody was called or visited: an outcome, and a line where it does not say enough."""

    outcome = forms.ChoiceField(
        label=_("ผลการติดต่อ"),
        choices=CallOutcome.choices,
        widget=NumberedRadio,
        error_messages={"required": _("เลือกผลการติดต่อ"), "invalid_choice": _("เลือกผลการติดต่อ")},
    )
    text = note_field(_("คุยเรื่องอะไร"), hint=_("เว้นว่างได้ ถ้าผลการติดต่อบอกครบแล้ว"))
    readers = readers_field(Visibility.SHARED, with_reporter=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hints["outcome"] = {one.value: _TOLD for one in CallOutcome if one == CallOutcome.TOLD}

    def do(self, identity: str) -> None:
        """Log the call."""
        data = self.cleaned_data
        working.log_call(
            **self.common,
            text=data["text"],
            outcome=CallOutcome(data["outcome"]),
            readers=Visibility(data["readers"]),
            identity=identity,
        )


class AssignForm(VerbForm):
    """Give a duty to one person."""

    reads = Scope.SUMMARY
    duty = forms.ModelChoiceField(queryset=None, label=_("งานใด"), empty_label=None, widget=forms.RadioSelect)
    person = forms.ModelChoiceField(
        queryset=None, label=_("มอบหมายให้"), required=False, empty_label=_("ไม่เจาะจงคน")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organization = self.actor.organization
        own = self.case.duties.running().filter(organization=organization)
        self.fields["duty"].queryset = own
        self.initial.setdefault("duty", own.values_list("pk", flat=True).first())
        people = self.situation.offices.people(organization.pk)
        self.fields["person"].queryset = User.objects.filter(pk__in=list(people)).order_by("display_name")
        self.initial.setdefault("person", self.actor.person.pk)

    def perform(self) -> None:
        """Assign."""
        data = self.cleaned_data
        working.assign(duty=data["duty"], actor=self.actor, person=data["person"])


class UrgeForm(VerbForm):
    """Press for what somebody else has to do (S2.55).

    No words are asked for: whoever is asked to take a case does not read its notes yet, and a mail says nothing of a case.
    """

    reads = Scope.METADATA

    def perform(self) -> None:
        """Urge."""
        late.press(**self.common)


class DispatchForm(VerbForm):
    """Send a mobile unit out (S1.06); who is on duty now comes first."""

    crew = forms.ModelMultipleChoiceField(
        queryset=FieldMember.objects.none(),
        label=_("ใครไป"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("ผู้ที่มีบัญชีจะเห็นงานนี้ในหน้าหน่วยเคลื่อนที่ของตน"),
    )
    vehicle = forms.ModelChoiceField(
        queryset=FieldVehicle.objects.none(), label=_("ไปด้วยอะไร"), required=False, empty_label=_("ไม่ระบุ")
    )
    note = note_field(_("ไปทำอะไร"), hint=_("หน่วยเคลื่อนที่อ่านในโทรศัพท์"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = {"organization": self.actor.organization, "ended_at__isnull": True}
        members, vehicles = FieldMember.objects.filter(**own), FieldVehicle.objects.filter(**own)
        self.fields["crew"].queryset = members
        self.fields["vehicle"].queryset = vehicles
        on = [shift.member for shift in on_duty(self.actor.organization, timezone.now())]
        self.hints["crew"] = {member.pk: _("อยู่เวร") for member in on}
        self.initial.setdefault("crew", [member.pk for member in on])
        if not members:
            del self.fields["crew"]
        if not vehicles:
            del self.fields["vehicle"]

    def perform(self) -> None:
        """Dispatch."""
        data = self.cleaned_data
        visits.dispatch(
            **self.common, note=data["note"], vehicle=data.get("vehicle"), crew=data.get("crew", ())
        )


class SetOutForm(VerbForm):
    """The unit has left."""

    def perform(self) -> None:
        """Set out."""
        visits.take_step(step=visits.Step.SET_OUT, visit=self.row, actor=self.actor)


class ArriveForm(VerbForm):
    """The unit has arrived."""

    def perform(self) -> None:
        """Arrive."""
        visits.take_step(step=visits.Step.ARRIVE, visit=self.row, actor=self.actor)


class EndVisitForm(VerbForm):
    """What became of the visit."""

    result = choice_field(_("ผลการออกหน่วย"), VisitResult.reported(), missing=_("เลือกผลการออกหน่วย"))
    note = note_field(_("พบอะไร ทำอะไรไปแล้ว หรือกลับเพราะอะไร"))

    def perform(self) -> None:
        """End the visit."""
        data = self.cleaned_data
        visits.end_visit(
            visit=self.row, actor=self.actor, result=VisitResult(data["result"]), note=data["note"]
        )


class SubmitCommitteeForm(VerbForm):
    """Ask the committee for helping people to decide (S1.14)."""

    note = note_field(_("เสนอให้ช่วยอะไร เท่าใด เพราะอะไร"), required=True)

    def perform(self) -> None:
        """Submit."""
        working.submit_to_committee(**self.common, note=self.cleaned_data["note"])


class DecideCommitteeForm(VerbForm):
    """What the committee decided."""

    note = note_field(_("มติ ครั้งที่ และวันที่"), required=True, texts=())
    deferred_until = ThaiDateField(
        label=_("เลื่อนไปถึงวันที่"), required=False, help_text=_("กรอกเมื่อคณะกรรมการเลื่อนการพิจารณา")
    )

    def perform(self) -> None:
        """Record the decision."""
        data = self.cleaned_data
        day = data["deferred_until"]
        working.record_committee_decision(
            item=self.row,
            actor=self.actor,
            note=data["note"],
            deferred_until=end_of_day(day) if day else None,
        )


class CallOffForm(VerbForm):
    """End another organization's visit or committee item."""

    note = note_field(_("บอกหน่วยงานนั้นว่าเพราะอะไร"), required=True, texts=(TextUse.AGENCY,))

    def perform(self) -> None:
        """Call off."""
        working.call_off(row=self.row, actor=self.actor, note=self.cleaned_data["note"])


class TakeOverForm(VerbForm):
    """The center works on what lies still."""

    reads = Scope.SUMMARY
    note = note_field(_("เหตุผลที่ศูนย์เข้ารับแทน"), required=True, texts=())

    def perform(self) -> None:
        """Take over."""
        late.take_over(**self.changing, note=self.cleaned_data["note"])


class RecuseForm(VerbForm):
    """Take no part in one's own matter."""

    reads = Scope.METADATA
    note = note_field(_("เกี่ยวข้องอย่างไร"), hint=_("ไม่ต้องบอกรายละเอียดก็ได้"), texts=())

    def perform(self) -> None:
        """Recuse."""
        working.recuse(**self.common, note=self.cleaned_data["note"])


class BreakGlassForm(VerbForm):
    """Read a case in an emergency."""

    reads = Scope.METADATA
    note = note_field(_("เหตุฉุกเฉินคืออะไร"), required=True, texts=())

    def perform(self) -> None:
        """Break the glass."""
        working.break_glass(**self.common, reason=self.cleaned_data["note"])
