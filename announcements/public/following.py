"""Following the announcements by feed and mail: what was posted, of all or of one kind or organization (S1.11, S1.24)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Q
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from announcements.models import AnnouncementIndexPage, AnnouncementPage
from announcements.public.browse import organization_of
from announcements.public.feed import entry_of
from announcements.vocabulary import AnnouncementKind
from portal.pages.models.frame import first_live
from portal.thai.dates import bangkok_datetime, to_bangkok
from portal.web.feeds import Entry
from portal.web.following import MOST_NEWS, Followed

NAME = "announcements"


class AnnouncementList:
    """The list of announcements as one that can be followed."""

    name = NAME

    def read(self, params: QueryDict) -> Followed | None:
        """Return the view that parameters mean; None for a filter that names nothing."""
        index = first_live(AnnouncementIndexPage)
        return followed(index, params, index.get_url()) if index else None

    def news(self, query: str, since: datetime, until: datetime) -> Sequence[Entry]:
        """Return the announcements that began to be shown within a time, the newest first.

        One that was published before its first day is new on that day.
        """
        index, params = first_live(AnnouncementIndexPage), QueryDict(query)
        if index is None or self.read(params) is None:
            # An organization that closed since then narrows nothing: better no news than everybody's.
            return []
        first, last = to_bangkok(since).date(), to_bangkok(until).date()
        organization = organization_of(params.get("by", ""))
        shown = index.announcements(
            kind=params.get("kind", ""), organization=organization.pk if organization else None
        )
        fresh = shown.filter(
            Q(first_published_at__gt=since, first_published_at__lte=until)
            | Q(shown_from__range=(first, last))
        )
        moments = {page: _appeared(page) for page in fresh.select_related("organization")}
        new = sorted(
            (page for page, moment in moments.items() if since < moment <= until),
            key=lambda page: moments[page],
            reverse=True,
        )
        return [entry_of(page) for page in new[:MOST_NEWS]]


def _appeared(page: AnnouncementPage) -> datetime:
    """Return when readers could see it first: it was published, and its first day had come."""
    begun = bangkok_datetime(page.shown_from)
    return max(page.first_published_at, begun) if page.first_published_at else begun


def followed(index: AnnouncementIndexPage, params: Mapping[str, str], address: str) -> Followed | None:
    """Return a view of the list as something to follow.

    Args:
        index: the list.
        params: of its address; `kind` and `by` are conditions, what is over is nothing new.
        address: of the list without parameters, in the reader's language.

    Returns:
        None for a kind or an organization that does not exist.
    """
    kind, by = params.get("kind", ""), params.get("by", "")
    organization = organization_of(by)
    if kind and kind not in AnnouncementKind.values or by and organization is None:
        return None
    words = [index.display_title]
    if kind:
        words.append(_("ประเภท: %(kind)s") % {"kind": AnnouncementKind(kind).label})
    if organization:
        words.append(organization.display_name)
    chosen = {name: value for name, value in (("kind", kind), ("by", by)) if value}
    query = urlencode(chosen)
    url = f"{address}?{query}" if query else address
    return Followed(list_name=NAME, query=query, title=" · ".join(words), url=url)
