"""Nothing lost: what a person was told is kept is kept (reliability.md 4.4)."""
