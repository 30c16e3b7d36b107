"""What the data protection officer does and knows."""
