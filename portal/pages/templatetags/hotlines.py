"""Numbers to call on a page: `{% load hotlines %}`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import template

from portal.pages.domain import lines
from portal.pages.models import Hotline
from portal.pages.public import hotlines as shown

register = template.Library()


@register.simple_tag(takes_context=True)
def hotlines_for(context: Mapping[str, Any], occasion: str) -> list[Hotline]:
    """The numbers for an occasion, e.g. `{% hotlines_for page.problem as numbers %}`."""
    site = context.get("site")
    return shown.hotlines_for(occasion, site.hotlines if site else None)


@register.simple_tag(takes_context=True)
def rescue_lines(context: Mapping[str, Any]) -> Sequence[Hotline]:
    """The three numbers of emergencies; on pages that may not ask the database those of the file."""
    site = context.get("site")
    return lines.rescue(site.lines if site else lines.printed())


@register.simple_tag
def guide_for(problem: str) -> tuple[str, str] | None:
    """Title and address of the guide to a kind of help, None without one."""
    return shown.guide_for(problem)
