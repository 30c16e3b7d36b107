"""A column that holds the code of a term: its choices stand in a table, and no migration knows them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from django import forms
from django.core.checks import CheckMessage
from django.db import models

from legal_library import terms


class TermSelect(forms.Select):
    """Offers the terms that are offered, and the one that is chosen already.

    Attributes:
        vocabulary: whose terms.
    """

    vocabulary = ""

    def optgroups(self, name: str, value: list[Any], attrs: dict[str, Any] | None = None) -> list[Any]:
        """Leave out what is no longer offered, unless this document has it."""
        shown = {"", *terms.offered(self.vocabulary), *map(str, value)}
        return [
            (group, options, index)
            for group, options, index in super().optgroups(name, value, attrs)
            if any(str(option["value"]) in shown for option in options)
        ]


class TermChoiceField(forms.TypedChoiceField):
    """Chooses a term. What is no longer offered is valid: a document that has it keeps it, and a form may have been open meanwhile."""

    widget = TermSelect

    def of(self, vocabulary: str) -> None:
        """Take the terms of a vocabulary, for a form that stands on no column; called when the form is made."""
        self.choices = terms.choices(vocabulary)
        self.widget.vocabulary = vocabulary


class TermField(models.CharField):
    """The code of a term.

    Migrations see a plain column of letters: whoever adds or renames a term changes no table. A code that is no term is
    refused by validation, as with fixed choices.

    Args:
        vocabulary: one of `legal_library.vocabulary.Vocabulary`.
    """

    def __init__(self, *args: Any, vocabulary: str, **kwargs: Any) -> None:
        self.vocabulary = vocabulary
        super().__init__(*args, choices=partial(terms.choices, vocabulary), **kwargs)

    def deconstruct(self) -> Any:
        """Return the field as a migration writes it."""
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("choices", None)
        return name, "django.db.models.CharField", args, kwargs

    def clone(self) -> models.CharField[Any, Any]:
        """Return the field as a migration knows it."""
        _name, _path, args, kwargs = self.deconstruct()
        return models.CharField(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        """Return the field of a form, with a list of what is offered."""
        field = super().formfield(choices_form_class=TermChoiceField, **kwargs)
        if isinstance(field.widget, TermSelect):
            field.widget.vocabulary = self.vocabulary
        return field

    def _check_choices(self) -> Iterable[CheckMessage]:
        """Leave the table alone: checks run before there is one."""
        return []
