"""Tests of `portal.organizations`."""
