"""One page per verb, made from the table of verbs."""
