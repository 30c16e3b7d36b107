"""What a committee and its secretary do and know."""
