"""Texts that are hard for one pattern, made of the pattern itself; and every pattern that the house has.

Work is counted in steps at three lengths of equal distance (`growth`): what grows with the length has no second
difference, what grows with its square has one that grows with the length.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from re import _constants as constants  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from tests.thai.steps import FAR, Counter, StepLimitReached

ROOMS = ("portal", "cases", "legal_library", "announcements")
WIDEST = 6
"""What bounded repeats count to while work is counted."""
LENGTH = 16
"""Repeats of a unit in the shortest of the three texts."""
MOST = 60_000
"""Steps of one text: linear patterns take some hundreds."""
_ROOT = Path(__file__).resolve().parents[2]
_CALLS = frozenset({"compile", "sub", "subn", "search", "match", "fullmatch", "findall", "finditer", "split"})
_STARTING = ("portal.settings.", "portal.wsgi", "portal.asgi")
"""What starts a server when it is imported."""
_SAMPLES = {
    constants.CATEGORY_DIGIT: "1",
    constants.CATEGORY_SPACE: " \n",
    constants.CATEGORY_WORD: "aก",
    constants.CATEGORY_NOT_DIGIT: "ก",
    constants.CATEGORY_NOT_SPACE: "ก",
    constants.CATEGORY_NOT_WORD: "-",
}
_REPEATS = (constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT)


def house_patterns() -> dict[str, re.Pattern[Any]]:
    """Return every pattern that stands in a module, by module and name; inline ones by module and line."""
    found: dict[str, re.Pattern[Any]] = {}
    seen: set[Any] = set()
    for module in _modules():
        for name, value in list(vars(module).items()):
            for pattern in _patterns_in(value, 2):
                _keep(found, seen, f"{module.__name__}.{name}", pattern)
        for line, pattern in _inline(Path(str(module.__file__))):
            _keep(found, seen, f"{module.__name__}:{line}", pattern)
    return found


def _keep(found: dict[str, re.Pattern[Any]], seen: set[Any], name: str, pattern: re.Pattern[Any]) -> None:
    if pattern.pattern in seen:
        return
    seen.add(pattern.pattern)
    number = sum(known.partition("#")[0] == name for known in found)
    found[f"{name}#{number}" if number else name] = pattern


def _modules() -> Iterator[Any]:
    for room in ROOMS:
        package = importlib.import_module(room)
        yield package
        for found in pkgutil.walk_packages(package.__path__, f"{room}."):
            if ".migrations" not in found.name and not found.name.startswith(_STARTING):
                yield importlib.import_module(found.name)


def _patterns_in(value: Any, depth: int) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, Mapping):
        for one in (*value, *value.values()):
            yield from _patterns_in(one, depth - 1)
    elif depth and isinstance(value, tuple | list | set | frozenset):
        for one in value:
            yield from _patterns_in(one, depth - 1)


def _inline(path: Path) -> Iterator[tuple[int, re.Pattern[Any]]]:
    """Yield patterns that are written where they are used; their flags change nothing in how often they repeat."""
    text = path.read_text(encoding="utf-8") if path.suffix == ".py" else ""
    if "re." not in text:
        return
    for node in ast.walk(ast.parse(text)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr in _CALLS
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            yield node.lineno, re.compile(node.args[0].value)


def is_plain(pattern: re.Pattern[Any]) -> bool:
    """Say whether nothing in a pattern repeats without a near end: its work for each place is bounded by itself."""
    return not any(True for _before, _inner in _far_repeats(list(_tree(pattern)), ""))


def _tree(pattern: re.Pattern[Any]) -> Any:
    written = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    return parser.parse(written, pattern.flags & ~re.DEBUG)


def _inside(kind: Any, value: Any) -> list[list[Any]]:
    """Return the sequences that an item is made of; none of a letter, a class or a place."""
    if kind in _REPEATS:
        return [list(value[2])]
    if kind is constants.SUBPATTERN:
        return [list(value[3])]
    if kind is constants.ATOMIC_GROUP:
        return [list(value)]
    if kind is constants.BRANCH:
        return [list(branch) for branch in value[1]]
    if kind in (constants.ASSERT, constants.ASSERT_NOT):
        return [list(value[1])]
    return []


def _far_repeats(items: list[Any], before: str) -> Iterator[tuple[str, list[Any]]]:
    """Yield each far repeat: a text that leads up to it, and what it repeats."""
    for kind, value in items:
        if kind in _REPEATS and (value[1] is constants.MAXREPEAT or value[1] > FAR):
            yield before, list(value[2])
        for inner in _inside(kind, value):
            yield from _far_repeats(inner, before)
        before += _sample([(kind, value)])


def _sample(items: Iterable[Any]) -> str:
    """Return a short text that fits, as good as it goes."""
    text = ""
    for kind, value in items:
        if kind is constants.LITERAL:
            text += chr(value)
        elif kind is constants.IN:
            text += next(iter(_members(value)), "")
        elif kind in (constants.ANY, constants.NOT_LITERAL):
            text += "x"
        elif kind is constants.SUBPATTERN:
            text += _sample(value[3])
        elif kind is constants.ATOMIC_GROUP:
            text += _sample(value)
        elif kind is constants.BRANCH:
            text += _sample(value[1][0])
        elif kind in _REPEATS:
            text += _sample(value[2]) * min(int(value[0]), WIDEST)
    return text


def _members(members: Any) -> list[str]:
    """Return characters of a class: its letters, the ends of its ranges, one or two of its categories."""
    if members[0][0] is constants.NEGATE:
        taken = {chr(value) for kind, value in members if kind is constants.LITERAL}
        return [one for one in ("x", "ก", "1", " ", "<") if one not in taken]
    found: list[str] = []
    for kind, value in members:
        if kind is constants.LITERAL:
            found.append(chr(value))
        elif kind is constants.RANGE:
            found.append(chr(value[0]))
        elif kind is constants.CATEGORY:
            found += _SAMPLES.get(value, "")
    return found


def _alphabet(items: Iterable[Any]) -> Iterator[str]:
    """Yield the characters and literal pieces of which a pattern is made."""
    piece = ""
    for kind, value in items:
        if kind is constants.LITERAL:
            piece += chr(value)
            continue
        if piece:
            yield from (piece, piece[0])
            piece = ""
        if kind is constants.IN:
            yield from _members(value)[:4]
        elif kind in (constants.ANY, constants.NOT_LITERAL):
            yield from "x "
        for inner in _inside(kind, value):
            yield from _alphabet(inner)
    if piece:
        yield from (piece, piece[0])


def adversaries(pattern: re.Pattern[Any]) -> list[tuple[str, str]]:
    """Return beginnings and units whose repetition may be hard: around each far repeat, what it takes and what leads to it."""
    tree = list(_tree(pattern))
    pairs: list[tuple[str, str]] = []
    for before, inner in _far_repeats(tree, ""):
        units = dict.fromkeys([*_alphabet(inner), _sample(inner), " ", "1", "ก", "<"])
        for unit in list(filter(None, units))[:8]:
            pairs += [("", unit), (before, unit), (before + _sample(inner), unit), ("", before + unit)]
    pairs += [("", unit) for unit in list(dict.fromkeys(_alphabet(tree)))[:12]]
    return list(dict.fromkeys(pairs))


def growth(pattern: re.Pattern[Any], beginning: str, unit: str) -> float:
    """Return by how much the work grows beyond the length: about 0 where it is linear, 1 and more where it is a square.

    A square is one step for each pair of repeats at least; the texts have one, two and three times `LENGTH`.
    """
    counter = Counter(pattern, MOST, widest=WIDEST)
    counts = []
    for times in (1, 2, 3):
        counter.steps = 0
        try:
            counts.append(counter.search(beginning + unit * (LENGTH * times) + "\0"))
        except StepLimitReached:
            return float("inf")
    return (counts[2] - 2 * counts[1] + counts[0]) / LENGTH**2
