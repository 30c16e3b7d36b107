"""Events: what belongs to them, what people read, and what is left when they end."""
