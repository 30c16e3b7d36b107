"""Tests of `portal.thai`: pure functions, no database."""
