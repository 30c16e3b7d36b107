"""Numbers to call on a page: `{% load hotlines %}`."""

from __future__ import annotations

from django import template

from portal.pages.models import Hotline
from portal.pages.public import hotlines as shown

register = template.Library()


@register.simple_tag
def hotlines_for(occasion: str) -> list[Hotline]:
    """The numbers for an occasion, e.g. `{% hotlines_for page.problem as numbers %}`."""
    return shown.hotlines_for(occasion)


@register.simple_tag
def guide_for(problem: str) -> tuple[str, str] | None:
    """Title and address of the guide to a kind of help, None without one."""
    return shown.guide_for(problem)
