"""One act on many cases: shown before it is done, done case by case, undone where that is possible (docs/many.md)."""
