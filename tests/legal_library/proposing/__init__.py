"""Tests of legal_library.proposing."""
