"""Tests of the room portal/pages."""
