"""Who and what the unit has, and who is on duty (S1.06): read by all staff of the organization, kept by those who work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cases.desk.frame import desk_page
from cases.desk.verbs.forms.assistance import NumberField
from cases.domain import field_unit
from cases.errors import CaseError
from cases.models import FieldMember, FieldShift, FieldVehicle
from portal.accounts.models import User
from portal.actors import Officer
from portal.thai.phone import Phone, phones_in
from portal.web.access import staff_only
from portal.web.dates import ThaiDateTimeField
from portal.web.typed import takes_words

DAY_SHIFT = (dt.time(8, 30), dt.timedelta(hours=8))
MOST_SHIFTS = 60


class MemberForm(forms.Form):
    """Somebody new in the unit."""

    name = forms.CharField(label=gettext_lazy("ชื่อ"), max_length=120)
    skill = forms.CharField(
        label=gettext_lazy("หน้าที่หรือความสามารถ"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("เช่น คนขับ พยาบาล ขับเรือ"),
    )
    phone = forms.CharField(label=gettext_lazy("โทรศัพท์"), max_length=60, required=False)
    person = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label=gettext_lazy("บัญชีผู้ใช้"),
        required=False,
        empty_label=gettext_lazy("ไม่มีบัญชี"),
        help_text=gettext_lazy("ผู้ที่มีบัญชีจะเห็นงานของตนในโทรศัพท์"),
    )

    def __init__(self, *args: Any, actor: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["person"].queryset = (  # type: ignore[attr-defined]
            User.objects.filter(appointments__organization=actor.organization, is_active=True)
            .distinct()
            .order_by("display_name")
        )

    def save(self) -> None:
        """Keep it."""
        field_unit.add_member(actor=self.actor, **self.cleaned_data)


class VehicleForm(forms.Form):
    """Something new to go with."""

    name = forms.CharField(
        label=gettext_lazy("ยานพาหนะ"), max_length=120, help_text=gettext_lazy("เช่น รถกระบะ เรือท้องแบน")
    )
    plate = forms.CharField(label=gettext_lazy("ทะเบียน"), max_length=40, required=False)
    seats = NumberField(label=gettext_lazy("จำนวนที่นั่ง"), min_value=1, max_value=200, required=False)

    def __init__(self, *args: Any, actor: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def save(self) -> None:
        """Keep it."""
        field_unit.add_vehicle(actor=self.actor, **self.cleaned_data)


class ShiftForm(forms.Form):
    """When somebody is on duty."""

    member = forms.ModelChoiceField(
        queryset=FieldMember.objects.none(), label=gettext_lazy("ใคร"), empty_label=gettext_lazy("เลือก")
    )
    starts = ThaiDateTimeField(label=gettext_lazy("เริ่มเวร"))
    ends = ThaiDateTimeField(label=gettext_lazy("ออกเวร"))

    def __init__(self, *args: Any, actor: Officer, **kwargs: Any) -> None:
        start = timezone.make_aware(dt.datetime.combine(timezone.localdate(), DAY_SHIFT[0]))
        kwargs["initial"] = {"starts": start, "ends": start + DAY_SHIFT[1]} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["member"].queryset = FieldMember.objects.in_service().filter(  # type: ignore[attr-defined]
            organization=actor.organization
        )

    def save(self) -> None:
        """Keep it."""
        data = self.cleaned_data
        field_unit.plan_shift(
            actor=self.actor, member=data["member"], starts_at=data["starts"], ends_at=data["ends"]
        )


FORMS: dict[str, Any] = {"member": MemberForm, "vehicle": VehicleForm, "shift": ShiftForm}


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Somebody who is on duty, or will be.

    Attributes:
        pk: of the shift.
        member: who.
        phones: to dial.
        starts_at, ends_at: from when until when.
        is_now: the shift runs.
    """

    pk: int
    member: FieldMember
    phones: list[Phone]
    starts_at: dt.datetime
    ends_at: dt.datetime
    is_now: bool


def shifts_of(actor: Officer, now: dt.datetime) -> list[OnDuty]:
    """Return who of the actor's organization is on duty now and next."""
    rows = (
        FieldShift.objects.from_now(now)
        .filter(member__organization=actor.organization)
        .select_related("member")
        .order_by("starts_at", "pk")[:MOST_SHIFTS]
    )
    return [
        OnDuty(
            pk=row.pk,
            member=row.member,
            phones=phones_in(row.member.phone),
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            is_now=row.starts_at <= now,
        )
        for row in rows
    ]


@staff_only
@require_GET
def lists(request: HttpRequest) -> HttpResponse:
    """Show who is on duty, the shifts to come, the people and the vehicles."""
    return _page(request)


def _page(request: HttpRequest, bound: dict[str, forms.Form] | None = None) -> HttpResponse:
    actor, now = request.actor, timezone.now()
    shifts = shifts_of(actor, now)
    own = {"organization": actor.organization}
    drawn = {name: kind(actor=actor, prefix=name) for name, kind in FORMS.items()} | (bound or {})
    context = {
        "now": now,
        "on_now": [shift for shift in shifts if shift.is_now],
        "to_come": [shift for shift in shifts if not shift.is_now],
        "members": FieldMember.objects.in_service().filter(**own).select_related("person"),
        "vehicles": FieldVehicle.objects.in_service().filter(**own),
        "may_keep": field_unit.may_keep_unit(actor),
        "forms": drawn,
        "form": next(iter(bound.values())) if bound else None,
    }
    return desk_page(request, "desk/roster.html", context, here="field")


def _form_of(what: str, **_address: object) -> type[forms.Form] | None:
    return FORMS.get(what)


def _keeps(request: HttpRequest) -> Officer:
    """Return the actor if they keep the lists.

    Raises:
        Http404: they do not.
    """
    actor: Officer = request.actor
    if not field_unit.may_keep_unit(actor):
        raise Http404
    return actor


@takes_words(_form_of)
@staff_only
@require_POST
def add(request: HttpRequest, what: str) -> HttpResponse:
    """Put a member, a vehicle or a shift on the lists."""
    actor = _keeps(request)
    if what not in FORMS:
        raise Http404
    form = FORMS[what](request.POST, actor=actor, prefix=what)
    if form.is_valid():
        try:
            form.save()
        except CaseError as error:
            form.add_error(getattr(error, "field", None), error.message)
        else:
            messages.success(request, _("บันทึกแล้ว"))
            return redirect("desk:roster")
    return _page(request, {what: form})


def _strike_off(actor: Officer, row: Any) -> None:
    field_unit.strike_off(actor=actor, row=row)


def _cancel(actor: Officer, row: Any) -> None:
    field_unit.cancel_shift(actor=actor, shift=row)


ENDS: dict[str, tuple[QuerySet[Any], str, Callable[[Officer, Any], None]]] = {
    "member": (FieldMember.objects.all(), "organization", _strike_off),
    "vehicle": (FieldVehicle.objects.all(), "organization", _strike_off),
    "shift": (FieldShift.objects.select_related("member"), "member__organization", _cancel),
}


@takes_words(forms.Form)
@staff_only
@require_POST
def end(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    """Take a member or a vehicle off the lists, or a shift back."""
    actor = _keeps(request)
    if what not in ENDS:
        raise Http404
    rows, owner, act = ENDS[what]
    row = rows.all().filter(pk=pk, **{owner: actor.organization}).first()
    if row is None:
        raise Http404
    act(actor, row)
    messages.success(request, _("บันทึกแล้ว"))
    return redirect("desk:roster")
