"""The machine of case work, without a database."""
