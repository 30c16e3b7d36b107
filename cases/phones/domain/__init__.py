"""What the portal does with what phones send."""
