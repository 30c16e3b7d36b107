"""What the person chooses behind both codes."""
