"""One act on many cases: shown, done case by case, resumed, undone."""
