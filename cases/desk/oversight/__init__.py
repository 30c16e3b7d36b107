"""What the data-protection officer asks of the door of the cases."""
