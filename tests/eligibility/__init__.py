"""Tests of `portal.eligibility`."""
