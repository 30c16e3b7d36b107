"""Import of an organization list: read a file, understand its rows, compare with what we have, then write.

Each step is a module: `reading` (file to cells), `columns` (which column is what), `parsing` (cells to facts),
`planning` (facts against the database: what to create, change, close), `writing` (the plan in bulk), `report`.
"""
