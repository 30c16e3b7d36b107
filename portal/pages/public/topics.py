"""The kinds of help on the home page: what a person in trouble looks for first (look.md, "the door before the slogan")."""

from __future__ import annotations

from django.http import HttpRequest

from portal.pages import sections as home
from portal.pages.models.guides import GuideGroup
from portal.pages.public.hotlines import public_guides

BEFORE_NEWS = 10


def topics(request: HttpRequest) -> dict[str, list[GuideGroup]] | None:
    """Return the public guides by group; nothing while there is none."""
    groups = GuideGroup.of(public_guides())
    return {"groups": groups} if groups else None


def register() -> None:
    """Put the kinds of help on the home page, before what is new."""
    home.register_section("topics", template="pages/home_topics.html", provide=topics, order=BEFORE_NEWS)
