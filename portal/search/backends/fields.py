"""What a model says about its search fields, and the words of one object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Manager, Model
from django.utils.encoding import force_str
from modelsearch.backends.base import get_model_root
from modelsearch.index import AutocompleteField, RelatedFields, SearchField, get_indexed_models

from portal.search.engine import analysis

SEARCH, AUTOCOMPLETE = "s", "a"


def family(model: type[Model]) -> list[type[Model]]:
    """Return all indexed models that share the root of `model`."""
    root = get_model_root(model)
    return [other for other in get_indexed_models() if get_model_root(other) is root]


def _walk(model: type[Model], declared: Any, path: list[str]) -> Iterator[tuple[str, str, float]]:
    for field in declared:
        if isinstance(field, RelatedFields):
            related = field.get_field(model).related_model
            yield from _walk(related, field.fields, [*path, field.field_name])
        elif isinstance(field, SearchField):
            yield SEARCH, "__".join([*path, field.field_name]), field.boost or 1.0
        elif isinstance(field, AutocompleteField):
            # Wagtail's own have no weight; ours may (portal.pages.models.base).
            yield AUTOCOMPLETE, "__".join([*path, field.field_name]), getattr(field, "boost", 1.0)


def text_fields(model: type[Model]) -> Iterator[tuple[str, str, float]]:
    """Yield (kind, name, boost) of every text field of a model, related ones with their path."""
    declared: Any = model
    yield from _walk(model, declared.get_search_fields(), [])


def field_name(kind: str, name: str) -> str:
    """Return the name of a field in the index."""
    return f"{kind}_{name}"


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return " ".join(_plain(part) for part in value.values())
    if isinstance(value, (list, tuple, set)):
        return " ".join(_plain(part) for part in value)
    return force_str(value)


def object_texts(obj: Model) -> dict[str, list[str]]:
    """Return the texts of every field of an object, by the field's name in the index."""
    found: dict[str, list[str]] = {}

    def collect(owner: Any, declared: Any, path: list[str]) -> None:
        for field in declared:
            if isinstance(field, RelatedFields):
                related = field.get_value(owner)
                if related is not None:
                    for other in related.all() if isinstance(related, Manager) else [related]:
                        collect(other, field.fields, [*path, field.field_name])
            elif isinstance(field, (SearchField, AutocompleteField)):
                kind = SEARCH if isinstance(field, SearchField) else AUTOCOMPLETE
                value = field.get_value(owner)
                if value is not None:
                    name = field_name(kind, "__".join([*path, field.field_name]))
                    found.setdefault(name, []).append(_plain(value))

    declared: Any = obj
    collect(obj, declared.get_search_fields(), [])
    return found


def object_words(obj: Model) -> dict[str, list[str]]:
    """Return the words of every field of an object; texts of one field are kept apart by an empty word."""
    words: dict[str, list[str]] = {}
    for name, texts in object_texts(obj).items():
        joined: list[str] = []
        for text in texts:
            if joined:
                joined.append("")
            joined.extend(analysis.tokens(text))
        words[name] = joined
    return words


def labels(model: type[Model]) -> list[str]:
    """Return the labels of a model and of all models it descends from."""
    return [
        base._meta.label_lower
        for base in model.__mro__
        if hasattr(base, "_meta") and not base._meta.abstract and not base._meta.proxy
    ]


def boosts(model: type[Model], kind: str, names: list[str] | None) -> dict[str, float]:
    """Return the fields to search for a query on `model`, with their boosts.

    Args:
        model: the queried model; fields of its descendants count too.
        kind: SEARCH or AUTOCOMPLETE.
        names: restrict to these fields; None for all.
    """
    found: dict[str, float] = {}
    for other in family(model):
        if not (issubclass(other, model) or issubclass(model, other)):
            continue
        for field_kind, name, boost in text_fields(other):
            if field_kind == kind and (names is None or name in names):
                key = field_name(kind, name)
                found[key] = max(found.get(key, 0.0), boost)
    return found
