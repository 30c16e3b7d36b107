"""Tests of announcements and yearly results."""
