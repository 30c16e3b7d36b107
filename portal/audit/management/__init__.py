"""What the operator calls."""
