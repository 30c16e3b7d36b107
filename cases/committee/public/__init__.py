"""What the person reads of a resolution on their case."""
