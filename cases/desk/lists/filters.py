"""Filters of the work list. Every choice comes from the cases that the reader may see, so none tells of another."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.domain.identity import REFERENCE_LENGTH
from cases.machine.vocabulary import Stage
from cases.models import AffectedPerson, Case, Reporter
from cases.vocabulary import Severity
from portal.actors import Officer
from portal.organizations import areas
from portal.organizations.models import Organization
from portal.thai.codes import clean
from portal.thai.digits import to_arabic
from portal.thai.names import name_key, name_words
from portal.thai.phone import phone_ending
from portal.vocabulary import ProblemType


class CaseFilter(filters.FilterSet):
    """Stage, problem, severity, area and holder.

    A value that no choice has, from an old bookmark or a curious hand, filters nothing out: the list is shown whole.
    """

    stage = filters.ChoiceFilter(label=_("ขั้นตอน"), choices=Stage, empty_label=_("ทุกขั้นตอน"))
    problem = filters.ChoiceFilter(label=_("ปัญหา"), choices=ProblemType, empty_label=_("ทุกปัญหา"))
    severity = filters.ChoiceFilter(label=_("ความเร่งด่วน"), choices=Severity, empty_label=_("ทุกระดับ"))
    area = filters.ChoiceFilter(label=_("ตำบล"), field_name="subdistrict_code", empty_label=_("ทุกตำบล"))
    holder = filters.ModelChoiceFilter(
        label=_("ผู้รับผิดชอบ"), queryset=Organization.objects.none(), empty_label=_("ทุกหน่วยงาน")
    )

    class Meta:
        model = Case
        fields: list[str] = []

    def __init__(self, data: Any, queryset: QuerySet[Case], *, actor: Officer) -> None:
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


def found(queryset: QuerySet[Case], *, actor: Officer, text: str) -> QuerySet[Case]:
    """Return those visible cases that a text means.

    A reference, a register number of the actor's body, the name of a person in any spelling, or the last four digits
    or more of a telephone number; name and number may stand together. One text may mean several of these.

    Args:
        queryset: already limited by `visible_to`.
        actor: whose register numbers count.
        text: what was typed.
    """
    words = text.strip()
    means = Q(reference=clean(words)) | Q(pk__in=_registered(actor, words))
    for people in (Reporter.objects, AffectedPerson.objects):
        means |= Q(pk__in=people.filter(_is_meant(words)).values("case_id"))
    return queryset.filter(means)


def _registered(actor: Officer, text: str) -> QuerySet[Case]:
    """Cases that have this number in the register of the actor's body; none when the text is no such number."""
    register = as_register_number(text)
    if register is None:
        return Case.objects.none()
    number, year = register
    entries: dict[str, Any] = {
        "register_entries__organization": actor.organization,
        "register_entries__number": number,
    }
    if year is not None:
        entries["register_entries__fiscal_year"] = year
    return Case.objects.filter(**entries).order_by().values("pk")


def _is_meant(text: str) -> Q:
    """Return the condition under which a person is meant by a text; on the keys, never on what was typed once.

    A text of which no key is left (one emoji) is compared as it is.
    """
    if ending := phone_ending(text):
        return Q(phone_key__contains=f"{ending} ")
    numbers = [ending for word in text.split() if (ending := phone_ending(word))]
    rest = " ".join(word for word in text.split() if not phone_ending(word))
    words = name_words(rest)
    if not words and not numbers:
        return Q(name__icontains=text) if text else Q(pk__in=[])
    condition = Q()
    for number in numbers:
        condition &= Q(phone_key__contains=f"{number} ")
    named = Q()
    for word in words:
        named &= Q(name_key__contains=word)
    # Blanks may stand where the name has none ("สม ชาย") and be missing where it has one.
    return condition & (named | Q(name_key__contains=name_key(rest))) if words else condition
