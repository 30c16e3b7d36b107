"""Tests of what defends the portal beside its rules."""
