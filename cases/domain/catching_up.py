"""What an installation gets with a new version, for cases that are older than it."""

from __future__ import annotations

from cases.domain import lists, terms


def list_older_cases() -> int:
    """Make the work lists and search terms of cases that stand in no list; returns of how many.

    Asked when tables have changed (`prepare`), before anybody works: later, acts would list some cases and hide that
    others are missing.
    """
    terms.rebuild(lists.unlisted())
    return lists.rebuild(lists.unlisted())
