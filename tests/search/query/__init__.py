"""Tests of portal.search.query."""
