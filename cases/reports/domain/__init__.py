"""What the offices do with reports, and know of them."""
