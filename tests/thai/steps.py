"""Counts the steps that a backtracking matcher takes on a pattern: work is measured, never time.

The standard library does not tell how often its matcher tried something. This one walks the same parse tree in the
same order (leftmost, greedy or lazy as written, backtracking) and counts. It is slow and only for tests.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import islice
from re import _constants as constants  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

Groups = dict[int, tuple[int, int]]
State = tuple[int, Groups]
FAR = 400
"""Repeats that may take more are as good as unbounded."""
_CATEGORIES: dict[Any, Callable[[str], bool]] = {
    constants.CATEGORY_DIGIT: lambda character: unicodedata.category(character) == "Nd",
    constants.CATEGORY_NOT_DIGIT: lambda character: unicodedata.category(character) != "Nd",
    constants.CATEGORY_SPACE: str.isspace,
    constants.CATEGORY_NOT_SPACE: lambda character: not character.isspace(),
    constants.CATEGORY_WORD: lambda character: character.isalnum() or character == "_",
    constants.CATEGORY_NOT_WORD: lambda character: not (character.isalnum() or character == "_"),
}
_SINGLE = (constants.LITERAL, constants.NOT_LITERAL, constants.IN, constants.ANY)


class StepLimitReached(Exception):  # noqa: N818
    """The pattern took more steps than it may."""


class Counter:
    """One pattern and how many steps it took so far.

    Args:
        pattern: compiled; of bytes each is taken for the letter of its number.
        most: steps after which counting stops.
        widest: bounded repeats count to this at most, so that a short text fills them as a long one would; those that
            may take more than `FAR` stay as they are, for they are as good as unbounded. None changes nothing.
    """

    def __init__(self, pattern: re.Pattern[Any], most: int, *, widest: int | None = None) -> None:
        written = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
        self.tree = parser.parse(written, pattern.flags & ~re.DEBUG)
        self.ignore_case = bool(pattern.flags & re.IGNORECASE)
        self.multiline = bool(pattern.flags & re.MULTILINE)
        self.takes_breaks = bool(pattern.flags & re.DOTALL)
        self.widest = widest
        self.most = most
        self.steps = 0
        self.first: tuple[int, int] | None = None

    def _step(self) -> None:
        self.steps += 1
        if self.steps > self.most:
            raise StepLimitReached

    def search(self, text: str) -> int:
        """Find every match as `finditer` does; return the steps taken.

        Raises:
            StepLimitReached: there were too many.
        """
        self.text = text.lower() if self.ignore_case else text
        place = 0
        while place <= len(text):
            found = next(self._sequence(list(self.tree), 0, (place, {})), None)
            if found and self.first is None:
                self.first = (place, found[0])
            place = max(found[0], place + 1) if found else place + 1
        return self.steps

    def _sequence(self, items: list[Any], index: int, state: State) -> Iterator[State]:
        # Single characters are walked in a loop, so that long literals need no recursion.
        while index < len(items) and items[index][0] in _SINGLE:
            self._step()
            place = state[0]
            if place >= len(self.text) or not self._fits(items[index], self.text[place]):
                return
            state = (place + 1, state[1])
            index += 1
        if index == len(items):
            yield state
            return
        for after in self._item(items[index], state):
            yield from self._sequence(items, index + 1, after)

    def _fits(self, item: Any, character: str) -> bool:
        kind, value = item
        if kind is constants.LITERAL:
            return self._code(value) == ord(character)
        if kind is constants.NOT_LITERAL:
            return self._code(value) != ord(character)
        if kind is constants.ANY:
            return self.takes_breaks or character != "\n"
        members = list(value)
        negated = members[0][0] is constants.NEGATE
        return any(self._is_member(member, character) for member in members[negated:]) != negated

    def _code(self, code: int) -> int:
        return ord(chr(code).lower()) if self.ignore_case and len(chr(code).lower()) == 1 else code

    def _is_member(self, member: Any, character: str) -> bool:
        kind, value = member
        if kind is constants.LITERAL:
            return self._code(value) == ord(character)
        if kind is constants.RANGE:
            code = ord(character)
            return value[0] <= code <= value[1] or (
                self.ignore_case and value[0] <= ord(character.upper()[0]) <= value[1]
            )
        return _CATEGORIES[value](character)

    def _item(self, item: Any, state: State) -> Iterator[State]:
        kind, value = item
        self._step()
        if kind is constants.SUBPATTERN:
            group, _add, _remove, inner = value
            for after in self._sequence(list(inner), 0, state):
                yield (after[0], after[1] | {group: (state[0], after[0])}) if group else after
        elif kind is constants.BRANCH:
            for branch in value[1]:
                yield from self._sequence(list(branch), 0, state)
        elif kind in (constants.MAX_REPEAT, constants.MIN_REPEAT):
            yield from self._repeat(value, state, greedy=kind is constants.MAX_REPEAT)
        elif kind in (constants.POSSESSIVE_REPEAT, constants.ATOMIC_GROUP):
            yield from islice(self._ways_once(kind, value, state), 1)
        elif kind is constants.GROUPREF:
            start, end = state[1].get(value, (0, 0))
            if self.text.startswith(self.text[start:end], state[0]):
                yield state[0] + end - start, state[1]
        elif self._holds(kind, value, state):
            yield state

    def _ways_once(self, kind: Any, value: Any, state: State) -> Iterator[State]:
        """Yield the ways of what is tried in one way only."""
        if kind is constants.ATOMIC_GROUP:
            return self._sequence(list(value), 0, state)
        return self._repeat(value, state, greedy=True)

    def _holds(self, kind: Any, value: Any, state: State) -> bool:
        """Say whether a condition that takes no character holds here."""
        if kind is constants.AT:
            return self._at(value, state[0])
        if kind in (constants.ASSERT, constants.ASSERT_NOT):
            return self._asserted(value, state) == (kind is constants.ASSERT)
        raise NotImplementedError(str(kind))

    def _asserted(self, value: Any, state: State) -> bool:
        direction, inner = value
        start = state[0]
        if direction < 0:
            start -= inner.getwidth()[0]
            if start < 0:
                return False
        return next(self._sequence(list(inner), 0, (start, state[1])), None) is not None

    def _at(self, where: Any, place: int) -> bool:
        if where in (constants.AT_BEGINNING, constants.AT_BEGINNING_STRING):
            is_line = (
                self.multiline and where is constants.AT_BEGINNING and self.text[place - 1 : place] == "\n"
            )
            return place == 0 or is_line
        if where in (constants.AT_END, constants.AT_END_STRING):
            is_line = self.multiline and where is constants.AT_END and self.text[place : place + 1] == "\n"
            return place == len(self.text) or is_line
        before = place > 0 and (self.text[place - 1].isalnum() or self.text[place - 1] == "_")
        after = place < len(self.text) and (self.text[place].isalnum() or self.text[place] == "_")
        return (before != after) == (where is constants.AT_BOUNDARY)

    def _repeat(self, value: Any, state: State, *, greedy: bool) -> Iterator[State]:
        low, high, inner = value
        items = list(inner)
        if high is constants.MAXREPEAT or high > FAR and self.widest is not None:
            high = len(self.text) + 1
        elif self.widest is not None:
            low, high = min(low, self.widest), min(high, self.widest)
        if len(items) == 1 and items[0][0] in _SINGLE:
            yield from self._repeat_single(items[0], low, high, state, greedy=greedy)
        else:
            yield from self._repeat_group(items, low, high, state, 0, greedy=greedy)

    def _repeat_single(
        self, item: Any, low: int, high: int, state: State, *, greedy: bool
    ) -> Iterator[State]:
        start, groups = state
        if greedy:
            count = 0
            while (
                count < high and start + count < len(self.text) and self._fits(item, self.text[start + count])
            ):
                self._step()
                count += 1
            for taken in range(count, low - 1, -1):
                self._step()
                yield start + taken, groups
            return
        for taken in range(high + 1):
            self._step()
            if taken >= low:
                yield start + taken, groups
            if start + taken >= len(self.text) or not self._fits(item, self.text[start + taken]):
                return

    def _repeat_group(
        self, items: list[Any], low: int, high: int, state: State, done: int, *, greedy: bool
    ) -> Iterator[State]:
        self._step()
        if not greedy and done >= low:
            yield state
        if done < high:
            for after in self._sequence(items, 0, state):
                if after[0] > state[0] or done < low:
                    yield from self._repeat_group(items, low, high, after, done + 1, greedy=greedy)
        if greedy and done >= low:
            yield state
