"""Columns that are sealed: what a model shows as text stands in the database as an envelope.

A value is opened when somebody reads the attribute, not when the row is loaded, so a list that does not show it pays nothing.
It is bound to table, column and to what names its row before it has a number (`bound_to`: a reference, the case, the event).
No query can ask for what is sealed: that a text is empty or not is all that the database knows.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from portal.sealing import current, envelope
from portal.sealing.errors import UnsealedError


class Sealed:
    """What stands in a sealed column: to be carried about and stored, not to be read."""

    __slots__ = ("stored",)

    def __init__(self, stored: str) -> None:
        self.stored = stored

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and other.stored == self.stored

    def __hash__(self) -> int:
        return hash(self.stored)

    def __repr__(self) -> str:
        return "<sealed>"

    def __str__(self) -> str:
        """Refuse.

        Raises:
            UnsealedError: always; only the row can open it.
        """
        raise UnsealedError("A sealed value is read from its row, not from a list of values.")


class SealedAttribute(DeferredAttribute):
    """Opens a value when it is read for the first time."""

    field: SealedField

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        if type(value) is Sealed:
            value = self.field.opened(instance, value)
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        # What is assigned is what is read, as with any attribute; only this way ours is asked before the row's own dictionary.
        instance.__dict__[self.field.attname] = value


class SealedField(models.Field):
    """Adds to a field of text that it is sealed.

    Attributes:
        bound_to: attributes of the model that name its row, are known before it is stored, and never change.
    """

    descriptor_class = SealedAttribute
    lookups_allowed = frozenset({"exact", "isnull", "in"})

    def __init__(self, *args: Any, bound_to: Sequence[str], **kwargs: Any) -> None:
        self.bound_to = tuple(bound_to)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Tell migrations to what it is bound."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "bound_to": self.bound_to}

    def db_type(self, connection: Any) -> str:
        """Text of any length: an envelope is longer than what it holds."""
        kind: str = connection.data_types["TextField"]
        return kind

    def get_lookup(self, lookup_name: str) -> Any:
        """Refuse questions that an envelope cannot answer."""
        return super().get_lookup(lookup_name) if lookup_name in self.lookups_allowed else None

    # Between row and column ------------------------------------------------------------------------------------------

    def place_of(self, instance: models.Model) -> bytes:
        """Return to what a value of this row is bound.

        Raises:
            UnsealedError: the row is not named yet.
        """
        names = [getattr(instance, name) for name in self.bound_to]
        if any(name is None or name == "" for name in names):
            raise UnsealedError(f"{self} is bound to {', '.join(self.bound_to)}, and that is empty.")
        return envelope.place(self.model._meta.db_table, self.column, "\0".join(map(str, names)))

    def opened(self, instance: models.Model, value: Sealed) -> Any:
        """Return what a row's value holds.

        Raises:
            SealingError: the key is missing, or the value is not what was sealed here.
        """
        keys = current.keys_with(envelope.key_of(value.stored))
        return self.value_of(envelope.opened(keys, value.stored, self.place_of(instance)))

    def text_of(self, value: Any) -> str:
        """Return the text that is sealed of what was assigned; "" for nothing."""
        return str(value)

    def value_of(self, text: str) -> Any:
        """Return what is read of a text that was sealed."""
        return text

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Seal what is going to be stored; what nobody opened goes back as it came."""
        value = model_instance.__dict__.get(self.attname)
        if value is None or isinstance(value, Sealed) or hasattr(value, "resolve_expression"):
            return value
        # Whatever was assigned is stored as text, as any field of text does it.
        text = self.text_of(value)
        return Sealed(envelope.seal(current.keys(), text, self.place_of(model_instance))) if text else text

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        """Return what stands in the column; text from before the column was sealed is text."""
        return Sealed(value) if value and envelope.is_sealed(value) else value

    def get_prep_value(self, value: Any) -> Any:
        """Let only envelopes and nothing through.

        Raises:
            UnsealedError: it is text, as from `QuerySet.update` or a question for its content.
        """
        if isinstance(value, Sealed):
            return value.stored
        if value is None or value == "":
            return value
        raise UnsealedError(f"{self} is sealed row by row: save the row, and look for it by something else.")


class SealedCharField(SealedField, models.CharField):
    """A line, sealed; `max_length` is that of the text."""


class SealedTextField(SealedField, models.TextField):
    """A text, sealed."""


class SealedEmailField(SealedField, models.EmailField):
    """An address, sealed."""


class SealedJSONField(SealedField, models.TextField):
    """Mappings of plain values, sealed as one text; nothing in it can be asked for. Nothing stored is `{}`."""

    def text_of(self, value: Any) -> str:
        """Return a mapping as JSON; "" for an empty one."""
        return json.dumps(value, ensure_ascii=False) if value else ""

    def value_of(self, text: str) -> Any:
        """Return what a JSON text says."""
        return json.loads(text)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        """Return what stands in the column; what is from before it was sealed is read as it is."""
        found = super().from_db_value(value, expression, connection)
        return found if isinstance(found, Sealed) else json.loads(found) if found else {}

    def get_prep_value(self, value: Any) -> Any:
        """Let only envelopes and nothing through.

        Raises:
            UnsealedError: as for every sealed column.
        """
        return super().get_prep_value("" if value == {} else value)


def sealed_fields(model: type[models.Model]) -> list[SealedField]:
    """Return the sealed columns of a model."""
    return [field for field in model._meta.concrete_fields if isinstance(field, SealedField)]
