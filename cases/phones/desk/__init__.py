"""Pages and answers for phones without a signal."""
