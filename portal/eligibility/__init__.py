"""Who may get which help, as data: questions, outcomes, the provisions they rest on, and numbers by date (S1.26).

Pure: knows no Django, no page and no case. `data/` holds one file for each kind of help, and the provisions and numbers
that they share; `loading.rules` reads and checks them once. docs/library.md says how a question or a number is added,
docs/decisions/0018-eligibility-questions-as-data.md why it is built so.
"""
