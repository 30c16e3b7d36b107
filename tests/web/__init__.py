"""Tests of the shelf that every room uses."""
