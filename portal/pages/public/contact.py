"""`/contact/`: where the center is, when it is open, who answers what, and how to write to it (S1.34, S2.23)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Site

from portal.page_cache.rooms import Room
from portal.pages.domain.contact import missing
from portal.pages.models import Contact, SiteSettings
from portal.pages.public.context import SiteContext
from portal.thai.phone import Phone, phones_in
from portal.web.access import public_page
from portal.web.language import localized
from portal.web.links import absolute


@dataclass(frozen=True)
class Row:
    """One row of "who does what".

    Attributes:
        matter: what one comes with.
        office: the desk that answers it.
        phones: to tap.
        written: the number as it was written, where no number could be read out of it.
    """

    matter: str
    office: str
    phones: tuple[Phone, ...]
    written: str


def row_of(contact: Contact) -> Row:
    """Return one row in the reader's language."""
    phones = tuple(phones_in(contact.phone))
    return Row(
        localized(contact, "matter"),
        localized(contact, "office"),
        phones,
        "" if phones else contact.phone,
    )


def linked_data(site: SiteContext, url: str) -> dict[str, Any]:
    """Return the center as schema.org says a government office, for search engines and maps; what is missing is left out.

    Args:
        site: the details in the reader's language.
        url: absolute address of the page.
    """
    known = {
        "name": site.center_name,
        "address": site.address,
        "telephone": site.phone_href.removeprefix("tel:"),
        "email": site.email,
        "openingHours": site.hours,
        "hasMap": site.map_url,
    }
    kind = {"@context": "https://schema.org", "@type": "GovernmentOffice", "@id": url, "url": url}
    return kind | {name: value for name, value in known.items() if value}


@public_page(max_age=60, rooms=(Room.FRAME,))
@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Show everything by which the center can be reached, and say honestly what is not known yet."""
    site = Site.find_for_request(request)
    settings = SiteSettings.for_request(request) if site else SiteSettings()
    context = {
        "rows": [row_of(row) for row in settings.contacts.all()] if site else [],
        "directions": localized(settings, "directions"),
        "phones": tuple(phones_in(settings.phone)),
        "missing": missing(settings) if site else [],
        "linked_data": linked_data(SiteContext(request), absolute(request.path)),
    }
    return render(request, "pages/contact.html", context)
