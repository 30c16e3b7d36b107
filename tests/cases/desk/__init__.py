"""The staff side: lists, case page, verbs, entry, register."""
