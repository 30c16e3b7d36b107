"""The pages of the needs at the desk."""
