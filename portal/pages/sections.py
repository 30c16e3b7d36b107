"""Sections of the home page that other rooms bring.

The ground floor must not import the library or the announcements, so those rooms register what they show on the home
page when they start (`AppConfig.ready`)::

    from portal.pages import sections as home

    home.register_section("announcements", template="announcements/home_section.html", provide=latest, order=20)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

Provider = Callable[[HttpRequest], "dict[str, Any] | None"]


@dataclass(frozen=True)
class Section:
    """One part of the home page.

    Attributes:
        name: key; registering the same key again replaces the section.
        template: include, rendered with what `provide` returned.
        provide: given the request, the values for the template, or None when there is nothing to show.
        order: place on the page, small first (announcements 20, library 30, results 40); below 0 it stands before everything
            else of the page, for what cannot wait.
    """

    name: str
    template: str
    provide: Provider
    order: int


_sections: dict[str, Section] = {}


def register_section(name: str, *, template: str, provide: Provider, order: int = 50) -> None:
    """Put a section on the home page; see `Section` for the arguments."""
    _sections[name] = Section(name=name, template=template, provide=provide, order=order)


def sections(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the sections that have something to show, in their order: dicts with `name`, `template`, `values`, `first`."""
    shown = []
    for section in sorted(_sections.values(), key=lambda item: (item.order, item.name)):
        values = section.provide(request)
        if values is not None:
            first = section.order < 0
            shown.append(
                {"name": section.name, "template": section.template, "values": values, "first": first}
            )
    return shown
