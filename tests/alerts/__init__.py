"""Following by mail."""
