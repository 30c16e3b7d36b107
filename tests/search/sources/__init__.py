"""Tests of portal.search.sources."""
