"""The one table of verbs, in the order of the vocabulary.

Permission checks, the buttons that a page shows, the table in docs/cases.md and the generated tests all derive from
`TRANSITIONS` (docs/cases.md, "How to add a verb").
"""

from __future__ import annotations

from cases.verbs import assistance, closure, intake, joint, portal_acts, referral, screening
from cases.verbs.transition import Transition
from cases.vocabulary import Verb

_FAMILIES = (intake, screening, referral, joint, assistance, closure, portal_acts)
_ROWS = {row.verb: row for family in _FAMILIES for row in family.ROWS}

TRANSITIONS: dict[Verb, Transition] = {verb: _ROWS[verb] for verb in Verb}
