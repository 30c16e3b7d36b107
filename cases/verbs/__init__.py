"""The one table of verbs: one file per family, `table` puts them together, `permissions` asks it."""
