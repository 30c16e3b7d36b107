"""Tests of portal.search.backends."""
