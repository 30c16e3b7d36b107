"""Every date under `/cms/` is read and shown as everywhere else (portal.web.dates).

Registered once for the types of fields, so that a new model, a new inline row or a new filter gets it without anybody
remembering: forms of pages, snippets and settings by Wagtail's own registry, filters by the field classes of
django-filter, comparisons of versions by Wagtail's registry of comparisons, blocks of a stream by the field of the block
itself, for which Wagtail has no registry.
"""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db import models
from django.utils.functional import cached_property
from django.utils.html import escape
from django_filters.fields import DateRangeField, DateTimeRangeField
from wagtail import blocks
from wagtail.admin.compare import FieldComparison, TextDiff, register_comparison_class
from wagtail.admin.forms.models import register_form_field_override

from portal.web.dates import (
    DateBox,
    MomentBox,
    ThaiDateField,
    ThaiDateTimeField,
    shown_date,
    shown_moment,
)


def _with_boxes(field: Any, kind: type, box: type) -> None:
    """Read both ends of a range with our field, and show them in our box."""
    field.fields = tuple(kind(required=False, widget=box) for _end in field.fields)
    field.widget.widgets = [box(old.attrs) for old in field.widget.widgets]


class ThaiDateRangeField(DateRangeField):
    """Two days, as django-filter asks for them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _with_boxes(self, ThaiDateField, DateBox)


class ThaiDateTimeRangeField(DateTimeRangeField):
    """Two moments, as django-filter asks for them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _with_boxes(self, ThaiDateTimeField, MomentBox)


class DateBoxField(ThaiDateField):
    """The date of a filter: one box."""

    widget = DateBox


class ThaiDateComparison(FieldComparison):
    """Two versions of a date, in the words of the form."""

    def htmldiff(self) -> str:
        """Return the old date struck out and the new one, or the date that stayed."""
        before, after = (self._shown(value) for value in (self.val_a, self.val_b))
        if before == after:
            return escape(before)
        return TextDiff([("deletion", before), ("addition", after)]).to_html()

    def _shown(self, value: Any) -> str:
        if value is None:
            return ""
        return shown_moment(value) if isinstance(self.field, models.DateTimeField) else shown_date(value)


def _field_of(kind: type[forms.Field], box: type[DateBox]) -> cached_property:
    """Return what makes the field of a block: ours, with the options of the block; its `format` is always ours."""

    def field(block: blocks.FieldBlock) -> forms.Field:
        options = {name: value for name, value in block.field_options.items() if name != "input_formats"}
        return kind(widget=box(), **options)

    found = cached_property(field)
    found.__set_name__(blocks.FieldBlock, "field")
    return found


def connect() -> None:
    """Register all of it; called once, before any form of the back-office is built."""
    register_form_field_override(models.DateField, override={"form_class": ThaiDateField, "widget": DateBox})
    register_form_field_override(
        models.DateTimeField, override={"form_class": ThaiDateTimeField, "widget": MomentBox}
    )
    register_comparison_class(models.DateField, comparison_class=ThaiDateComparison)
    blocks.DateBlock.field = _field_of(ThaiDateField, DateBox)
    blocks.DateTimeBlock.field = _field_of(ThaiDateTimeField, MomentBox)
    django_filters.DateFilter.field_class = DateBoxField
    django_filters.DateTimeFilter.field_class = ThaiDateTimeField
    django_filters.DateFromToRangeFilter.field_class = ThaiDateRangeField
    django_filters.DateTimeFromToRangeFilter.field_class = ThaiDateTimeRangeField
