"""Tests of legal_library.editing."""
