"""The machine of case work: what may happen to a case, to whom it is then, and by when; without a database.

A case *stands* somewhere (`standing`): its stage, its holder, what waits, who owes what by when, and who may read how
much. A *verb* of the table (`table`) changes that. Everything it changes is written down as *effects* (`effects`), so
that the events of a case, replayed, give the case. The machine knows offices and time limits by two protocols only
(`world`); `cases.domain` brings the real ones, tests bring small towns of their own.

Rules and their reasons: docs/design/cases.md, "The machine, second edition".
"""
