"""One case: its facts, its history and its buttons."""
