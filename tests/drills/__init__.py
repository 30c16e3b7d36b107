"""Tests of what practices the worst week."""
