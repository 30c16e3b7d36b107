"""A form as a phone draws it without a signal: its fields as data, made from the form that judges what comes back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.widgets import ChoiceWidget, RadioSelect, Textarea


def schema_of(form: forms.Form) -> list[dict[str, Any]]:
    """Return the fields that somebody fills in, in their order; hidden ones and files stay behind.

    Args:
        form: not bound.
    """
    return [_field(bound) for bound in form if _is_asked(bound.field)]


def _is_asked(field: forms.Field) -> bool:
    return not field.widget.is_hidden and not isinstance(field, forms.FileField)


def _field(bound: Any) -> dict[str, Any]:
    field, widget = bound.field, bound.field.widget
    described: dict[str, Any] = {
        "name": bound.name,
        "label": str(bound.label),
        "help": str(bound.help_text),
        "required": bool(field.required),
        "type": _type(field),
        "value": str(bound.initial) if bound.initial not in (None, "") else "",
    }
    if isinstance(widget, ChoiceWidget) and isinstance(field, forms.ChoiceField):
        described["choices"] = [[str(value), str(label)] for value, label in _flat(field.choices)]
    if longest := getattr(field, "max_length", None):
        described["longest"] = longest
    return described


def _type(field: forms.Field) -> str:
    widget = field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "tick"
    if isinstance(widget, RadioSelect):
        return "one"
    if isinstance(widget, ChoiceWidget):
        return "list"
    if isinstance(widget, Textarea):
        return "words"
    numeric = isinstance(field, forms.IntegerField) or widget.attrs.get("inputmode") in ("numeric", "decimal")
    return "number" if numeric else "line"


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    for value, label in choices:
        found += _flat(label) if isinstance(label, (list, tuple)) else [(value, label)]
    return found


def in_words(form: forms.Form) -> list[tuple[str, str]]:
    """Return what somebody wrote, as pairs of label and words, whether it is valid or not.

    Args:
        form: bound.
    """
    told = []
    for bound in form:
        value = bound.data
        if not _is_asked(bound.field) or value in (None, "", [], False):
            continue
        if isinstance(bound.field, forms.ChoiceField):
            value = dict((str(key), label) for key, label in _flat(bound.field.choices)).get(
                str(value), value
            )
        if isinstance(bound.field.widget, forms.CheckboxInput):
            value = "✓"
        told.append((str(bound.label), str(value)))
    return told
