"""Tests of the help committee."""
