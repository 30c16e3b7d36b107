"""Official letters, receipts and notices as PDF."""
