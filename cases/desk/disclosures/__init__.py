"""Who was told of a case, and the person's own copy."""
