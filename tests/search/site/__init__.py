"""Tests of portal.search.site."""
