"""Kinds of entries and lists that phones may carry: every room registers its own, the protocol knows none of them."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.db.models import Q
from django.utils.functional import Promise

from cases.domain.visits import PhoneTime
from cases.models import Case

if TYPE_CHECKING:
    from portal.actors import Officer

Words = Mapping[str, str]
WAITS = object()
"""What `Kind.do` returns of a part of something larger: its entry is needed until the rest has come."""


@dataclass(frozen=True, slots=True)
class ByPhone:
    """By whom and when something was written on a phone.

    Attributes:
        actor: who does it now: the author, or who adopts it.
        token: of the entry, the same however often it comes.
        time: the phone's count of the time.
        is_adopted: somebody looked at what the portal had put aside, and wants it done all the same.
        seen: keys of what is alike (`Kind.alike`) that the page showed to whoever adopts it, and nothing else.
    """

    actor: Officer
    token: UUID
    time: PhoneTime
    is_adopted: bool = False
    seen: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Alike:
    """Something that may be the same as what was written, for whoever decides.

    Attributes:
        key: by which the page says that it was shown.
        title: its name.
        url: where it is read.
        lines: what tells it apart.
    """

    key: int
    title: str
    url: str
    lines: tuple[str, ...] = ()


class Kind(ABC):
    """One kind of entry.

    Attributes:
        name: for good; phones that were away for a year still send it.
        label: what is done by it, as the button says.
        version: of its form. Every earlier one is read too (**forms**): a field that is new may not be required.
        is_set: whether it replaces something, and has to say what was seen (**base**, **base_id**): the values themselves,
            which no counter and no backup that was put back can confuse.
        pictures: name of the kind by which pictures to its form are sent; "" where none can be taken.
    """

    name: str
    label: str | Promise
    version: int = 1
    is_set: bool = False
    pictures: str = ""

    @abstractmethod
    def find(self, subject: str) -> Any | None:
        """Return what a subject names, whoever asks; None for nothing. What may be done with it, `do` finds out."""

    @abstractmethod
    def case_of(self, found: Any) -> Case | None:
        """Return the case of a subject; None where there is none."""

    @abstractmethod
    def form(self, found: Any, data: Any) -> forms.Form:
        """Return its form, bound to what was written: name of the field → words."""

    @abstractmethod
    def do(self, found: Any, form: Any, by: ByPhone) -> object:
        """Do it once; returns `WAITS` where the rest has still to come.

        Args:
            found: by `find`.
            form: valid.
            by: whom.

        Raises:
            CaseError: it cannot be done; nothing was written.
        """

    def is_open_to(self, actor: Officer, found: Any) -> bool:
        """Whether an officer may know what a subject names; to everybody else nothing is said of it.

        Args:
            actor: the author, or who decides.
            found: by `find`.
        """
        case = self.case_of(found)
        return case is None or Case.objects.visible_to(actor, among=Q(pk=case.pk)).exists()

    def whole(self, fields: Words) -> str:
        """Return the name of the larger thing of which an entry is a part; "" where it is one by itself.

        Whoever decides on a part decides on all of them that wait.
        """
        return ""

    def alike(self, found: Any, form: Any, reader: Officer) -> Sequence[Alike]:
        """Return what may be the same and has to be looked at before it is done; only what the reader may read.

        Args:
            found: by `find`.
            form: valid.
            reader: who decides.
        """
        return ()

    def stands(self, found: Any) -> dict[str, str]:
        """Return what a set replaces, as it stands now: name of the field → value."""
        return {}


@dataclass(frozen=True, slots=True)
class Item:
    """Something of a list on the phone.

    Attributes:
        subject: as `Kind.find` takes it.
        title: reference or place; the only thing that is read when the lease is over.
        lines: what is read in the list.
        facts: what is read when it is opened, pairs of term and words.
        warnings: to be read first.
        acts: names of the forms (`List.forms`) that can be written for it.
        seen: for sets: name of the form → what stands there.
        is_danger: somebody is in danger now.
    """

    subject: str
    title: str
    lines: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    seen: Mapping[str, Words] = field(default_factory=dict)
    is_danger: bool = False


class List(ABC):
    """A list that an officer takes along.

    Attributes:
        name: by which it is registered.
        label: its heading on the phone.
    """

    name: str
    label: str | Promise

    @abstractmethod
    def items(self, actor: Officer, now: dt.datetime) -> Iterable[Item]:
        """Return what the officer needs on the way, and no more than that; reading it is recorded where that is asked."""

    @abstractmethod
    def forms(self, actor: Officer, now: dt.datetime) -> Iterable[tuple[str, Kind, forms.Form]]:
        """Return name, kind and empty form of what can be written. One kind may have several forms: "survey.answer:12"."""


_kinds: dict[str, Kind] = {}
_lists: dict[str, List] = {}


def register(*, kinds: Iterable[Kind] = (), lists: Iterable[List] = ()) -> None:
    """Let a room have entries and lists on phones; the same name a second time is the same thing."""
    _kinds.update({kind.name: kind for kind in kinds})
    _lists.update({one.name: one for one in lists})


def kind_of(name: str) -> Kind | None:
    """Return a kind by its name; None when nobody registered it."""
    return _kinds.get(name)


def every_list() -> tuple[List, ...]:
    """Return all lists, in the order in which they were registered."""
    return tuple(_lists.values())
