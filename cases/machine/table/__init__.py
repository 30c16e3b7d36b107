"""The one table of verbs: permission checks, buttons, the document and the generated tests all derive from it.

One file per family, as in `cases.machine.verbs`. What a line declares is held against what its verb does
(`cases.machine.compared`).
"""

from __future__ import annotations

from cases.machine.table import deciding, forwarding, helping, receiving, speaking, watching
from cases.machine.verb import Line
from cases.machine.vocabulary import Verb

_FOUND = {
    line.verb: line
    for family in (receiving, forwarding, helping, deciding, speaking, watching)
    for line in family.LINES
}
TABLE: dict[Verb, Line] = {verb: _FOUND[verb] for verb in Verb}
"""By verb, in the order of the vocabulary."""
LINES: tuple[Line, ...] = tuple(TABLE.values())
