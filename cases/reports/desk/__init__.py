"""What officers see of reports: their own month, what waits to be accepted, the board."""
