"""What `/cms/` shows to editors of the library."""
