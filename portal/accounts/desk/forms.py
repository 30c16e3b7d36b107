"""What account administrators fill in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.domain.appointments import Order
from portal.accounts.functions import Function
from portal.accounts.models import Appointment, User
from portal.accounts.roles import PROPOSED, Role
from portal.files import ACCEPT, RefusedFile
from portal.files.checking import check_scanned
from portal.thai.phone import PhoneError, tidy_phones
from portal.web.dates import ThaiDateField


class FunctionsForm(forms.Form):
    """Which functions an appointment gives."""

    functions = forms.MultipleChoiceField(
        label=_("หน้าที่ตามคำสั่ง"),
        choices=Function.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("เลือกหน้าที่อย่างน้อยหนึ่งอย่าง")},
    )

    def __init__(self, *args: Any, allowed: frozenset[Function] = frozenset(Function), **kwargs: Any) -> None:
        """Offer what may be given.

        Args:
            args: as for every form.
            allowed: what the reader may give in this organization.
            kwargs: as for every form.
        """
        super().__init__(*args, **kwargs)
        self.allowed = allowed
        self.fields["functions"].choices = [(one.value, one.label) for one in Function if one in allowed]

    @property
    def chosen(self) -> frozenset[Function]:
        """Return what was ticked."""
        return frozenset(map(Function, self.cleaned_data["functions"]))


class PhoneField(forms.CharField):
    """Telephone numbers, written in one way."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)

    def clean(self, value: Any) -> str:
        """Tidy what was typed.

        Raises:
            ValidationError: it is no number.
        """
        try:
            return tidy_phones(super().clean(value), longest=40)
        except PhoneError as error:
            raise forms.ValidationError(_(error.message)) from error  # noqa: INT001


class PersonForm(forms.Form):
    """Name and contact of a person."""

    name = forms.CharField(
        label=_("ชื่อและนามสกุล"), max_length=150, error_messages={"required": _("กรอกชื่อและนามสกุล")}
    )
    phone = PhoneField(label=_("โทรศัพท์ที่ทำงาน"), required=False)
    email = forms.EmailField(label=_("อีเมลที่ทำงาน"), required=False, max_length=254)

    @classmethod
    def of(cls, person: User) -> PersonForm:
        """Return the form filled with what is stored."""
        return cls(initial={"name": person.display_name, "phone": person.phone, "email": person.email})


class OrderForm(forms.Form):
    """Position, number, day and file: what an order says besides functions and days."""

    role = forms.ChoiceField(
        label=_("ตำแหน่ง"), choices=Role.choices, error_messages={"required": _("เลือกตำแหน่ง")}
    )
    order_no = forms.CharField(label=_("คำสั่งที่"), required=False, max_length=60, help_text=_("เช่น ๑๒/๒๕๖๙"))
    ordered_on = ThaiDateField(label=_("ลงวันที่"), required=False)
    order_file = forms.FileField(
        label=_("ไฟล์คำสั่ง"),
        required=False,
        help_text=_("PDF หรือภาพถ่าย ไม่เกิน 10 เมกะไบต์"),
        widget=forms.FileInput({"accept": ACCEPT}),
    )

    @classmethod
    def of(
        cls, appointment: Appointment, allowed: frozenset[Function], data: Any = None, files: Any = None
    ) -> OrderForm:
        """Return the form filled with what is stored.

        Args:
            appointment: by which order.
            allowed: what the reader may give in its organization.
            data: what was sent, if anything.
            files: the same.
        """
        stored = {name: getattr(appointment, name) for name in ("role", "order_no", "ordered_on")}
        form = cls(data, files, initial=stored)
        form.offer_positions(allowed, held=appointment.role)
        return form

    def offer_positions(self, allowed: frozenset[Function], held: str = "") -> None:
        """Offer the positions that propose something that the reader may give, and the one that is held."""
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            ("", _("เลือกตำแหน่ง")),
            *((role.value, role.label) for role in Role if PROPOSED[role] & allowed or role.value == held),
        ]

    def clean_order_file(self) -> object:
        """Judge the file and keep its safe copy; no row of an order could wait for the scanner."""
        uploaded = self.cleaned_data.get("order_file")
        if not isinstance(uploaded, UploadedFile):
            return None
        try:
            return check_scanned(uploaded)
        except RefusedFile as refused:
            raise forms.ValidationError(str(refused.reason)) from refused

    @property
    def position(self) -> Role:
        """Return the position."""
        return Role(self.cleaned_data["role"])

    @property
    def order(self) -> Order:
        """Return the order."""
        data = self.cleaned_data
        return Order(number=data["order_no"], day=data["ordered_on"], file=data["order_file"])


class AppointForm(OrderForm, FunctionsForm):
    """A person, their position and functions, and the order."""

    name = forms.CharField(
        label=_("ชื่อและนามสกุล"),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("กรอกชื่อและนามสกุล")},
    )
    username = forms.CharField(
        label=_("ชื่อผู้ใช้"),
        required=False,
        max_length=150,
        help_text=_("เว้นว่างไว้ ระบบจะตั้งให้จากชื่อ ถ้าคนนี้มีบัญชีอยู่แล้ว พิมพ์ชื่อผู้ใช้เดิม"),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    phone = PhoneField(label=_("โทรศัพท์ที่ทำงาน"), required=False)
    email = forms.EmailField(label=_("อีเมลที่ทำงาน"), required=False, max_length=254)
    functions = forms.MultipleChoiceField(
        label=_("หน้าที่ตามคำสั่ง"),
        required=False,
        help_text=_("ไม่เลือก ระบบจะให้หน้าที่ที่มักมากับตำแหน่งนั้น"),
        widget=forms.CheckboxSelectMultiple,
    )
    first = ThaiDateField(label=_("มีผลตั้งแต่วันที่"), initial=timezone.localdate)
    last = ThaiDateField(label=_("ถึงวันที่"), required=False, help_text=_("เว้นว่างไว้ถ้าไม่มีกำหนด"))

    field_order = ("name", "username", "phone", "email", "role", "functions")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_positions(self.allowed)

    @property
    def chosen(self) -> frozenset[Function]:
        """Return what was ticked; with nothing ticked, what the position proposes."""
        return super().chosen or PROPOSED[self.position] & self.allowed


class EndForm(forms.Form):
    """The last day of an appointment."""

    last = ThaiDateField(label=_("วันสุดท้าย"), help_text=_("สิทธิสิ้นสุดเมื่อพ้นวันนี้ ถ้าต้องสิ้นสุดทันที ใช้วันที่ของเมื่อวาน"))

    @property
    def day(self) -> dt.date:
        """Return the day."""
        found: dt.date = self.cleaned_data["last"]
        return found


class ReasonForm(forms.Form):
    """Why a second factor is taken away."""

    reason = forms.CharField(
        label=_("เหตุผล และรู้ได้อย่างไรว่าเป็นเจ้าตัว"),
        max_length=300,
        help_text=_("เช่น โทรศัพท์หาย มาแสดงบัตรด้วยตนเอง"),
        error_messages={"required": _("กรอกเหตุผล")},
    )


class CodeForm(forms.Form):
    """A code that was just given out, to be printed."""

    code = forms.CharField(max_length=40, widget=forms.HiddenInput)
