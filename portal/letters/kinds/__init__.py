"""What is drawn: official letters, covering letters, notices for the board, receipts, reports."""
