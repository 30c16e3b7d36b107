"""The checks: what is looked at, how grave it is, what to do. Each is one small function, registered once.

A check looks and changes nothing. It answers with how many it found and with names that an engineer can look up (a
reference, the path of a task, an organization's number), never with what a person wrote.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from importlib import import_module
from itertools import islice
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.thai.dates import to_bangkok

MOST = 1_000
"""So many are counted; whoever has more to put right needs no exact number."""
SHOWN = 20
"""Names that are kept of what was found."""


class Severity(IntEnum):
    """How soon somebody has to see to it; the number is the exit code of `manage.py verify`."""

    PLAN = 1
    TODAY = 2
    NOW = 3

    @property
    def label(self) -> str | Promise:
        """In words."""
        return {Severity.NOW: _("ทำทันที"), Severity.TODAY: _("ทำวันนี้"), Severity.PLAN: _("ทำในเดือนนี้")}[self]

    @property
    def tone(self) -> str:
        """The tone of its mark."""
        return {Severity.NOW: "danger", Severity.TODAY: "warn", Severity.PLAN: "info"}[self]


@dataclass(frozen=True, slots=True)
class Look:
    """One look at the system.

    Attributes:
        now: its moment.
        is_full: everything is read, however long it takes; otherwise each check does bounded work.
    """

    now: dt.datetime
    is_full: bool = False

    @property
    def today(self) -> dt.date:
        """The day in Thailand."""
        return to_bangkok(self.now).date()

    def ago(self, **span: float) -> dt.datetime:
        """Return the moment before this one, by the names of `timedelta`."""
        return self.now - dt.timedelta(**span)

    def turn(self, parts: int) -> int:
        """Return which of so many parts has its turn today: what is too much for one day is read in as many days."""
        return self.today.toordinal() % parts


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found.

    Attributes:
        count: how many, `MOST` at most.
        names: some of them, for an engineer.
    """

    count: int = 0
    names: tuple[str, ...] = ()

    @property
    def is_more(self) -> bool:
        """There may be more than were counted."""
        return self.count >= MOST


NOTHING = Found()


def these(names: Iterable[object]) -> Found:
    """Return what was found by its names; no more than `MOST` are taken."""
    found = [str(one) for one in islice(names, MOST)]
    return Found(len(found), tuple(found[:SHOWN]))


def rows(queryset: QuerySet[Any], naming: str = "pk") -> Found:
    """Return the rows of a query, named by a column; no more than `MOST` are read."""
    return these(queryset.order_by().values_list(naming, flat=True)[:MOST])


def when(is_so: bool) -> Found:
    """Return one finding without a name when something is so."""
    return Found(1) if is_so else NOTHING


Function = Callable[[Look], Found]


@dataclass(frozen=True, slots=True)
class Check:
    """One check.

    Attributes:
        name: as commands and tests call it.
        severity: how soon somebody has to see to what it finds.
        title: what is wrong, in words.
        remedy: what to do.
        function: looks.
    """

    name: str
    severity: Severity
    title: str | Promise
    remedy: str | Promise
    function: Function


_checks: dict[str, Check] = {}


def check(severity: Severity, title: str | Promise, remedy: str | Promise) -> Callable[[Function], Function]:
    """Register a function as a check under its own name.

    Args:
        severity: how soon somebody has to see to what it finds.
        title: what is wrong.
        remedy: what to do.

    Raises:
        ValueError: another check has that name.
    """

    def register(function: Function) -> Function:
        name = function.__name__
        if name in _checks:
            raise ValueError(f"two checks are called {name}")
        _checks[name] = Check(name, severity, title, remedy, function)
        return function

    return register


@cache
def _load() -> None:
    for module in settings.KLANG["UPKEEP"]:
        import_module(module)


def checks() -> dict[str, Check]:
    """Return name → check, of every module that the settings name, in their order."""
    _load()
    return _checks
