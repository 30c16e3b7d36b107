"""Commands that start and prepare the whole portal."""
