"""Lists that can be followed: by Atom, by JSON Feed, and by a mail when something new stands in them (S1.24, S1.26).

A room that has a list with filters registers it when it starts. Whoever follows does so by the conditions of the list's
own address, so that page, feed and mail never disagree on what belongs to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.http import QueryDict
from django.urls import reverse

from portal.web.feeds import Entry

LONGEST = 4000
"""Characters of written conditions: a query of 400 Thai letters, each of them nine characters in an address."""
MOST_NEWS = 50
"""Entries of a feed, and of what is told of one list on one day."""


@dataclass(frozen=True, kw_only=True)
class Followed:
    """A list with its conditions.

    Attributes:
        list_name: name of the list.
        query: the conditions in one fixed form, as they stand in the list's address; "" for all of it.
        title: what is followed, in the reader's language.
        url: path of the list with these conditions.
    """

    list_name: str
    query: str
    title: str
    url: str


class FollowedList(Protocol):
    """A list that can be followed."""

    name: str

    def read(self, params: QueryDict) -> Followed | None:
        """Return what the parameters of the list's address mean; None for what nobody may be told about by mail."""

    def news(self, query: str, since: datetime, until: datetime) -> Sequence[Entry]:
        """Return what became public, or another standing, after `since` and up to `until`: the newest, `MOST_NEWS` at most.

        Args:
            query: conditions as `read` wrote them.
            since: excluded.
            until: included.
        """


_lists: dict[str, FollowedList] = {}


def register(followed: FollowedList) -> None:
    """Add a list, usually from `AppConfig.ready`; a later one of the same name replaces it."""
    _lists[followed.name] = followed


def list_named(name: str) -> FollowedList | None:
    """Return the list of a name, or None."""
    return _lists.get(name)


def read(list_name: str, query: str | QueryDict) -> Followed | None:
    """Return what is followed by a list's name and conditions; None where nothing can be.

    Args:
        list_name: as it stands in an address.
        query: the conditions, written or as parameters of an address.
    """
    found = list_named(list_name)
    if found is None:
        return None
    params = QueryDict(query[:LONGEST]) if isinstance(query, str) else query
    followed = found.read(params)
    return followed if followed is not None and len(followed.query) <= LONGEST else None


def narrowed(address: str, followed: Followed) -> str:
    """Return the address of a feed with the conditions of what is followed."""
    return f"{address}?{followed.query}" if followed.query else address


@dataclass(frozen=True, kw_only=True)
class Ways:
    """The ways to follow a list, for `components/follow.html` and `components/alternates.html`.

    Attributes:
        title: what is followed.
        atom: address of the Atom feed.
        json: address of the JSON feed.
        mail: address of the page that asks for a mail; "" where none is offered.
    """

    title: str
    atom: str
    json: str
    mail: str = ""


def ways(followed: Followed, *, atom: str, json: str) -> Ways:
    """Return the ways to follow a list.

    Args:
        followed: the list with its conditions.
        atom: address of its Atom feed.
        json: address of its JSON feed.
    """
    chosen = f"&{followed.query}" if followed.query else ""
    mail = f"{reverse('alerts:ask')}?list={followed.list_name}{chosen}"
    return Ways(title=followed.title, atom=atom, json=json, mail=mail)
