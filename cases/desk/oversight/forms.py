"""The question of the data-protection officer: who, which case, what for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from portal.accounts.models import User
from portal.organizations.models import Organization
from portal.thai.codes import clean

MOST_FOUND = 20
"""Persons of one name, or organizations in whose name all words stand, that one question answers for."""


class WhyForm(forms.Form):
    """Who could open which case, asked for a purpose. Either a person or an organization is named."""

    use_required_attribute = False
    reference = forms.CharField(label=_("เลขที่เรื่อง"), max_length=40)
    person = forms.CharField(
        label=_("ชื่อหรือชื่อบัญชีของเจ้าหน้าที่"),
        max_length=150,
        required=False,
        help_text=_("เขียนชื่อเต็มตามบัญชี ถ้าถามถึงเจ้าหน้าที่คนใดก็ได้ของหน่วยงาน เว้นว่างแล้วเขียนหน่วยงานแทน"),
    )
    organization = forms.CharField(label=_("หน่วยงาน"), max_length=200, required=False)
    purpose = forms.CharField(
        label=_("ถามเพื่ออะไร"),
        max_length=300,
        help_text=_("เช่น คำร้องของเจ้าของข้อมูล เลขที่ 3/2569 ข้อความนี้บันทึกไว้"),
        error_messages={"required": _("บอกว่าถามเพื่ออะไร")},
    )

    def clean_reference(self) -> Case:
        """Return the case.

        Raises:
            ValidationError: there is none.
        """
        found = Case.objects.filter(reference=clean(self.cleaned_data["reference"])).first()
        if found is None:
            raise forms.ValidationError(_("ไม่พบเรื่องเลขที่นี้"))
        return found

    def clean_person(self) -> list[User]:
        """Return the accounts of this name; [] where none was asked about.

        Raises:
            ValidationError: nobody has it, or too many have: an answer about some of them would pass for one about all.
        """
        typed = self.cleaned_data["person"]
        if not typed:
            return []
        found = list(
            User.objects.filter(Q(username=typed) | Q(display_name=typed)).order_by("pk")[: MOST_FOUND + 1]
        )
        if not found:
            raise forms.ValidationError(_("ไม่พบบัญชีชื่อนี้"))
        if len(found) > MOST_FOUND:
            raise forms.ValidationError(_("มีหลายบัญชีชื่อนี้ เขียนชื่อบัญชีแทน"))
        return found

    def clean_organization(self) -> list[Organization]:
        """Return the organizations of this name; [] where none was asked about.

        Raises:
            ValidationError: none has it, or too many have.
        """
        typed = self.cleaned_data["organization"]
        if not typed:
            return []
        found = list(Organization.objects.named(typed).order_by("sort_key", "pk")[: MOST_FOUND + 1])
        if not found:
            raise forms.ValidationError(_("ไม่พบหน่วยงานชื่อนี้"))
        if len(found) > MOST_FOUND:
            raise forms.ValidationError(_("มีหลายหน่วยงาน เขียนชื่อให้ละเอียดกว่านี้"))
        return found

    def clean(self) -> dict[str, Any]:
        """Return what was asked; somebody is asked about."""
        values = super().clean() or self.cleaned_data
        if not self.errors and not values["person"] and not values["organization"]:
            self.add_error("person", _("เขียนชื่อเจ้าหน้าที่ หรือหน่วยงาน"))
        return values
