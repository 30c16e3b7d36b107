"""Tests of portal.search.engine."""
