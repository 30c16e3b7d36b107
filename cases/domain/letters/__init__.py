"""The letters of a case: what gives occasion to one, what it says, and how it is issued once."""
