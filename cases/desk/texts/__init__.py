"""Ready sentences: the list of an office, and putting one into a box of a form."""
