"""Tests of call lists."""
