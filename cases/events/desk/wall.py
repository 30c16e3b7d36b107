"""The page that is printed and hung on the wall before the rain: a paper of the portal, with the numbers that are in use."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from portal.letters.kinds.walls import WallPaper, wall_pdf
from portal.pages.domain.lines import lines, rescue
from portal.thai.dates import format_datetime
from portal.web.access import staff_only
from portal.web.downloads import pdf_response
from portal.web.links import absolute


@staff_only
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Give the page as a PDF, in Thai; nothing on it is of any event or person, so every officer may print it."""
    with translation.override("th"):
        stamp = _("พิมพ์โดย %(name)s เมื่อ %(at)s") % {
            "name": request.actor.person.display_name,
            "at": format_datetime(timezone.now()),
        }
        paper = WallPaper(
            issuer=request.actor.organization.display_name,
            url=absolute(reverse("events:listing")),
            lines=tuple((one.name, one.number) for one in rescue(lines())),
            mark=stamp,
        )
        return pdf_response(wall_pdf(paper), name="wall.pdf")
