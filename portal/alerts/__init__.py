"""Mails to people without an account, when something new stands in a list that they follow (S1.24, S1.26)."""
