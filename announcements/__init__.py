"""Announcements, posting evidence, feeds and yearly results (S1.23, S1.30)."""
