"""What the office does and knows about the readiness of its units."""
