"""What of the center's contact is still missing: one list for the page, the desk, `/cms/` and `manage.py check`."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from portal.page_cache.memory import remembered
from portal.pages.models import SiteSettings

NEEDED: tuple[tuple[str, str | Promise], ...] = (
    ("address", _("ที่อยู่")),
    ("map_url", _("แผนที่")),
    ("phone", _("โทรศัพท์")),
    ("email", _("อีเมล")),
    ("hours", _("เวลาทำการ")),
)
"""Fields of `SiteSettings` without which people cannot reach the center, with their words (S1.34, S2.23)."""
WHO_DOES_WHAT = _("ใครทำอะไร")


def missing(settings: SiteSettings) -> list[str | Promise]:
    """Return the words of what is not filled in yet, in the order of the page; nothing when all is there.

    Args:
        settings: of the site.
    """
    words = [label for name, label in NEEDED if not getattr(settings, name).strip()]
    return words if settings.contacts.exists() else [*words, WHO_DOES_WHAT]


def settings_of_the_site() -> SiteSettings | None:
    """Return the details of the default site; None on an installation without one. Writes nothing."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        return None
    return SiteSettings.objects.filter(site=site).first() or SiteSettings(site=site)


def missing_here() -> Sequence[str | Promise]:
    """Return what is missing on the default site; asked once for every state of the database, because each desk page does."""
    return remembered("pages.missing", _missing_here)


def _missing_here() -> tuple[str | Promise, ...]:
    settings = settings_of_the_site()
    return () if settings is None else tuple(missing(settings))
