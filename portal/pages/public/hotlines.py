"""Which numbers a page shows, and which guide answers a kind of trouble; asked once for every state of the database."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from portal.page_cache.memory import remembered
from portal.pages.domain.lines import hotlines
from portal.pages.models import GuidePage, Hotline
from portal.pages.models.frame import live_pages
from portal.pages.models.hotlines import Occasion

_RESCUE = Occasion.RESCUE.value


def hotlines_for(occasion: str, in_use: Sequence[Hotline] | None = None) -> list[Hotline]:
    """Return the numbers for an occasion, those of emergencies when nobody named any for it.

    Args:
        occasion: a value of `portal.pages.models.hotlines.Occasion`; anything else counts as an emergency.
        in_use: the numbers in use, where a page has asked for them already.
    """
    rows = hotlines() if in_use is None else in_use
    return [row for row in rows if row.serves(occasion)] or [row for row in rows if row.serves(_RESCUE)]


def public_guides() -> tuple[GuidePage, ...]:
    """Return the guides that everybody may read, in the editors' order; asked once for every state of the database."""
    return remembered("pages.guides", lambda: tuple(live_pages(GuidePage).order_by("path")))


def guide_for(problem: str) -> tuple[str, str] | None:
    """Return (title, address) of the public guide to a kind of help, in the reader's language; None without one."""
    if not problem:
        return None
    guide = next((guide for guide in public_guides() if guide.problem == problem), None)
    if guide is None:
        return None
    parts = [part for part in guide.url_path.split("/") if part][1:]
    return guide.display_title, reverse("wagtail_serve", args=["/".join(parts) + "/"])
