"""A portal that shows invented people says so on every page."""

from __future__ import annotations

from wagtail.models import Site

from portal.pages.models import SiteSettings


def say_so() -> int:
    """Let every page of every site say that people, cases and figures are invented; returns of how many sites."""
    found = [SiteSettings.for_site(site) for site in Site.objects.all()]
    for settings in found:
        settings.is_demonstration = True
        settings.save()
    return len(found)
