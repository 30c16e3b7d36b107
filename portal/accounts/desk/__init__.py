"""What staff do with their own account, and administrators with those of others."""
