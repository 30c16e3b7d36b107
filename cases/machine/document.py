"""The table of the machine as the Markdown tables of docs/machine.md: who may do what, and what happens then."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import override

from cases.machine.declared import Deed, What
from cases.machine.table import LINES
from cases.machine.vocabulary import OPEN_STAGES, DutyKind, Stage

if TYPE_CHECKING:
    from cases.machine.declared import Deeds, Does, Rule
    from cases.machine.verb import Line

BEGIN = "<!-- machine: made by `manage.py case_verbs` -->"
END = "<!-- end of machine -->"
BEGIN_EFFECTS = "<!-- effects of the machine: made by `manage.py case_verbs` -->"
END_EFFECTS = "<!-- end of the effects -->"
COLUMNS: dict[str, tuple[What, ...]] = {
    "stage after": (What.BECOMES,),
    "begins to wait": (What.OPENS,),
    "what waits becomes": (What.TURNS, What.MOVES, What.NOTES),
    "duties that begin": (What.STARTS, What.ASSIGNS),
    "duties that end": (What.STOPS,),
    "may read": (What.GRANTS,),
    "reads no more": (What.REVOKES,),
    "facts": (What.SETS,),
}
"""The columns of what happens, and the kinds of deeds that stand in each."""


def _stages(stages: frozenset[Stage]) -> str:
    if stages == frozenset(Stage):
        return "every"
    if stages == OPEN_STAGES:
        return "open"
    return ", ".join(stage.value for stage in Stage if stage in stages)


def _sorted(words: Iterable[str]) -> str:
    return ", ".join(sorted(words))


def _answers(line: Line) -> str:
    """Return what waits and is acted on, with its state where only one is meant."""
    if not line.answers:
        return ""
    kinds = _sorted(kind.value for kind in line.answers)
    return f"{kinds} ({next(iter(line.in_states)).value})" if len(line.in_states) == 1 else kinds


def _row(line: Line) -> str:
    cells = (
        line.row,
        f"`{line.verb.value}`",
        str(line.verb.label),
        _stages(line.stages),
        _answers(line),
        str(line.who_words),
        "" if line.scope is None else line.scope.name.lower(),
        ", ".join(f"`{guard.__name__}`" for guard in line.guards),
        f"`{line.do.__module__.rpartition('.')[2]}.{line.do.__name__}`",
        "yes" if line.compares else "",
        line.visibility.value,
    )
    return "| " + " | ".join(cells) + " |"


def as_markdown() -> str:
    """Return the table between its two marks, in Thai and English as the office and the developer read it."""
    with override("th"):
        rows = [_row(line) for line in LINES]
    head = "| # | verb | button | stages | acts on | who | must read | guards | does | compares | seen by |"
    return "\n".join([BEGIN, "", head, "|---" * 11 + "|", *rows, "", END])


# What happens -----------------------------------------------------------------------------------------------------------


def _tiers(does: Does) -> tuple[tuple[str, Deeds], ...]:
    """Return the deeds that a line or a rule names itself, by how they are marked."""
    return (
        ("**{}**", does.always),
        ("_{}_", does.one_of),
        ("{}", does.sometimes),
        ("{}*", does.many),
        ("{}†", does.by_words),
    )


def _detail(deed: Deed) -> str:
    """Return what tells a deed from others on the same thing."""
    if deed.what in {What.MOVES, What.NOTES, What.ASSIGNS}:
        return deed.what.value
    return deed.detail


def _cell(does: Does, kinds: tuple[What, ...]) -> str:
    """Return the deeds of some kinds, those on one thing together: ``**act (back)**, forward (done, superseded)``."""
    found = []
    for mark, deeds in _tiers(does):
        things: dict[str, list[str]] = {}
        for deed in sorted((deed for deed in deeds if deed.what in kinds), key=str):
            if deed.what is What.BECOMES:
                things[f"{deed.subject} → {deed.detail}"] = []
            else:
                things.setdefault(deed.subject, []).append(_detail(deed))
        for thing, details in _every_duty(things).items():
            behind = ", ".join(detail for detail in details if detail)
            found.append(mark.format(f"{thing} ({behind})" if behind else thing))
    return ", ".join(found)


def _every_duty(things: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return what is done on all kinds of duties alike in one word."""
    alike = next(iter(things.values()), [])
    if set(things) == {kind.value for kind in DutyKind} and all(each == alike for each in things.values()):
        return {"every duty": alike}
    return things


def _effects(name: str, does: Does, words: str) -> str:
    cells = (name, *(_cell(does, kinds) for kinds in COLUMNS.values()), words)
    return "| " + " | ".join(cells) + " |"


def _followed(does: Does) -> str:
    """Return the rules that are followed, those that are followed every time in bold."""
    return ", ".join([*(f"**{rule.name}**" for rule in does.by), *(rule.name for rule in does.may_follow)])


def _rules() -> list[Rule]:
    """Return every rule that some line follows, each once, in the order in which the lines name them."""
    found: dict[Rule, None] = {}
    for line in LINES:
        for does in line.variants().values():
            found |= dict.fromkeys(does.rules)
    return list(found)


def effects_as_markdown() -> str:
    """Return the two tables of what happens between their marks: by the lines, and by the rules that these name."""
    head = "| " + " | ".join(("{}", *COLUMNS, "by the rules")) + " |\n" + "|---" * (len(COLUMNS) + 2) + "|"
    lines = [
        _effects(f"`{line.verb.value}`" + (f" {which}" if which else ""), does, _followed(does))
        for line in LINES
        for which, does in line.variants().items()
    ]
    rules = [_effects(f"{rule.name}: {rule.words}", rule, _followed(rule)) for rule in _rules()]
    parts = (head.format("verb"), *lines, "", head.format("rule"), *rules)
    return "\n".join([BEGIN_EFFECTS, "", *parts, "", END_EFFECTS])


def between(document: str, begin: str, end: str, table: str) -> str:
    """Return a document with what stands between two marks made anew, the marks included.

    Args:
        document: the whole text.
        begin: the mark before.
        end: the mark after.
        table: what is to stand there, with both marks.

    Raises:
        ValueError: the document has no place for it.
    """
    before, found, rest = document.partition(begin)
    _old, also, after = rest.partition(end)
    if not (found and also):
        raise ValueError("no marks for the table of verbs")
    return before + table + after


def replaced_in(document: str) -> str:
    """Return docs/machine.md with its tables made anew; what happens only where the document has a place for it.

    Raises:
        ValueError: the document has no place for the table of verbs.
    """
    document = between(document, BEGIN, END, as_markdown())
    if BEGIN_EFFECTS not in document:
        return document
    return between(document, BEGIN_EFFECTS, END_EFFECTS, effects_as_markdown())
