"""Filters of the work list. Every choice comes from the cases that the reader may see, so none tells of another."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.domain.identity import REFERENCE_LENGTH, clean
from cases.models import Case
from cases.vocabulary import CaseState, Severity
from portal.accounts.actors import Actor
from portal.organizations import areas
from portal.organizations.models import Organization
from portal.thai.digits import to_arabic
from portal.vocabulary import ProblemType


class CaseFilter(filters.FilterSet):
    """State, problem, severity, area and holder.

    A value that no choice has, from an old bookmark or a curious hand, filters nothing out: the list is shown whole.
    """

    state = filters.ChoiceFilter(label=_("สถานะ"), choices=CaseState, empty_label=_("ทุกสถานะ"))
    problem = filters.ChoiceFilter(label=_("ปัญหา"), choices=ProblemType, empty_label=_("ทุกปัญหา"))
    severity = filters.ChoiceFilter(label=_("ความเร่งด่วน"), choices=Severity, empty_label=_("ทุกระดับ"))
    area = filters.ChoiceFilter(label=_("ตำบล"), field_name="subdistrict_code", empty_label=_("ทุกตำบล"))
    holder = filters.ModelChoiceFilter(
        label=_("ผู้รับผิดชอบ"), queryset=Organization.objects.none(), empty_label=_("ทุกหน่วยงาน")
    )

    class Meta:
        model = Case
        fields: list[str] = []

    def __init__(self, data: Any, queryset: QuerySet[Case], *, actor: Actor) -> None:
        super().__init__(data, queryset)
        seen = list(
            Case.objects.visible_to(actor).values_list("subdistrict_code", "holder_id").distinct().order_by()
        )
        codes = sorted({code for code, _holder in seen if code}, key=areas.area_name)
        self.filters["area"].extra["choices"] = [(code, areas.area_name(code)) for code in codes]
        self.filters["holder"].queryset = Organization.objects.filter(
            pk__in={holder for _code, holder in seen}
        )

    @property
    def is_used(self) -> bool:
        """Somebody chose something."""
        return any(self.form.cleaned_data.values()) if self.form.is_valid() else False


class FindForm(forms.Form):
    """The search box of the desk; sent by POST because it may hold a name, and names do not belong into addresses."""

    q = forms.CharField(label=_("ค้นหาเรื่อง"), max_length=100, required=False)


def as_reference(text: str) -> str | None:
    """Return the public reference that a text is, in its stored form; None when it is none."""
    cleaned = clean(text)
    plain = cleaned.replace("-", "")
    return cleaned if len(plain) == REFERENCE_LENGTH and plain.isascii() else None


def as_register_number(text: str) -> tuple[int, int | None] | None:
    """Return (number, fiscal year or None) when a text is a register number such as "12/2570" or "๑๒"; else None."""
    parts = to_arabic(text).replace(" ", "").split("/")
    if not all(part.isascii() and part.isdecimal() and len(part) <= 6 for part in parts) or len(parts) > 2:
        return None
    return int(parts[0]), int(parts[1]) if len(parts) == 2 else None


def found(queryset: QuerySet[Case], *, actor: Actor, text: str) -> QuerySet[Case]:
    """Return those visible cases that a text means: register number, part of a reference, or name of a person.

    Args:
        queryset: already limited by `visible_to`.
        actor: whose register numbers count.
        text: what was typed.
    """
    register = as_register_number(text)
    if register is not None:
        number, year = register
        entries = {"register_entries__organization": actor.organization, "register_entries__number": number}
        if year is not None:
            entries["register_entries__fiscal_year"] = year
        return queryset.filter(**entries)
    words = text.strip()
    return queryset.filter(Q(reference=clean(words)) | Q(pk__in=_named(words)))


def _named(words: str) -> QuerySet[Case]:
    """Cases in which a person of that name reports or needs help."""
    return (
        Case.objects.filter(Q(reporter__name__icontains=words) | Q(affected_people__name__icontains=words))
        .order_by()
        .values("pk")
    )
