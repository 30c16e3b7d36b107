"""What everybody reads of an event."""
