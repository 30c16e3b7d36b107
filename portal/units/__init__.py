"""The units near a person: where one can go, call, and what each can do (S2.62), with a poster for each (S2.06)."""
