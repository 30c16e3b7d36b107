"""The room that seals."""
