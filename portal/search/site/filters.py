"""Filters of the results page: validated by django-filter, applied as masks in the index or as SQL without one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import django_filters
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.search.models import IndexedDocument, IndexedTopic
from portal.search.query.years import buddhist
from portal.thai.digits import to_arabic

FIELDS = ("kind", "agency", "topic", "status", "year")
TITLES = {
    "kind": _("ประเภท"),
    "agency": _("หน่วยงาน"),
    "topic": pgettext_lazy("ตัวกรอง", "เรื่อง"),
    "status": _("สถานะ"),
    # Its values are written in the era of the reader's language.
    "year": pgettext_lazy("ตัวกรอง", "ปี พ.ศ."),
}
_MOST_VALUES = 20


@dataclass(frozen=True)
class Catalog:
    """Every value that a filter may have now, with its Thai label (a msgid).

    Attributes:
        values: field → value → label.
        english: field → value → English name, of those values that have one.
    """

    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    english: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def label(self, name: str, value: str) -> str:
        """Return the label of a value, or the value itself."""
        return self.values.get(name, {}).get(value, value)

    def english_name(self, name: str, value: str) -> str:
        """Return the English name of a value, empty when nobody gave it one."""
        return self.english.get(name, {}).get(value, "")

    def value_of(self, name: str, typed: str) -> str | None:
        """Return the value that a person means: the value itself, its label or English name, a year in another form."""
        known = self.values.get(name, {})
        typed = typed.strip()
        if typed in known:
            return typed
        if name == "year":
            digits = to_arabic(typed)
            year = (
                buddhist(int(digits)) if digits.isascii() and digits.isdigit() and len(digits) == 4 else None
            )
            return str(year) if str(year) in known else None
        return self._by_label.get(name, {}).get(typed.casefold()) if typed else None

    @cached_property
    def _by_label(self) -> dict[str, dict[str, str]]:
        """Field → folded label or English name → value; made once, so that asking costs no look at every label."""
        found: dict[str, dict[str, str]] = {}
        for names in (self.values, self.english):
            for name, labels in names.items():
                for value, label in labels.items():
                    found.setdefault(name, {}).setdefault(str(label).casefold(), value)
        return found


def read_catalog() -> Catalog:
    """Read all values from the projection."""
    live = IndexedDocument.objects.live().order_by()
    agencies = list(live.exclude(agency="").values_list("agency", "agency_en").distinct())
    named = IndexedTopic.objects.filter(document__removed=False).order_by()
    topics = list(named.values_list("name", "name_en").distinct())
    kinds = list(live.values_list("kind", "kind_label", "kind_en").distinct())
    statuses = list(live.exclude(status="").values_list("status", "status_label", "status_en").distinct())
    values: dict[str, dict[str, str]] = {
        "kind": {value: label for value, label, _english in kinds},
        "agency": {name: name for name, _english in agencies},
        "status": {value: label for value, label, _english in statuses},
        "year": {
            str(year): str(year)
            for year in live.exclude(year_be=None).values_list("year_be", flat=True).distinct()
        },
        "topic": {name: name for name, _english in topics},
    }
    english = {
        field: {name: english for name, english in pairs if english}
        for field, pairs in (
            ("agency", agencies),
            ("topic", topics),
            ("kind", [(value, english) for value, _label, english in kinds]),
            ("status", [(value, english) for value, _label, english in statuses]),
        )
    }
    return Catalog(values, english)


class DocumentFilter(django_filters.FilterSet):
    """Filters of documents; several values of one filter mean any of them.

    Args:
        catalog: the values that exist.
    """

    kind = django_filters.MultipleChoiceFilter(field_name="kind", label=TITLES["kind"])
    agency = django_filters.MultipleChoiceFilter(field_name="agency", label=TITLES["agency"])
    topic = django_filters.MultipleChoiceFilter(field_name="topics__name", label=TITLES["topic"])
    status = django_filters.MultipleChoiceFilter(field_name="status", label=TITLES["status"])
    year = django_filters.MultipleChoiceFilter(field_name="year_be", label=TITLES["year"])

    class Meta:
        model = IndexedDocument
        fields: list[str] = []

    def __init__(self, data: QueryDict, *, catalog: Catalog) -> None:
        super().__init__(data, queryset=IndexedDocument.objects.live())
        for name in FIELDS:
            self.filters[name].extra["choices"] = list(catalog.values.get(name, {}).items())

    @property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """The chosen values by field, validated; fields without a choice are left out."""
        if not self.data:
            return {}
        cleaned = self.form.cleaned_data if self.form.is_valid() else {}
        return {name: tuple(cleaned[name]) for name in FIELDS if cleaned.get(name)}


@dataclass(frozen=True)
class Chosen:
    """The filters of one request.

    Attributes:
        filterset: django-filter's view of them.
        groups: field → allowed values.
        unknown: (field, value) pairs that no document has; they are not applied.
    """

    filterset: DocumentFilter
    groups: dict[str, tuple[str, ...]]
    unknown: tuple[tuple[str, str], ...]


def choose(params: QueryDict, typed: Mapping[str, tuple[str, ...]], catalog: Catalog) -> Chosen:
    """Validate the filters of a request.

    Args:
        params: parameters of the address.
        typed: filters typed into the box ("kind:law").
        catalog: the values that exist.
    """
    data = QueryDict(mutable=True)
    unknown: list[tuple[str, str]] = []
    for name in FIELDS:
        wanted = [value for value in params.getlist(name)[:_MOST_VALUES] if value.strip()]
        wanted += typed.get(name, ())
        for value in wanted:
            known = catalog.value_of(name, value[:250])
            if known is None:
                unknown.append((name, value[:60]))
            elif known not in data.getlist(name):
                data.appendlist(name, known)
    filterset = DocumentFilter(data, catalog=catalog)
    return Chosen(filterset, filterset.groups, tuple(unknown))
