"""What offices do in an event."""
