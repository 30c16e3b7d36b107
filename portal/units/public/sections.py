"""What other rooms show on the page of a unit: they register when they start, as for the home page (`portal.pages.sections`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.organizations.models import Organization

Provider = Callable[[Organization], "dict[str, Any] | None"]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page of a unit.

    Attributes:
        template: include, rendered with `values`.
        values: what the room gave for this unit.
    """

    template: str
    values: dict[str, Any]


_providers: dict[str, Provider] = {}


def register_section(template: str, provide: Provider) -> None:
    """Put a section on the page of each unit; registering the same template again replaces it.

    Args:
        template: the include.
        provide: given the organization, the values for the template, or None when there is nothing to show.
    """
    _providers[template] = provide


def sections_of(organization: Organization) -> list[Section]:
    """Return the sections that have something to show for a unit, in the order of their templates' names."""
    shown = []
    for template, provide in sorted(_providers.items()):
        values = provide(organization)
        if values is not None:
            shown.append(Section(template, values))
    return shown
