"""Tests of bin/benchmarks: what judges search and measures it."""
