"""What the organizations of an event do in its shelters."""
