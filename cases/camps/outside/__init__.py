"""What a helper sees by a link."""
