"""Values of a template that are found when it asks for the first of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from typing import Any


def late(names: Iterable[str], find: Callable[[], Mapping[str, Any]]) -> dict[str, Callable[[], Any]]:
    """Return values for a template context that nobody finds while the template asks for none of them.

    A page whose parts are held (`portal.pages.templatetags.held`) asks for nothing that only those parts show. Templates
    call what can be called, so there they are values like others; Python calls them.

    Args:
        names: of the values.
        find: returns all of them; it is called once, by the first that is asked for.
    """
    found = cache(find)
    return {name: partial(_value, found, name) for name in names}


def _value(found: Callable[[], Mapping[str, Any]], name: str) -> Any:
    return found()[name]
