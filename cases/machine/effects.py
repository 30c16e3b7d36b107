"""What an act changes. Effects are the only way in which a case changes; replayed in order they give the case again.

They are written into the event of the act as JSON, codes and numbers only: no word that anybody wrote.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeAlias, Union, get_args, get_origin, get_type_hints

from cases.machine.standing import (
    Approval,
    CommitteeItem,
    Duty,
    FollowUp,
    Grant,
    Question,
    Referral,
    Standing,
    Visit,
)

Thing: TypeAlias = Referral | Question | Approval | FollowUp | Visit | CommitteeItem | Duty | Grant

THINGS: dict[str, type] = {
    "referral": Referral,
    "question": Question,
    "approval": Approval,
    "follow_up": FollowUp,
    "visit": Visit,
    "committee": CommitteeItem,
    "duty": Duty,
    "grant": Grant,
}
_NAMES = {kind: name for name, kind in THINGS.items()}


@dataclass(frozen=True, slots=True)
class SetFact:
    """A fact of the case has a new value.

    Attributes:
        name: an attribute of `Standing` that is neither waiting, duties nor grants.
        value: the new value.
    """

    name: str
    value: Any


@dataclass(frozen=True, slots=True)
class Put:
    """Something new, or something that takes the place of what had its number.

    Attributes:
        thing: as it is now.
    """

    thing: Thing


Effect: TypeAlias = SetFact | Put


def apply(standing: Standing, effect: Effect) -> None:
    """Change a standing by one effect."""
    if isinstance(effect, SetFact):
        setattr(standing, effect.name, effect.value)
    elif isinstance(effect.thing, Duty):
        standing.duties[effect.thing.number] = effect.thing
    elif isinstance(effect.thing, Grant):
        standing.grants[effect.thing.number] = effect.thing
    else:
        standing.waiting[effect.thing.number] = effect.thing


def replay(first: Standing, acts: Iterable[Iterable[Effect]]) -> Standing:
    """Return how a case stands after its acts.

    Args:
        first: as it stood before the first of them.
        acts: the effects of each act, in order.
    """
    standing = first.copy()
    for effects in acts:
        for effect in effects:
            apply(standing, effect)
    return standing


def to_json(effect: Effect) -> list[Any]:
    """Return an effect as what JSON knows: ``["stage", "screened"]`` or ``["duty", {"number": 7, …}]``."""
    if isinstance(effect, SetFact):
        return [effect.name, _plain(effect.value)]
    thing = effect.thing
    kind: type = type(thing)
    return [_NAMES[kind], {name: _plain(getattr(thing, name)) for name in _types(kind)}]


def from_json(written: list[Any]) -> Effect:
    """Return the effect that `to_json` wrote.

    Raises:
        KeyError: nothing has this name.
    """
    name, value = written
    if name in THINGS:
        kind = THINGS[name]
        types = _types(kind)
        return Put(kind(**{key: _typed(types[key], part) for key, part in value.items()}))
    return SetFact(name, _typed(_types(Standing)[name], value))


@cache
def _types(kind: type) -> dict[str, Any]:
    """Return the types of the fields of one of our values."""
    hints = get_type_hints(kind)
    return {item.name: hints[item.name] for item in fields(kind)}


def _plain(value: Any) -> Any:
    """Return a value as JSON can hold it."""
    if isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return value.total_seconds()
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    # Words of the vocabulary are texts or whole numbers with a name.
    return getattr(value, "value", value)


def _typed(kind: Any, value: Any) -> Any:
    """Return what `_plain` wrote, in the type that a field has."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType}:
        return None if value is None else _typed(next(one for one in arguments if one is not NoneType), value)
    if origin is frozenset:
        return frozenset(_typed(arguments[0], part) for part in value)
    if origin is not None and issubclass(origin, Mapping):
        return {_typed(arguments[0], key): _typed(arguments[1], part) for key, part in value.items()}
    if kind is dt.datetime:
        return dt.datetime.fromisoformat(value)
    if kind is dt.timedelta:
        return dt.timedelta(seconds=value)
    return kind(value)
