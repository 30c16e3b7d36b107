"""Persons are found by the folded key of their name and by the last digits of their telephone (S1.04)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db import models

from cases.models.case_key import CaseKey
from portal.thai.names import name_key
from portal.thai.phone import phone_key

KEY_LENGTH = 300


class FindableQuerySet(models.QuerySet[Any]):
    """Keeps the keys right on the ways that pass `save` by: a name that is erased must not live on in its key."""

    def update(self, **values: Any) -> int:
        """Update the keys with what they are made of; by the old ones the case is known no more."""
        if {"name", "phone"} & set(values):
            CaseKey.objects.filter(case__in=self.values("case")).delete()
        return super().update(**values, **keys_of(values))

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Fill in the keys first."""
        made = list(objs)
        for person in made:
            person.fill_keys()
        return super().bulk_create(made, *args, **kwargs)

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], *args: Any, **kwargs: Any) -> int:
        """Fill in the keys first and write them too."""
        changed = list(objs)
        for person in changed:
            person.fill_keys()
        return super().bulk_update(changed, _with_keys(list(fields)), *args, **kwargs)


def keys_of(values: dict[str, Any]) -> dict[str, str]:
    """Return the keys that belong to new values of name and phone; none for what is not among them."""
    keys = {}
    # In a bulk update these are expressions of the database, and the keys stand beside them already.
    if isinstance(values.get("name"), str):
        keys["name_key"] = name_key(values["name"])[:KEY_LENGTH]
    if isinstance(values.get("phone"), str):
        keys["phone_key"] = phone_key(values["phone"])[:KEY_LENGTH]
    return keys


def _with_keys(fields: list[str]) -> list[str]:
    """Return names of fields with those of the keys that follow from them."""
    return [*fields, *(f"{name}_key" for name in ("name", "phone") if name in fields)]


class FindablePerson(models.Model):
    """Adds to `name` and `phone` the keys by which the desk looks for a person. They hold personal data as these do.

    Attributes:
        name_key: the name without title, blanks and damage (`portal.thai.names.name_key`).
        phone_key: the numbers, each followed by a blank (`portal.thai.phone.phone_key`).
    """

    name_key = models.CharField(max_length=KEY_LENGTH, blank=True, editable=False)
    phone_key = models.CharField(max_length=KEY_LENGTH, blank=True, editable=False)

    objects = FindableQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Collection[str] | None = None, **kwargs: Any) -> None:
        """Keep the keys beside what they are made of."""
        self.fill_keys()
        if update_fields is not None:
            update_fields = _with_keys(list(update_fields))
        super().save(*args, update_fields=update_fields, **kwargs)

    def fill_keys(self) -> None:
        """Make both keys anew."""
        for field, key in keys_of(
            {"name": getattr(self, "name", ""), "phone": getattr(self, "phone", "")}
        ).items():
            setattr(self, field, key)
